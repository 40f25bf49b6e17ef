"""One turn of a worker at one connection."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.app import Sides
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import ConnectionId, TenantId, XeroContactId
from xerolink.domain.inbox import Due, EventCategory, EventType, ResourceId, WebhookEvent
from xerolink.domain.run import Organisation, RunKind, RunState
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.ports.errors import PortError
from xerolink.ports.xero import READ_GROUP
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, START, World, fields
from xerolink.usecases.run_once import SWEEP
from xerolink.usecases.sync_contacts import POLL

Event = tuple[XeroContactId, datetime]


def imported(number: int = 1) -> tuple[World, list[XeroContactId]]:
    """A world of pairs, some minutes after the import."""
    world = World()
    ids = [world.xero.add(fields(f"Contact {n:03}", f"{n}@x.example")) for n in range(number)]
    world.imported()
    return world, ids


def edit(world: World, xero_id: XeroContactId, email: str) -> Event:
    """Somebody edits in Xero; what its webhook tells."""
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: email})
    return xero_id, world.xero_contact(xero_id).updated


def payload(world: World, events: Iterable[Event], category: str = "CONTACT") -> object:
    """Without numbers: what is lost shows no gap."""
    tenant = world.xero.organisation().tenant_id
    return {
        "events": [
            {
                "resourceId": xero_id,
                "eventDateUtc": at.replace(tzinfo=None).isoformat(),
                "eventType": "UPDATE",
                "eventCategory": category,
                "tenantId": tenant,
            }
            for xero_id, at in events
        ]
    }


def told(world: World, *events: Event) -> None:
    world.app().receive(payload(world, events))


def email(world: World, xero_id: XeroContactId) -> str | None:
    return world.partner(xero_id).fields.billing_email


def watched(world: World) -> Trap:
    """Which calls to Xero are made from now on."""
    trap = Trap(only=lambda point: point.startswith("before"))
    world.seen_xero = Trapped(world.xero, "xero", trap)
    return trap


def when_read(world: World, happens: Callable[[], object]) -> None:
    """Let something happen right after the first reading by ids, before its answer."""
    trap = Trap(1, only=lambda point: point == "after xero.get_many" and once())

    def once() -> bool:
        trap.only = lambda _: False
        happens()
        return False

    world.seen_xero = Trapped(world.xero, "xero", trap)


def due(world: World) -> Due | None:
    with world.store.reading(world.connection_id) as unit:
        return unit.inbox.due()


def pending(world: World, category: EventCategory = EventCategory.CONTACT) -> int:
    with world.store.reading(world.connection_id) as unit:
        return unit.inbox.count().get(category, 0)


def mark(world: World, at: datetime, marked: datetime) -> None:
    with world.store.app_wide() as unit:
        unit.mark_due({world.connection_id: at}, marked)


def test_edit_in_xero_reaches_the_host_by_its_webhook() -> None:
    world, (xero_id,) = imported()
    told(world, edit(world, xero_id, "new@x.example"))
    world.connection().run_once()
    assert email(world, xero_id) == "new@x.example"


def test_it_costs_one_reading_by_ids() -> None:
    world, ids = imported(3)
    told(world, *(edit(world, xero_id, f"{xero_id}@x.example") for xero_id in ids))
    trap = watched(world)
    world.connection().run_once()
    assert trap.points == ["before xero.get_many"]


def test_events_of_one_contact_cost_one_reading() -> None:
    """They are collapsed, whatever their number."""
    world, (xero_id, _) = imported(2)
    told(world, *(edit(world, xero_id, f"{n}@y.example") for n in range(3 * READ_GROUP)))
    trap = watched(world)
    world.connection().run_once()
    assert trap.points == ["before xero.get_many"]


def test_many_contacts_are_read_in_groups() -> None:
    world, ids = imported(2 * READ_GROUP + 1)
    told(world, *(edit(world, xero_id, f"{n}@y.example") for n, xero_id in enumerate(ids)))
    trap = watched(world)
    world.connection().run_once()
    assert trap.points == ["before xero.get_many"] * 3
    assert {email(world, xero_id) for xero_id in ids} == {f"{n}@y.example" for n in range(81)}


def test_new_contact_in_xero_is_imported_by_its_webhook() -> None:
    world, _ = imported()
    new = world.xero.add(fields("New", "new@x.example"))
    told(world, (new, world.xero_contact(new).updated))
    world.connection().run_once()
    assert world.partner(new).fields.name == "New"


def test_merge_in_xero_is_followed_by_its_webhook() -> None:
    world, (loser, _) = imported(2)
    survivor = world.xero.add(fields("Survivor", "s@x.example"))
    world.xero.merge(loser, survivor)
    told(world, *((x, world.xero_contact(x).updated) for x in (loser, survivor)))
    host = world.partner(loser)
    for _ in range(2):
        world.connection().run_once()
    assert world.pairs()[survivor] == host.host_id


def test_edits_of_the_host_flow_in_the_same_run() -> None:
    world, (first, second) = imported(2)
    world.host.edit(world.pairs()[second], {FieldName.BILLING_EMAIL: "host@x.example"})
    told(world, edit(world, first, "new@x.example"))
    world.connection().run_once()
    assert world.xero_contact(second).fields.billing_email == "host@x.example"


def test_run_is_recorded_with_its_kind_and_counts() -> None:
    world, (xero_id,) = imported()
    told(world, edit(world, xero_id, "a@y.example"), edit(world, xero_id, "b@y.example"))
    done = world.connection().run_once(ANNA)
    assert done is not None
    assert (done.kind, done.actor, done.state) == (RunKind.INBOX, ANNA, RunState.FINISHED)
    assert done.counts["webhook_events"] == 2


def test_events_are_settled() -> None:
    world, (xero_id,) = imported()
    told(world, edit(world, xero_id, "new@x.example"))
    world.connection().run_once()
    assert (pending(world), world.connection().run_once()) == (0, None)


def test_contact_is_staged_and_its_event_settled_in_one_transaction() -> None:
    """At every commit of the run: both, or neither."""
    world, (xero_id,) = imported()
    told(world, edit(world, xero_id, "new@x.example"))
    seen: set[tuple[str | None, int]] = set()

    def look(point: str) -> bool:
        if point == "after store.transaction":
            with world.store.reading(world.connection_id) as unit:
                row = unit.staged.get_many([xero_id])[xero_id]
                seen.add((row.contact.fields.billing_email, sum(unit.inbox.count().values())))
        return False

    world.seen_store = Trapped(world.store, "store", Trap(only=look))
    world.connection().run_once()
    assert seen == {("0@x.example", 1), ("new@x.example", 0)}


def test_event_that_comes_again_after_its_work_is_no_work() -> None:
    world, (xero_id,) = imported()
    event = edit(world, xero_id, "new@x.example")
    told(world, event)
    world.connection().run_once()
    told(world, event)
    assert world.connection().run_once() is None


def test_event_that_comes_late_brings_nothing_old_back() -> None:
    world, (xero_id,) = imported()
    early = edit(world, xero_id, "old@x.example")
    told(world, edit(world, xero_id, "new@x.example"))
    world.connection().run_once()
    written = world.host.written
    told(world, early)
    world.connection().run_once()
    assert (email(world, xero_id), world.host.written) == ("new@x.example", written)


def test_event_that_was_lost_is_found_by_the_next_poll() -> None:
    world, (lost_one, heard) = imported(2)
    edit(world, lost_one, "lost@x.example")
    told(world, edit(world, heard, "heard@x.example"))
    world.connection().run_once()
    world.clock.advance(POLL.total_seconds())
    world.connection().run_once()
    assert [email(world, x) for x in (lost_one, heard)] == ["lost@x.example", "heard@x.example"]


def test_contact_that_xero_does_not_know_is_settled() -> None:
    world, _ = imported()
    told(world, (XeroContactId("717f2bfc-c6d4-41fd-b238-3f2f0c0cf777"), START))
    world.connection().run_once()
    assert (pending(world), world.connection().issues()) == (0, ())


def test_event_of_an_invoice_wakes_a_worker_once_where_contacts_alone_are_synced() -> None:
    world, (xero_id,) = imported()
    world.app().receive(payload(world, [(xero_id, START)], "INVOICE"))
    turns = [len(world.app().run_once(lambda _: world.sides())) for _ in range(2)]
    assert (turns, pending(world, EventCategory.INVOICE)) == ([1, 0], 0)


def test_quiet_connection_is_left_alone() -> None:
    """Neither a call nor a run."""
    world, _ = imported()
    trap, before = watched(world), world.connection().latest_runs()
    assert world.connection().run_once() is None
    assert (trap.points, world.connection().latest_runs()) == ([], before)


def test_connection_is_due_when_its_scan_is_old() -> None:
    world, _ = imported()
    world.clock.advance((POLL - (world.clock.now() - START)).total_seconds())
    trap = watched(world)
    done = world.connection().run_once()
    assert done is not None
    assert (done.kind, trap.points) == (RunKind.SYNC, ["before xero.page"])


def test_marked_connection_is_synced_once() -> None:
    """What a gap hid is found, though no event told of it."""
    world, (xero_id,) = imported()
    edit(world, xero_id, "hidden@x.example")
    mark(world, world.clock.now(), world.clock.now())
    world.clock.advance(1)
    world.connection().run_once()
    assert (email(world, xero_id), due(world)) == ("hidden@x.example", None)


def test_connection_that_is_due_later_is_left_alone_until_then() -> None:
    world, _ = imported()
    mark(world, world.clock.now() + timedelta(seconds=1), START)
    assert world.connection().run_once() is None
    world.clock.advance(1)
    assert world.connection().run_once() is not None


def test_busy_inbox_does_not_put_the_sync_off() -> None:
    """Polling is the source of truth: a run that is due does both."""
    world, (lost_one, heard) = imported(2)
    edit(world, lost_one, "lost@x.example")
    world.clock.advance(POLL.total_seconds())
    told(world, edit(world, heard, "heard@x.example"))
    world.connection().run_once()
    assert [email(world, x) for x in (lost_one, heard)] == ["lost@x.example", "heard@x.example"]


def test_inbox_leaves_a_mark_for_later_as_it_is() -> None:
    world, (xero_id,) = imported()
    later = world.clock.now() + timedelta(minutes=3)
    mark(world, later, START)
    told(world, edit(world, xero_id, "new@x.example"))
    world.connection().run_once()
    assert due(world) == Due(later, START)


def test_mark_that_is_made_while_a_run_goes_on_stays() -> None:
    """The gap may be about what the run has read before."""
    world, (xero_id,) = imported()
    told(world, edit(world, xero_id, "new@x.example"))
    now = world.clock.now()

    def gap() -> None:
        world.clock.advance(1)
        mark(world, now + timedelta(minutes=3), world.clock.now())

    when_read(world, gap)
    world.connection().run_once()
    assert due(world) == Due(now, now + timedelta(seconds=1))


def test_event_that_comes_while_its_contact_is_read_is_read_again() -> None:
    world, (xero_id,) = imported()
    told(world, edit(world, xero_id, "first@x.example"))
    when_read(world, lambda: told(world, edit(world, xero_id, "second@x.example")))
    world.connection().run_once()
    assert email(world, xero_id) == "second@x.example"


def test_before_the_first_import_there_is_nothing_to_do() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme"))
    world.connect()
    told(world, (xero_id, START))
    trap = watched(world)
    assert (world.connection().run_once(), trap.points, world.pairs()) == (None, [], {})


def test_what_was_told_before_the_first_import_is_no_news_after_it() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme"))
    world.connect()
    told(world, (xero_id, START))
    world.connection().import_contacts(ANNA)
    written = world.host.written
    world.connection().run_once()
    assert (world.host.written, pending(world)) == (written, 0)


def test_connection_that_was_never_made_is_refused() -> None:
    world, _ = imported()
    world.connection_id = ConnectionId("nobody")
    with pytest.raises(UnknownConnectionError):
        world.app().connection(world.connection_id, world.sides()).run_once()


def test_contact_that_cannot_be_used_is_an_issue() -> None:
    world, (xero_id,) = imported()
    world.xero.edit(xero_id, {FieldName.NAME: "bell\u0007"})
    told(world, (xero_id, world.xero_contact(xero_id).updated))
    world.connection().run_once()
    assert [issue.kind for issue in world.connection().issues()] == [IssueKind.INVALID]


def neighbour(world: World, name: str) -> ConnectionId:
    """Another firm of the app, imported."""
    organisation = Organisation(TenantId(f"tenant of {name}"), name)
    xero, connection_id = MemoryXero(world.clock, organisation), ConnectionId(name)
    made = world.app().connect(connection_id, Sides(xero, xero, MemoryHostBook()), ANNA)
    made.import_contacts(ANNA)
    return connection_id


def test_as_many_failing_connections_as_the_budget_starve_nobody() -> None:
    """Each is due again in every round, and was for longer than the one that works."""
    world, (xero_id,) = imported()
    failing = [neighbour(world, name) for name in ("a", "b")]
    for connection_id in failing:
        with world.store.app_wide() as unit:
            event = WebhookEvent(
                TenantId("t"), EventCategory.CONTACT, ResourceId("r"), EventType.UPDATE, START
            )
            unit.inbox(connection_id).put([event])
    told(world, edit(world, xero_id, "new@x.example"))

    def sides(connection_id: ConnectionId) -> Sides:
        if connection_id in failing:
            raise lost("sides")
        return world.sides()

    for _ in range(3):
        world.app().run_once(sides, budget=2)
        world.clock.advance(3_600)
    assert email(world, xero_id) == "new@x.example"


def scenario() -> tuple[World, list[XeroContactId]]:
    """An edit, a new contact and a contact that was archived, each told by a webhook."""
    world, ids = imported(3)
    world.xero.archive(ids[1])
    new = world.xero.add(fields("New", "new@x.example"))
    events = [edit(world, ids[0], "edited@x.example")]
    told(world, *events, *((x, world.xero_contact(x).updated) for x in (ids[1], new)))
    return world, [ids[0], new]


def end_state(world: World, ids: Sequence[XeroContactId]) -> object:
    return (
        [email(world, xero_id) for xero_id in ids],
        sorted(str(one.name) for one in world.host_fields()),
        pending(world),
        due(world),
    )


def finished(world: World) -> None:
    """A worker that comes back until there is nothing to do."""
    world.clock.advance(130)
    while world.connection().run_once() is not None:
        world.clock.advance(1)


def disturbed(trap: Trap) -> object:
    world, ids = scenario()
    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    try:
        world.connection().run_once()
    except (Crash, PortError):
        trap.at = 0
        finished(world)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    return end_state(world, ids)


@pytest.mark.parametrize("error", [Crash, lost], ids=["crash", "lost answer"])
def test_a_disturbance_at_any_call_leaves_nothing_undone(
    error: Callable[[str], BaseException],
) -> None:
    """The next turns find it without waiting for a poll, and nothing is made twice."""
    calm = Trap()
    expected = disturbed(calm)
    ends = {at: disturbed(Trap(at, error)) for at in range(1, len(calm.points) + 1)}
    assert {at: end for at, end in ends.items() if end != expected} == {}


DELIVERIES = st.lists(st.sampled_from(range(6)), max_size=12)


def end_of(deliveries: Sequence[int], turns: frozenset[int]) -> object:
    """Six edits of three contacts; their events delivered as told, with turns in between."""
    world, ids = imported(3)
    events = [edit(world, ids[n % 3], f"{n}@y.example") for n in range(6)]
    for place, delivery in enumerate(deliveries):
        told(world, events[delivery])
        if place in turns:
            world.connection().run_once()
        world.clock.advance(1)
    world.clock.advance(POLL.total_seconds())
    finished(world)
    return end_state(world, ids)


EXPECTED = end_of(range(6), frozenset())


@settings(max_examples=60, deadline=None)
@given(DELIVERIES, st.frozensets(st.integers(0, 11)))
def test_any_order_repetition_and_loss_of_events_ends_the_same(
    deliveries: Sequence[int], turns: frozenset[int]
) -> None:
    assert end_of(deliveries, turns) == EXPECTED


def test_once_a_day_everything_is_read_so_that_flags_without_a_time_are_seen() -> None:
    """The flags change without moving UpdatedDateUTC (semantics row 10)."""
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    xero_id = world.xero.add(fields("Acme"), is_customer=False)
    connection = world.imported()
    world.xero.flag(xero_id, is_customer=True, is_supplier=False)
    world.clock.advance(SWEEP.total_seconds())
    connection.run_once()
    assert list(world.pairs()) == [xero_id]
