"""Settle a merge: of two pairs that became one contact, a person says which stands."""

import pytest

from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import NotPossibleError, UnknownContactError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.worlds import ANNA, World, fields

Xero = tuple[XeroContactId, XeroContactId]
Host = tuple[HostContactId, HostContactId]


def pairs() -> tuple[World, Xero, Host]:
    """Two linked pairs."""
    world = World()
    first, second = (world.xero.add(fields(n, f"{n}@x.example")) for n in ("Acme", "Kauri"))
    here, there = (world.host.add(fields(n, f"{n}@x.example")) for n in ("Acme", "Kauri"))
    world.imported()
    return world, (first, second), (here.host_id, there.host_id)


def merged_in_xero() -> tuple[World, Xero, Host]:
    """In Xero, the first contact was merged into the second."""
    world, xero, host = pairs()
    world.xero.merge(*xero)
    world.connection().sync_contacts()
    return world, xero, host


def merged_in_host() -> tuple[World, Xero, Host]:
    """In the host, the first contact was merged into the second."""
    world, xero, host = pairs()
    world.host.merge(*host)
    world.connection().sync_contacts()
    return world, xero, host


def stopped(world: World) -> Link:
    (client,) = world.connection().client_list((LinkState.PREVIOUSLY_SYNCED,))
    return client.link


def kinds(world: World) -> list[IssueKind]:
    return [issue.kind for issue in world.connection().issues()]


def sync(world: World) -> None:
    for _ in range(3):
        world.pass_time()
        world.connection().sync_contacts()


def test_a_merge_of_two_pairs_in_xero_waits_for_a_person() -> None:
    world, _, _ = merged_in_xero()
    assert kinds(world) == [IssueKind.MERGE_COLLISION]


def test_after_a_merge_in_xero_the_survivors_pair_may_stand() -> None:
    world, (lost, survivor), (here, there) = merged_in_xero()
    world.connection().settle_merge(lost, survivor, ANNA)
    sync(world)
    assert (world.pairs(), kinds(world)) == ({survivor: there}, [])
    assert (stopped(world).xero_id, stopped(world).host_id) == (lost, here)


def test_after_a_merge_in_xero_the_losers_pair_may_stand() -> None:
    """Its link follows to the survivor; the other host contact is in no automatic's reach."""
    world, (lost, survivor), (here, there) = merged_in_xero()
    world.connection().settle_merge(lost, lost, ANNA)
    sync(world)
    assert (world.pairs(), kinds(world)) == ({survivor: here}, [])
    assert (stopped(world).xero_id, stopped(world).host_id) == (lost, there)


def test_the_losers_pair_takes_the_survivors_values() -> None:
    """The link keeps its bases, so that what Xero says now is a change that flows."""
    world, (lost, survivor), (here, _) = merged_in_xero()
    world.connection().settle_merge(lost, lost, ANNA)
    sync(world)
    assert world.host.contacts()[here].fields == world.xero_contact(survivor).fields
    assert world.xero_contact(survivor).fields.name == "Kauri"


def test_the_stopped_host_contact_is_left_alone() -> None:
    world, (lost, _), (_, there) = merged_in_xero()
    before = world.host.contacts()[there]
    world.connection().settle_merge(lost, lost, ANNA)
    sync(world)
    assert world.host.contacts()[there] == before


def test_a_merge_of_two_pairs_in_the_host_waits_for_a_person() -> None:
    world, _, _ = merged_in_host()
    sync(world)
    assert kinds(world) == [IssueKind.HOST_MERGE]


def test_after_a_merge_in_the_host_the_survivors_pair_may_stand() -> None:
    world, (lost, survivor), (here, there) = merged_in_host()
    world.connection().settle_merge(lost, survivor, ANNA)
    sync(world)
    assert (world.pairs(), kinds(world)) == ({survivor: there}, [])
    assert (stopped(world).xero_id, stopped(world).host_id) == (lost, here)


def test_after_a_merge_in_the_host_the_losers_pair_may_stand() -> None:
    """The other Xero contact keeps a tombstone: it is not imported as somebody new."""
    world, (lost, survivor), (here, there) = merged_in_host()
    world.connection().settle_merge(lost, lost, ANNA)
    sync(world)
    assert world.pairs() == {lost: there}
    assert (stopped(world).xero_id, stopped(world).host_id) == (survivor, here)
    assert list(world.host.contacts()) == [there]


def test_after_a_merge_in_the_host_what_it_says_now_flows_but_for_a_taken_name() -> None:
    """The stopped Xero contact still has the name; a person archives it, or gives the name up."""
    world, (lost, _), _ = merged_in_host()
    world.connection().settle_merge(lost, lost, ANNA)
    sync(world)
    assert world.xero_contact(lost).fields == fields("Acme", "Kauri@x.example")
    assert kinds(world) == [IssueKind.NAME_TAKEN]


def test_the_tombstone_says_why_and_by_whom() -> None:
    world, (lost, _), _ = merged_in_host()
    world.connection().settle_merge(lost, lost, ANNA)
    separated = stopped(world).separated
    assert separated is not None
    assert (separated.by, separated.why) == (
        ANNA,
        f"a merge: a person kept the pair of Xero contact {lost}",
    )


def test_an_edit_after_the_choice_flows() -> None:
    world, (lost, survivor), (here, _) = merged_in_xero()
    world.connection().settle_merge(lost, lost, ANNA)
    sync(world)
    world.host.edit(here, {FieldName.NAME: "Acme and Kauri"})
    sync(world)
    assert world.xero_contact(survivor).fields.name == "Acme and Kauri"


def test_the_plan_names_what_is_stopped_and_moves_nothing() -> None:
    world, (lost, survivor), (here, there) = merged_in_xero()
    plan = world.connection().plan_settle_merge(lost, lost, ANNA)
    assert plan.rows[0].warnings == (f"the pair of Xero contact {survivor} is stopped",)
    clients = world.connection().client_list(tuple(LinkState))
    assert {c.link.xero_id: c.link.host_id for c in clients} == {lost: here, survivor: there}


def test_a_choice_of_neither_pair_names_both() -> None:
    world, (lost, survivor), _ = merged_in_xero()
    says = f"in neither of the two pairs; possible: keep {lost}, keep {survivor}"
    with pytest.raises(NotPossibleError, match=says):
        world.connection().settle_merge(lost, XeroContactId("none"), ANNA)


def test_a_choice_without_a_merge_is_refused() -> None:
    world, (first, second), _ = pairs()
    with pytest.raises(NotPossibleError, match="no merge waits"):
        world.connection().settle_merge(first, second, ANNA)


def test_a_survivor_that_the_host_deleted_meanwhile_is_refused() -> None:
    world, (lost, _), (_, there) = merged_in_host()
    world.host.delete(there)
    with pytest.raises(UnknownContactError):
        world.connection().settle_merge(lost, lost, ANNA)


def test_another_partner_answers_a_merge_in_the_host_too() -> None:
    world, (lost, _), _ = merged_in_host()
    other = world.host.add(fields("Somebody else"))
    world.connection().confirm_link(lost, other.host_id, ANNA)
    assert (world.pairs()[lost], kinds(world)) == (other.host_id, [])


def test_a_run_alone_answers_no_merge_in_the_host() -> None:
    world, (lost, _), _ = merged_in_host()
    world.xero.edit(lost, {FieldName.NAME: "Acme again"})
    sync(world)
    assert kinds(world) == [IssueKind.HOST_MERGE]
