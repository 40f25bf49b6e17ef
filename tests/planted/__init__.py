"""Bugs that are planted on purpose, one patch each, and the hunt for them.

What the worlds of contacts and of invoices do not notice, they do not prove.
"""
