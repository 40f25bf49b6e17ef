"""The whole of what is decided about an invoice: what is written, why, and on what it rests."""

from decimal import Decimal

import pytest
from attrs import evolve

from tests.domain.invoices.office import (
    CONTACT,
    DEARER,
    DRAFT,
    FRESH,
    GONE,
    GROUND,
    IN_XERO,
    NOW,
    SENT,
    STAMP,
    SYNCED,
    XERO,
    edited,
    ground,
)
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.decide_invoice import Ground, decide_invoice, needs_catalogue
from xerolink.domain.invoices.decision import (
    Hold,
    InvoiceDecision,
    InvoiceRestsOn,
    InvoiceVerdict,
    LeaveOut,
    Settle,
    Wait,
)
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice
from xerolink.domain.invoices.invoice_state import InvoiceEvent, InvoiceState
from xerolink.domain.invoices.mapping import draft_of
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.partner import NOBODY
from xerolink.domain.invoices.record import AwaitingPayment, InvoiceRecord, NotEligible
from xerolink.domain.invoices.settings import SentAs
from xerolink.domain.invoices.xero import XeroInvoiceDraft

DEARER_DRAFT = draft_of(DEARER, GROUND.settings, GROUND.catalogue, CONTACT)
FROM_DRAFT = evolve(FRESH, state=InvoiceState.DRAFT)
EDITED_THERE = evolve(SYNCED, in_xero=evolve(IN_XERO, edited=True, shown=True))
"""Somebody changed it in Xero, and a person was shown that."""
UNSENT = evolve(SENT, status=InvoiceStatus.APPROVED)


def change(
    draft: XeroInvoiceDraft, total: Decimal, billed: Decimal | None, *, anew: bool = False
) -> ChangeInvoice:
    """*anew*: the lines are written anew, since nobody knows which is which."""
    ids = (None,) if anew else IN_XERO.line_ids
    return ChangeInvoice(XERO, DRAFT, NOW, draft, ids, total, billed)


def rests_on(invoice: HostInvoice, record: InvoiceRecord) -> InvoiceRestsOn:
    return InvoiceRestsOn(invoice.version, record.revision)


def test_what_is_sent_goes_as_it_is_billed() -> None:
    create = CreateInvoice(DRAFT, Decimal("115.00"), SENT.total)
    assert decide_invoice(FRESH, SENT, GROUND, STAMP) == InvoiceDecision(
        STAMP,
        SENT.host_id,
        InvoiceVerdict.SEND,
        create,
        "sent to the client",
        rests_on(SENT, FRESH),
        after=DRAFT,
    )


def test_a_draft_that_was_sent_since_becomes_a_sent_one_as_it_goes() -> None:
    found = decide_invoice(FROM_DRAFT, SENT, GROUND, STAMP)
    assert found.events == (InvoiceEvent.SENT,)


def test_an_edit_is_carried_over_with_what_is_billed_now() -> None:
    assert decide_invoice(SYNCED, DEARER, GROUND, STAMP) == InvoiceDecision(
        STAMP,
        SENT.host_id,
        InvoiceVerdict.CHANGE,
        change(DEARER_DRAFT, Decimal("230.00"), DEARER.total),
        "edited in the host",
        rests_on(DEARER, SYNCED),
        DRAFT,
        DEARER_DRAFT,
    )


def test_what_was_edited_in_xero_is_made_as_the_host_s_again() -> None:
    assert decide_invoice(EDITED_THERE, SENT, GROUND, STAMP) == InvoiceDecision(
        STAMP,
        SENT.host_id,
        InvoiceVerdict.CHANGE,
        change(DRAFT, Decimal("115.00"), SENT.total, anew=True),
        "Xero's is made as the host's again",
        rests_on(SENT, EDITED_THERE),
        DRAFT,
        DRAFT,
    )


@pytest.mark.parametrize("invoice", [SENT, edited()], ids=["not edited", "edited back"])
def test_what_xero_has_as_it_is_here_stays(invoice: HostInvoice) -> None:
    assert decide_invoice(SYNCED, invoice, GROUND, STAMP) == InvoiceDecision(
        STAMP,
        SENT.host_id,
        InvoiceVerdict.NOTHING,
        Settle(),
        "Xero has it as it is here",
        rests_on(invoice, SYNCED),
        DRAFT,
        DRAFT,
    )


def test_what_was_not_sent_yet_stays_out_and_its_record_follows_the_host() -> None:
    assert decide_invoice(FROM_DRAFT, UNSENT, GROUND, STAMP) == InvoiceDecision(
        STAMP,
        SENT.host_id,
        InvoiceVerdict.LEFT_OUT,
        LeaveOut(NotEligible.NOT_SENT),
        "it was not sent to the client yet",
        rests_on(UNSENT, FROM_DRAFT),
        events=(InvoiceEvent.APPROVED,),
    )


@pytest.mark.parametrize(
    ("state", "status", "events"),
    [
        (InvoiceState.AWAITING_PAYMENT, InvoiceStatus.DRAFT, (InvoiceEvent.WITHDRAWN,)),
        (
            InvoiceState.AWAITING_PAYMENT,
            InvoiceStatus.APPROVED,
            (InvoiceEvent.WITHDRAWN, InvoiceEvent.APPROVED),
        ),
        (InvoiceState.APPROVED, InvoiceStatus.APPROVED, ()),
        (InvoiceState.APPROVED, InvoiceStatus.DRAFT, (InvoiceEvent.WITHDRAWN,)),
    ],
)
def test_what_was_taken_back_from_the_client_is_followed(
    state: InvoiceState, status: InvoiceStatus, events: tuple[InvoiceEvent, ...]
) -> None:
    record = evolve(FRESH, state=state, told=AwaitingPayment())
    invoice = evolve(SENT, status=status)
    assert decide_invoice(record, invoice, GROUND, STAMP).events == events


@pytest.mark.parametrize(
    ("record", "invoice", "events"),
    [(FROM_DRAFT, SENT, (InvoiceEvent.SENT,)), (FRESH, SENT, ()), (SYNCED, DEARER, ())],
    ids=["a draft before", "sent before", "in Xero"],
)
def test_what_has_nobody_to_be_billed_to_waits_for_the_contact(
    record: InvoiceRecord, invoice: HostInvoice, events: tuple[InvoiceEvent, ...]
) -> None:
    nobody = ground(NOBODY)
    found = decide_invoice(record, invoice, nobody, STAMP)
    assert (found.action, found.events) == (Wait(), events)


def test_what_holds_a_draft_that_was_sent_holds_a_sent_one() -> None:
    found = decide_invoice(FROM_DRAFT, SENT, ground(tax_rates={}), STAMP)
    assert (found.verdict, found.events) == (InvoiceVerdict.HELD, (InvoiceEvent.SENT,))


def test_what_bars_an_edit_is_told_with_what_mends_it() -> None:
    settled = evolve(SYNCED, in_xero=evolve(IN_XERO, settled=True))
    found = decide_invoice(settled, DEARER, GROUND, STAMP).action
    assert isinstance(found, Hold)
    (cause,) = found.causes
    assert (cause.why, cause.fix) == (
        "it was edited, and is to be changed in Xero: a payment or credit stands against it there",
        "remove the payment or credit in Xero, or take it back in the host",
    )


def test_what_is_authorised_in_xero_is_not_changed_because_drafts_are_sent_from_now_on() -> None:
    """Semantics row 43: settings are for future invoices."""
    as_draft = ground(xero_status=SentAs.DRAFT)
    assert decide_invoice(SYNCED, edited(), as_draft, STAMP).action == Settle()


LEFT_OUT = evolve(FRESH, not_eligible=NotEligible.LEFT_OUT, due=False)


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (LEFT_OUT, InvoiceVerdict.LEFT_OUT),
        (evolve(LEFT_OUT, due=True), InvoiceVerdict.SEND),
        (
            evolve(LEFT_OUT, causes=(Cause(CauseKind.INVALID, CauseThing("x")),)),
            InvoiceVerdict.SEND,
        ),
    ],
    ids=["nothing happened", "it is due", "something held it"],
)
def test_what_was_left_out_of_a_plan_stays_out_until_it_is_decided_anew(
    record: InvoiceRecord, verdict: InvoiceVerdict
) -> None:
    assert decide_invoice(record, SENT, GROUND, STAMP).verdict is verdict


VOIDED = edited(status=InvoiceStatus.VOIDED)
OFF = ground(on=False)


@pytest.mark.parametrize("invoice", [VOIDED, None], ids=["voided", "deleted"])
@pytest.mark.parametrize(
    ("record", "on", "needed"),
    [(SYNCED, GROUND, True), (SYNCED, OFF, False), (GONE, GROUND, False), (FRESH, GROUND, False)],
    ids=["in Xero", "switched off", "voided there", "never there"],
)
def test_locks_have_a_say_in_a_void_while_it_is_in_xero_and_invoices_flow(
    invoice: HostInvoice | None, record: InvoiceRecord, on: Ground, needed: bool
) -> None:
    assert needs_catalogue(record, invoice, on.settings) is needed
