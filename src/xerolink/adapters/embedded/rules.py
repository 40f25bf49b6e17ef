"""The rules that tell people from organisations; each speaks or is silent (None)."""

import re
from collections.abc import Callable

from attrs import field, frozen

from xerolink.adapters.embedded.words import (
    AFTER_NAMES,
    BUSINESS_WORDS,
    LEGAL_FORMS,
    LINKING_WORDS,
    PARTICLES,
    SHORT_FORMS,
    TITLES,
)
from xerolink.domain.contacts.model import ContactKind, XeroContact, veiled
from xerolink.domain.contacts.normalise import name_key
from xerolink.ports.classifier import Classification

_WORD = re.compile(r"[^\W\d_][\w'./-]*|\d+")
_AND = re.compile(r"\s(?:&|and)\s|&", re.IGNORECASE)
_FAMILY_WORDS, _GIVEN_WORDS, _PERSON_WORDS = 3, 3, 4


@frozen
class Named:
    """A contact under a name; *words* are the name's, folded and without dots."""

    contact: XeroContact = field(repr=False)
    text: str = field(repr=veiled)
    words: tuple[str, ...] = field(repr=veiled)

    @classmethod
    def of(cls, contact: XeroContact, text: str) -> "Named":
        plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        found = (name_key(word.replace(".", "")) for word in _WORD.findall(plain))
        return cls(contact, text, tuple(found))

    @property
    def business(self) -> str:
        return next((word for word in self.words if word in BUSINESS_WORDS), "")


Answer = Classification | None


def person(confidence: int, reason: str) -> Classification:
    return Classification(ContactKind.PERSON, confidence, reason)


def organisation(confidence: int, reason: str) -> Classification:
    return Classification(ContactKind.ORGANISATION, confidence, reason)


def _no_words(name: Named) -> Answer:
    return None if name.words else organisation(500, "the name has no words")


def _company_number(name: Named) -> Answer:
    known = name.contact.company_number.strip()
    return organisation(980, "it has a company number") if known else None


def _legal_form(name: Named) -> Answer:
    *before, last = name.words
    forms = [word for word in before if word in LEGAL_FORMS]
    if before and last in LEGAL_FORMS | SHORT_FORMS:
        forms.append(last)
    return organisation(990, f'"{forms[-1]}" is a legal form') if forms else None


def _title(name: Named) -> Answer:
    titled = len(name.words) > 1 and name.words[0] in TITLES and not name.business
    return person(950, f'starts with the title "{name.words[0]}"') if titled else None


def _business_word(name: Named) -> Answer:
    return organisation(940, f'"{name.business}" is a word of business') if name.business else None


def _given_and_family(name: Named) -> Answer:
    first, last = name_key(name.contact.first_name), name_key(name.contact.last_name)
    same = name_key(name.text) in (f"{first} {last}", f"{last}, {first}")
    return person(950, "first and last name make up the name") if first and last and same else None


def _number(name: Named) -> Answer:
    found = any(char.isdigit() for char in name.text)
    return organisation(700, "the name holds a number") if found else None


def _after_name(name: Named) -> Answer:
    *before, last = name.words
    known = len(before) > 1 and last in AFTER_NAMES
    return person(900, f'ends in "{last}"') if known else None


def _family_first(name: Named) -> Answer:
    family, _, given = name.text.partition(",")
    if "," in given or _AND.search(given):
        return None
    short = len(family.split()) <= _FAMILY_WORDS and 1 <= len(given.split()) <= _GIVEN_WORDS
    return person(900, "family name, comma, given name") if short else None


def _several(name: Named) -> Answer:
    left, *right = _AND.split(name.text)
    if not right:
        return None
    couple = "," not in left and len(left.split()) == 1 < len(right[0].split())
    if couple and len(right) == 1:
        return person(700, "two given names and a family name")
    return organisation(750, "several names joined")


def _linking_word(name: Named) -> Answer:
    found = next((word for word in name.words if word in LINKING_WORDS), "")
    return organisation(850, f'"{found}" joins the words') if found else None


def _one_word(name: Named) -> Answer:
    return organisation(700, "a single word") if len(name.words) == 1 else None


def _possessive(name: Named) -> Answer:
    found = any(word.endswith("'s") for word in name.words)
    return organisation(700, "somebody's: a possessive") if found else None


def _plain_words(name: Named) -> Answer:
    if len([word for word in name.words if word not in PARTICLES]) > _PERSON_WORDS:
        return person(550, "more words than most people's names have")
    if any(len(word) == 1 for word in name.words):
        return person(850, "initials and a name")
    return person(750, f"{len(name.words)} words, none of business")


RULES: tuple[Callable[[Named], Answer], ...] = (
    _no_words,
    _company_number,
    _legal_form,
    _title,
    _business_word,
    _given_and_family,
    _number,
    _after_name,
    _family_first,
    _several,
    _linking_word,
    _one_word,
    _possessive,
    _plain_words,
)
"""In this order: the first that speaks decides; the last always does."""
