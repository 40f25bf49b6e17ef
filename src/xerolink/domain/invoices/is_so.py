"""Whether what was decided about an invoice is so already, by whichever run."""

from typing import assert_never

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.decision import Hold, InvoiceDecision, LeaveOut, Settle, Wait
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, VoidInvoice
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import XeroInvoiceDraft


def is_so(record: InvoiceRecord, planned: InvoiceDecision) -> bool:
    """Whether nothing is left to do of *planned*: *record* is as it would make it.

    Of what is not written, only where nothing is new about the invoice since.
    """
    match planned.action:
        case CreateInvoice(draft=draft) | ChangeInvoice(draft=draft):
            return _stands(record, planned, draft)
        case VoidInvoice(xero_id=xero_id):
            return record.state is InvoiceState.VOIDED and record.xero_id == xero_id
        case Hold(causes):
            return _known(record, planned) and record.causes == causes
        case Wait():
            return _known(record, planned) and record.waits
        case LeaveOut(why):
            return _known(record, planned) and record.not_eligible is why
        case Settle():
            return _known(record, planned)
        case _:
            assert_never(planned.action)


def _stands(record: InvoiceRecord, planned: InvoiceDecision, draft: XeroInvoiceDraft) -> bool:
    now = record.in_xero
    made_of = planned.rests_on.version
    return now is not None and not now.edited and (now.version, now.draft) == (made_of, draft)


def _known(record: InvoiceRecord, planned: InvoiceDecision) -> bool:
    """A version that the host does not have any more is decided in any case."""
    version = planned.rests_on.version
    return not record.due and (version is None or record.version == version)


def refusal_of(record: InvoiceRecord, planned: InvoiceDecision) -> str:
    """Why Xero refused to do *planned* when it was tried; "": it was not, or that is over."""
    if planned.body is None or record.due or record.version != planned.rests_on.version:
        return ""
    return "; ".join(c.why for c in record.causes if c.kind in _BY_XERO)


_BY_XERO = frozenset({CauseKind.REFUSED, CauseKind.NUMBER_TAKEN})
