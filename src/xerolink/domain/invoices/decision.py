"""Decisions about invoices: what will be written and why, and what that rests on."""

from enum import Enum
from typing import assert_never

from attrs import frozen

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.identity import DecisionId
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.intent import (
    ChangeInvoice,
    CreateInvoice,
    InvoiceIntentBody,
    VoidInvoice,
)
from xerolink.domain.invoices.invoice_state import InvoiceEvent
from xerolink.domain.invoices.model import HostInvoiceId, HostInvoiceVersion
from xerolink.domain.invoices.record import NotEligible
from xerolink.domain.invoices.xero import XeroInvoiceDraft


class InvoiceVerdict(Enum):
    """What a decision comes to; previews and reports count these."""

    SEND = "send"
    CHANGE = "change"
    """An edit of the host is carried to Xero."""
    VOID = "void"
    HELD = "held"
    WAITING = "waiting"
    LEFT_OUT = "left_out"
    NOTHING = "nothing"
    """Looked at, and nothing to do."""


@frozen
class Hold:
    """A person is asked; nothing is written until every one of *causes* is mended."""

    causes: tuple[Cause, ...]


@frozen
class Wait:
    """Its contact has no link yet: the invoice is deferred, it has not failed (row 34)."""


@frozen
class LeaveOut:
    """It does not go to Xero, or not now, which is no problem (rows 32, 33)."""

    why: NotEligible


@frozen
class Settle:
    """Nothing is to be written: both sides are as they are to be."""


InvoiceAction = InvoiceIntentBody | Hold | Wait | LeaveOut | Settle
"""What is written is the body of the intent that will write it."""


@frozen
class InvoiceRestsOn:
    """What a decision was taken on; *version* None: the host does not have the invoice."""

    version: HostInvoiceVersion | None
    revision: int


@frozen
class InvoiceDecision:
    """What will be done about one invoice, and why.

    *events*: what its record goes through when the decision is taken, before anything is written.
    *before* and *after* are the invoice in Xero as it stands and as it will; None: not there, or
    not to be paid any more.
    """

    stamp: Stamp
    host_id: HostInvoiceId
    verdict: InvoiceVerdict
    action: InvoiceAction
    reason: str
    rests_on: InvoiceRestsOn
    before: XeroInvoiceDraft | None = None
    after: XeroInvoiceDraft | None = None
    events: tuple[InvoiceEvent, ...] = ()

    @property
    def decision_id(self) -> DecisionId:
        return self.stamp.decision_id

    @property
    def body(self) -> InvoiceIntentBody | None:
        """What is written to Xero; None: nothing."""
        match self.action:
            case CreateInvoice() | ChangeInvoice() | VoidInvoice() as body:
                return body
            case Hold() | Wait() | LeaveOut() | Settle():
                return None
            case _:
                assert_never(self.action)
