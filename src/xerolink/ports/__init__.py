"""What the core needs of the world; every docstring line here is a promise with a test.

The suites are in `xerolink.testing.conformance`; an adapter inherits the suite of its port.
"""
