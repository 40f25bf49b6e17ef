"""Groups: many rows, a call's worth at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def groups(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """*rows* in their order, at most *size* of them in each group; none: no group."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
