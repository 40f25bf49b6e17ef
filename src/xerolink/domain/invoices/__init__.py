"""Invoices as the host has them, and what Xero will make of them, to the cent."""
