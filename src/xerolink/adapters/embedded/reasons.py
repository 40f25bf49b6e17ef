"""Why the model answers as it does, in words that are true of the name."""

from collections.abc import Callable, Sequence

from xerolink.adapters.embedded.lexicon import Told
from xerolink.adapters.embedded.shape import Reading
from xerolink.adapters.embedded.words import AND, CAPITALS, INITIAL, NUMBER, TITLE

__all__ = ["of_organisation", "of_person"]

_TELLS = 8
_Words = Sequence[tuple[str, Told]]


def of_organisation(reading: Reading) -> str:
    """The strongest sign of an organisation."""
    words = [(w, t) for w, t in _listed(reading) if t.person <= -_TELLS]
    if words:
        word, _ = min(words, key=lambda each: each[1].person)
        return f'"{word}" is a word of organisations'
    signs = (reason for sign, reason in _SIGNS.items() if sign in reading.pattern)
    return next(signs, None) or _plain(reading)


_SIGNS = {
    NUMBER: "the name holds a number",
    "'": "a possessive: somebody's",
    AND: "names joined, and no given name before a family name",
    CAPITALS: "it holds an abbreviation",
}


def _plain(reading: Reading) -> str:
    if len(reading.pattern.replace(CAPITALS, "")) == 1:
        return "a single word"
    if any(_is_given(told) for _, told in _listed(reading)):
        return "taken together, the words are more like an organisation's"
    return "none of its words is known as a given name"


def of_person(reading: Reading) -> str:
    """The strongest sign of a person."""
    words = _listed(reading)
    if reading.pattern.startswith(TITLE):
        return f'starts with the title "{reading.roles[0]}"'
    return (
        _best(words, _is_given, "is a given name")
        or _best(words, _is_family, "is a family name")
        or _ordered(reading.pattern)
    )


def _ordered(pattern: str) -> str:
    if "," in pattern:
        return "family name, comma, given name"
    if INITIAL in pattern:
        return "initials and a name"
    return "its words are like those of people's names"


def _best(words: _Words, fits: Callable[[Told], bool], what: str) -> str:
    found = [(word, told) for word, told in words if fits(told)]
    if not found:
        return ""
    word, _ = max(found, key=lambda each: each[1].person)
    return f'"{word}" {what}'


def _is_given(told: Told) -> bool:
    return told.person >= _TELLS and told.given >= _TELLS


def _is_family(told: Told) -> bool:
    return told.person >= _TELLS and told.given <= -_TELLS


def _listed(reading: Reading) -> _Words:
    both = zip(reading.words, reading.told, strict=True)
    return [(word, told) for word, told in both if told.known]
