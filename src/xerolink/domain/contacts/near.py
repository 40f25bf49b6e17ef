"""Near matches: names that are alike but for how a firm is written (semantics rows 2 and 9).

A near match is a warning or a question, never a Full Match.
"""

import unicodedata

_FORMS = (
    "ab ag aps as bv co company corp corporation cc gbr gmbh inc incorporated kg lc llc llp lp "
    "limited ltd ltda mbh nv ohg oy plc proprietary pte pty pvt sa sarl sas sl spa srl ug"
)
LEGAL_FORMS = frozenset(_FORMS.split())
"""Words that tell how a firm is incorporated, without points."""
_AND = "&+"


def near_name(name: str) -> str:
    """What two names share that are alike; "" for one that says nothing but its legal form.

    Without case, diacritics, punctuation and legal form; "&" is "and", and the order of the words
    does not count.
    """
    words = _plain(name).split()
    return " ".join(sorted(word for word in words if word not in LEGAL_FORMS))


def _plain(name: str) -> str:
    """Points and apostrophes join ("P.t.y", "O'Neil"), every other mark separates."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(_letter(char) for char in unicodedata.normalize("NFKD", folded))


def _letter(char: str) -> str:
    if char in _AND:
        return " and "
    if char.isalnum():
        return char
    joins = char in ".'\u2019" or unicodedata.combining(char)
    return "" if joins else " "
