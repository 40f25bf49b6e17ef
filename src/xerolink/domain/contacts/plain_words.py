"""Plain words: what is left of a text without case, accents, points and foreign letters.

Bounded: a text of any length, from any script, gives at most `LONGEST` characters.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from xerolink.domain.contacts.firm_words import WRITTEN_OUT
from xerolink.domain.contacts.letters import FOREIGN

LONGEST: Final = 160
"""Characters of a name that count; what comes after them is not read."""
_READ: Final = 2 * LONGEST
"""Characters that are looked at at all: one of them can fold to eighteen, or to none."""
_TAKEN_APART: Final = 4 * _READ
"""A letter with two accents is three characters before they are left out."""
_JOINS = dict.fromkeys(".'\u2019\u2018\u02bc`\u00b4", "")
_MEANT = {"&": " and ", "+": " and ", "<": " ( ", ">": " ) "}
_LETTERS = str.maketrans({**FOREIGN, **_JOINS, **_MEANT})
_IN_ASCII = tuple((sign, word) for sign, word in {**_JOINS, **_MEANT}.items() if sign.isascii())
_VOICED = "\u3099\u309a"
_SIGNS = "\u0900-\u0963\u0966-\u109f\u1700-\u17ff" + _VOICED
"""Signs for vowels and the like, from India to Cambodia, and those that voice Japanese letters:
they are no accents, and without them other words are left."""
_SIGN = re.compile(f"[{_SIGNS}]")
_OTHER = re.compile(rf"[^\w,()/{_SIGNS}]|_")
_NO_FORM = r"(?!(?:p\.t|s\.a|b\.v|n\.v|d\.r)\.)"
_DOTTED = (
    (re.compile(r"\bwww\.|(?<=\w)\.(?:(?:com|net|org)(?:\.[a-z]{2})?|co\.[a-z]{2})\b"), " "),
    (re.compile(r"(?<=[^\W\d_]{2})\.(?=\w)|\b(?<=[^\W\d_])\.(?=[^\W\d_]{3})"), " "),
    (re.compile(rf"^{_NO_FORM}([^\W\d_])\.([^\W\d_])\.?(?= [^\W\d_]{{3}})"), r"\1 \2"),
)
"""Sites, points between words ("Mr.Hill", "J.Hill"), and the two initials of "J.R. Hill"."""
_TRADING = r"\b(?:trading|known|operating|(?:doing|carrying on) business) as\b"
_WRITTEN = (
    (
        ("/", " as", "dba", "aka", "fka"),
        re.compile(rf"\b(?:t/as?|o/a)\b|{_TRADING}|\b(?:d/?b|[af]/?k)/?a\b"),
        " t/a ",
    ),
    (
        ("formerly", "formally", "previously", "division of", "subsidiary of"),
        re.compile(r"\b(?:formerly|formally|previously)\b|\ban? (?:division|subsidiary) of\b"),
        " t/a ",
    ),
    (tuple("-\u2013\u2014:;|"), re.compile(r"\s[-\u2013\u2014:;|]+(?=\s|$)"), " / "),
    (
        ("trustee", "ttee", "atf"),
        re.compile(r"\b(?:as )?(?:the )?(?:trustees?|ttees?) (?:for|of)\b|\batf\b"),
        " atf ",
    ),
    (
        ("agent", "custodian", "nominee", "responsible entity"),
        re.compile(r"\bas (?:agent|custodian|nominee|responsible entity) (?:for|of)\b"),
        " atf ",
    ),
    (("/",), re.compile(r"\bp/l\b|\bpty/ltd\b"), " pl "),
    (("/",), re.compile(r"\ba/s\b"), " as "),
    (("/",), re.compile(r"\ba/c\b"), " "),
    (("/", "care of"), re.compile(r"\bc/o\b|\bc/-|\bcare of\b"), " c/o "),
)
"""What is written in several ways: each is looked for where a text holds one of its signs."""
_LEGAL = re.compile(rf"\b(?:{'|'.join(WRITTEN_OUT)})\b")
_LONGEST_WORDS = frozenset(max(words.split(), key=len) for words in WRITTEN_OUT)
_WORD = re.compile(r"\w+")
_MARKS = ((",", " , "), ("(", " ( "), (")", " ) "))
_STROKE = re.compile(r"(?<!\bt)(?<!\bc)/")


def plain_words(text: str) -> str:
    """The words of *text*, one space between them; "," "(" ")" and "t/a" are words of their own.

    "&" is "and", points and apostrophes join ("P.t.y" is "pty"), any other mark separates.
    """
    folded = unicodedata.normalize("NFKC", text[:_READ])[:_READ].casefold()
    bare = _without_accents(folded)
    if "." in bare:
        for shape, word in _DOTTED:
            bare = shape.sub(word, bare)
    written = _replaced(bare, _IN_ASCII) if bare.isascii() else bare.translate(_LETTERS)
    for signs, shape, word in _WRITTEN:
        if _has_any(written, signs):
            written = shape.sub(word, written)
    if not _LONGEST_WORDS.isdisjoint(_WORD.findall(written)):
        written = _LEGAL.sub(lambda found: WRITTEN_OUT[found[0]], written)
    written = _replaced(_OTHER.sub(" ", written), _MARKS)
    words = " ".join((_STROKE.sub(" / ", written) if "/" in written else written).split())
    return words[:LONGEST].rstrip()


def _without_accents(folded: str) -> str:
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)[:_TAKEN_APART]
    bare = "".join(c for c in parts if not unicodedata.combining(c) or _SIGN.match(c))
    voiced = any(sign in bare for sign in _VOICED)
    return unicodedata.normalize("NFC", bare) if voiced else bare


def _has_any(text: str, signs: Sequence[str]) -> bool:
    for sign in signs:  # noqa: SIM110 - twice as quick as any(), and asked for each text
        if sign in text:
            return True
    return False


def _replaced(text: str, marks: Sequence[tuple[str, str]]) -> str:
    for mark, word in marks:
        text = text.replace(mark, word)
    return text
