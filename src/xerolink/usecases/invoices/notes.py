"""What the journal is told of invoices: of a decision that was taken, and of a write that ended."""

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.contacts.link import Link
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.decision import InvoiceDecision
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, InvoiceIntent
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.settle import SettledInvoice
from xerolink.domain.journal import EntryKind, Note, Values
from xerolink.domain.run import RunKind
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.run import Run


def invoice_taken(
    run: Run,
    decision: InvoiceDecision,
    after: InvoiceRecord,
    intent: InvoiceIntent | None,
    link: Link | None,
) -> Note:
    """A decision about an invoice was taken; what it writes is told when that has ended."""
    return Note(
        EntryKind.DECIDED,
        run.ports.clock.now(),
        run.run.actor,
        run.trigger,
        run.run.run_id,
        type(decision.action).__name__,
        decision.reason,
        "taken",
        after.contact_id,
        link.xero_id if link else None,
        link.link_id if link else None,
        decision.decision_id,
        intent.intent_id if intent else None,
        invoice_id=after.host_id,
        xero_invoice_id=after.xero_id,
    )


def invoice_written(
    unit: UnitOfWork, run: Run, before: InvoiceRecord, settled: SettledInvoice
) -> Note:
    """A write has ended: how the invoice stood in Xero before, and how it stands now.

    Told as of the run that decided it, whichever run ends it.
    """
    intent, after = settled.intent, settled.record
    refused = intent.state is IntentState.REFUSED
    return Note(
        EntryKind.WRITTEN,
        run.ports.clock.now(),
        intent.actor,
        _trigger(unit, run, intent),
        intent.run_id,
        type(intent.body).__name__,
        "; ".join(cause.why for cause in after.causes),
        "refused" if refused else "done",
        after.contact_id,
        _contact(intent),
        None,
        intent.decision_id,
        intent.intent_id,
        Values(
            invoice_before=before.in_xero,
            invoice_after=before.in_xero if refused else after.in_xero,
        ),
        invoice_id=intent.host_id,
        xero_invoice_id=after.xero_id,
    )


def _contact(intent: InvoiceIntent) -> XeroContactId | None:
    match intent.body:
        case CreateInvoice(draft=draft) | ChangeInvoice(draft=draft):
            return draft.contact_id
        case _:
            return None


def _trigger(unit: UnitOfWork, run: Run, intent: InvoiceIntent) -> RunKind:
    """What the run was asked for that decided *intent*; this one may only finish it."""
    if intent.run_id == run.run.run_id:
        return run.trigger
    begun = unit.runs.get(intent.run_id)
    return begun.kind if begun else run.trigger


def invoice_followed(run: Run, before: InvoiceRecord, after: InvoiceRecord) -> Note:
    """Xero's invoice was paid, in part or whole, or voided, by somebody there."""
    return Note(
        EntryKind.FOLLOWED,
        run.ports.clock.now(),
        run.run.actor,
        run.trigger,
        run.run.run_id,
        after.state.name.title().replace("_", ""),
        f"in Xero, it was {before.state.value} before",
        "taken",
        after.contact_id,
        None,
        values=Values(invoice_before=before.in_xero, invoice_after=after.in_xero),
        invoice_id=after.host_id,
        xero_invoice_id=after.xero_id,
    )
