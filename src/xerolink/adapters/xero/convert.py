"""Xero's JSON as contacts, and drafts and patches as Xero's JSON (fact sheet 3)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import XeroDraft, XeroPatch
from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.identity import XeroContactId
from xerolink.ports.xero import OddContact

Json = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SERIAL = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_NO_ID = UUID(int=0)
_LINES = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4")


class OddError(ValueError):
    """A value that has not the shape that Xero documents; its text repeats no value."""


def read_contact(element: Any) -> XeroContact | OddContact:
    """The contact in one element of an answer; what cannot be read is an `OddContact`.

    Absent, ``""`` and null are the same, so every synced field is known. Slots count by their
    type, never by their place; types that are not read here may be unknown ones.
    """
    if not isinstance(element, dict):
        return OddContact(None, Problem("the contact is not a JSON object", blocks=True))
    try:
        return _contact(element)
    except OddError as odd:
        return OddContact(_id_if_any(element), Problem(str(odd), blocks=True))


def read_time(value: Any, name: str) -> datetime:
    """``/Date(ms+0000)/``, ``/Date(ms)/`` or ISO 8601, which is UTC where it names no zone.

    The milliseconds of the first form are UTC whatever its offset. Raises `OddError`.
    """
    if not isinstance(value, str):
        raise OddError(f"{name} is missing or not a text")
    try:
        if serial := _SERIAL.fullmatch(value):
            return _EPOCH + timedelta(milliseconds=int(serial[1]))
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise OddError(f"{name} is not a time") from None


def text(element: Json, key: str) -> str:
    """The text under *key*; absent and null are ``""``. Raises `OddError` for anything else."""
    value = element.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise OddError(f"{key} is not a text")
    return value


def flag(element: Json, key: str) -> bool:
    """The boolean under *key*; absent and null are False. Raises `OddError`."""
    value = element.get(key)
    if value is not None and not isinstance(value, bool):
        raise OddError(f"{key} is not true or false")
    return bool(value)


def guid(element: Json, key: str) -> str:
    """The id under *key*, in lower case. Raises `OddError` for none and for one of zeros."""
    try:
        found = UUID(text(element, key))
    except ValueError:
        raise OddError(f"{key} is missing or not an id") from None
    if found == _NO_ID:
        raise OddError(f"{key} is all zeros")
    return str(found)


def objects(element: Json, key: str) -> list[Json]:
    """The objects in the list under *key*; absent and null are empty. Raises `OddError`."""
    found = element.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise OddError(f"{key} is not a list of objects")
    return found


def draft_body(draft: XeroDraft) -> dict[str, Any]:
    """A contact to create: what is filled, nothing else."""
    filled = {name: value for name in FieldName if (value := draft.fields.get(name))}
    number = {"ContactNumber": draft.number} if draft.number else {}
    return {**number, **_body(filled, "")}


def patch_body(patch: XeroPatch) -> dict[str, Any]:
    """A contact to update: its id and the known values of the patch; an empty one clears.

    A slot goes out whole, for what Xero does with a part left out is not known (fact sheet 3.3).
    """
    return {"ContactID": patch.xero_id, **_body(patch.values, patch.current.attention_to)}


def archive_body(xero_id: XeroContactId) -> dict[str, Any]:
    """A contact to archive; nothing else of it is sent (fact sheet 3.3)."""
    return {"ContactID": xero_id, "ContactStatus": XeroStatus.ARCHIVED.value}


def _contact(element: Json) -> XeroContact:
    addresses = _slots(element, "Addresses", "AddressType")
    return XeroContact(
        xero_id=XeroContactId(guid(element, "ContactID")),
        updated=read_time(element.get("UpdatedDateUTC"), "UpdatedDateUTC"),
        fields=_fields(element, addresses),
        status=_status(element),
        is_customer=flag(element, "IsCustomer"),
        is_supplier=flag(element, "IsSupplier"),
        number=text(element, "ContactNumber"),
        first_name=text(element, "FirstName"),
        last_name=text(element, "LastName"),
        company_number=text(element, "CompanyNumber"),
        tax_number=text(element, "TaxNumber"),
        attention_to=text(addresses.get("POBOX", {}), "AttentionTo"),
        merged_to=_merged_to(element),
    )


def _fields(element: Json, addresses: Mapping[str, Json]) -> SyncedFields:
    phones = _slots(element, "Phones", "PhoneType")
    return SyncedFields(
        name=text(element, "Name"),
        billing_email=text(element, "EmailAddress"),
        primary_phone=_phone(phones.get("DEFAULT", {})),
        billing_address=_billing_address(addresses),
    )


def _phone(slot: Json) -> Phone:
    return Phone(
        number=text(slot, "PhoneNumber"),
        area=text(slot, "PhoneAreaCode"),
        country=text(slot, "PhoneCountryCode"),
    )


def _billing_address(slots: Mapping[str, Json]) -> Address:
    """The POBOX slot; STREET only where POBOX is empty (semantics row 15)."""
    post = _address(slots.get("POBOX", {}))
    return post if str(post).strip() else _address(slots.get("STREET", {}))


def _address(slot: Json) -> Address:
    lines = [text(slot, key) for key in _LINES]
    while lines and not lines[-1]:
        lines.pop()
    return Address(
        lines=tuple(lines),
        city=text(slot, "City"),
        region=text(slot, "Region"),
        postal_code=text(slot, "PostalCode"),
        country=text(slot, "Country"),
    )


def _slots(element: Json, key: str, type_key: str) -> dict[str, Json]:
    return {text(slot, type_key): slot for slot in objects(element, key)}


def _status(element: Json) -> XeroStatus:
    try:
        return XeroStatus(text(element, "ContactStatus") or "ACTIVE")
    except ValueError:
        raise OddError("ContactStatus is not one that is known") from None


def _id_if_any(element: Json) -> XeroContactId | None:
    try:
        return XeroContactId(guid(element, "ContactID"))
    except OddError:
        return None


def _merged_to(element: Json) -> XeroContactId | None:
    given = text(element, "MergedToContactID")
    return None if given in ("", str(_NO_ID)) else XeroContactId(guid(element, "MergedToContactID"))


def _body(values: Mapping[FieldName, FieldValue], attention_to: str) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case Phone():
                body["Phones"] = [_phone_body(value)]
            case Address():
                body["Addresses"] = [_address_body(value, attention_to)]
            case str():
                body["Name" if name is FieldName.NAME else "EmailAddress"] = value
            case None:
                continue
    return body


def _phone_body(phone: Phone) -> dict[str, str]:
    return {
        "PhoneType": "DEFAULT",
        "PhoneNumber": phone.number,
        "PhoneAreaCode": phone.area,
        "PhoneCountryCode": phone.country,
    }


def _address_body(address: Address, attention_to: str) -> dict[str, str]:
    return {
        "AddressType": "POBOX",
        "AttentionTo": attention_to,
        **dict(zip(_LINES, _four_lines(address.lines), strict=True)),
        "City": address.city,
        "Region": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }


def _four_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Exactly four lines; what is beyond the fourth is joined to it."""
    most = len(_LINES)
    rest = ", ".join(filter(None, lines[most - 1 :]))
    return (*lines[: most - 1], rest, *("",) * most)[:most]
