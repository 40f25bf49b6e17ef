"""What the words of a name tell together, learned from names whose words were counted elsewhere.

A name whose own words were counted with it would look surer than a new one does. The sources are
therefore dealt into groups, and each group is read with the counts of the others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from attrs import frozen
from sklearn.linear_model import LogisticRegression

from benchmarks.training.corpus import Labelled
from benchmarks.training.counts import FAMILY, GIVEN, ORGANISATION, Counts, added, counted
from xerolink.adapters.embedded.lexicon import LIMIT, Told, Words, told
from xerolink.adapters.embedded.shape import features, read
from xerolink.adapters.embedded.tokens import tokens
from xerolink.adapters.embedded.words import LEGAL

INVENTED = "invented"
_GROUPS = (
    ("AEC", "Wikidata persons"),
    ("SEC", "PatentsView", "US"),
    ("UK charities", "Chicago", "DBLP"),
    ("NZ", "UK mutuals", "synthetic"),
    ("UK academies", "UK schools", "Wikidata churches", "Wikipedia"),
)
_PRIOR, _KNOWN, _MOST = 1.5, 2.0, 40.0
"""How much what pieces tell counts; how often a listed word was seen, at least; and for how much it
counts in the balance of people and organisations, so that long lists do not shift it."""
_C, _AT_LEAST, _INVENTED_WEIGHT, _SOURCE_MOST = 0.3, 4, 0.7, 3_000

Pair = tuple[int, int]


@frozen
class Trained:
    """The words, in tenths of log-odds, and the features, in thousandths."""

    words: Mapping[str, Pair]
    features: Mapping[str, int]


def trained(names: Sequence[Labelled], lists: Counts, tells: Callable[[str], Pair]) -> Trained:
    """Learn from *names* and the lists; *tells* what the pieces of a word tell."""
    by_group = {k: counted(n for n in names if _real(n) and group(n) == k) for k in range(6)}
    rows: list[tuple[Labelled, list[str]]] = []
    for k in (0, 1, 2, 3, 4, 5, 6):
        counts = added(lists, *(c for other, c in by_group.items() if other != k))
        words = WordTable(word_weights(counts, tells), tells)
        rows += [(n, seen(n.name, words)) for n in names if group(n) == k and undecided(n.name)]
    every = added(lists, *by_group.values())
    return Trained(word_weights(every, tells), _fitted(rows))


def group(name: Labelled) -> int:
    """The group that its source was dealt into; what is invented is read with all counts."""
    if not _real(name):
        return 6
    starts = (i for i, group in enumerate(_GROUPS) if name.source.startswith(group))
    return next(starts, 5)


def word_weights(counts: Counts, tells: Callable[[str], Pair]) -> dict[str, Pair]:
    """Tenths of log-odds of each word that is known well enough: its counts, on what its pieces
    tell."""
    total = sum((np.minimum(each, _MOST) for each in counts.values()), np.zeros(3))
    balance = (total[GIVEN] + total[FAMILY]) / total[ORGANISATION]
    found = {}
    for word, (given, family, organisation) in counts.items():
        if given + family + organisation >= _KNOWN:
            person, side = (_chance(tenths) for tenths in tells(word))
            found[word] = (
                _tenths(given + family, organisation * balance, person),
                _tenths(given, family, side),
            )
    return found


def seen(name: str, lexicon: Words) -> list[str]:
    """The features of *name*."""
    return features(read(tokens(name), lexicon))


def undecided(name: str) -> bool:
    """Whether no legal form decides it before the model is asked."""
    return all(token.role != LEGAL for token in tokens(name))


class WordTable(Words):
    """Listed words, and a function that tells of the others."""

    def __init__(self, words: Mapping[str, Pair], tells: Callable[[str], Pair]) -> None:
        self._listed = {word: told(*pair, known=True) for word, pair in words.items()}
        self._tells = tells

    def told(self, word: str) -> Told:
        return self._listed.get(word) or told(*self._tells(word), known=False)


def _real(name: Labelled) -> bool:
    return not name.source.startswith(INVENTED)


def _chance(tenths: int) -> float:
    return float(1 / (1 + np.exp(-tenths / 10)))


def _tenths(yes: float, no: float, prior: float) -> int:
    odds = np.log((yes + _PRIOR * prior) / (no + _PRIOR * (1 - prior)))
    return int(max(-LIMIT, min(LIMIT, round(float(odds) * 10))))


def _fitted(rows: Sequence[tuple[Labelled, list[str]]]) -> dict[str, int]:
    often = Counter(feature for _, found in rows for feature in set(found))
    known = sorted(feature for feature, number in often.items() if number >= _AT_LEAST)
    place = {feature: i for i, feature in enumerate(known)}
    columns, ends = [], [0]
    for _, found in rows:
        columns += sorted(place[feature] for feature in found if feature in place)
        ends.append(len(columns))
    table = sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(known)))
    model = LogisticRegression(C=_C, max_iter=300, tol=1e-3)
    answers = np.array([name.person for name, _ in rows])
    model.fit(table, answers, sample_weight=_weights([name for name, _ in rows]))
    weights = zip(known, np.round(model.coef_[0] * 1000).astype(int), strict=True)
    constant = {"": round(float(model.intercept_[0]) * 1000)}
    return constant | {feature: int(weight) for feature, weight in weights if abs(weight) >= 10}


def _weights(names: Iterable[Labelled]) -> Any:
    """No source weighs more than so many names."""
    kept = list(names)
    often = Counter((name.source, name.person) for name in kept)
    return np.array(
        [
            min(1.0, _SOURCE_MOST / often[name.source, name.person])
            * (1.0 if _real(name) else _INVENTED_WEIGHT)
            for name in kept
        ]
    )
