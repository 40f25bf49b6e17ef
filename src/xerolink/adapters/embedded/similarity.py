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
    """How many edits make *other* of *asked*, counted without any library."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(asked, start=1):
        before, above, row = row, before, [at]
        for to, target in enumerate(other, start=1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != target))
            if at > 1 and to > 1 and letter == other[to - 2] and asked[at - 2] == target:
                best = min(best, above[to - 2] + 1)
            row.append(best)
    return row[-1]


def alike(asked: str, other: str, count: Edits) -> int:
    """The likeness by *count*ed edits in thousandths, rounded down; two empty words are equal."""
    longest = max(len(asked), len(other))
    return _ALIKE - _ALIKE * count(asked, other) // longest if longest else _ALIKE


def similarity(asked: str, other: str) -> int:
    """The likeness of two words in thousandths, by whatever is installed."""
    return alike(asked, other, _quick_edits or edits)
