"""What the pieces of a word tell, learned from all words: for the words that are not listed."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from benchmarks.training.counts import FAMILY, GIVEN, ORGANISATION, Counts
from xerolink.adapters.embedded.lexicon import grams

_AT_LEAST, _MOST, _C = 5, 3.0, 0.3
"""A piece of fewer words is not learned; a word counts for so much at most; regularisation."""
_CENSUS_KEPT = 3
"""Of the words that only the census has (a sum of 0.9), one in so many is learned from."""
_SMALLEST = (1, 2)
"""Weights that are smaller are left out, in tenths: of persons, of given names."""


class Pieces:
    """Two regressions over pieces: person or organisation, and given or family name."""

    def __init__(self, counts: Counts, words: Iterable[str]) -> None:
        learned = sorted(word for word in words if counts[word].sum() > 0.95 or _kept(word))
        pieces = [grams(word) for word in learned]
        often = Counter(piece for each in pieces for piece in set(each))
        known = sorted(piece for piece, number in often.items() if number >= _AT_LEAST)
        self.place = {piece: i for i, piece in enumerate(known)}
        table = self._table(pieces)
        capped = np.minimum(np.array([counts[word] for word in learned]), _MOST)
        people = np.minimum(capped[:, GIVEN] + capped[:, FAMILY], _MOST)
        fits = (
            _fitted(table, people, capped[:, ORGANISATION]),
            _fitted(table, capped[:, GIVEN], capped[:, FAMILY]),
        )
        self.weights = [
            np.where(abs(w) < s, 0, w) for (w, _), s in zip(fits, _SMALLEST, strict=True)
        ]
        self.constants = [constant for _, constant in fits]

    def told(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Tenths of log-odds for each of *words*: person, given name."""
        table = self._table([grams(word) for word in words])
        sums = [table @ w + c for w, c in zip(self.weights, self.constants, strict=True)]
        return [(int(person), int(given)) for person, given in zip(*sums, strict=True)]

    def listed(self) -> dict[str, tuple[int, int]]:
        """The weights of each piece; the constants under the empty one."""
        person, given = self.weights
        rows = {p: (int(person[i]), int(given[i])) for p, i in self.place.items()}
        return {"": (self.constants[0], self.constants[1])} | {
            p: w for p, w in rows.items() if any(w)
        }

    def _table(self, pieces: Sequence[list[str]]) -> Any:
        columns, rows = [], [0]
        for each in pieces:
            columns += sorted(self.place[piece] for piece in each if piece in self.place)
            rows.append(len(columns))
        shape = (len(pieces), len(self.place))
        return sp.csr_matrix((np.ones(len(columns)), columns, rows), shape=shape)


class Honest:
    """What pieces tell of words, each learned without the word itself."""

    def __init__(self, counts: Counts) -> None:
        words = sorted(counts)
        self.told: dict[str, tuple[int, int]] = {}
        for half in (0, 1):
            ours = [word for word in words if _half(word) == half]
            others = Pieces(counts, [word for word in words if _half(word) != half])
            self.told.update(zip(ours, others.told(ours), strict=True))


def _fitted(table: Any, yes: Any, no: Any) -> tuple[Any, int]:
    """Weights and constant, in tenths; both sides weigh the same in all."""
    weights = np.concatenate([yes, no * (yes.sum() / no.sum())])
    answers = np.concatenate([np.ones(len(yes)), np.zeros(len(no))])
    held = weights > 0
    model = LogisticRegression(C=_C, max_iter=200, tol=1e-3)
    model.fit(sp.vstack([table, table]).tocsr()[held], answers[held], sample_weight=weights[held])
    return np.round(model.coef_[0] * 10).astype(int), round(float(model.intercept_[0]) * 10)


def _half(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) & 1


def _kept(word: str) -> bool:
    return zlib.crc32(b"kept " + word.encode("utf-8", "surrogatepass")) % _CENSUS_KEPT == 0
