"""Bugs that are planted on purpose, one patch each, and the hunt for them.

What the worlds of `xerolink.testing.worlds` do not notice, they do not prove.
"""
