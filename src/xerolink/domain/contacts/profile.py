"""What suggestions know of a contact: plain, bounded, and nothing that a screen would show."""

import re
from functools import cached_property
from typing import Final

from attrs import field, frozen

from xerolink.domain.contacts.firm_words import SHORT
from xerolink.domain.contacts.model import Address, Phone, SyncedFields, veiled
from xerolink.domain.contacts.names import Name, parse
from xerolink.domain.contacts.normalise import canonical_phone, email_key, is_email
from xerolink.domain.contacts.plain_words import LONGEST, plain_words

MOST_WORDS: Final = 24
"""Words of a name, and of an address, that count."""
_MOST_DIGITS: Final = 20
_POSTCODE = re.compile(r"(?:\b[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}|(?<!\bbox )\b\d{4,6}(?: \d{4})?)$")


@frozen
class Profile:
    """One contact as it is compared; what is missing is "" and is never held against it.

    *name* and *address* are plain words with one space between them (`plain_words`), *email* is
    trimmed and lower-cased, *phone* its joined digits, *postcode* without spaces. What stands in
    for something counts as missing: an email or a postcode that is none, a phone of zeros; and an
    email that is too long to be compared as a whole.
    """

    name: str = field(default="", repr=veiled)
    email: str = field(default="", repr=veiled)
    phone: str = field(default="", repr=veiled)
    address: str = field(default="", repr=veiled)
    postcode: str = field(default="", repr=veiled)

    @cached_property
    def parts(self) -> Name:
        """The name, taken apart once: a contact is compared with many, and gone with the page."""
        return parse(self.name)

    @cached_property
    def run_on(self) -> str:
        """The name without spaces and marks."""
        return "".join([word for word in self.name.split() if word.isalnum()])

    @cached_property
    def email_letters(self) -> tuple[str, str]:
        """The letters before the @, and those of the domain up to its first point."""
        local, _, domain = self.email.rpartition("@")
        site = domain.partition(".")[0]
        return "".join(filter(str.isalpha, local)), "".join(filter(str.isalpha, site))

    @cached_property
    def address_words(self) -> frozenset[str]:
        """The words of the address, written out: "st" is "street"."""
        words = (word for word in self.address.split() if word != ",")
        return frozenset([max(SHORT[word]) if word in SHORT else word for word in words])

    @classmethod
    def of(cls, fields: SyncedFields) -> "Profile":
        """The profile of the four synced fields; what is unknown counts as missing."""
        email = email_key(fields.billing_email or "")
        address, postcode = _address(fields.billing_address or Address())
        return cls(
            _words(fields.name or ""),
            email if len(email) <= LONGEST and is_email(email) else "",
            _digits(fields.primary_phone or Phone()),
            address,
            postcode,
        )


def perhaps_cut(words: str) -> bool:
    """Whether there may have been more of a text than the plain *words* that are kept of it."""
    return len(words) >= LONGEST - 1 or words.count(" ") >= MOST_WORDS - 1


def _words(text: str) -> str:
    return " ".join(plain_words(text).split()[:MOST_WORDS])


def _digits(phone: Phone) -> str:
    written = Phone(*(part[:LONGEST] for part in (phone.number, phone.area, phone.country)))
    digits = canonical_phone(written)[-_MOST_DIGITS:]
    return digits if digits.isdigit() and len(set(digits)) > 1 else ""


def _address(address: Address) -> tuple[str, str]:
    """The words, and the postcode: the last part of the text where it has no field of its own."""
    parts = (*address.lines, address.city, address.region, address.postal_code)
    words = _words(" ".join(part[:LONGEST] for part in parts[:MOST_WORDS]).replace(",", " "))
    own = plain_words(address.postal_code)
    if own:
        return words, own.replace(" ", "") if any(map(str.isdigit, own)) else ""
    found = _POSTCODE.search(words)
    return words, found[0].replace(" ", "") if found else ""
