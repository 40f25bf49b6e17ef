"""Work of several pages: nothing is left out, nothing done twice, and each page is told."""

from collections.abc import Sequence

import pytest
from attrs import define, field

from xerolink.adapters.memory.observer import Recorder
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import XeroContactId
from xerolink.domain.plan import Applied
from xerolink.domain.run import Phase, RunRecord
from xerolink.ports.observer import Event, IntentsRecovered, PageDecided, PagePerformed
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

SIZE = 1_100
"""Two whole pages of 500 and a part of a third."""
Progress = tuple[Phase, int, int]


def crowded(size: int = SIZE) -> World:
    """Contacts that only Xero has."""
    world = World()
    for number in range(size):
        world.xero.add(fields(f"Contact {number:04}", f"{number}@x.example"))
    return world


def latest(world: World) -> RunRecord:
    with world.store.reading(world.connection_id) as unit:
        return unit.runs.latest(1)[0]


def progress(world: World) -> Progress:
    run = latest(world)
    return run.phase, run.done, run.total


class Looking(Recorder):
    """Sees how far the stored run says it is, whenever a page was decided, or all was recovered."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.decided: list[Progress] = []
        self.recovered: list[Progress] = []

    def notice(self, event: Event) -> None:
        super().notice(event)
        if isinstance(event, PageDecided):
            self.decided.append(progress(self.world))
        if isinstance(event, IntentsRecovered):
            self.recovered.append(progress(self.world))


@define
class Watch:
    """How far the stored run says it is, at each call of the host that *verb* names."""

    world: World
    verb: str
    seen: list[Progress] = field(factory=list)

    def looks(self, point: str) -> bool:
        if point == f"before host.{self.verb}":
            self.seen.append(progress(self.world))
        return False


def watching(world: World, verb: str) -> list[Progress]:
    watch = Watch(world, verb)
    world.seen_host = Trapped(world.host, "host", Trap(only=watch.looks))
    return watch.seen


@define
class Told:
    """An import of three pages, as it was told."""

    world: World
    looking: Looking
    written: Sequence[Progress]


@pytest.fixture(scope="module")
def told() -> Told:
    world = crowded()
    world.events = looking = Looking(world)
    written = watching(world, "create_many")
    world.imported()
    return Told(world, looking, written)


def test_every_contact_is_imported_once(told: Told) -> None:
    names = sorted(contact.name or "" for contact in told.world.host_fields())
    assert names == [f"Contact {number:04}" for number in range(SIZE)]


def test_every_page_of_decisions_is_told(told: Told) -> None:
    events = told.looking.events
    assert [e.decided for e in events if isinstance(e, PageDecided)] == [500, 1_000, 1_100]


def test_a_run_knows_how_many_it_had_decided_before_a_page(told: Told) -> None:
    expected = [(Phase.DECIDING, done, 0) for done in (0, 500, 1_000)]
    assert told.looking.decided == expected


def test_every_page_of_writing_is_told(told: Told) -> None:
    assert pages_of(told.world) == [(500, SIZE), (1_000, SIZE), (SIZE, SIZE)]


def test_a_run_knows_how_many_it_had_written_before_a_page(told: Told) -> None:
    assert told.written == [(Phase.WRITING, done, SIZE) for done in (0, 500, 1_000)]


def test_the_counts_of_a_run_are_those_of_all_its_pages(told: Told) -> None:
    counts = latest(told.world).counts
    assert (counts["no_match"], counts["host_written"]) == (SIZE, SIZE)


def test_what_moved_is_counted_over_all_pages() -> None:
    """Renamed in the host before the first page is written: two of its rows, one of the next."""
    world = crowded()
    hosts = [world.host.add(contact.fields) for contact in world.xero.contacts()]
    world.connect()

    def renames(point: str) -> bool:
        if point == "before host.get_many" and latest(world).phase is Phase.WRITING and hosts:
            for host in (hosts[0], hosts[1], hosts[600]):
                world.host.edit(host.host_id, {FieldName.NAME: "Renamed"})
            hosts.clear()
        return False

    world.seen_host = Trapped(world.host, "host", Trap(only=renames))
    world.connection().import_contacts(ANNA)
    assert latest(world).counts["stale"] == 3


@define
class Stopped:
    """Three pages of pairs that Anna stopped at once."""

    world: World
    xero_ids: Sequence[XeroContactId]
    applied: Applied
    units: int


@pytest.fixture(scope="module")
def stopped() -> Stopped:
    """Two unlinked contacts of Xero share their emails with the first pair and the last one."""
    world = crowded()
    people = world.xero.contacts()
    xero_ids = [contact.xero_id for contact in people]
    world.imported()
    for twin in (people[0].fields, people[-1].fields):
        world.xero.add(fields(f"Twin of {twin.name}", twin.billing_email or ""))
    world.connection().sync_contacts()
    world.events.events.clear()
    trap = Trap(only=lambda point: point == "before store.transaction")
    world.seen_store = Trapped(world.store, "store", trap)
    applied = world.connection().stop_syncing(xero_ids, ANNA)
    return Stopped(world, xero_ids, applied, len(trap.points))


def test_every_pair_is_stopped_once(stopped: Stopped) -> None:
    assert (len(stopped.applied.done), stopped.applied.moved) == (SIZE, ())


def pages_of(world: World) -> list[tuple[int, int]]:
    return [(e.done, e.total) for e in world.events.events if isinstance(e, PagePerformed)]


def test_every_page_of_a_persons_rows_is_told(stopped: Stopped) -> None:
    assert pages_of(stopped.world)[:3] == [(500, SIZE), (1_000, SIZE), (SIZE, SIZE)]


def test_a_persons_rows_cost_units_of_work_by_page(stopped: Stopped) -> None:
    assert stopped.units < 20


def test_whoever_shares_a_key_is_decided_anew_on_every_page(stopped: Stopped) -> None:
    assert pages_of(stopped.world)[3:] == [(2, 2)]


def test_a_plan_of_several_pages_has_each_row_once() -> None:
    world = crowded()
    plan = world.connect().plan_import(ANNA)
    assert len({row.xero_id for row in plan.rows}) == len(plan.rows) == SIZE


def test_recovery_knows_how_many_it_had_tried_before_a_page() -> None:
    """Pages of 200, but for the last one."""
    world = crashed()
    world.events = looking = Looking(world)
    world.connection().import_contacts(ANNA)
    assert looking.recovered == [(Phase.RECOVERING, 200, 0)]


def test_recovery_tells_how_many_it_tried() -> None:
    world = crashed()
    world.connection().import_contacts(ANNA)
    (event,) = (e for e in world.events.events if isinstance(e, IntentsRecovered))
    assert event.finished == 500


def crashed() -> World:
    world = crowded(500)
    connection = world.connect()
    trap = Trap(1, only=lambda point: point == "after host.create_many")
    world.seen_host = Trapped(world.host, "host", trap)
    connection = world.connection()
    with pytest.raises(Crash):
        connection.import_contacts(ANNA)
    world.seen_host = world.host
    world.pass_time()
    return world
