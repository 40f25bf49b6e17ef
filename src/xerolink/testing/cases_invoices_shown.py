"""An invoice as either side shows it, in the words of a golden case."""

from typing import assert_never

from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceStatus,
    PercentOff,
)
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceLine
from xerolink.testing.cases_invoices_books import Shown
from xerolink.testing.cases_invoices_words import AMOUNTS_WORD, COMMON
from xerolink.testing.cases_stage import Firm

ALWAYS = ("client", "status", "number", "currency", "total", "sent to contact")
"""What is compared of every invoice in Xero, with the amount due while it is alive."""
DUE = "amount due"
MONEY = ("total", DUE, "sub total", "tax", "paid", "credited")
XERO_WORDS = frozenset({*ALWAYS, *MONEY, *COMMON, "link", "theme", "lines"})
LINE_WORDS = (
    *("for", "quantity", "price", "discount", "account", "tax", "item", "tracking"),
    *("amount", "tax amount", "id"),
)


def host_shown(invoice: HostInvoice, standing: Standing | None) -> str:
    """The status, and beside it what the library told where that says more."""
    status, told = invoice.status.value, _told(standing)
    return status if told in ("", status) else f"{status}, {told}"


def _told(standing: Standing | None) -> str:
    match standing:
        case None:
            return ""
        case AwaitingPayment():
            return InvoiceStatus.AWAITING_PAYMENT.value
        case InXero():
            return "in Xero"
        case PartPaid(due):
            return f"{due.amount} due"
        case Paid():
            return InvoiceStatus.PAID.value
        case Voided():
            return InvoiceStatus.VOIDED.value
        case Held():
            return "held"
        case _:
            assert_never(standing)


def xero_shown(firm: Firm, invoice: XeroInvoice) -> Shown:
    """Everything that a case may say of an invoice in Xero; of a gone one nothing is due."""
    due = {} if invoice.gone else {DUE: invoice.amount_due}
    themes = {one.theme_id: one.name for one in firm.bills.world.catalogue.whole.themes or ()}
    return {
        "client": firm.xero_name(invoice.contact_id),
        "status": invoice.status.value,
        "number": invoice.number,
        "currency": invoice.currency,
        "total": invoice.total,
        "sent to contact": invoice.sent_to_contact,
        **due,
        "sub total": invoice.sub_total,
        "tax": invoice.total_tax,
        "paid": invoice.amount_paid,
        "credited": invoice.amount_credited,
        "issued": invoice.issued.isoformat(),
        "due": invoice.due and invoice.due.isoformat(),
        "amounts": AMOUNTS_WORD[invoice.line_amount_types],
        "reference": invoice.reference,
        "link": invoice.url,
        "theme": themes.get(invoice.theme) if invoice.theme else None,
        "lines": [_line(firm, invoice, one) for one in invoice.lines or ()],
    }


def _line(firm: Firm, invoice: XeroInvoice, shown: XeroInvoiceLine) -> Shown:
    """*id*: the how many-th line this is of all that the invoice ever had."""
    line, ids = shown.line, firm.bills.line_ids[firm.bills.xero_name(invoice.xero_id)]
    return {
        "for": line.description,
        "quantity": line.quantity,
        "price": line.unit_price,
        "discount": _discount(line.discount),
        "account": line.account,
        "tax": line.tax_type,
        "item": line.item,
        "tracking": {one.category: one.option for one in line.tracking},
        "amount": shown.amount,
        "tax amount": shown.tax,
        "id": ids.index(shown.line_id) + 1,
    }


def _discount(discount: PercentOff | AmountOff | None) -> str | None:
    match discount:
        case PercentOff(percent):
            return f"{percent}%"
        case AmountOff(amount):
            return f"{amount}"
        case None:
            return None
