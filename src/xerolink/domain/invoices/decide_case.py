"""What a decision about an invoice is made of, and the forms that it takes."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import field, frozen

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, unreadable
from xerolink.domain.invoices.decision import (
    Hold,
    InvoiceAction,
    InvoiceDecision,
    InvoiceRestsOn,
    InvoiceVerdict,
    LeaveOut,
    Settle,
    Wait,
)
from xerolink.domain.invoices.errors import UnmappedError
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, VoidInvoice
from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.mapping import draft_of, rates_of
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.partner import NOBODY, Partner, billed_to
from xerolink.domain.invoices.preflight import NO_TERMS, lock_causes, preflight
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow, NotEligible
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.total_causes import known_total
from xerolink.domain.invoices.xero import XeroInvoiceDraft, XeroInvoiceStatus


@frozen
class Ground:
    """What was gathered about one invoice: *partner* is what is known of its contact in Xero.

    *number_taken*: a look found that another invoice in Xero still has its number. *unread*: why
    the host's adapter cannot hand the invoice over, which is there nevertheless; "": it can.
    """

    settings: InvoiceSettings
    catalogue: Catalogue
    partner: Partner = NOBODY
    terms: HostTerms = NO_TERMS
    number_taken: bool = False
    unread: str = field(default="", repr=False)


STAYS = frozenset(
    {
        CauseKind.EDITED_IN_XERO,
        CauseKind.VOIDED_IN_XERO,
        CauseKind.REFUSED,
        CauseKind.UNCERTAIN,
    }
)
"""No look finds these solved: they stay until the host edits, or a person takes them away."""
UNSEEN = frozenset({CauseKind.EDITED_IN_XERO})
TAKEN = frozenset({CauseKind.NUMBER_TAKEN})


@frozen
class Case:
    """Everything that a decision is made of."""

    record: InvoiceRecord
    invoice: HostInvoice | None
    ground: Ground
    stamp: Stamp

    def decision(
        self,
        verdict: InvoiceVerdict,
        action: InvoiceAction,
        reason: str,
        events: tuple[InvoiceEvent, ...] = (),
    ) -> InvoiceDecision:
        agreed = self.record.in_xero.draft if self.record.in_xero else None
        before = None if self.record.state is InvoiceState.VOIDED else agreed
        after = before
        if isinstance(action, CreateInvoice | ChangeInvoice):
            after = action.draft
        elif isinstance(action, VoidInvoice):
            after = None
        version = self.invoice.version if self.invoice else None
        return InvoiceDecision(
            self.stamp,
            self.record.host_id,
            verdict,
            action,
            reason,
            InvoiceRestsOn(version, self.record.revision),
            before,
            after,
            events,
        )

    def held(
        self, causes: tuple[Cause, ...], events: tuple[InvoiceEvent, ...] = ()
    ) -> InvoiceDecision:
        reason = "; ".join(cause.kind.value for cause in causes)
        return self.decision(InvoiceVerdict.HELD, Hold(causes), reason, events)

    def unread(self) -> InvoiceDecision:
        """It stays as it is, and so does what held it before, until the host hands it over."""
        if self.record.not_eligible is NotEligible.TAKEN_BACK:
            return self.left_out(NotEligible.TAKEN_BACK)
        known = (c for c in self.record.causes if c.kind is not CauseKind.UNREADABLE)
        return self.held((*known, unreadable(self.thing, self.ground.unread)))

    def left_out(self, why: NotEligible, events: tuple[InvoiceEvent, ...] = ()) -> InvoiceDecision:
        return self.decision(InvoiceVerdict.LEFT_OUT, LeaveOut(why), why.value, events)

    def waiting(self, events: tuple[InvoiceEvent, ...] = ()) -> InvoiceDecision:
        reason = "its contact has no link to Xero yet"
        return self.decision(InvoiceVerdict.WAITING, Wait(), reason, events)

    def settled(self, reason: str, events: tuple[InvoiceEvent, ...] = ()) -> InvoiceDecision:
        return self.decision(InvoiceVerdict.NOTHING, Settle(), reason, events)

    @property
    def thing(self) -> CauseThing:
        return CauseThing(self.record.host_id)

    @property
    def stays(self) -> tuple[Cause, ...]:
        """What holds it until the host edits it, which it did not.

        An edit of the host that was made before anybody saw the one in Xero is no answer to it.
        """
        if self.invoice is None:
            return ()
        now, stay = self.record.in_xero, STAYS | (TAKEN if self.ground.number_taken else set())
        if self.invoice.version != self.record.version:
            unseen = now is not None and now.edited and not now.shown
            stay = UNSEEN if unseen else frozenset()
        return tuple(cause for cause in self.record.causes if cause.kind in stay)

    def preflight(self, invoice: HostInvoice) -> tuple[Cause, ...]:
        """Everything that holds *invoice*, as the ground is."""
        on = self.ground
        return preflight(invoice, on.settings, on.catalogue, on.partner, on.terms)

    def draft(self, invoice: HostInvoice) -> XeroInvoiceDraft | None:
        """As it is to be in Xero; None: nobody can be billed there yet, or it is not mapped."""
        on = self.ground
        contact = billed_to(on.partner, on.settings.former_partner)
        if contact is None or isinstance(contact, Cause):
            return None
        try:
            return draft_of(invoice, on.settings, on.catalogue, contact)
        except UnmappedError:
            return None

    def total(self, invoice: HostInvoice) -> Decimal | None:
        """What Xero will make of *invoice*; None: nobody knows."""
        return known_total(invoice, rates_of(self.ground.settings, self.ground.catalogue))

    def barred(self, xero: InXeroNow, what: str) -> Iterator[Cause]:
        """Why Xero would not let it be changed: money stands against it, or its period is closed.

        *what* begins the sentence.
        """
        if xero.settled or xero.status is XeroInvoiceStatus.PAID:
            why = f"{what}: a payment or credit stands against it there"
            fix = "remove the payment or credit in Xero, or take it back in the host"
            yield Cause(CauseKind.SETTLED, self.thing, why, fix)
        yield from lock_causes(xero.draft.issued, self.ground.catalogue)
