"""Keeps a host application and a Xero organisation the same."""
