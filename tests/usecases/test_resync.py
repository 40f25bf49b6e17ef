"""Re-match, create new, re-link: what a person does about a stopped pair (semantics 27 to 29)."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.usecases.asking import (
    BEFORE,
    create_new,
    former,
    link_of,
    linked,
    links,
    relink,
    rematch,
    stop,
    stopped,
    sync,
)
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.issues import CandidateReason, IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import (
    IllegalTransitionError,
    NameTakenError,
    NotPossibleError,
    RefusedError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, Direction
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.resync import draw_create_new

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
SYNCED, APART, ENDED = LinkState.SYNCED, LinkState.PREVIOUSLY_SYNCED, LinkState.ENDED


def test_relinked_partners_are_in_sync_again() -> None:
    world, xero_id, host_id = stopped()
    relink(world, xero_id)
    assert links(world) == [(xero_id, host_id, SYNCED)]


def test_relink_merges_three_way_from_the_stop() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    relink(world, xero_id)
    both = world.xero_contact(xero_id).fields, world.host.contacts()[host_id].fields
    merged = BEFORE.with_values({EMAIL: "host@acme.example", PHONE: Phone("555 0199")})
    assert both == (merged, merged)


def test_relink_holds_what_both_sides_changed() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    world.xero.edit(xero_id, {EMAIL: "xero@acme.example"})
    relink(world, xero_id)
    (issue,) = world.connection().issues()
    assert (issue.kind, issue.fields) == (IssueKind.FIELD_CONFLICT, (EMAIL,))


def test_the_plan_of_a_relink_shows_the_difference_since_the_stop() -> None:
    world, xero_id, _ = stopped()
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    (row,) = world.connection().plan_relink([xero_id], ANNA).rows
    assert row.host_before is not None
    assert row.host_after is not None
    assert (row.host_before.primary_phone, row.host_after.primary_phone) == (
        Phone("555 0101"),
        Phone("555 0199"),
    )


def test_a_planned_relink_writes_nothing() -> None:
    world, xero_id, host_id = stopped()
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    world.connection().plan_relink([xero_id], ANNA)
    assert links(world) == [(xero_id, host_id, APART)]
    assert world.host.contacts()[host_id].fields == BEFORE


def test_a_planned_relink_whose_host_contact_moved_is_not_forced() -> None:
    world, xero_id, host_id = stopped()
    plan = world.connection().plan_relink([xero_id], ANNA)
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    applied = world.connection().apply(plan, ANNA)
    assert applied.moved == tuple(row.decision_id for row in plan.rows)
    assert link_of(world, xero_id).state is APART


def test_relink_of_a_contact_that_is_archived_in_xero_is_refused() -> None:
    world, xero_id, host_id = stopped()
    world.xero.archive(xero_id)
    with pytest.raises(NotPossibleError, match="restore it there first") as error:
        relink(world, xero_id)
    assert error.value.instead == ("create_new_contact from the host's data",)
    assert links(world) == [(xero_id, host_id, APART)]


def test_relinked_pair_that_is_archived_later_is_suspended() -> None:
    world, xero_id, _ = stopped()
    relink(world, xero_id)
    world.xero.archive(xero_id)
    sync(world)
    assert link_of(world, xero_id).state is LinkState.SUSPENDED


def test_relink_of_a_contact_that_the_host_deleted_is_refused() -> None:
    """Semantics row 24: create new is possible, re-link is not."""
    world, xero_id, host_id = linked()
    world.host.delete(host_id)
    sync(world)
    with pytest.raises(NotPossibleError, match="no longer has the contact") as error:
        relink(world, xero_id)
    assert "create_new_contact from Xero's data" in error.value.instead


def test_relink_of_a_pair_in_sync_is_refused() -> None:
    world, xero_id, _ = linked()
    with pytest.raises(IllegalTransitionError, match=r"possible: stop_syncing"):
        relink(world, xero_id)


def test_rematch_of_the_former_partner_links_the_same_pair_again() -> None:
    world, xero_id, host_id = stopped()
    rematch(world, xero_id)
    assert links(world) == [(xero_id, host_id, SYNCED)]


def test_rematch_of_the_former_partner_merges_three_way_from_the_stop() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {PHONE: Phone("555 0199")})
    rematch(world, xero_id)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0199")


def test_rematched_link_is_two_way() -> None:
    """Semantics row 1."""
    world = World()
    world.imported()
    host = world.host.add(BEFORE)
    pushed = world.connection().create_xero_contact(host.host_id, ANNA).link
    assert pushed is not None
    stop(world, pushed.xero_id)
    rematch(world, pushed.xero_id)
    assert link_of(world, pushed.xero_id).direction is Direction.TWO_WAY


def moved_on() -> tuple[World, XeroContactId]:
    """The former partner was renamed; another host contact has the name and email now."""
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {NAME: "Somebody else", EMAIL: "else@acme.example"})
    return world, xero_id


def test_rematch_with_another_free_contact_links_it_and_ends_the_tombstone() -> None:
    world, xero_id = moved_on()
    other = world.host.add(fields("Acme", "a@acme.example"))
    rematch(world, xero_id)
    assert world.pairs() == {xero_id: other.host_id}
    assert former(world) == ()


def test_rematch_with_another_contact_lets_xero_overwrite() -> None:
    world, xero_id = moved_on()
    other = world.host.add(fields("Acme", "a@acme.example"))
    rematch(world, xero_id)
    assert world.host.contacts()[other.host_id].fields.primary_phone == Phone("555 0101")


def test_rematch_never_steals_a_candidate_that_is_linked_elsewhere() -> None:
    world, xero_id = moved_on()
    world.xero.edit(xero_id, {NAME: "Beta", EMAIL: "b@acme.example"})
    world.xero.enforce_unique = False
    holder = world.xero.add(fields("Beta", "b@acme.example"))
    world.xero.archive(xero_id)
    sync(world)
    taken = world.pairs()[holder]
    world.xero.restore(xero_id)
    rematch(world, xero_id)
    assert world.pairs() == {holder: taken}
    (issue,) = world.connection().issues(list(IssueKind))
    assert issue.subject == f"xero:{xero_id}"


def test_rematch_in_conflict_opens_a_match_issue_with_the_former_partner_first() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "other@acme.example"})
    rematch(world, xero_id)
    (issue,) = world.connection().match_issues()
    assert issue.issue.kind is IssueKind.NAME_ONLY
    assert [(c.contact.host_id, c.reason) for c in issue.candidates] == [
        (host_id, CandidateReason.FORMER_PARTNER)
    ]


def test_issue_of_a_rematch_outlasts_a_later_sync() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "other@acme.example"})
    rematch(world, xero_id)
    world.xero.edit(xero_id, {PHONE: Phone("555 0199")})
    sync(world)
    assert len(world.connection().match_issues()) == 1


def test_rematch_in_conflict_leaves_the_pair_apart() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "other@acme.example"})
    rematch(world, xero_id)
    assert links(world) == [(xero_id, host_id, APART)]


def test_rematch_without_a_match_leaves_it_where_it_is_and_names_the_two_creates() -> None:
    world, xero_id = moved_on()
    applied = rematch(world, xero_id)
    assert [(i.subject, i.why.count("create_new_contact")) for i in applied.impossible] == [
        (f"xero:{xero_id}", 2)
    ]
    assert link_of(world, xero_id).state is APART


def test_rematch_counts_a_contact_that_the_filter_leaves_out() -> None:
    """Semantics row 10: re-link bypasses the filter."""
    world, xero_id, host_id = stopped()
    customers = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
    world.connection().change_settings(customers, ANNA)
    rematch(world, xero_id)
    assert world.pairs() == {xero_id: host_id}


def test_rematch_of_an_archived_contact_is_refused() -> None:
    world, xero_id, _ = stopped()
    world.xero.archive(xero_id)
    with pytest.raises(NotPossibleError, match="archived in Xero"):
        rematch(world, xero_id)


def test_create_new_from_xero_makes_a_second_host_contact_while_the_first_is_alive() -> None:
    world, xero_id, host_id = stopped()
    create_new(world, xero_id)
    assert len(world.host.contacts()) == 2
    assert world.pairs().keys() == {xero_id}
    assert world.pairs()[xero_id] != host_id


def test_create_new_from_xero_ends_the_tombstone_in_the_same_step() -> None:
    world, xero_id, host_id = stopped()
    create_new(world, xero_id)
    assert (xero_id, host_id, ENDED) in links(world)


@pytest.mark.parametrize("source", Side)
def test_create_new_warns_while_the_former_partner_is_alive(source: Side) -> None:
    world, xero_id, _ = stopped()
    name = "Acme Two" if source is Side.HOST else None
    plan = world.connection().plan_create_new_contact([xero_id], source, ANNA, name)
    assert ["former partner is still" in warning for warning in plan.rows[0].warnings] == [True]


def test_create_new_after_a_deletion_in_the_host_warns_of_nothing() -> None:
    world, xero_id, host_id = linked()
    world.host.delete(host_id)
    sync(world)
    plan = world.connection().plan_create_new_contact([xero_id], Side.XERO, ANNA)
    assert plan.rows[0].warnings == ()


def test_create_new_after_a_deletion_in_the_host_links_the_new_contact() -> None:
    world, xero_id, host_id = linked()
    world.host.delete(host_id)
    sync(world)
    create_new(world, xero_id)
    assert world.partner(xero_id).fields == BEFORE


def test_create_new_from_the_host_is_refused_while_the_old_name_is_taken() -> None:
    world, xero_id, host_id = stopped()
    with pytest.raises(NameTakenError, match="relink the two, give another name, or archive"):
        create_new(world, xero_id, Side.HOST)
    assert (links(world), len(world.xero.contacts())) == ([(xero_id, host_id, APART)], 1)


def test_create_new_from_the_host_under_another_name_makes_a_second_xero_contact() -> None:
    world, xero_id, host_id = stopped()
    create_new(world, xero_id, Side.HOST, "Acme Two")
    ((created, partner),) = world.pairs().items()
    assert (created != xero_id, partner) == (True, host_id)
    assert world.xero_contact(created).fields == BEFORE.with_values({NAME: "Acme Two"})


def test_another_name_is_an_agreed_difference() -> None:
    world, xero_id, host_id = stopped()
    create_new(world, xero_id, Side.HOST, "Acme Two")
    world.pass_time()
    sync(world)
    assert world.host.contacts()[host_id].fields.name == "Acme"


def test_the_former_partner_in_xero_is_decided_anew() -> None:
    """It has lost its tombstone, so it is a contact of Xero without a link, as any other."""
    world, xero_id, _ = stopped()
    create_new(world, xero_id, Side.HOST, "Acme Two")
    assert [issue.subject for issue in world.connection().issues()] == [f"xero:{xero_id}"]


def test_create_new_from_the_host_takes_the_old_name_once_it_is_archived() -> None:
    """Names are unique among active contacts (fact sheet 3.3)."""
    world, xero_id, host_id = stopped()
    world.xero.archive(xero_id)
    create_new(world, xero_id, Side.HOST)
    ((created, partner),) = world.pairs().items()
    assert (created != xero_id, partner) == (True, host_id)


@pytest.mark.parametrize("direction", Direction)
def test_new_contact_from_the_host_flows_as_pushed_links_do(direction: Direction) -> None:
    world, xero_id, _ = stopped(ContactSettings(pushed_link_direction=direction))
    create_new(world, xero_id, Side.HOST, "Acme Two")
    (created,) = world.pairs()
    assert link_of(world, created).direction is direction


def test_create_new_from_a_host_contact_that_is_gone_is_refused() -> None:
    world, xero_id, host_id = linked()
    world.host.delete(host_id)
    sync(world)
    with pytest.raises(UnknownContactError):
        create_new(world, xero_id, Side.HOST)


def test_create_new_under_a_name_that_cannot_be_used_is_refused() -> None:
    world, xero_id, _ = stopped()
    with pytest.raises(UnusableContactError, match="no name"):
        create_new(world, xero_id, Side.HOST, " ")


@pytest.mark.parametrize("ids", [0, 2])
def test_a_name_is_for_exactly_one_contact(ids: int) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        draw_create_new([XeroContactId(str(n)) for n in range(ids)], Side.HOST, "Acme")


@pytest.mark.parametrize("verb", [relink, rematch, create_new])
def test_an_illegal_step_raises_and_moves_nothing(verb: object) -> None:
    world, xero_id, _ = linked()
    before = links(world), world.host.contacts(), world.xero.contacts()
    with pytest.raises(RefusedError, match="possible: "):
        verb(world, xero_id)  # type: ignore[operator]  # each takes a world and an id
    assert (links(world), world.host.contacts(), world.xero.contacts()) == before


def test_the_worst_of_many_is_told_beside_the_others() -> None:
    world, xero_id, host_id = stopped()
    applied = relink(world, XeroContactId("nobody"), xero_id)
    assert [i.subject for i in applied.impossible] == ["xero:nobody"]
    assert world.pairs() == {xero_id: host_id}


def relinking(world: World, xero_id: XeroContactId) -> None:
    relink(world, xero_id)


def creating_in_host(world: World, xero_id: XeroContactId) -> None:
    create_new(world, xero_id)


def creating_in_xero(world: World, xero_id: XeroContactId) -> None:
    create_new(world, xero_id, Side.HOST, "Acme Two")


Verb = Callable[[World, XeroContactId], None]
CRASHING: dict[Verb, tuple[int, int]] = {
    relinking: (1, 1),
    creating_in_host: (2, 1),
    creating_in_xero: (1, 2),
}
"""Each verb, and how many contacts there are afterwards in the host and in Xero."""


def crashed(verb: Verb, at: int) -> tuple[World, XeroContactId, list[str]]:
    """The verb, stopped at one point of its port calls, and what a worker makes of it later."""
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    trap = Trap(at)
    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    with suppress(Crash):
        verb(world, xero_id)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()
    return world, xero_id, trap.points


@pytest.mark.parametrize("verb", CRASHING)
def test_a_crash_at_any_port_call_leaves_a_tombstone_or_the_whole_outcome(verb: Verb) -> None:
    """Never half of it, never twice, and no tombstone that was ended for nothing."""
    _, _, points = crashed(verb, 0)
    ends = {_end(*crashed(verb, at)[:2]) for at in range(1, len(points) + 1)}
    assert ends == {("apart", 1, 1), ("linked", *CRASHING[verb])}


def _end(world: World, xero_id: XeroContactId) -> tuple[str, int, int]:
    """Once an open effect is finished, before the sync imports what was set free."""
    with suppress(RefusedError):
        stop(world, XeroContactId("nobody"))
    standing = [state for _, _, state in links(world) if state is not ENDED]
    word = "apart" if standing == [APART] else "linked" if standing == [SYNCED] else "odd"
    return word, len(world.host.contacts()), len(world.xero.contacts())


def test_nothing_is_offered_for_a_former_pair_while_the_connection_is_paused() -> None:
    world, _, _ = stopped()
    world.connection().pause(ANNA, "audit")
    assert [pair.next_steps for pair in world.connection().previously_synced()] == [()]
