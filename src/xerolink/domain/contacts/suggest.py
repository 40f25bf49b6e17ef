"""The host contacts that a Xero contact may be, ranked, with a probability and reasons.

A suggestion is shown to a person and never links (semantics row 2).
"""

from collections.abc import Collection, Mapping
from typing import Final

from attrs import field, frozen

from xerolink.domain.contacts.against import DOUBTED, doubted
from xerolink.domain.contacts.evidence import Asked, Compared, Comparison
from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.rarity import log2, power2
from xerolink.domain.contacts.reasons import reasons
from xerolink.domain.contacts.weights import Steps, Weights
from xerolink.domain.identity import HostContactId

_SURE: Final = 1000
_DOUBLINGS: Final = 1443
"""A thousand thousandths of log-odds, as doublings of the odds in thousandths."""
_EVEN: Final = 12_000
"""In a book of so many contacts "none of them" has even odds; in a larger one strangers are more
alike, in a smaller one less."""
_SMALLEST: Final = 500
"""A book of fewer contacts counts as one of so many: who is new is no rarer there."""


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
    *,
    least: int = 0,
    beside: Collection[HostContactId] = (),
) -> tuple[Suggestion, ...]:
    """All *candidates*, the likeliest first, ties by id; the order of the mapping is of no matter.

    What many of the book bear tells little, and a mailbox of many is said to be one. Those less
    likely than *least* thousandths are left out, but for *beside*; as rivals all count.
    """
    if not candidates:
        return ()
    compared = Comparison(asked, weights, distance)
    seen = {host_id: compared.measure(other) for host_id, other in candidates.items()}
    scores = {host_id: weights.score(one.measured) for host_id, one in seen.items()}
    ranked = sorted(scores, key=lambda host_id: (-scores[host_id], host_id))
    chances_of = weights.beside_a_no_match if asked.no_match else weights.beside_a_conflict
    chance_of = chances_of.of(compared.name.perhaps_a_person)
    chances = probabilities([scores[host_id] for host_id in ranked], asked.book, chance_of)
    return tuple(
        _suggestion(host_id, scores[host_id], chance, asked, seen[host_id])
        for host_id, chance in zip(ranked, chances, strict=True)
        if chance >= least or host_id in beside
    )


def _suggestion(
    host_id: HostContactId, score: int, chance: int, asked: Asked, seen: Compared
) -> Suggestion:
    """The order stays where one is doubted: who has more than half leaves less to the others."""
    told = min(chance, DOUBTED) if doubted(asked.profile, seen) else chance
    return Suggestion(host_id, score, told, reasons(asked, seen))


def shares(scores: list[int], book: int) -> list[int]:
    """What part of all odds each score has, in thousandths, "none of them" having some, too.

    The odds of that grow with the *book*: of twice as many contacts twice as many look alike.
    """
    odds = [power2(score * _DOUBLINGS // _SURE) for score in scores]
    everything = power2(log2(max(book, _SMALLEST)) - log2(_EVEN)) + sum(odds)
    return [_SURE * each // everything for each in odds]


def probabilities(scores: list[int], book: int, chance_of: Steps) -> list[int]:
    """The probability of each of the *scores*, best first, in thousandths: together at most 1000.

    The best one has what its share is worth; equal ones share; the others have what that leaves.
    """
    chances = [chance_of.of(share) for share in shares(scores, book)]
    best = scores.count(scores[0]) if scores else 0
    first = [min(chance, _SURE // best) for chance in chances[:best]]
    left, others = _SURE - sum(first), chances[best:]
    most = max(left, sum(others))
    return [*first, *(chance * left // most if most else 0 for chance in others)]
