"""Things by id, with one index and an undo for calls that are all or nothing."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Records(Generic[T]):
    """Values by id, oldest first. Not thread-safe: the organisation's lock guards it.

    *indexed_by* gives the key under which `filed` finds a value.
    """

    def __init__(self, indexed_by: Callable[[T], str]) -> None:
        self._values: dict[str, T] = {}
        self._filed: dict[str, dict[str, None]] = {}
        self._indexed_by = indexed_by
        self._journal: list[tuple[str, T | None]] = []

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[T]:
        return iter(self._values.values())

    def get(self, key: str) -> T | None:
        return self._values.get(key)

    def filed(self, key: str) -> tuple[T, ...]:
        """The values with this index key, in the order in which they got it; none: empty."""
        return tuple(self._values[one] for one in self._filed.get(key, ()))

    def put(self, key: str, value: T) -> None:
        """Add or replace."""
        self._journal.append((key, self._values.get(key)))
        self._replace(key, value)

    def begin(self) -> None:
        """Forget what `undo` would revert."""
        self._journal.clear()

    def undo(self) -> None:
        """Revert every `put` since `begin`, newest first."""
        for key, before in reversed(self._journal):
            self._replace(key, before)
        self._journal.clear()

    def _replace(self, key: str, value: T | None) -> None:
        before = self._values.get(key)
        index = None if value is None else self._indexed_by(value)
        if before is not None and self._indexed_by(before) != index:
            self._filed[self._indexed_by(before)].pop(key)
        if value is None or index is None:
            self._values.pop(key, None)
            return
        self._values[key] = value
        self._filed.setdefault(index, {})[key] = None
