"""The numbers of the suggestion model, as a value: made by a script, read by an adapter."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from xerolink.domain.contacts.model import veiled

RAREST: Final = 14_000
"""The rarity of a word that is not known to be common: one name in sixteen thousand."""


@frozen
class Steps:
    """A number for each range of a measure: *worth[i]* up to before *edges[i]*, the last above."""

    edges: tuple[int, ...]
    worth: tuple[int, ...]

    def of(self, measured: int) -> int:
        return self.worth[bisect_right(self.edges, measured)]


@frozen
class Chances:
    """A candidate's probability by its share among its rivals, both in thousandths.

    *people*: of names that may be people's; *firms*: of all others.
    """

    firms: Steps
    people: Steps

    def of(self, perhaps_a_person: bool) -> Steps:
        return self.people if perhaps_a_person else self.firms


@frozen
class Weights:
    """What each piece of evidence is worth, in thousandths of log-odds.

    *evidence* by the name of a measure; *beside_a_conflict*: the chances where the exact rule found
    somebody, and nine in ten are in the book; *beside_a_no_match*: where it found nobody, and every
    second one is new; *common* tells of common words of names how rare they are, in thousandths of
    a binary logarithm.
    """

    prior: int
    evidence: Mapping[str, Steps] = field(repr=False)
    beside_a_conflict: Chances
    beside_a_no_match: Chances
    common: Mapping[str, int] = field(factory=dict, repr=veiled)

    def rare(self, word: str) -> int:
        return self.common.get(word, RAREST)

    def score(self, measured: Mapping[str, int]) -> int:
        """The log-odds, in thousandths; a measure without a weight counts nothing."""
        total = self.prior
        for name, value in measured.items():
            if steps := self.evidence.get(name):
                total += steps.worth[bisect_right(steps.edges, value)]
        return total
