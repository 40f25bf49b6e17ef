"""Whether an invoice goes on as the last decision left it, although nobody looks at Xero anew.

What Xero has to choose from costs calls. They are not made for what cannot be sent whatever they
show, nor in a run that a webhook woke for what only they can show.
"""

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.partner import Partner, billed_to, contact_causes
from xerolink.domain.invoices.preflight import unfit
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.xero import XeroInvoiceStatus

SHOWN_BY_XERO = frozenset(
    {
        CauseKind.NO_ACCOUNT,
        CauseKind.ACCOUNT_UNUSABLE,
        CauseKind.TAX_RATE_UNMAPPED,
        CauseKind.TAX_RATE_UNUSABLE,
        CauseKind.TAX_RATE_DIFFERS,
        CauseKind.TAX_NOT_ALLOWED,
        CauseKind.UNPROVED_TAX,
        CauseKind.CURRENCY_OFF,
        CauseKind.LOCKED_PERIOD,
        CauseKind.TRACKING_UNKNOWN,
        CauseKind.ITEM_UNKNOWN,
        CauseKind.THEME_UNKNOWN,
        CauseKind.TOTAL_DIFFERS,
        CauseKind.NUMBER_TAKEN,
    }
)
"""Causes that end without the host's doing only where somebody mends something in Xero.

Or in the settings.
"""


def rests(
    record: InvoiceRecord,
    invoice: HostInvoice | None,
    partner: Partner,
    settings: InvoiceSettings,
    *,
    looks: bool,
    number_taken: bool = False,
) -> bool:
    """Whether *record* may be left alone: nothing about it is new, and it still cannot be sent.

    *looks*: this run is one that looks whether something was mended in Xero. *number_taken*: it
    did, and another invoice there still has the number. For one whose decision `needs_catalogue`.
    """
    if record.due or record.untold or invoice is None or invoice.version != record.version:
        return False
    if record.waits:
        return billed_to(partner, settings.former_partner) is None
    if not looks and any(cause.kind in SHOWN_BY_XERO for cause in record.causes):
        return True
    nobody, still = contact_causes(partner, settings.former_partner), set[CauseKind]()
    if _stands_against(record):
        still.add(CauseKind.SETTLED)
    if number_taken:
        still.add(CauseKind.NUMBER_TAKEN)
    if any(cause.kind is CauseKind.INVALID for cause in record.causes) and unfit(invoice):
        still.add(CauseKind.INVALID)
    return bool(record.causes) and all(
        cause in nobody or cause.kind in still for cause in record.causes
    )


def _stands_against(record: InvoiceRecord) -> bool:
    """Whether money or a credit stands against it in Xero."""
    now = record.in_xero
    return now is not None and (now.settled or now.status is XeroInvoiceStatus.PAID)
