"""How alike two words are: by rapidfuzz where it is installed (extra `matching`), else in Python.

Both count the same edits (a letter put in, left out, changed, or two neighbours swapped: optimal
string alignment), so that the answer does not depend on what is installed.
"""

from collections.abc import Callable

Edits = Callable[[str, str], int]
_quick_edits: Edits | None = None
try:
    from rapidfuzz.distance import OSA
except ImportError:
    pass
else:
    _quick_edits = OSA.distance

_ALIKE = 1000


def edits(asked: str, other: str) -> int:
    """How many edits make *other* of *asked*, counted without any library.

    One step for each letter of *other*, for all letters of *asked* at once: they are the bits of a
    number (Hyyrö's bit-parallel form of the table of edits).
    """
    if not asked:
        return len(other)
    where: dict[str, int] = {}
    for at, letter in enumerate(asked):
        where[letter] = where.get(letter, 0) | 1 << at
    every, last = (1 << len(asked)) - 1, 1 << len(asked) - 1
    up, down, diagonal, before, count = every, 0, 0, 0, len(asked)
    for letter in other:
        here = where.get(letter, 0)
        swapped = ((~diagonal & here) << 1) & before
        diagonal = (((here & up) + up) ^ up | here | down | swapped) & every
        right, left = (down | ~(diagonal | up)) & every, up & diagonal
        count += bool(right & last) - bool(left & last)
        right = (right << 1 | 1) & every
        up = (left << 1 | ~(diagonal | right)) & every
        down, before = diagonal & right, here
    return count


def similarity(asked: str, other: str, count: Edits = _quick_edits or edits) -> int:
    """The likeness in thousandths, rounded down; two empty words are equal."""
    longest = max(len(asked), len(other))
    return _ALIKE - _ALIKE * count(asked, other) // longest if longest else _ALIKE
