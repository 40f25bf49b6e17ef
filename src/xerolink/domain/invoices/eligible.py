"""Whether an invoice goes to Xero at all (semantics rows 32 and 33)."""

from attrs import evolve

from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.record import AwaitingPayment, InvoiceRecord, NotEligible
from xerolink.domain.invoices.settings import InvoiceSettings

UNSENT = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.APPROVED})
"""Of these the client does not know yet."""


def eligibility(invoice: HostInvoice, settings: InvoiceSettings) -> NotEligible | None:
    """Why *invoice* stays out of Xero, the widest reason first; None: it is to go there.

    The start date is inclusive, on the issue date; without one nothing is switched on. What was
    voided is not asked about: it was sent, or it never will be.
    """
    if not settings.on or settings.sync_start_date is None:
        return NotEligible.OFF
    if invoice.status in UNSENT:
        return NotEligible.NOT_SENT
    if invoice.issued < settings.sync_start_date:
        return NotEligible.BEFORE_START
    if invoice.contact_id in settings.excluded:
        return NotEligible.CONTACT_EXCLUDED
    return None


def as_sent(record: InvoiceRecord, invoice: HostInvoice) -> HostInvoice:
    """*invoice* as it is to stand in the host, whose sending was told, and not shown there yet.

    One that was shown as sent, or touched since, and is unsent now: a person took it back.
    """
    if record.state is not InvoiceState.AWAITING_PAYMENT or invoice.status not in UNSENT:
        return invoice
    untouched = record.told is None or invoice.version == record.version
    shown = isinstance(record.told, AwaitingPayment)
    if shown or not untouched:
        return invoice
    return evolve(invoice, status=InvoiceStatus.AWAITING_PAYMENT)
