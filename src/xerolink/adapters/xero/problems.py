"""Xero's validation messages as problems that repeat no personal value."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.model import FieldName

NAME_TAKEN = Problem("another active contact in Xero has this name", FieldName.NAME)
NO_NAME = Problem("Xero needs a name for the contact", FieldName.NAME)
BAD_EMAIL = Problem("Xero does not take this as an email address", FieldName.BILLING_EMAIL)
EMAIL_NEEDED = Problem(
    "Xero needs the email while the contact has additional people", FieldName.BILLING_EMAIL
)
NUMBER_TAKEN = Problem("another contact in Xero has this contact number")
ARCHIVED = Problem("the contact is archived in Xero; restore it there first")
UNKNOWN = Problem("Xero does not know this contact")
TOO_LARGE = Problem("the contact holds more text than Xero takes")
NO_REASON = Problem("Xero refused the contact and gave no reason")

_KNOWN = (
    (re.compile(r"contact name\b.*already assigned", re.I | re.S), NAME_TAKEN),
    (re.compile(r"contact name must be specified|elements to identify the contact", re.I), NO_NAME),
    (re.compile(r"email address must be valid", re.I), BAD_EMAIL),
    (re.compile(r"primary person has no email", re.I), EMAIL_NEEDED),
    (re.compile(r"another contact has this contact number", re.I), NUMBER_TAKEN),
    (re.compile(r"matched an archived contact", re.I), ARCHIVED),
    (re.compile(r"provide a valid ContactID", re.I), UNKNOWN),
)
"""Xero's texts (fact sheet 3.1 to 4.1) and what they say of which field."""

_FIELDS = {
    "Phones": FieldName.PRIMARY_PHONE,
    "Addresses": FieldName.BILLING_ADDRESS,
}
_NAMED = (
    (re.compile(r"\bEmailAddress\b|\bemail address\b", re.I), FieldName.BILLING_EMAIL),
    (re.compile(r"\bPhone\w*\b", re.I), FieldName.PRIMARY_PHONE),
    (
        re.compile(
            r"\bAddressLine\d|\bAttentionTo\b|\bPostalCode\b|\bCity\b|\bRegion\b|\bCountry\b"
        ),
        FieldName.BILLING_ADDRESS,
    ),
    (re.compile(r"\bName\b"), FieldName.NAME),
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[^\s@]+@[^\s@]+|\+?\d[\d\s().-]{4,}\d")
"""What is quoted, email addresses, and numbers as long as telephone numbers."""
_LONGEST = 200
_VEIL = "…"


def problems_of(element: Any) -> tuple[Problem, ...]:
    """Every validation error in *element*, nested ones too, each once, in Xero's order.

    *element* is one element of an answer or a list of them, of any shape; none: empty.
    """
    values = values_of(element)
    found = (_problem(text, field, values) for text, field in _messages(element, None))
    return tuple(dict.fromkeys(found))


def messages_of(element: Any) -> tuple[str, ...]:
    """The texts of every validation error in *element*, nested ones too, in Xero's order."""
    return tuple(text for text, _ in _messages(element, None))


def values_of(element: Any) -> list[str]:
    """Every text in *element* that no message may repeat, the longest first."""
    return sorted({text for text in _texts(element) if text.strip()}, key=len, reverse=True)


def veiled(text: str, values: list[str]) -> str:
    """*text* of one line and bounded, without *values* and what looks like an address or number."""
    for value in values:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", _VEIL, text, flags=re.I)
    return " ".join(_QUOTED.sub(_VEIL, text).split())[:_LONGEST]


def _messages(element: Any, field: FieldName | None) -> Iterator[tuple[str, FieldName | None]]:
    if isinstance(element, list):
        for one in element:
            yield from _messages(one, field)
    if not isinstance(element, Mapping):
        return
    for key, value in element.items():
        if key == "ValidationErrors":
            yield from ((text, field) for text in _listed(value))
        else:
            yield from _messages(value, _FIELDS.get(key, field))


def _listed(errors: Any) -> Iterator[str]:
    for error in errors if isinstance(errors, list) else ():
        text = error.get("Message") if isinstance(error, Mapping) else None
        yield text if isinstance(text, str) else ""


def _problem(text: str, field: FieldName | None, values: list[str]) -> Problem:
    for pattern, problem in _KNOWN:
        if pattern.search(text):
            return problem
    if not text.strip():
        return NO_REASON
    return Problem(f"Xero says: {veiled(text, values)}", field or _field_named(text))


def _field_named(text: str) -> FieldName | None:
    return next((field for pattern, field in _NAMED if pattern.search(text)), None)


def _texts(element: Any) -> Iterator[str]:
    """Every text that was sent: what a message must not repeat."""
    if isinstance(element, str):
        yield element
    elif isinstance(element, list):
        for one in element:
            yield from _texts(one)
    elif isinstance(element, Mapping):
        for key, value in element.items():
            if key != "ValidationErrors":
                yield from _texts(value)
