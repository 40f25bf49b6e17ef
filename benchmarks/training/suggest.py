"""python -m benchmarks.training.suggest [--data DIR] [--cross-validate source|entity]

Makes `suggestions.json` of pairs and pools of names, or tells how good such weights are on pairs
that they were not made from.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from benchmarks.matching_data import (
    BESIDE,
    Book,
    Names,
    Pair,
    entities,
    missing,
    named,
    once,
    read_names,
)
from benchmarks.suggest_figures import ABSENT, answers, pair_figures, pair_scores, rank_figures
from benchmarks.training.fitting import Evidence, calibrate, fit
from xerolink.adapters.embedded.similarity import similarity
from xerolink.domain.contacts.evidence import Comparison
from xerolink.domain.contacts.names import parse
from xerolink.domain.contacts.rarity import log2
from xerolink.domain.contacts.shortlist import AT_MOST
from xerolink.domain.contacts.suggest import shares
from xerolink.domain.contacts.weights import Chances, Steps, Weights
from xerolink.usecases.enrich import BESIDE_A_NO_MATCH

UNLICENSED = frozenset(("oa",))
"""Sources of pairs whose licence was not found: measured on, never trained on."""
OFTEN = 4
"""How many names must hold a word before its rarity is kept: rarer ones might name somebody."""
_ROUND = 250
_NO_CHANCES = Chances(Steps((), (0,)), Steps((), (0,)))
SHIPPED = Path(__file__).parents[2] / "src/xerolink/adapters/embedded/suggestions.json"


def common_words(names: Sequence[Names], use: Callable[[str], bool]) -> dict[str, int]:
    """How rare the words of the names of used sources are, by rarity, the rarer left out."""
    texts = [name for each in names for entity, name in each.gallery if use(entity.split("-")[0])]
    texts += [pair.left_name for each in names for pair in each.asked if use(pair.source)]
    counts = Counter(word for text in texts for word in set(parse(named(text).name).words))
    most = log2(max(len(texts), 1))
    kept = {word: most - log2(count) for word, count in counts.items() if count >= OFTEN}
    return {word: rare // _ROUND * _ROUND for word, rare in kept.items()}


@frozen
class Material:
    """What weights are made from: of each match a list of candidates, of each pair its measures.

    With each list is told of how many contacts the book was.
    """

    common: Mapping[str, int]
    lists: tuple[tuple[Pair, int, Evidence], ...]
    alone: tuple[tuple[Pair, Mapping[str, int]], ...]

    @classmethod
    def of(cls, names: Sequence[Names], common: Mapping[str, int]) -> "Material":
        start = Weights(0, {}, _NO_CHANCES, _NO_CHANCES, common)
        lists = tuple(one for each in names for one in _lists(each, start))
        return cls(common, lists, tuple(one for each in names for one in _alone(each, start)))


def train(material: Material, use: Callable[[Pair], bool]) -> Weights:
    """Weights from the pairs that *use* admits."""
    lists = [each for pair, _, each in material.lists if use(pair)]
    alone = [(measured, pair.same) for pair, measured in material.alone if use(pair)]
    full = Weights(*fit(lists, alone), _NO_CHANCES, _NO_CHANCES, material.common)
    used = [each for each in material.lists if use(each[0])]
    people = [(book, each) for pair, book, each in used if _personal(pair)]
    firms = [(book, each) for pair, book, each in used if not _personal(pair)]
    told = [
        Chances(*(calibrate(_shared(each, full, absent, at_most)) for each in (firms, people)))
        for absent, at_most in ((ABSENT, AT_MOST), (1, BESIDE_A_NO_MATCH))
    ]
    return evolve(full, beside_a_conflict=told[0], beside_a_no_match=told[1])


def _personal(pair: Pair) -> bool:
    """As `suggest` tells whose table of chances a name has."""
    return parse(named(pair.left_name).name).perhaps_a_person


def _shared(
    lists: Sequence[tuple[int, Evidence]], weights: Weights, absent: int, at_most: int
) -> list[tuple[int, bool]]:
    """The share of the first of each list, one list in *absent* also without the right one."""
    told: list[tuple[int, bool]] = []
    for n, (book, each) in enumerate(lists):
        others = [(measured, same) for measured, same in each if not same]
        for shown in (each, others) if n % absent == 0 else (each,):
            scored = [(weights.score(measured), same) for measured, same in shown[:at_most]]
            scored.sort(key=lambda one: -one[0])
            told += [_first(scored, book)] if scored else []
    return told


def _first(scored: Sequence[tuple[int, bool]], book: int) -> tuple[int, bool]:
    return shares([score for score, _ in scored], book)[0], scored[0][1]


def _lists(names: Names, weights: Weights) -> Iterator[tuple[Pair, int, Evidence]]:
    gallery = names.gallery
    book, who = Book(named(name) for _, name in gallery), entities(gallery)
    for pair in names.asked:
        asked, candidates = book.ask(named(pair.left_name))
        compared = Comparison(asked, weights, similarity)
        best = next((i for i in candidates if who[i] == pair.left_id), None)
        single = once(candidates, who, pair.left_id, best)
        measured = [(compared.measure(one).measured, i == best) for i, one in single.items()]
        yield pair, asked.book, measured


def _alone(names: Names, weights: Weights) -> Iterator[tuple[Pair, Mapping[str, int]]]:
    """The pairs with all fields."""
    book = Book([*(named(name) for _, name in names.pool), *(pair.right for pair in names.pairs)])
    for pair in names.pairs:
        asked, _ = book.ask(pair.left)
        yield pair, Comparison(asked, weights, similarity).measure(pair.right).measured


def as_json(weights: Weights) -> str:
    """The shipped file: the common words in one line for each rarity."""
    lines: dict[str, list[str]] = {}
    for word, rare in sorted(weights.common.items(), key=lambda one: (one[1], one[0])):
        lines.setdefault(str(rare), []).append(word)
    told = {
        "prior": weights.prior,
        "evidence": {name: _steps(steps) for name, steps in sorted(weights.evidence.items())},
        "beside_a_conflict": _chances(weights.beside_a_conflict),
        "beside_a_no_match": _chances(weights.beside_a_no_match),
        "common": {rare: " ".join(words) for rare, words in lines.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _chances(told: Chances) -> dict[str, dict[str, list[int]]]:
    return {"firms": _steps(told.firms), "people": _steps(told.people)}


def _steps(steps: Steps) -> dict[str, list[int]]:
    return {"edges": list(steps.edges), "worth": list(steps.worth)}


def cross_validate(names: Mapping[str, Names], by: str) -> dict[str, Any]:
    """The figures of pairs whose source, or whose fifth of the entities, was left out."""
    kinds = list(names.values())
    part = _source if by == "source" else _fifth
    parts = sorted({part(pair) for each in kinds for pair in each.pairs})
    told: dict[str, list[Any]] = {what: [] for what in names}
    scored: dict[str, list[Any]] = {what: [] for what in names}
    everything = Material.of(kinds, common_words(kinds, lambda _: True))
    for left_out in parts:
        material = everything if by == "entity" else _without(kinds, left_out)
        weights = train(material, partial(_outside, part, left_out))
        for what, each in names.items():
            asked = [pair for pair in each.asked if part(pair) == left_out]
            pairs = tuple(pair for pair in each.pairs if part(pair) == left_out)
            told[what] += answers(each, weights, asked)
            scored[what] += pair_scores(evolve(each, pairs=pairs), weights) if pairs else []
    return {w: {**rank_figures(told[w]), **pair_figures(scored[w])} for w in names}


def _outside(part: Callable[[Pair], str], left_out: str, pair: Pair) -> bool:
    return part(pair) != left_out


def _without(kinds: Sequence[Names], source: str) -> Material:
    """The same with words that are common without the names of *source*."""
    return Material.of(kinds, common_words(kinds, lambda each: each.removesuffix("p") != source))


def _source(pair: Pair) -> str:
    """Lists of one authority are one source."""
    return "wd" if pair.source.startswith("surname") else pair.source.removesuffix("p")


def _fifth(pair: Pair) -> str:
    return str(sum(map(ord, pair.left_id)) % 5)


def main() -> None:
    """Write the shipped file, or print the figures of a cross-validation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training.suggest")
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--cross-validate", choices=("source", "entity"), default=None)
    asked = parser.parse_args()
    names = {what: read_names(asked.data, what) for what in ("orgs", "people")}
    if not all(each.pairs and each.pool for each in names.values()):
        missing(
            asked.data or BESIDE,
            "orgs_pairs*.csv, people_pairs*.csv, orgs_pool*.csv, people_pool*.csv",
        )
    if asked.cross_validate:
        print(json.dumps(cross_validate(names, asked.cross_validate)))
        return
    kinds = list(names.values())
    material = Material.of(kinds, common_words(kinds, lambda source: source not in UNLICENSED))
    weights = train(material, lambda pair: pair.source not in UNLICENSED)
    SHIPPED.write_text(as_json(weights), "utf-8")


if __name__ == "__main__":
    main()
