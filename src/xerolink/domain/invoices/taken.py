"""What is remembered of an invoice once a decision about it is taken."""

from functools import reduce

from attrs import evolve

from xerolink.domain.invoices.decision import Hold, InvoiceDecision, LeaveOut, Wait
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.record import InvoiceRecord


def taken(
    record: InvoiceRecord, invoice: HostInvoice | None, decision: InvoiceDecision
) -> InvoiceRecord:
    """*record* after *decision*, which was taken about *invoice*; what is written comes later.

    It is due no more. What held it before holds it no more, unless the decision says so again.
    """
    action = decision.action
    moved = reduce(InvoiceRecord.after, decision.events, record)
    seen = moved
    if invoice is not None:
        seen = evolve(
            moved,
            contact_id=invoice.contact_id,
            number=invoice.number,
            version=invoice.version,
        )
    return evolve(
        seen,
        due=False,
        waits=isinstance(action, Wait),
        not_eligible=action.why if isinstance(action, LeaveOut) else None,
        causes=action.causes if isinstance(action, Hold) else (),
    )
