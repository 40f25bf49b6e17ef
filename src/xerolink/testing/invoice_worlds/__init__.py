"""A hostile world of invoices: stories drawn from seeds, and a judge who looks at both sides.

Run it with `python -m xerolink.testing.invoice_worlds --steps N --seed S --json`.
"""
