"""Candidates are ranked, others stand beside them; what the exact rule found stays as it is."""

from collections.abc import Collection, Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.matching import Conflict, FullMatch, MatchOutcome, NoMatch
from xerolink.domain.contacts.rank import LIKELY, MOST_SUGGESTED, WORTH_A_LOOK, known, ranked
from xerolink.domain.contacts.suggest import Suggestion
from xerolink.domain.identity import HostContactId

A, B, C, D = (HostContactId(f"h-{letter}") for letter in "abcd")
WHY = ("same phone",)


def found(host_id: HostContactId, probability: int) -> Suggestion:
    return Suggestion(host_id, 0, probability, WHY)


def by_email(*ids: HostContactId) -> Conflict:
    listed = tuple(Candidate(i, CandidateReason.SAME_EMAIL) for i in ids)
    return Conflict(IssueKind.EMAIL_ONLY, listed, len(ids))


def near(*ids: HostContactId) -> NoMatch:
    return NoMatch(tuple(Candidate(i, CandidateReason.NEAR_NAME) for i in ids))


def shown(candidates: Sequence[Candidate]) -> list[tuple[HostContactId, int | None]]:
    return [(candidate.host_id, candidate.probability) for candidate in candidates]


def rank(outcome: MatchOutcome, *told: Suggestion, free: Collection[HostContactId]) -> MatchOutcome:
    return ranked(outcome, told, frozenset(free))


def asked(outcome: MatchOutcome) -> Conflict | NoMatch:
    assert isinstance(outcome, Conflict | NoMatch)
    return outcome


@pytest.mark.parametrize(
    ("outcome", "reckoned_with"),
    [(by_email(A, B), by_email(A, B).candidates), (near(A), near(A).near), (FullMatch(A), ())],
    ids=["conflict", "near", "full match"],
)
def test_whom_the_rules_of_matching_found_is_reckoned_with(
    outcome: MatchOutcome, reckoned_with: tuple[Candidate, ...]
) -> None:
    """Of a Full Match nobody is: no person is asked about it."""
    assert known(outcome) == reckoned_with


def test_the_likeliest_candidate_comes_first() -> None:
    after = asked(rank(by_email(A, B), found(A, 100), found(B, 800), free=()))
    assert shown(after.listed) == [(B, 800), (A, 100)]


def test_a_candidate_is_told_with_its_reasons() -> None:
    after = rank(by_email(A), found(A, 700), free=())
    assert asked(after).listed == (Candidate(A, CandidateReason.SAME_EMAIL, 700, WHY),)


def test_a_candidate_that_nobody_reckoned_with_stays_listed_behind_the_others() -> None:
    after = asked(rank(by_email(A, B), found(B, 100), free=()))
    assert shown(after.listed) == [(B, 100), (A, None)]


def test_another_that_is_worth_a_look_is_suggested_beside_the_candidates() -> None:
    after = asked(rank(by_email(A), found(A, 300), found(B, 600), free=[B]))
    assert after.listed[0] == Candidate(B, CandidateReason.SUGGESTED, 600, WHY)


def test_another_that_is_not_worth_a_look_is_not_suggested() -> None:
    told = (found(A, 300), found(B, WORTH_A_LOOK - 1), found(C, WORTH_A_LOOK))
    after = asked(rank(by_email(A), *told, free=[B, C]))
    assert shown(after.suggested) == [(C, WORTH_A_LOOK)]


def test_one_that_is_not_free_is_not_suggested() -> None:
    after = asked(rank(by_email(A), found(A, 300), found(B, 600), free=[]))
    assert shown(after.listed) == [(A, 300)]


def test_a_candidate_that_is_taken_stays_a_candidate() -> None:
    after = asked(rank(by_email(A), found(A, 600), free=[]))
    assert shown(after.listed) == [(A, 600)]


def test_of_many_suggestions_the_likeliest_are_shown() -> None:
    many = [found(HostContactId(f"h-{n}"), 300 + n) for n in range(MOST_SUGGESTED + 3)]
    after = asked(rank(by_email(A), *many, free=[one.host_id for one in many]))
    best = sorted((one.probability for one in many), reverse=True)[:MOST_SUGGESTED]
    assert [candidate.probability for candidate in after.suggested] == best


def test_a_likely_one_makes_a_no_match_near() -> None:
    after = asked(rank(NoMatch(), found(A, LIKELY), free=[A]))
    assert after == NoMatch((Candidate(A, CandidateReason.SUGGESTED, LIKELY, WHY),))


@pytest.mark.parametrize(
    ("probability", "free"), [(LIKELY - 1, [A]), (LIKELY, [])], ids=["not likely", "not free"]
)
def test_no_other_makes_a_no_match_near(probability: int, free: list[HostContactId]) -> None:
    assert rank(NoMatch(), found(A, probability), free=free) == NoMatch()


def test_who_resembles_by_name_is_near_however_unlikely() -> None:
    after = rank(near(A), found(A, 10), free=[A])
    assert after == NoMatch((Candidate(A, CandidateReason.NEAR_NAME, 10, WHY),))


def test_the_likeliest_of_those_that_are_near_is_the_one_to_be_told_of() -> None:
    after = rank(near(A), found(A, 10), found(B, LIKELY), free=[A, B])
    assert isinstance(after, NoMatch)
    assert shown(after.near) == [(B, LIKELY), (A, 10)]


def test_who_resembles_by_name_and_is_another_s_is_not_near() -> None:
    assert rank(near(A, B), free=[B]) == near(B)


def test_beside_one_that_is_near_others_are_shown() -> None:
    after = asked(rank(near(A), found(A, 300), found(B, 250), free=[A, B]))
    assert shown(after.listed) == [(A, 300), (B, 250)]


OUTCOMES = st.sampled_from(
    [FullMatch(A), by_email(A), by_email(A, B), near(A), near(A, B), NoMatch()]
)
FOUND = st.dictionaries(st.sampled_from([A, B, C, D]), st.integers(0, 999)).map(
    lambda told: tuple(found(i, n) for i, n in sorted(told.items()))
)


@given(OUTCOMES, FOUND, st.frozensets(st.sampled_from([A, B, C, D])))
def test_nothing_that_is_told_makes_a_full_match(
    outcome: MatchOutcome, told: tuple[Suggestion, ...], free: frozenset[HostContactId]
) -> None:
    """Semantics row 2: what is what stays so, whatever is suggested."""
    after = ranked(outcome, told, free)
    assert (type(after), isinstance(outcome, FullMatch) and after != outcome) == (
        type(outcome),
        False,
    )


@given(FOUND, st.frozensets(st.sampled_from([A, B, C, D])))
def test_the_candidates_of_the_exact_rule_are_the_same_ones(
    told: tuple[Suggestion, ...], free: frozenset[HostContactId]
) -> None:
    """So that a rule that confirms the only candidate counts no suggestion (semantics row 5)."""
    after = ranked(by_email(A, B), told, free)
    assert isinstance(after, Conflict)
    assert sorted(map(bare, after.candidates), key=str) == list(by_email(A, B).candidates)


def bare(candidate: Candidate) -> Candidate:
    return evolve(candidate, probability=None, reasons=())


@given(OUTCOMES, FOUND, st.frozensets(st.sampled_from([A, B, C, D])))
def test_the_order_in_which_suggestions_come_is_of_no_matter(
    outcome: MatchOutcome, told: tuple[Suggestion, ...], free: frozenset[HostContactId]
) -> None:
    def in_order(those: Sequence[Suggestion]) -> Sequence[Suggestion]:
        return sorted(those, key=lambda one: (-one.probability, one.host_id))

    assert ranked(outcome, in_order(told), free) == ranked(
        outcome, in_order(tuple(reversed(told))), free
    )
