"""Invoices: from the host to Xero, and what becomes of them there."""
