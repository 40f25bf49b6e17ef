"""What is remembered of an invoice once a decision about it is taken."""

from functools import reduce

from attrs import evolve

from xerolink.domain.invoices.decision import Hold, InvoiceDecision, LeaveOut, Settle, Wait
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.record import InvoiceRecord


def taken(
    record: InvoiceRecord, invoice: HostInvoice | None, decision: InvoiceDecision
) -> InvoiceRecord:
    """*record* after *decision*, which was taken about *invoice*; what is written comes later.

    It is due no more. What held it before holds it no more, unless the decision says so again.
    """
    action = decision.action
    moved = reduce(InvoiceRecord.after, decision.events, record)
    moved = _shown(moved) if isinstance(action, Hold) else moved
    return evolve(
        moved if invoice is None else _seen(moved, invoice, agreed=isinstance(action, Settle)),
        due=False,
        waits=isinstance(action, Wait),
        not_eligible=action.why if isinstance(action, LeaveOut) else None,
        causes=action.causes if isinstance(action, Hold) else (),
    )


def _seen(record: InvoiceRecord, invoice: HostInvoice, *, agreed: bool) -> InvoiceRecord:
    """*record* of *invoice* as it is now; *agreed*: Xero has it so, whatever was edited."""
    now = record.in_xero
    return evolve(
        record,
        contact_id=invoice.contact_id,
        number=invoice.number,
        version=invoice.version,
        voided_here=_voided_here(record, invoice),
        in_xero=evolve(now, version=invoice.version) if now and agreed else now,
    )


def _voided_here(record: InvoiceRecord, invoice: HostInvoice) -> bool:
    """Of one that is voided in Xero the host's status is what our own mark made of it."""
    if record.state is InvoiceState.VOIDED:
        return record.voided_here
    return invoice.status is InvoiceStatus.VOIDED


def _shown(record: InvoiceRecord) -> InvoiceRecord:
    """*record*, held: if it is edited in Xero, people can see that from now on."""
    now = record.in_xero
    return evolve(record, in_xero=now and evolve(now, shown=now.edited))
