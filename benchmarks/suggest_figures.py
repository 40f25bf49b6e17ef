"""How good suggestions are: figures from names alone, and from pairs with all fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from attrs import evolve, frozen

from benchmarks.matching_data import Book, Names, Pair, entities, named, once
from xerolink.adapters.embedded.similarity import similarity
from xerolink.domain.contacts.evidence import Comparison
from xerolink.domain.contacts.suggest import Suggestion, suggest
from xerolink.domain.contacts.weights import Weights
from xerolink.usecases.enrich import BESIDE_A_NO_MATCH

BINS = 10
SURE = 900
NEW = 1500
"""Of so many names of the pool it is asked whom they are near to."""
ABSENT = 10
"""One in so many is asked for in a book without it, to see what a probability says then."""


@frozen
class Answer:
    """What was suggested for a pair's left name, and where in it the right contact is first.

    *rank* is None where it was not suggested; *taken_out*: the right contact was no candidate.
    """

    pair: Pair
    suggestions: tuple[Suggestion, ...]
    rank: int | None
    taken_out: bool


def answers(names: Names, weights: Weights, asked: Sequence[Pair] | None = None) -> list[Answer]:
    """Every left name of a match (or those *asked*) among the gallery, by name alone."""
    gallery = names.gallery
    book, who = Book(named(name) for _, name in gallery), entities(gallery)
    told = []
    for n, pair in enumerate(names.asked if asked is None else asked):
        seen, candidates = book.ask(named(pair.left_name))
        ranked = suggest(seen, candidates, weights, similarity)
        right = [at for at, one in enumerate(ranked) if who[one.host_id] == pair.left_id]
        best = ranked[right[0]].host_id if right else None
        if len(right) > 1:
            single = once(candidates, who, pair.left_id, best)
            ranked = suggest(seen, single, weights, similarity)
        told.append(Answer(pair, ranked, right[0] if right else None, False))
        if n % ABSENT == 0:
            others = once(candidates, who, pair.left_id, None)
            told.append(Answer(pair, suggest(seen, others, weights, similarity), None, True))
    return told


def rank_figures(told: Sequence[Answer]) -> dict[str, Any]:
    """Right ones first and in the first three; what probabilities are worth; None: cannot tell."""
    asked = [one for one in told if not one.taken_out]
    first = [(one.suggestions[0].probability, one.rank == 0) for one in told if one.suggestions]
    sure = [right for probability, right in first if probability >= SURE]
    sure_asked = [
        one for one in asked if one.suggestions and one.suggestions[0].probability >= SURE
    ]
    gaps = reliability(first)
    return {
        "asked": len(asked),
        "r1": _share(one.rank == 0 for one in asked),
        "r3": _share(one.rank is not None and one.rank < 3 for one in asked),
        "precision_at_90": _share(sure),
        "coverage_at_90": round(len(sure_asked) / len(asked), 4) if asked else None,
        "reliability": round(max(gaps), 4) if gaps else None,
        "reliability_mean": round(sum(gaps) / len(gaps), 4) if gaps else None,
    }


def reliability(first: Sequence[tuple[int, bool]]) -> list[float]:
    """Over ten bins of equal count, how far the mean probability is from what is true."""
    ranked = sorted(first, key=lambda one: one[0])  # equal ones in the order asked
    cuts = [len(ranked) * n // BINS for n in range(BINS + 1)]
    bins = [ranked[start:end] for start, end in pairwise(cuts) if end > start]
    return [
        abs(sum(p for p, _ in each) / 1000 - sum(right for _, right in each)) / len(each)
        for each in bins
    ]


def near_figures(names: Names, weights: Weights) -> dict[str, float | None]:
    """Beside a No Match: who is told that a host contact is `SURE`ly the one.

    `near_of_known`: of those who are in the book, told of the right one; `near_of_new`: of those
    who are not, told of somebody else, or of a twin under another entity.
    """
    gallery = names.gallery
    book, who = Book(named(name) for _, name in gallery), entities(gallery)
    known = [(pair.left_id, pair.left_name) for pair in names.asked]
    new = names.pool[:: max(len(names.pool) // NEW, 1)]

    def told(entity: str, name: str, absent: bool) -> str | None:
        """Whom a No Match of *name* would be told to be near to."""
        seen, found = book.ask(named(name))
        others = ((i, one) for i, one in found.items() if not absent or who[i] != entity)
        looked_at = dict(islice(others, BESIDE_A_NO_MATCH))
        ranked = suggest(evolve(seen, no_match=True), looked_at, weights, similarity)
        return who[ranked[0].host_id] if ranked and ranked[0].probability >= SURE else None

    return {
        "near_of_known": _share(told(*one, absent=False) == one[0] for one in known),
        "near_of_new": _share(told(*one, absent=True) is not None for one in new),
    }


def _share(hits: Iterable[bool]) -> float | None:
    found = list(hits)
    return round(sum(found) / len(found), 4) if found else None


def pair_scores(names: Names, weights: Weights) -> list[tuple[int, bool]]:
    """The score of each pair with all its fields, and whether it is a match."""
    rights = [pair.right for pair in names.pairs]
    book = Book([*(named(name) for _, name in names.pool), *rights])
    scored = []
    for pair in names.pairs:
        seen, _ = book.ask(pair.left)
        measured = Comparison(seen, weights, similarity).measure(pair.right).measured
        scored.append((weights.score(measured), pair.same))
    return scored


def pair_figures(scored: Sequence[tuple[int, bool]]) -> dict[str, float | None]:
    """Average precision, and the recall where 98 of 100 are matches; None: there are no matches."""
    matches = sum(same for _, same in scored)
    if not matches:
        return {"ap": None, "recall_at_98": None}
    hits, total, recall = 0, 0.0, 0.0
    for n, (_, same) in enumerate(sorted(scored, key=lambda one: (-one[0], one[1])), start=1):
        hits += same
        total += hits / n if same else 0
        recall = hits / matches if hits >= 0.98 * n else recall
    return {"ap": round(total / matches, 4), "recall_at_98": round(recall, 4)}


def worst(names: Names, told: Sequence[Answer], count: int) -> list[dict[str, Any]]:
    """The wrong first suggestions that were thought likeliest."""
    gallery = names.gallery
    wrong = [one for one in told if one.rank != 0 and not one.taken_out and one.suggestions]
    wrong.sort(key=lambda one: (-one.suggestions[0].probability, one.pair.left_name))
    return [
        {
            "asked": one.pair.left_name,
            "suggested": gallery[int(one.suggestions[0].host_id)][1],
            "probability": one.suggestions[0].probability,
            "right": one.pair.right_name,
        }
        for one in wrong[:count]
    ]


def by_kind(told: Sequence[Answer], hit: Callable[[Answer], bool]) -> Mapping[str, float | None]:
    """The share that *hit*s, by how the names differ."""
    asked = [one for one in told if not one.taken_out]
    kinds = sorted({one.pair.kind for one in asked})
    return {kind: _share(hit(one) for one in asked if one.pair.kind == kind) for kind in kinds}
