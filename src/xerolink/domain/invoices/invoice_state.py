"""The life of an invoice, as a table (semantics rows 32, 39, 40).

Laws, each with its test in tests/domain/invoices/test_invoice_state.py:

1. A state changes only by a row of this table; anything else raises and moves nothing.
2. Every state can be reached from a draft.
3. VOIDED is the only state without a way out: what was voided is never made again.
4. Only CREATED leads from outside of Xero into it.
"""

from enum import Enum
from types import MappingProxyType

from xerolink.domain.state_table import StateTable, drawn, step


class InvoiceState(Enum):
    """How far an invoice is. From SYNCED on it is in Xero."""

    DRAFT = "draft"
    APPROVED = "approved"
    AWAITING_PAYMENT = "awaiting payment"
    """Sent to the client, and on its way to Xero: queued, waiting for its contact, or held."""
    SYNCED = "synced"
    PART_PAID = "part-paid"
    PAID = "paid"
    VOIDED = "voided"


IN_XERO = frozenset({InvoiceState.SYNCED, InvoiceState.PART_PAID, InvoiceState.PAID})


class InvoiceEvent(Enum):
    """What happened to an invoice."""

    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    """Back to a draft before it was sent to Xero."""
    SENT = "sent"
    CREATED = "created in xero"
    PAID_IN_PART = "paid in part"
    PAID = "paid"
    PAYMENT_REMOVED = "payment removed"
    VOIDED = "voided"


_S, _E = InvoiceState, InvoiceEvent
TRANSITIONS: StateTable[InvoiceState, InvoiceEvent] = MappingProxyType(
    {
        _S.DRAFT: {_E.APPROVED: _S.APPROVED, _E.SENT: _S.AWAITING_PAYMENT, _E.VOIDED: _S.VOIDED},
        _S.APPROVED: {
            _E.WITHDRAWN: _S.DRAFT,
            _E.SENT: _S.AWAITING_PAYMENT,
            _E.VOIDED: _S.VOIDED,
        },
        _S.AWAITING_PAYMENT: {
            _E.WITHDRAWN: _S.DRAFT,
            _E.CREATED: _S.SYNCED,
            _E.VOIDED: _S.VOIDED,
        },
        _S.SYNCED: {
            _E.PAID_IN_PART: _S.PART_PAID,
            _E.PAID: _S.PAID,
            _E.VOIDED: _S.VOIDED,
        },
        _S.PART_PAID: {
            _E.PAID: _S.PAID,
            _E.PAYMENT_REMOVED: _S.SYNCED,
            _E.VOIDED: _S.VOIDED,
        },
        _S.PAID: {
            _E.PAID_IN_PART: _S.PART_PAID,
            _E.PAYMENT_REMOVED: _S.SYNCED,
            _E.VOIDED: _S.VOIDED,
        },
        _S.VOIDED: {},
    }
)
INITIAL = InvoiceState.DRAFT
"""The state of an invoice that nothing is known of."""


def advance(state: InvoiceState, event: InvoiceEvent) -> InvoiceState:
    """The state after *event*; raises `IllegalTransitionError` if the table has no such row."""
    return step(TRANSITIONS, state, event)


def diagram() -> str:
    """The table as a Mermaid state diagram; docs/invoice-states.md holds what this returns."""
    return drawn(TRANSITIONS, INITIAL)
