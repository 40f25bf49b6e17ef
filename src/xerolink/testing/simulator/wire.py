"""Xero's JSON shapes: the envelope, a contact read, a contact written, the errors.

A write answers with every slot, filled with ``""``; a read leaves out what is empty and has
the slots in another order (fact sheet 3.2). Nothing is ever sent as null in a contact.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from .body import Sent
from .contact import ADDRESS_TYPES, PHONE_TYPES, TEXT_FIELDS, Contact, Parts, Slots

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"
NOT_FOUND = b"<html><body>The resource you're looking for cannot be found</body></html>"

_READ_PHONES = ("DDI", "DEFAULT", "FAX", "MOBILE")
_READ_ADDRESSES = ("POBOX", "STREET")
_FILLED_PHONE = ("PhoneNumber", "PhoneAreaCode", "PhoneCountryCode")
_FILLED_ADDRESS = ("City", "Region", "PostalCode", "Country")
_SUMMARY_LEAVES_OUT = frozenset(
    ("Addresses", "ContactGroups", "ContactPersons", "IsSupplier", "IsCustomer")
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Json = Mapping[str, Any]


@frozen
class Answer:
    """An HTTP answer; ``written``: elements that were stored; ``headers``: its special ones."""

    status: int
    body: bytes = field(repr=False)
    content_type: str | None = JSON_TYPE
    written: int = 0
    headers: Mapping[str, str] = field(factory=dict)


def encoded(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


def listed(head: Json, name: str, rows: bytes) -> bytes:
    """*head*, which holds something, and under *name* the array of *rows*, encoded already."""
    return b'%b,"%b":[%b]}' % (encoded(head)[:-1], name.encode(), rows)


def stamped(milliseconds: int) -> str:
    """UpdatedDateUTC and its like: ``/Date(1789378193493+0000)/``."""
    return f"/Date({milliseconds}+0000)/"


def envelope(answer_id: str, now_ms: int, provider: str) -> dict[str, Any]:
    """The head of every accounting answer; its DateTimeUTC has no offset."""
    return {
        "Id": answer_id,
        "Status": "OK",
        "ProviderName": provider,
        "DateTimeUTC": f"/Date({now_ms})/",
    }


def paging(page: int, size: int, count: int) -> Json:
    """The ``pagination`` block, there only when ``page`` was asked for."""
    return {"page": page, "pageSize": size, "pageCount": -(-count // size), "itemCount": count}


def read_contact(contact: Contact, *, detail: bool) -> Json:
    """A contact as GET shows it; *detail* when paging or when one contact is asked for."""
    shown = {
        **_identity(contact),
        "Addresses": _bare(contact.addresses, "AddressType", _READ_ADDRESSES),
        "Phones": _bare(contact.phones, "PhoneType", _READ_PHONES),
        **_facts(contact),
    }
    return {**shown, **_details(contact)} if detail else shown


def summary_of(shown: Json) -> Json:
    """What ``summaryOnly`` leaves of a contact (fact sheet 3.4)."""
    return {name: value for name, value in shown.items() if name not in _SUMMARY_LEAVES_OUT}


def written_contact(contact: Contact) -> Json:
    """A contact as PUT and POST answer it."""
    return {
        **_identity(contact),
        "BankAccountDetails": contact.texts.get("BankAccountDetails", ""),
        "Addresses": _full(contact.addresses, "AddressType", ADDRESS_TYPES, _FILLED_ADDRESS),
        "Phones": _full(contact.phones, "PhoneType", PHONE_TYPES, _FILLED_PHONE),
        **_facts(contact),
        **_details(contact),
    }


def refused_contact(sent: Sent, problems: Iterable[str]) -> Json:
    """A refused element: what was sent and no more, the zero GUID where no id was sent."""
    return {
        "ContactID": sent.contact_id or ZERO_GUID,
        **({"ContactStatus": sent.status} if sent.status else {}),
        **sent.texts,
        "Addresses": _echoed(sent.addresses, "AddressType"),
        "Phones": _echoed(sent.phones, "PhoneType"),
        "ContactGroups": [],
        "ContactPersons": list(sent.persons or ()),
        "HasValidationErrors": True,
        "ValidationErrors": [{"Message": problem} for problem in problems],
    }


def _identity(contact: Contact) -> dict[str, Any]:
    return {
        "ContactID": contact.contact_id,
        "ContactStatus": contact.status,
        **{name: contact.texts[name] for name in TEXT_FIELDS if name in contact.texts},
        **_tax_number_type(contact.texts),
    }


def _tax_number_type(texts: Parts) -> Json:
    # Xero answers with this prefix although it takes the bare literal (fact sheet 3.1).
    literal = texts.get("TaxNumberType")
    return {"TaxNumberType": f"TAXNUMBERTYPE/{literal}"} if literal else {}


def _facts(contact: Contact) -> dict[str, Any]:
    return {
        "UpdatedDateUTC": stamped(contact.updated_ms),
        "ContactGroups": [],
        "IsSupplier": contact.is_supplier,
        "IsCustomer": contact.is_customer,
        "HasAttachments": False,
        "HasValidationErrors": False,
    }


def _details(contact: Contact) -> dict[str, Any]:
    merged = {"MergedToContactID": contact.merged_to} if contact.merged_to else {}
    return {**merged, "ContactPersons": list(contact.persons)}


def _bare(slots: Slots, type_name: str, order: Sequence[str]) -> list[Json]:
    return [{type_name: slot, **slots.get(slot, {})} for slot in order]


def _full(slots: Slots, type_name: str, order: Sequence[str], names: Sequence[str]) -> list[Json]:
    blank = dict.fromkeys(names, "")
    return [{type_name: slot, **blank, **slots.get(slot, {})} for slot in order]


def _echoed(slots: Slots, type_name: str) -> list[Json]:
    return [{type_name: slot, **parts, "ValidationErrors": []} for slot, parts in slots.items()]


def not_found() -> Answer:
    """404 is HTML, not JSON (fact sheet 3.4)."""
    return Answer(404, NOT_FOUND, HTML_TYPE)


def validation_problem(elements: Sequence[Json]) -> Answer:
    """400 with the refused elements (fact sheet 3.3)."""
    return _exception(10, "ValidationException", "A validation exception occurred", elements)


def bad_body(message: str) -> Answer:
    return _exception(14, "PostDataInvalidException", message)


def bad_query(message: str) -> Answer:
    return _exception(16, "QueryParseException", message)


def _exception(number: int, kind: str, message: str, elements: Sequence[Json] = ()) -> Answer:
    shown: dict[str, Any] = {"ErrorNumber": number, "Type": kind, "Message": message}
    return Answer(400, encoded({**shown, **({"Elements": elements} if elements else {})}))


def refused_access(status: int, title: str, detail: str, instance: str) -> Answer:
    """401 and 403 (fact sheet 5)."""
    shown = {"Type": None, "Title": title, "Status": status, "Detail": detail}
    return Answer(status, encoded({**shown, "Instance": instance, "Extensions": {}}))
