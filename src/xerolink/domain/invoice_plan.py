"""What would be done about invoices: a plan that can be read, cut and applied."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from attrs import evolve, field, frozen
from attrs.converters import optional

from xerolink.domain.identity import Actor, ConnectionId, DecisionId, HostContactId, PlanId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.decision import InvoiceDecision, InvoiceVerdict
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.domain.invoices.money import exact
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.plan import Impossible, parted
from xerolink.domain.run import RunKind, RunRecord


@frozen
class PlannedInvoice:
    """One row: what was decided, and about which invoice, for whoever reads it.

    *total* and *currency*: as the client was billed; None: the host does not have it any more.
    """

    decision: InvoiceDecision
    number: InvoiceNumber
    contact_id: HostContactId
    total: Decimal | None = field(default=None, converter=optional(exact))
    currency: CurrencyCode | None = None

    @property
    def decision_id(self) -> DecisionId:
        return self.decision.decision_id

    @property
    def host_id(self) -> HostInvoiceId:
        return self.decision.host_id


@frozen
class InvoicePlan:
    """Decisions about invoices that wait for a yes. Making one writes to neither side.

    *rows*: one for each invoice, performed in this order; *impossible* is said beforehand.
    *settings*: those that applying it sets first, in the place of *settings_before*; None: as they
    are. *left_out*: rows that somebody took out; nobody does them later, until the host changes
    the invoice or a person asks for it.
    """

    plan_id: PlanId
    connection_id: ConnectionId
    kind: RunKind
    made_at: datetime
    made_by: Actor
    rows: tuple[PlannedInvoice, ...]
    impossible: tuple[Impossible, ...] = ()
    settings: InvoiceSettings | None = None
    settings_before: InvoiceSettings | None = None
    left_out: tuple[PlannedInvoice, ...] = ()

    def without(self, unwanted: Collection[DecisionId]) -> "InvoicePlan":
        """This plan with the rows *unwanted* left out; raises `NotInPlanError` for another id."""
        kept, out = parted(self.plan_id, self.rows, self.left_out, unwanted)
        return evolve(self, rows=kept, left_out=out)

    @property
    def counts(self) -> Mapping[InvoiceVerdict, int]:
        """How many rows come to each verdict."""
        return Counter(row.decision.verdict for row in self.rows)


@frozen
class InvoicesApplied:
    """What became of a plan's *rows*, by decision; of a verb that asked for no plan, too.

    *done*: it is so, by this run or an earlier one. *moved*: something that it rests on is another
    one now; nothing was done about it, and it is decided anew. *refused*: Xero would not, now or
    then, in words. *uncertain*: the answer was lost; the next run finds out before anything else.
    """

    run: RunRecord
    done: tuple[DecisionId, ...] = ()
    moved: tuple[DecisionId, ...] = ()
    refused: Mapping[DecisionId, str] = field(factory=dict, repr=False)
    uncertain: tuple[DecisionId, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    rows: tuple[PlannedInvoice, ...] = ()
