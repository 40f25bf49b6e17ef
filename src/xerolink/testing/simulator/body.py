"""What a caller sent: a JSON body read as Xero reads it, keys in any case, null as absent."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

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

_STATUSES = (ACTIVE, ARCHIVED, GDPRREQUEST)
_NO_ID = UUID(int=0)


def _by_lower_case(names: Iterable[str]) -> Mapping[str, str]:
    return {name.lower(): name for name in names}


_TEXTS = _by_lower_case(TEXT_FIELDS)
_PHONE_PARTS = _by_lower_case(PHONE_PARTS)
_ADDRESS_PARTS = _by_lower_case(ADDRESS_PARTS)
_PERSON_TEXTS = _by_lower_case(("FirstName", "LastName", "EmailAddress"))


class BadBodyError(ValueError):
    """The body is not what Xero can read: 400 PostDataInvalidException (fact sheet 5)."""


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
    found = _lowered(_json(body))
    if "contacts" not in found:
        return (read_contact(found),)
    return tuple(read_contact(element) for element in _list(found["contacts"], "Contacts"))


def read_contact(element: Any) -> Sent:
    """One element; raises BadBodyError as `read_contacts` does."""
    found = _lowered(element)
    persons = found.get("contactpersons")
    return Sent(
        contact_id=_uuid(found.get("contactid")),
        status=_status(found.get("contactstatus")),
        texts=_texts(found, _TEXTS),
        phones=_slots(found, "Phones", "PhoneType", PHONE_TYPES, _PHONE_PARTS),
        addresses=_slots(found, "Addresses", "AddressType", ADDRESS_TYPES, _ADDRESS_PARTS),
        persons=None if persons is None else _persons(_list(persons, "ContactPersons")),
    )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise BadBodyError("JSON for post data was invalid,Could not parse the body") from None


def _lowered(element: Any) -> dict[str, Any]:
    if not isinstance(element, Mapping):
        raise BadBodyError("JSON for post data was invalid,An object was expected")
    return {key.lower(): value for key, value in element.items()}


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadBodyError(f"JSON for post data was invalid,{name} must be an array")
    return value


def _texts(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in _parts(found, names).items()}


def _text(value: Any, name: str) -> str:
    if isinstance(value, bool | list | dict):
        raise BadBodyError(f"JSON for post data was invalid,{name} must be a string")
    return str(value)


def _uuid(value: Any) -> str | None:
    if not value:
        return None
    try:
        found = UUID(str(value))
    except ValueError:
        raise BadBodyError("JSON for post data was invalid,ContactID must be a Guid") from None
    return None if found == _NO_ID else str(found)


def _status(value: Any) -> str | None:
    return None if not value else _literal(value, "ContactStatus", _STATUSES)


def _literal(value: Any, name: str, allowed: tuple[str, ...]) -> str:
    literal = str(value).upper()
    if literal not in allowed:
        raise BadBodyError(f"JSON for post data was invalid,Error converting value to {name}")
    return literal


def _slots(
    found: Mapping[str, Any],
    name: str,
    type_name: str,
    types: tuple[str, ...],
    parts: Parts,
) -> dict[str, Parts]:
    slots: dict[str, Parts] = {}
    for element in _list(found.get(name.lower()) or [], name):
        given = _lowered(element)
        slot = _literal(given.get(type_name.lower()), type_name, types)
        slots[slot] = {**slots.get(slot, {}), **_parts(given, parts)}
    return slots


def _parts(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    # Phones and addresses are stored as given, blanks included (fact sheet 3.1).
    return {
        names[key]: _text(value, names[key])
        for key, value in found.items()
        if value is not None and key in names
    }


def _persons(elements: Iterable[Any]) -> tuple[Person, ...]:
    return tuple(_person(_lowered(element)) for element in elements)


def _person(found: Mapping[str, Any]) -> Person:
    return {**_texts(found, _PERSON_TEXTS), "IncludeInEmails": bool(found.get("includeinemails"))}
