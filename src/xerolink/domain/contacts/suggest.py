"""The host contacts that a Xero contact may be, ranked, with a probability and reasons.

A suggestion is shown to a person and never links (semantics row 2).
"""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.rarity import power2
from xerolink.domain.contacts.reasons import reasons
from xerolink.domain.contacts.weights import Weights
from xerolink.domain.identity import HostContactId

_SURE: Final = 1000
_DOUBLINGS: Final = 1443
"""A thousand thousandths of log-odds, as doublings of the odds in thousandths."""


@frozen
class Suggestion:
    """A host contact that may be the one, and why.

    *score* in thousandths of log-odds, for the pair by itself; *probability* in thousandths that
    it is the one, with its rivals and with none of them in mind.
    """

    host_id: HostContactId
    score: int
    probability: int
    reasons: tuple[str, ...] = field(repr=veiled)


def suggest(
    asked: Asked,
    candidates: Mapping[HostContactId, Profile],
    weights: Weights,
    distance: Distance,
) -> tuple[Suggestion, ...]:
    """All *candidates*, the likeliest first, ties by id; the order of the mapping is of no matter.

    What many of the book bear tells little, and a mailbox of many is said to be one.
    """
    compared = Comparison(asked, weights, distance)
    seen = {host_id: compared.measure(other) for host_id, other in candidates.items()}
    scores = {host_id: weights.score(one.measured) for host_id, one in seen.items()}
    ranked = sorted(scores, key=lambda host_id: (-scores[host_id], host_id))
    chances = probabilities([scores[host_id] for host_id in ranked], weights)
    return tuple(
        Suggestion(host_id, scores[host_id], chance, reasons(asked, seen[host_id]))
        for host_id, chance in zip(ranked, chances, strict=True)
    )


def shares(scores: list[int]) -> list[int]:
    """What part of all odds each score has, in thousandths; "none of them" has even odds."""
    odds = [power2(score * _DOUBLINGS // _SURE) for score in scores]
    everything = power2(0) + sum(odds)
    return [_SURE * each // everything for each in odds]


def probabilities(scores: list[int], weights: Weights) -> list[int]:
    """The probability of each, in thousandths; together never more than 1000."""
    chances = [weights.chance.of(share) for share in shares(scores)]
    most = max(_SURE, sum(chances))
    return [chance * _SURE // most for chance in chances]
