"""The host feed's cursor and the inbox move only with the work that they stand for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress

import pytest
from attrs import define, field

from tests.usecases.lagging import Blind, Unlisted
from tests.usecases.matrix import heal, host_id, linked, sync, trap_world, xero_id
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.model import FieldName, FieldValue, HostContact, Phone
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.inbox import EventCategory
from xerolink.domain.run import ConnectionRecord, HostCursor
from xerolink.domain.settings import ContactSettings, Direction
from xerolink.ports.errors import PortError
from xerolink.ports.host import HostFeed
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
Act = Callable[[World], object]


def see(world: World, *, host: object = None, xero: object = None) -> None:
    world.seen_host = host or world.host  # type: ignore[assignment]  # it forwards every verb
    world.seen_xero = xero or world.xero  # type: ignore[assignment]  # it forwards every verb


def three() -> tuple[World, dict[HostContactId, XeroContactId]]:
    """Three pairs, and a host whose feed has one change on a page."""
    world = World(host=MemoryHostBook(page_size=1))
    world.seen_host = world.host
    for number in range(3):
        world.xero.add(fields(f"Contact {number}", f"{number}@x.example"))
    world.imported()
    sync(world)
    world.pass_time()
    return world, {h: x for x, h in world.pairs().items()}


def edit_each(world: World, ids: Collection[HostContactId]) -> None:
    for number, of in enumerate(ids):
        world.host.edit(of, {EMAIL: f"new{number}@x.example"})


def emails(world: World, ids: Collection[XeroContactId]) -> list[str | None]:
    return [world.xero_contact(of).fields.billing_email for of in ids]


def record(world: World) -> ConnectionRecord:
    with world.store.reading(world.connection_id) as unit:
        found = unit.record.get()
    assert found is not None
    return found


NEW = [f"new{number}@x.example" for number in range(3)]


# The feed


def test_cursor_of_the_host_moves_with_the_page_that_it_stands_for() -> None:
    """At every commit: as many pairs are due as pages are behind the cursor."""
    world, pairs = three()
    edit_each(world, pairs)
    start = int(record(world).host_cursor or 0)
    seen = set[tuple[int, int]]()

    def look(point: str) -> bool:
        if point == "after store.transaction":
            with world.store.reading(world.connection_id) as unit:
                due = len(unit.staged.undecided(None, 5)) if not unit.decisions.open(None, 1) else 3
            seen.add((int(record(world).host_cursor or 0) - start, due))
        return False

    world.seen_store = Trapped(world.store, "store", Trap(only=look))
    sync(world)
    assert {(0, 0), (1, 1), (2, 2), (3, 3)} <= seen <= {(0, 0), (1, 1), (2, 2), (3, 3), (3, 0)}


def reading_the_feed() -> list[str]:
    """The points of a run until its feed is read to the head."""
    world, pairs = three()
    edit_each(world, pairs)
    cursors = list[HostCursor | None]()

    def look(_: str) -> bool:
        cursors.append(cursors[-1] if world.store.busy() else record(world).host_cursor)
        return True

    trap = Trap(only=look)
    trap_world(world, trap)
    sync(world)
    return trap.points[: cursors.index(cursors[-1]) + 1]


@pytest.mark.parametrize("error", [Crash, lost], ids=["crash", "lost"])
def test_trouble_between_a_page_of_the_feed_and_its_cursor_loses_no_edit(
    error: Callable[[str], BaseException],
) -> None:
    """At every call while three pages are read."""
    broken = list[str]()
    for at, point in enumerate(reading_the_feed(), 1):
        world, pairs = three()
        edit_each(world, pairs)
        trap_world(world, Trap(at, error))
        with suppress(Crash, PortError):
            sync(world)
        heal(world)
        sync(world)
        if emails(world, pairs.values()) != NEW:
            broken.append(f"{at} {point}")
    assert broken == []


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("call", range(1, 9))
def test_edit_that_is_made_while_the_feed_is_read_is_seen(call: int, which: int) -> None:
    """Before any of the calls of the host, whether its page was read already or not."""
    world, pairs = three()
    edit_each(world, pairs)
    of = list(pairs)[which]
    calls = list[str]()

    def look(point: str) -> bool:
        if point.startswith("before host."):
            calls.append(point)
            if len(calls) == call:
                world.host.edit(of, {PHONE: Phone("777")})
        return False

    trap_world(world, Trap(only=look))
    sync(world)
    heal(world)
    sync(world)
    assert world.xero_contact(pairs[of]).fields.primary_phone == Phone("777")


@define
class Uncommitted:
    """A host with several writers: what they have not committed yet is hidden, and the feed is
    held back behind it. *hidden*: the contacts as they were.
    """

    book: MemoryHostBook
    hidden: dict[HostContactId, HostContact] = field(factory=dict)

    def __getattr__(self, verb: str) -> object:
        return getattr(self.book, verb)

    def begin(self, of: HostContactId, values: Mapping[FieldName, FieldValue]) -> None:
        self.hidden[of] = self.book.contacts()[of]
        self.book.edit(of, values)

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        feed = self.book.changes(cursor)
        if any(getattr(change, "host_id", None) in self.hidden for change in feed.changes):
            return HostFeed((), cursor or HostCursor("0"), more=False)
        return feed

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        return {i: self.hidden.get(i, contact) for i, contact in self.book.get_many(ids).items()}


@pytest.mark.parametrize("polls", [0, 1, 3])
def test_edit_that_is_committed_late_is_seen(polls: int) -> None:
    """Others were committed before and after it began, and polls passed."""
    world, pairs = three()
    first, second, third = pairs
    host = Uncommitted(world.host)
    see(world, host=host)
    world.host.edit(first, {EMAIL: "new0@x.example"})
    host.begin(second, {EMAIL: "new1@x.example"})
    world.host.edit(third, {EMAIL: "new2@x.example"})
    for _ in range(polls):
        sync(world)
        world.pass_time()
    host.hidden.clear()
    sync(world)
    assert emails(world, pairs.values()) == NEW


def test_run_that_could_not_read_the_feed_moves_no_cursor() -> None:
    """The whole feed is looked at before any of it counts."""
    world, pairs = three()
    edit_each(world, pairs)
    before = record(world).host_cursor
    trap = Trap(3, lost, lambda point: point == "before host.changes")
    trap_world(world, trap)
    with suppress(PortError):
        sync(world)
    assert record(world).host_cursor == before


# News about a contact whose effect is open: there is no pair yet that it could be news of.


def preview(world: World) -> None:
    world.connection().preview(ANNA)


READS: Mapping[str, Act] = {"a preview": preview, "a sync": sync}


def open_push(read: str, happens: Act) -> tuple[World, HostContactId, HostContactId]:
    """The answer to a create in Xero was lost, *happens* in the host, and a run reads its feed
    while Xero shows nothing yet; then Xero does. The pushed contact, and another one.
    """
    world = World(settings=ContactSettings(pushed_link_direction=Direction.TWO_WAY))
    world.imported()
    pushed = world.host.add(fields("Pushed", "p@x.example")).host_id
    other = world.host.add(fields("Other", "o@x.example")).host_id
    answer = Trap(1, lost, lambda point: point == "after xero.create_many")
    see(world, xero=Trapped(world.xero, "xero", answer))
    with suppress(PortError):
        world.connection().create_xero_contact(pushed, ANNA)
    see(world, xero=Blind(world.xero))
    world.pass_time()
    world.pass_time()
    happens(world)
    READS[read](world)
    see(world)
    for _ in range(3):
        world.pass_time()
        sync(world)
    return world, pushed, other


@pytest.mark.parametrize("read", READS)
def test_host_edit_that_was_read_while_its_create_was_open_flows(read: str) -> None:
    def edit(world: World) -> None:
        world.host.edit(HostContactId("host-1"), {EMAIL: "edit@x.example"})

    world, _, _ = open_push(read, edit)
    assert emails(world, [xero_id(world)]) == ["edit@x.example"]


@pytest.mark.parametrize("read", READS)
def test_host_contact_that_was_deleted_while_its_create_was_open_is_in_no_pair(read: str) -> None:
    world, _, _ = open_push(read, lambda world: world.host.delete(HostContactId("host-1")))
    assert world.pairs() == {}


@pytest.mark.parametrize("read", READS)
def test_host_contact_that_was_merged_while_its_create_was_open_gives_the_pair(read: str) -> None:
    """The survivor gets it (semantics row 25)."""

    def merge(world: World) -> None:
        world.host.merge(HostContactId("host-1"), HostContactId("host-2"))

    world, _, other = open_push(read, merge)
    assert world.pairs() == {xero_id(world): other}


@pytest.mark.parametrize("read", READS)
def test_pair_of_a_survivor_holds_the_survivor_s_values(read: str) -> None:
    def merge(world: World) -> None:
        world.host.merge(HostContactId("host-1"), HostContactId("host-2"))

    world, _, other = open_push(read, merge)
    assert world.xero_contact(xero_id(world)).fields == world.host.contacts()[other].fields


EDITS: Mapping[str, Sequence[Mapping[FieldName, FieldValue]]] = {
    "name and email": [{NAME: "Other", EMAIL: "edit@x.example"}],
    "one after another": [{PHONE: Phone("1")}, {PHONE: Phone("2")}],
}


@pytest.mark.parametrize("edits", EDITS)
def test_host_edit_that_was_read_while_its_import_was_open_flows(edits: str) -> None:
    """The answer to a create in the host was lost; previews read the feed, and finish nothing."""
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    world.connect()
    trap_world(world, Trap(1, lost, lambda point: point == "after host.create_many"))
    with suppress(PortError):
        world.connection().import_contacts(ANNA)
    heal(world)
    for values in EDITS[edits]:
        world.host.edit(host_id(world), values)
        preview(world)
        world.pass_time()
    world.connection().import_contacts(ANNA)
    world.pass_time()
    sync(world)
    wanted = world.host.contacts()[host_id(world)].fields
    assert world.xero_contact(xero_id(world)).fields == wanted


# The inbox


def told(world: World, of: XeroContactId) -> None:
    event = {
        "resourceId": of,
        "eventDateUtc": world.xero_contact(of).updated.replace(tzinfo=None).isoformat(),
        "eventType": "UPDATE",
        "eventCategory": "CONTACT",
        "tenantId": world.xero.organisation().tenant_id,
    }
    world.app().receive({"events": [event]})


def pending(world: World) -> int:
    with world.store.reading(world.connection_id) as unit:
        return unit.inbox.count().get(EventCategory.CONTACT, 0)


def named() -> World:
    """A pair whose edit in Xero a webhook named."""
    world = linked()
    world.xero.edit(xero_id(world), {EMAIL: "new@x.example"})
    told(world, xero_id(world))
    return world


@pytest.mark.parametrize("error", [Crash, lost], ids=["crash", "lost"])
def test_trouble_while_the_inbox_is_worked_off_loses_no_event(
    error: Callable[[str], BaseException],
) -> None:
    """At every call of the run: the next run, which reads no list, finds what the event named."""
    trap = Trap()
    trap_world(world := named(), trap)
    world.connection().run_once()
    broken = list[str]()
    for at, point in enumerate(trap.points, 1):
        world = named()
        trap_world(world, Trap(at, error))
        with suppress(Crash, PortError):
            world.connection().run_once()
        heal(world)
        see(world, xero=Unlisted(world.xero))
        world.connection().run_once()
        if world.partner(xero_id(world)).fields.billing_email != "new@x.example":
            broken.append(f"{at} {point}")
    assert broken == []


def test_event_that_comes_while_its_contact_is_read_is_worked_off_in_the_same_run() -> None:
    """What was read may be older than what it tells of."""
    world = named()
    of = xero_id(world)
    comes = [True]

    def look(point: str) -> bool:
        if point == "after xero.get_many" and comes.pop():
            comes.append(False)
            world.xero.edit(of, {EMAIL: "newer@x.example"})
            told(world, of)
        return False

    trap_world(world, Trap(only=look))
    world.connection().run_once()
    assert (world.partner(of).fields.billing_email, pending(world)) == ("newer@x.example", 0)
