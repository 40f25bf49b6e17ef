"""Plain words: what is left of a text without case, accents, points and foreign letters.

Bounded: a text of any length, from any script, gives at most `LONGEST` characters.
"""

import re
import unicodedata
from typing import Final

from xerolink.domain.contacts.letters import FOREIGN

LONGEST: Final = 160
"""Characters of a name that count; what comes after them is not read."""
_READ: Final = 2 * LONGEST
"""Characters that are looked at at all: one of them can fold to eighteen, or to none."""
_JOINS = dict.fromkeys(".'\u2019\u2018\u02bc`\u00b4", "")
_LETTERS = str.maketrans({**FOREIGN, **_JOINS, "&": " and ", "+": " and "})
_OTHER = re.compile(r"[^\w,()/]|_")
_WRITTEN = (
    (re.compile(r"\bt/as?\b|\b(?:trading|known) as\b|\bd/?b/?a\b|\ba/?k/?a\b"), " t/a "),
    (re.compile(r"\bformerly\b"), " t/a "),
    (re.compile(r"\s[-\u2013\u2014:;|]+(?=\s|$)"), " / "),
    (re.compile(r"\b(?:as )?(?:the )?trustees? (?:for|of)\b|\batf\b"), " atf "),
    (re.compile(r"\bp/l\b|\bpty/ltd\b"), " pl "),
    (re.compile(r"\ba/s\b"), " as "),
    (re.compile(r"\bc/o\b|\bc/-"), " c/o "),
)
_MARKS = re.compile(r"((?<!\bt)(?<!\bc)/|[,()])")


def plain_words(text: str) -> str:
    """The words of *text*, one space between them; "," "(" ")" and "t/a" are words of their own.

    "&" is "and", points and apostrophes join ("P.t.y" is "pty"), any other mark separates.
    """
    folded = unicodedata.normalize("NFKC", text[:_READ])[:_READ].casefold()
    parts = unicodedata.normalize("NFKD", folded)[:_READ]
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    written = bare.translate(_LETTERS)
    for shape, word in _WRITTEN:
        written = shape.sub(word, written)
    return " ".join(_MARKS.sub(r" \1 ", _OTHER.sub(" ", written))[:LONGEST].split())
