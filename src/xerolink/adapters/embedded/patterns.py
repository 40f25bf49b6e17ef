"""Patterns of a name that decide it, whatever its words weigh together."""

import re

from xerolink.adapters.embedded.rules import organisation, person
from xerolink.adapters.embedded.shape import Reading
from xerolink.adapters.embedded.words import AND, TITLE, VIETNAMESE
from xerolink.ports.classifier import Classification

__all__ = ["decided"]

_HOUSEHOLD = re.compile(
    r"(?:[GgNnuzyxsS]&[Gg]|[Gg]&[GgNnuzyx]|[NnuzyxsS]&[Nnzy])p*[GSNgsnuzy]"
    r"|I&Ip*[GSNgsnuzyxo]"
    r"|p*[GSNgsnuzyx]p*[GSNgsnuzyx]?,I+&I+"
)
_FIRM = re.compile(r"[a-zA-Z],[a-zA-Z]&[a-zA-Z]")
_COUPLE = re.compile(r".,[GgNn]&[GgNn]|.,[Gg]&[yzu]|.,[yzu]&[Gg]")
_FAMILY = ["family"]
_NAMED = re.compile(r"h?p*[GSNgsnuzyxv](?:-?[GSNgsnuzyxv])?[BOo]")
_JOINED = re.compile(r"I&I(?:&I)*")
_MIDDLE = re.compile(r"[GSNgsnuzyx]p[GSNgsnuzyx]{1,2}")
_SURE = -50
"""Tenths of log-odds of a person at which a word alone makes an organisation."""


def decided(reading: Reading) -> Classification | None:
    """The answer, where one word or the classes of all make it; None: they do not."""
    for decides in _WITH_AND if AND in reading.pattern else _PATTERNS:
        answer = decides(reading)
        if answer is not None:
            return answer
    return None


def _family(reading: Reading) -> Classification | None:
    if reading.words[-1:] == _FAMILY and _NAMED.fullmatch(reading.pattern):
        return person(750, "a family by its name: a household")
    return None


def _word(reading: Reading) -> Classification | None:
    aside = reading.pattern.startswith(TITLE) or "," in reading.pattern
    word = "" if aside else _sure_word(reading)
    return organisation(970, f'"{word}" is a word of organisations') if word else None


def _letters(reading: Reading) -> Classification | None:
    joined = _JOINED.fullmatch(reading.pattern)
    return organisation(850, "letters joined, and no name") if joined else None


def _household(reading: Reading) -> Classification | None:
    if _HOUSEHOLD.fullmatch(reading.pattern):
        return person(850, 'two names, an "and" between them, and one family name: a household')
    return None


def _vietnamese(reading: Reading) -> Classification | None:
    """ "Pham Van Duc": the "van" of a Dutch name stands before the family name."""
    if reading.roles == ["van"] and _MIDDLE.fullmatch(reading.pattern):
        first = reading.words[0]
        if first in VIETNAMESE:
            return person(900, f'"{first}" is a family name of Vietnam')
    return None


def _firm(reading: Reading) -> Classification | None:
    if _FIRM.fullmatch(reading.pattern) and not _COUPLE.fullmatch(reading.pattern):
        return organisation(850, 'three names, a comma and an "and": a firm')
    return None


_PATTERNS = (_family, _word, _vietnamese)
_WITH_AND = (_word, _letters, _household, _firm)
"""In this order: the first that speaks decides."""


def _sure_word(reading: Reading) -> str:
    both = zip(reading.words, reading.told, strict=True)
    sure = (word for word, told in both if told.known and told.person <= _SURE)
    return next(sure, "")
