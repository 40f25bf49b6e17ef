"""What goes wrong while a verb of invoices works: at one call of a port, from 1."""

from collections.abc import Callable
from contextlib import suppress

from attrs import define

from xerolink.domain.errors import RefusedError
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, lost
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.worlds.steps import Trouble
from xerolink.testing.worlds.world import ANNA

STANDSTILL = 130
"""Seconds: longer than a lease."""
_WRITES = ("create_many", "change_many", "void_many", "mark_many")
_SIDES = ("bills.", "invoices.")
_READ = "after invoices.get_many"
_TELLS = "before bills.mark_many"
"""A worker that stands still here has asked for its lease already: it tells what is old by then."""
_WINDOW = ("store.busy", "store.renew", "before invoices.change_many", "before invoices.void_many")
"""From the last reading to a write: what people write in Xero here nobody can see (protocol)."""


@define
class Snare:
    """*people* go on in the middle of the verb where that is the *trouble*."""

    trouble: Trouble
    place: InvoicePlace
    people: Callable[[], None]
    passed: int = 0
    sprung: bool = False
    unseen: bool = False

    def check(self, point: str) -> None:
        self.unseen = point == _READ or (self.unseen and point.endswith(_WINDOW))
        counted, due = self._counts(point)
        self.passed += counted
        if counted and not self.sprung and self.passed >= due and self._fits(point):
            self.sprung = True
            self.place.tally[f"{self.trouble.kind} at {point}"] += 1
            self._spring(point)

    def _counts(self, point: str) -> tuple[bool, int]:
        """Whether the point counts, and which of those that count is the one.

        One in three counts writes, one the calls of both sides of invoices, the others all calls.
        """
        which, place = self.trouble.at % 3, self.trouble.at // 3
        if which == 1:
            return point.endswith(_WRITES), place % 4 + 1
        if which == 2:
            return point.split(maxsplit=1)[1].startswith(_SIDES), place % 12 + 1
        return True, self.trouble.at

    def _fits(self, point: str) -> bool:
        """Only a call of a side loses its answer; people and rivals come between units of work."""
        if self.trouble.kind == "lost":
            return not point.split(maxsplit=1)[1].startswith("store.")
        if self.trouble.kind == "stall" and point == _TELLS:
            return False
        if self.trouble.kind in ("people", "rival", "stall"):
            return not self.unseen and not self.place.store.busy()
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
        tried(lambda: self.place.connection().send_invoices(ANNA))
        self.place.trapped(self)


def tried(verb: Callable[[], object]) -> None:
    """What is refused, or fails, a person tries again another day."""
    with suppress(RefusedError, PortError):
        verb()
