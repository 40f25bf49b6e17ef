"""What becomes of an invoice that is voided on one side at least (semantics rows 39 and 40)."""

from xerolink.domain.invoices.causes import Cause, CauseKind, together
from xerolink.domain.invoices.decide_case import Case
from xerolink.domain.invoices.decision import InvoiceDecision, InvoiceVerdict
from xerolink.domain.invoices.intent import VoidInvoice
from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.record import NotEligible, Voided


def voided_in_host(case: Case) -> InvoiceDecision:
    """The host voided it, or does not have it any more."""
    record, xero = case.record, case.record.in_xero
    marked = record.untold or isinstance(record.told, Voided)
    if record.state is InvoiceState.VOIDED and case.stays and marked:
        # Our own mark moved the host's status: no person has answered yet.
        return case.held(case.stays)
    if record.state is InvoiceState.VOIDED:
        return case.settled("it is voided on both sides")
    if xero is None:
        return case.settled("it was voided before it went to Xero", (InvoiceEvent.VOIDED,))
    if not case.ground.settings.on:
        return case.left_out(NotEligible.OFF)
    barred = together(case.barred(xero, "it is voided in the host, and is not to be in Xero"))
    if barred:
        return case.held(barred)
    reason = "voided in the host" if case.invoice else "deleted in the host"
    void = VoidInvoice(xero.xero_id, xero.updated)
    return case.decision(InvoiceVerdict.VOID, void, reason)


def voided_before(case: Case, invoice: HostInvoice) -> InvoiceDecision:
    """What was voided is never made again; that the host still bills it, a person is told once."""
    held = any(cause.kind in _OF_VOIDED for cause in case.record.causes)
    if invoice.version == case.record.version and not held:
        return case.settled("it stays voided")
    kind = CauseKind.VOIDED_IN_XERO if case.record.in_xero else CauseKind.INVALID
    why = "the host bills it, but it was voided, and what was voided is never sent again"
    fix = "void it in the host, and bill it under another number if it is owed"
    return case.held((Cause(kind, case.thing, why, fix),))


_OF_VOIDED = frozenset({CauseKind.VOIDED_IN_XERO, CauseKind.INVALID})
