"""One small world for each kind of intent, and what a fault left of it, whatever the ids are.

Each world holds one contact on either side at most, so that anything doubled is seen.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache

from attrs import field, frozen

from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    ImportContact,
    IntentBody,
    MergeContact,
    RemoveContact,
)
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.errors import RefusedError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings, DeletedInHost, Direction
from xerolink.ports.errors import PortError, UnavailableError
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL = FieldName.NAME, FieldName.BILLING_EMAIL
PHONE, ADDRESS = FieldName.PRIMARY_PHONE, FieldName.BILLING_ADDRESS
WRITES = ("create_many", "update_many", "remove_many", "archive_many")
MANY = 1_000
LEASE_RAN_OUT = 125
"""Seconds: longer than a lease, shorter than Xero's memory of an Idempotency-Key."""
Edit = Mapping[FieldName, FieldValue]


@frozen
class Kind:
    """A kind of intent. *make*: a world in which *press* leads to one such intent and no other.

    *writes*: its calls, in order. *again*: an edit of a field that it writes in the host. *beside*:
    an edit of a field that it leaves alone, on each side where people may make one at any time.
    *lives*: whether the pair is in sync afterwards.
    """

    body: type[IntentBody]
    make: Callable[[], World]
    press: Callable[[World], object]
    writes: Sequence[str]
    again: Edit = field(factory=dict)
    beside_host: Edit = field(factory=dict)
    beside_xero: Edit = field(factory=dict)
    lives: bool = True


def host_id(world: World) -> HostContactId:
    """The one contact of the host."""
    (found,) = world.host.contacts()
    return found


def xero_id(world: World) -> XeroContactId:
    """The one contact in Xero."""
    (found,) = world.xero.contacts()
    return found.xero_id


def sync(world: World) -> None:
    world.connection().sync_contacts()


def import_all(world: World) -> None:
    world.connection().import_contacts(ANNA)


def push(world: World) -> None:
    world.connection().create_xero_contact(host_id(world), ANNA)


def undo_import(world: World) -> None:
    runs = world.connection().latest_runs(MANY)
    (imported,) = (run.run_id for run in runs if run.kind is RunKind.IMPORT)
    world.connection().undo(imported, ANNA)


def only_in_xero() -> World:
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    world.connect()
    return world


def linked(settings: ContactSettings | None = None) -> World:
    world = World(settings=settings or ContactSettings())
    world.xero.add(fields("Acme", "a@x.example"))
    world.imported()
    return world


def edited(host: Edit, xero: Edit) -> Callable[[], World]:
    """A pair in sync that people have edited since."""

    def make() -> World:
        world = linked()
        if host:
            world.host.edit(host_id(world), host)
        if xero:
            world.xero.edit(xero_id(world), xero)
        return world

    return make


def same_in_both() -> World:
    """A Full Match whose phone Xero overwrites."""
    world = World()
    world.xero.add(fields("Acme", "a@x.example", Phone("555 0101")))
    world.host.add(fields("Acme", "a@x.example", Phone("555 0100")))
    world.connect()
    return world


def only_in_host() -> World:
    world = World(settings=ContactSettings(pushed_link_direction=Direction.TWO_WAY))
    world.imported()
    world.host.add(fields("Acme", "a@x.example"))
    return world


def deleted_in_host() -> World:
    world = linked(ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE))
    world.host.delete(host_id(world))
    return world


PHONED: Edit = {PHONE: Phone("555 0177")}
MOVED: Edit = {ADDRESS: Address(("1 Quay Street",), "Auckland")}
IN_HOST: Edit = {EMAIL: "host@x.example"}
IN_XERO: Edit = {NAME: "Acme Ltd"}
RENAMED: Edit = {NAME: "Acme of today"}

KINDS: Mapping[str, Kind] = {
    "import": Kind(
        ImportContact, only_in_xero, import_all, ["host.create_many"], RENAMED, PHONED, MOVED
    ),
    "merge into the host": Kind(
        MergeContact, edited({}, IN_XERO), sync, ["host.update_many"], RENAMED, PHONED, MOVED
    ),
    "merge into Xero": Kind(
        MergeContact, edited(IN_HOST, {}), sync, ["xero.update_many"], {}, PHONED, MOVED
    ),
    "merge into both": Kind(
        MergeContact,
        edited(IN_HOST, IN_XERO),
        sync,
        ["host.update_many", "xero.update_many"],
        RENAMED,
        PHONED,
        MOVED,
    ),
    "merge of a new link": Kind(
        MergeContact,
        same_in_both,
        import_all,
        ["host.update_many"],
        {PHONE: Phone("555 0199")},
        {},
        MOVED,
    ),
    "create": Kind(CreateContact, only_in_host, push, ["xero.create_many"], {}, PHONED, MOVED),
    "remove": Kind(
        RemoveContact, linked, undo_import, ["host.remove_many"], {}, {}, MOVED, lives=False
    ),
    "archive": Kind(
        ArchiveContact, deleted_in_host, sync, ["xero.archive_many"], {}, {}, MOVED, lives=False
    ),
}


def made(name: str, *, unique: bool = True) -> World:
    """The world of a kind; *unique*: whether its Xero refuses a name or a number that is taken."""
    world = KINDS[name].make()
    world.xero.enforce_unique = unique
    return world


@frozen
class Books:
    """Both sides and how the pairs stand."""

    hosts: Sequence[str]
    xeros: Sequence[str]
    links: Sequence[str]


@frozen
class End:
    """*told*: the effects in the journal; *left*: what must never be left: open effects, effects
    that are told twice, breaks of the journal.
    """

    books: Books
    bases: Sequence[str]
    issues: Sequence[str]
    told: Sequence[str]
    left: Sequence[object]


def text(value: SyncedFields) -> str:
    return " | ".join(str(value.get(name)) for name in FieldName)


def end(world: World) -> End:
    clients = world.connection().client_list(tuple(LinkState), size=MANY)
    links = [client.link for client in clients]
    written = [
        e.fact for e in world.connection().journal(size=MANY) if e.fact.kind is EntryKind.WRITTEN
    ]
    twice = [i for i, n in Counter(fact.intent_id for fact in written).items() if n > 1]
    with world.store.reading(world.connection_id) as unit:
        intents = unit.intents.open(MANY)
    return End(
        Books(
            sorted(text(c.fields) for c in world.host.contacts().values()),
            sorted(f"{c.status.value} {text(c.fields)}" for c in world.xero.contacts()),
            sorted(f"{link.state.value} {link.direction.value}" for link in links),
        ),
        sorted(f"{text(link.base_host)} and {text(link.base_xero)}" for link in links),
        sorted(issue.kind.value for issue in world.connection().issues(size=MANY)),
        sorted(f"{fact.what} {fact.outcome}" for fact in written),
        [*world.connection().verify_journal(), *twice, *intents],
    )


def heal(world: World) -> None:
    """The process is started again, some minutes later."""
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()


def settled(world: World) -> End:
    """A worker syncs every few minutes."""
    for _ in range(3):
        sync(world)
        world.pass_time()
    return end(world)


def mended(name: str, world: World) -> End:
    """Started again, and asked again for what may be done already."""
    heal(world)
    with suppress(RefusedError, UnavailableError):
        KINDS[name].press(world)
    world.pass_time()
    return settled(world)


def trap_world(world: World, trap: Trap) -> None:
    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)


def struck(name: str, trap: Trap, *, unique: bool) -> World:
    """The world of a kind after *trap* struck what was asked of it."""
    world = made(name, unique=unique)
    trap_world(world, trap)
    with suppress(Crash, PortError):
        KINDS[name].press(world)
    return world


def undisturbed(name: str, *edits: tuple[str, Edit], unique: bool) -> End:
    """How it ends when nothing goes wrong, and people edit afterwards."""
    return _edited(name, *edits, unique=unique) if edits else _plain(name, unique)


@cache
def _plain(name: str, unique: bool) -> End:
    return _edited(name, unique=unique)


def _edited(name: str, *edits: tuple[str, Edit], unique: bool) -> End:
    world = made(name, unique=unique)
    KINDS[name].press(world)
    people_edit(world, *edits)
    heal(world)
    return settled(world)


def people_edit(world: World, *edits: tuple[str, Edit]) -> None:
    """*edits*: which side, "host" or "xero", and the values."""
    for side, values in edits:
        if side == "host":
            world.host.edit(host_id(world), values)
        else:
            world.xero.edit(xero_id(world), values)


@frozen
class Survey:
    """The points of an undisturbed run; which of them, from 1, commits intents and outcomes."""

    points: Sequence[str]
    intended: int
    recorded: int

    def of(self, moment: str, verb: str) -> int:
        """The number of the first point *moment* the call *verb*, once the intents are stored."""
        rest = self.points[self.intended :]
        return self.intended + rest.index(f"{moment} {verb}") + 1


@cache
def survey(name: str) -> Survey:
    world, opened = made(name), list[bool]()

    def look(_: str) -> bool:
        if world.store.busy():
            opened.append(opened[-1])
        else:
            with world.store.reading(world.connection_id) as unit:
                opened.append(bool(unit.intents.open(1)))
        return True

    trap = Trap(only=look)
    trap_world(world, trap)
    KINDS[name].press(world)
    intended = opened.index(True) + 1
    return Survey(trap.points, intended, intended + opened[intended:].index(False) + 1)
