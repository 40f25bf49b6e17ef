"""What a mark does to the status that an invoice has in the host (semantics rows 32, 40)."""

from typing import assert_never

from xerolink.domain.invoices.model import InvoiceStatus
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)

_UNSENT = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.APPROVED})
_PAID = frozenset({InvoiceStatus.PART_PAID, InvoiceStatus.PAID})
_ALIVE = frozenset(InvoiceStatus) - {InvoiceStatus.VOIDED}
_NONE = frozenset[InvoiceStatus]()


def status_shown(status: InvoiceStatus, standing: Standing) -> InvoiceStatus:
    """The status of an invoice that had *status*, once the host shows *standing* of it.

    `AwaitingPayment` sends what was not sent, a draft too: sending is what the person did.
    `InXero` takes back a payment that was removed in Xero; it sends nothing, for an invoice that
    is a draft again was taken back meanwhile. VOIDED is final. Twice is once.
    """
    moved, to = _move(standing)
    return to if status in moved else status


def sends(before: InvoiceStatus, after: InvoiceStatus) -> bool:
    """Whether a mark sent an invoice: that is a change of it, as if a person had done it.

    It is told by the feed, so that no sending is lost where whoever marked it ends right then.
    """
    return before in _UNSENT and after is InvoiceStatus.AWAITING_PAYMENT


def _move(standing: Standing) -> tuple[frozenset[InvoiceStatus], InvoiceStatus]:
    """Which statuses *standing* moves, and where to."""
    match standing:
        case AwaitingPayment():
            return _UNSENT, InvoiceStatus.AWAITING_PAYMENT
        case InXero():
            return _PAID, InvoiceStatus.AWAITING_PAYMENT
        case PartPaid():
            return _ALIVE, InvoiceStatus.PART_PAID
        case Paid():
            return _ALIVE, InvoiceStatus.PAID
        case Voided():
            return _ALIVE, InvoiceStatus.VOIDED
        case Held():
            return _NONE, InvoiceStatus.DRAFT  # nowhere: there is none that it moves
        case _:
            assert_never(standing)
