"""Contacts: the two sides, how they match, how a pair is kept the same."""
