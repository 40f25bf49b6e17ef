"""What becomes of one invoice: it is sent, changed, voided, held, or waits (rows 32 to 39)."""

from attrs import evolve

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.identity import SYNC, DecisionId, RunId
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import together
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.decide_case import Case, Ground
from xerolink.domain.invoices.decide_voided import voided_before, voided_in_host
from xerolink.domain.invoices.decision import InvoiceDecision, InvoiceVerdict
from xerolink.domain.invoices.eligible import UNSENT, as_sent, eligibility
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice
from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.match_lines import match_lines
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow, NotEligible
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.total_causes import drift
from xerolink.domain.invoices.xero import LineItemId, XeroInvoiceDraft

__all__ = ["NOTHING", "Ground", "decide_invoice", "needs_catalogue"]

NOTHING = Catalogue(CurrencyCode(""), frozenset(), (), ())
"""The catalogue by which is decided what needs none."""
_NO_STAMP = Stamp(DecisionId(""), RunId(""), SYNC)


def decide_invoice(
    record: InvoiceRecord, invoice: HostInvoice | None, ground: Ground, stamp: Stamp
) -> InvoiceDecision:
    """The decision about *record*, whose invoice in the host is *invoice*.

    None: it is deleted, or `Ground.unread` says why it is not handed over.
    """
    case = Case(record, invoice, ground, stamp)
    return _without_catalogue(case) or _with_catalogue(case)


def needs_catalogue(
    record: InvoiceRecord, invoice: HostInvoice | None, settings: InvoiceSettings
) -> bool:
    """Whether what Xero has to choose from, and what it locks, has a say in the decision."""
    return _without_catalogue(Case(record, invoice, Ground(settings, NOTHING), _NO_STAMP)) is None


def _without_catalogue(case: Case) -> InvoiceDecision | None:
    record, invoice = case.record, case.invoice
    if record.not_eligible is NotEligible.LEFT_OUT and not (record.due or record.causes):
        return case.left_out(NotEligible.LEFT_OUT)
    if case.ground.unread:
        return case.unread()
    if invoice is None or invoice.status is InvoiceStatus.VOIDED:
        barred = record.state is not InvoiceState.VOIDED and record.in_xero is not None
        return None if barred and case.ground.settings.on else voided_in_host(case)
    if record.not_eligible is NotEligible.TAKEN_BACK:
        return case.left_out(NotEligible.TAKEN_BACK)
    if record.state is InvoiceState.VOIDED:
        return voided_before(case, invoice)
    if record.in_xero is None:
        return _stays_out(case, invoice)
    return _stays_inside(case, invoice, record.in_xero)


def _with_catalogue(case: Case) -> InvoiceDecision:
    record, invoice = case.record, case.invoice
    if invoice is None or invoice.status is InvoiceStatus.VOIDED:
        return voided_in_host(case)
    if record.in_xero is None:
        return _outside(case, as_sent(record, invoice))
    return _inside(case, invoice, record.in_xero)


def _stays_out(case: Case, invoice: HostInvoice) -> InvoiceDecision | None:
    """It is not in Xero, and does not go there; None: it does."""
    invoice = as_sent(case.record, invoice)
    why = eligibility(invoice, case.ground.settings)
    if why is None:
        return None
    return case.left_out(why, _to_draft(case.record.state, invoice.status))


def _outside(case: Case, invoice: HostInvoice) -> InvoiceDecision:
    """It is not in Xero yet."""
    events = _to_sent(case.record.state)
    causes = together((*case.stays, *case.preflight(invoice)))
    if causes:
        return case.held(causes, events)
    draft = case.draft(invoice)
    if draft is None:
        return case.waiting(events)
    create = CreateInvoice(draft, case.total(invoice), invoice.total)
    return case.decision(InvoiceVerdict.SEND, create, "sent to the client", events)


def _to_sent(state: InvoiceState) -> tuple[InvoiceEvent, ...]:
    return () if state is InvoiceState.AWAITING_PAYMENT else (InvoiceEvent.SENT,)


def _to_draft(state: InvoiceState, status: InvoiceStatus) -> tuple[InvoiceEvent, ...]:
    """How the record follows an invoice that the client does not have."""
    if status not in UNSENT or state.value == status.value:
        return ()
    back = () if state is InvoiceState.DRAFT else (InvoiceEvent.WITHDRAWN,)
    on = (InvoiceEvent.APPROVED,) if status is InvoiceStatus.APPROVED else ()
    return (*back, *on)


def _stays_inside(case: Case, invoice: HostInvoice, xero: InXeroNow) -> InvoiceDecision | None:
    """It is in Xero, and stays as it is; None: it may have to be changed."""
    if case.stays:
        return case.held(case.stays)
    if not case.ground.settings.on:
        return case.left_out(NotEligible.OFF)
    # Settings that changed since are for future invoices (row 43): only the host's edit counts.
    unchanged = bool(xero.version) and xero.version == invoice.version
    if invoice.status is InvoiceStatus.DRAFT and not unchanged:
        return case.left_out(NotEligible.NOT_SENT)
    return _agreed(case, invoice, xero) if unchanged and not xero.edited else None


def _inside(case: Case, invoice: HostInvoice, xero: InXeroNow) -> InvoiceDecision:
    """It is in Xero: edits are carried over where Xero lets them (semantics row 39)."""
    draft = case.draft(invoice)
    same = draft is not None and evolve(draft, status=xero.draft.status) == xero.draft
    if same and not xero.edited:
        return _agreed(case, invoice, xero)
    what = "it was edited, and is to be changed in Xero"
    causes = together((*case.preflight(invoice), *case.barred(xero, what)))
    if causes:
        return case.held(causes)
    if draft is None:
        return case.waiting()
    return _change(case, invoice, xero, evolve(draft, status=xero.status))


def _agreed(case: Case, invoice: HostInvoice, xero: InXeroNow) -> InvoiceDecision:
    differs = drift(invoice.host_id, invoice.currency, invoice.total, xero.total)
    return case.held((differs,)) if differs else case.settled("Xero has it as it is here")


def _change(
    case: Case, invoice: HostInvoice, xero: InXeroNow, draft: XeroInvoiceDraft
) -> InvoiceDecision:
    change = ChangeInvoice(
        xero.xero_id,
        xero.draft,
        xero.updated,
        draft,
        _line_ids(xero, draft),
        case.total(invoice),
        invoice.total,
    )
    reason = "Xero's is made as the host's again" if xero.edited else "edited in the host"
    return case.decision(InvoiceVerdict.CHANGE, change, reason)


def _line_ids(xero: InXeroNow, draft: XeroInvoiceDraft) -> tuple[LineItemId | None, ...]:
    """Where nobody knows which line of Xero's is which, all are written anew."""
    if xero.edited or len(xero.line_ids) != len(xero.draft.lines):
        return tuple(None for _ in draft.lines)
    return match_lines(xero.draft.lines, xero.line_ids, draft.lines)
