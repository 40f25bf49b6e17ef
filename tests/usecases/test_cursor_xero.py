"""Xero's cursor moves only with the work that it stands for: seen twice, never not at all."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.usecases.lagging import Replica, Seen, SetBack, skewed
from tests.usecases.matrix import heal, host_id, linked, sync, trap_world, xero_id
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import XeroContactId
from xerolink.domain.run import ConnectionRecord
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.ask_xero import PATIENCE
from xerolink.usecases.run_once import SWEEP
from xerolink.usecases.stage_xero import OVERLAP
from xerolink.usecases.sync_contacts import POLL

EMAIL = FieldName.BILLING_EMAIL
SKEW = 300
"""Seconds between our clock and Xero's, at most."""
SETTINGS = settings(max_examples=25, deadline=None, database=None)


def see(world: World, xero: object) -> None:
    world.seen_xero = xero  # type: ignore[assignment]  # it forwards every verb


def email(world: World, of: XeroContactId) -> str | None:
    return world.partner(of).fields.billing_email


def record(world: World) -> ConnectionRecord:
    with world.store.reading(world.connection_id) as unit:
        found = unit.record.get()
    assert found is not None
    return found


def cursor(world: World) -> datetime:
    found = record(world).xero_cursor
    assert found is not None
    return found


def three(world: World | None = None) -> tuple[World, list[XeroContactId]]:
    """Three pairs, in the order in which pages show them."""
    world = world or World()
    ids = [world.xero.add(fields(f"Contact {n}", f"{n}@x.example")) for n in range(3)]
    world.imported()
    return world, sorted(ids)


def edit_each(world: World, ids: Sequence[XeroContactId]) -> None:
    for number, of in enumerate(ids):
        world.xero.edit(of, {EMAIL: f"new{number}@x.example"})


# The pages of one scan


def test_cursor_stands_until_every_page_is_staged() -> None:
    """At every commit of a scan of three pages: a cursor that has moved stands for all of them."""
    world, ids = three()
    edit_each(world, ids)
    before, wrong = cursor(world), list[str]()

    def look(point: str) -> bool:
        if point == "after store.transaction" and cursor(world) != before:
            with world.store.reading(world.connection_id) as unit:
                rows = unit.staged.get_many(ids).values()
            wrong.extend(
                e for r in rows if "new" not in (e := r.contact.fields.billing_email or "")
            )
        return False

    world.seen_store = Trapped(world.store, "store", Trap(only=look))
    see(world, Seen(world.xero, size=1))
    sync(world)
    assert (wrong, cursor(world) > before) == ([], True)


def paged() -> tuple[World, list[XeroContactId]]:
    """Three pairs that were edited in Xero."""
    world, ids = three()
    edit_each(world, ids)
    return world, ids


def sync_paged(world: World, trap: Trap) -> None:
    """A sync that reads one contact on each page."""
    trap_world(world, trap)
    world.seen_xero = Trapped(Seen(world.xero, size=1), "xero", trap)
    with suppress(Crash, PortError):
        sync(world)


def points_of_reading() -> list[str]:
    """The points of a run until its cursor has moved."""
    (world, _), cursors = paged(), list[datetime]()

    def look(_: str) -> bool:
        cursors.append(cursors[-1] if world.store.busy() else cursor(world))
        return True

    trap = Trap(only=look)
    sync_paged(world, trap)
    return trap.points[: cursors.index(cursors[-1]) + 1]


@pytest.mark.parametrize("error", [Crash, lost], ids=["crash", "lost"])
def test_trouble_between_pages_and_cursor_loses_no_row(
    error: Callable[[str], BaseException],
) -> None:
    """At every call of a scan of three pages, the one between the last page and the cursor too."""
    broken = list[str]()
    for at, point in enumerate(points_of_reading(), 1):
        world, ids = paged()
        sync_paged(world, Trap(at, error))
        heal(world)
        sync(world)
        if [email(world, of) for of in ids] != [f"new{n}@x.example" for n in range(3)]:
            broken.append(f"{at} {point}")
    assert broken == []


@pytest.mark.parametrize("seconds", [0, 50, 119, 200])
@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("page", [1, 2, 3])
def test_edit_that_is_made_while_pages_are_read_is_seen(
    page: int, which: int, seconds: int
) -> None:
    """Whether its page was read already or not, and however long a page takes."""
    world, ids = three()
    edit_each(world, ids)

    def between(number: int) -> None:
        world.clock.advance(seconds / 2)
        if number == page:
            world.xero.edit(ids[which], {EMAIL: "while@x.example"})

    see(world, Seen(world.xero, size=1, between=between))
    sync(world)
    see(world, world.xero)
    world.pass_time()
    sync(world)
    assert email(world, ids[which]) == "while@x.example"


def test_contact_that_is_made_while_pages_are_read_is_seen() -> None:
    world, ids = three()
    edit_each(world, ids)
    made = list[XeroContactId]()

    def between(number: int) -> None:
        if number == 2:
            made.append(world.xero.add(fields("Made meanwhile")))

    see(world, Seen(world.xero, size=1, between=between))
    sync(world)
    see(world, world.xero)
    world.pass_time()
    sync(world)
    assert made[0] in world.pairs()


@pytest.mark.parametrize("seconds", [1, 30, 119])
def test_answer_that_is_late_carries_a_time_at_which_an_edit_was_missed(seconds: int) -> None:
    """Edited after it was read and before it was answered: the overlap sees it."""
    world, ids = three()

    def between(_: int) -> None:
        world.xero.edit(ids[0], {EMAIL: "late@x.example"})
        world.clock.advance(seconds)

    see(world, Seen(world.xero, between=between))
    sync(world)
    see(world, world.xero)
    world.pass_time()
    sync(world)
    assert email(world, ids[0]) == "late@x.example"


# Clocks


@pytest.mark.parametrize("unattended", [False, True], ids=["sync_contacts", "run_once"])
def test_clocks_that_differ_lose_no_edit(unattended: bool) -> None:
    """Xero's is up to five minutes before or behind ours; the next poll sees each edit."""

    @SETTINGS
    @given(st.integers(-SKEW, SKEW), st.lists(st.integers(0, 1_200), min_size=1, max_size=6))
    def holds(skew: int, waits: list[int]) -> None:
        world = skewed(skew)
        of = world.xero.add(fields("Acme", "a@x.example"))
        world.imported()
        for number, seconds in enumerate(waits):
            world.clock.advance(seconds)
            world.xero.edit(of, {EMAIL: f"{number}@x.example"})
            world.clock.advance(POLL.total_seconds())
            if unattended:
                world.connection().run_once()
            else:
                sync(world)
            assert email(world, of) == f"{number}@x.example"

    holds()


def test_cursor_is_xero_s_time_whatever_ours_is() -> None:
    world = skewed(-SKEW)
    world.imported()
    assert cursor(world) < world.clock.now() - timedelta(seconds=SKEW)


def set_back(seconds: float) -> tuple[World, XeroContactId]:
    """Xero's clock is set back after two polls."""
    world = linked()
    of = xero_id(world)
    world.clock.advance(POLL.total_seconds())
    sync(world)
    world.clock.advance(10)
    see(world, SetBack(world.xero, at=world.clock.now(), seconds=seconds))
    return world, of


@pytest.mark.parametrize("seconds", [30, 119, 200, 300, 3_600, 100_000])
def test_contact_that_is_made_after_xero_s_clock_was_set_back_is_seen(seconds: int) -> None:
    world, _ = set_back(seconds)
    new = world.xero.add(fields("New", "n@x.example"))
    world.clock.advance(60)
    for _ in range(2):
        sync(world)
        world.pass_time()
    assert new in world.pairs()


@pytest.mark.parametrize("seconds", [30, 119, 200, 300, 3_600, 100_000])
def test_edit_after_xero_s_clock_was_set_back_is_seen_once_it_is_later_than_the_last(
    seconds: int,
) -> None:
    """Of a contact that was last edited long before; two polls find it."""
    world = linked()
    of = xero_id(world)
    world.clock.advance(200_000)
    sync(world)
    world.clock.advance(10)
    see(world, SetBack(world.xero, at=world.clock.now(), seconds=seconds))
    world.xero.edit(of, {EMAIL: "b@x.example"})
    world.clock.advance(60)
    for _ in range(2):
        sync(world)
        world.pass_time()
    assert email(world, of) == "b@x.example"


def test_clock_of_xero_that_was_an_hour_ahead_for_one_answer_loses_no_edit() -> None:
    """One answer with a wrong time moves the cursor too far; the next one moves it back."""
    world = linked()
    of = xero_id(world)
    world.clock.advance(POLL.total_seconds())
    see(world, SetBack(world.xero, at=world.clock.now(), seconds=-3_600))
    sync(world)
    see(world, world.xero)
    world.clock.advance(60)
    world.xero.edit(of, {EMAIL: "b@x.example"})
    world.clock.advance(60)
    sync(world)
    assert email(world, of) == "b@x.example"


def test_reading_everything_again_for_a_clock_that_went_back_writes_nothing() -> None:
    world, _ = set_back(3_600)
    written = world.host.written, list(world.xero.written)
    sync(world)
    assert (world.host.written, world.xero.written) == written


# A late index, and replicas that lag


def test_replica_that_lags_less_than_the_overlap_loses_no_edit() -> None:
    """Look-ups and lists show a write only later; each edit is there two polls after."""

    @SETTINGS
    @given(
        st.floats(0, OVERLAP.total_seconds() - 1),
        st.integers(-SKEW, SKEW),
        st.lists(st.integers(0, 1_200), min_size=1, max_size=5),
    )
    def holds(lag: float, skew: int, waits: list[int]) -> None:
        world = skewed(skew)
        replica = Replica(world.xero, lag=lag)
        of = world.xero.add(fields("Acme", "a@x.example"))
        world.imported()
        see(world, replica)
        for number, seconds in enumerate(waits):
            world.clock.advance(seconds)
            replica.note()
            world.xero.edit(of, {EMAIL: f"{number}@x.example"})
            sync(world)
            world.clock.advance(POLL.total_seconds())
            sync(world)
            assert email(world, of) == f"{number}@x.example"

    holds()


def lags_more() -> tuple[World, XeroContactId, Replica]:
    """An edit that a replica did not show before the cursor had passed it."""
    world = linked()
    of = xero_id(world)
    replica = Replica(world.xero, lag=1_000)
    replica.note()
    see(world, replica)
    world.clock.advance(2_000)
    world.xero.edit(of, {EMAIL: "b@x.example"})
    for _ in range(5):
        world.clock.advance(300)
        sync(world)
    return world, of, replica


def test_edit_that_a_replica_showed_too_late_is_not_seen_by_polls() -> None:
    """Else the next test would prove nothing."""
    world, of, _ = lags_more()
    assert email(world, of) == "a@x.example"


def test_edit_that_a_replica_showed_too_late_is_found_by_the_daily_sweep() -> None:
    world, of, _ = lags_more()
    world.clock.advance(SWEEP.total_seconds())
    world.connection().run_once()
    assert email(world, of) == "b@x.example"


def test_edit_that_a_replica_showed_too_late_is_found_by_a_reconcile() -> None:
    world, of, _ = lags_more()
    world.connection().reconcile(ANNA)
    world.pass_time()
    sync(world)
    assert email(world, of) == "b@x.example"


def written_by_us(lag: float) -> tuple[World, XeroContactId, Replica]:
    """The host's edit was just sent to Xero; a replica still shows what was there before."""
    world = linked()
    replica = Replica(world.xero, lag=0)
    replica.note()
    see(world, replica)
    world.clock.advance(5_000)
    world.host.edit(host_id(world), {EMAIL: "host@x.example"})
    sync(world)
    replica.lag = lag
    return world, xero_id(world), replica


@pytest.mark.parametrize("lag", [10, 119, 1_000, 4_000])
@pytest.mark.parametrize("how", ["poll", "sweep", "webhook"])
def test_row_older_than_what_the_pair_has_seen_overwrites_nothing(how: str, lag: float) -> None:
    world, of, _ = written_by_us(lag)
    if how == "webhook":
        tell(world, of)
    world.clock.advance(5)
    {"poll": sync, "sweep": sweep, "webhook": work}[how](world)
    world.pass_time()
    sync(world)
    assert (email(world, of), world.xero_contact(of).fields.billing_email) == (
        "host@x.example",
        "host@x.example",
    )


def sweep(world: World) -> None:
    world.connection().reconcile(ANNA)


def work(world: World) -> None:
    world.connection().run_once()


def tell(world: World, of: XeroContactId) -> None:
    """A webhook about the contact as it is now."""
    event = {
        "resourceId": of,
        "eventDateUtc": world.xero_contact(of).updated.replace(tzinfo=None).isoformat(),
        "eventType": "UPDATE",
        "eventCategory": "CONTACT",
        "tenantId": world.xero.organisation().tenant_id,
    }
    world.app().receive({"events": [event]})


def test_webhook_whose_contact_a_replica_shows_as_it_was_is_made_good_by_the_next_poll() -> None:
    """It only wakes a run; polling is the source."""
    world = linked()
    of, replica = xero_id(world), Replica(world.xero, lag=60)
    replica.note()
    see(world, replica)
    world.clock.advance(2_000)
    world.connection().run_once()
    world.xero.edit(of, {EMAIL: "b@x.example"})
    tell(world, of)
    world.clock.advance(5)
    world.connection().run_once()
    assert email(world, of) == "a@x.example"
    world.clock.advance(POLL.total_seconds())
    world.connection().run_once()
    assert email(world, of) == "b@x.example"


def back_and_forth() -> tuple[World, XeroContactId, Replica]:
    """Xero's new value reached the host, where somebody goes back to the old one; the replica
    from which Xero is read before it is written still shows that one.
    """
    world = linked()
    of, replica = xero_id(world), Replica(world.xero, lag=0)
    replica.note()
    see(world, replica)
    world.clock.advance(5_000)
    world.xero.edit(of, {EMAIL: "b@x.example"})
    sync(world)
    world.host.edit(host_id(world), {EMAIL: "a@x.example"})
    replica.lag = 300
    sync(world)
    return world, of, replica


def test_old_value_in_a_replica_does_not_pass_for_an_edit_that_has_landed() -> None:
    """The effect stays open, and goes out when the replica has caught up."""
    world, of, _ = back_and_forth()
    world.clock.advance(400)
    for _ in range(2):
        sync(world)
        world.pass_time()
    assert (email(world, of), world.xero_contact(of).fields.billing_email) == (
        "a@x.example",
        "a@x.example",
    )


def test_effect_whose_contact_is_only_shown_as_it_was_stays_open() -> None:
    world, _, _ = back_and_forth()
    with world.store.reading(world.connection_id) as unit:
        assert len(unit.intents.open(5)) == 1


def test_effect_does_not_wait_for_a_newer_reading_for_ever() -> None:
    """No replica lags for a day: then Xero's clock was set back, and what is read is believed."""
    world, of, _ = back_and_forth()
    ago = SetBack(world.xero, at=world.xero_contact(of).updated, seconds=200_000)
    see(world, ago)
    world.clock.advance(PATIENCE.total_seconds())
    for _ in range(2):
        sync(world)
        world.pass_time()
    assert world.xero_contact(of).fields.billing_email == "a@x.example"


def pages_of_two_replicas() -> tuple[World, list[XeroContactId]]:
    """The first page shows an edit that the next ones do not show yet: the row between is skipped.

    It was edited longer ago than the overlap.
    """
    world, ids = three()
    world.clock.advance(POLL.total_seconds())
    sync(world)
    for of in ids[1:]:
        world.xero.edit(of, {EMAIL: f"{of[:4]}@new.example"})
    world.clock.advance(400)
    replica = Replica(world.xero, size=1)
    replica.note()
    world.xero.edit(ids[0], {EMAIL: "first@new.example"})
    world.clock.advance(5)

    def falls_behind(_: int) -> None:
        replica.lag = 60

    replica.between = falls_behind
    see(world, replica)
    return world, ids


def test_cursor_stays_where_pages_come_from_replicas_that_differ() -> None:
    world, _ = pages_of_two_replicas()
    before = cursor(world)
    sync(world)
    assert cursor(world) == before


def test_row_that_was_skipped_between_two_replicas_is_seen_by_the_next_poll() -> None:
    world, ids = pages_of_two_replicas()
    sync(world)
    see(world, world.xero)
    world.pass_time()
    sync(world)
    assert [email(world, of) for of in ids[1:]] == [f"{of[:4]}@new.example" for of in ids[1:]]


def test_first_scan_of_replicas_that_differ_is_no_sweep() -> None:
    """It is made again: nobody was told that everything was read."""
    world = World()
    ids = sorted(world.xero.add(fields(f"Contact {n}")) for n in range(2))
    world.clock.advance(400)
    replica = Replica(world.xero, size=1)
    replica.note()
    world.xero.add(fields("Late", "l@x.example"))
    replica.between = lambda _: setattr(replica, "lag", 60)
    see(world, replica)
    world.connect().preview(ANNA)
    assert (record(world).xero_cursor, record(world).swept_at, len(ids)) == (None, None, 2)


# Readings that are no scan


def test_reading_what_webhooks_named_moves_no_cursor() -> None:
    world = linked()
    before = cursor(world)
    world.xero.edit(xero_id(world), {EMAIL: "b@x.example"})
    tell(world, xero_id(world))
    world.connection().run_once()
    assert (email(world, xero_id(world)), cursor(world)) == ("b@x.example", before)


def test_reading_what_a_person_asks_about_moves_no_cursor() -> None:
    world = linked()
    before = cursor(world)
    world.connection().stop_syncing([xero_id(world)], ANNA)
    assert cursor(world) == before
