"""The host contacts that a Xero contact may be, ranked, with a probability and reasons.

A suggestion is shown to a person and never links (semantics row 2).
"""

from collections.abc import Callable, Mapping

from attrs import field, frozen

from xerolink.domain.contacts.evidence import Asked, evidence, reasons
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.weights import Weights
from xerolink.domain.identity import HostContactId

Distance = Callable[[str, str], int]
"""How alike two words are, in thousandths: 1000 for equal ones, 0 for nothing in common."""
_SURE = 1000


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
    scored = [
        (_score(asked, other, weights, distance), host_id) for host_id, other in candidates.items()
    ]
    scored.sort(key=lambda one: (-one[0], one[1]))
    chances = [weights.chance.of(score) for score, _ in scored]
    most = max(_SURE, sum(chances))
    return tuple(
        Suggestion(host_id, score, chance * _SURE // most, reasons(asked, candidates[host_id]))
        for (score, host_id), chance in zip(scored, chances, strict=True)
    )


def _score(asked: Asked, other: Profile, weights: Weights, distance: Distance) -> int:
    measured = evidence(asked, other, distance)
    return weights.prior + sum(weights.evidence[name].of(n) for name, n in measured.items())
