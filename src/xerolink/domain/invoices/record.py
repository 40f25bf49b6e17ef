"""What is remembered of an invoice: how far it is, what holds it, what Xero has, what was told."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

from attrs import evolve, frozen

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.invoice_state import (
    INITIAL,
    InvoiceEvent,
    InvoiceState,
    advance,
)
from xerolink.domain.invoices.model import HostInvoiceId, HostInvoiceVersion, InvoiceNumber
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.xero import (
    LineItemId,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceStatus,
)

UNKNOWN = HostInvoiceVersion("")
"""Of what was written to Xero before versions were remembered with it."""


class NotEligible(Enum):
    """Why an invoice does not go to Xero at all; it is no problem (semantics rows 32, 33)."""

    NOT_SENT = "it was not sent to the client yet"
    BEFORE_START = "it was issued before the sync start date"
    CONTACT_EXCLUDED = "invoices of its contact stay out of Xero"
    OFF = "invoices are not switched on"
    TAKEN_BACK = "a person took its sending back"
    """It was voided in Xero by an undo; what was voided is never sent again."""
    LEFT_OUT = "a person left it out of a plan"
    """It is decided anew when the host changes it, or where a person retries or sends it."""


@frozen
class AwaitingPayment:
    """It was sent to the client."""


@frozen
class InXero:
    """It is in Xero, unpaid."""

    xero_id: XeroInvoiceId


@frozen
class PartPaid:
    """*due* is what is still to be paid in Xero."""

    due: Money


@frozen
class Paid:
    """It is paid in Xero, by money or by credit."""


@frozen
class Voided:
    """It is voided in Xero, by whomever."""


@frozen
class Held:
    """It is not in Xero, or not as it is here, and why: one text for each cause."""

    reasons: tuple[str, ...]


Standing = AwaitingPayment | InXero | PartPaid | Paid | Voided | Held
"""What the host is told of an invoice (semantics row 40); each replaces the one before."""


@frozen
class InXeroNow:
    """The invoice in Xero as both sides last agreed: *draft* is what we wrote there.

    *updated* is Xero's time of the state that was last taken note of; *total* and *amount_due*
    are Xero's. *line_ids* has the id of each line of the draft. *version*: the host's, of which
    the draft was made; "": not known. *edited*: somebody changed it in Xero since, so that it is
    not as the draft says; *total* stays the agreed one. *shown*: a decision has held it for that
    edit, so that people could see it.
    """

    xero_id: XeroInvoiceId
    draft: XeroInvoiceDraft
    line_ids: tuple[LineItemId, ...]
    updated: datetime
    status: XeroInvoiceStatus
    total: Decimal
    amount_due: Decimal
    settled: bool = False
    """Money or a credit stands against it."""
    version: HostInvoiceVersion = UNKNOWN
    edited: bool = False
    shown: bool = False


@frozen
class InvoiceRecord:
    """One invoice. *due*: something about it is new and not decided; *revision* grows with that.

    *version*: the host's when it was last decided. *waits*: for its contact's link (row 34).
    *told*: what the host was told last; None: nothing. *untold*: it is to be told something else.
    *voided_here*: a person had voided it in the host when it was last decided.
    """

    host_id: HostInvoiceId
    contact_id: HostContactId
    number: InvoiceNumber
    version: HostInvoiceVersion
    state: InvoiceState = INITIAL
    due: bool = True
    revision: int = 0
    waits: bool = False
    not_eligible: NotEligible | None = None
    causes: tuple[Cause, ...] = ()
    in_xero: InXeroNow | None = None
    told: Standing | None = None
    untold: bool = False
    voided_here: bool = False

    def after(self, event: InvoiceEvent) -> "InvoiceRecord":
        """This record after *event*; raises `IllegalTransitionError`, and nothing moves."""
        return evolve(self, state=advance(self.state, event))

    @property
    def xero_id(self) -> XeroInvoiceId | None:
        return self.in_xero.xero_id if self.in_xero else None

    @property
    def looked_at(self) -> bool:
        """Whether a run looks at it: it is due, waits, or is held by what a look may find solved,
        the host is to be told of it, or it was decided while invoices were off.
        """
        healing = any(cause.heals for cause in self.causes)
        off = self.not_eligible is NotEligible.OFF
        return self.due or self.untold or self.waits or healing or off
