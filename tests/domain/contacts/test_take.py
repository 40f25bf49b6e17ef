"""What a decision stores as it is taken: links, issues, an intent for what is written."""

from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    EARLIER,
    EMAIL,
    HOST,
    LINK,
    NAME,
    NOW,
    ON_BOTH,
    ON_PAIR,
    OTHER,
    OTHER_LINK,
    OTHER_XERO,
    STAMP,
    XERO,
    link,
    row,
)
from xerolink.domain.contacts.decide import (
    ArchiveInXero,
    AskPerson,
    CreateInHost,
    CreateInXero,
    Decision,
    FollowMerge,
    Leave,
    LinkPair,
    MergePair,
    MoveLink,
    RemoveFromHost,
    RestsOn,
    TakeOver,
    Verdict,
)
from xerolink.domain.contacts.effects import HostDraft, HostPatch, HostRemoval, XeroDraft
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    Before,
    CreateContact,
    ImportContact,
    Intent,
    IntentBody,
    IntentState,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.issues import Candidate, CandidateReason, Issue, IssueKind
from xerolink.domain.contacts.link import NOTHING_SEEN, Link, Separation
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import ContactKind, HostVersion, SyncedFields, XeroStatus
from xerolink.domain.contacts.take import Fresh, Standing, Taken, take
from xerolink.domain.identity import IntentId, IssueId, LinkId, host_entity, xero_entity
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import fields

NEW, KEY = LinkId("l-new"), IntentId("i-1")
VERSION = HostVersion("v-7")
FRESH = Fresh(NOW, NEW, IssueId("q-new"), KEY)
NAMED = fields("Named", "a@acme.example")
NOBODY = SyncedFields()
BY_US = Separation(NOW, STAMP.actor, "because")
UNLINKED = Standing(row(), None)
LINKED = Standing(row(), link())
NOTHING = MergePair(HOST, None, {}, {}, (), ())
TOMBSTONE = link(APART, link_id=OTHER_LINK)
BEGUN = Link(NEW, HOST, XERO, NAMED, ACME, NOW, NOW)


def decision(action: Any, **others: Any) -> Decision:
    """A decision about a pair whose host side will be overwritten with Xero's."""
    given = STAMP, XERO, Verdict.UPDATE, action, "because", ON_PAIR, NAMED, ACME, ACME, ACME
    return evolve(Decision(*given), **others)


def taken(action: Any, standing: Standing = LINKED, **others: Any) -> Taken:
    return take(decision(action, **others), standing, FRESH)


def intent(body: IntentBody, link_id: LinkId = LINK, **others: Any) -> Intent:
    """Recorded and sent at once: its call follows the commit."""
    given = KEY, xero_entity(XERO), link_id, body, STAMP.run_id, STAMP.actor, NOW
    sent = Intent(*given, STAMP.decision_id, IntentState.SENT, 1, before=Before(NAMED, ACME))
    return evolve(sent, **others)


def test_a_link_that_overwrites_nothing_begins_at_once() -> None:
    assert taken(LinkPair(HOST, {}), UNLINKED, rests_on=ON_BOTH) == Taken((BEGUN,))


def test_a_link_ends_the_tombstones_first_that_it_replaces() -> None:
    old = evolve(UNLINKED, replaced=(TOMBSTONE,))
    ended = TOMBSTONE.after(LinkEvent.REPLACED)
    assert taken(LinkPair(HOST, {}), old).links == (ended, BEGUN)


@pytest.mark.parametrize("status", [XeroStatus.ARCHIVED, XeroStatus.GDPRREQUEST])
def test_a_link_of_a_contact_that_is_not_active_begins_suspended(status: XeroStatus) -> None:
    begun = taken(LinkPair(HOST, {}), Standing(row(status=status), None)).links
    assert begun == (BEGUN.after(LinkEvent.ARCHIVED_IN_XERO),)


def test_a_link_of_a_contact_that_is_not_staged_has_seen_nothing_of_it() -> None:
    begun = taken(LinkPair(HOST, {}), Standing(None, None)).links
    assert begun == (evolve(BEGUN, xero_updated=NOTHING_SEEN),)


def test_a_link_whose_sides_are_not_known_has_empty_bases() -> None:
    begun = taken(LinkPair(HOST, {}), UNLINKED, host_before=None, xero_before=None).links
    assert begun == (evolve(BEGUN, base_host=NOBODY, base_xero=NOBODY),)


def test_a_link_that_overwrites_waits_for_the_host() -> None:
    patch = HostPatch(KEY, HOST, VERSION, {NAME: "Acme"})
    told = taken(LinkPair(HOST, {NAME: "Acme"}), UNLINKED, replaces=(OTHER_LINK,))
    body = MergeContact(BEGUN, patch, None)
    assert told == Taken(intent=intent(body, NEW, replaces=(OTHER_LINK,)))


CREATE = CreateInHost(ContactKind.PERSON, 900, "two words", "Client", OTHER)
DRAFT = HostDraft(KEY, ACME, ContactKind.PERSON, "Client", 900, "two words")


def test_an_import_is_recorded_with_its_snapshot_and_the_near_match() -> None:
    body = ImportContact(XERO, DRAFT, ACME, NOW)
    assert taken(CREATE, UNLINKED) == Taken(intent=intent(body, NEW, near_match=OTHER))


def test_a_draft_says_whether_its_kind_needs_a_look() -> None:
    """Below 600 thousandths; the host shows it to somebody (semantics row 12)."""
    looked_at = [evolve(DRAFT, confidence=sure).needs_a_look for sure in (0, 599, 600, 1_000)]
    assert looked_at == [True, True, False, False]


def test_a_draft_that_was_stored_without_a_confidence_needs_no_look() -> None:
    assert not HostDraft(KEY, ACME, ContactKind.PERSON, "Client").needs_a_look


def test_an_import_of_what_is_not_staged_has_seen_nothing_of_it() -> None:
    made = taken(CREATE, Standing(None, None), xero_before=None).intent
    assert made is not None
    assert made.body == ImportContact(XERO, evolve(DRAFT, fields=NOBODY), NOBODY, NOTHING_SEEN)


ON_HOST = {"xero_id": None, "xero_before": None}


def test_a_push_is_recorded_under_its_own_number() -> None:
    """The marker is the intent's id (row 31)."""
    body = CreateContact(HOST, XeroDraft(KEY, ACME, "i-1"), Direction.FROM_XERO)
    told = taken(CreateInXero(HOST, Direction.FROM_XERO), Standing(None, None), **ON_HOST)
    recorded = intent(body, NEW, entity=host_entity(HOST), before=Before(NAMED, None))
    assert told == Taken(intent=recorded)


def test_a_push_of_nothing_known_sends_nothing_known() -> None:
    push = CreateInXero(HOST, Direction.TWO_WAY)
    made = taken(push, Standing(None, None), **ON_HOST, xero_after=None).intent
    assert made is not None
    assert made.body == CreateContact(HOST, XeroDraft(KEY, NOBODY, "i-1"), Direction.TWO_WAY)


CANDIDATES = (Candidate(OTHER, CandidateReason.SAME_NAME),)
ASKED = Issue(IssueId("q-new"), IssueKind.NAME_ONLY, xero_entity(XERO), NOW, "because", CANDIDATES)


@pytest.mark.parametrize("standing", [UNLINKED, LINKED], ids=["unlinked", "linked"])
def test_a_question_opens_an_issue_and_moves_no_link(standing: Standing) -> None:
    ask = AskPerson(IssueKind.NAME_ONLY, CANDIDATES, 0)
    assert taken(ask, standing) == Taken(issues=(ASKED,))


def test_a_question_may_move_the_link_first() -> None:
    ask = AskPerson(IssueKind.NAME_ONLY, CANDIDATES, 0, LinkEvent.ARCHIVED_IN_XERO)
    suspended = link().after(LinkEvent.ARCHIVED_IN_XERO)
    assert taken(ask) == Taken((suspended,), issues=(ASKED,))


def test_a_question_that_stands_goes_on_under_its_id() -> None:
    old = Issue(IssueId("q-old"), IssueKind.SPLIT, xero_entity(XERO), EARLIER, "before")
    ask = AskPerson(IssueKind.NAME_ONLY, CANDIDATES, 0)
    told = taken(ask, evolve(UNLINKED, issues=(old,))).issues
    assert told == (evolve(ASKED, issue_id=IssueId("q-old"), opened=EARLIER),)


SEEN = link().seeing(NOW)
"""The link after the reading that the decision was taken on."""


def agreeing(base_host: SyncedFields = ACME, base_xero: SyncedFields = ACME) -> Link:
    """The link after what both sides hold was agreed."""
    return SEEN.agreed(base_host, base_xero, NOW).synced(NOW)


def test_what_both_sides_hold_is_agreed_at_once() -> None:
    in_xero = fields("Acme", "x@acme.example")
    told = taken(evolve(NOTHING, agreed=(NAME, EMAIL)), xero_before=in_xero)
    assert told == Taken((agreeing(NAMED, in_xero),))


def test_only_the_agreed_fields_move_the_bases() -> None:
    in_xero = fields("Xero", "x@acme.example")
    told = taken(evolve(NOTHING, agreed=(EMAIL,)), xero_before=in_xero)
    assert told.links == (agreeing(ACME, ACME.with_values({EMAIL: "x@acme.example"})),)


@pytest.mark.parametrize("unknown", [{"host_before": None}, {"xero_before": None}])
def test_nothing_is_agreed_with_a_side_that_is_not_known(unknown: dict[str, Any]) -> None:
    assert taken(evolve(NOTHING, agreed=(NAME,)), **unknown).links == (SEEN,)


def test_a_merge_without_a_link_stores_nothing() -> None:
    assert taken(evolve(NOTHING, to_host={NAME: "Acme"}), UNLINKED) == Taken()


def test_what_both_sides_changed_opens_an_issue() -> None:
    (held,) = taken(evolve(NOTHING, held=(NAME, EMAIL))).issues
    assert held == Issue(
        IssueId("q-new"),
        IssueKind.FIELD_CONFLICT,
        xero_entity(XERO),
        NOW,
        "both sides changed: name, billing_email",
        fields=(NAME, EMAIL),
    )


PATCH = HostPatch(KEY, HOST, VERSION, {NAME: "Acme"})
EDIT = XeroEdit({EMAIL: ""}, ACME)


@pytest.mark.parametrize(
    ("to_host", "to_xero", "host", "xero"),
    [
        ({NAME: "Acme"}, {}, PATCH, None),
        ({}, {EMAIL: ""}, None, EDIT),
        ({NAME: "Acme"}, {EMAIL: ""}, PATCH, EDIT),
    ],
    ids=["to the host", "to Xero", "both"],
)
@pytest.mark.parametrize("apart", [False, True])
def test_edits_are_recorded_with_what_they_rest_on(
    to_host: Any, to_xero: Any, host: HostPatch | None, xero: XeroEdit | None, apart: bool
) -> None:
    told = taken(evolve(NOTHING, to_host=to_host, to_xero=to_xero, apart=apart))
    assert told == Taken((SEEN,), intent(MergeContact(SEEN, host, xero, apart)))


def test_an_edit_of_what_is_not_known_rests_on_nothing_known() -> None:
    edit = evolve(NOTHING, to_host={NAME: "Acme"}, to_xero={EMAIL: ""})
    made = taken(edit, xero_before=None, rests_on=RestsOn(4)).intent
    assert made is not None
    assert isinstance(made.body, MergeContact)
    assert made.body.host == evolve(PATCH, expected=HostVersion(""))
    assert made.body.xero == XeroEdit({EMAIL: ""}, NOBODY)


def test_an_edit_does_not_wait_for_what_is_held() -> None:
    told = taken(evolve(NOTHING, to_host={NAME: "Acme"}, held=(EMAIL,)))
    assert told.intent is not None
    assert [issue.fields for issue in told.issues] == [(EMAIL,)]


def test_the_link_moves_before_anything_is_written() -> None:
    apart = Standing(row(), link(APART))
    again = evolve(NOTHING, event=LinkEvent.RELINKED, direction=Direction.FROM_XERO)
    relinked = link(APART).seeing(NOW).after(LinkEvent.RELINKED).flowing(Direction.FROM_XERO)
    assert taken(again, apart).links == (relinked,)


def test_a_link_that_a_merge_stops_says_why() -> None:
    told = taken(evolve(NOTHING, event=LinkEvent.STOPPED)).links
    assert told == (SEEN.after(LinkEvent.STOPPED, BY_US),)


@pytest.mark.parametrize("standing", [Standing(None, link()), Standing(row(), SEEN)])
def test_a_merge_without_a_newer_reading_sees_nothing_new(standing: Standing) -> None:
    assert taken(NOTHING, standing).links == (standing.link,)


@pytest.mark.parametrize(("why", "said"), [("left us", "left us"), ("", "because")])
def test_a_stop_says_who_when_and_why(why: str, said: str) -> None:
    told = taken(MoveLink(HOST, LinkEvent.STOPPED, why))
    stopped = link().after(LinkEvent.STOPPED, Separation(NOW, STAMP.actor, said))
    assert told == Taken((stopped,))


def test_a_question_that_stops_a_link_gives_its_own_reason() -> None:
    told = taken(AskPerson(IssueKind.MERGE_COLLISION, (), 0, LinkEvent.STOPPED)).links
    assert told == (link().after(LinkEvent.STOPPED, BY_US),)


def test_a_link_follows_a_merge() -> None:
    assert taken(FollowMerge(HOST, OTHER_XERO)) == Taken((link().moved(OTHER_XERO),))


STEPS = [MoveLink(HOST, LinkEvent.STOPPED), FollowMerge(HOST, XERO), TakeOver(HOST, XERO)]


@pytest.mark.parametrize("step", [*STEPS, ArchiveInXero(HOST, None), RemoveFromHost(HOST, None)])
def test_a_step_of_no_link_stores_nothing(step: Any) -> None:
    assert taken(step, UNLINKED) == Taken()


def test_of_two_pairs_that_a_merge_made_one_the_other_is_stopped_and_ends() -> None:
    other = link(link_id=OTHER_LINK, host_id=OTHER)
    told = taken(TakeOver(OTHER, OTHER_XERO), evolve(LINKED, replaced=(other,)))
    assert told.links == (other.replaced(BY_US), link().taking_over(OTHER, OTHER_XERO))


@pytest.mark.parametrize("event", [LinkEvent.DELETED_IN_HOST, None])
def test_a_contact_is_archived_after_its_link_has_moved(event: LinkEvent | None) -> None:
    moved = link().after(event, BY_US) if event else link()
    assert taken(ArchiveInXero(HOST, event)) == Taken((moved,), intent(ArchiveContact(moved)))


@pytest.mark.parametrize("event", [LinkEvent.FORGOTTEN, None])
def test_a_contact_is_removed_after_its_link_has_moved(event: LinkEvent | None) -> None:
    moved = link().after(event, BY_US) if event else link()
    removal = HostRemoval(KEY, HOST, PATCH.expected)
    body = RemoveContact(moved, removal)
    assert taken(RemoveFromHost(HOST, event)) == Taken((moved,), intent(body))


def test_nothing_is_stored_of_a_contact_that_is_left() -> None:
    assert taken(Leave(), UNLINKED) == Taken()


FORMERLY = evolve(TOMBSTONE, state=LinkState.ENDED, separated=Separation(EARLIER, BY_US.by, "x"))
NEVER_SAID = evolve(FORMERLY, separated=None)


def test_a_tombstone_stands_again_as_it_was() -> None:
    told = taken(MoveLink(HOST, LinkEvent.FORGOTTEN), restores=(FORMERLY, NEVER_SAID)).links
    assert told == (
        link().after(LinkEvent.FORGOTTEN, BY_US),
        FORMERLY.standing_again(LinkId("l-new.0"), FORMERLY.separated),
        NEVER_SAID.standing_again(LinkId("l-new.1"), None),
    )


def test_a_tombstone_of_a_settled_merge_is_of_now() -> None:
    told = taken(TakeOver(HOST, XERO), restores=(FORMERLY, NEVER_SAID)).links
    assert told == (
        link(),
        FORMERLY.standing_again(LinkId("l-new.0"), Separation(NOW, STAMP.actor, "x")),
        NEVER_SAID.standing_again(LinkId("l-new.1"), None),
    )


def issue(kind: IssueKind, number: str = "q-1") -> Issue:
    return Issue(IssueId(number), kind, xero_entity(XERO), EARLIER, "before")


def closed(one: Issue) -> Issue:
    return one.close(NOW, STAMP.actor)


TAKEN_NAME, HELD = issue(IssueKind.NAME_TAKEN, "q-2"), issue(IssueKind.FIELD_CONFLICT, "q-3")
MERGED_HOST = issue(IssueKind.HOST_MERGE, "q-4")


def test_what_is_decided_closes_what_stood() -> None:
    standing = evolve(LINKED, issues=(TAKEN_NAME, HELD, MERGED_HOST))
    assert taken(NOTHING, standing).issues == (closed(TAKEN_NAME), closed(HELD))


def test_while_an_effect_is_open_only_a_field_conflict_is_closed() -> None:
    standing = evolve(LINKED, issues=(TAKEN_NAME, HELD))
    told = taken(evolve(NOTHING, to_host={NAME: "Acme"}), standing)
    assert told.issues == (closed(HELD),)


def test_a_tombstones_issues_wait_for_a_person() -> None:
    apart = Standing(row(), link(APART), (issue(IssueKind.SPLIT),))
    assert taken(Leave(), apart) == Taken()


def test_a_tombstones_issues_close_where_the_decision_answers_one() -> None:
    apart = Standing(row(), link(APART), (issue(IssueKind.SPLIT), MERGED_HOST))
    told = taken(Leave(), apart, answers=(IssueKind.HOST_MERGE,)).issues
    assert told == (closed(issue(IssueKind.SPLIT)), closed(MERGED_HOST))


@pytest.mark.parametrize("standing", [LINKED, UNLINKED], ids=["linked", "unlinked"])
def test_what_is_left_closes_the_issues_of_a_contact_without_a_tombstone(
    standing: Standing,
) -> None:
    told = taken(Leave(), evolve(standing, issues=(TAKEN_NAME,))).issues
    assert told == (closed(TAKEN_NAME),)


def test_another_decision_closes_the_issues_of_a_tombstone() -> None:
    apart = Standing(row(), link(APART), (issue(IssueKind.SPLIT),))
    told = taken(evolve(NOTHING, event=LinkEvent.RELINKED), apart).issues
    assert told == (closed(issue(IssueKind.SPLIT)),)


def test_what_waited_at_the_partner_is_answered() -> None:
    beside = evolve(UNLINKED, partner_issues=(TAKEN_NAME, issue(IssueKind.SPLIT)))
    assert taken(LinkPair(HOST, {}), beside).issues == (closed(TAKEN_NAME),)


def test_a_contact_whose_link_ended_is_freed_unless_it_has_another() -> None:
    ended, beside = link(LinkState.ENDED), link(LinkState.ENDED, xero_id=OTHER_XERO)
    assert Taken((ended, beside, link(link_id=OTHER_LINK))).freed == (beside,)
