"""Xero's answer to a write, element by element, as outcomes."""

from collections.abc import Callable, Sequence
from typing import Any

from xerolink.adapters.xero.answer import XERO, Answer, elements, parsed
from xerolink.adapters.xero.convert import read_contact
from xerolink.adapters.xero.problems import NO_REASON, NUMBER_TAKEN, problems_of
from xerolink.domain.contacts.effects import (
    NumberTaken,
    Refused,
    XeroDraft,
    XeroOutcome,
    XeroPatch,
    XeroStored,
)
from xerolink.domain.contacts.model import XeroContact, XeroStatus
from xerolink.domain.contacts.normalise import fold
from xerolink.domain.identity import XeroContactId
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero import OddContact

Accepts = Callable[[XeroContact], bool]


def outcomes_of(answer: Answer, accepts: Sequence[Accepts]) -> tuple[XeroOutcome, ...]:
    """One outcome for each row that was sent; what does not fit its row makes all uncertain."""
    found = elements(parsed(answer), "Contacts")
    if len(found) != len(accepts):
        raise UnavailableError(XERO, f"it answers {len(found)} of {len(accepts)} contacts")
    return tuple(_outcome(one, fits) for one, fits in zip(found, accepts, strict=True))


def _outcome(element: Any, fits: Accepts) -> XeroOutcome:
    problems = problems_of(element)
    if NUMBER_TAKEN in problems:
        return NumberTaken()
    if problems or _is_refused(element):
        return Refused(problems or (NO_REASON,))
    contact = readable(element)
    if not fits(contact):
        raise UnavailableError(XERO, "it answers another contact than the one sent")
    return XeroStored(contact)


def _is_refused(element: Any) -> bool:
    if not isinstance(element, dict):
        return False
    failed = element.get("StatusAttributeString") == "ERROR"
    return failed or element.get("HasValidationErrors") is True


def readable(element: Any) -> XeroContact:
    """The contact; raises `UnavailableError` for one that cannot be read."""
    read = read_contact(element)
    if isinstance(read, OddContact):
        raise UnavailableError(
            XERO, f"it answers a contact that cannot be read: {read.problem.why}"
        )
    return read


def is_of(draft: XeroDraft) -> Accepts:
    """Whether a created contact is that of *draft*: by our number, else by its name."""
    name = fold(draft.fields.name or "")

    def fits(contact: XeroContact) -> bool:
        if draft.number and contact.number:
            return contact.number == draft.number
        return fold(contact.fields.name or "") == name

    return fits


def has_id(patch: XeroPatch) -> Accepts:
    """Whether the answer is the contact of *patch*."""
    return lambda contact: contact.xero_id == patch.xero_id


def is_archived(xero_id: XeroContactId) -> Accepts:
    """Whether the answer is that contact, and says that it is archived."""

    def fits(contact: XeroContact) -> bool:
        return contact.xero_id == xero_id and contact.status is XeroStatus.ARCHIVED

    return fits
