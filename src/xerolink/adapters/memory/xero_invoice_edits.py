"""Invoices in memory as a draft makes them: lines counted, what money locks left alone."""

from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve

from xerolink.adapters.memory.xero_invoice_rules import as_stored, totals_of
from xerolink.adapters.memory.xero_ledger import Ledger
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    LineItemId,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceLine,
    XeroInvoiceStatus,
    XeroLine,
)


def created(ledger: Ledger, draft: XeroInvoiceDraft, catalogue: Catalogue) -> XeroInvoice:
    """A new invoice as *draft* says."""
    blank = XeroInvoice(
        xero_id=ledger.new_id(),
        updated=ledger.now(),
        status=draft.status,
        number=draft.number,
        contact_id=draft.contact_id,
        currency=draft.currency,
        issued=draft.issued,
        due=draft.due,
        line_amount_types=draft.line_amount_types,
        sub_total=Decimal(0),
        total_tax=Decimal(0),
        total=Decimal(0),
        amount_due=Decimal(0),
        theme=next((theme.theme_id for theme in catalogue.themes or ()), None),
    )
    return changed(ledger, blank, draft, (None,) * len(draft.lines), catalogue)


def changed(
    ledger: Ledger,
    before: XeroInvoice,
    draft: XeroInvoiceDraft,
    line_ids: Sequence[LineItemId | None],
    catalogue: Catalogue,
) -> XeroInvoice:
    """*before* as *draft* says, with the lines that it lists and no others."""
    kept = [as_stored(line, draft.line_amount_types, catalogue) for line in draft.lines]
    totals = totals_of(evolve(draft, lines=tuple(kept)), catalogue)
    lines = tuple(
        XeroInvoiceLine(line_id or ledger.new_line_id(), line, one.amount, one.tax)
        for line_id, line, one in zip(line_ids, kept, totals.lines, strict=True)
    )
    return evolve(
        before,
        status=draft.status,
        number=InvoiceNumber(draft.number.strip()),
        contact_id=draft.contact_id,
        currency=draft.currency,
        issued=draft.issued,
        due=draft.due,
        line_amount_types=draft.line_amount_types,
        sub_total=totals.sub_total,
        total_tax=totals.total_tax,
        total=totals.total,
        amount_due=totals.total - before.amount_paid - before.amount_credited,
        lines=lines,
        reference=draft.reference.strip(),
        url=draft.url.strip(),
        theme=draft.theme or before.theme,
        sent_to_contact=draft.sent_to_contact or before.sent_to_contact,
    )


def draft_of(invoice: XeroInvoice) -> XeroInvoiceDraft:
    """What would have to be written for *invoice* to stand as it does."""
    paid = invoice.status is XeroInvoiceStatus.PAID
    return XeroInvoiceDraft(
        number=invoice.number,
        contact_id=invoice.contact_id,
        currency=invoice.currency,
        issued=invoice.issued,
        due=invoice.due or invoice.issued,
        line_amount_types=invoice.line_amount_types,
        lines=tuple(one.line for one in invoice.lines or ()),
        status=XeroInvoiceStatus.AUTHORISED if paid else invoice.status,
        reference=invoice.reference,
        url=invoice.url,
        theme=invoice.theme,
    )


def editable(before: XeroInvoice, draft: XeroInvoiceDraft) -> bool:
    """Whether *draft* changes only what may be changed of what is paid in part (fact sheet 4.2)."""
    now = draft_of(before)
    return _money_of(now) == _money_of(draft)


def _money_of(draft: XeroInvoiceDraft) -> tuple[object, ...]:
    lines = tuple(_money_of_line(line) for line in draft.lines)
    return draft.currency, draft.issued, draft.line_amount_types, draft.status, lines


def _money_of_line(line: XeroLine) -> tuple[object, ...]:
    return line.quantity, line.unit_price, line.tax_type, line.discount, line.item
