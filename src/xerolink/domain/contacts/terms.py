"""The terms by which the index finds candidates: what two contacts that are one likely share."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, NewType

from xerolink.domain.contacts.near import LEGAL_FORMS
from xerolink.domain.contacts.profile import Profile

Term = NewType("Term", str)
"""A letter for its kind, a colon, and what is shared: `e:ap@acme.example`, `w:acme`, `3:acm`."""
INDEX_VERSION: Final = 1
"""Of the terms: an index that was made by another version is made anew."""
MOST_TERMS: Final = 64
_LONGEST_TERM: Final = 80
_PHONE_DIGITS: Final = 8
_FEWEST_DIGITS: Final = 6
_ACRONYM_LETTERS = range(2, 8)
_MARKS = frozenset(",()/")
_SMALL = frozenset(
    ("and", "of", "the", "for", "in", "t/a", "atf", "c/o", "a", "an", "at", "on", "to")
)


def terms(profile: Profile) -> tuple[Term, ...]:
    """The terms of *profile*, the most telling first, none twice, at most `MOST_TERMS`."""
    found = dict.fromkeys(Term(term[:_LONGEST_TERM]) for term in _terms(profile))
    return tuple(islice(found, MOST_TERMS))


def _terms(profile: Profile) -> Iterator[str]:
    yield from _of_email(profile.email)
    if len(profile.phone) >= _FEWEST_DIGITS:
        yield f"t:{profile.phone[-_PHONE_DIGITS:]}"
    yield from _of_name(profile.name)
    if profile.postcode:
        yield f"z:{profile.postcode}"


def _of_email(email: str) -> Iterator[str]:
    if email:
        local, _, domain = email.rpartition("@")
        yield f"e:{email}"
        yield f"l:{local}"
        yield f"d:{domain}"


def _of_name(name: str) -> Iterator[str]:
    words = [word for word in name.split() if word not in _MARKS]
    core = [word for word in words if word not in LEGAL_FORMS] or words
    joined = "".join(core)
    if joined:
        yield f"j:{joined}"
    yield from (f"w:{word}" for word in core if word not in _SMALL)
    yield from _acronyms(core)
    yield from (f"3:{joined[at : at + 3]}" for at in range(len(joined) - 2))


def _acronyms(core: list[str]) -> Iterator[str]:
    """The initials of the words, and each word that may be the initials of another name."""
    telling = [word for word in core if word not in _SMALL]
    for words in (telling, core):
        initials = "".join(word[0] for word in words)
        if len(initials) in _ACRONYM_LETTERS:
            yield f"a:{initials}"
    yield from (f"a:{word}" for word in telling if len(word) in _ACRONYM_LETTERS)
