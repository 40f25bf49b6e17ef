"""The client list, and the Xero Client section of one host contact as data."""

from collections.abc import Callable

import pytest

from tests.usecases.asking import (
    BEFORE,
    create_new,
    link_of,
    linked,
    links,
    pushed,
    relink,
    rematch,
    section,
    stop,
    stopped,
    sync,
    two_way,
)
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.differences import DifferenceKind
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.contacts.next_steps import NextStep
from xerolink.domain.errors import RefusedError, UnknownContactError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.ports.errors import UnavailableError
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.client_section import SectionState

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
Met = tuple[World, XeroContactId, HostContactId]


def unlinked() -> Met:
    world = World()
    world.imported()
    return world, XeroContactId("nobody"), world.host.add(BEFORE).host_id


def unusable() -> Met:
    world = World()
    world.imported()
    return (
        world,
        XeroContactId("nobody"),
        world.host.add(fields("Bad", "bad\x00@acme.example")).host_id,
    )


def suspended() -> Met:
    world, xero_id, host_id = linked()
    world.xero.archive(xero_id)
    sync(world)
    return world, xero_id, host_id


def stopped_and_archived() -> Met:
    world, xero_id, host_id = stopped()
    world.xero.archive(xero_id)
    sync(world)
    return world, xero_id, host_id


def pushed_and_archived() -> Met:
    world, xero_id, host_id = pushed()
    world.xero.archive(xero_id)
    sync(world)
    return world, xero_id, host_id


def stopped_and_blank() -> Met:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {NAME: ""})
    return world, xero_id, host_id


def in_conflict() -> Met:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    world.xero.edit(xero_id, {EMAIL: "xero@acme.example"})
    sync(world)
    return world, xero_id, host_id


def drifting() -> Met:
    world, xero_id, host_id = pushed()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    sync(world)
    return world, xero_id, host_id


def resolve(world: World, xero_id: XeroContactId, _: HostContactId) -> None:
    world.connection().resolve_conflict(xero_id, {EMAIL: Side.XERO}, ANNA)


def create(world: World, _: XeroContactId, host_id: HostContactId) -> None:
    world.connection().create_xero_contact(host_id, ANNA, "Acme Two")


def unnamed() -> Met:
    world = World()
    world.imported()
    return world, XeroContactId("nobody"), world.host.add(fields("")).host_id


def disconnected(made: Callable[[], Met]) -> Met:
    world, xero_id, host_id = made()
    world.app().disconnect(world.connection_id, ANNA)
    return world, xero_id, host_id


def paused(made: Callable[[], Met]) -> Met:
    world, xero_id, host_id = made()
    world.connection().pause(ANNA, "month end")
    return world, xero_id, host_id


def all_paused(made: Callable[[], Met]) -> Met:
    world, xero_id, host_id = made()
    world.app().pause_all(ANNA, "month end")
    return world, xero_id, host_id


SITUATIONS: dict[str, Callable[[], Met]] = {
    "unlinked": unlinked,
    "unusable": unusable,
    "unnamed": unnamed,
    "linked": linked,
    "pushed": pushed,
    "pushed and archived": pushed_and_archived,
    "in conflict": in_conflict,
    "drifting": drifting,
    "suspended": suspended,
    "stopped": stopped,
    "stopped and archived": stopped_and_archived,
    "stopped and blank": stopped_and_blank,
    "linked, disconnected": lambda: disconnected(linked),
    "stopped, disconnected": lambda: disconnected(stopped),
    "unlinked, paused": lambda: paused(unlinked),
    "in conflict, paused": lambda: paused(in_conflict),
    "stopped, all paused": lambda: all_paused(stopped),
}
VERBS: dict[NextStep, Callable[[World, XeroContactId, HostContactId], object]] = {
    NextStep.CREATE_IN_XERO: create,
    NextStep.STOP_SYNCING: lambda world, xero_id, _: stop(world, xero_id),
    NextStep.MAKE_TWO_WAY: lambda world, xero_id, _: two_way(world, xero_id),
    NextStep.RESOLVE_CONFLICT: resolve,
    NextStep.RELINK: lambda world, xero_id, _: relink(world, xero_id),
    NextStep.REMATCH: lambda world, xero_id, _: rematch(world, xero_id),
    NextStep.CREATE_NEW_FROM_XERO: lambda world, xero_id, _: create_new(world, xero_id),
    NextStep.CREATE_NEW_FROM_HOST: lambda world, xero_id, _: create_new(
        world, xero_id, Side.HOST, "Acme Two"
    ),
}


def everything(world: World) -> object:
    return links(world), world.host.contacts(), world.xero.contacts()


@pytest.mark.parametrize("step", VERBS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_offered_step_works_and_every_other_is_refused_and_moves_nothing(
    situation: str, step: NextStep
) -> None:
    world, xero_id, host_id = SITUATIONS[situation]()
    before = everything(world)
    if step in section(world, host_id).next_steps:
        VERBS[step](world, xero_id, host_id)
    else:
        with pytest.raises(RefusedError):
            VERBS[step](world, xero_id, host_id)
        assert everything(world) == before


def test_unlinked_contact() -> None:
    world, _, host_id = unlinked()
    shown = section(world, host_id)
    assert (shown.state, shown.client) == (SectionState.UNLINKED, None)
    assert shown.next_steps == (NextStep.CREATE_IN_XERO,)


def test_candidate_of_a_match_issue_is_offered_the_link() -> None:
    world = World()
    world.xero.add(fields("Acme", "new@acme.example"))
    host = world.host.add(fields("Acme", "old@acme.example"))
    world.imported()
    shown = section(world, host.host_id)
    assert shown.next_steps == (NextStep.CREATE_IN_XERO, NextStep.CONFIRM_LINK)
    assert [issue.kind for issue in shown.issues] == [IssueKind.NAME_ONLY]


def test_link_that_a_candidate_is_offered_can_be_confirmed() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme", "new@acme.example"))
    host = world.host.add(fields("Acme", "old@acme.example"))
    world.imported()
    world.connection().confirm_link(xero_id, host.host_id, ANNA)
    assert section(world, host.host_id).state is SectionState.LINKED


def test_linked_contact_has_its_page_in_xero() -> None:
    world, xero_id, host_id = linked()
    shown = section(world, host_id)
    assert shown.client is not None
    assert (shown.state, shown.client.link.xero_id) == (SectionState.LINKED, xero_id)
    assert xero_id in shown.client.xero_url


def test_linked_pair_that_agrees_has_no_difference() -> None:
    world, _, host_id = linked()
    assert section(world, host_id).differences == ()


def test_drift_of_a_one_way_pair_is_shown_with_both_values() -> None:
    world, _, host_id = drifting()
    (one,) = section(world, host_id).differences
    assert (one.name, one.kind) == (EMAIL, DifferenceKind.DRIFT)
    assert (one.host, one.xero) == ("host@acme.example", BEFORE.billing_email)


def test_agreed_difference_is_no_drift() -> None:
    """Semantics row 8: what only the host has stays, and is agreed."""
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(BEFORE)
    world.imported()
    (one,) = section(world, host.host_id).differences
    assert (one.name, one.kind) == (PHONE, DifferenceKind.AGREED)


def test_held_field_is_shown_and_can_be_resolved() -> None:
    world, _, host_id = in_conflict()
    shown = section(world, host_id)
    assert [(one.name, one.kind) for one in shown.differences] == [(EMAIL, DifferenceKind.HELD)]
    assert NextStep.RESOLVE_CONFLICT in shown.next_steps


def test_contact_whose_creation_is_not_known_yet_offers_nothing() -> None:
    world, _, host_id = unlinked()
    trap = Trap(1, lost, lambda point: point == "after xero.create_many")
    world.seen_xero = Trapped(world.xero, "xero", trap)
    with pytest.raises(UnavailableError):
        world.connection().create_xero_contact(host_id, ANNA)
    shown = section(world, host_id)
    assert (shown.state, shown.next_steps) == (SectionState.BEING_CREATED, ())


@pytest.mark.parametrize("halt", [disconnected, paused, all_paused])
def test_connection_that_refuses_every_verb_offers_nothing(
    halt: Callable[[Callable[[], Met]], Met],
) -> None:
    world, _, host_id = halt(linked)
    assert section(world, host_id).next_steps == ()


def test_steps_are_offered_again_when_somebody_resumes() -> None:
    world, _, host_id = paused(linked)
    world.connection().resume(ANNA)
    assert NextStep.STOP_SYNCING in section(world, host_id).next_steps


def test_contact_that_the_host_does_not_have_is_refused() -> None:
    world, _, _ = unlinked()
    with pytest.raises(UnknownContactError):
        section(world, HostContactId("nobody"))


def test_last_sync_is_the_time_of_the_last_flow() -> None:
    world, xero_id, host_id = linked()
    linked_at = link_of(world, xero_id).linked_at
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    world.connection().sync_contacts()
    assert link_of(world, xero_id).last_sync == world.clock.now() > linked_at
    assert section(world, host_id).client is not None


def test_a_sync_that_finds_nothing_does_not_move_the_last_sync() -> None:
    world, xero_id, _ = linked()
    before = link_of(world, xero_id).last_sync
    sync(world)
    assert link_of(world, xero_id).last_sync == before


def test_agreement_of_both_sides_is_a_sync() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {PHONE: Phone("555 0199")})
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    world.connection().sync_contacts()
    assert link_of(world, xero_id).last_sync == world.clock.now()


@pytest.mark.parametrize("search", ["acme", "ACME", "a@ACME", "cme"])
def test_client_list_is_searched_by_name_and_email(search: str) -> None:
    world, xero_id, _ = linked()
    world.xero.add(fields("Beta", "b@beta.example"))
    sync(world)
    found = world.connection().client_list(search=search)
    assert [client.link.xero_id for client in found] == [xero_id]


def test_client_list_tells_state_direction_and_last_sync() -> None:
    world, xero_id, _ = pushed()
    (client,) = world.connection().client_list()
    link = link_of(world, xero_id)
    assert (client.state, client.direction) == (LinkState.SYNCED, link.direction)
    assert client.last_sync == link.linked_at
