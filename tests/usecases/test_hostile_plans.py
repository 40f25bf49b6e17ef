"""Plans and who wishes them ill: crashes, lost answers, other settings, other people's edits."""

from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from attrs import evolve

from tests.usecases.asking import linked
from xerolink.adapters.memory.store import MemoryStore
from xerolink.connection import Connection
from xerolink.connection.planning import Planning
from xerolink.domain.contacts.decide import CreateInHost
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import BusyError, OtherSettingsError, RunCancelledError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunKind, RunState
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, MatchingMode, SyncMode
from xerolink.ports.errors import PortError, UnavailableError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.plan import PAGE
from xerolink.usecases.running import running

STRICT = ContactSettings(matching=MatchingMode.STRICT)
NEWS = (FieldName.NAME, FieldName.PRIMARY_PHONE)


def crowded() -> tuple[World, Mapping[str, str]]:
    """Something for every verb: pairs, edits, a question, a conflict, a pair that was stopped."""
    world = World()
    x, h = world.xero.add, world.host.add
    told = fields("Kept", "k@x.example"), fields("Held", "h@x.example")
    ids: dict[str, str] = {
        "kept": x(told[0]),
        "held": x(told[1]),
        "stopped": x(fields("Stopped", "s@x.example")),
    }
    ids |= {"asked": x(fields("Asked", "new@x.example"))}
    ids |= {"candidate": h(fields("Asked", "old@x.example")).host_id}
    x(fields("Bare", "b@x.example"))
    h(fields("Bare"))
    for one in (*told, fields("Stopped", "s@x.example")):
        h(one)
    connection = world.imported()
    connection.stop_syncing([XeroContactId(ids["stopped"])], ANNA)
    world.pass_time()
    ids |= {"run": connection.latest_runs()[0].run_id, "new": h(fields("Only host")).host_id}
    pairs = world.pairs()
    for side, edit in ((Side.HOST, "Host"), (Side.XERO, "Xero")):
        name = {FieldName.NAME: f"Held in {edit}"}
        held = XeroContactId(ids["held"])
        world.host.edit(pairs[held], name) if side is Side.HOST else world.xero.edit(held, name)
    connection.sync_contacts()
    world.pass_time()
    world.xero.edit(XeroContactId(ids["kept"]), {FieldName.PRIMARY_PHONE: Phone("555 0101")})
    x(fields("Newcomer"))
    world.pass_time()
    return world, ids


PLANS: Mapping[str, Callable[[Connection, Mapping[str, XeroContactId]], Plan]] = {
    "plan_import": lambda c, i: c.plan_import(ANNA),
    "plan_sync": lambda c, i: c.plan_sync(ANNA),
    "plan_settings": lambda c, i: c.plan_settings(STRICT, ANNA),
    "plan_confirm_link": lambda c, i: c.plan_confirm_link(
        i["asked"], HostContactId(i["candidate"]), ANNA
    ),
    "plan_confirm_all": lambda c, i: c.plan_confirm_all(BulkRule.SAME_NAME_EMAIL_MISSING, ANNA),
    "plan_keep_separate": lambda c, i: c.plan_keep_separate([i["asked"]], ANNA),
    "plan_resolve_conflict": lambda c, i: c.plan_resolve_conflict(
        i["held"], {FieldName.NAME: Side.XERO}, ANNA
    ),
    "plan_retry": lambda c, i: c.plan_retry([i["kept"], i["held"]], ANNA),
    "plan_stop_syncing": lambda c, i: c.plan_stop_syncing([i["kept"]], ANNA),
    "plan_rematch": lambda c, i: c.plan_rematch([i["stopped"], i["kept"]], ANNA),
    "plan_relink": lambda c, i: c.plan_relink([i["stopped"]], ANNA),
    "plan_create_new_contact": lambda c, i: c.plan_create_new_contact(
        [i["stopped"]], Side.XERO, ANNA
    ),
    "plan_create_xero_contacts": lambda c, i: c.plan_create_xero_contacts(
        [HostContactId(i["new"])], ANNA
    ),
    "plan_make_two_way": lambda c, i: c.plan_make_two_way([i["kept"], i["held"]], ANNA),
    "plan_adopt": lambda c, i: c.plan_adopt([(HostContactId(i["candidate"]), i["asked"])], ANNA),
    "plan_repair": lambda c, i: c.plan_repair(Side.XERO, ANNA),
    "plan_undo": lambda c, i: c.plan_undo(i["run"], ANNA),  # type: ignore[arg-type]  # a run's id
}
WITHOUT_A_SCENE = {"plan_settle_merge"}


def test_every_plan_is_tried() -> None:
    verbs = {name for name in vars(Planning) if name.startswith("plan_")}
    assert verbs - WITHOUT_A_SCENE == set(PLANS)


@pytest.mark.parametrize("verb", PLANS)
def test_planning_writes_nothing_anywhere(verb: str) -> None:
    """The whole store, but for what a plan remembers: the scan, open decisions, and its run."""
    world, ids = crowded()
    before = everything(world)
    PLANS[verb](world.connection(), ids)  # type: ignore[arg-type]  # names of contacts of either side
    assert everything(world) == before


def everything(world: World) -> tuple[object, ...]:
    store = world.store
    assert isinstance(store, MemoryStore)
    shelf = store._shelves[world.connection_id]
    record = shelf.record
    assert record is not None
    kept = (shelf.links, shelf.issues, shelf.intents, shelf.journal, shelf.inbox, shelf.cancels)
    taken = {i: state for i, (_, state) in shelf.decisions.items() if state.value == "taken"}
    return (
        *(dict(rows) for rows in kept),
        taken,
        evolve(record, xero_cursor=None, host_cursor=None, scanned_at=None, swept_at=None),
        (shelf.paused, shelf.due, shelf.turn, shelf.resting, shelf.rests),
        dict(world.host.contacts()),
        list(world.xero.contacts()),
    )


def half_done(settings: ContactSettings | None = None) -> World:
    """An edit that was decided, and whose call did not leave."""
    world, xero_id, _ = linked(settings)
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555 0199")})
    trap = Trap(1, lost, lambda point: point == "before host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(UnavailableError):
        world.connection().sync_contacts()
    world.seen_host = world.host
    world.pass_time()
    return world


LOOKS: Mapping[str, Callable[[Connection], object]] = {
    "preview": lambda c: c.preview(ANNA),
    "plan_sync": lambda c: c.plan_sync(ANNA),
    "reconcile": lambda c: c.reconcile(ANNA),
}


@pytest.mark.parametrize("verb", LOOKS)
def test_who_only_looks_does_not_finish_what_another_run_began(verb: str) -> None:
    world = half_done()
    LOOKS[verb](world.connection())
    assert world.host_fields()[0].primary_phone == Phone("555 0101")


def test_what_was_begun_is_finished_by_the_next_run_that_writes() -> None:
    world = half_done()
    world.connection().plan_sync(ANNA)
    world.connection().sync_contacts()
    assert world.host_fields()[0].primary_phone == Phone("555 0199")


def test_nothing_is_written_while_a_connection_only_watches() -> None:
    """Neither by workers nor by whoever looks, open effects or not."""
    world = half_done()
    connection = world.connection()
    connection.change_settings(ContactSettings(mode=SyncMode.WATCH), ANNA)
    before = world.host.written
    for look in (*LOOKS.values(), Connection.sync_contacts, Connection.run_once):
        world.clock.advance(3_600)
        look(connection)
    assert world.host.written == before


def wide(settings: ContactSettings) -> tuple[World, Plan]:
    """Suppliers whom a wider filter, or another matching, would link or create; two left out."""
    narrow = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
    world = World(settings=narrow)
    world.xero.add(fields("Customer", "c@x.example"), is_customer=True)
    for number in range(3):
        world.xero.add(fields(f"Supplier {number}", f"s{number}@x.example"), is_supplier=True)
    world.host.add(fields("Supplier 0", "s0@x.example"))
    connection = world.imported()
    plan = connection.plan_settings(settings, ANNA)
    creations = [row for row in plan.rows if isinstance(row.action, CreateInHost)]
    return world, plan.without({creations[0].decision_id, creations[1].decision_id})


@pytest.mark.parametrize("matching", MatchingMode)
def test_what_was_left_out_stays_so_wherever_its_apply_crashes(matching: MatchingMode) -> None:
    """And is never applied again: workers go on by themselves."""
    broken = []
    points = crashed(Trap(), matching)[0]
    for at, point in enumerate(points, 1):
        names, settings = crashed(Trap(at), matching)[1:]
        if settings and names - {"Customer", "Supplier 0"}:
            broken.append(point)
    assert (len(points) > 20, broken) == (True, [])


def crashed(trap: Trap, matching: MatchingMode) -> tuple[list[str], set[str | None], bool]:
    """The points, whom the host has in the end, and whether the settings were set."""
    settings = ContactSettings(matching=matching)
    world, plan = wide(settings)
    for name in ("store", "host", "xero"):
        setattr(world, f"seen_{name}", Trapped(getattr(world, name), name, trap))
    with suppress(Crash, PortError):
        world.connection().apply(plan, ANNA)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    for _ in range(2):
        world.pass_time()
        world.connection().sync_contacts()
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
    assert record is not None
    return trap.points, {told.name for told in world.host_fields()}, record.settings == settings


def later_reconcile(world: World) -> None:
    world.connection().reconcile(ANNA)


def later_reconnect(world: World) -> None:
    world.app().disconnect(world.connection_id, ANNA)
    world.connect()


def later_neighbour(world: World) -> None:
    """It shares no key."""
    world.xero.add(fields("Neighbour"))


def later_watching(world: World) -> None:
    for mode in SyncMode:
        world.connection().change_settings(ContactSettings(mode=mode), ANNA)
    world.connection().change_settings(ContactSettings(), ANNA)


def later_preview(world: World) -> None:
    world.connection().preview(ANNA)
    world.connection().import_contacts(ANNA)


def later_worker(world: World) -> None:
    """Days pass, and a worker reads everything anew."""
    for _ in range(10):
        world.clock.advance(24 * 3_600)
        world.connection().run_once()


LATER = [
    later_reconcile,
    later_reconnect,
    later_neighbour,
    later_watching,
    later_preview,
    later_worker,
]


@pytest.mark.parametrize("happens", LATER)
def test_edit_that_was_left_out_flows_by_nothing_but_news_of_it(
    happens: Callable[[World], None],
) -> None:
    world, xero_id, _ = linked()
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555 0199")})
    connection = world.connection()
    plan = connection.plan_sync(ANNA)
    connection.apply(plan.without([row.decision_id for row in plan.rows]), ANNA)
    world.pass_time()
    happens(world)
    for _ in range(2):
        world.pass_time()
        world.connection().sync_contacts()
    assert world.host_fields()[0].primary_phone == Phone("555 0101")


def test_edit_that_was_left_out_flows_with_the_next_edit() -> None:
    world, xero_id, _ = linked()
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555 0199")})
    connection = world.connection()
    plan = connection.plan_sync(ANNA)
    connection.apply(plan.without([row.decision_id for row in plan.rows]), ANNA)
    world.pass_time()
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: "new@acme.example"})
    connection.sync_contacts()
    assert world.host_fields()[0].primary_phone == Phone("555 0199")


def test_plan_over_other_settings_leaves_no_trace() -> None:
    world, plan = wide(ContactSettings())
    connection = world.connection()
    connection.change_settings(STRICT, ANNA)
    head = connection.journal_head()
    with pytest.raises(OtherSettingsError):
        connection.apply(plan, ANNA)
    assert connection.journal_head() == head


def taken_name() -> tuple[World, Plan]:
    """The host's new name is another contact's in Xero; the phone may be written."""
    world, _, host_id = linked()
    world.xero.add(fields("Taken"))
    world.connection().sync_contacts()
    world.pass_time()
    world.host.edit(host_id, {FieldName.NAME: "Taken", FieldName.PRIMARY_PHONE: Phone("555 0199")})
    return world, world.connection().plan_sync(ANNA)


def test_row_that_a_side_refused_in_part_is_not_called_done() -> None:
    world, plan = taken_name()
    applied = world.connection().apply(plan, ANNA)
    assert (applied.done, set(applied.refused)) == ((), {row.decision_id for row in plan.rows})


def test_row_that_was_refused_is_refused_in_the_next_answer_too() -> None:
    world, plan = taken_name()
    connection = world.connection()
    first, second = connection.apply(plan, ANNA), connection.apply(plan, ANNA)
    (issue,) = connection.issues([IssueKind.NAME_TAKEN])
    assert (second.done, second.refused) == (first.done, {plan.rows[0].decision_id: issue.why})


def test_row_that_somebody_overtook_is_moved_in_the_next_answer_too() -> None:
    """The host contact is edited between the check and the write."""
    world, xero_id, host_id = linked()
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555 0199")})
    plan = world.connection().plan_sync(ANNA)
    world.seen_host = Overtaken(world, host_id)  # type: ignore[assignment]  # passes the rest on
    first = world.connection().apply(plan, ANNA)
    world.seen_host = world.host
    second = world.connection().apply(plan, ANNA)
    ids = tuple(row.decision_id for row in plan.rows)
    assert (first.moved, second.moved, second.done) == (ids, ids, ())


class Overtaken(Trapped):
    def __init__(self, world: World, host_id: HostContactId) -> None:
        super().__init__(world.host, "host", Trap())
        self._world, self._host_id = world, host_id

    def update_many(self, *args: object) -> object:
        self._world.host.edit(self._host_id, {FieldName.BILLING_EMAIL: "late@x.example"})
        return self._world.host.update_many(*args)  # type: ignore[arg-type]  # as they came


def test_plan_is_applied_by_one_of_two_at_once() -> None:
    world, _, _ = linked()
    plan = world.connection().plan_sync(ANNA)
    with (
        running(world.connection()._ports, world.connection_id, RunKind.PLAN, ANNA),
        pytest.raises(BusyError),
    ):
        world.connection().apply(plan, ANNA)


def test_plan_made_before_a_disconnect_forces_nothing_after_it() -> None:
    world, xero_id, _ = linked()
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555 0199")})
    plan = world.connection().plan_sync(ANNA)
    world.app().disconnect(world.connection_id, ANNA)
    applied = world.connect().apply(plan, ANNA)
    assert applied.moved == tuple(row.decision_id for row in plan.rows)


def test_rows_of_another_connection_do_nothing() -> None:
    """Somebody puts them into a plan of this one."""
    other, _, _ = linked()
    other.xero.add(fields("Elsewhere"))
    world = World(connection_id=other.connection_id)
    world.imported()
    plan = other.connection().plan_sync(ANNA)
    applied = world.connection().apply(plan, ANNA)
    assert (applied.done, len(applied.moved), world.host.written) == ((), 1, 0)


def test_apply_that_is_cancelled_says_where_its_deeds_are() -> None:
    """They are in the journal, and in the answer of the next time."""
    world, _ = big()
    connection = world.connection()
    plan = connection.plan_sync(ANNA)
    world.seen_host = Cancelling(world)  # type: ignore[assignment]  # passes the rest on
    with pytest.raises(RunCancelledError, match="journal") as caught:
        world.connection().apply(plan, ANNA)
    told = connection.journal(size=2_000, run_id=caught.value.run_id)
    written = [entry.fact for entry in told if entry.fact.kind is EntryKind.WRITTEN]
    world.seen_host = world.host
    again = world.connection().apply(plan, ANNA)
    assert (len(written), len(again.done)) == (PAGE, len(plan.rows))


def big() -> tuple[World, int]:
    """More contacts to create than a page holds."""
    world, _, _ = linked()
    number = PAGE + 10
    for n in range(number):
        world.xero.add(fields(f"Contact {n:04}"))
    return world, number


class Cancelling(Trapped):
    """While the first contacts are created somebody cancels the run."""

    def __init__(self, world: World) -> None:
        super().__init__(world.host, "host", Trap())
        self._world = world

    def create_many(self, *args: object) -> object:
        connection = self._world.connection()
        (run,) = connection.runs(states=[RunState.RUNNING])
        connection.cancel(run.run_id, ANNA)
        return self._world.host.create_many(*args)  # type: ignore[arg-type]  # as they came
