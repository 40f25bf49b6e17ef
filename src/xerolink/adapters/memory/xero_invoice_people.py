"""What people do with invoices in the pages of an organisation in memory, past the port."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve

from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.adapters.memory.xero_invoice_edits import changed, created, draft_of
from xerolink.adapters.memory.xero_invoice_rules import end_of, step_refusals
from xerolink.adapters.memory.xero_invoices import MemoryXeroInvoices
from xerolink.domain.contacts.check import Problem
from xerolink.domain.invoices.xero import (
    LineItemId,
    Refusal,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceStatus,
)
from xerolink.ports.errors import RejectedError


class MemoryInvoicePeople:
    """The people of one organisation. `RejectedError` where Xero's pages would refuse.

    An unknown id raises `KeyError`.
    """

    def __init__(self, invoices: MemoryXeroInvoices, catalogue: MemoryXeroCatalogue) -> None:
        self._invoices, self._catalogue = invoices, catalogue

    def add(self, draft: XeroInvoiceDraft) -> XeroInvoiceId:
        """A new sales invoice."""
        self._require(draft, None)
        made = created(self._invoices.ledger, draft, self._catalogue.whole)
        return self._invoices.store(made).xero_id

    def edit(self, xero_id: XeroInvoiceId, **changes: Any) -> None:
        """Change attributes of its `XeroInvoiceDraft`; lines keep their ids by their place."""
        before = self._invoices.ledger.rows[xero_id]
        draft = evolve(draft_of(before), **changes)
        self._require(draft, before)
        ids = self._line_ids(before, len(draft.lines))
        after = changed(self._invoices.ledger, before, draft, ids, self._catalogue.whole)
        self._invoices.store(after)

    def approve(self, xero_id: XeroInvoiceId) -> None:
        self.edit(xero_id, status=XeroInvoiceStatus.AUTHORISED)

    def void(self, xero_id: XeroInvoiceId) -> None:
        """Void it; a draft is deleted."""
        before = self._invoices.ledger.rows[xero_id]
        after = end_of(before.status)
        _refuse(list(step_refusals(before, after)))
        self._invoices.store(evolve(before, status=after))

    def pay(self, xero_id: XeroInvoiceId, amount: Decimal | None = None) -> None:
        """Pay *amount*, or all that is due."""
        before = self._invoices.ledger.rows[xero_id]
        paid = before.amount_due if amount is None else amount
        self._settle(evolve(before, amount_paid=before.amount_paid + paid))

    def unpay(self, xero_id: XeroInvoiceId) -> None:
        """Remove its payments."""
        self._settle(evolve(self._invoices.ledger.rows[xero_id], amount_paid=Decimal(0)))

    def credit(self, xero_id: XeroInvoiceId, amount: Decimal) -> None:
        """Allocate a credit note to it."""
        before = self._invoices.ledger.rows[xero_id]
        self._settle(evolve(before, amount_credited=before.amount_credited + amount))

    def _settle(self, invoice: XeroInvoice) -> None:
        """PAID where nothing is due (fact sheet 4.2); only what is approved takes money."""
        if invoice.status not in {XeroInvoiceStatus.AUTHORISED, XeroInvoiceStatus.PAID}:
            raise RejectedError("Xero", (Problem("only an approved invoice takes a payment"),))
        due = invoice.total - invoice.amount_paid - invoice.amount_credited
        if due < 0:
            raise RejectedError("Xero", (Problem("that is more than what is due"),))
        status = XeroInvoiceStatus.AUTHORISED if due else XeroInvoiceStatus.PAID
        self._invoices.store(evolve(invoice, amount_due=due, status=status))

    def _require(self, draft: XeroInvoiceDraft, before: XeroInvoice | None) -> None:
        if self._invoices.held(draft.number, before.xero_id if before else None):
            raise RejectedError("Xero", (Problem("another sales invoice has this number"),))
        _refuse(list(self._invoices.refusals(draft, before)))

    def _line_ids(self, before: XeroInvoice, count: int) -> tuple[LineItemId | None, ...]:
        ids = tuple(one.line_id for one in before.lines or ())
        return (*ids, *(None,) * count)[:count]


def _refuse(refusals: Sequence[Refusal]) -> None:
    if refusals:
        raise RejectedError("Xero", tuple(Problem(one.why) for one in refusals))
