"""What a word tells by itself: of a person or an organisation, a given or a family name."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from attrs import field, frozen

__all__ = ["LIMIT", "Lexicon", "Told", "Words", "grams", "packed", "told"]

LIMIT = 92
"""What is told is at most so much, of either sign."""
CONSTANT = ""
"""Where the constant of a table of weights is kept."""

_BITS = 12
_HALF = 1 << (_BITS - 1)
_LONGEST = 20
_PLAIN, _OTHER = (3, 4, 5), (1, 2, 3)
_STRONG, _WEAK, _SIDE = 25, 8, 8
_AGAINST = ((-_WEAK, "u"), (-_STRONG, "o"), (-42, "O"), (-LIMIT - 1, "B"))


class Told(NamedTuple):
    """In tenths of log-odds, within `LIMIT`.

    *person* above 0 tells of people's names; *given* above 0 of given names, below of family
    names; *known* where the word is listed. *letter* is its class. Of listed words: B, O, o of
    organisations; u undecided; G, g given names, S, s family names, N, n either. Of others, by
    their pieces: x, z, y from organisation to person.
    """

    person: int
    given: int
    known: bool
    letter: str


class Words(Protocol):
    """What tells about words."""

    @abstractmethod
    def told(self, word: str) -> Told:
        """What *word*, folded and in lower case, tells."""


@frozen
class Lexicon(Words):
    """What whole words tell, and the weights of pieces, `packed`, for those that are not listed."""

    words: Mapping[str, Told] = field(repr=False)
    pieces: Mapping[str, int] = field(repr=False)

    def told(self, word: str) -> Told:
        listed = self.words.get(word)
        if listed is not None:
            return listed
        get = self.pieces.get
        weight = sum([get(gram, 0) for gram in grams(word)], get(CONSTANT, 0))
        person = (weight + _HALF) >> _BITS
        return told(person, weight - (person << _BITS), known=False)


def told(person: int, given: int, known: bool) -> Told:
    """Both numbers, cut at `LIMIT`, with the class that they make."""
    person, given = _within(person), _within(given)
    letter = _listed(person, given) if known else _unlisted(person)
    return Told(person, given, known, letter)


def packed(person: int, given: int) -> int:
    """Both in one number, so that a sum of such numbers holds the sums of both."""
    return (person << _BITS) + given


def grams(word: str) -> list[str]:
    """The pieces of *word*, its ends marked: three to five characters; of other alphabets than
    Latin one to three."""
    text = f"^{word[:_LONGEST]}$"
    size = len(text)
    sizes = _PLAIN if word.isascii() else _OTHER
    return [text[i : i + n] for n in sizes for i in range(size - n + 1)]


def _within(number: int) -> int:
    return max(-LIMIT, min(LIMIT, number))


def _listed(person: int, given: int) -> str:
    if person < _WEAK:
        return next(letter for least, letter in _AGAINST if person > least)
    side = "G" if given >= _SIDE else "S" if given <= -_SIDE else "N"
    return side if person >= _STRONG else side.lower()


def _unlisted(person: int) -> str:
    return "x" if person < -_WEAK else "z" if person < _WEAK else "y"
