"""What may go wrong in a golden case: a lost call, an empty side, a host that stores less."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from attrs import evolve, frozen

from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostStored,
)
from xerolink.domain.contacts.model import FieldName, HostContact, XeroContact
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.run import HostCursor
from xerolink.ports.host import HostContacts, HostFeed
from xerolink.ports.xero import XeroPage
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.cases_words import CaseError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import World

_AT = {
    "read of Xero": ("xero", "page"),
    "create in Xero": ("xero", "create_many"),
    "update in Xero": ("xero", "update_many"),
    "read of the host": ("host", "changes"),
    "create in the host": ("host", "create_many"),
    "update in the host": ("host", "update_many"),
    "read of invoices in Xero": ("xero_invoices", "page"),
    "look-up of numbers in Xero": ("xero_invoices", "by_numbers"),
    "create of invoices in Xero": ("xero_invoices", "create_many"),
    "change of invoices in Xero": ("xero_invoices", "change_many"),
    "void of invoices in Xero": ("xero_invoices", "void_many"),
    "mark of invoices in the host": ("invoices", "mark_many"),
}
"""The call of a side, by the side's name in its world."""
_FAULTS: Mapping[str, tuple[str, Callable[[str], BaseException]]] = {
    "the request is lost": ("before", lost),
    "the answer is lost": ("after", lost),
    "we crash before it": ("before", Crash),
    "we crash after it": ("after", Crash),
}


def spoil(world: World, at: str, fault: str) -> None:
    """Let *fault* befall the next call *at*, once."""
    if at not in _AT or fault not in _FAULTS:
        raise CaseError(f"no fault {fault!r} at {at!r}; known: {[*_FAULTS]} at {[*_AT]}")
    (side, verb), (when, error) = _AT[at], _FAULTS[fault]
    if side not in _sides(world):
        raise CaseError("the case tells of no invoices")
    trap = Trap(1, error, only=lambda point: point == f"{when} {side}.{verb}")
    setattr(world, f"seen_{side}", Trapped(getattr(world, side), side, trap))


def _sides(world: World) -> tuple[str, ...]:
    """The sides that a call can go to."""
    of_invoices = ("invoices", "xero_invoices") if isinstance(world, BillingWorld) else ()
    return ("xero", "host", *of_invoices)


def turn(world: World, weather: str) -> None:
    """How the two sides answer from now on."""
    match weather:
        case "Xero is empty":
            world.seen_xero = _EmptyXero(world.xero, "xero", Trap())
        case "the host is empty":
            world.seen_host = _EmptyHost(world.host, "host", Trap())
        case "all is well":
            for side in _sides(world):
                setattr(world, f"seen_{side}", getattr(world, side))
        case _:
            known = ["Xero is empty", "the host is empty", "all is well"]
            raise CaseError(f"{weather!r} cannot be from now on; known: {known}")


class _EmptyXero(Trapped):
    def page(self, number: int, since: datetime | None) -> XeroPage:
        page: XeroPage = self._port.page(number, since)
        return XeroPage((), (), page.at, more=False)

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        return {}


class _EmptyHost(Trapped):
    def changes(self, cursor: HostCursor | None) -> HostFeed:
        feed: HostFeed = self._port.changes(None)
        return HostFeed((), feed.cursor if cursor is None else cursor, more=False)

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        return {}


@frozen
class PoorHost(HostContacts):
    """A host that has no place for some of the four fields: it never says what they are."""

    book: HostContacts
    missing: frozenset[FieldName]

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        return self.book.changes(cursor)

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        return {i: self._poor(contact) for i, contact in self.book.get_many(ids).items()}

    def create_many(self, drafts: Sequence[HostDraft]) -> Sequence[HostOutcome]:
        poor = [evolve(d, fields=d.fields.with_values(self._unknown)) for d in drafts]
        return [self._told(outcome) for outcome in self.book.create_many(poor)]

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        poor = [
            evolve(p, values={n: v for n, v in p.values.items() if n not in self.missing})
            for p in patches
        ]
        return [self._told(outcome) for outcome in self.book.update_many(poor)]

    def remove_many(self, removals: Sequence[HostRemoval]) -> Sequence[HostOutcome]:
        return self.book.remove_many(removals)

    @property
    def _unknown(self) -> dict[FieldName, None]:
        return dict.fromkeys(self.missing)

    def _told(self, outcome: HostOutcome) -> HostOutcome:
        if isinstance(outcome, HostStored):
            return HostStored(self._poor(outcome.contact))
        return outcome

    def _poor(self, contact: HostContact) -> HostContact:
        return evolve(contact, fields=contact.fields.with_values(self._unknown))
