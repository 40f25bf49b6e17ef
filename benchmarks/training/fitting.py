"""Additive weights from evidence: for each measure a number for each range of its values."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

from xerolink.domain.contacts.weights import Steps

Evidence = list[tuple[Mapping[str, int], bool]]
"""The candidates of one list: their measures, and whether each is the one."""
_RISES = """
asked_share other_share shared rarest alike weakest whole start first last given family middle
person crossed acronym spacing grams part email email_name phone address postcode married household
"""
RISES = frozenset(_RISES.split())
_FALLS = "asked_left other_left asked_rarest_left other_rarest_left numbers kin_count"
FALLS = frozenset(_FALLS.split())
"""Measures of which more never speaks against, or never for, whatever the data says."""
RANGES = 16
NONE = 0.2
"""How often a list is taken to be without its answer."""
SMOOTH = 0.3


class Ranges:
    """The measures as steps: a column for each edge, that counts for every value that passed it."""

    def __init__(self, rows: Sequence[Mapping[str, int]], telling: Sequence[int]) -> None:
        self.names = sorted({name for row in rows for name in row})
        self.edges = {name: _edges(rows, telling, name) for name in self.names}
        sizes = [len(self.edges[name]) + 1 for name in self.names]
        self.starts = dict(zip(self.names, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))
        self.columns = sum(sizes)
        self._first = np.repeat(list(self.starts.values()), sizes)
        self._last = self._first + np.repeat(sizes, sizes) - 1

    def of(self, rows: Sequence[Mapping[str, int]]) -> Any:
        """A sparse matrix: for each of *rows* and each measure of it, where its value falls."""
        edges = {name: each.tolist() for name, each in self.edges.items()}
        across = [
            self.starts[name] + bisect_right(edges[name], value)
            for row in rows
            for name, value in row.items()
        ]
        begins = np.cumsum([0, *map(len, rows)])
        return sparse.csr_matrix((np.ones(len(across)), across, begins), (len(rows), self.columns))

    def summed(self, steps: Any) -> Any:
        """What each range is worth: its step and those before it, of its measure."""
        total = np.r_[0.0, np.cumsum(steps)]
        return total[1:] - total[self._first]

    def summed_back(self, slopes: Any) -> Any:
        """The slope of each step: that of its range and of those after it, of its measure."""
        total = np.r_[0.0, np.cumsum(slopes)]
        return total[self._last + 1] - total[:-1]

    def bounds(self) -> list[tuple[float | None, float | None]]:
        """Steps go up, down or either way; where a measure begins is free."""
        found: list[tuple[float | None, float | None]] = []
        for name in self.names:
            step = (0.0, None) if name in RISES else (None, 0.0) if name in FALLS else (None, None)
            found += [(None, None), *([step] * len(self.edges[name]))]
        return found

    def penalties(self) -> Any:
        """The first column of a measure says little more than that it was measured."""
        weights = np.full(self.columns, SMOOTH)
        weights[list(self.starts.values())] = 10.0
        return weights

    def steps(self, found: Any) -> dict[str, Steps]:
        """What was found, in thousandths."""
        told = {}
        for name in self.names:
            start, edges = self.starts[name], self.edges[name]
            worth = np.cumsum(found[start : start + len(edges) + 1])
            told[name] = Steps(
                tuple(map(int, edges)), tuple(round(1000 * w) for w in worth.tolist())
            )
        return told


def _edges(rows: Sequence[Mapping[str, int]], telling: Sequence[int], name: str) -> Any:
    """Where as many values of matches, and as many of others, lie on each side."""
    values = np.array([rows[at][name] for at in telling if name in rows[at]])
    if len(values) == 0:
        values = np.array([row[name] for row in rows if name in row])
    if len(np.unique(values)) <= RANGES:
        return np.unique(values)[1:]
    cuts = np.unique(np.quantile(values, np.linspace(0, 1, RANGES + 1)[1:-1], method="nearest"))
    return cuts[cuts > values.min()]


def _telling(same: Any) -> list[int]:
    """All matches and as many others, always the same ones."""
    right = np.flatnonzero(same)
    others = np.flatnonzero(~same)
    stride = max(len(others) // max(len(right), 1), 1)
    return [*right, *others[::stride]]


def fit(lists: Sequence[Evidence], pairs: Evidence) -> tuple[int, dict[str, Steps]]:
    """The prior and the weights under which the truth is likeliest, of lists and pairs together.

    Of a list, that the right one of it is chosen, or "none of them"; of a pair, that it is a match.
    Pairs have a prior of their own, for half of them match.
    """
    shown = [each for each in lists if each]
    rows = [*(measured for each in shown for measured, _ in each), *(each for each, _ in pairs)]
    same = np.array([*(r for each in shown for _, r in each), *(r for _, r in pairs)], dtype=bool)
    sizes = [*(len(each) for each in shown), *([1] * len(pairs))]
    single = np.arange(len(sizes)) >= len(shown)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum([0, *sizes[:-1]])
    ranges = Ranges(rows, _telling(same))
    matrix = ranges.of(rows)
    turned = matrix.T.tocsr()
    penalties = ranges.penalties()

    def loss(found: Any) -> tuple[float, Any]:
        scores = matrix @ ranges.summed(found[2:]) + found[0] + found[1] * single[owner]
        value, slope = _list_loss(scores, same, starts, owner, np.where(single, 0.0, NONE))
        own = float((penalties * found[2:] ** 2).sum() / 2)
        steps = ranges.summed_back(turned @ slope) + penalties * found[2:]
        return value + own, np.r_[slope.sum(), slope @ single[owner], steps]

    bounds = [(None, None), (None, None), *ranges.bounds()]
    start = np.zeros(ranges.columns + 2)
    options = {"maxiter": 250, "maxcor": 20}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    return round(1000 * float(best[0])), ranges.steps(best[2:])


def _list_loss(scores: Any, same: Any, starts: Any, owner: Any, none: Any) -> tuple[float, Any]:
    """Minus the log-likelihood of the right answers, of which *none* are taken out; its slope."""
    top = np.maximum(np.maximum.reduceat(scores, starts), 0)
    odds, nobody = np.exp(scores - top[owner]), np.exp(-top)
    right = np.add.reduceat(odds * same, starts)
    wrong = np.add.reduceat(odds * ~same, starts) + nobody
    present = np.add.reduceat(same.astype(int), starts) > 0
    kept = np.where(present, 1 - none, 0.0)
    gone = np.where(present, none, 1.0)
    safe = np.maximum(right, 1e-300)
    value = (kept * (np.log(right + wrong) - np.log(safe)))[present].sum()
    value += (gone * (np.log(wrong) + top)).sum()
    slope = kept[owner] * (odds / (right + wrong)[owner] - odds * same / safe[owner])
    slope += gone[owner] * odds * ~same / wrong[owner]
    return float(value), slope


def calibrate(shared: Sequence[tuple[int, bool]]) -> Steps:
    """The probability of a share among rivals, rising, in thousandths."""
    share = np.array([each for each, _ in shared])
    same = np.array([right for _, right in shared], dtype=float)
    rising = IsotonicRegression(y_min=0.0, y_max=0.999, out_of_bounds="clip").fit(share, same)
    edges = [*range(10, 900, 20), *range(900, 1000, 5), 998, 999]
    middles = [0, *((a + b) / 2 for a, b in pairwise(edges)), 1000]
    worth = [int(1000 * each) for each in rising.predict(np.array(middles))]
    return Steps(tuple(edges), tuple(worth))
