"""Candidates in their order of likelihood, and the suggestions that join them.

None of it is a match: only the exact rule yields a Full Match (semantics row 2).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import assert_never

from attrs import evolve

from xerolink.domain.contacts.issues import Candidate, CandidateReason
from xerolink.domain.contacts.matching import (
    Conflict,
    FullMatch,
    MatchOutcome,
    NoMatch,
    by_likelihood,
)
from xerolink.domain.contacts.suggest import Suggestion
from xerolink.domain.identity import HostContactId

LIKELY = 900
"""From this probability on, in thousandths, a free host contact is a near match (decision 0039)."""
WORTH_A_LOOK = 200
"""A suggestion less likely than this, in thousandths, is not shown."""
MOST_SUGGESTED = 5
"""How many suggestions stand beside the candidates of the exact rule."""


def known(outcome: MatchOutcome) -> tuple[Candidate, ...]:
    """The candidates that the rules of matching found; of a Full Match none is asked about."""
    match outcome:
        case Conflict(candidates=candidates):
            return candidates
        case NoMatch(near=near):
            return near
        case FullMatch():
            return ()
        case _:
            assert_never(outcome)


def ranked(
    outcome: MatchOutcome, found: Sequence[Suggestion], free: Collection[HostContactId]
) -> MatchOutcome:
    """*outcome* with what *found* tells of its candidates, the likeliest first.

    *found* reckons with the candidates, too. Of the others only *free* ones are suggested: neither
    linked, nor separated, nor some other Xero contact's by their very name. One of those that is
    `LIKELY` makes a No Match near (semantics row 9); a Full Match stays as it is.
    """
    match outcome:
        case Conflict(candidates=candidates):
            told = _told(candidates, found)
            return evolve(outcome, candidates=told, suggested=_others(candidates, found, free))
        case NoMatch(near=near):
            return _near(outcome, [c for c in near if c.host_id in free], found, free)
        case FullMatch():
            return outcome
        case _:
            assert_never(outcome)


def _near(
    outcome: NoMatch,
    near: Sequence[Candidate],
    found: Sequence[Suggestion],
    free: Collection[HostContactId],
) -> NoMatch:
    others = _others(near, found, free)
    likely = [c for c in others if (c.probability or 0) >= LIKELY]
    resembled = by_likelihood([*_told(near, found), *likely])
    rest = tuple(c for c in others if c not in likely) if resembled else ()
    return evolve(outcome, near=resembled, suggested=rest)


def _told(candidates: Iterable[Candidate], found: Sequence[Suggestion]) -> tuple[Candidate, ...]:
    """The same candidates, each with its probability and reasons."""
    by_id: Mapping[HostContactId, Suggestion] = {one.host_id: one for one in found}
    return by_likelihood(
        evolve(c, probability=by_id[c.host_id].probability, reasons=by_id[c.host_id].reasons)
        if c.host_id in by_id
        else c
        for c in candidates
    )


def _others(
    beside: Iterable[Candidate], found: Sequence[Suggestion], free: Collection[HostContactId]
) -> tuple[Candidate, ...]:
    listed = {candidate.host_id for candidate in beside}
    worth = (
        Candidate(one.host_id, CandidateReason.SUGGESTED, one.probability, one.reasons)
        for one in found
        if one.host_id in free and one.host_id not in listed and one.probability >= WORTH_A_LOOK
    )
    return by_likelihood(worth)[:MOST_SUGGESTED]
