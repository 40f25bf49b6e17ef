"""A write of an invoice to Xero, recorded before it is attempted (protocol)."""

from datetime import datetime
from decimal import Decimal

from attrs import evolve, frozen

from xerolink.domain.contacts.intent import OPEN_STATES, IntentState, reached
from xerolink.domain.identity import Actor, DecisionId, IntentId, RunId
from xerolink.domain.invoices.model import HostInvoiceId, HostInvoiceVersion
from xerolink.domain.invoices.xero import LineItemId, XeroInvoiceDraft, XeroInvoiceId


@frozen
class CreateInvoice:
    """Create *draft*; *total* is what Xero is to make of it, None where that is not known.

    *billed* is what the client was billed, with which Xero's answer is compared.
    """

    draft: XeroInvoiceDraft
    total: Decimal | None
    billed: Decimal | None = None


@frozen
class ChangeInvoice:
    """Make an invoice that was as *was* (at Xero's time *updated*) as *draft* says.

    *total* and *billed* as of `CreateInvoice`; *line_ids* as of `InvoiceChange`.
    """

    xero_id: XeroInvoiceId
    was: XeroInvoiceDraft
    updated: datetime
    draft: XeroInvoiceDraft
    line_ids: tuple[LineItemId | None, ...]
    total: Decimal | None
    billed: Decimal | None = None


@frozen
class VoidInvoice:
    """Void an invoice; a draft is deleted. *undo*: a person takes its sending back."""

    xero_id: XeroInvoiceId
    updated: datetime
    undo: bool = False


InvoiceIntentBody = CreateInvoice | ChangeInvoice | VoidInvoice


@frozen
class InvoiceIntent:
    """One effect on one invoice, its body frozen at the decision."""

    intent_id: IntentId
    host_id: HostInvoiceId
    version: HostInvoiceVersion
    body: InvoiceIntentBody
    run_id: RunId
    actor: Actor
    recorded: datetime
    decision_id: DecisionId | None = None
    state: IntentState = IntentState.INTENDED
    attempts: int = 0

    def become(self, state: IntentState) -> "InvoiceIntent":
        """This intent in *state*; raises `IllegalTransitionError`, and nothing moves."""
        return evolve(self, state=reached(self.state, state), attempts=self.attempts + 1)

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES
