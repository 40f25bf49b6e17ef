"""The JSON of invoices, payments and notes (fact sheet 4). Numbers are floats, as recorded."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from . import money
from .catalogue import Account
from .contact import Contact, moment_of
from .invoice import ACCREC, PAID, Invoice, Line, Note, Payment, Tracked
from .invoice_body import SentInvoice, SentLine, SentPayment
from .wire import ZERO_GUID, Json, stamped

_SUMMARY_LEAVES_OUT = frozenset(
    ("LineItems", "Payments", "CreditNotes", "Prepayments", "Overpayments")
)


def day_stamp(found: date) -> str:
    """A calendar day as Xero stamps it, at 00:00 UTC: ``/Date(1789344000000+0000)/``."""
    return stamped((found - date(1970, 1, 1)).days * 86_400_000)


def day_text(found: date) -> str:
    return f"{found.isoformat()}T00:00:00"


def moment_text(milliseconds: int) -> str:
    return f"{moment_of(milliseconds):%Y-%m-%dT%H:%M:%SZ}"


def contact_stub(contact: Contact) -> Json:
    """The contact in a list of invoices."""
    return {"ContactID": contact.contact_id, "Name": contact.name}


def invoice_json(
    invoice: Invoice, contact: Json, payments: Sequence[Payment], places: int, *, lines: bool
) -> dict[str, Any]:
    """One invoice; *contact* is shown as given, *lines* off leaves LineItems empty.

    *places*: decimals of the prices, 2 or 4 (unitdp).
    """
    return {
        **_identity(invoice),
        "Payments": [_paid(one) for one in payments],
        **{name: [] for name in ("CreditNotes", "Prepayments", "Overpayments")},
        **_due(invoice),
        "SentToContact": invoice.sent,
        "CurrencyRate": money.as_json(invoice.currency_rate),
        "IsDiscounted": any(one.discount_rate or one.discount_amount for one in invoice.lines),
        "HasAttachments": False,
        "HasErrors": False,
        "Contact": contact,
        **_days(invoice),
        **({"BrandingThemeID": invoice.branding_theme_id} if invoice.branding_theme_id else {}),
        **({"Url": invoice.url} if invoice.url else {}),
        "Status": invoice.status,
        "LineAmountTypes": invoice.line_amount_types,
        "LineItems": [line_json(one, places) for one in invoice.lines] if lines else [],
        **_totals(invoice),
        "UpdatedDateUTC": stamped(invoice.updated_ms),
        "UpdatedDateUTCString": moment_text(invoice.updated_ms),
        "CurrencyCode": invoice.currency,
        **_fully_paid(invoice, payments),
    }


def summary_of(shown: Json) -> Json:
    """What ``summaryOnly`` leaves of an invoice."""
    return {name: value for name, value in shown.items() if name not in _SUMMARY_LEAVES_OUT}


def _identity(invoice: Invoice) -> dict[str, Any]:
    return {
        "Type": invoice.type,
        "InvoiceID": invoice.invoice_id,
        "InvoiceNumber": invoice.number,
        **({"Reference": invoice.reference} if invoice.type == ACCREC else {}),
    }


def _due(invoice: Invoice) -> dict[str, Any]:
    return {
        "AmountDue": money.as_json(invoice.amount_due),
        "AmountPaid": money.as_json(invoice.amount_paid),
        "AmountCredited": 0.0,
    }


def _days(invoice: Invoice) -> dict[str, Any]:
    days = {
        "Date": invoice.issued,
        "DueDate": invoice.due_date,
        "ExpectedPaymentDate": invoice.expected_payment,
        "PlannedPaymentDate": invoice.planned_payment,
    }
    shown: dict[str, Any] = {}
    for name, found in days.items():
        if found is not None:
            shown |= {f"{name}String": day_text(found), name: day_stamp(found)}
    return shown


def _totals(invoice: Invoice) -> dict[str, Any]:
    return {
        "SubTotal": money.as_json(invoice.sub_total),
        "TotalTax": money.as_json(invoice.total_tax),
        "Total": money.as_json(invoice.total),
    }


def _fully_paid(invoice: Invoice, payments: Sequence[Payment]) -> dict[str, Any]:
    if invoice.status != PAID or not payments:
        return {}
    return {"FullyPaidOnDate": day_stamp(max(one.paid_on for one in payments))}


def line_json(line: Line, places: int) -> dict[str, Any]:
    """One line; what is empty is left out."""
    texts = {
        "ItemCode": line.item_code,
        "Description": line.description,
        "AccountCode": line.account_code,
        "TaxType": line.tax_type,
    }
    amounts = {"DiscountRate": line.discount_rate, "DiscountAmount": line.discount_amount}
    return {
        "LineItemID": line.line_id,
        **{name: text for name, text in texts.items() if text},
        **_counted(line, places),
        **{name: money.as_json(amount) for name, amount in amounts.items() if amount},
        "TaxAmount": money.as_json(line.tax_amount),
        "LineAmount": money.as_json(line.line_amount),
        "Tracking": [_tracked(one) for one in line.tracking],
        "ValidationErrors": [],
    }


def _counted(line: Line, places: int) -> dict[str, Any]:
    if line.quantity is None or line.unit_amount is None:
        return {}
    unit = money.rounded(line.unit_amount, places)
    return {"UnitAmount": money.as_json(unit), "Quantity": money.as_json(line.quantity)}


def _tracked(tracked: Tracked) -> Json:
    return {
        "Name": tracked.category,
        "Option": tracked.option,
        "TrackingCategoryID": tracked.category_id,
        "TrackingOptionID": tracked.option_id,
    }


def _paid(payment: Payment) -> Json:
    return {
        "PaymentID": payment.payment_id,
        "Date": day_stamp(payment.paid_on),
        "Amount": money.as_json(payment.amount),
        **({"Reference": payment.reference} if payment.reference else {}),
        "CurrencyRate": money.as_json(payment.currency_rate),
        "HasAccount": True,
        "HasValidationErrors": False,
    }


def payment_json(payment: Payment, invoice: Json, account: Account | None) -> Json:
    """One payment; *invoice* is shown as given."""
    bank = {"AccountID": payment.account_id, **({"Code": account.code} if account else {})}
    return {
        "PaymentID": payment.payment_id,
        "Date": day_stamp(payment.paid_on),
        "BankAmount": money.as_json(payment.amount),
        "Amount": money.as_json(payment.amount),
        "Reference": payment.reference,
        "CurrencyRate": money.as_json(payment.currency_rate),
        "PaymentType": f"{invoice['Type']}PAYMENT",
        "Status": payment.status,
        "UpdatedDateUTC": stamped(payment.updated_ms),
        "UpdatedDateUTCString": moment_text(payment.updated_ms),
        "HasAccount": True,
        "IsReconciled": payment.reconciled,
        "Account": bank,
        "Invoice": invoice,
        "HasValidationErrors": False,
    }


def note_json(note: Note) -> Json:
    return {
        "Changes": note.changes,
        "DateUTCString": moment_text(note.at_ms),
        "DateUTC": stamped(note.at_ms),
        "User": note.user,
        "Details": note.details,
    }


def refused_invoice(sent: SentInvoice, merged: Json, problems: Iterable[str]) -> Json:
    """A refused element: what was sent over *merged*, which is empty for a create."""
    return {
        "InvoiceID": sent.invoice_id or ZERO_GUID,
        **merged,
        **({"Type": sent.type} if sent.type else {}),
        **({"Status": sent.status} if sent.status else {}),
        **sent.texts,
        **({} if merged and sent.contact is None else {"Contact": _sent_contact(sent)}),
        **{name: day_stamp(found) for name, found in sent.days.items() if found is not None},
        **_sent_lines(sent),
        "HasErrors": True,
        "ValidationErrors": [{"Message": problem} for problem in problems],
    }


def _sent_contact(sent: SentInvoice) -> Json:
    given = sent.contact
    if given is None:
        return {}
    named = {"ContactID": given.contact_id, "ContactNumber": given.number, "Name": given.name}
    return {name: text for name, text in named.items() if text}


def _sent_lines(sent: SentInvoice) -> Json:
    if sent.lines is None:
        return {}
    return {"LineItems": [_sent_line(one) for one in sent.lines]}


def _sent_line(line: SentLine) -> Json:
    return {
        **({"LineItemID": line.line_id} if line.line_id else {}),
        **line.texts,
        **{name: money.as_json(amount) for name, amount in line.amounts.items()},
        "ValidationErrors": [],
    }


def refused_payment(sent: SentPayment, problems: Iterable[str]) -> Json:
    """A refused payment: what was sent, and the zero Guid."""
    return {
        "PaymentID": ZERO_GUID,
        **({} if sent.amount is None else {"Amount": money.as_json(sent.amount)}),
        **({} if sent.date is None else {"Date": day_stamp(sent.date)}),
        "Reference": sent.reference,
        "HasAccount": bool(sent.account),
        "HasValidationErrors": True,
        "ValidationErrors": [{"Message": problem} for problem in problems],
    }
