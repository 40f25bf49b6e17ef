"""Resolve and retry: a person answers held fields and refusals."""

import pytest

from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields
from xerolink.domain.errors import NotLinkedError, NotPossibleError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE


def linked() -> tuple[World, XeroContactId, HostContactId]:
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(fields("Acme", "a@acme.example"))
    world.imported()
    return world, xero_id, host.host_id


def held() -> tuple[World, XeroContactId, HostContactId]:
    """Name and email were changed on both sides, differently."""
    world, xero_id, host_id = linked()
    world.xero.edit(xero_id, {NAME: "Xero", EMAIL: "x@acme.example"})
    world.host.edit(host_id, {NAME: "Host", EMAIL: "h@acme.example"})
    world.connection().sync_contacts()
    return world, xero_id, host_id


def one_way() -> tuple[World, XeroContactId, HostContactId]:
    """A contact that was pushed, and edited in the host since."""
    world = World()
    world.imported()
    host = world.host.add(fields("Acme", "a@acme.example"))
    world.connection().create_xero_contact(host.host_id, ANNA)
    world.pass_time()
    world.host.edit(host.host_id, {EMAIL: "h@acme.example"})
    world.connection().sync_contacts()
    return world, next(iter(world.pairs())), host.host_id


def name_taken() -> tuple[World, XeroContactId, HostContactId, XeroContactId]:
    """The host's new name belongs to another contact in Xero."""
    world, xero_id, host_id = linked()
    holder = world.xero.add(fields("Kauri"))
    world.connection().sync_contacts()
    world.host.edit(host_id, {NAME: "Kauri"})
    world.connection().sync_contacts()
    return world, xero_id, host_id, holder


def both(world: World, xero_id: XeroContactId) -> tuple[SyncedFields, SyncedFields]:
    return world.partner(xero_id).fields, world.xero_contact(xero_id).fields


def kinds(world: World) -> list[IssueKind]:
    return [issue.kind for issue in world.connection().issues()]


@pytest.mark.parametrize(("side", "winner"), [(Side.HOST, "Host"), (Side.XERO, "Xero")])
def test_the_chosen_side_stands_on_both(side: Side, winner: str) -> None:
    world, xero_id, _ = held()
    world.connection().resolve_conflict(xero_id, {NAME: side, EMAIL: side}, ANNA)
    in_host, in_xero = both(world, xero_id)
    assert (in_host.name, in_xero.name) == (winner, winner)


def test_each_field_has_its_own_side() -> None:
    world, xero_id, _ = held()
    world.connection().resolve_conflict(xero_id, {NAME: Side.HOST, EMAIL: Side.XERO}, ANNA)
    agreed = fields("Host", "x@acme.example")
    assert both(world, xero_id) == (agreed, agreed)


def test_choosing_for_every_held_field_closes_the_issue() -> None:
    world, xero_id, _ = held()
    world.connection().resolve_conflict(xero_id, {NAME: Side.HOST, EMAIL: Side.XERO}, ANNA)
    assert kinds(world) == []


def test_a_field_without_a_choice_stays_held() -> None:
    world, xero_id, _ = held()
    world.connection().resolve_conflict(xero_id, {NAME: Side.HOST}, ANNA)
    (issue,) = world.connection().issues()
    in_host, in_xero = both(world, xero_id)
    assert (issue.kind, issue.fields) == (IssueKind.FIELD_CONFLICT, (EMAIL,))
    assert (in_host.billing_email, in_xero.billing_email) == ("h@acme.example", "x@acme.example")


def test_the_other_fields_flow_beside_a_choice() -> None:
    world, xero_id, host_id = held()
    world.host.edit(host_id, {PHONE: Phone("555 0101")})
    world.connection().resolve_conflict(xero_id, {NAME: Side.XERO}, ANNA)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0101")


def test_a_resolved_field_flows_again() -> None:
    world, xero_id, host_id = held()
    world.connection().resolve_conflict(xero_id, {NAME: Side.XERO, EMAIL: Side.XERO}, ANNA)
    world.pass_time()
    world.host.edit(host_id, {NAME: "Later"})
    world.connection().sync_contacts()
    assert world.xero_contact(xero_id).fields.name == "Later"


def test_a_choice_about_a_field_that_is_not_held_names_the_held_ones() -> None:
    world, xero_id, _ = held()
    says = "not held: primary_phone; possible: choose for name, choose for billing_email"
    with pytest.raises(NotPossibleError, match=says):
        world.connection().resolve_conflict(xero_id, {PHONE: Side.HOST, NAME: Side.HOST}, ANNA)


def test_a_refused_choice_moves_nothing() -> None:
    world, xero_id, _ = held()
    before = both(world, xero_id)
    with pytest.raises(NotPossibleError):
        world.connection().resolve_conflict(xero_id, {PHONE: Side.HOST, NAME: Side.HOST}, ANNA)
    assert (both(world, xero_id), kinds(world)) == (before, [IssueKind.FIELD_CONFLICT])


def test_a_choice_about_a_contact_without_a_link_is_refused() -> None:
    world, _, _ = linked()
    with pytest.raises(NotLinkedError):
        world.connection().resolve_conflict(XeroContactId("none"), {NAME: Side.HOST}, ANNA)


def test_a_choice_about_a_suspended_pair_is_refused() -> None:
    world, xero_id, _ = held()
    world.xero.archive(xero_id)
    world.connection().sync_contacts()
    with pytest.raises(NotPossibleError, match=f"the pair is {LinkState.SUSPENDED.value}"):
        world.connection().resolve_conflict(xero_id, {NAME: Side.HOST}, ANNA)


def test_the_hosts_value_of_a_one_way_pair_needs_two_ways() -> None:
    world, xero_id, _ = one_way()
    with pytest.raises(NotPossibleError, match="possible: make_two_way, then again, choose Xero"):
        world.connection().resolve_conflict(xero_id, {EMAIL: Side.HOST}, ANNA)


def test_xeros_value_may_be_chosen_on_a_one_way_pair() -> None:
    """It takes back what the host alone had changed."""
    world, xero_id, _ = one_way()
    world.connection().resolve_conflict(xero_id, {EMAIL: Side.XERO}, ANNA)
    assert world.partner(xero_id).fields.billing_email == "a@acme.example"


def test_a_taken_name_can_be_given_up() -> None:
    world, xero_id, _, _ = name_taken()
    world.connection().resolve_conflict(xero_id, {NAME: Side.XERO}, ANNA)
    assert (world.partner(xero_id).fields.name, kinds(world)) == ("Acme", [])


def test_a_taken_name_is_tried_again_once_it_is_free() -> None:
    world, xero_id, _, holder = name_taken()
    world.xero.edit(holder, {NAME: "Kauri Holdings"})
    world.connection().retry([xero_id], ANNA)
    assert (world.xero_contact(xero_id).fields.name, kinds(world)) == ("Kauri", [])


def test_trying_again_too_early_keeps_the_issue() -> None:
    world, xero_id, _, _ = name_taken()
    applied = world.connection().retry([xero_id], ANNA)
    assert (len(applied.refused), kinds(world)) == (1, [IssueKind.NAME_TAKEN])


def test_trying_again_what_was_taken_back_closes_the_issue() -> None:
    world, xero_id, host_id, _ = name_taken()
    world.host.edit(host_id, {NAME: "Acme"})
    world.connection().retry([xero_id], ANNA)
    assert kinds(world) == []


def test_nothing_is_tried_again_that_was_not_refused() -> None:
    world, xero_id, _ = held()
    says = "nothing was refused about it; possible: field_conflict: resolve_conflict"
    with pytest.raises(NotPossibleError, match=says):
        world.connection().retry([xero_id], ANNA)


def test_an_unusable_contact_is_to_be_mended_not_tried_again() -> None:
    world, xero_id, _ = linked()
    world.xero.edit(xero_id, {NAME: "Ac\x07me"})
    with pytest.raises(NotPossibleError, match="invalid: mend it where it is kept"):
        world.connection().retry([xero_id], ANNA)


def test_trying_many_again_survives_the_worst_row() -> None:
    world, xero_id, _, holder = name_taken()
    world.xero.edit(holder, {NAME: "Kauri Holdings"})
    applied = world.connection().retry([holder, xero_id], ANNA)
    assert [one.subject for one in applied.impossible] == [f"xero:{holder}"]
    assert world.xero_contact(xero_id).fields.name == "Kauri"
