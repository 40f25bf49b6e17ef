"""Things by id, with one index, an undo for calls that are all or nothing, and a short past."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")
_PAST = 1_000
"""How many writes can be taken back for a replica that lags."""


class Records(Generic[T]):
    """Values by id, oldest first. Not thread-safe: the organisation's lock guards it.

    *indexed_by* gives the key under which `filed` finds a value, *dated* when it was written, in
    milliseconds since 1970.
    """

    def __init__(self, indexed_by: Callable[[T], str], dated: Callable[[T], int]) -> None:
        self._values: dict[str, T] = {}
        self._filed: dict[str, dict[str, None]] = {}
        self._indexed_by, self._dated = indexed_by, dated
        self._journal: list[tuple[str, T | None]] = []
        self._past: deque[tuple[str, T | None, int]] = deque(maxlen=_PAST)

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[T]:
        return iter(self._values.values())

    def get(self, key: str) -> T | None:
        return self._values.get(key)

    def filed(self, key: str) -> tuple[T, ...]:
        """The values with this index key, in the order in which they got it; none: empty."""
        return tuple(self._values[one] for one in self._filed.get(key, ()))

    def put(self, key: str, value: T, at_ms: int | None = None) -> None:
        """Add or replace; *at_ms*: when it is written, where the value itself does not tell."""
        before = self._values.get(key)
        self._journal.append((key, before))
        self._past.append((key, before, self._dated(value) if at_ms is None else at_ms))
        self._replace(key, value)

    def begin(self) -> None:
        """Forget what `undo` would revert."""
        self._journal.clear()

    def undo(self) -> None:
        """Revert every `put` since `begin`, newest first."""
        for key, before in reversed(self._journal):
            self._replace(key, before)
            if self._past:
                self._past.pop()
        self._journal.clear()

    def settle(self) -> None:
        """What is there now has always been there, for `as_of`."""
        self._past.clear()

    @contextmanager
    def as_of(self, since_ms: int) -> Iterator[None]:
        """Within, everything is as it was before *since_ms*; nothing may be written within."""
        values, filed = self._values, self._filed
        self._values = dict(values)
        self._filed = {index: dict(ids) for index, ids in filed.items()}
        for key, before, at_ms in reversed(self._past):
            if at_ms > since_ms:
                self._replace(key, before)
        try:
            yield
        finally:
            self._values, self._filed = values, filed

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
