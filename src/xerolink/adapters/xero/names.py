"""A contact's name in an address: as a filter, or where that is too long, as a search term."""

from urllib.parse import quote_plus

_LONGEST_TERM = 1_600
"""The most bytes of a filter in an address, which with the rest stays under 2,000."""


def is_named(name: str) -> str:
    """The filter for contacts of that name; quotes in it cannot end it (fact sheet 3.4)."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'Name=="{escaped}"'


def fits(term: str) -> bool:
    """Whether an address has room for *term*, percent-encoded."""
    return len(quote_plus(term)) <= _LONGEST_TERM


def beginning(name: str) -> str:
    """As much of *name*, from its beginning, as an address takes."""
    return next(name[:end] for end in range(len(name), 0, -1) if fits(name[:end]))
