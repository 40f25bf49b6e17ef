"""Faults on order or by seed: what goes wrong between Xero and its caller, one a request."""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from random import Random
from threading import Lock

from attrs import evolve, field, frozen


class ConnectionDroppedError(ConnectionError):
    """The connection ends here without an answer; in process it reaches the caller of ``wsgi``."""


class TooSlowError(ConnectionDroppedError):
    """In process: the answer takes longer than the caller waits; the work is done."""


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


@frozen
class RateLimited(Fault):
    """The recorded 429 (fact sheet 2), nothing done; *problem* is ``"minute"`` or ``"day"``."""

    problem: str = "minute"
    retry_after: int = 26


@frozen
class Slow(Fault):
    """Xero does its work, then takes *seconds* to answer, by the simulator's ``sleep``."""

    seconds: float


@frozen
class ExpiredToken(Fault):
    """401; the request's access token is expired from now on, its refresh token is not."""


@frozen
class StaleReplica(Fault):
    """A read shows contacts as they were *writes* writes ago, or everything as of *seconds* ago.

    Of what lines refer to it shows what there is now. At most the last 1,000 writes of each kind
    are taken back; *seconds* go by UpdatedDateUTC.
    """

    writes: int = 0
    seconds: int = 0


ANY_FAULT: tuple[Fault, ...] = (
    LostRequest("*"),
    LostReply("*"),
    ServerError("*"),
    Offline("*"),
    CutBody("*"),
    RateLimited("*", "minute", 1),
    StaleReplica("GET Contacts", writes=1),
)
"""What `Faults.by_seed` draws from unless it is told otherwise: all that passes by itself."""


@frozen
class _Lot:
    random: Random
    rate: float
    kinds: Sequence[Fault]


class Faults:
    """The faults still to come, in order; safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pending: list[Fault] = []
        self._lot: _Lot | None = None

    def add(self, *faults: Fault) -> None:
        """Queue *faults*; where several fit a request, the first one added happens."""
        with self._lock:
            self._pending.extend(faults)

    def by_seed(self, seed: int, rate: float, kinds: Sequence[Fault] = ANY_FAULT) -> None:
        """From now on each request that no queued fault hits draws one of *kinds* by *rate*.

        *rate* is between 0 and 1; of a kind only what it does and its operation count, and one
        that does not fit the request does not happen. The same seed and requests, in the same
        order, meet the same faults.
        """
        with self._lock:
            self._lot = _Lot(Random(seed), rate, tuple(kinds))

    def clear(self) -> None:
        """Nothing goes wrong any more, neither on order nor by seed."""
        with self._lock:
            self._pending.clear()
            self._lot = None

    def pending(self) -> tuple[Fault, ...]:
        """What has not happened yet, with the times and skips that are left."""
        with self._lock:
            return tuple(self._pending)

    def due(self, operation: str) -> Fault | None:
        """The fault that happens to this request, counted as used; none: None."""
        with self._lock:
            drawn = None if self._lot is None else _drawn(self._lot, operation)
            for place, fault in enumerate(self._pending):
                if fnmatchcase(operation, fault.operation):
                    return self._use(place, fault)
            return drawn

    def _use(self, place: int, fault: Fault) -> Fault | None:
        if fault.skip > 0:
            self._pending[place] = evolve(fault, skip=fault.skip - 1)
            return None
        left = fault.times - 1
        self._pending[place : place + 1] = [evolve(fault, times=left)] if left > 0 else []
        return fault


def _drawn(lot: _Lot, operation: str) -> Fault | None:
    # Both numbers are drawn for every request, so that a later one does not depend on this one.
    strikes, fault = lot.random.random() < lot.rate, lot.random.choice(lot.kinds)
    return fault if strikes and fnmatchcase(operation, fault.operation) else None
