"""A story of invoices lived: people, runs that go wrong, quiet, and the judge."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import count

from attrs import define, field, frozen

from xerolink.domain.errors import RefusedError
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, lost
from xerolink.testing.invoice_worlds.firm import Firm
from xerolink.testing.invoice_worlds.judge import judge
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.invoice_worlds.scripts import STRIKES, Act, Script, script
from xerolink.testing.worlds.steps import BrokenError, Trouble
from xerolink.testing.worlds.weather import fault_of
from xerolink.testing.worlds.world import ANNA

STANDSTILL = 130
"""Seconds: longer than a lease."""
_WRITES = ("create_many", "change_many", "void_many", "mark_many")
QUIET = 4
"""How many undisturbed runs it takes until everything is settled, at most."""


@define
class Snare:
    """What goes wrong at one call of a port."""

    trouble: Trouble
    place: InvoicePlace
    people: Callable[[], None]
    passed: int = 0
    sprung: bool = False

    def check(self, point: str) -> None:
        if self.sprung or (self._near_writes and not point.endswith(_WRITES)):
            return
        self.passed += 1
        due = self.trouble.at % 4 + 1 if self._near_writes else self.trouble.at
        if self.passed >= due and self._fits(point):
            self.sprung = True
            self.place.tally[f"{self.trouble.kind} at {point}"] += 1
            self._spring(point)

    @property
    def _near_writes(self) -> bool:
        """Two in three count the points at which something is written, the others all calls."""
        return self.trouble.at % 3 > 0

    def _fits(self, point: str) -> bool:
        """Only a call of a side loses its answer; people and rivals come between units of work."""
        if self.trouble.kind == "lost":
            return not point.split(maxsplit=1)[1].startswith("store.")
        if self.trouble.kind in ("people", "rival", "stall"):
            return not self.place.world.store.busy()
        return True

    def _spring(self, point: str) -> None:
        match self.trouble.kind:
            case "crash":
                raise Crash(point)
            case "lost":
                raise lost(point)
            case "people":
                self.people()
            case _:
                self._rival(stall=self.trouble.kind == "stall")

    def _rival(self, *, stall: bool) -> None:
        if stall:
            self.place.world.clock.advance(STANDSTILL)
        self.place.undisturbed()
        _tried(lambda: self.place.connection().send_invoices(ANNA))
        self.place.trapped(self)


@define
class Story:
    """*tally* counts what happened."""

    skew: int = 0
    place: InvoicePlace = field(init=False)
    firm: Firm = field(init=False)
    _edited: bool = False
    _struck: bool = False

    def __attrs_post_init__(self) -> None:
        self.place = InvoicePlace(self.skew)
        self.firm = Firm(self.place, [self.place.begin()])

    @property
    def tally(self) -> Counter[str]:
        return self.place.tally

    def live(self, act: Act) -> None:
        """Raises `BrokenError` with what is not as it must be."""
        if act.verb == "quiet":
            self._quiet()
        elif act.trouble is None:
            self.firm.do(act)
            self._edited = True
            self.tally["edits"] += 1
        else:
            self._run(act, act.trouble)

    def _run(self, act: Act, trouble: Trouble) -> None:
        self.tally[act.verb] += 1
        people = Act("pay", act.luck, act.more) if act.luck % 2 else Act("edit", act.luck, act.more)
        snare = Snare(trouble, self.place, lambda: self.firm.do(people))
        fault = fault_of(trouble)
        if fault is not None:
            self.place.simulator.faults.add(fault)
        else:
            self.place.trapped(snare)
        try:
            _tried(lambda: self._verb(act.verb))
        except Crash:
            self.tally["crashes"] += 1
            snare.sprung = True
        left = sum(f.times for f in self.place.simulator.faults.pending())
        struck = snare.sprung or (fault is not None and left < fault.times)
        self.place.simulator.faults.clear()
        self.place.undisturbed()
        if struck:
            self.tally[trouble.kind] += 1
            self._struck |= trouble.kind in STRIKES
        self.place.world.clock.advance((5, STANDSTILL, 300)[act.more % 3])

    def _verb(self, verb: str) -> object:
        connection = self.place.connection()
        match verb:
            case "send":
                return connection.send_invoices(ANNA)
            case "retry":
                return connection.retry_invoices(ANNA)
            case "sync":
                return connection.sync_contacts(ANNA)
            case _:
                return connection.run_once(ANNA)

    def _quiet(self) -> None:
        """Undisturbed, everything comes to rest, and a further run writes nothing."""
        for _ in range(QUIET):
            self.place.world.clock.advance(1000)
            self.place.connection().sync_contacts(ANNA)
            self.place.connection().send_invoices(ANNA)
        writes, marked = self.place.writes(), self.place.bills.marked
        self.place.world.clock.advance(1000)
        self.place.connection().send_invoices(ANNA)
        if self.place.writes() != writes:
            raise BrokenError("an echo: a quiet run wrote to Xero")
        if self.place.bills.marked != marked:
            raise BrokenError("an echo: a quiet run told the host something new")
        found = next(judge(self.firm), None)
        if found is not None:
            raise BrokenError(found)
        self.tally["judgements"] += 1
        self.tally["schedules"] += self._edited and self._struck
        self._edited = self._struck = False

    def trace(self) -> str:
        """A digest of both sides and the journal: equal for equal stories."""
        head = self.place.connection().journal_head()
        bills = sorted(self.place.bills.invoices().items())
        told = (bills, self.place.xero_invoices(), head, self.place.world.clock.now())
        return sha256(repr(told).encode()).hexdigest()


def _tried(verb: Callable[[], object]) -> None:
    with suppress(RefusedError, PortError):
        verb()


@frozen
class Outcome:
    """One story that was lived. *broken*: what was not as it must be; "": nothing."""

    seed: int
    tally: Counter[str] = field(repr=False)
    broken: str = ""
    trace: str = ""


def told(lived: Script, seed: int = 0) -> Outcome:
    """Live *lived* to its end, or to where it breaks."""
    story = Story(lived.skew)
    try:
        for act in lived.acts:
            story.live(act)
    except BrokenError as error:
        return Outcome(seed, story.tally, str(error))
    except Exception as error:  # what nobody expects is a finding too
        return Outcome(seed, story.tally, f"raised {type(error).__name__}: {error}")
    return Outcome(seed, story.tally, trace=story.trace())


def outcomes(seed: int) -> Iterator[Outcome]:
    """The stories of all seeds from *seed* on."""
    return (told(script(one), one) for one in count(seed))
