"""The whole of what a person decides about a pair, and what each refusal names."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    EMAIL,
    HOST,
    LINK,
    NAME,
    ON_LINK,
    ON_PAIR,
    OTHER,
    OTHER_XERO,
    PERSON,
    SETTINGS,
    STAMP,
    XERO,
    host,
    link,
    pair,
    row,
)
from xerolink.domain.contacts.classify import UNCLASSIFIED
from xerolink.domain.contacts.decide import (
    AskPerson,
    CreateInHost,
    Decision,
    LinkPair,
    MergePair,
    MoveLink,
    Verdict,
)
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_resync import (
    BY_A_PERSON,
    Rematch,
    allowed,
    create_in_host,
    make_two_way,
    relink,
    rematch,
    stop,
)
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.matching import Conflict, FullMatch, NoMatch
from xerolink.domain.contacts.model import ContactKind, HostContact, Phone, XeroStatus
from xerolink.domain.errors import IllegalTransitionError, NotPossibleError
from xerolink.domain.identity import xero_entity
from xerolink.domain.settings import ContactSettings, Direction, MatchingMode
from xerolink.testing.worlds import fields

STOPPED = pair(state=APART)
NOTHING = MergePair(HOST, None, {}, {}, (), ())
HOST_ALIVE = "the former partner is still there in the host: it stays, without a link"
EDITED = fields("Acme", "new@acme.example")
ONE_WAY = Direction.FROM_XERO


def decision(verdict: Verdict, action: Any, reason: str, **others: Any) -> Decision:
    """A decision about a pair whose sides hold `ACME`, and that writes nothing."""
    given = STAMP, XERO, verdict, action, reason, ON_PAIR, ACME, ACME, ACME, ACME
    return evolve(Decision(*given), **others)


def test_a_stop_is_this_decision() -> None:
    assert stop(link(), row(), host(), "left us", STAMP) == decision(
        Verdict.STATE,
        MoveLink(HOST, LinkEvent.STOPPED, "left us"),
        BY_A_PERSON,
        rests_on=ON_LINK,
        answers=(IssueKind.HOST_MERGE,),
    )


def test_a_relink_of_what_nobody_changed_is_this_decision() -> None:
    action = evolve(NOTHING, event=LinkEvent.RELINKED)
    reason = "linked again; nothing changed since the stop"
    assert relink(STOPPED, SETTINGS, STAMP) == decision(Verdict.UPDATE, action, reason)


def test_a_relink_merges_by_the_settings_and_says_what_changed() -> None:
    made = relink(pair(EDITED, state=APART), SETTINGS, STAMP)
    assert made == decision(
        Verdict.UPDATE,
        evolve(NOTHING, event=LinkEvent.RELINKED, to_host={EMAIL: "new@acme.example"}),
        "linked again; billing_email: changed in Xero",
        host_after=EDITED,
        xero_before=EDITED,
        xero_after=EDITED,
    )


def test_a_promotion_of_a_pair_without_drift_is_this_decision() -> None:
    one_way = pair(direction=ONE_WAY)
    assert make_two_way(one_way, SETTINGS, STAMP) == decision(
        Verdict.UPDATE,
        evolve(NOTHING, direction=Direction.TWO_WAY),
        "made two-way; nothing differs that was not agreed",
    )


def test_a_promotion_says_what_goes_to_xero() -> None:
    made = make_two_way(pair(here=EDITED, direction=ONE_WAY), SETTINGS, STAMP)
    assert made.reason == "made two-way; billing_email: changed in the host"


def matched(asked: Pair, partner: HostContact) -> Decision | None:
    seen = Rematch(FullMatch(partner.host_id), {partner.host_id: partner})
    return rematch(asked, seen, SETTINGS, STAMP)


@pytest.mark.parametrize("known", [host(), None], ids=["known", "just found"])
def test_a_rematch_with_the_former_partner_is_this_decision(known: HostContact | None) -> None:
    """It rests on the host contact that was found, also where the pair had lost it."""
    action = evolve(NOTHING, event=LinkEvent.RELINKED, direction=Direction.TWO_WAY)
    reason = "the same name and billing email still; nothing changed since the stop"
    made = matched(evolve(STOPPED, host=known), host())
    assert made == decision(Verdict.FULL_MATCH, action, reason)


def test_a_rematch_with_the_former_partner_says_what_changed() -> None:
    phoned = fields("Acme", "a@acme.example", Phone("555 0101"))
    made = matched(pair(phoned, state=APART), host())
    assert made is not None
    assert made.reason == ("the same name and billing email still; primary_phone: changed in Xero")


def test_a_rematch_with_another_is_this_decision() -> None:
    """The other contact's values are overwritten as at any new link."""
    other = host(fields("acme", "a@acme.example"), OTHER)
    assert matched(STOPPED, other) == decision(
        Verdict.FULL_MATCH,
        LinkPair(OTHER, {NAME: "Acme"}),
        "another host contact has the same name and billing email now, and no other has both",
        rests_on=evolve(ON_PAIR, host_id=OTHER),
        host_before=other.fields,
        replaces=(LINK,),
        warnings=(HOST_ALIVE,),
    )


def test_a_rematch_in_conflict_is_this_decision() -> None:
    """It rests on no host contact: an edit of the former partner does not close the question."""
    found = Conflict(IssueKind.EMAIL_ONLY, (Candidate(OTHER, CandidateReason.SAME_EMAIL),), 3)
    first = Candidate(HOST, CandidateReason.FORMER_PARTNER)
    assert rematch(STOPPED, Rematch(found, {}), SETTINGS, STAMP) == decision(
        Verdict.CONFLICT,
        AskPerson(IssueKind.EMAIL_ONLY, (first, *found.candidates), 3),
        "re-matched: the current name and billing email do not belong to exactly one contact",
        rests_on=ON_LINK,
        host_before=None,
        host_after=None,
    )


STRICT = ContactSettings(matching=MatchingMode.STRICT)


def test_a_strict_rematch_takes_no_other_spelling() -> None:
    spelt = host(fields("ACME", "a@acme.example"))
    with pytest.raises(NotPossibleError, match="changed just now"):
        rematch(STOPPED, Rematch(FullMatch(HOST), {HOST: spelt}), STRICT, STAMP)


def test_a_new_contact_in_the_host_is_this_decision() -> None:
    assert create_in_host(STOPPED, PERSON, SETTINGS, STAMP) == decision(
        Verdict.NO_MATCH,
        CreateInHost(ContactKind.PERSON, 900, "two words", "Client"),
        "a new host contact, from Xero's data",
        rests_on=ON_LINK,
        host_before=None,
        replaces=(LINK,),
        warnings=(HOST_ALIVE,),
    )


GONE = pair(here=None, state=APART)
ARCHIVED = evolve(STOPPED, row=row(status=XeroStatus.ARCHIVED))
ERASED = evolve(STOPPED, row=row(status=XeroStatus.GDPRREQUEST))
MERGED = evolve(STOPPED, row=row(status=XeroStatus.ARCHIVED, merged_to=OTHER_XERO))
RENAMED = Rematch(FullMatch(HOST), {HOST: host(fields("Renamed"))})
FROM_XERO, FROM_HOST = (f"create_new_contact from {side} data" for side in ("Xero's", "the host's"))
TWO_WAY_ONLY = "only a one-way pair that is in sync is made two-way"
FIRST = "the contact is archived in Xero; restore it there first"
CHANGED = "the host contact that matched has changed just now"


def relinked(asked: Pair) -> object:
    return relink(asked, SETTINGS, STAMP)


def promoted(asked: Pair) -> object:
    return make_two_way(asked, SETTINGS, STAMP)


def created(asked: Pair) -> object:
    return create_in_host(asked, UNCLASSIFIED, SETTINGS, STAMP)


def rematched(asked: Pair) -> object:
    return rematch(asked, RENAMED, SETTINGS, STAMP)


def unmatched(asked: Pair) -> object:
    return rematch(asked, Rematch(NoMatch(), {}), SETTINGS, STAMP)


ALL_STEPS = ["relink", "rematch", FROM_XERO, FROM_HOST]


@pytest.mark.parametrize(
    ("verb", "about", "why", "possible"),
    [
        (relinked, GONE, "the host no longer has the contact", ["rematch", FROM_XERO]),
        (relinked, MERGED, "the contact was merged into another one in Xero", [FROM_HOST]),
        (unmatched, ARCHIVED, FIRST, [FROM_HOST]),
        (created, ERASED, "the contact is erased in Xero", [FROM_HOST]),
        (rematched, STOPPED, CHANGED, ALL_STEPS),
        (promoted, STOPPED, f"the pair is previously_synced, two_way; {TWO_WAY_ONLY}", ALL_STEPS),
        (promoted, pair(), f"the pair is synced, two_way; {TWO_WAY_ONLY}", ["stop_syncing"]),
    ],
    ids=["gone", "merged", "archived", "erased", "renamed", "apart", "two-way"],
)
def test_a_refusal_names_the_contact_the_reason_and_what_is_possible(
    verb: Callable[[Pair], object], about: Pair, why: str, possible: list[str]
) -> None:
    with pytest.raises(NotPossibleError) as refused:
        verb(about)
    said = NotPossibleError(xero_entity(XERO), why, possible)
    assert str(refused.value) == str(said)


@pytest.mark.parametrize(
    ("event", "asked"),
    [
        (LinkEvent.RELINKED, "relink or rematch of x-1"),
        (LinkEvent.ARCHIVED_IN_XERO, "archived in xero of x-1"),
    ],
)
def test_a_step_that_is_not_possible_says_what_was_asked(event: LinkEvent, asked: str) -> None:
    ended = link(LinkState.ENDED)
    with pytest.raises(IllegalTransitionError) as refused:
        allowed(XERO, ended, event)
    assert str(refused.value) == str(IllegalTransitionError("ended", asked, []))
