"""What speaks for and against two contacts being one, in numbers; a field that one lacks is not."""

from collections.abc import Mapping

from attrs import field, frozen

from xerolink.domain.contacts.compare_details import measure_details
from xerolink.domain.contacts.compare_names import Alignment, align
from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.name_measures import (
    measure_people,
    measure_shape,
    measure_ties,
    measure_words,
)
from xerolink.domain.contacts.names import Name
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.rarity import log2
from xerolink.domain.contacts.terms import Term
from xerolink.domain.contacts.weights import Weights

_SMALL_BOOK = 2000
_GRAM = "3:"


@frozen
class Asked:
    """Who is asked for, and how many of the *book* host contacts bear each of its terms.

    *no_match*: the exact rule found nobody, so that the book may well be without it.
    """

    profile: Profile
    found: Mapping[Term, Hits] = field(repr=veiled)
    book: int
    no_match: bool = False

    def bearers(self, term: str) -> int:
        """How many host contacts bear *term*; 0 for one that nobody was asked for."""
        hits = self.found.get(Term(term))
        return hits.total if hits else 0


class Rarities(dict[str, int]):
    """How rare the words of the one who is asked for are: in the book, and in names at large."""

    def __init__(self, asked: Asked, weights: Weights) -> None:
        super().__init__()
        self._asked, self._weights = asked, weights
        self._most = log2(asked.book + _SMALL_BOOK)

    def __repr__(self) -> str:
        return "Rarities()"  # its words are those of somebody's name

    def __missing__(self, word: str) -> int:
        bearers = max(self._asked.bearers(f"w:{word}"), 1)
        self[word] = rare = min(self._most - log2(bearers), self._weights.rare(word))
        return rare


@frozen
class Compared:
    """A contact beside the one that is asked for; *found* is None where either has no name."""

    other: Profile
    measured: Mapping[str, int] = field(repr=veiled)
    mine: Name
    theirs: Name
    found: Alignment | None


class Comparison:
    """One contact, to be compared with many."""

    def __init__(self, asked: Asked, weights: Weights, distance: Distance) -> None:
        self.asked, self.name = asked, asked.profile.parts
        self._weights, self._distance = weights, distance
        self._rarity = Rarities(asked, weights)
        joined, most = self.name.joined, log2(asked.book + 2)
        grams = dict.fromkeys(joined[at : at + 3] for at in range(len(joined) - 2))
        bearers = {gram: asked.bearers(f"{_GRAM}{gram}") for gram in grams}
        self._grams = [(gram, max(most - log2(n + 1), 0)) for gram, n in bearers.items()]
        self._all_grams = max(sum(told for _, told in self._grams), 1)

    def measure(self, other: Profile) -> Compared:
        """The measures by name, and how the names stand beside one another."""
        name = other.parts
        measured = dict(measure_details(self.asked.profile, other, self._distance))
        if not self.name.words or not name.words:
            return Compared(other, measured, self.name, name, None)
        found = align(self.name, name, self._distance)
        measured.update(measure_words(found, self._rarity.__getitem__, self._weights.rare))
        measured.update(measure_shape(self.name, name, found, self._distance))
        measured.update(measure_people(self.name, name, self._distance))
        measured.update(measure_ties(measured))
        joined = name.joined
        got = sum([told for gram, told in self._grams if gram in joined])
        measured["grams"] = 1000 * got // self._all_grams
        return Compared(other, measured, self.name, name, found)
