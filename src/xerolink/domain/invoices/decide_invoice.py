"""What becomes of one invoice: it is sent, changed, voided, held, or waits (rows 32 to 39)."""

from collections.abc import Iterator

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, together
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
from xerolink.domain.invoices.eligible import UNSENT, eligibility
from xerolink.domain.invoices.errors import UnmappedError
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, VoidInvoice
from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.mapping import draft_of, rates_of
from xerolink.domain.invoices.match_lines import match_lines
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.partner import NOBODY, Partner, billed_to
from xerolink.domain.invoices.preflight import NO_TERMS, lock_causes, preflight
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    InvoiceRecord,
    InXeroNow,
    NotEligible,
    Voided,
)
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.total_causes import drift, known_total
from xerolink.domain.invoices.xero import XeroInvoiceDraft, XeroInvoiceStatus


@frozen
class Ground:
    """What was gathered about one invoice: *partner* is what is known of its contact in Xero."""

    settings: InvoiceSettings
    catalogue: Catalogue
    partner: Partner = NOBODY
    terms: HostTerms = NO_TERMS


STAYS = frozenset(
    {
        CauseKind.EDITED_IN_XERO,
        CauseKind.VOIDED_IN_XERO,
        CauseKind.REFUSED,
        CauseKind.UNCERTAIN,
    }
)
"""No look finds these solved: they stay until the host edits, or a person takes them away."""


def decide_invoice(
    record: InvoiceRecord, invoice: HostInvoice | None, ground: Ground, stamp: Stamp
) -> InvoiceDecision:
    """The decision about *record*, whose invoice in the host is *invoice*; None: it is deleted."""
    case = _Case(record, invoice, ground, stamp)
    if invoice is None or invoice.status is InvoiceStatus.VOIDED:
        return _void(case)
    if record.not_eligible is NotEligible.TAKEN_BACK:
        return case.left_out(NotEligible.TAKEN_BACK)
    if record.state is InvoiceState.VOIDED:
        return _voided(case, invoice)
    if record.in_xero is None:
        return _outside(case, invoice)
    return _inside(case, invoice, record.in_xero)


@frozen
class _Case:
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
        """What holds it until the host edits it, which it did not."""
        if self.invoice is None or self.invoice.version != self.record.version:
            return ()
        return tuple(cause for cause in self.record.causes if cause.kind in STAYS)


def _void(case: _Case) -> InvoiceDecision:
    """The host voided it, or does not have it any more."""
    record, xero = case.record, case.record.in_xero
    if record.state is InvoiceState.VOIDED and case.stays and isinstance(record.told, Voided):
        # Our own mark moved the host's status: no person has answered yet.
        return case.held(case.stays)
    if record.state is InvoiceState.VOIDED:
        return case.settled("it is voided on both sides")
    if xero is None:
        return case.settled("it was voided before it went to Xero", (InvoiceEvent.VOIDED,))
    if not case.ground.settings.on:
        return case.left_out(NotEligible.OFF)
    barred = together(_barred(case, xero, "it is voided in the host, and is not to be in Xero"))
    if barred:
        return case.held(barred)
    reason = "voided in the host" if case.invoice else "deleted in the host"
    void = VoidInvoice(xero.xero_id, xero.updated)
    return case.decision(InvoiceVerdict.VOID, void, reason)


def _barred(case: _Case, xero: InXeroNow, what: str) -> Iterator[Cause]:
    """Why Xero would not let it be changed: money stands against it, or its period is closed."""
    if xero.settled or xero.status is XeroInvoiceStatus.PAID:
        why = f"{what}: a payment or credit stands against it there"
        fix = "remove the payment or credit in Xero, or take it back in the host"
        yield Cause(CauseKind.SETTLED, case.thing, why, fix)
    yield from lock_causes(xero.draft.issued, case.ground.catalogue)


def _voided(case: _Case, invoice: HostInvoice) -> InvoiceDecision:
    """What was voided is never made again; that the host still bills it, a person is told once."""
    held = any(cause.kind in _OF_VOIDED for cause in case.record.causes)
    if invoice.version == case.record.version and not held:
        return case.settled("it stays voided")
    kind = CauseKind.VOIDED_IN_XERO if case.record.in_xero else CauseKind.INVALID
    why = "the host bills it, but it was voided, and what was voided is never sent again"
    fix = "void it in the host, and bill it under another number if it is owed"
    return case.held((Cause(kind, case.thing, why, fix),))


_OF_VOIDED = frozenset({CauseKind.VOIDED_IN_XERO, CauseKind.INVALID})


def _outside(case: _Case, invoice: HostInvoice) -> InvoiceDecision:
    """It is not in Xero yet."""
    invoice = _as_sent(case.record, invoice)
    why = eligibility(invoice, case.ground.settings)
    if why is not None:
        return case.left_out(why, _to_draft(case.record.state, invoice.status))
    events = _to_sent(case.record.state)
    causes = together((*case.stays, *_preflight(case, invoice)))
    if causes:
        return case.held(causes, events)
    draft = _draft(case, invoice)
    if draft is None:
        return case.waiting(events)
    total = known_total(invoice, rates_of(case.ground.settings, case.ground.catalogue))
    create = CreateInvoice(draft, total, invoice.total)
    return case.decision(InvoiceVerdict.SEND, create, "sent to the client", events)


def _as_sent(record: InvoiceRecord, invoice: HostInvoice) -> HostInvoice:
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


def _to_sent(state: InvoiceState) -> tuple[InvoiceEvent, ...]:
    return () if state is InvoiceState.AWAITING_PAYMENT else (InvoiceEvent.SENT,)


def _to_draft(state: InvoiceState, status: InvoiceStatus) -> tuple[InvoiceEvent, ...]:
    """How the record follows an invoice that the client does not have."""
    if status not in UNSENT or state.value == status.value:
        return ()
    back = () if state is InvoiceState.DRAFT else (InvoiceEvent.WITHDRAWN,)
    on = (InvoiceEvent.APPROVED,) if status is InvoiceStatus.APPROVED else ()
    return (*back, *on)


def _preflight(case: _Case, invoice: HostInvoice) -> tuple[Cause, ...]:
    ground = case.ground
    return preflight(invoice, ground.settings, ground.catalogue, ground.partner, ground.terms)


def _draft(case: _Case, invoice: HostInvoice) -> XeroInvoiceDraft | None:
    """As it is to be in Xero; None: nobody can be billed there yet, or it is not mapped."""
    ground = case.ground
    contact = billed_to(ground.partner, ground.settings.former_partner)
    if contact is None or isinstance(contact, Cause):
        return None
    try:
        return draft_of(invoice, ground.settings, ground.catalogue, contact)
    except UnmappedError:
        return None


def _inside(case: _Case, invoice: HostInvoice, xero: InXeroNow) -> InvoiceDecision:
    """It is in Xero: edits are carried over where Xero lets them (semantics row 39)."""
    if case.stays:
        return case.held(case.stays)
    if not case.ground.settings.on:
        return case.left_out(NotEligible.OFF)
    # Settings that changed since are for future invoices (row 43): only the host's edit counts.
    unchanged = bool(xero.version) and xero.version == invoice.version
    if invoice.status is InvoiceStatus.DRAFT and not unchanged:
        return case.left_out(NotEligible.NOT_SENT)
    draft = _draft(case, invoice)
    same = draft is not None and evolve(draft, status=xero.draft.status) == xero.draft
    if (unchanged or same) and not xero.edited:
        return _agreed(case, invoice, xero)
    what = "it was edited, and is to be changed in Xero"
    causes = together((*_preflight(case, invoice), *_barred(case, xero, what)))
    if causes:
        return case.held(causes)
    if draft is None:
        return case.waiting()
    return _change(case, invoice, xero, evolve(draft, status=xero.status))


def _agreed(case: _Case, invoice: HostInvoice, xero: InXeroNow) -> InvoiceDecision:
    differs = drift(invoice.host_id, invoice.currency, invoice.total, xero.total)
    return case.held((differs,)) if differs else case.settled("Xero has it as it is here")


def _change(
    case: _Case, invoice: HostInvoice, xero: InXeroNow, draft: XeroInvoiceDraft
) -> InvoiceDecision:
    """Of an invoice that was edited in Xero nobody knows which of its lines are which."""
    ids = match_lines(xero.draft.lines, xero.line_ids, draft.lines)
    line_ids = tuple(None for _ in draft.lines) if xero.edited else ids
    total = known_total(invoice, rates_of(case.ground.settings, case.ground.catalogue))
    change = ChangeInvoice(
        xero.xero_id, xero.draft, xero.updated, draft, line_ids, total, invoice.total
    )
    reason = "Xero's is made as the host's again" if xero.edited else "edited in the host"
    return case.decision(InvoiceVerdict.CHANGE, change, reason)
