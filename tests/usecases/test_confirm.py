"""Confirm and keep separate: a person answers match issues, one by one or by a rule."""

from collections.abc import Sequence

import pytest

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.decide_person import BulkRule
from xerolink.domain.contacts.effects import HostOutcome, HostPatch, Refused
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import Address, FieldName, Phone
from xerolink.domain.errors import (
    AlreadyLinkedError,
    NotPossibleError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.plan import Applied
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, Direction
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

QUAY = Address(("1 Quay Street",), "Auckland")
RULE = BulkRule.SAME_NAME_EMAIL_MISSING


def conflict() -> tuple[World, XeroContactId, HostContactId]:
    """One name under two billing emails; Xero has the phone, the host has the address."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "new@acme.example", Phone("555 0101")))
    host = world.host.add(fields("Acme", "old@acme.example", None, QUAY))
    world.imported()
    return world, xero_id, host.host_id


def rivals() -> tuple[World, list[XeroContactId], HostContactId]:
    """Two Xero contacts of one name and email, and one host contact that is both."""
    world = World()
    world.xero.enforce_unique = False
    ids = [world.xero.add(fields("Acme", "a@acme.example")) for _ in range(2)]
    host = world.host.add(fields("Acme", "a@acme.example"))
    world.imported()
    return world, ids, host.host_id


def stopped() -> tuple[World, XeroContactId, HostContactId]:
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(fields("Acme", "a@acme.example"))
    world.imported().stop_syncing([xero_id], ANNA)
    return world, xero_id, host.host_id


class Strict(Trapped):
    """A host that takes no new billing email."""

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        plain = [FieldName.BILLING_EMAIL not in patch.values for patch in patches]
        done = iter(self._port.update_many([p for p, ok in zip(patches, plain, strict=True) if ok]))
        return [next(done) if ok else Refused((_NO_EMAIL,)) for ok in plain]


_NO_EMAIL = Problem("the billing email is locked", FieldName.BILLING_EMAIL)


def refusing() -> tuple[World, XeroContactId, HostContactId]:
    """A conflict in which the only overwrite is refused."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "new@acme.example"))
    host = world.host.add(fields("Acme", "old@acme.example"))
    world.imported()
    world.seen_host = Strict(world.host, "host", Trap())
    return world, xero_id, host.host_id


def confirm(world: World, xero_id: XeroContactId, host_id: HostContactId) -> Applied:
    return world.connection().confirm_link(xero_id, host_id, ANNA)


def kinds(world: World) -> list[IssueKind]:
    return [issue.kind for issue in world.connection().issues()]


def sync(world: World) -> None:
    for _ in range(2):
        world.pass_time()
        world.connection().sync_contacts()


def test_xeros_values_overwrite_and_its_blanks_keep_the_hosts() -> None:
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    assert world.host.contacts()[host_id].fields == fields(
        "Acme", "new@acme.example", Phone("555 0101"), QUAY
    )


def test_confirming_writes_nothing_to_xero() -> None:
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    sync(world)
    assert world.xero.written == []


def test_a_confirmed_pair_is_two_way() -> None:
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    (client,) = world.connection().client_list()
    assert (client.link.xero_id, client.link.host_id) == (xero_id, host_id)
    assert client.link.direction is Direction.TWO_WAY


def test_a_blank_that_was_kept_stays_an_agreed_difference() -> None:
    """After later syncs Xero still has no address, and the host still has one."""
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    sync(world)
    assert not world.xero_contact(xero_id).fields.billing_address
    assert world.partner(xero_id).fields.billing_address == QUAY


def test_confirming_closes_the_issue() -> None:
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    assert kinds(world) == []


def test_the_plan_of_a_confirm_writes_nothing() -> None:
    world, xero_id, host_id = conflict()
    plan = world.connection().plan_confirm_link(xero_id, host_id, ANNA)
    assert (world.pairs(), world.host.written) == ({}, 0)
    assert [row.host_after for row in plan.rows] == [
        fields("Acme", "new@acme.example", Phone("555 0101"), QUAY)
    ]


def test_the_plan_of_a_confirm_can_be_applied() -> None:
    world, xero_id, host_id = conflict()
    connection = world.connection()
    connection.apply(connection.plan_confirm_link(xero_id, host_id, ANNA), ANNA)
    assert world.pairs() == {xero_id: host_id}


def test_a_planned_confirm_is_not_forced_on_a_contact_that_moved() -> None:
    world, xero_id, host_id = conflict()
    connection = world.connection()
    plan = connection.plan_confirm_link(xero_id, host_id, ANNA)
    world.host.edit(host_id, {FieldName.PRIMARY_PHONE: Phone("555 0199")})
    applied = connection.apply(plan, ANNA)
    assert (len(applied.moved), world.pairs()) == (1, {})


def test_a_contact_that_is_no_candidate_can_be_confirmed() -> None:
    world, xero_id, _ = conflict()
    other = world.host.add(fields("Somebody else"))
    confirm(world, xero_id, other.host_id)
    assert world.pairs() == {xero_id: other.host_id}


def test_a_contact_that_the_filter_hides_can_be_confirmed() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    xero_id = world.xero.add(fields("Acme"))
    host = world.host.add(fields("Acme"))
    world.imported()
    confirm(world, xero_id, host.host_id)
    assert world.pairs() == {xero_id: host.host_id}


def test_of_two_rivals_the_other_is_told_that_the_candidate_is_taken() -> None:
    world, (first, second), host_id = rivals()
    confirm(world, first, host_id)
    (issue,) = world.connection().match_issues()
    assert (issue.contact.xero_id, issue.candidates[0].taken) == (second, True)
    assert issue.issue.why == (
        "the host contact with this name and billing email is taken, or was separated"
    )


def test_of_two_rivals_the_other_cannot_be_linked_by_itself() -> None:
    """Not even when the first is no rival by its values any more (semantics row 7)."""
    world, (first, second), host_id = rivals()
    confirm(world, first, host_id)
    world.xero.edit(first, {FieldName.NAME: "Acme Holdings"})
    sync(world)
    assert second not in world.pairs()


def test_a_conflict_that_the_confirm_changed_changes_its_kind_at_once() -> None:
    """A name of one and an email of another: the second is now somebody else's, and renamed."""
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    world.host.add(fields("Acme"))
    mailbox = world.host.add(fields("Somebody", "a@acme.example"))
    world.imported()
    before = kinds(world)
    other = world.xero.add(fields("Kauri", "k@kauri.example"))
    confirm(world, other, mailbox.host_id)
    assert (before, kinds(world)) == ([IssueKind.SPLIT], [IssueKind.NAME_ONLY])


def test_one_rival_that_is_kept_separate_leaves_the_other_undecided() -> None:
    """The two still share both keys, so neither is linked without a person."""
    world, (first, second), host_id = rivals()
    world.connection().keep_separate([first], ANNA)
    sync(world)
    assert host_id not in world.pairs().values()
    assert second not in world.pairs()


def test_an_archived_contact_is_refused() -> None:
    world, xero_id, host_id = conflict()
    world.xero.archive(xero_id)
    with pytest.raises(NotPossibleError, match="archived in Xero; possible: restore it there"):
        confirm(world, xero_id, host_id)


def test_a_refused_confirm_moves_nothing() -> None:
    world, xero_id, host_id = conflict()
    world.xero.archive(xero_id)
    with pytest.raises(NotPossibleError):
        confirm(world, xero_id, host_id)
    assert (world.pairs(), world.host.written, kinds(world)) == ({}, 0, [IssueKind.NAME_ONLY])


def test_a_xero_contact_that_is_linked_answers_with_its_link() -> None:
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    other = world.host.add(fields("Somebody else"))
    with pytest.raises(AlreadyLinkedError) as refused:
        confirm(world, xero_id, other.host_id)
    assert (refused.value.xero_id, refused.value.host_id) == (xero_id, host_id)


def test_a_host_contact_that_is_linked_answers_with_its_link() -> None:
    world, xero_id, host_id = conflict()
    confirm(world, xero_id, host_id)
    other = world.xero.add(fields("Somebody else"))
    with pytest.raises(AlreadyLinkedError) as refused:
        confirm(world, other, host_id)
    assert (refused.value.xero_id, refused.value.host_id) == (xero_id, host_id)


def test_a_host_contact_that_is_gone_is_refused() -> None:
    world, xero_id, host_id = conflict()
    world.host.delete(host_id)
    with pytest.raises(UnknownContactError):
        confirm(world, xero_id, host_id)


def test_a_host_contact_that_cannot_be_used_is_refused() -> None:
    world, xero_id, host_id = conflict()
    world.host.edit(host_id, {FieldName.NAME: " "})
    with pytest.raises(UnusableContactError, match="the contact has no name"):
        confirm(world, xero_id, host_id)


def test_a_xero_contact_that_nobody_knows_is_refused() -> None:
    world, _, host_id = conflict()
    with pytest.raises(NotPossibleError, match="never read from Xero"):
        confirm(world, XeroContactId("none"), host_id)


def test_a_xero_contact_that_became_unusable_is_refused() -> None:
    """Its last good reading is still staged; nobody links on that."""
    world, xero_id, host_id = conflict()
    world.xero.edit(xero_id, {FieldName.NAME: "Ac\x07me"})
    with pytest.raises(NotPossibleError, match="control character"):
        confirm(world, xero_id, host_id)


def test_confirming_another_partner_ends_the_tombstone() -> None:
    world, xero_id, _ = stopped()
    other = world.host.add(fields("Somebody else"))
    confirm(world, xero_id, other.host_id)
    assert world.pairs() == {xero_id: other.host_id}
    assert world.connection().client_list((LinkState.PREVIOUSLY_SYNCED,)) == ()


def test_confirming_another_partner_warns_of_the_former_one() -> None:
    world, xero_id, host_id = stopped()
    other = world.host.add(fields("Somebody else"))
    plan = world.connection().plan_confirm_link(xero_id, other.host_id, ANNA)
    assert plan.rows[0].warnings == (
        f"its former partner, host contact {host_id!r}, stays and may match again",
    )


def test_a_refused_overwrite_still_links() -> None:
    """What the host will not take becomes the issue, the pair stands (semantics row 18)."""
    world, xero_id, host_id = refusing()
    confirm(world, xero_id, host_id)
    (issue,) = world.connection().issues()
    assert world.pairs() == {xero_id: host_id}
    assert (issue.kind, issue.fields) == (IssueKind.REFUSED, (FieldName.BILLING_EMAIL,))


def test_a_refused_overwrite_is_tried_again_when_a_person_says_so() -> None:
    world, xero_id, host_id = refusing()
    confirm(world, xero_id, host_id)
    world.seen_host = world.host
    world.connection().retry([xero_id], ANNA)
    assert world.host.contacts()[host_id].fields.billing_email == "new@acme.example"
    assert kinds(world) == []


def test_a_refused_overwrite_never_flows_back() -> None:
    world, xero_id, host_id = refusing()
    confirm(world, xero_id, host_id)
    sync(world)
    assert world.xero.written == []


def test_keep_separate_creates_another_contact_and_links_it() -> None:
    world, xero_id, host_id = conflict()
    world.connection().keep_separate([xero_id], ANNA)
    assert len(world.host.contacts()) == 2
    assert world.pairs()[xero_id] != host_id


def test_keep_separate_leaves_the_candidate_as_it_was() -> None:
    world, xero_id, host_id = conflict()
    before = world.host.contacts()[host_id]
    world.connection().keep_separate([xero_id], ANNA)
    sync(world)
    assert world.host.contacts()[host_id] == before


def test_keep_separate_closes_the_issue() -> None:
    world, xero_id, _ = conflict()
    world.connection().keep_separate([xero_id], ANNA)
    assert kinds(world) == []


def test_keep_separate_warns_of_the_contact_that_it_resembles() -> None:
    world, xero_id, host_id = conflict()
    plan = world.connection().plan_keep_separate([xero_id], ANNA)
    assert plan.rows[0].warnings == (
        f"host contact {host_id!r} resembles it, and stays beside the new one",
    )


def test_the_new_pair_remembers_whom_it_resembles() -> None:
    world, xero_id, host_id = conflict()
    world.connection().keep_separate([xero_id], ANNA)
    (client,) = world.connection().client_list()
    assert client.link.near_match == host_id


def test_keep_separate_warns_while_the_former_partner_is_there() -> None:
    world, xero_id, host_id = stopped()
    plan = world.connection().plan_keep_separate([xero_id], ANNA)
    assert plan.rows[0].warnings == (
        f"its former partner, host contact {host_id!r}, is still there: it stays",
    )


def test_keep_separate_of_many_survives_its_worst_row() -> None:
    world, xero_id, _ = conflict()
    applied = world.connection().keep_separate([XeroContactId("none"), xero_id], ANNA)
    assert list(world.pairs()) == [xero_id]
    assert [one.subject for one in applied.impossible] == ["xero:none"]


def test_keep_separate_minds_the_filter() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    xero_id = world.xero.add(fields("Acme"))
    world.imported()
    with pytest.raises(NotPossibleError, match="filter leaves it out"):
        world.connection().keep_separate([xero_id], ANNA)


def test_the_rule_confirms_all_that_it_covers_on_every_page() -> None:
    world = World()
    for number in range(3):
        world.xero.add(fields(f"Acme {number}", "a@acme.example" if number % 2 else ""))
        world.host.add(fields(f"Acme {number}", "" if number % 2 else "b@acme.example"))
    world.imported().confirm_all(RULE, ANNA)
    assert (len(world.pairs()), kinds(world)) == (3, [])


@pytest.mark.parametrize(
    ("in_xero", "in_host"),
    [
        (["new@x.example"], ["old@x.example"]),
        ([""], ["a@x.example", "b@x.example"]),
        (["", "c@x.example"], ["a@x.example"]),
    ],
    ids=["both emails given", "two candidates", "two Xero contacts"],
)
def test_the_rule_leaves_what_it_does_not_cover(in_xero: list[str], in_host: list[str]) -> None:
    world = World()
    world.xero.enforce_unique = False
    for email in in_xero:
        world.xero.add(fields("Acme", email))
    for email in in_host:
        world.host.add(fields("Acme", email))
    connection = world.imported()
    before = kinds(world)
    connection.confirm_all(RULE, ANNA)
    assert (world.pairs(), kinds(world)) == ({}, before)


def test_the_rule_looks_at_both_sides_as_they_stand_now() -> None:
    """An email that was filled in since the issue was opened keeps it from the bulk."""
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(fields("Acme"))
    connection = world.imported()
    world.host.edit(host.host_id, {FieldName.BILLING_EMAIL: "b@acme.example"})
    connection.confirm_all(RULE, ANNA)
    assert world.pairs() == {}
