"""A story of invoices lived: people, runs that go wrong, quiet, and the judge."""

from collections import Counter
from hashlib import sha256
from typing import Any

from attrs import define, field

from xerolink.domain.errors import RefusedError as LibraryRefusedError
from xerolink.testing.crashes import Crash
from xerolink.testing.invoice_worlds.accountants import Accountants
from xerolink.testing.invoice_worlds.firm import Firm
from xerolink.testing.invoice_worlds.judge import Judge
from xerolink.testing.invoice_worlds.log import Log
from xerolink.testing.invoice_worlds.office import Office
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.invoice_worlds.scripts import STRIKES, Act
from xerolink.testing.invoice_worlds.snare import STANDSTILL, Snare, tried
from xerolink.testing.simulator import RefusedError
from xerolink.testing.simulator.faults import Fault
from xerolink.testing.worlds.steps import BrokenError, Trouble
from xerolink.testing.worlds.weather import fault_of
from xerolink.testing.worlds.world import ANNA

QUIET = 6
"""How many undisturbed rounds it takes until everything is settled, at most."""


@define
class Story:
    """*tally* counts what happened."""

    skew: int = 0
    apart: bool = False
    place: InvoicePlace = field(init=False)
    firm: Firm = field(init=False)
    office: Office = field(init=False)
    _verbs: dict[str, Any] = field(init=False)
    _snare: Snare | None = None
    _fault: Fault | None = None
    _edited: bool = False
    _struck: bool = False

    def __attrs_post_init__(self) -> None:
        place = self.place = InvoicePlace(self.skew, self.apart)
        log, clients = Log(), [place.begin()]
        firm = self.firm = Firm(place, log, clients)
        self.office = Office(firm, lambda: None, self._has_struck)
        there = Accountants(
            place, log, clients, lambda: f"INV-{firm.made + 1:04}", lambda: firm.last
        )
        self._verbs = {**firm.verbs(), **there.verbs(), **self.office.settings_verbs()}

    @property
    def tally(self) -> Counter[str]:
        return self.place.tally

    def live(self, act: Act) -> None:
        """Raises `BrokenError` with what is not as it must be."""
        if act.verb == "quiet":
            self._quiet()
        elif act.trouble is None:
            self._people(act)
        else:
            self._run(act, act.trouble)

    def _people(self, act: Act) -> None:
        """What people cannot do, they do not do."""
        self.tally[f"people: {act.verb}"] += 1
        try:
            self._verbs[act.verb](act)
        except (RefusedError, LibraryRefusedError):
            self.tally["people: were refused"] += 1
        self.firm.look()
        self._edited = True

    def _run(self, act: Act, trouble: Trouble) -> None:
        self.tally[act.verb] += 1
        meanwhile = act.meanwhile
        people = (lambda: self._people(meanwhile)) if meanwhile else (lambda: None)
        self._begin(trouble, people)
        self.office.between = people if act.luck % 4 == 0 else lambda: None
        try:
            tried(lambda: self.office.asked()[act.verb](self.place.connection(), act))
        except Crash:
            self.tally["crashes"] += 1
        self._end(trouble)
        self.firm.look()
        self.place.world.clock.advance((5, STANDSTILL, 300)[act.more % 3])

    def _begin(self, trouble: Trouble, people: Any) -> None:
        self._fault, self._snare = fault_of(trouble), None
        if self._fault is not None:
            self.place.simulator.faults.add(self._fault)
        else:
            self._snare = Snare(trouble, self.place, people)
            self.place.trapped(self._snare)

    def _has_struck(self) -> bool:
        """Whether the trouble of now has come yet."""
        if self._fault is None:
            return self._snare is not None and self._snare.sprung
        left = sum(fault.times for fault in self.place.simulator.faults.pending())
        return left < self._fault.times

    def _end(self, trouble: Trouble) -> None:
        struck = self._has_struck()
        self.place.simulator.faults.clear()
        self.place.undisturbed()
        self._fault = self._snare = None
        if struck:
            self.tally[trouble.kind] += 1
            self._struck |= trouble.kind in STRIKES
        if struck and trouble.kind == "StaleReplica":
            self.firm.log.lagged()

    def _quiet(self) -> None:
        """Undisturbed, everything comes to rest, and a further run writes nothing."""
        self.place.world.clock.advance(1000)
        self.office.tidy()
        self.firm.look()
        self._rest()
        if self.office.look_at_refusals():
            self._rest()
        before = self._shown()
        self.place.world.clock.advance(1000)
        self.place.connection().send_invoices(ANNA)
        if self._shown() != before:
            raise BrokenError("an echo: a quiet run wrote something new")
        found = next(Judge(self.place, self.firm.log).judge(), None)
        if found is not None:
            raise BrokenError(found)
        self.tally["judgements"] += 1
        self.tally["schedules"] += self._edited and self._struck
        self._edited = self._struck = False

    def _rest(self) -> None:
        before = None
        for _ in range(QUIET):
            self.place.world.clock.advance(1000)
            self.place.connection().sync_contacts(ANNA)
            self.place.connection().send_invoices(ANNA)
            now = self._shown()
            if now == before:
                return
            before = now
        raise BrokenError(f"{QUIET} rounds after all was quiet, and still no rest")

    def _shown(self) -> tuple[Any, ...]:
        """What there is in Xero, and what the host was told."""
        there = [(one.invoice_id, one.updated_ms) for one in self.place.xero_invoices()]
        return tuple(there), self.place.bills.marked

    def trace(self) -> str:
        """A digest of both sides and the journal: equal for equal stories."""
        head = self.place.connection().journal_head()
        bills = sorted(self.place.bills.invoices().items())
        told = (bills, self.place.xero_invoices(), head, self.place.world.clock.now())
        return sha256(repr(told).encode()).hexdigest()
