"""Undo of a run: both sides as they were, but for what somebody did since and what Xero keeps."""

import pytest

from xerolink.domain.contacts.decide import ArchiveInXero, RemoveFromHost
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields, XeroStatus
from xerolink.domain.errors import NoSuchRunError
from xerolink.domain.identity import HostContactId, RunId, XeroContactId
from xerolink.testing.worlds import ANNA, World, fields

EMAIL, PHONE = FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
HOST = fields("Acme", "office@acme.example", Phone("555 0101"))
XERO = fields("Acme", "office@acme.example", Phone("555 0199"))


def matched() -> tuple[World, XeroContactId, HostContactId, RunId]:
    """A Full Match whose phone Xero has overwritten, and the run that did it."""
    world = World()
    xero_id, host_id = world.xero.add(XERO), world.host.add(HOST).host_id
    run = world.connect().import_contacts(ANNA)
    world.pass_time()
    return world, xero_id, host_id, run.run_id


def host_fields(world: World, host_id: HostContactId) -> SyncedFields:
    return world.host.contacts()[host_id].fields


def states(world: World) -> list[LinkState]:
    every = world.connection().client_list(tuple(LinkState), size=1_000)
    return [client.link.state for client in every]


def test_undo_of_a_full_match_gives_the_host_its_values_back() -> None:
    world, _, host_id, run_id = matched()
    world.connection().undo(run_id, ANNA)
    assert host_fields(world, host_id) == HOST


def test_undone_match_does_not_match_again_by_itself() -> None:
    world, _, host_id, run_id = matched()
    world.connection().undo(run_id, ANNA)
    world.pass_time()
    world.connection().sync_contacts()
    assert (states(world), host_fields(world, host_id)) == ([LinkState.PREVIOUSLY_SYNCED], HOST)


def test_undo_refuses_exactly_the_field_that_somebody_edited_since() -> None:
    world, _, host_id, run_id = matched()
    world.host.edit(host_id, {PHONE: Phone("555 0777")})
    applied = world.connection().undo(run_id, ANNA)
    assert [(i.field, i.why) for i in applied.impossible] == [
        (PHONE, "somebody has edited it in the host since")
    ]


def test_field_that_somebody_edited_since_keeps_its_value() -> None:
    world, _, host_id, run_id = matched()
    world.host.edit(host_id, {PHONE: Phone("555 0777")})
    world.connection().undo(run_id, ANNA)
    assert host_fields(world, host_id).primary_phone == Phone("555 0777")


def test_undo_of_an_import_removes_the_contacts_that_it_created() -> None:
    world = World()
    world.xero.add(XERO)
    run = world.connect().import_contacts(ANNA)
    world.pass_time()
    world.connection().undo(run.run_id, ANNA)
    assert world.host_fields() == []


def test_contact_that_was_taken_back_is_not_imported_again_by_itself() -> None:
    world = World()
    world.xero.add(XERO)
    run = world.connect().import_contacts(ANNA)
    world.connection().undo(run.run_id, ANNA)
    world.pass_time()
    world.connection().sync_contacts()
    assert world.host_fields() == []


def test_created_contact_that_somebody_edited_stays() -> None:
    world = World()
    xero_id = world.xero.add(XERO)
    run = world.connect().import_contacts(ANNA)
    host_id = world.pairs()[xero_id]
    world.host.edit(host_id, {EMAIL: "sales@acme.example"})
    applied = world.connection().undo(run.run_id, ANNA)
    assert (len(world.host.contacts()), applied.impossible[0].why) == (
        1,
        "the host contact was edited since; it stays",
    )


def test_contact_that_the_host_keeps_is_told_of() -> None:
    world = World()
    xero_id = world.xero.add(XERO)
    run = world.connect().import_contacts(ANNA)
    world.host.keep(world.pairs()[xero_id])
    applied = world.connection().undo(run.run_id, ANNA)
    assert len(applied.refused) == 1


def test_plan_of_an_undo_says_that_xero_deletes_nothing() -> None:
    world = World()
    host_id = world.host.add(HOST).host_id
    world.connect().import_contacts(ANNA)
    world.connection().create_xero_contact(host_id, ANNA)
    run = world.connection().latest_runs(1)[0]
    plan = world.connection().plan_undo(run.run_id, ANNA)
    assert [(type(row.action), row.warnings[-1]) for row in plan.rows] == [
        (ArchiveInXero, "Xero deletes no contact: it is archived there, and can be restored there")
    ]


def test_undo_of_a_push_archives_the_contact_in_xero() -> None:
    world = World()
    host_id = world.host.add(HOST).host_id
    world.connect().import_contacts(ANNA)
    world.connection().create_xero_contact(host_id, ANNA)
    run = world.connection().latest_runs(1)[0]
    world.connection().undo(run.run_id, ANNA)
    assert [contact.status for contact in world.xero.contacts()] == [XeroStatus.ARCHIVED]


def test_undo_of_a_sync_restores_both_sides() -> None:
    world, xero_id, host_id, _ = matched()
    world.xero.edit(xero_id, {EMAIL: "new@acme.example"})
    world.host.edit(host_id, {PHONE: Phone("555 0202")})
    run = world.connection().sync_contacts(ANNA)
    world.pass_time()
    world.connection().undo(run.run_id, ANNA)
    assert (host_fields(world, host_id).billing_email, world.xero_contact(xero_id).fields) == (
        "office@acme.example",
        XERO.with_values({EMAIL: "new@acme.example"}),
    )


def test_what_was_undone_does_not_flow_again() -> None:
    world, xero_id, _, _ = matched()
    world.xero.edit(xero_id, {EMAIL: "new@acme.example"})
    run = world.connection().sync_contacts(ANNA)
    world.pass_time()
    world.connection().undo(run.run_id, ANNA)
    world.pass_time()
    again = world.connection().sync_contacts(ANNA)
    assert (again.counts.get("host_written", 0), again.counts.get("xero_written", 0)) == (0, 0)


def test_edit_after_an_undo_flows() -> None:
    world, xero_id, host_id, _ = matched()
    world.xero.edit(xero_id, {EMAIL: "new@acme.example"})
    run = world.connection().sync_contacts(ANNA)
    world.connection().undo(run.run_id, ANNA)
    world.pass_time()
    world.xero.edit(xero_id, {EMAIL: "newest@acme.example"})
    world.connection().sync_contacts(ANNA)
    assert host_fields(world, host_id).billing_email == "newest@acme.example"


def test_undoing_an_undo_links_the_pair_again() -> None:
    world, xero_id, host_id, run_id = matched()
    undone = world.connection().undo(run_id, ANNA)
    world.pass_time()
    world.connection().undo(undone.run.run_id, ANNA)
    assert (world.pairs(), host_fields(world, host_id)) == ({xero_id: host_id}, XERO)


def test_second_undo_finds_nothing_to_do() -> None:
    world, _, _, run_id = matched()
    world.connection().undo(run_id, ANNA)
    assert world.connection().plan_undo(run_id, ANNA).rows == ()


def test_plan_of_an_undo_writes_to_neither_side() -> None:
    world, _, _, run_id = matched()
    before = (world.host_fields(), [c.fields for c in world.xero.contacts()], states(world))
    world.connection().plan_undo(run_id, ANNA)
    after = (world.host_fields(), [c.fields for c in world.xero.contacts()], states(world))
    assert after == before


def test_undo_of_an_import_removes_what_it_created_and_nothing_else() -> None:
    world = World()
    world.xero.add(XERO)
    own = world.host.add(fields("Somebody Else", "else@example.com")).host_id
    run = world.connect().import_contacts(ANNA)
    plan = world.connection().plan_undo(run.run_id, ANNA)
    assert [type(row.action) for row in plan.rows] == [RemoveFromHost]
    world.connection().apply(plan, ANNA)
    assert list(world.host.contacts()) == [own]


def test_run_that_the_journal_does_not_know_is_refused() -> None:
    world, _, _, _ = matched()
    with pytest.raises(NoSuchRunError):
        world.connection().undo(RunId("nobody"), ANNA)
