"""What people typed into the admin pages' forms, read as what they meant."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import evolve
from werkzeug.exceptions import BadRequest

from . import faults, webhook_faults
from .contact import ADDRESS_TYPES, PHONE_TYPES, Contact, Parts
from .faults import Fault

Form = Mapping[str, str]

TEXTS = {
    "Name": "Name",
    "EmailAddress": "Email",
    "FirstName": "First name",
    "LastName": "Last name",
    "AccountNumber": "Account number",
    "ContactNumber": "Contact number",
    "CompanyNumber": "Company number",
    "TaxNumber": "Tax number",
}
PHONES = {"DEFAULT": "Phone", "MOBILE": "Mobile", "DDI": "Direct dial", "FAX": "Fax"}
ADDRESSES = {"POBOX": "Billing address", "STREET": "Street address"}
FAULTS: Mapping[str, Fault] = {
    "Lost request": faults.LostRequest("*"),
    "Lost reply, the work is done": faults.LostReply("*"),
    "500, the work is done": faults.ServerError("*"),
    "503, offline": faults.Offline("*"),
    "429, minute": faults.RateLimited("*", "minute", 26),
    "429, day": faults.RateLimited("*", "day", 3600),
    "Slow by 3 s": faults.Slow("*", 3.0),
    "Cut body": faults.CutBody("*"),
    "Expired token": faults.ExpiredToken("*"),
    "Stale by one write": faults.StaleReplica("*", writes=1),
}
EVENT_FAULTS: Mapping[str, Fault] = {
    "Lost event": webhook_faults.LostEvent("*"),
    "Late event, by 10 minutes": webhook_faults.LateEvent("*"),
    "Duplicate event": webhook_faults.DuplicateEvent("*"),
    "Overtaken event": webhook_faults.OvertakenEvent("*"),
}


def changes(form: Form, contact: Contact) -> dict[str, Any]:
    """What the edit form changed, in Xero's JSON names; nothing: empty.

    Of a slot that changed every part is named, as Xero may clear the others (fact sheet 3.3).
    """
    texts = {
        name: form[name]
        for name in TEXTS
        if name in form and form[name].strip() != contact.texts.get(name, "")
    }
    phones = _slots(form, "Phones", "PhoneType", {t: contact.phone(t) for t in PHONE_TYPES})
    addresses = _slots(
        form, "Addresses", "AddressType", {t: contact.address(t) for t in ADDRESS_TYPES}
    )
    return {**texts, **phones, **addresses}


def _slots(
    form: Form, name: str, type_name: str, kept: Mapping[str, Parts]
) -> dict[str, list[dict[str, str]]]:
    sent = {slot: _parts(form, f"{name}.{slot}.") for slot in kept}
    changed = [
        {type_name: slot, **parts}
        for slot, parts in sent.items()
        if any(text != kept[slot].get(part, "") for part, text in parts.items())
    ]
    return {name: changed} if changed else {}


def _parts(form: Form, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text for name, text in form.items() if name.startswith(prefix)
    }


def fault(form: Form, offered: Mapping[str, Fault]) -> Fault:
    """The one of *offered* that was scripted; BadRequest for one that is not among them."""
    found, operation = offered.get(form.get("kind", "")), form.get("operation", "").strip()
    if found is None or not operation:
        raise BadRequest("Name a fault of the list, and what it happens to.")
    times, skip = number(form, "times", 1), number(form, "skip", 0)
    return evolve(found, operation=operation, times=times, skip=skip)


def number(form: Form, name: str, default: int) -> int:
    """A whole number, 0 or more; BadRequest for anything else."""
    text = form.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise BadRequest(f"{name} is a whole number.")
    return int(text)


def day(form: Form, name: str) -> date | None:
    """A day; left empty: None; BadRequest for anything else."""
    if not form.get(name):
        return None
    try:
        return date.fromisoformat(form[name])
    except ValueError:
        raise BadRequest(f"{name} is a day like 2026-03-31.") from None


def amount(form: Form, name: str) -> Decimal | None:
    """An amount of money; left empty: None; BadRequest for anything else."""
    if not form.get(name):
        return None
    try:
        return Decimal(form[name])
    except InvalidOperation:
        raise BadRequest(f"{name} is an amount like 120.50.") from None


def label(part: str) -> str:
    """Xero's name of a part as people read it: ``"Postal code"`` for PostalCode."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", part.removeprefix("Phone"))
    return words.capitalize()
