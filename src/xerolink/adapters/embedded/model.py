"""The learned weights, as they lie in a file beside this module."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from attrs import field, frozen

from xerolink.adapters.embedded.lexicon import CONSTANT, Lexicon, Told, Words, packed, told
from xerolink.adapters.embedded.shape import Reading, features

__all__ = ["Model", "embedded_model", "read_model", "written"]

FILE = Path(__file__).with_name("names.txt")
_HEAD = "xerolink person or organisation 1"
_ZERO, _STEP, _MOST = 80, 2, 46
"""A small number is one printable character: its code less `_ZERO`; of words in steps of two."""

Pair = tuple[int, int]


@frozen
class Model:
    """Weights of words, pieces and features, and how likely a score makes a person.

    *steps* are the scores, in thousandths of log-odds, at which a person is likelier by one more
    thousandth: the first belongs to a likelihood of 1.
    """

    lexicon: Words
    weights: Mapping[str, int] = field(repr=False)
    steps: tuple[int, ...] = field(repr=False)

    def score(self, reading: Reading) -> int:
        """Thousandths of log-odds of a person."""
        get = self.weights.get
        return sum([get(feature, 0) for feature in features(reading)], get(CONSTANT, 0))

    def likelihood(self, score: int) -> int:
        """Of a person, in thousandths."""
        return bisect_right(self.steps, score)


@cache
def embedded_model() -> Model:
    """The model that ships; read once."""
    return read_model(FILE.read_text(encoding="utf-8"))


def written(
    words: Mapping[str, Pair],
    pieces: Mapping[str, Pair],
    weights: Mapping[str, int],
    steps: tuple[int, ...],
) -> str:
    """The text of a model: `read_model` reads it."""
    parts = (
        [_HEAD],
        (
            f"{word}{_small(p // _STEP)}{_small(g // _STEP)}"
            for word, (p, g) in sorted(words.items())
        ),
        (f"{piece}{_small(p)}{_small(g)}" for piece, (p, g) in sorted(pieces.items())),
        (f"{feature}\t{weight}" for feature, weight in sorted(weights.items())),
        (str(step) for step in steps),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def read_model(text: str) -> Model:
    """The model of a text that `written` made; ValueError: it is of another kind."""
    head, words, pieces, weights, steps = text.rstrip("\n").split("\n\n")
    if head != _HEAD:
        raise ValueError(f"the file of the classifier starts with {head!r}, not with {_HEAD!r}")
    rows = (line.rpartition("\t") for line in weights.split("\n"))
    table = {feature: int(weight) for feature, _, weight in rows}
    return Model(Lexicon(_words(words), _pieces(pieces)), table, tuple(map(int, steps.split())))


def _words(text: str) -> dict[str, Told]:
    """Few words tell the same as no other: they share what they tell."""
    shared = cache(lambda person, given: told(person * _STEP, given * _STEP, known=True))
    return {word: shared(person, given) for word, person, given in _lines(text)}


def _pieces(text: str) -> dict[str, int]:
    return {piece: packed(person, given) for piece, person, given in _lines(text)}


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    for line in text.split("\n"):
        yield line[:-2], ord(line[-2]) - _ZERO, ord(line[-1]) - _ZERO


def _small(number: int) -> str:
    return chr(max(-_MOST, min(_MOST, number)) + _ZERO)
