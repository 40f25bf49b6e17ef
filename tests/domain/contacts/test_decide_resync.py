"""What a person decides about a pair, as a rule: every state, every status, both directions."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.classify import UNCLASSIFIED
from xerolink.domain.contacts.decide import (
    AskPerson,
    CreateInHost,
    CreateInXero,
    Decision,
    LinkPair,
    MergePair,
    MoveLink,
    Stamp,
)
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_push import Push, create_in_xero, push
from xerolink.domain.contacts.decide_resync import (
    VERBS,
    Rematch,
    allowed,
    create_in_host,
    make_two_way,
    relink,
    rematch,
    stop,
)
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import TRANSITIONS, LinkEvent, LinkState
from xerolink.domain.contacts.matching import Conflict, FullMatch, NoMatch
from xerolink.domain.contacts.model import (
    FieldName,
    HostContact,
    HostVersion,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.contacts.next_steps import NextStep, Situation, next_steps
from xerolink.domain.contacts.normalise import match_keys
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import (
    AlreadyLinkedError,
    IllegalTransitionError,
    NameTakenError,
    NotLinkedError,
    NotPossibleError,
    PreviouslySyncedError,
    UnknownContactError,
)
from xerolink.domain.identity import (
    Actor,
    DecisionId,
    HostContactId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.settings import ContactSettings, Direction
from xerolink.testing.strategies import synced_fields

AT = datetime(2026, 7, 1, tzinfo=UTC)
ME = Stamp(DecisionId("d"), RunId("r"), Actor.person("anna"))
ACME = SyncedFields("Acme", "a@acme.example")
XERO_ID, HOST_ID, OTHER = XeroContactId("x-1"), HostContactId("h-1"), HostContactId("h-2")
SETTINGS = ContactSettings()
APART = LinkState.PREVIOUSLY_SYNCED


def link_in(state: LinkState = APART, direction: Direction = Direction.TWO_WAY) -> Link:
    link_id = LinkId("l-1")
    return Link(link_id, HOST_ID, XERO_ID, ACME, ACME, AT, AT, state, direction, revision=4)


def host(host_id: HostContactId = HOST_ID, fields: SyncedFields = ACME) -> HostContact:
    return HostContact(host_id, HostVersion("7"), fields)


def row(fields: SyncedFields = ACME, status: XeroStatus = XeroStatus.ACTIVE) -> StagedContact:
    contact = XeroContact(XERO_ID, AT, fields, status)
    return StagedContact(contact, match_keys(fields), admitted=True, revision=3)


def pair(**changes: Any) -> Pair:
    return evolve(Pair(row(), link_in(), host()), **changes)


@pytest.mark.parametrize("event", [LinkEvent.STOPPED, LinkEvent.RELINKED, LinkEvent.REPLACED])
@pytest.mark.parametrize("state", LinkState)
def test_a_step_is_allowed_exactly_where_the_table_has_it(
    state: LinkState, event: LinkEvent
) -> None:
    if event in TRANSITIONS[state]:
        assert allowed(XERO_ID, link_in(state), event) == link_in(state)
    else:
        with pytest.raises(IllegalTransitionError) as error:
            allowed(XERO_ID, link_in(state), event)
        verbs = {verb for e in TRANSITIONS[state] for verb in VERBS.get(e, ())}
        assert set(error.value.allowed) == verbs


def test_a_contact_without_a_link_has_no_step() -> None:
    with pytest.raises(NotLinkedError, match="confirm_link"):
        allowed(XERO_ID, None, LinkEvent.STOPPED)


def test_a_stop_rests_on_the_link_and_not_on_the_host_contact() -> None:
    made = stop(link_in(LinkState.SYNCED), row(), host(), "", ME)
    rests = made.rests_on
    assert (rests.link_id, rests.link_revision) == (LinkId("l-1"), 4)
    assert (rests.host_id, rests.host_version) == (None, None)


def test_a_stop_leaves_both_sides_as_they_are() -> None:
    made = stop(link_in(LinkState.SYNCED), row(), host(), "left us", ME)
    assert made.action == MoveLink(HOST_ID, LinkEvent.STOPPED, "left us")
    assert (made.host_after, made.xero_after, made.writes) == (ACME, ACME, False)


def test_a_stop_of_what_either_side_lost_is_possible() -> None:
    made = stop(link_in(LinkState.SYNCED), None, None, "", ME)
    assert (made.host_before, made.xero_before, made.rests_on.staged_revision) == (None, None, 0)


@given(synced_fields(), synced_fields(), synced_fields(), st.sampled_from(Direction))
def test_a_relink_writes_no_field_that_neither_side_changed(
    base: SyncedFields, here: SyncedFields, there: SyncedFields, direction: Direction
) -> None:
    """Three-way from the stop, in the direction that the pair had."""
    link = evolve(link_in(direction=direction), base_host=base, base_xero=base)
    made = relink(Pair(row(there), link, host(fields=here)), SETTINGS, ME)
    assert isinstance(made.action, MergePair)
    written = {*made.action.to_host, *made.action.to_xero}
    assert not [n for n in written if here.get(n) == there.get(n) == base.get(n)]
    assert direction is Direction.TWO_WAY or not made.action.to_xero


def test_a_relink_moves_the_link_back() -> None:
    action = relink(pair(), SETTINGS, ME).action
    assert isinstance(action, MergePair)
    assert (action.event, action.direction) == (LinkEvent.RELINKED, None)


@pytest.mark.parametrize("status", [XeroStatus.ARCHIVED, XeroStatus.GDPRREQUEST])
def test_nothing_is_linked_to_a_contact_that_is_not_active(status: XeroStatus) -> None:
    gone = pair(row=row(status=status))
    with pytest.raises(NotPossibleError):
        relink(gone, SETTINGS, ME)
    with pytest.raises(NotPossibleError):
        rematch(gone, Rematch(NoMatch(), {}), SETTINGS, ME)
    with pytest.raises(NotPossibleError):
        create_in_host(gone, UNCLASSIFIED, SETTINGS, ME)


def test_a_relink_with_a_contact_that_was_merged_away_says_so() -> None:
    merged = row(status=XeroStatus.ARCHIVED)
    merged = evolve(merged, contact=evolve(merged.contact, merged_to=XeroContactId("x-2")))
    with pytest.raises(NotPossibleError, match="merged into another"):
        relink(pair(row=merged), SETTINGS, ME)


def test_no_match_is_none() -> None:
    assert rematch(pair(), Rematch(NoMatch(), {}), SETTINGS, ME) is None


def test_a_full_match_with_the_former_partner_is_relinked_two_way() -> None:
    seen = Rematch(FullMatch(HOST_ID), {HOST_ID: host()})
    made = rematch(pair(link=link_in(direction=Direction.FROM_XERO)), seen, SETTINGS, ME)
    assert made is not None
    assert isinstance(made.action, MergePair)
    assert (made.action.event, made.action.direction) == (LinkEvent.RELINKED, Direction.TWO_WAY)


def linked_anew() -> Decision:
    made = rematch(pair(), Rematch(FullMatch(OTHER), {OTHER: host(OTHER)}), SETTINGS, ME)
    assert made is not None
    return made


def test_a_full_match_with_another_replaces_the_tombstone() -> None:
    made = linked_anew()
    assert isinstance(made.action, LinkPair)
    assert (made.action.host_id, made.replaces) == (OTHER, (LinkId("l-1"),))


def test_a_full_match_with_another_rests_on_that_one_and_on_the_tombstone() -> None:
    rests = linked_anew().rests_on
    assert (rests.host_id, rests.link_id, rests.link_revision) == (OTHER, LinkId("l-1"), 4)


def test_a_full_match_that_the_row_does_not_bear_out_is_refused() -> None:
    """The index proposes, the row decides."""
    renamed = {OTHER: host(OTHER, SyncedFields("Renamed"))}
    with pytest.raises(NotPossibleError, match="changed just now"):
        rematch(pair(), Rematch(FullMatch(OTHER), renamed), SETTINGS, ME)


def asked(partner: HostContact | None) -> AskPerson:
    found = (Candidate(OTHER, CandidateReason.SAME_NAME), Candidate(HOST_ID, _SAME))
    seen = Rematch(Conflict(IssueKind.NAME_ONLY, found), {})
    made = rematch(pair(host=partner), seen, SETTINGS, ME)
    assert made is not None
    assert isinstance(made.action, AskPerson)
    return made.action


_SAME = CandidateReason.SAME_NAME


def test_a_conflict_lists_the_former_partner_first_and_once() -> None:
    assert asked(host()).candidates == (
        Candidate(HOST_ID, CandidateReason.FORMER_PARTNER),
        Candidate(OTHER, CandidateReason.SAME_NAME),
    )


def test_a_former_partner_that_is_gone_is_no_candidate() -> None:
    assert asked(None).candidates == (Candidate(OTHER, CandidateReason.SAME_NAME),)


def test_create_new_in_the_host_replaces_the_tombstone() -> None:
    made = create_in_host(pair(), UNCLASSIFIED, SETTINGS, ME)
    assert isinstance(made.action, CreateInHost)
    assert (made.replaces, made.host_before, made.host_after) == ((LinkId("l-1"),), None, ACME)


@pytest.mark.parametrize(("partner", "warned"), [(host(), 1), (None, 0)])
def test_create_new_warns_exactly_while_the_partner_is_alive(
    partner: HostContact | None, warned: int
) -> None:
    made = create_in_host(pair(host=partner), UNCLASSIFIED, SETTINGS, ME)
    assert len(made.warnings) == warned


@pytest.mark.parametrize("name", ["Acme", " ACME ", "Ácme"])
def test_a_name_that_xero_calls_the_same_is_taken(name: str) -> None:
    """Neither case nor accents count (fact sheet 3.3)."""
    with pytest.raises(NameTakenError) as error:
        create_in_xero(pair(), name, SETTINGS, ME)
    assert error.value.holder == XERO_ID


def test_the_name_of_an_archived_partner_is_free() -> None:
    made = create_in_xero(pair(row=row(status=XeroStatus.ARCHIVED)), None, SETTINGS, ME)
    assert (made.xero_after, made.replaces, made.warnings) == (ACME, (LinkId("l-1"),), ())


@pytest.mark.parametrize("direction", Direction)
def test_a_creation_in_xero_rests_on_the_host_contact_alone(direction: Direction) -> None:
    settings = ContactSettings(pushed_link_direction=direction)
    made = push(Push(HOST_ID, host(), None), settings, ME)
    assert made.action == CreateInXero(HOST_ID, direction)
    assert (made.xero_id, made.rests_on.host_version) == (None, HostVersion("7"))


@pytest.mark.parametrize("state", [s for s in LinkState if s is not LinkState.ENDED])
def test_a_contact_with_a_link_is_never_pushed(state: LinkState) -> None:
    refusal = PreviouslySyncedError if state is APART else AlreadyLinkedError
    with pytest.raises(refusal):
        push(Push(HOST_ID, host(), link_in(state)), SETTINGS, ME)


def test_a_contact_that_the_host_does_not_have_is_never_pushed() -> None:
    with pytest.raises(UnknownContactError):
        push(Push(HOST_ID, None, None), SETTINGS, ME)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("state", LinkState)
def test_exactly_a_one_way_pair_in_sync_is_made_two_way(
    state: LinkState, direction: Direction
) -> None:
    asked_for = pair(link=link_in(state, direction))
    if (state, direction) == (LinkState.SYNCED, Direction.FROM_XERO):
        action = make_two_way(asked_for, SETTINGS, ME).action
        assert isinstance(action, MergePair)
        assert (action.direction, action.event) == (Direction.TWO_WAY, None)
    else:
        with pytest.raises(NotPossibleError):
            make_two_way(asked_for, SETTINGS, ME)


def test_promotion_sends_what_the_host_changed() -> None:
    drifted = evolve(ACME, billing_email="host@acme.example")
    one_way = link_in(LinkState.SYNCED, Direction.FROM_XERO)
    action = make_two_way(pair(link=one_way, host=host(fields=drifted)), SETTINGS, ME).action
    assert isinstance(action, MergePair)
    assert action.to_xero == {FieldName.BILLING_EMAIL: "host@acme.example"}


situations = st.builds(
    Situation,
    link=st.none() | st.builds(link_in, st.sampled_from(LinkState), st.sampled_from(Direction)),
    host=st.sampled_from((None, host(), host(fields=SyncedFields("")))),
    xero_status=st.none() | st.sampled_from(XeroStatus),
    issues=st.frozensets(st.sampled_from(IssueKind)),
    pending=st.booleans(),
    candidate=st.booleans(),
    drifting=st.booleans(),
)


@given(situations)
def test_nothing_is_offered_while_an_effect_is_outstanding(now: Situation) -> None:
    assert not (now.pending and next_steps(now))


@given(situations)
def test_a_stop_is_offered_exactly_where_the_table_has_it(now: Situation) -> None:
    legal = now.link is not None and LinkEvent.STOPPED in TRANSITIONS[now.link.state]
    assert (NextStep.STOP_SYNCING in next_steps(evolve(now, pending=False))) is legal


@given(situations)
def test_no_step_is_offered_for_an_ended_pair(now: Situation) -> None:
    if now.link is not None and now.link.state is LinkState.ENDED:
        assert next_steps(now) == ()
