"""A name taken apart: its words, folded, and the part that each plays."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from xerolink.adapters.embedded.words import (
    CAPITALS,
    INITIAL,
    LEGAL,
    LEGAL_FORMS,
    NUMBER,
    ROLES,
    SHORT_FORM,
    SHORT_FORMS,
)

__all__ = ["LEARNED", "Token", "fold", "tokens"]

LONGEST, MOST = 160, 24
"""How many characters and tokens of a name are read; of a longer one its beginning and its end."""
LEARNED = "?"
"""The role of a word that has none: what it tells is learned."""

_TAIL, _SHORT = 40, 4
_TOKEN = re.compile(
    r"(?P<dotted>(?<![^\W_])(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?![^\W_]))?)"
    r"|(?P<slashed>(?<![^\W_])[a-zA-Z]/[a-zA-Z]s?(?:/[a-zA-Z])?(?![^\W_]))"
    r"|(?P<word>[^\W_]+(?:'[^\W_]+)*)'?"
    r"|(?P<web>\.(?:com|net|org|co|io)(?![^\W_]))"
    r"|(?P<mark>[&+,()/;:@|-])"
)
_SIMPLE = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?|[&+,();:@|-]")
_ODD = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{GRAVE ACCENT}": "'", "\N{ACUTE ACCENT}": "'", "\N{MODIFIER LETTER TURNED COMMA}": "'",
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)  # fmt: skip


class Token(NamedTuple):
    """*role* is a letter of `words`, a mark, or `LEARNED`; *text* is folded, *said* is not."""

    role: str
    text: str
    said: str
    possessive: bool = False

    def __repr__(self) -> str:
        return f"Token({self.role})"


def fold(text: str) -> str:
    """Without accents and with plain letters for joined ones; the case is kept."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_ODD))
    bare = "".join(char for char in parts if unicodedata.category(char)[0] not in "MC")
    return unicodedata.normalize("NFC", bare)


def tokens(name: str) -> list[Token]:
    """The tokens of *name* in their order; of a long name the first and the last ones."""
    if len(name) > LONGEST:
        name = f"{name[: LONGEST - _TAIL]} {name[-_TAIL:]}"
    plain = fold(name)
    found = _odd(plain) if "." in plain or "/" in plain else _simple(plain)
    return found if len(found) <= MOST else [*found[: MOST - 8], *found[-8:]]


def _simple(plain: str) -> list[Token]:
    """The tokens of a name that holds neither a dot nor a slash."""
    loud = plain.isupper()
    return [
        _word(said, loud) if said[0].isalnum() else Token(ROLES.get(said, said), said, said)
        for said in _SIMPLE.findall(plain)
    ]


def _odd(plain: str) -> list[Token]:
    loud = plain.isupper()
    found: list[Token] = []
    for match in _TOKEN.finditer(plain):
        said = match.group()
        kind = match.lastgroup
        if kind == "word":
            found.append(_word(said, loud))
        elif kind == "dotted":
            found += _dotted(said, match.end() == len(plain))
        elif kind == "slashed":
            found.append(Token(ROLES.get(said.lower(), NUMBER), said.lower(), said))
        else:
            found.append(Token("W" if kind == "web" else ROLES.get(said, said), said, said))
    return found


def _word(said: str, loud: bool) -> Token:
    text, possessive = said.lower(), False
    if "'" in text:
        text, possessive = _owned(text)
    role = ROLES.get(text)
    if role is None:
        role = _other(text, said, loud)
    return Token(role, text, said, possessive)


def _owned(text: str) -> tuple[str, bool]:
    """The word of "jamie's" or "girls'", and whether it is such a one."""
    if text.endswith("'s") and len(text) > len("'s"):
        return text[:-2], True
    if text.endswith("'"):
        return text[:-1], text.endswith("s'")
    return text, False


def _other(text: str, said: str, loud: bool) -> str:
    if text.isalpha():
        if len(text) == 1:
            return INITIAL if text.isascii() else LEARNED
        return CAPITALS if not loud and len(text) <= _SHORT and said.isupper() else LEARNED
    return NUMBER if any(map(str.isdigit, text)) else LEARNED


def _dotted(said: str, last: bool) -> Iterator[Token]:
    """ "B.V." at the end is a legal form, "J.R." are two initials."""
    text = said.replace(".", "").replace(" ", "").lower()
    if text in LEGAL_FORMS and " " not in said:
        yield Token(LEGAL, text, said)
    elif last and text in SHORT_FORMS and " " not in said:
        yield Token(SHORT_FORM, text, said)
    else:
        yield from (Token(INITIAL, letter, letter) for letter in text)
