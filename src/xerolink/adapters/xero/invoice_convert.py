"""Xero's JSON as invoices (fact sheet 4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xerolink.adapters.xero.convert import OddError, flag, guid, objects, read_time, text
from xerolink.adapters.xero.numbers import number
from xerolink.domain.contacts.check import Problem
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    InvoiceNumber,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    LineItemId,
    ThemeId,
    XeroInvoice,
    XeroInvoiceId,
    XeroInvoiceLine,
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.ports.xero_invoices import OddInvoice

Json = Mapping[str, Any]

SALE = "ACCREC"


def is_sale(element: Any) -> bool:
    """Whether it is no bill; what does not say is looked at."""
    kind = element.get("Type") if isinstance(element, dict) else None
    return kind is None or str(kind).upper() == SALE


def read_invoice(element: Any) -> XeroInvoice | OddInvoice:
    """The sales invoice in one element of an answer; what cannot be read is an `OddInvoice`.

    Absent, ``""`` and null are the same. A word that is not known, such as a new currency, is
    taken as it is, where no rule hangs on it.
    """
    if not isinstance(element, dict):
        return OddInvoice(None, Problem("the invoice is not a JSON object", blocks=True))
    try:
        return _invoice(element)
    except OddError as odd:
        return OddInvoice(_id_if_any(element), Problem(str(odd), blocks=True))


def _invoice(element: Json) -> XeroInvoice:
    layout = _layout(element)
    if element.get("Total") is None:
        raise OddError("Total is missing")
    return XeroInvoice(
        xero_id=XeroInvoiceId(guid(element, "InvoiceID")),
        updated=read_time(element.get("UpdatedDateUTC"), "UpdatedDateUTC"),
        status=_status(element),
        number=InvoiceNumber(text(element, "InvoiceNumber")),
        contact_id=_contact_id(element),
        currency=_currency(element),
        issued=_issued(element),
        due=_day(element, "DueDate"),
        line_amount_types=layout,
        sub_total=number(element, "SubTotal"),
        total_tax=number(element, "TotalTax"),
        total=number(element, "Total"),
        amount_due=number(element, "AmountDue"),
        amount_paid=number(element, "AmountPaid"),
        amount_credited=number(element, "AmountCredited"),
        lines=_lines(element, layout),
        reference=text(element, "Reference"),
        url=text(element, "Url"),
        theme=ThemeId(guid(element, "BrandingThemeID")) if element.get("BrandingThemeID") else None,
        sent_to_contact=flag(element, "SentToContact"),
    )


def _layout(element: Json) -> LineAmountTypes:
    told = text(element, "LineAmountTypes").upper()
    found = next((one for one in LineAmountTypes if one.value.upper() == told), None)
    if found is None:
        raise OddError("LineAmountTypes is not one that is known")
    return found


def _status(element: Json) -> XeroInvoiceStatus:
    try:
        return XeroInvoiceStatus(text(element, "Status").upper())
    except ValueError:
        raise OddError("Status is not one that is known") from None


def _currency(element: Json) -> CurrencyCode:
    found = text(element, "CurrencyCode").upper()
    if not found:
        raise OddError("CurrencyCode is missing")
    return CurrencyCode(found)


def _contact_id(element: Json) -> XeroContactId:
    contact = element.get("Contact")
    if not isinstance(contact, dict):
        raise OddError("Contact is not an object")
    return XeroContactId(guid(contact, "ContactID"))


def _issued(element: Json) -> date:
    found = _day(element, "Date")
    if found is None:
        raise OddError("Date is missing")
    return found


def _day(element: Json, key: str) -> date | None:
    """A calendar day, which Xero stamps at 00:00 UTC: it is in no zone (fact sheet 9)."""
    value = element.get(key) or element.get(f"{key}String")
    return None if value is None or value == "" else read_time(value, key).date()


def _lines(element: Json, layout: LineAmountTypes) -> tuple[XeroInvoiceLine, ...] | None:
    if element.get("LineItems") is None:
        return None
    return tuple(_line(one, layout) for one in objects(element, "LineItems"))


def _line(element: Json, layout: LineAmountTypes) -> XeroInvoiceLine:
    line = XeroLine(
        description=text(element, "Description"),
        quantity=number(element, "Quantity"),
        unit_price=number(element, "UnitAmount"),
        account=AccountCode(text(element, "AccountCode")),
        tax_type=_tax_type(element, layout),
        discount=_discount(element),
        item=ItemCode(code) if (code := text(element, "ItemCode")) else None,
        tracking=tuple(map(_tracking, objects(element, "Tracking"))),
    )
    return XeroInvoiceLine(
        LineItemId(guid(element, "LineItemID")),
        line,
        number(element, "LineAmount"),
        number(element, "TaxAmount"),
    )


def _tax_type(element: Json, layout: LineAmountTypes) -> XeroTaxType | None:
    """None on an invoice without tax, where Xero puts NONE on every line."""
    found = text(element, "TaxType")
    return XeroTaxType(found) if found and layout is not LineAmountTypes.NO_TAX else None


def _discount(element: Json) -> PercentOff | AmountOff | None:
    percent, off = number(element, "DiscountRate"), number(element, "DiscountAmount")
    if percent:
        return PercentOff(percent)
    return AmountOff(off) if off else None


def _tracking(element: Json) -> Tracking:
    return Tracking(text(element, "Name"), text(element, "Option"))


def _id_if_any(element: Json) -> XeroInvoiceId | None:
    try:
        return XeroInvoiceId(guid(element, "InvoiceID"))
    except OddError:
        return None
