"""What is remembered of an invoice once Xero answered a write of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from attrs import evolve

from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, together
from xerolink.domain.invoices.compare_xero import same_lines
from xerolink.domain.invoices.intent import (
    ChangeInvoice,
    CreateInvoice,
    InvoiceIntent,
    VoidInvoice,
)
from xerolink.domain.invoices.invoice_state import IN_XERO, InvoiceEvent
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.read_back import read_back
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow, NotEligible
from xerolink.domain.invoices.total_causes import drift
from xerolink.domain.invoices.xero import (
    Refusal,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceDraft,
)


def same_invoice(draft: XeroInvoiceDraft, total: Decimal | None, xero: XeroInvoice) -> bool:
    """Whether an invoice that has the draft's number in Xero is the one that *draft* made.

    By contact, currency, date, lines and *total*, None: not known. One that does not tell its
    lines is not taken for ours; one that was voided since may be.
    """
    return (
        draft.contact_id == xero.contact_id
        and draft.currency == xero.currency
        and draft.issued == xero.issued
        and draft.line_amount_types is xero.line_amount_types
        and total in (None, xero.total)
        and xero.lines is not None
        and same_lines(draft, xero.lines)
    )


def drift_of_answer(
    host_id: HostInvoiceId, billed: Decimal | None, xero: XeroInvoice
) -> Cause | None:
    """That Xero did not make of the invoice what was billed; None: it did, or nobody knows."""
    return None if billed is None else drift(host_id, xero.currency, billed, xero.total)


def stored(record: InvoiceRecord, intent: InvoiceIntent, xero: XeroInvoice) -> InvoiceRecord:
    """*record* after Xero did what *intent* was for, and answered with *xero*.

    What held it before holds it no more; a total that is not the billed one is told. What became
    of the invoice since, where the answer was read later, is in the record too.
    """
    match intent.body:
        case VoidInvoice() as body:
            return _voided(record, body, xero)
        case CreateInvoice() as made:
            created = record if record.state in IN_XERO else record.after(InvoiceEvent.CREATED)
            return _agreed(created, intent, made, xero)
        case ChangeInvoice() as made:
            return _agreed(record, intent, made, xero)
        case _:
            assert_never(intent.body)


def _agreed(
    record: InvoiceRecord,
    intent: InvoiceIntent,
    body: CreateInvoice | ChangeInvoice,
    xero: XeroInvoice,
) -> InvoiceRecord:
    differs = drift_of_answer(record.host_id, body.billed, xero)
    now = InXeroNow(
        xero.xero_id,
        body.draft,
        tuple(line.line_id for line in xero.lines or ()),
        xero.updated,
        xero.status,
        xero.total,
        xero.amount_due,
        xero.settled_in_part,
        intent.version,
    )
    causes = () if differs is None else (differs,)
    return read_back(evolve(record, in_xero=now, causes=causes), xero)


def _voided(record: InvoiceRecord, body: VoidInvoice, xero: XeroInvoice) -> InvoiceRecord:
    moved = record.after(InvoiceEvent.VOIDED) if record.state in IN_XERO else record
    now = record.in_xero
    return evolve(
        moved,
        causes=(),
        not_eligible=NotEligible.TAKEN_BACK if body.undo else record.not_eligible,
        in_xero=now and evolve(now, status=xero.status, updated=xero.updated),
    )


def refused(record: InvoiceRecord, refusals: Sequence[Refusal]) -> InvoiceRecord:
    """*record* after Xero would not do a write, for *refusals*."""
    return evolve(record, causes=together(_refused(record, one) for one in refusals))


def number_held(record: InvoiceRecord) -> InvoiceRecord:
    """*record* after Xero told that another invoice has its number (semantics row 35)."""
    why = "another sales invoice in Xero has this number"
    fix = "give the invoice another number in the host, or the other one in Xero"
    cause = Cause(CauseKind.NUMBER_TAKEN, CauseThing(record.host_id), why, fix)
    return evolve(record, causes=(cause,))


def _refused(record: InvoiceRecord, refusal: Refusal) -> Cause:
    """What the next look may find solved has its own cause; the rest waits for a retry."""
    why = f"Xero refused it ({refusal.kind.value}): {' '.join(refusal.why.split())}"
    match refusal.kind:
        case RefusalKind.SETTLED:
            fix = "remove the payment or credit in Xero, or take the change back in the host"
            return Cause(CauseKind.SETTLED, CauseThing(record.host_id), why, fix)
        case RefusalKind.CONTACT:
            fix = "restore the contact in Xero, or link the host's contact to another one"
            return Cause(CauseKind.CONTACT_SUSPENDED, CauseThing(record.contact_id), why, fix)
        case _:
            fix = "mend it in Xero or in the host, and retry"
            return Cause(CauseKind.REFUSED, CauseThing(record.host_id), why, fix)
