"""Make two-way: a pushed link is promoted, once its differences were seen (semantics row 1)."""

import pytest

from tests.usecases.asking import BEFORE, link_of, linked, pushed, stopped, sync, two_way
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import NotLinkedError, NotPossibleError
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import ANNA, World

NAME, EMAIL = FieldName.NAME, FieldName.BILLING_EMAIL


def drifted() -> tuple[World, XeroContactId]:
    """A pushed pair whose host contact was edited since; that has not flowed."""
    world, xero_id, host_id = pushed()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    sync(world)
    assert world.xero_contact(xero_id).fields == BEFORE
    return world, xero_id


def test_promoted_link_is_two_way() -> None:
    world, xero_id, _ = pushed()
    two_way(world, xero_id)
    assert link_of(world, xero_id).direction is Direction.TWO_WAY


def test_drifted_host_edit_flows_to_xero() -> None:
    world, xero_id = drifted()
    two_way(world, xero_id)
    assert world.xero_contact(xero_id).fields.billing_email == "host@acme.example"


def test_plan_shows_the_difference_and_writes_nothing() -> None:
    world, xero_id = drifted()
    (row,) = world.connection().plan_make_two_way([xero_id], ANNA).rows
    assert row.xero_after is not None
    assert row.xero_after.billing_email == "host@acme.example"
    assert world.xero_contact(xero_id).fields == BEFORE


def test_planned_promotion_moves_no_link() -> None:
    world, xero_id = drifted()
    world.connection().plan_make_two_way([xero_id], ANNA)
    assert link_of(world, xero_id).direction is Direction.FROM_XERO


def test_nothing_drifted_writes_nothing() -> None:
    world, xero_id, _ = pushed()
    written = world.host.written, len(world.xero.written)
    two_way(world, xero_id)
    assert (world.host.written, len(world.xero.written)) == written


def test_conflict_is_held() -> None:
    world, xero_id, host_id = pushed()
    world.host.edit(host_id, {NAME: "Host"})
    world.xero.edit(xero_id, {NAME: "Xero"})
    two_way(world, xero_id)
    (issue,) = world.connection().issues()
    assert (issue.kind, issue.fields) == (IssueKind.FIELD_CONFLICT, (NAME,))


def test_later_edits_flow_both_ways() -> None:
    world, xero_id, host_id = pushed()
    two_way(world, xero_id)
    world.host.edit(host_id, {FieldName.PRIMARY_PHONE: Phone("555 0777")})
    sync(world)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0777")


def test_promoting_a_two_way_link_is_refused() -> None:
    world, xero_id, _ = linked()
    with pytest.raises(NotPossibleError, match="possible: stop_syncing"):
        two_way(world, xero_id)


def test_promoting_a_stopped_pair_is_refused_and_names_what_is_possible() -> None:
    world, xero_id, _ = stopped()
    with pytest.raises(NotPossibleError, match="relink, rematch"):
        two_way(world, xero_id)


def test_promoting_a_suspended_pair_is_refused() -> None:
    world, xero_id, _ = pushed()
    world.xero.archive(xero_id)
    sync(world)
    with pytest.raises(NotPossibleError, match="suspended"):
        two_way(world, xero_id)
    assert link_of(world, xero_id).direction is Direction.FROM_XERO


def test_promoting_an_unlinked_contact_is_refused() -> None:
    world, _, _ = pushed()
    with pytest.raises(NotLinkedError):
        two_way(world, XeroContactId("nobody"))
