"""How often each word was a given name, a family name, and a word of an organisation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from benchmarks.training import lists
from benchmarks.training.corpus import Labelled
from xerolink.adapters.embedded.tokens import LEARNED, tokens
from xerolink.adapters.embedded.words import CAPITALS

Counts = Mapping[str, Any]
"""By word three numbers: given name, family name, organisation."""

GIVEN, FAMILY, ORGANISATION = range(3)
_OURS, _FAKER, _CENSUS = 2.0, 1.0, 0.9
_LISTED = {
    "trades": 100.0,
    "bodies": 100.0,
    "other languages": 40.0,
    "words abroad": 80.0,
    "countries": 20.0,
    "cities abroad": 4.0,
    "customers": 4.0,
    "faiths": 12.0,
    "brand words": 8.0,
    "single names": 4.0,
    "common words": 8.0,
    "places": 2.5,
}
"""For how many names of organisations a word of each of our lists counts."""
_IN_BOTH_NUMBERS = {"trades", "bodies", "brand words", "common words"}
_FIRST_OF_SEVERAL = 0.5
"""The first word of an organisation's name is often a person's."""


def counted(names: Iterable[Labelled]) -> Counts:
    """The words of *names*."""
    counts = _none()
    for each in names:
        for word, part, weight in _parts(each):
            counts[word][part] += weight
    return counts


def listed() -> Counts:
    """The words of the lists."""
    counts = _none()
    for weight, cultures in ((_OURS, lists.cultures()), (_FAKER, lists.faker_names())):
        for culture in cultures:
            _add(counts, culture.given, GIVEN, weight)
            _add(counts, culture.family, FAMILY, weight)
    _add(counts, lists.census_surnames(), FAMILY, _CENSUS)
    for kind, words in lists.organisations().items():
        both = set(words) | set(_other_number(words)) if kind in _IN_BOTH_NUMBERS else words
        _add(counts, sorted(both), ORGANISATION, _LISTED[kind])
    return counts


def added(*several: Counts) -> Counts:
    """The sums."""
    counts = _none()
    for each in several:
        for word, numbers in each.items():
            counts[word] = counts[word] + numbers
    return counts


def _none() -> dict[str, Any]:
    return defaultdict(lambda: np.zeros(3))


def _add(counts: dict[str, Any], words: Iterable[str], part: int, weight: float) -> None:
    for text in words:
        for token in tokens(text):
            if token.role in (LEARNED, CAPITALS):
                counts[token.text][part] += weight


def _other_number(words: Iterable[str]) -> Iterator[str]:
    """ "Builder" of "Builders" and the reverse, roughly."""
    for word in words:
        if word[-1] != "s" and word[-1] not in "yhx":
            yield f"{word}s"
        elif word[-1] == "s" and word[-2:] != "ss":
            yield word[:-1]


def _parts(each: Labelled) -> Iterator[tuple[str, int, float]]:
    """Its learned words, what each of them is, and what that counts."""
    found = tokens(each.name)
    comma = next((i for i, token in enumerate(found) if token.role == ","), None)
    words = [(i, t.text) for i, t in enumerate(found) if t.role in (LEARNED, CAPITALS)]
    for number, (i, word) in enumerate(words):
        if not each.person:
            first = number == 0 and len(words) > 1
            yield word, ORGANISATION, _FIRST_OF_SEVERAL if first else 1.0
        elif comma is not None:
            yield word, FAMILY if i < comma else GIVEN, 1.0
        else:
            yield word, FAMILY if number == len(words) - 1 else GIVEN, 1.0
