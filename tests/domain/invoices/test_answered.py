"""What is remembered once Xero answered a write, and whether a lost answer's invoice is ours."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.office import (
    DEARER,
    FRESH,
    GROUND,
    IN_XERO,
    LATER,
    NOW,
    SENT,
    STAMP,
    SYNCED,
    XERO,
    as_xero_has_it,
    kinds,
)
from xerolink.domain.identity import IntentId, RunId, XeroContactId
from xerolink.domain.invoices.answered import (
    drift_of_answer,
    number_held,
    refused,
    same_invoice,
    stored,
)
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.decide_invoice import decide_invoice
from xerolink.domain.invoices.decision import Settle
from xerolink.domain.invoices.intent import (
    ChangeInvoice,
    CreateInvoice,
    InvoiceIntent,
    InvoiceIntentBody,
    VoidInvoice,
)
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoice, LineAmountTypes
from xerolink.domain.invoices.record import InvoiceRecord, NotEligible
from xerolink.domain.invoices.taken import taken
from xerolink.domain.invoices.xero import (
    Refusal,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceStatus,
)

ANSWER = as_xero_has_it()
DRAFT, TOTAL = IN_XERO.draft, IN_XERO.total
CREATE = CreateInvoice(DRAFT, TOTAL, SENT.total)
VOID = VoidInvoice(XERO, NOW)


def intent(body: InvoiceIntentBody) -> InvoiceIntent:
    return InvoiceIntent(
        IntentId("i-1"), SENT.host_id, SENT.version, body, RunId("r-1"), STAMP.actor, NOW
    )


def created(xero: XeroInvoice = ANSWER, body: CreateInvoice = CREATE) -> InvoiceRecord:
    return stored(FRESH, intent(body), xero)


def body_of(record: InvoiceRecord, invoice: HostInvoice) -> InvoiceIntentBody:
    body = decide_invoice(record, invoice, GROUND, STAMP).body
    assert body is not None
    return body


# The one that we sent


def test_what_was_sent_is_recognised() -> None:
    assert same_invoice(DRAFT, TOTAL, ANSWER)


OTHERS = (
    {"contact_id": XeroContactId("c-9")},
    {"currency": CurrencyCode("AUD")},
    {"issued": DRAFT.issued + timedelta(1)},
    {"line_amount_types": LineAmountTypes.INCLUSIVE},
    {"total": Decimal("115.01")},
    {"lines": ()},
    {"lines": None},
)


@pytest.mark.parametrize("how", OTHERS)
def test_what_differs_is_somebody_else_s(how: dict[str, Any]) -> None:
    assert not same_invoice(DRAFT, TOTAL, as_xero_has_it(**how))


def test_a_total_that_was_not_known_tells_nothing() -> None:
    assert same_invoice(DRAFT, None, as_xero_has_it(total=Decimal("115.01")))


def test_what_was_sent_is_ours_although_it_was_voided_since() -> None:
    assert same_invoice(DRAFT, TOTAL, as_xero_has_it(status=XeroInvoiceStatus.VOIDED))


# Drift


def test_an_answer_as_billed_is_no_drift() -> None:
    assert drift_of_answer(SENT.host_id, Decimal(115), ANSWER) is None


def test_an_answer_that_is_a_cent_off_is_told() -> None:
    (cause,) = (drift_of_answer(SENT.host_id, Decimal("115.01"), ANSWER),)
    assert cause is not None
    assert (cause.key, cause.why) == (
        "total differs:invoice-1",
        "Xero made it NZD 115.00 where the client was billed NZD 115.01, 0.01 less",
    )


def test_without_a_billed_total_nothing_is_compared() -> None:
    assert drift_of_answer(SENT.host_id, None, ANSWER) is None


# Stored


def test_what_was_created_is_in_xero_as_it_was_drafted() -> None:
    assert created() == evolve(FRESH, state=InvoiceState.SYNCED, in_xero=IN_XERO)


def test_what_was_created_and_is_taken_for_decided_needs_nothing() -> None:
    decision = decide_invoice(FRESH, SENT, GROUND, STAMP)
    record = stored(taken(FRESH, SENT, decision), intent(CREATE), ANSWER)
    assert decide_invoice(record, SENT, GROUND, STAMP).action == Settle()


def test_what_was_created_with_another_total_is_told() -> None:
    odd = as_xero_has_it(total=Decimal("115.01"))
    assert kinds(created(odd).causes) == ["total differs:invoice-1"]


def test_what_was_created_and_voided_before_the_answer_was_found_is_told() -> None:
    found = created(as_xero_has_it(status=XeroInvoiceStatus.VOIDED))
    assert (found.state, kinds(found.causes)) == (
        InvoiceState.VOIDED,
        ["voided in xero:invoice-1"],
    )


def test_what_was_created_and_paid_before_the_answer_was_found_is_paid() -> None:
    paid = as_xero_has_it(
        status=XeroInvoiceStatus.PAID, amount_paid=Decimal(115), amount_due=Decimal(0)
    )
    assert created(paid).state is InvoiceState.PAID


def test_an_answer_that_comes_twice_is_taken_once() -> None:
    assert stored(created(), intent(CREATE), ANSWER) == created()


def test_a_change_is_remembered_as_agreed() -> None:
    body = body_of(SYNCED, DEARER)
    assert isinstance(body, ChangeInvoice)
    now = evolve(IN_XERO, draft=body.draft, updated=LATER, total=Decimal("230.00"))
    change = evolve(intent(body), version=DEARER.version)
    found = stored(evolve(SYNCED, in_xero=IN_XERO), change, as_xero_has_it(now))
    assert found.in_xero == evolve(now, version=DEARER.version)


def test_what_was_edited_in_xero_is_agreed_again_once_it_is_overwritten() -> None:
    overwritten = evolve(SYNCED, in_xero=evolve(IN_XERO, edited=True))
    body = body_of(overwritten, SENT)
    found = stored(overwritten, intent(body), as_xero_has_it(updated=LATER))
    assert found.in_xero is not None
    assert not found.in_xero.edited


def test_a_void_is_remembered() -> None:
    gone = as_xero_has_it(status=XeroInvoiceStatus.VOIDED, updated=LATER)
    found = stored(SYNCED, intent(VOID), gone)
    assert (found.state, found.causes) == (InvoiceState.VOIDED, ())


def test_what_held_it_before_it_was_voided_holds_it_no_more() -> None:
    held = evolve(SYNCED, causes=(Cause(CauseKind.EDITED_IN_XERO, CauseThing("invoice-1")),))
    gone = as_xero_has_it(status=XeroInvoiceStatus.VOIDED, updated=LATER)
    assert stored(held, intent(VOID), gone) == evolve(
        SYNCED,
        state=InvoiceState.VOIDED,
        in_xero=evolve(IN_XERO, status=XeroInvoiceStatus.VOIDED, updated=LATER),
    )


def test_a_void_that_was_read_back_first_is_ours_all_the_same() -> None:
    gone = as_xero_has_it(status=XeroInvoiceStatus.VOIDED, updated=LATER)
    already = evolve(SYNCED, state=InvoiceState.VOIDED)
    assert stored(already, intent(VOID), gone).causes == ()


def test_an_undone_sending_stays_undone() -> None:
    gone = as_xero_has_it(status=XeroInvoiceStatus.VOIDED, updated=LATER)
    undone = stored(SYNCED, intent(evolve(VOID, undo=True)), gone)
    assert undone.not_eligible is NotEligible.TAKEN_BACK


# Refused


REFUSALS = (
    (RefusalKind.SETTLED, "paid, part-paid or credited:invoice-1"),
    (RefusalKind.CONTACT, "contact archived in xero:contact-1"),
    (RefusalKind.ACCOUNT, "refused by xero:invoice-1"),
    (RefusalKind.TAX_TYPE, "refused by xero:invoice-1"),
    (RefusalKind.LOCKED, "refused by xero:invoice-1"),
    (RefusalKind.STATUS, "refused by xero:invoice-1"),
    (RefusalKind.CURRENCY, "refused by xero:invoice-1"),
    (RefusalKind.OTHER, "refused by xero:invoice-1"),
)


@pytest.mark.parametrize(("kind", "key"), REFUSALS)
def test_a_refusal_holds_the_invoice(kind: RefusalKind, key: str) -> None:
    assert kinds(refused(FRESH, (Refusal(kind, "no"),)).causes) == [key]


REFUSED = "Xero refused it ({}): no"
MENDED = (
    (
        RefusalKind.SETTLED,
        REFUSED.format("payment or credit"),
        "remove the payment or credit in Xero, or take the change back in the host",
    ),
    (
        RefusalKind.CONTACT,
        REFUSED.format("contact"),
        "restore the contact in Xero, or link the host's contact to another one",
    ),
    (
        RefusalKind.ACCOUNT,
        REFUSED.format("account"),
        "mend it in Xero or in the host, and retry",
    ),
)


@pytest.mark.parametrize(("kind", "why", "fix"), MENDED, ids=[kind.value for kind, *_ in MENDED])
def test_a_refusal_is_told_with_what_mends_it(kind: RefusalKind, why: str, fix: str) -> None:
    (cause,) = refused(FRESH, (Refusal(kind, "no"),)).causes
    assert (cause.why, cause.fix) == (why, fix)


def test_a_taken_number_is_told_with_what_mends_it() -> None:
    (cause,) = number_held(FRESH).causes
    assert (cause.why, cause.fix) == (
        "another sales invoice in Xero has this number",
        "give the invoice another number in the host, or the other one in Xero",
    )


def test_every_reason_of_xero_is_told() -> None:
    both = (Refusal(RefusalKind.ACCOUNT, "one"), Refusal(RefusalKind.OTHER, "two\nlines"))
    (cause,) = refused(FRESH, both).causes
    assert [why for why, _ in cause.problems] == [
        "Xero refused it (account): one",
        "Xero refused it (other): two lines",
    ]


def test_a_taken_number_is_told_and_never_changed() -> None:
    """Semantics row 35."""
    found = number_held(FRESH)
    assert (kinds(found.causes), found.number) == (["number taken:invoice-1"], FRESH.number)


def test_what_held_it_before_is_not_told_again() -> None:
    before = evolve(FRESH, causes=(Cause(CauseKind.SETTLED, CauseThing("invoice-1")),))
    assert kinds(number_held(before).causes) == ["number taken:invoice-1"]
