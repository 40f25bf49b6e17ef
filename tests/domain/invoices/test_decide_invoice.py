"""What becomes of an invoice (semantics rows 32 to 39)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.books import NEW_YORK, line
from tests.domain.invoices.office import (
    CATALOGUE,
    CONTACT,
    DEARER,
    DRAFT,
    FRESH,
    GROUND,
    IN_XERO,
    NOW,
    SENT,
    STAMP,
    SYNCED,
    TAX,
    XERO,
    edited,
    ground,
    kinds,
    link,
)
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.decide_invoice import Ground, decide_invoice
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
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, VoidInvoice
from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.partner import NOBODY, Partner
from xerolink.domain.invoices.record import (
    UNKNOWN,
    AwaitingPayment,
    Held,
    InvoiceRecord,
    NotEligible,
    Standing,
    Voided,
)
from xerolink.domain.invoices.settings import FormerPartner, SentAs, UnprovedTaxRule
from xerolink.domain.invoices.xero import XeroInvoiceStatus

VOIDED = edited(status=InvoiceStatus.VOIDED)
BOTH_WAYS_GONE = (VOIDED, None)
LOCKED = ground(catalogue=evolve(CATALOGUE, period_lock=SENT.issued))


def decide(
    record: InvoiceRecord, invoice: HostInvoice | None = SENT, on: Ground = GROUND
) -> InvoiceDecision:
    return decide_invoice(record, invoice, on, STAMP)


def action(
    record: InvoiceRecord, invoice: HostInvoice | None = SENT, on: Ground = GROUND
) -> InvoiceAction:
    return decide(record, invoice, on).action


def held(
    record: InvoiceRecord, invoice: HostInvoice | None = SENT, on: Ground = GROUND
) -> list[str]:
    found = action(record, invoice, on)
    assert isinstance(found, Hold)
    return kinds(found.causes)


def change(record: InvoiceRecord, invoice: HostInvoice = DEARER) -> ChangeInvoice:
    found = action(record, invoice)
    assert isinstance(found, ChangeInvoice)
    return found


def synced(state: InvoiceState = InvoiceState.SYNCED, **now: Any) -> InvoiceRecord:
    """The record of the invoice in Xero, which stands there as *now* says."""
    return evolve(SYNCED, state=state, in_xero=evolve(IN_XERO, **now))


def with_cause(record: InvoiceRecord, kind: CauseKind) -> InvoiceRecord:
    return evolve(record, causes=(Cause(kind, CauseThing("invoice-1"), "why", "fix"),))


SETTLED = synced(InvoiceState.PART_PAID, settled=True, amount_due=Decimal(1))
GONE = synced(InvoiceState.VOIDED, status=XeroInvoiceStatus.VOIDED)


# Not in Xero yet


def test_what_was_sent_is_created_with_the_total_that_xero_will_make() -> None:
    assert action(FRESH) == CreateInvoice(DRAFT, Decimal("115.00"), Decimal(115))


def test_a_decision_rests_on_the_host_s_version_and_the_record_s_revision() -> None:
    assert decide(FRESH).rests_on == InvoiceRestsOn(SENT.version, 7)


def test_a_plan_sees_what_will_be_in_xero() -> None:
    found = decide(FRESH)
    assert (found.before, found.after) == (None, DRAFT)


def test_what_the_client_does_not_have_is_left_out() -> None:
    record = evolve(FRESH, state=InvoiceState.DRAFT)
    draft = evolve(SENT, status=InvoiceStatus.DRAFT)
    assert action(record, draft) == LeaveOut(NotEligible.NOT_SENT)


UNSENT = (InvoiceStatus.DRAFT, InvoiceStatus.APPROVED)


@pytest.mark.parametrize("status", [s for s in InvoiceStatus if s in UNSENT])
def test_an_invoice_whose_sending_was_told_is_sent_before_the_host_shows_it(
    status: InvoiceStatus,
) -> None:
    """The host shows it as awaiting payment once it is marked."""
    assert decide(FRESH, evolve(SENT, status=status)).verdict is InvoiceVerdict.SEND


@pytest.mark.parametrize("status", [s for s in InvoiceStatus if s in UNSENT])
def test_an_invoice_that_was_held_before_the_host_showed_its_sending_is_sent(
    status: InvoiceStatus,
) -> None:
    told = evolve(FRESH, told=Held(("why",)), version=SENT.version)
    assert decide(told, evolve(SENT, status=status)).verdict is InvoiceVerdict.SEND


@pytest.mark.parametrize("status", [s for s in InvoiceStatus if s in UNSENT])
@pytest.mark.parametrize("standing", [AwaitingPayment(), Held(("why",))])
def test_an_invoice_that_was_taken_back_is_not_sent(
    status: InvoiceStatus, standing: Standing
) -> None:
    """It was shown as sent, or somebody touched it since."""
    assert decide(evolve(FRESH, told=standing), evolve(SENT, status=status)).verdict is (
        InvoiceVerdict.LEFT_OUT
    )


def test_an_approved_invoice_of_which_nothing_was_told_stays() -> None:
    told = evolve(SENT, status=InvoiceStatus.APPROVED)
    record = evolve(FRESH, state=InvoiceState.DRAFT)
    assert decide(record, told).verdict is InvoiceVerdict.LEFT_OUT


EVENTS = (
    (InvoiceState.DRAFT, InvoiceStatus.AWAITING_PAYMENT, (InvoiceEvent.SENT,)),
    (InvoiceState.APPROVED, InvoiceStatus.AWAITING_PAYMENT, (InvoiceEvent.SENT,)),
    (InvoiceState.AWAITING_PAYMENT, InvoiceStatus.AWAITING_PAYMENT, ()),
    (InvoiceState.DRAFT, InvoiceStatus.PAID, (InvoiceEvent.SENT,)),
    (InvoiceState.DRAFT, InvoiceStatus.DRAFT, ()),
    (InvoiceState.DRAFT, InvoiceStatus.APPROVED, (InvoiceEvent.APPROVED,)),
    (InvoiceState.APPROVED, InvoiceStatus.APPROVED, ()),
    (InvoiceState.APPROVED, InvoiceStatus.DRAFT, (InvoiceEvent.WITHDRAWN,)),
    (InvoiceState.AWAITING_PAYMENT, InvoiceStatus.DRAFT, (InvoiceEvent.WITHDRAWN,)),
    (
        InvoiceState.AWAITING_PAYMENT,
        InvoiceStatus.APPROVED,
        (InvoiceEvent.WITHDRAWN, InvoiceEvent.APPROVED),
    ),
    (InvoiceState.DRAFT, InvoiceStatus.VOIDED, (InvoiceEvent.VOIDED,)),
    (InvoiceState.AWAITING_PAYMENT, InvoiceStatus.VOIDED, (InvoiceEvent.VOIDED,)),
    (InvoiceState.VOIDED, InvoiceStatus.VOIDED, ()),
)


@pytest.mark.parametrize(("state", "status", "events"), EVENTS)
def test_the_record_follows_the_host(
    state: InvoiceState, status: InvoiceStatus, events: tuple[InvoiceEvent, ...]
) -> None:
    record = evolve(FRESH, state=state, told=AwaitingPayment())
    assert decide(record, evolve(SENT, status=status)).events == events


WAITING = (NOBODY, Partner(link(LinkState.DORMANT)), Partner(link(LinkState.ENDED)))


@pytest.mark.parametrize("partner", WAITING)
def test_an_invoice_waits_for_its_contact_s_link(partner: Partner) -> None:
    assert action(FRESH, on=ground(partner)) == Wait()


def test_what_else_is_wrong_is_told_while_the_contact_is_not_linked() -> None:
    assert held(FRESH, on=ground(NOBODY, revenue_account=None)) == [
        "no account:default revenue account"
    ]


def test_a_separated_contact_holds_its_invoice() -> None:
    apart = ground(Partner(link(LinkState.PREVIOUSLY_SYNCED)))
    assert held(FRESH, on=apart) == ["contact no longer synced:contact-1"]


def test_a_former_partner_is_billed_by_its_id_where_that_is_chosen() -> None:
    former = Partner(link(LinkState.PREVIOUSLY_SYNCED))
    found = action(FRESH, on=ground(former, former_partner=FormerPartner.BILL))
    assert isinstance(found, CreateInvoice)
    assert found.draft.contact_id == CONTACT


def test_unproved_tax_is_sent_without_a_total_where_that_is_chosen() -> None:
    new_york = evolve(SENT, lines=(line("100", tax_rate=NEW_YORK),), total="108.88")
    on = ground(unproved_tax=UnprovedTaxRule.SEND_AND_COMPARE)
    found = action(FRESH, new_york, on)
    assert isinstance(found, CreateInvoice)
    assert (found.total, found.billed) == (None, Decimal("108.88"))


def test_what_was_voided_before_it_was_sent_costs_no_call() -> None:
    assert action(FRESH, VOIDED) == Settle()


def test_what_was_deleted_before_it_was_sent_costs_no_call() -> None:
    assert action(FRESH, None) == Settle()


STAYING = (CauseKind.REFUSED, CauseKind.UNCERTAIN)


@pytest.mark.parametrize("kind", STAYING)
def test_what_no_look_can_solve_holds_until_the_host_edits(kind: CauseKind) -> None:
    record = with_cause(evolve(FRESH, version=SENT.version), kind)
    assert held(record) == [f"{kind.value}:invoice-1"]


@pytest.mark.parametrize("kind", STAYING)
def test_an_edit_in_the_host_tries_again(kind: CauseKind) -> None:
    assert isinstance(action(with_cause(FRESH, kind), SENT), CreateInvoice)


def test_what_a_look_finds_solved_holds_no_more() -> None:
    record = with_cause(evolve(FRESH, version=SENT.version), CauseKind.NUMBER_TAKEN)
    assert isinstance(action(record), CreateInvoice)


# In Xero


def test_what_xero_has_as_it_is_here_needs_nothing() -> None:
    assert action(SYNCED) == Settle()


def test_a_new_version_that_bills_the_same_needs_nothing() -> None:
    assert action(SYNCED, edited()) == Settle()


def test_an_edit_is_carried_to_the_lines_that_are_there() -> None:
    found = change(SYNCED)
    assert (found.xero_id, found.line_ids, found.updated) == (XERO, ("line-1",), NOW)


def test_a_change_says_what_xero_will_make_of_it() -> None:
    assert change(SYNCED).total == Decimal("230.00")


def test_a_plan_sees_both_sides_of_a_change() -> None:
    found = decide(SYNCED, DEARER)
    assert found.before == DRAFT
    assert found.after == change(SYNCED).draft


def test_a_change_keeps_the_status_that_the_invoice_has_in_xero() -> None:
    """A person may have approved the draft; Xero takes no approval back."""
    found = action(SYNCED, DEARER, ground(xero_status=SentAs.DRAFT))
    assert isinstance(found, ChangeInvoice)
    assert found.draft.status is XeroInvoiceStatus.AUTHORISED


def test_a_mapping_that_changes_later_is_for_future_invoices() -> None:
    """Semantics row 43."""
    assert action(SYNCED, on=ground(revenue_account=TAX)) == Settle()


def test_an_earlier_or_later_start_date_does_not_unsync() -> None:
    later = SENT.issued + timedelta(1)
    assert isinstance(action(SYNCED, DEARER, ground(sync_start_date=later)), ChangeInvoice)


def test_an_edit_that_xero_would_not_take_is_held() -> None:
    assert held(SYNCED, edited(lines=(line("200"),), total="229")) == ["total differs:invoice-1"]


def test_an_edit_of_a_settled_invoice_is_held() -> None:
    assert held(SETTLED, DEARER) == ["paid, part-paid or credited:invoice-1"]


def test_an_edit_of_a_paid_invoice_is_held_although_nothing_was_due() -> None:
    paid = synced(InvoiceState.PAID, status=XeroInvoiceStatus.PAID)
    assert held(paid, DEARER) == ["paid, part-paid or credited:invoice-1"]


def test_an_edit_of_a_locked_invoice_is_held() -> None:
    assert held(SYNCED, DEARER, LOCKED) == ["locked period:2026-09-14"]


def test_an_invoice_cannot_be_dated_out_of_a_locked_period() -> None:
    moved = evolve(DEARER, issued=SENT.issued + timedelta(7))
    assert held(SYNCED, moved, LOCKED) == ["locked period:2026-09-14"]


def test_all_that_bars_an_edit_is_told_at_once() -> None:
    assert held(SETTLED, evolve(DEARER, due=None), LOCKED) == [
        "invalid:invoice-1",
        "locked period:2026-09-14",
        "paid, part-paid or credited:invoice-1",
    ]


def test_an_edit_waits_for_the_link_of_its_contact() -> None:
    assert action(SYNCED, DEARER, ground(NOBODY)) == Wait()


def test_a_draft_that_was_sent_and_not_touched_is_as_it_was() -> None:
    """The host could not be told in time; to be in Xero moves no status there."""
    assert action(SYNCED, evolve(SENT, status=InvoiceStatus.DRAFT)) == Settle()


def test_what_is_taken_back_to_a_draft_is_left_as_it_is_in_xero() -> None:
    draft = edited(status=InvoiceStatus.DRAFT)
    assert action(SYNCED, draft) == LeaveOut(NotEligible.NOT_SENT)


@pytest.mark.parametrize("invoice", [DEARER, VOIDED])
def test_nothing_is_written_while_it_is_off(invoice: HostInvoice) -> None:
    assert action(SYNCED, invoice, ground(on=False)) == LeaveOut(NotEligible.OFF)


def test_a_total_that_xero_made_otherwise_is_told_as_long_as_it_is() -> None:
    assert held(synced(total=Decimal("115.01"))) == ["total differs:invoice-1"]


def test_a_total_that_differs_shows_by_how_much() -> None:
    found = action(synced(total=Decimal("115.01")))
    assert isinstance(found, Hold)
    assert found.causes[0].why == (
        "Xero made it NZD 115.01 where the client was billed NZD 115.00, 0.01 more"
    )


# Edited in Xero


EDITED = with_cause(synced(edited=True, shown=True), CauseKind.EDITED_IN_XERO)


def test_an_edit_in_xero_waits_for_a_person() -> None:
    assert held(EDITED) == ["edited in xero:invoice-1"]


def test_an_edit_in_the_host_answers_one_in_xero() -> None:
    assert change(EDITED).was == DRAFT


def test_an_edit_in_the_host_that_nobody_made_in_answer_waits() -> None:
    """Both sides were edited before a run came: no one's edit is lost unseen."""
    both = with_cause(synced(edited=True), CauseKind.EDITED_IN_XERO)
    assert held(both, DEARER) == ["edited in xero:invoice-1"]


def test_a_retry_makes_xero_s_as_the_host_s_again() -> None:
    assert change(evolve(EDITED, causes=()), SENT).draft == DRAFT


def test_the_lines_of_what_was_edited_in_xero_are_written_anew() -> None:
    assert change(EDITED).line_ids == (None,)


def test_the_lines_of_what_xero_never_told_are_written_anew() -> None:
    assert change(synced(line_ids=())).line_ids == (None,)


# Voided


@pytest.mark.parametrize("invoice", BOTH_WAYS_GONE)
def test_what_is_voided_or_deleted_in_the_host_is_voided_in_xero(
    invoice: HostInvoice | None,
) -> None:
    assert action(SYNCED, invoice) == VoidInvoice(XERO, NOW)


def test_a_plan_sees_that_nothing_is_left_to_be_paid() -> None:
    found = decide(SYNCED, VOIDED)
    assert (found.before, found.after) == (DRAFT, None)


def test_a_deleted_invoice_has_no_version() -> None:
    assert decide(SYNCED, None).rests_on.version is None


@pytest.mark.parametrize("invoice", BOTH_WAYS_GONE)
def test_a_settled_invoice_is_not_voided(invoice: HostInvoice | None) -> None:
    assert held(SETTLED, invoice) == ["paid, part-paid or credited:invoice-1"]


@pytest.mark.parametrize("invoice", BOTH_WAYS_GONE)
def test_a_locked_invoice_is_not_voided(invoice: HostInvoice | None) -> None:
    assert held(SYNCED, invoice, LOCKED) == ["locked period:2026-09-14"]


@pytest.mark.parametrize("invoice", BOTH_WAYS_GONE)
def test_what_is_voided_on_both_sides_needs_nothing(invoice: HostInvoice | None) -> None:
    assert action(with_cause(GONE, CauseKind.VOIDED_IN_XERO), invoice) == Settle()


def test_a_mark_of_ours_does_not_answer_for_a_person() -> None:
    """The host shows it as voided because it was told so; nobody changed it."""
    shown = evolve(SENT, status=InvoiceStatus.VOIDED)
    record = with_cause(evolve(GONE, told=Voided()), CauseKind.VOIDED_IN_XERO)
    found = held(record, shown)
    assert found == ["voided in xero:invoice-1"]


def test_what_was_voided_in_xero_waits_for_a_person() -> None:
    assert held(with_cause(GONE, CauseKind.VOIDED_IN_XERO)) == ["voided in xero:invoice-1"]


def test_what_was_voided_in_xero_is_not_made_again_by_an_edit() -> None:
    assert held(GONE, DEARER) == ["voided in xero:invoice-1"]


def test_what_the_host_had_voided_before_xero_did_is_settled() -> None:
    """It could not be voided there then; the host's status is a person's, not a mark of ours."""
    record = with_cause(evolve(GONE, told=Held(("why",))), CauseKind.VOIDED_IN_XERO)
    assert action(record, evolve(SENT, status=InvoiceStatus.VOIDED)) == Settle()


def test_what_a_person_has_seen_voided_is_told_no_more() -> None:
    assert action(GONE) == Settle()


def test_what_was_voided_before_it_was_sent_is_never_sent() -> None:
    record = evolve(FRESH, state=InvoiceState.VOIDED)
    assert held(record) == ["invalid:invoice-1"]


def test_what_a_person_took_back_stays_back() -> None:
    record = evolve(GONE, not_eligible=NotEligible.TAKEN_BACK)
    assert action(record, DEARER) == LeaveOut(NotEligible.TAKEN_BACK)


# Every decision


def test_the_body_of_a_decision_is_what_its_intent_will_write() -> None:
    assert decide(FRESH).body == action(FRESH)


@pytest.mark.parametrize("on", [ground(on=False), ground(NOBODY), LOCKED])
def test_what_writes_nothing_has_no_body(on: Ground) -> None:
    assert decide(FRESH, on=on).body is None


def test_a_host_without_versions_is_compared_by_what_it_bills() -> None:
    record = synced(version=UNKNOWN)
    assert isinstance(action(record, evolve(DEARER, version=UNKNOWN)), ChangeInvoice)


def test_an_invoice_of_before_versions_were_kept_is_compared_by_what_it_bills() -> None:
    old = evolve(IN_XERO, version=UNKNOWN)
    assert action(evolve(SYNCED, in_xero=old)) == Settle()
