"""What may never be of invoices, whatever happened: looked at on both sides."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, InvoiceStatus
from xerolink.domain.invoices.record import (
    Held,
    InvoiceRecord,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceStatus
from xerolink.testing.kills.firm import Firm

_UNSENT = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.APPROVED, InvoiceStatus.VOIDED})
Records = Mapping[HostInvoiceId, InvoiceRecord]


def judged(
    world: Firm, records: Sequence[InvoiceRecord], sold: Sequence[XeroInvoice]
) -> Iterator[str]:
    """Made twice, lost, with another total than billed, or shown otherwise than Xero holds it.

    For a firm whose invoices flow, once it is quiet; *sold* is all that is in Xero.
    """
    known = {one.host_id: one for one in records}
    for invoice in world.invoices.invoices().values():
        made = [one for one in sold if one.url == invoice.url]
        if len(made) > 1:
            yield f"{invoice.number} is in Xero {len(made)} times"
        record = known.get(invoice.host_id)
        if made:
            yield from _beside(invoice, made[0], record, world.told(invoice.host_id))
        elif invoice.status not in _UNSENT and not _explained(record):
            yield f"{invoice.number} is lost"


def _explained(record: InvoiceRecord | None) -> bool:
    """Whether people can see why it is not in Xero, or not as it is billed."""
    return record is not None and bool(record.causes or record.waits or record.not_eligible)


def _beside(
    invoice: HostInvoice, made: XeroInvoice, record: InvoiceRecord | None, shown: Standing | None
) -> Iterator[str]:
    alive = not made.gone and invoice.status is not InvoiceStatus.VOIDED
    if alive and not _explained(record) and Fraction(made.total) != Fraction(invoice.total):
        yield f"{invoice.number} was billed with {invoice.total} and is in Xero with {made.total}"
    if not _fits(made, shown):
        yield f"{invoice.number} is {made.status.value} in Xero, and the host shows {shown}"


def _fits(made: XeroInvoice, shown: Standing | None) -> bool:
    match shown:
        case Paid():
            return made.status is XeroInvoiceStatus.PAID
        case PartPaid(due):
            return made.settled_in_part and Fraction(due.amount) == Fraction(made.amount_due)
        case Voided():
            return made.gone
        case InXero(xero_id):
            return xero_id == made.xero_id and not (made.gone or made.settled_in_part)
        case Held():
            return True
        case _:
            return False
