"""What is certain about a contact before its name is weighed; each rule speaks or is silent."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from attrs import field, frozen

from xerolink.adapters.embedded.tokens import LEARNED, Token, tokens
from xerolink.adapters.embedded.words import (
    AND,
    FIRMS,
    KIN,
    KIN_ABROAD,
    LEGAL,
    SHORT_FORM,
    TRADING,
    TRUSTS,
)
from xerolink.domain.contacts.model import ContactKind, XeroContact, veiled
from xerolink.domain.contacts.normalise import name_key
from xerolink.ports.classifier import Classification

__all__ = ["RULES", "Named", "organisation", "person"]


@frozen
class Named:
    """A contact under its name, taken apart; *trades* where what trades in it was cut off."""

    contact: XeroContact = field(repr=False)
    text: str = field(repr=veiled)
    tokens: Sequence[Token] = field(repr=False)
    trades: bool = False

    @classmethod
    def of(cls, contact: XeroContact) -> "Named":
        """The name, or of "Jane Smith t/a Acme" who trades."""
        text = contact.fields.name or ""
        found = tokens(text)
        for place, token in enumerate(found):
            if place and token.role == TRADING:
                return cls(contact, text, found[:place], trades=True)
        return cls(contact, text, found)


Answer = Classification | None


def person(confidence: int, reason: str) -> Classification:
    return Classification(ContactKind.PERSON, confidence, reason)


def organisation(confidence: int, reason: str) -> Classification:
    return Classification(ContactKind.ORGANISATION, confidence, reason)


def _no_words(name: Named) -> Answer:
    held = any(token.text[:1].isalnum() for token in name.tokens)
    return None if held else organisation(500, "the name has no words")


def _company_number(name: Named) -> Answer:
    known = name.contact.company_number.strip()
    return organisation(980, "it has a company number") if known else None


def _legal_form(name: Named) -> Answer:
    forms = [token for token in name.tokens if token.role == LEGAL]
    last = name.tokens[-1]
    if (
        len(name.tokens) > 1
        and last.role == SHORT_FORM
        and last.said.isupper()
        and "." in last.said
    ):
        forms.append(last)
    return organisation(990, f'"{forms[-1].text}" is a legal form') if forms else None


def _trust(name: Named) -> Answer:
    words = [token.text for token in name.tokens if token.role == LEARNED]
    found = next((word for word in words if word in TRUSTS), "")
    return organisation(970, f'"{found}" is a word of trusts') if found and len(words) > 1 else None


def _kin(name: Named) -> Answer:
    """ "Smith & Sons", "Stalker & Son Butcher", "Hermanos García"."""
    if len(name.tokens) == 1 or _ALL_KIN.isdisjoint([token.text for token in name.tokens]):
        return None
    pairs = pairwise(name.tokens[1:])
    joined = (word.text for joint, word in pairs if joint.role == AND and word.text in KIN)
    beside = (token.text for token in name.tokens if token.text in KIN_ABROAD)
    word = next(joined, "") or next(beside, "")
    return organisation(960, f"a family's or partners' firm: \"{word}\"") if word else None


_ALL_KIN = KIN | KIN_ABROAD


def _owned(name: Named) -> Answer:
    """ "Emma's Bakes", "Emma's": what is hers is not she."""
    if not [token for token in name.tokens if token.possessive]:
        return None
    for token, after in pairwise(name.tokens):
        if token.possessive and after.said[:1].isalpha() and after.role not in _NOT_OWNED:
            return organisation(940, f'"{token.said}" and what is theirs')
    owner = name.tokens[-1]
    if owner.possessive and not owner.said.endswith("'"):
        return organisation(850, f'"{owner.said}": somebody\'s')
    return None


_NOT_OWNED = frozenset((AND, LEGAL))


def _firm(name: Named) -> Answer:
    words = " ".join(token.text for token in name.tokens if token.text not in _MARKS)
    return organisation(850, "the name of a well-known firm") if words in FIRMS else None


_MARKS = frozenset(",()-.;:")


def _given_and_family(name: Named) -> Answer:
    first, last = name_key(name.contact.first_name), name_key(name.contact.last_name)
    if not first or not last:
        return None
    same = name_key(name.text) in (f"{first} {last}", f"{last}, {first}")
    return person(950, "first and last name make up the name") if same else None


RULES: tuple[Callable[[Named], Answer], ...] = (
    _no_words,
    _company_number,
    _legal_form,
    _trust,
    _kin,
    _owned,
    _firm,
    _given_and_family,
)
"""In this order: the first that speaks decides; where none does, the model weighs the name."""
