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
class Weights:
    """What each piece of evidence is worth, in thousandths of log-odds.

    *evidence* by the name of a measure; *chance* turns a candidate's share among its rivals
    (thousandths) into its probability (thousandths), and *chance_of_people* does so for names that
    may be people's, where there is such a table; *common* tells of common words of names how
    rare they are, in thousandths of a binary logarithm.
    """

    prior: int
    evidence: Mapping[str, Steps] = field(repr=False)
    chance: Steps
    common: Mapping[str, int] = field(factory=dict, repr=veiled)
    chance_of_people: Steps | None = None

    def rare(self, word: str) -> int:
        return self.common.get(word, RAREST)

    def chance_for(self, perhaps_a_person: bool) -> Steps:
        return self.chance_of_people if perhaps_a_person and self.chance_of_people else self.chance

    def score(self, measured: Mapping[str, int]) -> int:
        """The log-odds, in thousandths; a measure without a weight counts nothing."""
        total = self.prior
        for name, value in measured.items():
            if steps := self.evidence.get(name):
                total += steps.worth[bisect_right(steps.edges, value)]
        return total
