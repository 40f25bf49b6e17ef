"""The convergence report and its repair: what is equal, what is not, and what makes it so."""

from datetime import datetime

import pytest
from attrs import evolve

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.differences import DifferenceKind
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import EmptySideError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.run import HostCursor, RunKind, RunState
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, Direction, MassChange
from xerolink.ports.host import HostFeed
from xerolink.ports.xero import XeroPage
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.reconcile import Reconciled

PHONE = FieldName.PRIMARY_PHONE
DRIFT, AGREED = DifferenceKind.DRIFT, DifferenceKind.AGREED
ACME = fields("Acme", "office@acme.example", Phone("555 0101"))


class Forgetful(MemoryXero):
    """Does not show some contacts when all are asked for."""

    hidden: frozenset[XeroContactId] = frozenset()

    def page(self, number: int, since: datetime | None) -> XeroPage:
        page = super().page(number, since)
        shown = tuple(c for c in page.contacts if c.xero_id not in self.hidden)
        return evolve(page, contacts=shown)


class Silent(MemoryHostBook):
    """Tells of no change while nobody listens."""

    listening = True

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        feed = super().changes(cursor)
        return feed if self.listening else evolve(feed, changes=())


def forgetful() -> tuple[World, Forgetful]:
    world = World()
    xero = Forgetful(world.clock)
    world.xero = world.seen_xero = xero
    return world, xero


def paired(world: World, host: str = "") -> tuple[XeroContactId, HostContactId]:
    """A Full Match; the host holds *host* as its phone, where Xero holds none."""
    xero_id = world.xero.add(fields("Acme", "office@acme.example"))
    phone = Phone(host) if host else None
    return xero_id, world.host.add(fields("Acme", "office@acme.example", phone)).host_id


def drifted() -> tuple[World, XeroContactId, HostContactId]:
    """A one-way pair whose host contact was edited since."""
    world = World()
    host_id = world.host.add(ACME).host_id
    connection = world.imported()
    connection.create_xero_contact(host_id, ANNA)
    world.pass_time()
    world.host.edit(host_id, {PHONE: Phone("555 0199")})
    return world, world.xero.contacts()[0].xero_id, host_id


def kinds(found: Reconciled) -> dict[str, int]:
    return {
        "identical": found.identical,
        "suspended": found.suspended,
        "drifting": len(found.drifting),
        "held": len(found.held),
        "agreed": len(found.agreed),
        "missing": len(found.missing),
    }


def only(**counts: int) -> dict[str, int]:
    none = dict.fromkeys(("identical", "suspended", "drifting", "held", "agreed", "missing"), 0)
    return none | counts


def test_equal_pairs_are_identical() -> None:
    world = World()
    paired(world)
    assert kinds(world.imported().reconcile(ANNA)) == only(identical=1)


def test_blank_in_xero_that_kept_the_host_s_value_is_agreed() -> None:
    world = World()
    paired(world, host="555 0101")
    found = world.imported().reconcile(ANNA)
    assert (kinds(found), found.agreed[0].fields(AGREED)) == (only(agreed=1), (PHONE,))


def test_host_edit_of_a_one_way_pair_drifts() -> None:
    world, xero_id, _ = drifted()
    found = world.connection().reconcile(ANNA)
    assert [(one.link.xero_id, one.fields(DRIFT)) for one in found.drifting] == [
        (xero_id, (PHONE,))
    ]


def test_field_that_both_sides_changed_is_held() -> None:
    world = World()
    xero_id, host_id = paired(world)
    connection = world.imported()
    world.xero.edit(xero_id, {PHONE: Phone("555 0101")})
    world.host.edit(host_id, {PHONE: Phone("555 0202")})
    connection.sync_contacts()
    found = connection.reconcile(ANNA)
    assert (kinds(found), found.waiting.issues) == (only(held=1), {IssueKind.FIELD_CONFLICT: 1})


def test_archived_pair_is_suspended() -> None:
    world = World()
    xero_id, _ = paired(world)
    connection = world.imported()
    world.xero.archive(xero_id)
    connection.sync_contacts()
    assert kinds(connection.reconcile(ANNA)) == only(suspended=1)


def test_contact_that_the_host_does_not_show_is_missing() -> None:
    world = World()
    _, host_id = paired(world)
    connection = world.imported()
    world.host.delete(host_id)
    found = connection.reconcile(ANNA)
    assert (kinds(found), found.missing[0].side) == (only(missing=1), Side.HOST)


def test_reconcile_unlinks_nobody() -> None:
    world = World()
    xero_id, host_id = paired(world)
    connection = world.imported()
    world.host.delete(host_id)
    connection.reconcile(ANNA)
    assert world.pairs() == {xero_id: host_id}


def test_contact_that_a_full_scan_does_not_show_is_missing_in_xero() -> None:
    world, xero = forgetful()
    xero_id, _ = paired(world)
    world.xero.add(fields("Birch", "b@birch.example"))
    connection = world.imported()
    xero.hidden = frozenset({xero_id})
    found = connection.reconcile(ANNA)
    assert [(one.link.xero_id, one.side) for one in found.missing] == [(xero_id, Side.XERO)]


def test_xero_that_shows_nobody_at_all_is_refused() -> None:
    world, xero = forgetful()
    xero_id, _ = paired(world)
    connection = world.imported()
    xero.hidden = frozenset({xero_id})
    with pytest.raises(EmptySideError):
        connection.reconcile(ANNA)


def test_host_that_shows_none_of_many_pairs_is_refused() -> None:
    world = World(settings=ContactSettings(mass_change=MassChange(at_least=1)))
    hosts = []
    for number in range(3):
        world.xero.add(fields(f"Contact {number}", f"{number}@x.example"))
        hosts.append(world.host.add(fields(f"Contact {number}", f"{number}@x.example")).host_id)
    connection = world.imported()
    for host_id in hosts:
        world.host.delete(host_id)
    with pytest.raises(EmptySideError):
        connection.reconcile(ANNA)


def test_reconcile_writes_to_neither_side() -> None:
    world, _, _ = drifted()
    before = (world.host_fields(), world.xero.contacts())
    world.connection().reconcile(ANNA)
    assert (world.host_fields(), world.xero.contacts()) == before


def test_what_waits_for_the_next_sync_is_counted() -> None:
    world = World()
    xero_id, _ = paired(world)
    connection = world.imported()
    world.xero.edit(xero_id, {PHONE: Phone("555 0101")})
    assert connection.reconcile(ANNA).waiting.decisions == 1


def test_contacts_that_the_filter_leaves_out_are_counted() -> None:
    world = World(settings=ContactSettings(ContactTypeFilter.CUSTOMERS))
    world.xero.add(fields("Acme"))
    assert world.imported().reconcile(ANNA).excluded == 1


def test_flag_that_changed_without_a_date_is_found() -> None:
    """Semantics row 10: the flags change without moving UpdatedDateUTC."""
    world = World(settings=ContactSettings(ContactTypeFilter.CUSTOMERS))
    xero_id = world.xero.add(fields("Acme"))
    connection = world.imported()
    world.xero.flag(xero_id, is_customer=True, is_supplier=False)
    connection.sync_contacts()
    connection.reconcile(ANNA)
    connection.sync_contacts()
    assert [found.name for found in world.host_fields()] == ["Acme"]


def test_edit_that_the_feed_did_not_tell_of_flows_after_a_reconcile() -> None:
    host = Silent()
    world = World(host=host)
    xero_id, host_id = paired(world)
    connection = world.imported()
    world.host.edit(host_id, {PHONE: Phone("555 0101")})
    host.listening = False
    connection.sync_contacts()
    connection.reconcile(ANNA)
    connection.sync_contacts()
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0101")


def test_reconcile_works_before_the_first_import() -> None:
    world = World()
    host_id, xero_id = world.host.add(fields("Acme Ltd")).host_id, world.xero.add(fields("Acme"))
    connection = world.connect()
    connection.adopt([(host_id, xero_id)], ANNA)
    assert kinds(connection.reconcile(ANNA)) == only(agreed=1)


def test_each_thousand_contacts_cost_one_call_to_xero() -> None:
    world = World()
    for number in range(2_500):
        world.xero.add(fields(f"Contact {number}"))
    world.imported().sync_contacts()
    trap = Trap(only=lambda point: point.startswith("before"))
    world.seen_xero = Trapped(world.xero, "xero", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.connection().reconcile(ANNA)
    calls = [point for point in trap.points if "host.get_many" in point]
    assert (sum("xero.page" in point for point in trap.points), len(calls)) == (3, 5)


def test_reconcile_can_be_queued_for_a_worker() -> None:
    world = World()
    paired(world)
    connection = world.imported()
    run_id = connection.start(RunKind.RECONCILE, ANNA)
    connection.run_once()
    run = connection.run(run_id)
    assert (run.state, run.counts["identical"]) == (RunState.FINISHED, 1)


def test_repair_prefers_the_side_that_was_asked_for() -> None:
    world, _, host_id = drifted()
    world.connection().repair(Side.XERO, ANNA)
    assert world.host.contacts()[host_id].fields.primary_phone == Phone("555 0101")


def test_pair_is_identical_after_a_repair() -> None:
    world, _, _ = drifted()
    world.connection().repair(Side.XERO, ANNA)
    assert kinds(world.connection().reconcile(ANNA)) == only(identical=1)


def test_one_way_pair_is_not_repaired_from_the_host() -> None:
    world, _, _ = drifted()
    applied = world.connection().repair(Side.HOST, ANNA)
    assert ["one-way" in one.why for one in applied.impossible] == [True]


def test_repair_from_the_host_writes_to_xero() -> None:
    world = World(settings=ContactSettings(pushed_link_direction=Direction.TWO_WAY))
    host_id = world.host.add(ACME).host_id
    connection = world.imported()
    connection.create_xero_contact(host_id, ANNA)
    world.pass_time()
    xero_id = world.xero.contacts()[0].xero_id
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    connection.repair(Side.HOST, ANNA)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0101")


def test_repair_leaves_agreed_differences_alone() -> None:
    world = World()
    paired(world, host="555 0101")
    connection = world.imported()
    assert connection.plan_repair(Side.XERO, ANNA).rows == ()


def test_repair_levels_agreed_differences_where_that_is_asked_for() -> None:
    world = World()
    xero_id, _ = paired(world, host="555 0101")
    connection = world.imported()
    connection.repair(Side.HOST, ANNA, also_agreed=True)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0101")


def test_plan_of_a_repair_writes_to_neither_side() -> None:
    world, _, _ = drifted()
    before = (world.host_fields(), world.xero.contacts())
    plan = world.connection().plan_repair(Side.XERO, ANNA)
    assert (len(plan.rows), (world.host_fields(), world.xero.contacts())) == (1, before)
