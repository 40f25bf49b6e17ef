"""One meaning, one form: what exact matching and change detection compare."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NewType

from attrs import field, frozen

from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
    veiled,
)
from xerolink.domain.contacts.near import near_name
from xerolink.domain.settings import MatchingMode

MatchKey = NewType("MatchKey", str)
"""A normalised name (`n:`), email (`e:`) or both (`b:`): equal keys, equal meaning.

Or what is left of a name without all that tells firms alike apart (`w:`): a mere resemblance.
"""

_SEPARATOR = "\x1f"
_ADDRESS_SHAPE = re.compile(r"[^@\s]+@[^@\s]+\Z")


@frozen
class MatchKeys:
    """The keys of one contact; None where the field is blank, for blank never equals blank."""

    name: MatchKey | None = field(repr=veiled)
    email: MatchKey | None = field(repr=veiled)
    near: MatchKey | None = field(default=None, repr=veiled)

    @property
    def both(self) -> MatchKey | None:
        """The key of the pair: equal exactly if name and email are both equal."""
        if self.name is None or self.email is None:
            return None
        name, email = self.name[2:], self.email[2:]
        return MatchKey(f"b:{len(name)}:{name}{_SEPARATOR}{email}")

    @property
    def present(self) -> tuple[MatchKey, ...]:
        keys = (self.name, self.email, self.both, self.near)
        return tuple(key for key in keys if key is not None)


NO_KEYS = MatchKeys(None, None)
"""What nothing is matched by."""


def match_keys(fields: SyncedFields, mode: MatchingMode = MatchingMode.NORMAL) -> MatchKeys:
    """The keys of *fields*; an email that is none ("n/a") yields no key."""
    name, email = fields.name or "", fields.billing_email or ""
    near = near_name(name)
    if mode is MatchingMode.NORMAL:
        name, email = name_key(name), email_key(email)
    return MatchKeys(
        MatchKey(f"n:{name}") if name.strip() else None,
        MatchKey(f"e:{email}") if is_email(email) else None,
        MatchKey(f"w:{near}") if near else None,
    )


def name_key(name: str) -> str:
    """NFKC, trimmed, inner white space collapsed, case-folded (semantics row 2)."""
    return fold(name)


def xero_name_key(name: str) -> str:
    """What Xero compares names by: neither case nor accents count (fact sheet 3.3)."""
    parts = unicodedata.normalize("NFKD", name.strip())
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def email_key(email: str) -> str:
    """Trimmed and lower-cased (semantics row 2)."""
    return email.strip().lower()


def is_email(text: str) -> bool:
    """Whether *text* has the shape of one address; grammar is the edge's business."""
    return _ADDRESS_SHAPE.match(text.strip()) is not None


def fold(text: str) -> str:
    """Case-folded NFKC with single spaces; folding twice changes nothing.

    One pass is not enough: folding can make a sequence that NFKC composes anew.
    """
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    return collapse(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def collapse(text: str) -> str:
    """Trimmed, each run of white space one space."""
    return " ".join(text.split())


def canonical(field: FieldName, value: FieldValue) -> object:
    """What two values of *field* must share to mean the same (semantics row 15); None: unknown.

    A name keeps its case here, unlike in a match key: "ACME" made "Acme" is a change.
    """
    match value:
        case None:
            return None
        case Phone():
            return canonical_phone(value)
        case Address():
            return canonical_address(value)
        case str() if field is FieldName.BILLING_EMAIL:
            return email_key(value)
        case str():
            return collapse(unicodedata.normalize("NFC", value))


def canonical_phone(phone: Phone) -> str:
    """The joined digits; without any digit, the folded text."""
    text = str(phone)
    digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
    return digits or fold(text)


def canonical_address(address: Address) -> tuple[str, ...]:
    """The folded parts, empty lines left out; a wholly empty address is ()."""
    lines = tuple(filter(None, map(fold, address.lines)))
    rest = (address.city, address.region, address.postal_code, address.country)
    folded = tuple(map(fold, rest))
    return (*lines, _SEPARATOR, *folded) if lines or any(folded) else ()


def same(field: FieldName, left: FieldValue, right: FieldValue) -> bool:
    """Whether both values are known and mean the same."""
    return (
        left is not None and right is not None and canonical(field, left) == canonical(field, right)
    )


def differs(fields: SyncedFields, base: SyncedFields) -> bool:
    """Whether a field that *fields* knows means something else than in *base*."""
    return any(
        fields.get(name) is not None
        and canonical(name, fields.get(name)) != canonical(name, base.get(name))
        for name in FieldName
    )


def is_empty(value: FieldValue) -> bool:
    """Whether the value is known and holds nothing but white space, in any of its parts."""
    if isinstance(value, Address):
        return not any(part.strip() for part in value.parts)
    return value is not None and not str(value).strip()


EMPTY: Mapping[FieldName, FieldValue] = MappingProxyType(
    {
        FieldName.NAME: "",
        FieldName.BILLING_EMAIL: "",
        FieldName.PRIMARY_PHONE: Phone(),
        FieldName.BILLING_ADDRESS: Address(),
    }
)
"""What *empty* is, by field."""
