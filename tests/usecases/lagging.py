"""Xeros whose answers are not of now: replicas that lag, a late index, a clock that is set."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from attrs import define, evolve, field, frozen

from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.model import XeroContact
from xerolink.domain.identity import XeroContactId
from xerolink.ports.clock import Clock
from xerolink.ports.xero import XeroPage
from xerolink.testing.worlds import World

Versions = dict[XeroContactId, list[XeroContact]]


@frozen
class Skewed(Clock):
    """Another clock: so many seconds before ours."""

    clock: Clock
    seconds: int

    def now(self) -> datetime:
        return self.clock.now() + timedelta(seconds=self.seconds)


def skewed(seconds: int) -> World:
    """A world whose Xero has another clock."""
    world = World()
    world.xero = MemoryXero(Skewed(world.clock, seconds))
    world.seen_xero = world.xero
    return world


@define
class Seen:
    """A Xero of which *shown* says what reads show; small pages, so that there are several."""

    xero: MemoryXero
    size: int = 1_000
    between: Callable[[int], object] = lambda number: None
    """What happens after a page is read, before its answer; with its number."""

    def __getattr__(self, verb: str) -> object:
        return getattr(self.xero, verb)

    def shown(self) -> Mapping[XeroContactId, XeroContact]:
        return {contact.xero_id: contact for contact in self.xero.contacts()}

    def told(self, at: datetime) -> datetime:
        """The time in an answer that is given at *at* by the true clock."""
        return at

    def page(self, number: int, since: datetime | None) -> XeroPage:
        rows = [c for c in self.shown().values() if since is None or c.updated >= since]
        rows.sort(key=lambda contact: contact.xero_id)
        end = number * self.size
        self.between(number)
        at = self.told(self.xero.page(1, None).at)
        return XeroPage(tuple(rows[end - self.size : end]), (), at, len(rows) > end, len(rows))

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        shown = self.shown()
        return {i: shown[i] for i in ids if i in shown}

    def by_number(self, number: str) -> XeroContact | None:
        found = self.xero.by_number(number)
        return self.shown().get(found.xero_id) if found else None

    def by_name(self, name: str) -> tuple[XeroContact, ...]:
        shown = self.shown()
        return tuple(shown[c.xero_id] for c in self.xero.by_name(name) if c.xero_id in shown)


@define
class Blind(Seen):
    """Reads show nothing at all: neither lists nor look-ups."""

    def shown(self) -> Mapping[XeroContactId, XeroContact]:
        return {}


@define
class Unlisted(Seen):
    """Lists show nothing; contacts are read by their ids alone."""

    def page(self, number: int, since: datetime | None) -> XeroPage:
        return evolve(self.xero.page(number, since), contacts=())


@define
class Replica(Seen):
    """Reads show what was written *lag* seconds ago, or before; look-ups and lists alike."""

    lag: float = 0
    versions: Versions = field(factory=lambda: defaultdict(list))

    def shown(self) -> Mapping[XeroContactId, XeroContact]:
        self.note()
        until = self.xero.page(1, None).at - timedelta(seconds=self.lag)
        old = {i: [c for c in all_ if c.updated <= until] for i, all_ in self.versions.items()}
        return {i: visible[-1] for i, visible in old.items() if visible}

    def note(self) -> None:
        """To be called before each edit that replaces what nobody has read yet."""
        for contact in self.xero.contacts():
            if contact not in self.versions[contact.xero_id]:
                self.versions[contact.xero_id].append(contact)


@define
class SetBack(Seen):
    """From *at* on, Xero's clock shows *seconds* less than before (or more, below 0)."""

    at: datetime = field(kw_only=True)
    seconds: float = field(kw_only=True)

    def told(self, at: datetime) -> datetime:
        return at - timedelta(seconds=self.seconds) if at >= self.at else at

    def shown(self) -> Mapping[XeroContactId, XeroContact]:
        rows = {contact.xero_id: contact for contact in self.xero.contacts()}
        return {i: evolve(c, updated=self.told(c.updated)) for i, c in rows.items()}
