"""Brakes: what nobody asked for stops before it does too much (semantics rows 19 and 20)."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import pytest

from xerolink.connection import Connection
from xerolink.domain.contacts.decide import Verdict
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, HostContact
from xerolink.domain.errors import EmptySideError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.inbox import EventCategory, EventType, ResourceId, WebhookEvent
from xerolink.domain.run import ConnectionRecord, HostCursor, RunKind, RunRecord, RunState
from xerolink.domain.settings import (
    ContactSettings,
    ContactTypeFilter,
    MassChange,
    MatchingMode,
    SyncMode,
)
from xerolink.ports.host import HostFeed
from xerolink.ports.observer import RunHeldBack
from xerolink.ports.xero import XeroPage
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, START, World, fields

MANY = 31
CUSTOMERS = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
BRAKE = "the mass-change brake: 31 contacts would be {}, 20 are allowed"
SMALL = ContactSettings(mass_change=MassChange(10, 2))
"""So few, so that a test can do with five contacts."""


def office(size: int = 40, settings: ContactSettings | None = None) -> tuple[World, Connection]:
    """So many pairs in sync."""
    world = World(settings=settings or ContactSettings())
    for number in range(size):
        world.xero.add(fields(f"Client {number:02}", f"c{number}@x.example"))
    return world, world.imported()


def rename(world: World, size: int) -> None:
    for number, xero_id in enumerate(list(world.pairs())[:size]):
        world.xero.edit(xero_id, {FieldName.NAME: f"Renamed {number:02}"})


def blank(world: World, size: int) -> None:
    for xero_id in list(world.pairs())[:size]:
        world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: ""})


def rename_in_host(world: World, size: int) -> None:
    for number, host_id in enumerate(list(world.pairs().values())[:size]):
        world.host.edit(host_id, {FieldName.NAME: f"Renamed {number:02}"})


def create(world: World, size: int) -> None:
    for number in range(size):
        world.xero.add(fields(f"Newcomer {number:02}"))


def archive(world: World, size: int) -> None:
    for xero_id in list(world.pairs())[:size]:
        world.xero.archive(xero_id)


def delete(world: World, size: int) -> None:
    for host_id in list(world.pairs().values())[:size]:
        world.host.delete(host_id)


KINDS: Mapping[str, tuple[Callable[[World, int], None], str]] = {
    "renamed": (rename, "renamed"),
    "renamed in the host": (rename_in_host, "renamed"),
    "blanked": (blank, "blanked"),
    "created": (create, "created"),
    "archived": (archive, "archived"),
    "deleted in the host": (delete, "archived"),
}


def books(world: World) -> tuple[object, ...]:
    """Both sides and the pairs."""
    return dict(world.host.contacts()), list(world.xero.contacts()), world.pairs()


def held(run: RunRecord | None) -> bool:
    assert run is not None
    return run.state is RunState.HELD


@pytest.mark.parametrize("kind", KINDS)
def test_sync_that_would_change_too_many_performs_nothing(kind: str) -> None:
    world, connection = office()
    KINDS[kind][0](world, MANY)
    before = books(world)
    run = connection.sync_contacts()
    assert (run.state, books(world)) == (RunState.HELD, before)


@pytest.mark.parametrize("kind", KINDS)
def test_held_run_says_why(kind: str) -> None:
    world, connection = office()
    KINDS[kind][0](world, MANY)
    assert connection.sync_contacts().why == BRAKE.format(KINDS[kind][1])


@pytest.mark.parametrize("kind", KINDS)
def test_sync_within_the_brake_goes_on(kind: str) -> None:
    world, connection = office()
    KINDS[kind][0](world, 20)
    assert connection.sync_contacts().state is RunState.FINISHED


def test_brake_is_measured_against_the_links() -> None:
    """Ten per cent of 400 are 40."""
    world, connection = office(400)
    rename(world, 40)
    assert connection.sync_contacts().state is RunState.FINISHED


def test_brake_is_a_setting() -> None:
    world, connection = office(5, SMALL)
    rename(world, 3)
    assert held(connection.sync_contacts())


def test_kinds_are_not_added_up() -> None:
    world, connection = office(40)
    rename(world, 20)
    create(world, 20)
    assert connection.sync_contacts().state is RunState.FINISHED


def test_held_run_leaves_its_decisions_for_a_person() -> None:
    world, connection = office()
    rename(world, MANY)
    connection.sync_contacts()
    assert connection.plan_sync(ANNA).counts == {Verdict.UPDATE: MANY}


def test_person_applies_what_was_held() -> None:
    world, connection = office()
    rename(world, MANY)
    connection.sync_contacts()
    connection.apply(connection.plan_sync(ANNA), ANNA)
    assert sum("Renamed" in (told.name or "") for told in world.host_fields()) == MANY


def test_after_that_the_sync_goes_on_by_itself() -> None:
    world, connection = office()
    rename(world, MANY)
    connection.sync_contacts()
    connection.apply(connection.plan_sync(ANNA), ANNA)
    world.pass_time()
    assert connection.sync_contacts().state is RunState.FINISHED


def test_exempt_is_exactly_what_was_approved() -> None:
    """What came after the plan was made is not in it, and is held again."""
    world, connection = office(80)
    rename(world, MANY)
    plan = connection.plan_sync(ANNA)
    world.pass_time()
    create(world, MANY)
    connection.apply(plan, ANNA)
    world.pass_time()
    assert connection.sync_contacts().why == BRAKE.format("created")


def test_what_earlier_runs_left_counts() -> None:
    """Fifteen now and sixteen later are too many, if the first fifteen still wait."""
    world, connection = office(100)
    rename(world, 15)
    connection.plan_sync(ANNA)
    world.pass_time()
    for number, xero_id in enumerate(list(world.pairs())[15:MANY], 15):
        world.xero.edit(xero_id, {FieldName.NAME: f"Renamed {number}"})
    assert connection.sync_contacts().why == BRAKE.format("renamed")


def test_first_import_is_exempt() -> None:
    assert len(office(MANY)[0].pairs()) == MANY


def test_later_import_of_a_person_is_exempt() -> None:
    world, connection = office()
    create(world, MANY)
    connection.import_contacts(ANNA)
    assert len(world.pairs()) == 40 + MANY


def test_observer_hears_that_a_run_was_held_and_why() -> None:
    world, connection = office()
    rename(world, MANY)
    run = connection.sync_contacts()
    told = [event for event in world.events.events if isinstance(event, RunHeldBack)]
    assert told == [RunHeldBack(world.connection_id, run.run_id, run.why)]


def test_lease_of_a_held_run_is_given_back() -> None:
    world, connection = office()
    rename(world, MANY)
    connection.sync_contacts()
    assert held(connection.sync_contacts())


class Forwarding:
    """A port with some of its verbs replaced."""

    def __init__(self, port: object) -> None:
        self._port = port

    def __getattr__(self, verb: str) -> object:
        return getattr(self._port, verb)


class Hollow(Forwarding):
    """A host that has nobody, whomever its feed names."""

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        return {}


class Blank(Forwarding):
    """A host whose feed has nothing to tell."""

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        return HostFeed((), HostCursor("0"), more=False)


class EmptyXero(Forwarding):
    """An organisation that answers every page with nobody."""

    def page(self, number: int, since: datetime | None) -> XeroPage:
        return XeroPage((), (), START, more=False)


def cursors(world: World) -> tuple[datetime | None, HostCursor | None]:
    record = record_of(world)
    return record.xero_cursor, record.host_cursor


def record_of(world: World) -> ConnectionRecord:
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
    assert record is not None
    return record


def event(world: World, xero_id: XeroContactId) -> WebhookEvent:
    tenant = record_of(world).organisation.tenant_id
    what = EventCategory.CONTACT, ResourceId(xero_id), EventType.UPDATE
    return WebhookEvent(tenant, *what, world.clock.now())


class TestWorkers:
    def test_turn_of_a_worker_is_held(self) -> None:
        world, connection = office()
        rename(world, MANY)
        world.clock.advance(3_600)
        assert held(connection.run_once())

    def test_inbox_run_is_held(self) -> None:
        _, connection = self.told_of_renames()
        run = connection.run_once()
        assert run is not None
        assert (run.kind, run.why) == (RunKind.INBOX, BRAKE.format("renamed"))

    def test_inbox_run_that_was_held_settled_what_it_read(self) -> None:
        """The next turn has nothing to do until something changes."""
        _, connection = self.told_of_renames()
        connection.run_once()
        assert connection.run_once() is None

    def test_held_sync_is_not_repeated_before_its_time(self) -> None:
        world, connection = office()
        rename(world, MANY)
        world.clock.advance(3_600)
        connection.run_once()
        world.clock.advance(60)
        assert connection.run_once() is None

    def test_held_connection_rests_in_a_workers_round(self) -> None:
        world, _ = office()
        delete(world, 40)
        world.clock.advance(3_600)
        (turn,) = world.app().run_once(lambda _: world.sides())
        world.clock.advance(60)
        assert held(turn.run)
        assert world.app().run_once(lambda _: world.sides()) == ()

    def test_what_was_queued_behind_a_held_run_does_not_wait(self) -> None:
        world, connection = office()
        delete(world, 40)
        connection.start(RunKind.SYNC, ANNA)
        behind = connection.start(RunKind.PREVIEW, ANNA)
        for _ in range(2):
            world.app().run_once(lambda _: world.sides())
        assert connection.run(behind).state is RunState.FINISHED

    def test_held_connection_has_another_turn_later(self) -> None:
        world, _ = office()
        delete(world, 40)
        world.clock.advance(3_600)
        world.app().run_once(lambda _: world.sides())
        world.clock.advance(15 * 60 + 1)
        assert len(world.app().run_once(lambda _: world.sides())) == 1

    def told_of_renames(self) -> tuple[World, Connection]:
        """Webhooks name every contact that was renamed, and polling is not due."""
        world, connection = office()
        connection.sync_contacts()
        rename(world, MANY)
        events = [event(world, xero_id) for xero_id in list(world.pairs())[:MANY]]
        with world.store.app_wide() as unit:
            unit.inbox(world.connection_id).put(events)
        return world, connection


class TestEmptySides:
    def test_host_that_says_nearly_all_are_deleted_unlinks_nobody(self) -> None:
        world, connection = office()
        delete(world, 38)
        run = connection.sync_contacts()
        assert held(run)
        assert "38 of 40 linked contacts are gone at once" in run.why

    def test_cursor_does_not_move_past_an_emptied_host(self) -> None:
        """Whenever it is read again, it is the same news."""
        world, connection = office()
        connection.sync_contacts()
        before = cursors(world)
        delete(world, 40)
        connection.sync_contacts()
        assert cursors(world) == before

    def test_person_may_look_at_an_emptied_host_and_apply_it(self) -> None:
        world, connection = office()
        delete(world, 40)
        connection.sync_contacts()
        connection.apply(connection.plan_sync(ANNA), ANNA)
        assert len(connection.client_list((LinkState.PREVIOUSLY_SYNCED,), size=99)) == 40

    def test_few_may_all_be_deleted(self) -> None:
        world, connection = office(3)
        delete(world, 3)
        assert connection.sync_contacts().state is RunState.FINISHED

    def test_host_that_has_none_of_its_own_feed_is_refused(self) -> None:
        """Otherwise the import would create everybody a second time."""
        world = World()
        for number in range(MANY):
            world.xero.add(fields(f"Client {number}"))
            world.host.add(fields(f"Client {number}"))
        world.seen_host = Hollow(world.host)  # type: ignore[assignment]  # forwards the other verbs
        with pytest.raises(EmptySideError, match="it has none of 31 contacts of its own feed"):
            world.connect().import_contacts(ANNA)

    def test_nothing_was_created_by_that(self) -> None:
        world = World()
        for number in range(MANY):
            world.xero.add(fields(f"Client {number}"))
            world.host.add(fields(f"Client {number}"))
        world.seen_host = Hollow(world.host)  # type: ignore[assignment]  # forwards the other verbs
        connection = world.connect()
        with pytest.raises(EmptySideError):
            connection.import_contacts(ANNA)
        assert (len(world.host.contacts()), cursors(world)[1]) == (MANY, None)

    def test_host_that_has_none_of_the_linked_contacts_holds_the_sync(self) -> None:
        world, connection = office()
        connection.sync_contacts()
        rename(world, MANY)
        world.seen_host = Hollow(world.host)  # type: ignore[assignment]  # forwards the other verbs
        run = world.connection().sync_contacts()
        assert held(run)
        assert "it has none of 31 linked contacts" in run.why

    def test_feed_that_begins_anew_with_nothing_holds_the_sync(self) -> None:
        """As after a change of how names are compared."""
        world, connection = office()
        connection.change_settings(ContactSettings(matching=MatchingMode.STRICT), ANNA)
        world.seen_host = Blank(world.host)  # type: ignore[assignment]  # forwards the other verbs
        assert "its feed begins with no contact" in world.connection().sync_contacts().why

    def test_full_scan_of_xero_without_anybody_is_refused(self) -> None:
        world, _ = office()
        before = books(world)
        world.seen_xero = EmptyXero(world.xero)  # type: ignore[assignment]  # forwards the other verbs
        with pytest.raises(EmptySideError, match="Xero looks suddenly empty"):
            world.connection().plan_settings(CUSTOMERS, ANNA)
        assert books(world) == before

    def test_full_scan_of_xero_without_anybody_moves_no_cursor(self) -> None:
        world, connection = office()
        connection.change_settings(CUSTOMERS, ANNA)
        world.seen_xero = EmptyXero(world.xero)  # type: ignore[assignment]  # forwards the other verbs
        assert held(world.connection().sync_contacts())
        assert cursors(world)[0] is None

    def test_organisation_without_any_contact_is_no_surprise(self) -> None:
        assert World().connect().import_contacts(ANNA).state is RunState.FINISHED


WATCH = ContactSettings(mode=SyncMode.WATCH)


class TestWatchOnly:
    def test_sync_writes_nothing(self) -> None:
        world, connection = office(3, WATCH)
        rename(world, 1)
        before = books(world)
        connection.sync_contacts()
        assert books(world) == before

    def test_sync_is_held_and_says_why(self) -> None:
        run = office(3, WATCH)[1].sync_contacts()
        assert (run.state, run.why) == (RunState.HELD, "watch only")

    def test_turn_of_a_worker_is_held(self) -> None:
        world, connection = office(3, WATCH)
        world.clock.advance(3_600)
        assert held(connection.run_once())

    def test_what_was_decided_is_in_the_plan(self) -> None:
        world, connection = office(3, WATCH)
        rename(world, 1)
        connection.sync_contacts()
        assert connection.plan_sync(ANNA).counts == {Verdict.UPDATE: 1}

    def test_person_may_apply_it(self) -> None:
        world, connection = office(3, WATCH)
        rename(world, 1)
        connection.apply(connection.plan_sync(ANNA), ANNA)
        assert "Renamed 00" in [told.name for told in world.host_fields()]

    def test_effect_that_a_crash_left_open_stays_open(self) -> None:
        """Whoever only watches finishes nothing either."""
        world, connection = office(3)
        rename(world, 1)
        trap = Trap(1, lost, lambda point: point == "before host.update_many")
        world.seen_host = Trapped(world.host, "host", trap)
        with pytest.raises(Exception, match="the answer was lost"):
            world.connection().sync_contacts()
        world.seen_host = world.host
        world.connection().change_settings(WATCH, ANNA)
        before = world.host.written
        world.pass_time()
        connection.sync_contacts()
        assert world.host.written == before
