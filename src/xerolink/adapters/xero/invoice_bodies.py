"""Invoices to create, to change and to void, as Xero's JSON (fact sheet 4).

Numbers go out as texts, which no binary fraction has touched; nothing is null, for null cannot be
sent (fact sheet 8.5).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xerolink.adapters.xero.invoice_convert import SALE
from xerolink.domain.invoices.model import AmountOff, PercentOff
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceVoid,
    LineItemId,
    XeroInvoiceDraft,
    XeroInvoiceStatus,
    XeroLine,
)

_DRAFTS = frozenset({XeroInvoiceStatus.DRAFT, XeroInvoiceStatus.SUBMITTED})
_NOTHING = "0"


def creation_body(creation: InvoiceCreation) -> dict[str, Any]:
    """An invoice to create: what is filled, nothing else."""
    draft = creation.draft
    texts = {"Reference": draft.reference, "Url": draft.url}
    return {
        **_head(draft),
        **{name: found for name, found in texts.items() if found},
        "LineItems": [_new_line(line) for line in draft.lines],
    }


def change_body(change: InvoiceChange) -> dict[str, Any]:
    """An invoice to change: its id and all of the draft; what is empty there clears."""
    draft = change.draft
    lines = zip(change.line_ids, draft.lines, strict=True)
    return {
        "InvoiceID": change.xero_id,
        **_head(draft),
        "Reference": draft.reference,
        "Url": draft.url,
        "LineItems": [_line(line_id, line) for line_id, line in lines],
    }


def void_body(void: InvoiceVoid) -> dict[str, Any]:
    """An invoice to void; a draft can only be deleted (fact sheet 4.2)."""
    draft = void.invoice.status in _DRAFTS
    after = XeroInvoiceStatus.DELETED if draft else XeroInvoiceStatus.VOIDED
    return {"InvoiceID": void.invoice.xero_id, "Status": after.value}


def _head(draft: XeroInvoiceDraft) -> dict[str, Any]:
    return {
        "Type": SALE,
        "InvoiceNumber": draft.number,
        "Contact": {"ContactID": draft.contact_id},
        "CurrencyCode": draft.currency,
        "Date": draft.issued.isoformat(),
        "DueDate": draft.due.isoformat(),
        "LineAmountTypes": draft.line_amount_types.value,
        "Status": draft.status.value,
        # Only of what is approved may be said that it was sent (fact sheet 4.2).
        **({"SentToContact": True} if draft.sent_to_contact else {}),
        **({"BrandingThemeID": draft.theme} if draft.theme else {}),
    }


def _line(line_id: LineItemId | None, line: XeroLine) -> dict[str, Any]:
    if line_id is None:
        return _new_line(line)
    # What is left out of a line that is there might stay (fact sheet 4.2): so all is said.
    cleared = {"ItemCode": "", "Tracking": [], "DiscountRate": _NOTHING, "DiscountAmount": _NOTHING}
    return {"LineItemID": line_id, **cleared, **_new_line(line)}


def _new_line(line: XeroLine) -> dict[str, Any]:
    return {
        "Description": line.description,
        "Quantity": _number(line.quantity),
        "UnitAmount": _number(line.unit_price),
        "AccountCode": line.account,
        **({"TaxType": line.tax_type} if line.tax_type else {}),
        **_discount(line.discount),
        **({"ItemCode": line.item} if line.item else {}),
        **({"Tracking": _tracking(line)} if line.tracking else {}),
    }


def _discount(discount: PercentOff | AmountOff | None) -> Mapping[str, str]:
    match discount:
        case PercentOff(percent):
            return {"DiscountRate": _number(percent)}
        case AmountOff(amount):
            return {"DiscountAmount": _number(amount)}
        case None:
            return {}


def _tracking(line: XeroLine) -> list[dict[str, str]]:
    return [{"Name": one.category, "Option": one.option} for one in line.tracking]


def _number(number: Decimal) -> str:
    """Without an exponent, which Xero may not read."""
    return f"{number:f}"
