"""Whether an invoice goes to Xero at all (semantics rows 32 and 33)."""

from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.record import NotEligible
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
