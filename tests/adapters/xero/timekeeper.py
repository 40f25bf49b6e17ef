"""Time that passes only while somebody sleeps; threads may sleep at once."""

from datetime import UTC, datetime, timedelta
from threading import Lock, get_ident

from xerolink.ports.clock import Clock


class Timekeeper(Clock):
    """*slept* holds the seconds of each sleep, with the thread that slept."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        self.slept: list[tuple[int, float]] = []

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self.slept.append((get_ident(), seconds))

    def slept_here(self) -> float:
        """The seconds that the calling thread has slept in all."""
        with self._lock:
            return sum(seconds for thread, seconds in self.slept if thread == get_ident())

    @property
    def naps(self) -> list[float]:
        return [seconds for _, seconds in self.slept]
