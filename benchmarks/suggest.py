"""How good suggestions are, how quick, and how large what ships is; by names of other people."""

import random
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.matching_data import BESIDE, Book, Names, missing, named, read_names
from benchmarks.suggest_figures import (
    Answer,
    answers,
    by_kind,
    near_figures,
    pair_figures,
    pair_scores,
    rank_figures,
    worst,
)
from xerolink.adapters.embedded.similarity import edits, similarity
from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.suggest import suggest
from xerolink.domain.contacts.weights import Weights

CONTACTS, MANY, CONFLICTS = 14_000, 100_000, 1_000
WORST = 5
SHIPPED = (
    *("adapters/embedded/suggestions.json", "domain/contacts/given_names.py"),
    *("domain/contacts/firm_words.py", "domain/contacts/letters.py"),
)
_PEERS_SAMPLE = 50


def measure_suggest(folder: Path | None, seed: int) -> dict[str, Any]:
    """`orgs` and `people`: ranking by name alone, and pairs with all fields; `speed`; `bytes`.

    `acronyms`: of the matches where one name is the acronym of the other, those in the first three.
    None where there is nothing to tell it by; ends the program, naming the flag, without any pairs.
    """
    names = {what: read_names(folder, what) for what in ("orgs", "people")}
    if not any(each.pairs for each in names.values()):
        missing(folder or BESIDE, "orgs_pairs*.csv", "people_pairs*.csv")
    weights = embedded_suggestions().weights
    told: dict[str, Any] = {}
    for what, each in names.items():
        print(f"{what}: {len(each.asked):,} names to look up; minutes", file=sys.stderr)
        told[what] = _figures(each, weights) if each.pairs else None
    print("speed, beside rapidfuzz", file=sys.stderr)
    return {
        **told,
        "speed": _speed(list(names.values()), weights, seed),
        "bytes": sum(len(files("xerolink").joinpath(path).read_bytes()) for path in SHIPPED),
    }


def _figures(names: Names, weights: Weights) -> dict[str, Any]:
    found = answers(names, weights)
    first_three = by_kind(found, _in_the_first_three)
    return {
        **rank_figures(found),
        **near_figures(names, weights),
        **pair_figures(pair_scores(names, weights)),
        **({"acronyms": first_three["acronym"]} if "acronym" in first_three else {}),
        "r1_by_kind": by_kind(found, lambda one: one.rank == 0),
        "worst": worst(names, found, WORST),
    }


def _in_the_first_three(one: Answer) -> bool:
    return one.rank is not None and one.rank < 3


def _speed(names: Sequence[Names], weights: Weights, seed: int) -> dict[str, Any]:
    """Seconds of the processor for a thousand conflicts, beside rapidfuzz over the same names.

    `growth`: how much longer they take where the book is seven times as large. `in_python`: with
    the distance of the base install. Where there are fewer names than that, others are made of
    them, and the time of fewer conflicts is reckoned up.
    """
    chance = random.Random(seed)
    known = [name for each in names for _, name in each.gallery]
    wanted = [pair.left_name for each in names for pair in each.pairs if pair.same]
    wanted = wanted or [pair.left_name for each in names for pair in each.pairs]
    known = known or wanted
    chance.shuffle(known)
    chance.shuffle(wanted)
    known += _invented(known, CONTACTS - len(known), chance)
    small, asked = Book(map(named, known[:CONTACTS])), wanted[:CONFLICTS]
    seconds = _seconds(small, asked, weights, similarity)
    peer = _peer(known[:CONTACTS], asked[:_PEERS_SAMPLE])
    large = Book(map(named, [*known, *_invented(known, MANY - len(known), chance)]))
    return {
        "seconds": round(seconds, 3),
        "rapidfuzz_seconds": round(peer, 3) if peer else None,
        "ratio": round(seconds / peer, 3) if peer else None,
        "growth": round(_seconds(large, asked, weights, similarity) / seconds, 2),
        "in_python_seconds": round(_seconds(small, asked, weights, _without_library), 3),
    }


def _seconds(book: Book, asked: Sequence[str], weights: Weights, distance: Distance) -> float:
    """From the names as they come to ranked suggestions with reasons."""

    def work() -> None:
        for name in asked:
            seen, candidates = book.ask(named(name))
            suggest(seen, candidates, weights, distance)

    return _timed(work) * CONFLICTS / len(asked)


def _without_library(asked: str, other: str) -> int:
    return similarity(asked, other, edits)


def _timed(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _peer(known: Sequence[str], asked: Sequence[str]) -> float:
    """The same for `rapidfuzz.process.extract`, from a sample; 0 where it is not installed."""
    try:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - the extra `matching`
    except ImportError:
        return 0.0

    def work() -> None:
        for name in asked:
            process.extract(name, known, scorer=fuzz.token_ratio, limit=3)

    return _timed(work) * CONFLICTS / len(asked)


def _invented(known: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """Further names: the first words of one name and the last words of another."""
    words = [name.split() for name in known]
    pairs = ((chance.choice(words), chance.choice(words)) for _ in range(count))
    return [" ".join((*one[: len(one) // 2 + 1], *two[len(two) // 2 :])) for one, two in pairs]
