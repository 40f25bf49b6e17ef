"""What a caller sent: a JSON body read as Xero reads it, keys in any case, null as absent."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from .contact import (
    ACTIVE,
    ADDRESS_PARTS,
    ADDRESS_TYPES,
    ARCHIVED,
    GDPRREQUEST,
    PHONE_PARTS,
    PHONE_TYPES,
    TEXT_FIELDS,
    Parts,
    Person,
    Slots,
)
from .reading import array, by_lower_case, elements, literal, lowered, text, truth, uuid

_STATUSES = (ACTIVE, ARCHIVED, GDPRREQUEST)


_TEXTS = by_lower_case(TEXT_FIELDS)
_PHONE_PARTS = by_lower_case(PHONE_PARTS)
_ADDRESS_PARTS = by_lower_case(ADDRESS_PARTS)
_PERSON_TEXTS = by_lower_case(("FirstName", "LastName", "EmailAddress"))


@frozen
class Sent:
    """One contact element as it was sent. Absent and null: not there; ``""``: clear it.

    Read-only fields (IsCustomer, UpdatedDateUTC, …) and unknown ones are dropped.
    """

    contact_id: str | None = None
    status: str | None = None
    texts: Parts = field(factory=dict, repr=False)
    phones: Slots = field(factory=dict, repr=False)
    addresses: Slots = field(factory=dict, repr=False)
    persons: tuple[Person, ...] | None = field(default=None, repr=False)


def read_contacts(body: bytes) -> tuple[Sent, ...]:
    """The elements of ``{"Contacts": […]}``, or of one bare contact object.

    Raises BadBodyError for anything else, for an unknown enum literal and a malformed id.
    """
    return tuple(map(read_contact, elements(body, "Contacts")))


def read_contact(element: Any) -> Sent:
    """One element; raises BadBodyError as `read_contacts` does."""
    found = lowered(element)
    persons = found.get("contactpersons")
    return Sent(
        contact_id=uuid(found.get("contactid"), "ContactID"),
        status=_status(found.get("contactstatus")),
        texts=_texts(found, _TEXTS),
        phones=_slots(found, "Phones", "PhoneType", PHONE_TYPES, _PHONE_PARTS),
        addresses=_slots(found, "Addresses", "AddressType", ADDRESS_TYPES, _ADDRESS_PARTS),
        persons=None if persons is None else _persons(array(persons, "ContactPersons")),
    )


def _texts(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in _parts(found, names).items()}


def _status(value: Any) -> str | None:
    return None if not value else literal(value, "ContactStatus", _STATUSES)


def _slots(
    found: Mapping[str, Any],
    name: str,
    type_name: str,
    types: tuple[str, ...],
    parts: Parts,
) -> dict[str, Parts]:
    slots: dict[str, Parts] = {}
    for element in array(found.get(name.lower()) or [], name):
        given = lowered(element)
        slot = literal(given.get(type_name.lower()), type_name, types)
        slots[slot] = {**slots.get(slot, {}), **_parts(given, parts)}
    return slots


def _parts(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    # Phones and addresses are stored as given, blanks included (fact sheet 3.1).
    return {
        names[key]: text(value, names[key])
        for key, value in found.items()
        if value is not None and key in names
    }


def _persons(elements: Iterable[Any]) -> tuple[Person, ...]:
    return tuple(_person(lowered(element)) for element in elements)


def _person(found: Mapping[str, Any]) -> Person:
    included = truth(found.get("includeinemails"), "IncludeInEmails") or False
    return {**_texts(found, _PERSON_TEXTS), "IncludeInEmails": included}
