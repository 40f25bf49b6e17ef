"""The numbers of the suggestion model, as a value: made by a script, read by an adapter."""

from bisect import bisect_right
from collections.abc import Mapping

from attrs import field, frozen


@frozen
class Steps:
    """A number for each range of a measure: *worth[i]* up to before *edges[i]*, the last above."""

    edges: tuple[int, ...]
    worth: tuple[int, ...]

    def of(self, measured: int) -> int:
        return self.worth[bisect_right(self.edges, measured)]


@frozen
class Weights:
    """What each piece of evidence is worth, in thousandths of log-odds.

    *evidence* by the name of a measure; *chance* is the probability (thousandths) of a score.
    """

    prior: int
    evidence: Mapping[str, Steps] = field(repr=False)
    chance: Steps
