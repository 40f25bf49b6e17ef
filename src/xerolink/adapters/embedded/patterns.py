"""Patterns of a name that decide it, whatever its words weigh together."""

import re

from xerolink.adapters.embedded.rules import organisation, person
from xerolink.adapters.embedded.shape import Reading
from xerolink.adapters.embedded.words import TITLE
from xerolink.ports.classifier import Classification

__all__ = ["decided"]

_HOUSEHOLD = re.compile(
    r"(?:[GgNnuzyxsS]&[Gg]|[Gg]&[GgNnuzyx]|[NnuzyxsS]&[Nnzy]|I&I)p*[GSNgsnuzyxvoO]"
)
_FIRM = re.compile(r"[a-zA-Z],[a-zA-Z]&[a-zA-Z]")
_COUPLE = re.compile(r".,[Gg]&.|.,.&[Gg]")
_SURE = -50
"""Tenths of log-odds of a person at which a word alone makes an organisation."""


def decided(reading: Reading) -> Classification | None:
    """The answer, where one word or the classes of all make it; None: they do not."""
    pattern = reading.pattern
    word = "" if pattern.startswith(TITLE) or "," in pattern else _sure_word(reading)
    if word:
        return organisation(970, f'"{word}" is a word of organisations')
    if _HOUSEHOLD.fullmatch(pattern):
        return person(850, 'two names, an "and" between them, and one family name: a household')
    if _FIRM.fullmatch(pattern) and not _COUPLE.fullmatch(pattern):
        return organisation(850, 'three names, a comma and an "and": a firm')
    return None


def _sure_word(reading: Reading) -> str:
    both = zip(reading.words, reading.told, strict=True)
    sure = (word for word, told in both if told.known and told.person <= _SURE)
    return next(sure, "")
