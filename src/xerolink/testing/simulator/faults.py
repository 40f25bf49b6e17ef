"""Faults on order: what goes wrong between Xero and its caller, one fault a request."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from threading import Lock

from attrs import evolve, field, frozen


class ConnectionDroppedError(ConnectionError):
    """The connection ends here without an answer; in process it reaches the caller of ``wsgi``."""


@frozen
class Fault:
    """Happens to *times* requests of *operation*, after *skip* of them passed.

    *operation* is a name of the request log (``"POST Contacts"``) or a pattern (``"POST *"``).
    """

    operation: str
    times: int = field(default=1, kw_only=True)
    skip: int = field(default=0, kw_only=True)


@frozen
class LostRequest(Fault):
    """The connection drops before anything happens."""


@frozen
class LostReply(Fault):
    """Xero does its work, then the connection drops without an answer."""


@frozen
class ServerError(Fault):
    """Xero does its work, then answers 500; an Idempotency-Key replays the 500."""


@frozen
class Offline(Fault):
    """503, plain text, nothing done (fact sheet 2)."""


@frozen
class CutBody(Fault):
    """The answer's body ends in the middle; status and headers are whole and fit it."""


@frozen
class RewriteBody(Fault):
    """The answer's body goes through *rewrite*: for contacts stranger than Xero would store."""

    rewrite: Callable[[bytes], bytes]


class Faults:
    """The faults still to come, in order; safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pending: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        """Queue *faults*; where several fit a request, the first one added happens."""
        with self._lock:
            self._pending.extend(faults)

    def clear(self) -> None:
        with self._lock:
            self._pending.clear()

    def pending(self) -> tuple[Fault, ...]:
        """What has not happened yet, with the times and skips that are left."""
        with self._lock:
            return tuple(self._pending)

    def due(self, operation: str) -> Fault | None:
        """The fault that happens to this request, counted as used; none: None."""
        with self._lock:
            for place, fault in enumerate(self._pending):
                if fnmatchcase(operation, fault.operation):
                    return self._use(place, fault)
            return None

    def _use(self, place: int, fault: Fault) -> Fault | None:
        if fault.skip > 0:
            self._pending[place] = evolve(fault, skip=fault.skip - 1)
            return None
        left = fault.times - 1
        self._pending[place : place + 1] = [evolve(fault, times=left)] if left > 0 else []
        return fault
