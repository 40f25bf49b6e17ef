"""What lived worlds found, told shortly: each is a story that once ended badly."""

import pytest

from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.journal import EntryKind
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE


def test_undo_leaves_what_a_colleague_had_typed_in_xero_just_before() -> None:
    """The run wanted to write the same value; it was there already, so the run wrote nothing."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "old@x.example"))
    connection = world.imported()
    connection.preview(ANNA)
    world.xero.edit(xero_id, {EMAIL: "new@x.example"})
    world.host.edit(world.pairs()[xero_id], {EMAIL: "new@x.example"})
    run = connection.import_contacts(ANNA)
    connection.undo(run.run_id, ANNA)
    assert world.xero_contact(xero_id).fields.billing_email == "new@x.example"


def test_a_conflict_of_an_archived_contact_is_not_resolved() -> None:
    """The host's contact stays untouched (semantics row 21), although nobody has synced since."""
    world = World()
    xero_id = world.xero.add(fields("Acme", phone=Phone("1")))
    connection = world.imported()
    world.xero.edit(xero_id, {PHONE: Phone("2")})
    world.host.edit(world.pairs()[xero_id], {PHONE: Phone("3")})
    connection.sync_contacts()
    world.xero.archive(xero_id)
    with pytest.raises(NotPossibleError):
        connection.resolve_conflict(xero_id, {PHONE: Side.XERO}, ANNA)


def test_an_archive_is_noticed_although_an_undo_came_first() -> None:
    """The undo read the contact; that it is archived is still to be decided."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    connection = world.imported()
    world.xero.edit(xero_id, {EMAIL: "b@x.example"})
    run = connection.sync_contacts()
    world.xero.archive(xero_id)
    connection.undo(run.run_id, ANNA)
    world.pass_time()
    connection.sync_contacts()
    states = connection.client_list(tuple(LinkState))
    assert [client.state for client in states] == [LinkState.SUSPENDED]


def test_a_pair_that_gave_way_to_another_leaves_no_field_conflict_open() -> None:
    """Nothing can be decided about a field of a pair that is none any more."""
    world = World()
    pushed = world.host.add(fields("Beta"))
    connection = world.imported()
    connection.create_xero_contact(pushed.host_id, ANNA)
    first = next(iter(world.pairs()))
    other = world.xero.add(fields("Acme", phone=Phone("1")))
    connection.sync_contacts()
    world.host.merge(pushed.host_id, world.pairs()[other])
    world.xero.edit(other, {PHONE: Phone("2")})
    world.host.edit(world.pairs()[other], {PHONE: Phone("3")})
    connection.sync_contacts()
    connection.settle_merge(first, first, ANNA)
    assert connection.issues() == ()


def test_undo_restores_no_tombstone_of_a_contact_that_has_a_new_partner() -> None:
    """A second contact was made for the host; the first was imported anew since, and stays so."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    connection = world.imported()
    first = world.pairs()[xero_id]
    connection.stop_syncing([xero_id], ANNA)
    made = connection.create_new_contact([xero_id], Side.HOST, ANNA, "Other")
    world.host.delete(first)
    world.pass_time()
    connection.sync_contacts()
    connection.undo(made.run.run_id, ANNA)
    assert world.pairs()[xero_id] != first


def test_who_takes_back_their_half_of_a_field_conflict_lets_the_other_half_flow() -> None:
    """Back at what was agreed, the host wants nothing any more; Xero's edit is the only one."""
    world = World()
    xero_id = world.xero.add(fields("Acme", phone=Phone("1")))
    connection = world.imported()
    world.xero.edit(xero_id, {PHONE: Phone("2")})
    host_id = world.pairs()[xero_id]
    world.host.edit(host_id, {PHONE: Phone("3")})
    connection.sync_contacts()
    world.pass_time()
    world.host.edit(host_id, {PHONE: Phone("1")})
    world.pass_time()
    connection.sync_contacts()
    assert world.host.contacts()[host_id].fields.primary_phone == Phone("2")


def test_the_journal_tells_what_reached_xero_before_its_host_contact_was_deleted() -> None:
    """The answer was lost, and the host cannot be asked again: what landed is read in Xero."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    world.imported()
    host_id = world.pairs()[xero_id]
    world.xero.edit(xero_id, {EMAIL: "b@x.example"})
    world.host.edit(host_id, {PHONE: Phone("2")})
    trap = Trap(1, lost, lambda point: point == "after xero.update_many")
    world.seen_xero = Trapped(world.xero, "xero", trap)
    with pytest.raises(PortError):
        world.connection().sync_contacts()
    world.host.delete(host_id)
    world.pass_time()
    world.connection().sync_contacts()
    told = [e.values for e in world.connection().journal() if e.fact.kind is EntryKind.WRITTEN]
    assert [v.xero_after.primary_phone for v in told if v and v.xero_after][-1] == Phone("2")


def test_an_archive_is_noticed_although_an_undo_that_came_first_was_cut_short() -> None:
    """The undo read the contact and crashed at the host; the next run has it still to decide."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    connection = world.imported()
    world.xero.edit(xero_id, {EMAIL: "b@x.example"})
    run = connection.sync_contacts()
    world.xero.archive(xero_id)
    trap = Trap(1, only=lambda point: point == "after host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(Crash):
        world.connection().undo(run.run_id, ANNA)
    for _ in range(3):
        world.pass_time()
        world.connection().sync_contacts()
    states = connection.client_list(tuple(LinkState))
    assert [client.state for client in states] == [LinkState.SUSPENDED]


def test_an_archive_between_a_crash_and_its_recovery_is_noticed() -> None:
    """A preview read it while the contact had no link yet; the link came by the recovery."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    world.connect()
    trap = Trap(1, Crash, lambda point: point == "after host.create_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(Crash):
        world.connection().import_contacts(ANNA)
    world.seen_host = world.host
    world.pass_time()
    world.xero.archive(xero_id)
    connection = world.connection()
    connection.preview(ANNA)
    world.pass_time()
    connection.import_contacts(ANNA)
    connection.sync_contacts()
    states = connection.client_list(tuple(LinkState))
    assert [client.state for client in states] == [LinkState.SUSPENDED]


def test_a_host_edit_that_a_plan_noticed_while_an_effect_was_open_still_flows() -> None:
    """The effect ends later, and with it the reading of its contact; the edit is still due."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    world.imported()
    host_id = world.pairs()[xero_id]
    world.host.edit(host_id, {PHONE: Phone("1")})
    world.seen_xero = Trapped(world.xero, "xero", Trap(1, lost, "before xero.update_many".__eq__))
    with pytest.raises(PortError):
        world.connection().sync_contacts()
    world.seen_xero = world.xero
    world.pass_time()
    world.host.edit(host_id, {EMAIL: ""})
    world.connection().plan_sync(ANNA)
    world.pass_time()
    world.connection().sync_contacts()
    assert world.xero_contact(xero_id).fields.billing_email == ""


@pytest.mark.parametrize("point", ["before host.get_many", "before xero.get_many"])
def test_the_journal_tells_what_reached_xero_although_the_look_back_failed_too(point: str) -> None:
    """The host contact is gone: what landed is read in Xero, and again until that succeeds."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    world.imported()
    host_id = world.pairs()[xero_id]
    world.xero.edit(xero_id, {EMAIL: "b@x.example"})
    world.host.edit(host_id, {PHONE: Phone("2")})
    world.seen_xero = Trapped(world.xero, "xero", Trap(1, lost, "after xero.update_many".__eq__))
    with pytest.raises(PortError):
        world.connection().sync_contacts()
    world.host.delete(host_id)
    trap = Trap(1, lost, point.__eq__)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.pass_time()
    with pytest.raises(PortError):
        world.connection().sync_contacts()
    world.pass_time()
    world.connection().sync_contacts()
    told = [e.values for e in world.connection().journal() if e.fact.kind is EntryKind.WRITTEN]
    assert [v.xero_after.primary_phone for v in told if v and v.xero_after][-1] == Phone("2")
