"""What a caller sent of invoices, payments and notes, read as Xero reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from .invoice import AUTHORISED, DELETED, LINE_AMOUNT_TYPES, STATUSES, TYPES
from .reading import amount, array, by_lower_case, day, elements, literal, lowered, text, truth
from .reading import uuid as guid

TEXT_LIMITS = {"InvoiceNumber": 255, "Reference": 255, "Url": None, "CurrencyCode": None}
LINE_TEXT_LIMITS = {
    "Description": 4000,
    "AccountCode": None,
    "AccountID": None,
    "TaxType": None,
    "ItemCode": 30,
}
AMOUNTS = (
    "Quantity",
    "UnitAmount",
    "LineAmount",
    "TaxAmount",
    "DiscountRate",
    "DiscountAmount",
)
DAYS = ("Date", "DueDate", "ExpectedPaymentDate", "PlannedPaymentDate")
_TEXTS = by_lower_case(TEXT_LIMITS)
_LINE_TEXTS = by_lower_case(LINE_TEXT_LIMITS)


@frozen
class SentTracking:
    """By id or by name; absent: ``""``."""

    category_id: str
    option_id: str
    category: str
    option: str


@frozen
class SentLine:
    """One line as it was sent; what is absent or null is not there."""

    line_id: str | None
    texts: Mapping[str, str] = field(repr=False)
    amounts: Mapping[str, int]
    tracking: tuple[SentTracking, ...] | None


@frozen
class SentContact:
    """Whose invoice it is, by whatever was sent; absent: ``""``."""

    contact_id: str | None = None
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


@frozen
class SentInvoice:
    """One invoice element as it was sent. Absent and null: not there; read-only fields drop.

    ``lines`` None: no LineItems at all, which is not the same as an empty list.
    """

    invoice_id: str | None = None
    type: str | None = None
    status: str | None = None
    contact: SentContact | None = None
    texts: Mapping[str, str] = field(factory=dict, repr=False)
    days: Mapping[str, date | None] = field(factory=dict)
    lines: tuple[SentLine, ...] | None = field(default=None, repr=False)
    line_amount_types: str | None = None
    currency_rate: int | None = None
    branding_theme_id: str | None = None
    sent_to_contact: bool | None = None


@frozen
class SentPayment:
    """One payment element as it was sent; ``invoice`` is an id or a number, absent: ``""``."""

    invoice: str
    account: str
    amount: int | None
    date: date | None
    reference: str = field(default="", repr=False)
    currency_rate: int | None = None
    reconciled: bool = False


def read_invoices(body: bytes) -> tuple[SentInvoice, ...]:
    """The elements of ``{"Invoices": […]}``, or one bare invoice; raises BadBodyError."""
    return tuple(map(read_invoice, elements(body, "Invoices")))


def read_invoice(element: Any) -> SentInvoice:
    found = lowered(element)
    contact, lines, kind = found.get("contact"), found.get("lineitems"), found.get("type")
    status, layout = found.get("status"), found.get("lineamounttypes")
    return SentInvoice(
        invoice_id=guid(found.get("invoiceid"), "InvoiceID"),
        type=literal(kind, "Type", TYPES) if kind else None,
        status=literal(status, "Status", STATUSES) if status else None,
        contact=None if contact is None else _contact(lowered(contact)),
        texts=_texts(found, _TEXTS),
        days={name: day(found[name.lower()], name) for name in DAYS if name.lower() in found},
        lines=None if lines is None else tuple(map(_line, array(lines, "LineItems"))),
        line_amount_types=literal(layout, "LineAmountTypes", LINE_AMOUNT_TYPES) if layout else None,
        currency_rate=amount(found.get("currencyrate"), "CurrencyRate"),
        branding_theme_id=guid(found.get("brandingthemeid"), "BrandingThemeID"),
        sent_to_contact=truth(found.get("senttocontact"), "SentToContact"),
    )


def read_payments(body: bytes) -> tuple[SentPayment, ...]:
    """The elements of ``{"Payments": […]}``, or one bare payment; raises BadBodyError."""
    return tuple(map(read_payment, elements(body, "Payments")))


def read_payment(element: Any) -> SentPayment:
    found = lowered(element)
    invoice, account = lowered(found.get("invoice") or {}), lowered(found.get("account") or {})
    named = invoice.get("invoicenumber") or found.get("invoicenumber") or ""
    return SentPayment(
        invoice=guid(invoice.get("invoiceid"), "InvoiceID") or text(named, "InvoiceNumber"),
        account=text(account.get("accountid") or account.get("code") or "", "Account"),
        amount=amount(found.get("amount"), "Amount"),
        date=day(found.get("date"), "Date"),
        reference=text(found.get("reference") or "", "Reference"),
        currency_rate=amount(found.get("currencyrate"), "CurrencyRate"),
        reconciled=truth(found.get("isreconciled"), "IsReconciled") or False,
    )


def asks_for_deletion(body: bytes) -> bool:
    """Whether a payment's new Status is DELETED; raises BadBodyError."""
    (element, *_) = elements(body, "Payments") or ({},)
    status = lowered(element).get("status")
    return bool(status) and literal(status, "Status", (AUTHORISED, DELETED)) == DELETED


def read_notes(body: bytes) -> tuple[str, ...]:
    """The details of ``{"HistoryRecords": […]}``; raises BadBodyError."""
    found = map(lowered, elements(body, "HistoryRecords"))
    return tuple(text(one.get("details") or "", "Details") for one in found)


def _texts(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    return {
        names[key]: text(value, names[key]).strip()
        for key, value in found.items()
        if value is not None and key in names
    }


def _contact(found: Mapping[str, Any]) -> SentContact:
    return SentContact(
        contact_id=guid(found.get("contactid"), "ContactID"),
        number=text(found.get("contactnumber") or "", "ContactNumber").strip(),
        name=text(found.get("name") or "", "Name").strip(),
    )


def _line(element: Any) -> SentLine:
    found = lowered(element)
    amounts = {name: amount(found.get(name.lower()), name) for name in AMOUNTS}
    tracking = found.get("tracking")
    return SentLine(
        line_id=guid(found.get("lineitemid"), "LineItemID"),
        texts=_texts(found, _LINE_TEXTS),
        amounts={name: value for name, value in amounts.items() if value is not None},
        tracking=None if tracking is None else tuple(map(_tracked, array(tracking, "Tracking"))),
    )


def _tracked(element: Any) -> SentTracking:
    found = lowered(element)
    names = ("TrackingCategoryID", "TrackingOptionID", "Name", "Option")
    return SentTracking(*(text(found.get(name.lower()) or "", name) for name in names))
