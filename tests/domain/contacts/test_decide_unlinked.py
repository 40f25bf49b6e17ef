"""What becomes of a Xero contact that has no link: each decision whole, and each border."""

from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    ADDRESS,
    EMAIL,
    HOST,
    NAME,
    ON_BOTH,
    ON_ROW,
    OTHER,
    PERSON,
    PHONE,
    SETTINGS,
    STAMP,
    XERO,
    host,
    row,
)
from xerolink.domain.contacts.decide import (
    AskPerson,
    CreateInHost,
    Decision,
    Leave,
    LinkPair,
    Verdict,
)
from xerolink.domain.contacts.decide_unlinked import Seen, decide_unlinked, overwrites
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.matching import Conflict, FullMatch, MatchOutcome, NoMatch
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    HostContact,
    Phone,
    SyncedFields,
)
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.settings import ContactSettings, MatchingMode, NearMatch
from xerolink.testing.worlds import fields

REVIEW = evolve(SETTINGS, near_match=NearMatch.REVIEW)
BY_NAME = evolve(SETTINGS, link_name_only=True)
STRICT = evolve(SETTINGS, matching=MatchingMode.STRICT)
ONE = (Candidate(HOST, CandidateReason.SAME_NAME),)
TWO = (*ONE, Candidate(OTHER, CandidateReason.SAME_NAME))
NAMED = Conflict(IssueKind.NAME_ONLY, ONE)
NO_EMAIL = fields("Acme")


def seen(found: MatchOutcome, *hosts: HostContact, **others: Any) -> Seen:
    known = {one.host_id: one for one in hosts}
    return evolve(Seen(found, known, 1, frozenset(), PERSON), **others)


def decided(
    about: Seen, about_row: StagedContact | None = None, settings: ContactSettings = SETTINGS
) -> Decision | None:
    return decide_unlinked(about_row or row(), about, settings, STAMP)


def decision(verdict: Verdict, action: Any, reason: str, **others: Any) -> Decision:
    """A decision that concerns the Xero contact alone."""
    given = STAMP, XERO, verdict, action, reason, ON_ROW, None, None, ACME, ACME
    return evolve(Decision(*given), **others)


def test_what_the_filter_leaves_out_is_left() -> None:
    reason = "not active, or left out by the contact type filter"
    left = decision(Verdict.NOTHING, Leave(), reason)
    assert decided(seen(FullMatch(HOST), host()), row(admitted=False)) == left


def test_a_full_match_is_linked() -> None:
    here = fields("ACME", "a@acme.example", Phone("1"))
    assert decided(seen(FullMatch(HOST), host(here))) == decision(
        Verdict.FULL_MATCH,
        LinkPair(HOST, {NAME: "Acme"}),
        "same name and billing email, and no other contact has both",
        rests_on=ON_BOTH,
        host_before=here,
        host_after=here.with_values({NAME: "Acme"}),
    )


@pytest.mark.parametrize("hosts", [(), (host(fields("Renamed", "a@acme.example")),)])
def test_a_full_match_that_the_host_does_not_bear_out_waits(hosts: tuple[HostContact, ...]) -> None:
    """The index proposes, the row decides."""
    assert decided(seen(FullMatch(HOST), *hosts)) is None


def test_a_strict_full_match_that_is_spelt_otherwise_waits() -> None:
    spelt = host(fields("ACME", "a@acme.example"))
    assert decided(seen(FullMatch(HOST), spelt), settings=STRICT) is None


AGAIN = "several host contacts have this name and billing email"
TAKEN = "the host contact with this name and billing email is taken, or was separated"
RIVALS = "several Xero contacts have this name and billing email"


@pytest.mark.parametrize(
    ("kind", "candidates", "taken", "reason"),
    [
        (
            IssueKind.NAME_ONLY,
            ONE,
            (),
            "the name is known, the billing email differs or is missing",
        ),
        (IssueKind.EMAIL_ONLY, ONE, (), "the billing email is known under another name"),
        (
            IssueKind.SPLIT,
            TWO,
            (),
            "the name belongs to one contact, the billing email to another",
        ),
        (IssueKind.AMBIGUOUS, TWO, (HOST,), AGAIN),
        (IssueKind.AMBIGUOUS, ONE, (HOST,), TAKEN),
        (IssueKind.AMBIGUOUS, ONE, (OTHER,), RIVALS),
    ],
)
def test_a_conflict_asks_a_person_and_says_why(
    kind: IssueKind, candidates: tuple[Candidate, ...], taken: tuple[Any, ...], reason: str
) -> None:
    about = seen(Conflict(kind, candidates, 7), host(), taken=frozenset(taken))
    asked = decision(Verdict.CONFLICT, AskPerson(kind, candidates, 7), reason)
    assert decided(about) == asked


BY_NAME_ALONE = [
    pytest.param(row(NO_EMAIL), host(), id="Xero has no email"),
    pytest.param(row(), host(NO_EMAIL), id="the host has no email"),
    pytest.param(row(), host(fields("Acme", " ")), id="the host's email is blank"),
    pytest.param(row(), host(SyncedFields("Acme")), id="the host does not say"),
    pytest.param(row(fields("Acme", "n/a")), host(), id="Xero's email is none"),
]


@pytest.mark.parametrize(("at_xero", "at_host"), BY_NAME_ALONE)
def test_the_same_name_is_linked_where_an_email_is_missing_and_that_was_chosen(
    at_xero: StagedContact, at_host: HostContact
) -> None:
    made = decided(seen(NAMED, at_host), at_xero, BY_NAME)
    assert made is not None
    assert (made.verdict, made.reason) == (
        Verdict.FULL_MATCH,
        "same name, email missing on one side",
    )


def test_the_same_name_is_not_linked_where_that_was_not_chosen() -> None:
    made = decided(seen(NAMED, host()), row(NO_EMAIL))
    assert made is not None
    assert made.verdict is Verdict.CONFLICT


@pytest.mark.parametrize(
    ("about", "at_xero"),
    [
        pytest.param(seen(NAMED, host()), row(), id="both emails are there"),
        pytest.param(
            seen(Conflict(IssueKind.EMAIL_ONLY, ONE), host()), row(NO_EMAIL), id="not the name"
        ),
        pytest.param(
            seen(Conflict(IssueKind.NAME_ONLY, TWO), host()), row(NO_EMAIL), id="two candidates"
        ),
        pytest.param(seen(NAMED), row(NO_EMAIL), id="the host does not have it"),
        pytest.param(seen(NAMED, host(), taken=frozenset({HOST})), row(NO_EMAIL), id="it is taken"),
        pytest.param(seen(NAMED, host(), same_name=2), row(NO_EMAIL), id="two of the name"),
    ],
)
def test_the_same_name_alone_is_asked_about_where_it_is_not_sure(
    about: Seen, at_xero: StagedContact
) -> None:
    made = decided(about, at_xero, BY_NAME)
    assert made is not None
    assert made.verdict is Verdict.CONFLICT


CREATED = CreateInHost(ContactKind.PERSON, 900, "two words", "Client")
UNKNOWN = "neither the name nor the billing email is known"


@pytest.mark.parametrize("settings", [SETTINGS, REVIEW], ids=["create", "review"])
def test_what_nobody_knows_is_created(settings: ContactSettings) -> None:
    made = decision(Verdict.NO_MATCH, CREATED, UNKNOWN, host_after=ACME)
    assert decided(seen(NoMatch()), settings=settings) == made


RESEMBLED = tuple(Candidate(i, CandidateReason.NEAR_NAME) for i in (OTHER, HOST))


def test_what_resembles_somebody_is_created_with_a_warning() -> None:
    warning = "host contact 'h-2' has nearly the same name, and stays beside the new one"
    assert decided(seen(NoMatch(RESEMBLED))) == decision(
        Verdict.NO_MATCH,
        evolve(CREATED, near_match=OTHER),
        UNKNOWN,
        host_after=ACME,
        warnings=(warning,),
    )


def test_what_resembles_somebody_is_asked_about_where_that_was_chosen() -> None:
    assert decided(seen(NoMatch(RESEMBLED)), settings=REVIEW) == decision(
        Verdict.CONFLICT,
        AskPerson(IssueKind.NEAR_MATCH, RESEMBLED, 0),
        "neither the name nor the billing email is known, but nearly the same name is",
    )


def test_a_link_overwrites_with_what_xero_has_and_says_otherwise() -> None:
    here = SyncedFields("Acme", "old@acme.example", Phone("555 0101"))
    there = fields("acme ", "new@acme.example", Phone(), Address(("1 High St",)))
    assert overwrites(here, there) == {
        NAME: "acme ",
        EMAIL: "new@acme.example",
        ADDRESS: Address(("1 High St",)),
    }


@pytest.mark.parametrize("blank", [None, Phone(), Phone(" ")])
def test_a_blank_of_xero_overwrites_nothing(blank: Phone | None) -> None:
    here, there = fields("Acme", "", Phone("1")), SyncedFields("Acme", None, blank)
    assert PHONE not in overwrites(here, there)
