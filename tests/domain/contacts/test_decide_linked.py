"""What becomes of a linked pair: each decision whole, and each border."""

from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    ADDRESS,
    APART,
    EARLIER,
    EMAIL,
    HOST,
    NAME,
    NOW,
    ON_LINK,
    ON_PAIR,
    OTHER_XERO,
    PHONE,
    SETTINGS,
    STAMP,
    XERO,
    host,
    link,
    pair,
    row,
)
from xerolink.domain.contacts.decide import (
    ArchiveInXero,
    AskPerson,
    Decision,
    FollowMerge,
    Leave,
    MergePair,
    MoveLink,
    Verdict,
)
from xerolink.domain.contacts.decide_linked import (
    DELETED,
    Pair,
    decide_linked,
    decision_of,
    merge_pair,
    usable,
)
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import Address, Phone, SyncedFields, XeroStatus
from xerolink.domain.settings import BothChanged, ContactSettings, DeletedInHost, Direction
from xerolink.testing.worlds import fields

ARCHIVE = evolve(SETTINGS, deleted_in_host=DeletedInHost.ARCHIVE)
REIMPORT = evolve(SETTINGS, deleted_in_host=DeletedInHost.REIMPORT)
NOTHING = MergePair(HOST, None, {}, {}, (), ())
ARCHIVED = row(status=XeroStatus.ARCHIVED)


def decision(verdict: Verdict, action: Any, reason: str, **others: Any) -> Decision:
    """A decision about a pair whose sides hold `ACME`, and that writes nothing."""
    given = STAMP, XERO, verdict, action, reason, ON_PAIR, ACME, ACME, ACME, ACME
    return evolve(Decision(*given), **others)


def decided(about: Pair, settings: ContactSettings = SETTINGS) -> Decision | None:
    return decide_linked(about, settings, STAMP)


def nothing(reason: str) -> Decision:
    return decision(Verdict.NOTHING, Leave(), reason)


@pytest.mark.parametrize("state", [LinkState.DORMANT, APART, LinkState.ENDED])
def test_a_pair_that_is_not_in_sync_is_left(state: LinkState) -> None:
    assert decided(pair(state=state)) == nothing("the link is not in sync")


def test_a_pair_that_nobody_changed_is_left() -> None:
    assert decided(pair()) == nothing("nothing changed")


def gone(state: LinkState = LinkState.SYNCED, **others: Any) -> Pair:
    return evolve(pair(here=None, state=state), deleted=True, **others)


def deleted(action: Any, reason: str = DELETED) -> Decision:
    nobody = {"rests_on": ON_LINK, "host_before": None, "host_after": None}
    return decision(Verdict.STATE, action, reason, **nobody)


TOMBSTONE = deleted(MoveLink(HOST, LinkEvent.DELETED_IN_HOST))


@pytest.mark.parametrize("settings", [SETTINGS, ARCHIVE, REIMPORT])
def test_a_host_that_answers_nothing_deletes_nothing(settings: ContactSettings) -> None:
    """Row 20."""
    assert decided(pair(here=None), settings) is None


@pytest.mark.parametrize("state", [LinkState.SYNCED, LinkState.SUSPENDED])
def test_a_contact_deleted_in_the_host_leaves_a_tombstone(state: LinkState) -> None:
    assert decided(gone(state)) == TOMBSTONE


def test_a_contact_deleted_in_the_host_is_decided_anew_where_that_was_chosen() -> None:
    forgotten = MoveLink(HOST, LinkEvent.FORGOTTEN)
    anew = deleted(forgotten, "deleted in the host; Xero's contact is decided anew")
    assert decided(gone(), REIMPORT) == anew


def test_a_contact_deleted_in_the_host_is_archived_where_that_was_chosen() -> None:
    archived = deleted(ArchiveInXero(HOST, LinkEvent.DELETED_IN_HOST))
    assert decided(gone(), ARCHIVE) == archived


@pytest.mark.parametrize(
    "about",
    [
        pytest.param(gone(link=link(direction=Direction.FROM_XERO)), id="one-way"),
        pytest.param(gone(LinkState.SUSPENDED), id="suspended"),
        pytest.param(gone(row=ARCHIVED), id="archived already"),
    ],
)
def test_nothing_is_archived_that_may_not_be(about: Pair) -> None:
    assert decided(about, ARCHIVE) == TOMBSTONE


def test_a_contact_archived_in_xero_suspends_the_pair() -> None:
    move = MoveLink(HOST, LinkEvent.ARCHIVED_IN_XERO)
    archived = decision(Verdict.STATE, move, "archived in Xero")
    assert decided(evolve(pair(), row=ARCHIVED)) == archived


def test_a_contact_that_is_still_archived_is_left() -> None:
    suspended = evolve(pair(state=LinkState.SUSPENDED), row=ARCHIVED)
    assert decided(suspended) == nothing("still archived in Xero")


def test_of_an_erased_contact_the_decision_keeps_no_value_of_the_host() -> None:
    """Row 22."""
    erased = evolve(pair(), row=row(status=XeroStatus.GDPRREQUEST))
    move = MoveLink(HOST, LinkEvent.ARCHIVED_IN_XERO)
    assert decided(erased) == decision(
        Verdict.STATE, move, "archived in Xero", host_before=None, host_after=None
    )


def merged(state: LinkState, taken: bool = False) -> Pair:
    return evolve(pair(state=state), row=ARCHIVED, survivor=OTHER_XERO, survivor_taken=taken)


BOTH_STATES = [LinkState.SYNCED, LinkState.SUSPENDED]


@pytest.mark.parametrize("state", BOTH_STATES)
def test_the_link_follows_a_merge_in_xero(state: LinkState) -> None:
    follow = FollowMerge(HOST, OTHER_XERO)
    assert decided(merged(state)) == decision(Verdict.STATE, follow, "merged in Xero")


@pytest.mark.parametrize(
    ("state", "event"),
    [(LinkState.SYNCED, LinkEvent.ARCHIVED_IN_XERO), (LinkState.SUSPENDED, None)],
)
def test_a_merge_into_a_linked_contact_asks_a_person(
    state: LinkState, event: LinkEvent | None
) -> None:
    """The pair is suspended with it, unless it is already."""
    assert decided(merged(state, taken=True)) == decision(
        Verdict.CONFLICT,
        AskPerson(IssueKind.MERGE_COLLISION, (), 0, event),
        "merged in Xero into a contact that is linked to another host contact",
    )


def test_a_survivor_of_its_own_that_is_taken_is_no_merge() -> None:
    """*survivor_taken* says nothing without a survivor."""
    about = evolve(pair(), row=ARCHIVED, survivor_taken=True)
    move = MoveLink(HOST, LinkEvent.ARCHIVED_IN_XERO)
    assert decided(about) == decision(Verdict.STATE, move, "archived in Xero")


def test_a_contact_that_is_active_again_resumes_the_pair() -> None:
    resumed = evolve(NOTHING, event=LinkEvent.RESTORED_IN_XERO)
    said = decision(Verdict.UPDATE, resumed, "active in Xero again")
    assert decided(pair(state=LinkState.SUSPENDED)) == said


def test_a_pair_that_resumes_says_what_flows() -> None:
    made = decided(pair(fields("Acme", "x@acme.example"), state=LinkState.SUSPENDED))
    assert made is not None
    assert made.reason == "billing_email: changed in Xero"


IN_HOST = SyncedFields("Host", "same@acme.example", Phone("555 0101"), Address(("1 Hill St",)))
IN_XERO = SyncedFields("Acme", "same@acme.example", Phone("555 0199"), Address(("2 Hill St",)))
BASE = SyncedFields("Acme", "a@acme.example", Phone(), Address(("1 Hill St",)))
CROSSED = evolve(pair(IN_XERO, IN_HOST), link=link(base=BASE))


def test_each_field_goes_its_own_way() -> None:
    assert decided(CROSSED) == decision(
        Verdict.UPDATE,
        MergePair(
            HOST, None, {ADDRESS: IN_XERO.billing_address}, {NAME: "Host"}, (EMAIL,), (PHONE,)
        ),
        "name: changed in the host; billing_email: the same on both sides now; "
        "primary_phone: changed on both sides; billing_address: changed in Xero",
        host_before=IN_HOST,
        host_after=evolve(IN_HOST, billing_address=IN_XERO.billing_address),
        xero_before=IN_XERO,
        xero_after=evolve(IN_XERO, name="Host"),
    )


def test_what_both_changed_goes_as_the_setting_says() -> None:
    by_host = ContactSettings(both_changed=BothChanged.HOST)
    action, _ = merge_pair(CROSSED, host(IN_HOST), by_host)
    assert (action.to_xero, action.held) == ({NAME: "Host", PHONE: IN_HOST.primary_phone}, ())


def test_a_merge_flows_as_it_is_told_to() -> None:
    action, _ = merge_pair(CROSSED, host(IN_HOST), SETTINGS, direction=Direction.FROM_XERO)
    assert (action.to_xero, action.direction) == ({}, Direction.FROM_XERO)


def test_a_merge_that_is_told_nothing_flows_as_the_link_does() -> None:
    one_way = evolve(CROSSED, link=link(direction=Direction.FROM_XERO, base=BASE))
    action, _ = merge_pair(one_way, host(IN_HOST), SETTINGS)
    assert (action.to_xero, action.direction) == ({}, None)


def test_what_the_host_holds_and_cannot_be_used_does_not_flow() -> None:
    odd = fields("Acme", "a\x00@acme.example")
    assert decided(pair(here=odd)) == evolve(
        nothing("nothing changed"), host_before=odd, host_after=odd
    )


def test_what_cannot_be_used_is_unknown_and_the_rest_stays() -> None:
    odd = SyncedFields("Acme", "a\x00@acme.example", Phone("1"))
    assert usable(odd) == SyncedFields("Acme", None, Phone("1"))


def test_what_is_merely_odd_is_used() -> None:
    """An email that is none is flagged, and flows."""
    assert usable(fields("Acme", "n/a")) == fields("Acme", "n/a")


def stale() -> Pair:
    seen = evolve(link(base=ACME), xero_updated=NOW)
    old = evolve(row(fields("Old")), contact=evolve(row(fields("Old")).contact, updated=EARLIER))
    return Pair(old, seen, host())


def test_a_stale_replica_changes_nothing() -> None:
    """Protocol, Cycle 3: what Xero last held stands for it."""
    assert decided(stale()) == nothing("nothing changed")


def test_a_replica_as_new_as_the_link_is_none() -> None:
    now = evolve(pair(fields("New", "a@acme.example")), link=evolve(link(), xero_updated=NOW))
    action, _ = merge_pair(now, host(), SETTINGS)
    assert action.to_host == {NAME: "New"}


def test_a_decision_shows_what_it_makes_of_both_sides() -> None:
    action = evolve(NOTHING, to_host={NAME: "New"}, to_xero={EMAIL: ""})
    assert decision_of(pair(), Verdict.UPDATE, action, "so", STAMP) == decision(
        Verdict.UPDATE,
        action,
        "so",
        host_after=fields("New", "a@acme.example"),
        xero_after=fields("Acme"),
    )
