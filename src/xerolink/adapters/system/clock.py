"""The machine's time."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

from xerolink.ports.clock import Clock


def _machine_time() -> datetime:
    return datetime.now(UTC)


class SystemClock(Clock):
    """The time of *source*, by default the machine's; any thread may ask.

    While the source goes back, as when the machine's time is set, the answer stands still.
    """

    def __init__(self, source: Callable[[], datetime] = _machine_time) -> None:
        self._source = source
        self._lock = Lock()
        self._latest = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        with self._lock:
            self._latest = max(self._latest, self._source().astimezone(UTC))
            return self._latest
