"""Plan and apply: seen before it happens, done as seen, and done once."""

from collections import Counter
from contextlib import suppress

import pytest

from xerolink import load_plan, save_plan
from xerolink.connection import Connection
from xerolink.domain.contacts.decide import CreateInHost, Decision, LinkPair, Verdict
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import NotImportedError, OtherPlanError
from xerolink.domain.identity import Actor, ConnectionId, DecisionId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunState
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

BOB = Actor.person("bob")
SIZE = 10_000


def book(world: World) -> None:
    """A Full Match that overwrites, two No Matches and a Conflict."""
    world.xero.add(fields("Acme", "a@x.example", Phone("555 0101")))
    world.host.add(fields("Acme", "a@x.example"))
    world.xero.add(fields("Created", "c@x.example"))
    world.xero.add(fields("Created too", "c@x.example"))
    world.xero.add(fields("Conflict", "new@x.example"))
    world.host.add(fields("Conflict", "old@x.example"))


def connected() -> tuple[World, Connection]:
    world = World()
    book(world)
    return world, world.connect()


def edited() -> tuple[World, Connection]:
    """Imported, and then edits on either side of several pairs."""
    world = World()
    book(world)
    connection = world.imported()
    (x0, h0), (x1, _), (x2, h2) = world.pairs().items()
    world.host.edit(h0, {FieldName.PRIMARY_PHONE: Phone("555 0155")})
    world.xero.edit(x0, {FieldName.BILLING_EMAIL: "moved@x.example"})
    world.xero.edit(x1, {FieldName.PRIMARY_PHONE: Phone("555 0177")})
    world.host.edit(h2, {FieldName.NAME: "Held here"})
    world.xero.edit(x2, {FieldName.NAME: "Held there"})
    world.xero.add(fields("Newcomer"))
    return world, connection


def known(world: World) -> tuple[object, ...]:
    """Everything but the staged scan and the open decisions: a plan's own memory."""
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
        assert record is not None
        return (
            dict(world.host.contacts()),
            list(world.xero.contacts()),
            unit.links.page(list(unit.links.count()), None, 99),
            dict(unit.issues.count()),
            unit.journal.head(),
            unit.intents.open(9),
            (record.settings, record.imported_at),
        )


def ids_of(plan: Plan, action: type) -> set[DecisionId]:
    return {row.decision_id for row in plan.rows if isinstance(row.action, action)}


def row_of(plan: Plan, name: str) -> Decision:
    return next(row for row in plan.rows if row.xero_before and row.xero_before.name == name)


def test_planning_an_import_writes_nothing_anywhere() -> None:
    world, connection = connected()
    before = known(world)
    connection.plan_import(ANNA)
    assert known(world) == before


def test_planning_a_sync_writes_nothing_anywhere() -> None:
    world, connection = edited()
    before = known(world)
    connection.plan_sync(ANNA)
    assert known(world) == before


def test_plan_of_an_import_has_a_row_for_each_contact() -> None:
    _, connection = connected()
    plan = connection.plan_import(ANNA)
    assert plan.counts == {Verdict.FULL_MATCH: 1, Verdict.NO_MATCH: 2, Verdict.CONFLICT: 1}


def test_row_lists_every_field_before_and_after() -> None:
    _, connection = connected()
    row = row_of(connection.plan_import(ANNA), "Acme")
    assert row.host_before == fields("Acme", "a@x.example")
    assert row.host_after == fields("Acme", "a@x.example", Phone("555 0101"))


def test_applied_import_does_what_an_import_does() -> None:
    world, connection = connected()
    connection.apply(connection.plan_import(ANNA), ANNA)
    other, imported = connected()
    imported.import_contacts(ANNA)
    assert Counter(map(str, map(_shown, world.host_fields()))) == Counter(
        map(str, map(_shown, other.host_fields()))
    )
    assert [i.kind for i in connection.issues()] == [i.kind for i in imported.issues()]


def _shown(told: object) -> list[str]:
    return [str(getattr(told, name.value)) for name in FieldName]


def test_applied_import_is_the_first_import() -> None:
    """From then on the sync may go on by itself."""
    _, connection = connected()
    connection.apply(connection.plan_import(ANNA), ANNA)
    assert connection.sync_contacts().state is RunState.FINISHED


def test_plan_of_a_sync_waits_for_the_first_import() -> None:
    _, connection = connected()
    with pytest.raises(NotImportedError):
        connection.plan_sync(ANNA)


def test_applied_sync_does_what_a_sync_does() -> None:
    world, connection = edited()
    connection.apply(connection.plan_sync(ANNA), ANNA)
    other, synced = edited()
    synced.sync_contacts()
    assert [_shown(one) for one in world.host_fields()] == [
        _shown(one) for one in other.host_fields()
    ]
    assert sorted(_shown(c.fields) for c in world.xero.contacts()) == sorted(
        _shown(c.fields) for c in other.xero.contacts()
    )


def test_every_row_is_reported_done() -> None:
    _, connection = connected()
    plan = connection.plan_import(ANNA)
    assert set(connection.apply(plan, ANNA).done) == {row.decision_id for row in plan.rows}


def test_plan_that_is_applied_twice_does_nothing_the_second_time() -> None:
    world, connection = edited()
    plan = connection.plan_sync(ANNA)
    first = connection.apply(plan, ANNA)
    after = known(world)
    second = connection.apply(plan, ANNA)
    assert known(world) == after
    assert (set(second.done), second.moved) == (set(first.done), ())


def test_plan_without_rows_is_applied_without_a_word() -> None:
    world, connection = connected()
    connection.import_contacts(ANNA)
    world.pass_time()
    before = known(world)
    connection.apply(connection.plan_sync(ANNA), ANNA)
    assert known(world) == before


def test_row_that_moved_is_reported_and_not_forced() -> None:
    world, connection = edited()
    plan = connection.plan_sync(ANNA)
    row = row_of(plan, "Newcomer")
    world.pass_time()
    world.xero.edit(row.xero_id or XeroContactId(""), {FieldName.NAME: "Renamed since"})
    applied = connection.apply(plan, ANNA)
    assert applied.moved == (row.decision_id,)
    assert "Newcomer" not in [told.name for told in world.host_fields()]


def test_row_whose_host_contact_moved_is_reported_and_not_forced() -> None:
    world, connection = connected()
    plan = connection.plan_import(ANNA)
    row = row_of(plan, "Acme")
    host_id = row.host_id
    assert host_id is not None
    world.host.edit(host_id, {FieldName.PRIMARY_PHONE: Phone("555 0999")})
    applied = connection.apply(plan, ANNA)
    assert row.decision_id in applied.moved
    assert world.host.contacts()[host_id].fields.primary_phone == Phone("555 0999")


def test_the_other_rows_stand_beside_one_that_moved() -> None:
    world, connection = connected()
    plan = connection.plan_import(ANNA)
    world.host.edit(row_of(plan, "Acme").host_id, {FieldName.NAME: "Elsewhere"})  # type: ignore[arg-type]  # a Full Match has a partner
    applied = connection.apply(plan, ANNA)
    assert ids_of(plan, CreateInHost) <= set(applied.done)


def test_row_that_moved_is_decided_anew_by_the_next_sync() -> None:
    world, connection = edited()
    plan = connection.plan_sync(ANNA)
    world.pass_time()
    world.xero.edit(
        row_of(plan, "Newcomer").xero_id or XeroContactId(""), {FieldName.NAME: "Renamed since"}
    )
    connection.apply(plan, ANNA)
    connection.sync_contacts()
    assert "Renamed since" in [told.name for told in world.host_fields()]


def cut(connection: Connection) -> Plan:
    """An import without its creations."""
    plan = connection.plan_import(ANNA)
    return plan.without(ids_of(plan, CreateInHost))


def test_row_that_was_left_out_is_not_done() -> None:
    world, connection = connected()
    connection.apply(cut(connection), ANNA)
    assert {told.name for told in world.host_fields()} == {"Acme", "Conflict"}


def test_row_that_was_left_out_is_not_done_by_a_later_sync() -> None:
    world, connection = connected()
    connection.apply(cut(connection), ANNA)
    for _ in range(3):
        world.pass_time()
        connection.sync_contacts()
    assert {told.name for told in world.host_fields()} == {"Acme", "Conflict"}


def test_row_that_was_left_out_is_in_no_later_plan() -> None:
    world, connection = connected()
    connection.apply(cut(connection), ANNA)
    world.pass_time()
    assert connection.plan_sync(ANNA).rows == ()


def test_contact_that_was_left_out_is_decided_anew_when_it_changes() -> None:
    world, connection = connected()
    plan = cut(connection)
    connection.apply(plan, ANNA)
    world.pass_time()
    left = next(row for row in plan.left_out if row.xero_before.name == "Created")  # type: ignore[union-attr]  # from Xero
    world.xero.edit(left.xero_id or XeroContactId(""), {FieldName.BILLING_EMAIL: "z@x.example"})
    connection.sync_contacts()
    assert "Created" in [told.name for told in world.host_fields()]


def test_left_out_question_opens_no_issue() -> None:
    _, connection = connected()
    plan = connection.plan_import(ANNA)
    connection.apply(plan.without({row_of(plan, "Conflict").decision_id}), ANNA)
    assert connection.issues() == ()


def test_plan_that_was_cut_can_be_applied_whole_afterwards() -> None:
    world, connection = connected()
    plan = connection.plan_import(ANNA)
    connection.apply(plan.without(ids_of(plan, CreateInHost)), ANNA)
    connection.apply(plan, ANNA)
    assert {"Created", "Created too"} <= {told.name for told in world.host_fields()}


def test_saved_plan_can_be_applied() -> None:
    world, connection = connected()
    text = save_plan(connection.plan_import(ANNA))
    connection.apply(load_plan(text), ANNA)
    assert len(world.pairs()) == 3


def test_plan_of_another_connection_is_refused() -> None:
    _, connection = connected()
    plan = connection.plan_import(ANNA)
    other = World(connection_id=ConnectionId("firm-2")).connect()
    with pytest.raises(OtherPlanError, match="apply it there"):
        other.apply(plan, ANNA)


def test_journal_names_who_planned_and_who_applied() -> None:
    _, connection = connected()
    plan = connection.plan_import(ANNA)
    connection.apply(plan, BOB)
    told = [e.fact for e in connection.journal() if e.fact.kind is EntryKind.APPLIED]
    assert [(fact.actor, fact.reason) for fact in told] == [
        (BOB, f"plan {plan.plan_id}, made by anna: 4 rows")
    ]


def test_every_entry_of_an_applied_plan_is_of_who_applied_it() -> None:
    _, connection = connected()
    connection.apply(connection.plan_import(ANNA), BOB)
    assert {entry.fact.actor for entry in connection.journal()} == {BOB}


@pytest.mark.parametrize("prepare", [connected, edited])
def test_plan_whose_run_crashed_is_completed_when_applied_again(prepare: object) -> None:
    """At every point of every port call, derived from an undisturbed run."""
    points, expected = applied_with(prepare, Trap())
    assert len(points) > 30
    broken = [
        point
        for at, point in enumerate(points, 1)
        if applied_with(prepare, Trap(at))[1] != expected
    ]
    assert broken == []


def applied_with(prepare: object, trap: Trap) -> tuple[list[str], object]:
    """What stands after a plan was applied, crashed at *trap*, and minutes later again."""
    world, connection = prepare()  # type: ignore[operator]  # one of the two above
    plan = connection.plan_import(ANNA) if prepare is connected else connection.plan_sync(ANNA)
    kept = plan.without(
        {row_of(plan, "Created too" if prepare is connected else "Newcomer").decision_id}
    )
    for name in ("store", "host", "xero"):
        setattr(world, f"seen_{name}", Trapped(getattr(world, name), name, trap))
    with suppress(Crash, PortError):
        world.connection().apply(kept, ANNA)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()
    applied = world.connection().apply(kept, ANNA)
    world.pass_time()
    world.connection().sync_contacts()
    return trap.points, (
        sorted(_shown(told) for told in world.host_fields()),
        sorted(_shown(contact.fields) for contact in world.xero.contacts()),
        len(world.pairs()),
        Counter(issue.kind for issue in world.connection().issues()),
        (set(applied.done), applied.moved),
    )


def test_preview_counts_new_clients_without_an_invoice() -> None:
    """They carry neither flag, and the filter leaves them out (semantics row 10)."""
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    world.xero.add(fields("Customer"), is_customer=True)
    world.xero.add(fields("Supplier"), is_supplier=True)
    world.xero.add(fields("New client"))
    preview = world.connect().preview(ANNA)
    assert (preview.excluded, preview.without_invoice) == (2, 1)


def test_planning_ten_thousand_contacts_costs_calls_by_page() -> None:
    """10 pages of Xero, and a fixed number of calls for each page of 500."""
    world = World()
    for number in range(SIZE):
        world.xero.add(fields(f"Contact {number}", f"c{number % 7_000}@x.example"))
        if number % 2:
            world.host.add(fields(f"contact {number}", f"c{number % 7_000}@x.example"))
    trap = Trap(only=lambda point: point.startswith("before"))
    for name in ("store", "host", "xero"):
        setattr(world, f"seen_{name}", Trapped(getattr(world, name), name, trap))
    plan = world.connect().plan_import(ANNA)
    calls = Counter(point.removeprefix("before ").split(".")[0] for point in trap.points)
    pages = SIZE // 500
    assert len(ids_of(plan, LinkPair)) == SIZE // 2
    assert calls["xero"] <= SIZE / 1_000
    assert (calls["host"] <= 4 * pages, calls["store"] <= 10 * pages) == (True, True)
