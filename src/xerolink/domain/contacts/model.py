"""The two sides of a link: host contacts and Xero contacts, and the four fields they share."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, NewType

from attrs import evolve, field, frozen

from xerolink.domain.identity import HostContactId, XeroContactId

HostVersion = NewType("HostVersion", str)
"""The host's own version of a contact: equal while nothing about the contact changed."""


class FieldName(Enum):
    """The four synced fields (glossary)."""

    NAME = "name"
    BILLING_EMAIL = "billing_email"
    PRIMARY_PHONE = "primary_phone"
    BILLING_ADDRESS = "billing_address"


class ContactKind(Enum):
    """What a contact is."""

    PERSON = "person"
    ORGANISATION = "organisation"


class XeroStatus(Enum):
    """Xero's ContactStatus."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"
    GDPRREQUEST = "GDPRREQUEST"


def veiled(value: object) -> str:
    """A repr that tells unknown, empty and filled apart and shows nothing personal."""
    if value is None:
        return "unknown"
    return "filled" if value else "empty"


@frozen
class Phone:
    """A telephone number in Xero's three parts; a host with one string uses *number* alone."""

    number: str = field(default="", repr=veiled)
    area: str = field(default="", repr=veiled)
    country: str = field(default="", repr=veiled)

    def __bool__(self) -> bool:
        return bool(self.number or self.area or self.country)

    def __str__(self) -> str:
        return " ".join(part for part in (self.country, self.area, self.number) if part)


@frozen
class Address:
    """A postal address; up to four *lines*, as in Xero's POBOX slot (semantics row 15)."""

    lines: tuple[str, ...] = field(default=(), repr=veiled)
    city: str = field(default="", repr=veiled)
    region: str = field(default="", repr=veiled)
    postal_code: str = field(default="", repr=veiled)
    country: str = field(default="", repr=veiled)

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.lines, self.city, self.region, self.postal_code, self.country)

    def __bool__(self) -> bool:
        return any(self.parts)

    def __str__(self) -> str:
        return ", ".join(part for part in self.parts if part)


FieldValue = str | Phone | Address | None
"""None is *unknown* (never a change); an empty string, Phone or Address is *empty*."""


@frozen
class SyncedFields:
    """The four fields of one side. None means unknown: that side does not say (semantics 14)."""

    name: str | None = field(default=None, repr=veiled)
    billing_email: str | None = field(default=None, repr=veiled)
    primary_phone: Phone | None = field(default=None, repr=veiled)
    billing_address: Address | None = field(default=None, repr=veiled)

    def get(self, name: FieldName) -> FieldValue:
        value: FieldValue = getattr(self, name.value)
        return value

    def with_values(self, values: Mapping[FieldName, FieldValue]) -> "SyncedFields":
        """These fields with *values* laid over them."""
        laid: dict[str, Any] = {name.value: value for name, value in values.items()}
        return evolve(self, **laid)


@frozen
class HostContact:
    """A contact of the host application, as it stands there."""

    host_id: HostContactId
    version: HostVersion
    fields: SyncedFields
    kind: ContactKind | None = None
    contact_type: str = ""


@frozen
class XeroContact:
    """A contact of a Xero organisation, as Xero last said.

    *updated* is Xero's UpdatedDateUTC; *number* its ContactNumber; *merged_to* the survivor
    where this one lost a merge. *attention_to* belongs to the POBOX slot and is sent back with
    it, because a slot is written whole (fact sheet 3.3); it is not a synced field.
    """

    xero_id: XeroContactId
    updated: datetime
    fields: SyncedFields
    status: XeroStatus = XeroStatus.ACTIVE
    is_customer: bool = False
    is_supplier: bool = False
    number: str = ""
    first_name: str = field(default="", repr=veiled)
    last_name: str = field(default="", repr=veiled)
    company_number: str = field(default="", repr=veiled)
    tax_number: str = field(default="", repr=veiled)
    attention_to: str = field(default="", repr=veiled)
    merged_to: XeroContactId | None = None
