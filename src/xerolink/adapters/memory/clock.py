"""Time that stands still until it is moved, and ids that count."""

from datetime import datetime, timedelta
from itertools import count

from xerolink.ports.clock import Clock, Ids


class ManualClock(Clock):
    """A clock that shows *start* (aware) until it is advanced."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on by *seconds*; raises `ValueError` below 0, for no clock goes back."""
        if seconds < 0:
            raise ValueError(f"a clock does not go back; {seconds} s is less than 0")
        self._now += timedelta(seconds=seconds)


class CountingIds(Ids):
    """*prefix*-000001 and on: fresh within one object, and sorted as they were made.

    *prefix*: at most 29 of [0-9a-z-]; two objects need two prefixes.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._numbers = count(1)

    def new(self) -> str:
        return f"{self._prefix}-{next(self._numbers):06}"
