"""Xero's answer to a write of invoices, element by element, as outcomes."""

from collections.abc import Callable, Sequence
from typing import Any

from xerolink.adapters.xero.answer import XERO, Answer, elements, parsed
from xerolink.adapters.xero.invoice_convert import read_invoice
from xerolink.adapters.xero.refusals import NO_REASON, number_held, refusals_of
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    InvoiceVoid,
    NumberHeld,
    XeroInvoice,
    XeroInvoiceOutcome,
)
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero_invoices import OddInvoice

Accepts = Callable[[XeroInvoice], bool]


def invoice_outcomes(answer: Answer, accepts: Sequence[Accepts]) -> tuple[XeroInvoiceOutcome, ...]:
    """One outcome for each row that was sent; what does not fit its row makes all uncertain."""
    found = elements(parsed(answer), "Invoices")
    if len(found) != len(accepts):
        raise UnavailableError(XERO, f"it answers {len(found)} of {len(accepts)} invoices")
    return tuple(_outcome(one, fits) for one, fits in zip(found, accepts, strict=True))


def _outcome(element: Any, fits: Accepts) -> XeroInvoiceOutcome:
    if _is_refused(element):
        held = number_held(element)
        return NumberHeld() if held else InvoiceRefused(refusals_of(element) or (NO_REASON,))
    invoice = readable(element)
    if not fits(invoice):
        raise UnavailableError(XERO, "it answers another invoice than the one sent")
    return InvoiceStored(invoice)


def _is_refused(element: Any) -> bool:
    """As the element says of itself; one that says nothing is refused for any message in it."""
    if not isinstance(element, dict):
        return False
    status = element.get("StatusAttributeString")
    failed = element.get("HasErrors") is True or element.get("HasValidationErrors") is True
    return status == "ERROR" or failed or (status is None and bool(refusals_of(element)))


def readable(element: Any) -> XeroInvoice:
    """The invoice; raises `UnavailableError` for one that cannot be read."""
    read = read_invoice(element)
    if isinstance(read, OddInvoice):
        why = f"it answers an invoice that cannot be read: {read.problem.why}"
        raise UnavailableError(XERO, why)
    return read


def number_key(number: InvoiceNumber | str) -> str:
    """What Xero compares invoice numbers by: neither case nor blanks at the ends count."""
    return number.strip().casefold()


def is_created(creation: InvoiceCreation) -> Accepts:
    """Whether a created invoice is that of *creation*: by its number, and of its contact."""
    number, contact_id = number_key(creation.draft.number), creation.draft.contact_id
    return lambda one: number_key(one.number) == number and one.contact_id == contact_id


def is_changed(change: InvoiceChange) -> Accepts:
    """Whether the answer is the invoice of *change*."""
    return lambda one: one.xero_id == change.xero_id


def is_voided(void: InvoiceVoid) -> Accepts:
    """Whether the answer is that invoice, and says that it is gone."""
    return lambda one: one.xero_id == void.invoice.xero_id and one.gone
