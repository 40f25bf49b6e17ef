"""What goes wrong while a verb works: at one call of a port, from 1, or at Xero."""

from collections import Counter
from collections.abc import Callable

from attrs import define, field

from xerolink.testing.crashes import Crash, lost
from xerolink.testing.simulator import Faults
from xerolink.testing.worlds.steps import BrokenError, Step, Trouble
from xerolink.testing.worlds.weather import fault_of

_SIDES = ("host.", "xero.")
_CALLS = ("before host.", "before xero.")
_WRITES = ("create_many", "update_many", "remove_many", "archive_many")
_WINDOW = ("before xero.update_many", "before xero.archive_many")
"""What people write in Xero here, after the last reading, nobody can see (protocol).

A worker that stands still here has asked for its lease already: its call leaves too late.
"""


@define
class Ambush:
    """A trap that may also lose an answer of a side, let people go on, or let a rival work.

    *rival* is another worker: it works at once ("rival"), or after this one stood still for
    longer than its lease ("stall"). *busy*: whether a unit of work is open, in which nobody else
    can do anything. *awaited*: the only point at which an answer is lost; "": any.
    """

    trouble: Trouble | None
    people: Callable[[Step], None]
    rival: Callable[[bool], None]
    busy: Callable[[], bool]
    faults: Faults
    tally: Counter[str]
    awaited: str = ""
    passed: int = 0
    writes: int = 0
    _sprung: bool = field(default=False)
    _ordered: int = 0
    _stale: bool = False
    _lapsed: bool = False

    def __attrs_post_init__(self) -> None:
        fault = fault_of(self.trouble) if self.trouble else None
        if fault is not None:
            self.faults.add(fault)
            self._ordered = fault.times + fault.skip

    @property
    def at_a_point(self) -> bool:
        """Whether the trouble comes at a call of a port: only then somebody has to count them."""
        return self.trouble is not None and self.trouble.kind in _AT_A_POINT

    @property
    def sprung(self) -> bool:
        """Whether anything has gone wrong yet."""
        return self._sprung or self.struck > 0

    @property
    def struck(self) -> int:
        """How many calls Xero's fault has hit."""
        if not self._ordered or self.trouble is None:
            return 0
        ordered = fault_of(self.trouble)
        left = next(iter(self.faults.pending()), None)
        times = ordered.times if ordered else 0
        return times - (left.times if left else 0)

    @property
    def lost_a_create(self) -> bool:
        """Whether the answer to a create was lost, and nobody waits before the next run."""
        return self._sprung and bool(self.awaited)

    @property
    def struck_stale(self) -> bool:
        """Whether a replica lagged."""
        return self._stale

    def over(self) -> None:
        """The verb has ended: nothing goes wrong any more."""
        if self.struck and self.trouble:
            self.tally[self.trouble.kind] += self.struck
            self._stale = self.trouble.kind == "StaleReplica"
        self._sprung = self.sprung
        self.faults.clear()
        self._ordered = 0

    def check(self, point: str) -> None:
        self._leaves_in_time(point)
        trouble = self.trouble
        if trouble is None or self._sprung:
            return
        self.passed += 1
        self.writes += point.endswith(_WRITES)
        if self._now(trouble, point) and self._fits(trouble, point):
            self._sprung = True
            self.tally[trouble.kind] += 1
            self.tally[f"{trouble.kind} at {point}"] += 1
            self._spring(trouble, point)

    def _leaves_in_time(self, point: str) -> None:
        """Whoever stood still for longer than the lease calls nobody, but for what had begun."""
        if point == "after store.claim":
            self._lapsed = False
        if self._lapsed and point.startswith(_CALLS):
            raise BrokenError(f"a call left when its worker's lease was over: {point}")

    def _now(self, trouble: Trouble, point: str) -> bool:
        """One in four counts the points at which something is written, the others all calls."""
        if self.awaited:
            return point == self.awaited
        if trouble.at % 4:
            return self.passed >= trouble.at
        return point.endswith(_WRITES) and self.writes > trouble.at // 4 % 3

    def _fits(self, trouble: Trouble, point: str) -> bool:
        if trouble.kind == "crash":
            return True
        if trouble.kind in ("stall", "rival"):
            return point not in _WINDOW and not self.busy()
        return point.rsplit(maxsplit=1)[-1].startswith(_SIDES) and point != _WINDOW[0]

    def _spring(self, trouble: Trouble, point: str) -> None:
        match trouble.kind:
            case "crash":
                raise Crash(point)
            case "lost":
                raise lost(point)
            case "stall" | "rival":
                self._lapsed = trouble.kind == "stall"
                self.rival(self._lapsed)
            case _ if trouble.people is not None:
                self.people(trouble.people)


_AT_A_POINT = frozenset({"crash", "lost", "edit", "stall", "rival"})
_CREATES = ("create_xero_contact", "create_from_host")


def awaited(step: Step) -> str:
    """The call whose answer *step* loses, where the next run is to come at once: half the creates.

    That run looks for the contact while a replica lags, within the time of the Idempotency-Key.
    """
    trouble = step.trouble
    late = step.verb in _CREATES and trouble is not None and trouble.kind == "lost"
    return "after xero.create_many" if late and trouble and trouble.at % 2 else ""
