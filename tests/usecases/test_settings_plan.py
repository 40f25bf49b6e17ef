"""Other settings as a plan: seen first, then set, and done as seen (semantics row 10)."""

from collections import Counter
from contextlib import suppress

import pytest

from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.connection import Connection
from xerolink.domain.contacts.decide import CreateInHost, Verdict
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import OtherSettingsError
from xerolink.domain.identity import Actor, DecisionId
from xerolink.domain.journal import EntryKind
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunState
from xerolink.domain.settings import (
    BothChanged,
    ContactSettings,
    ContactTypeFilter,
    MatchingMode,
    SyncMode,
)
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

CUSTOMERS = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
EVERYBODY = ContactSettings()
STRICT = ContactSettings(matching=MatchingMode.STRICT)
BOB = Actor.person("bob")


def narrow(suppliers: int = 2) -> tuple[World, Connection]:
    """Customers only; some suppliers and one contact without a flag are left out."""
    world = World(settings=CUSTOMERS)
    world.xero.add(fields("Customer", "c@x.example"), is_customer=True)
    for number in range(suppliers):
        world.xero.add(fields(f"Supplier {number}", f"s{number}@x.example"), is_supplier=True)
    world.host.add(fields("Supplier 0", "s0@x.example", Phone("555 0100")))
    world.xero.add(fields("New client"))
    return world, world.imported()


def names(world: World) -> set[str | None]:
    return {told.name for told in world.host_fields()}


def memory(world: World) -> tuple[object, ...]:
    """Everything that planning may not touch: the staged rows and the record too."""
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
        assert record is not None
        return (
            dict(world.host.contacts()),
            list(world.xero.contacts()),
            unit.links.page(list(unit.links.count()), None, 99),
            dict(unit.issues.count()),
            unit.journal.head(),
            unit.staged.page(None, 99),
            unit.decisions.open(None, 99),
            record.settings,
        )


def test_planning_other_settings_writes_nothing_and_restages_nothing() -> None:
    world, connection = narrow()
    connection.sync_contacts()
    before = memory(world)
    connection.plan_settings(EVERYBODY, ANNA)
    assert memory(world) == before


def test_plan_of_a_wider_filter_lists_whom_it_lets_in() -> None:
    _, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    assert plan.counts == {Verdict.FULL_MATCH: 1, Verdict.NO_MATCH: 2}


def test_plan_says_the_settings_before_and_after() -> None:
    _, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    assert (plan.settings_before, plan.settings) == (CUSTOMERS, EVERYBODY)


def test_plan_counts_whom_it_still_leaves_out() -> None:
    """A client without an invoice has neither flag."""
    _, connection = narrow()
    both = ContactSettings(contact_filter=ContactTypeFilter.SUPPLIERS_AND_CUSTOMERS)
    plan = connection.plan_settings(both, ANNA)
    assert (plan.excluded, plan.without_invoice) == (1, 1)


def test_widening_reads_everything_anew() -> None:
    """Flags change without moving UpdatedDateUTC: no read of what changed would show it."""
    world, connection = narrow()
    connection.sync_contacts()
    calls = world.xero.traffic().total.calls
    scans = [since for since in pages_read(world, connection) if since is None]
    assert len(scans) == 1
    assert world.xero.traffic().total.calls == calls + 1


def pages_read(world: World, connection: Connection) -> list[object]:
    read = []
    real = world.xero.page

    def page(number: int, since: object) -> object:
        read.append(since)
        return real(number, since)  # type: ignore[arg-type]  # passed on as it came

    world.xero.page = page  # type: ignore[assignment,method-assign]  # listens, and passes on
    connection.plan_settings(EVERYBODY, ANNA)
    return read


def test_applying_it_sets_the_settings() -> None:
    world, connection = narrow()
    connection.apply(connection.plan_settings(EVERYBODY, ANNA), ANNA)
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
    assert record is not None
    assert record.settings == EVERYBODY


def test_applying_it_does_what_was_seen() -> None:
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    applied = connection.apply(plan, ANNA)
    assert set(applied.done) == {row.decision_id for row in plan.rows}
    assert names(world) == {"Customer", "Supplier 0", "Supplier 1", "New client"}


def test_row_that_was_left_out_is_done_by_no_later_sync() -> None:
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    connection.apply(plan.without(creations(plan)), ANNA)
    for _ in range(2):
        world.pass_time()
        connection.sync_contacts()
    assert names(world) == {"Customer", "Supplier 0"}


def creations(plan: Plan) -> set[DecisionId]:
    return {row.decision_id for row in plan.rows if isinstance(row.action, CreateInHost)}


def test_contact_that_moved_is_reported_and_not_forced() -> None:
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    row = next(r for r in plan.rows if r.xero_before and r.xero_before.name == "Supplier 1")
    world.pass_time()
    world.xero.edit(row.xero_id, {FieldName.NAME: "Supplier 1 Ltd"})  # type: ignore[arg-type]  # from Xero
    applied = connection.apply(plan, ANNA)
    assert applied.moved == (row.decision_id,)
    assert names(world) == {"Customer", "Supplier 0", "New client"}


def test_full_match_that_got_a_rival_meanwhile_is_not_linked() -> None:
    """Neither was let in when the rival came: nobody but the whole book can tell."""
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    row = next(r for r in plan.rows if r.verdict is Verdict.FULL_MATCH)
    world.pass_time()
    world.xero.add(fields("Supplier  0", "s0@x.example"), is_supplier=True)
    assert row.decision_id in connection.apply(plan, ANNA).moved
    assert row.xero_id not in world.pairs()


def test_plan_that_is_applied_twice_does_nothing_the_second_time() -> None:
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    connection.apply(plan, ANNA)
    before = memory(world)
    second = connection.apply(plan, ANNA)
    assert memory(world) == before
    assert (set(second.done), second.moved) == ({row.decision_id for row in plan.rows}, ())


def test_plan_over_settings_that_somebody_changed_since_is_refused() -> None:
    _, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    connection.change_settings(STRICT, BOB)
    with pytest.raises(OtherSettingsError, match="make another one"):
        connection.apply(plan, ANNA)


def test_narrowing_has_no_rows() -> None:
    world = World()
    world.xero.add(fields("Supplier"), is_supplier=True)
    assert world.imported().plan_settings(CUSTOMERS, ANNA).rows == ()


def test_narrowing_leaves_links_alone_and_hides_issues() -> None:
    world = World()
    world.xero.add(fields("Supplier"), is_supplier=True)
    world.xero.add(fields("Asked", "a@x.example"), is_supplier=True)
    world.host.add(fields("Asked"))
    connection = world.imported()
    connection.apply(connection.plan_settings(CUSTOMERS, ANNA), ANNA)
    assert (len(world.pairs()), connection.match_issues()) == (1, ())


def test_plan_of_another_policy_lists_the_fields_that_it_settles() -> None:
    world, _ = narrow()
    ((xero_id, host_id),) = world.pairs().items()
    world.host.edit(host_id, {FieldName.NAME: "Host"})
    world.xero.edit(xero_id, {FieldName.NAME: "Xero"})
    connection = world.connection()
    connection.sync_contacts()
    wins = ContactSettings(
        contact_filter=ContactTypeFilter.CUSTOMERS, both_changed=BothChanged.XERO
    )
    (row,) = connection.plan_settings(wins, ANNA).rows
    assert (row.host_before.name, row.host_after.name) == ("Host", "Xero")  # type: ignore[union-attr]  # linked


def spelt() -> tuple[World, Connection]:
    """Imported as normal; one contact on either side is spelt in another way."""
    world = World(settings=STRICT)
    world.xero.add(fields("ACME", "a@x.example"))
    world.host.add(fields("Acme", "a@x.example"))
    connection = world.imported()
    return world, connection


def test_plan_of_another_matching_compares_the_host_anew() -> None:
    _, connection = spelt()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    assert plan.counts == {Verdict.FULL_MATCH: 1}


def test_applied_plan_of_another_matching_links_as_seen() -> None:
    world, connection = spelt()
    connection.apply(connection.plan_settings(EVERYBODY, ANNA), ANNA)
    assert len(world.pairs()) == 1
    assert connection.issues() == ()


def test_before_the_first_import_only_the_settings_are_set() -> None:
    world = World(settings=CUSTOMERS)
    world.xero.add(fields("Supplier"), is_supplier=True)
    connection = world.connect()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    connection.apply(plan, ANNA)
    assert (plan.rows, names(world), len(connection.plan_import(ANNA).rows)) == ((), set(), 1)


def test_journal_tells_that_settings_changed_from_what_to_what() -> None:
    _, connection = narrow()
    connection.change_settings(EVERYBODY, BOB)
    (told,) = (e.fact for e in connection.journal() if e.fact.kind is EntryKind.SETTINGS)
    assert (told.actor, told.reason) == (BOB, "contact_filter: customers became all")


def test_widening_without_a_plan_is_stopped_by_the_brake() -> None:
    """An unattended sync creates nobody of many that no person has seen."""
    world, connection = narrow(suppliers=30)
    connection.change_settings(EVERYBODY, ANNA)
    run = connection.sync_contacts()
    assert (run.state, len(names(world))) == (RunState.HELD, 2)
    assert run.why == "the mass-change brake: 30 contacts would be created, 20 are allowed"


def test_what_the_brake_stopped_can_be_seen_and_applied() -> None:
    world, connection = narrow(suppliers=30)
    connection.change_settings(EVERYBODY, ANNA)
    connection.sync_contacts()
    connection.apply(connection.plan_sync(ANNA), ANNA)
    assert len(world.pairs()) == 32


def test_settings_that_decide_nothing_let_nobody_be_decided_anew() -> None:
    """What a person left out stays left out when watch-only mode begins or ends."""
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    connection.apply(plan.without(creations(plan)), ANNA)
    connection.change_settings(ContactSettings(mode=SyncMode.WATCH), ANNA)
    connection.change_settings(EVERYBODY, ANNA)
    world.pass_time()
    assert connection.plan_sync(ANNA).rows == ()


def test_same_settings_again_are_no_news() -> None:
    world, connection = narrow()
    before = memory(world)
    connection.change_settings(CUSTOMERS, ANNA)
    assert memory(world) == before


def test_crash_at_every_port_call_is_completed_when_applied_again() -> None:
    points, expected = applied_with(Trap())
    assert len(points) > 30
    broken = [p for at, p in enumerate(points, 1) if applied_with(Trap(at))[1] != expected]
    assert broken == []


def applied_with(trap: Trap) -> tuple[list[str], object]:
    world, connection = narrow()
    plan = connection.plan_settings(EVERYBODY, ANNA)
    unwanted = next(r for r in plan.rows if r.xero_before and r.xero_before.name == "New client")
    kept = plan.without({unwanted.decision_id})
    for name in ("store", "host", "xero"):
        setattr(world, f"seen_{name}", Trapped(getattr(world, name), name, trap))
    with suppress(Crash, PortError):
        world.connection().apply(kept, ANNA)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()
    applied = world.connection().apply(kept, ANNA)
    world.pass_time()
    world.connection().sync_contacts()
    open_issues = Counter(issue.kind for issue in world.connection().issues(tuple(IssueKind)))
    told = sorted(told.name or "" for told in world.host_fields())
    return trap.points, (told, len(world.pairs()), open_issues, set(applied.done), applied.moved)


def test_a_file_keeps_nothing_of_what_was_only_supposed(tmp_path: object) -> None:
    """The same in SQLite: what is written in a reading is lost."""
    world = World(settings=CUSTOMERS)
    store = SqliteStore(f"{tmp_path}/firm.db", world.clock)
    world.store = world.seen_store = store
    world.xero.add(fields("Supplier", "s@x.example"), is_supplier=True)
    connection = world.imported()
    connection.sync_contacts()
    before = memory(world)
    plan = connection.plan_settings(EVERYBODY, ANNA)
    assert memory(world) == before
    assert set(connection.apply(plan, ANNA).done) == {row.decision_id for row in plan.rows}
    store.close()
