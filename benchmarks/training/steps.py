"""From scores to likelihoods: where a score stops to make a person one thousandth likelier."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

_SUREST = 995
"""No answer is surer than this, in thousandths: labels themselves err."""


def steps(scores: Sequence[int], people: Sequence[bool]) -> tuple[int, ...]:
    """The least score for each likelihood from 5 to 995 thousandths, as `Model.steps`."""
    model = LogisticRegression(C=1e3)
    model.fit(np.array(scores).reshape(-1, 1) / 1000, np.array(people))
    slope, constant = float(model.coef_[0][0]), float(model.intercept_[0])
    chances = np.clip(np.arange(1, _SUREST + 1), 1_000 - _SUREST, _SUREST) / 1000
    found = (np.log(chances / (1 - chances)) - constant) / slope * 1000
    found[: 1_000 - _SUREST] = -(10**9)
    return tuple(int(step) for step in np.round(found))
