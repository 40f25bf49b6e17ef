"""What Xero's state of an invoice means here (semantics rows 39 and 40)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.office import (
    CONTACT,
    FRESH,
    IN_XERO,
    LATER,
    NOW,
    SYNCED,
    XERO,
    as_xero_has_it,
    kinds,
)
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import InvoiceNumber, LineAmountTypes, PercentOff
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.read_back import due_of, read_back, standing_of
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InvoiceRecord,
    InXero,
    NotEligible,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.xero import (
    LineItemId,
    XeroInvoice,
    XeroInvoiceId,
    XeroInvoiceStatus,
)

ECHO = as_xero_has_it()
UNPAID = as_xero_has_it(updated=LATER)
PART = evolve(UNPAID, amount_paid=Decimal(15), amount_due=Decimal(100))
PAID = evolve(
    UNPAID, status=XeroInvoiceStatus.PAID, amount_paid=Decimal(115), amount_due=Decimal(0)
)
CREDITED = evolve(UNPAID, amount_credited=Decimal(15), amount_due=Decimal(100))
GONE = evolve(UNPAID, status=XeroInvoiceStatus.VOIDED)
EDITED = evolve(UNPAID, number=InvoiceNumber("INV-9"))


def after(*readings: XeroInvoice, record: InvoiceRecord = SYNCED) -> InvoiceRecord:
    for xero in readings:
        record = read_back(record, xero)
    return record


def changed(line: dict[str, Any]) -> XeroInvoice:
    """Xero's invoice, whose line is different."""
    (shown,) = UNPAID.lines or ()
    return evolve(UNPAID, lines=(evolve(shown, line=evolve(shown.line, **line)),))


# Nothing new


def test_our_own_echo_changes_nothing() -> None:
    assert after(ECHO) == SYNCED


def test_a_stale_replica_changes_nothing() -> None:
    stale = evolve(GONE, updated=NOW - timedelta(1))
    assert after(stale) == SYNCED


def test_another_s_invoice_changes_nothing() -> None:
    assert after(evolve(GONE, xero_id=XeroInvoiceId("x-2"))) == SYNCED


def test_what_is_not_in_xero_is_not_read_back() -> None:
    assert after(GONE, record=FRESH) == FRESH


def test_what_was_voided_stays_voided() -> None:
    voided = evolve(SYNCED, state=InvoiceState.VOIDED)
    assert after(UNPAID, record=voided) == voided


def test_a_later_reading_of_the_same_moves_its_time_alone() -> None:
    assert after(UNPAID) == evolve(SYNCED, in_xero=evolve(IN_XERO, updated=LATER))


# Money


MONEY = (
    ((PART,), InvoiceState.PART_PAID),
    ((CREDITED,), InvoiceState.PART_PAID),
    ((PAID,), InvoiceState.PAID),
    ((PART, PAID), InvoiceState.PAID),
    ((PAID, PART), InvoiceState.PART_PAID),
    ((PART, PART), InvoiceState.PART_PAID),
    ((PAID, PAID), InvoiceState.PAID),
    ((PART, UNPAID), InvoiceState.SYNCED),
    ((PAID, UNPAID), InvoiceState.SYNCED),
)


@pytest.mark.parametrize(("readings", "state"), MONEY)
def test_the_state_follows_the_money(
    readings: tuple[XeroInvoice, ...], state: InvoiceState
) -> None:
    assert after(*readings).state is state


@pytest.mark.parametrize("settled", [PART, CREDITED, PAID])
def test_money_or_a_credit_settles_it(settled: XeroInvoice) -> None:
    now = after(settled).in_xero
    assert now is not None
    assert now.settled


def test_a_payment_is_no_edit() -> None:
    assert after(PART).causes == ()


def test_a_draft_that_a_person_approves_is_no_edit() -> None:
    draft = evolve(SYNCED, in_xero=evolve(IN_XERO, status=XeroInvoiceStatus.DRAFT))
    assert after(UNPAID, record=draft).causes == ()


# Voided


@pytest.mark.parametrize(
    ("status", "done"),
    [(XeroInvoiceStatus.VOIDED, "voided"), (XeroInvoiceStatus.DELETED, "deleted")],
)
def test_what_somebody_voids_or_deletes_in_xero_is_told(
    status: XeroInvoiceStatus, done: str
) -> None:
    (cause,) = after(evolve(GONE, status=status)).causes
    assert (cause.key, cause.why) == (
        "voided in xero:invoice-1",
        f"somebody {done} it in Xero; the host still bills it",
    )


def test_what_somebody_voids_in_xero_is_voided() -> None:
    assert after(GONE).state is InvoiceState.VOIDED


def test_a_void_is_told_instead_of_what_held_it() -> None:
    held = evolve(SYNCED, causes=(Cause(CauseKind.SETTLED, CauseThing("invoice-1")),))
    assert kinds(after(GONE, record=held).causes) == ["voided in xero:invoice-1"]


def test_a_void_of_our_own_is_no_drift() -> None:
    """It is remembered with Xero's answer, before it is read back."""
    ours = evolve(SYNCED, state=InvoiceState.VOIDED)
    assert after(GONE, record=ours).causes == ()


# Edited


EDITS = (
    (evolve(UNPAID, number=InvoiceNumber("INV-9")), "number"),
    (evolve(UNPAID, contact_id=XeroContactId("c-9")), "contact"),
    (evolve(UNPAID, currency=CurrencyCode("AUD")), "currency"),
    (evolve(UNPAID, issued=UNPAID.issued + timedelta(1)), "issue date"),
    (evolve(UNPAID, due=None), "due date"),
    (evolve(UNPAID, line_amount_types=LineAmountTypes.INCLUSIVE), "tax inside or on top"),
    (evolve(UNPAID, total=Decimal("115.01")), "total"),
    (evolve(UNPAID, lines=()), "lines"),
    (changed({"description": "Other advice"}), "lines"),
    (changed({"quantity": Decimal(2)}), "lines"),
    (changed({"unit_price": Decimal(99)}), "lines"),
    (changed({"account": "201"}), "lines"),
    (changed({"tax_type": "ZERORATED"}), "lines"),
    (changed({"discount": PercentOff(1)}), "lines"),
    (changed({"item": "HOUR"}), "lines"),
)


@pytest.mark.parametrize(("edited", "part"), EDITS)
def test_an_edit_in_xero_is_told_by_what_differs(edited: XeroInvoice, part: str) -> None:
    (cause,) = after(edited).causes
    assert (cause.key, cause.why) == (
        "edited in xero:invoice-1",
        f"somebody changed it in Xero; it is not as it was sent in: {part}",
    )


NO_EDITS = (
    changed({"description": " Advice\n"}),
    changed({"quantity": Decimal("1.0000")}),
    changed({"discount": PercentOff(0)}),
    evolve(UNPAID, number=InvoiceNumber("inv-1")),
    evolve(UNPAID, reference="seen"),
    evolve(UNPAID, lines=None),
)


@pytest.mark.parametrize("same", NO_EDITS)
def test_what_means_the_same_is_no_edit(same: XeroInvoice) -> None:
    assert after(same).causes == ()


def test_an_edit_is_told_once() -> None:
    assert after(EDITED, EDITED) == after(EDITED)


def test_an_edit_that_is_taken_back_in_xero_is_told_no_more() -> None:
    back = evolve(UNPAID, updated=LATER + timedelta(1))
    assert after(EDITED, back).causes == ()


def test_an_edit_that_was_answered_is_not_told_again() -> None:
    """A person retried: it is about to be overwritten."""
    answered = evolve(after(EDITED), causes=())
    assert after(EDITED, record=answered).causes == ()


def test_another_edit_is_told_again() -> None:
    answered = evolve(after(EDITED), causes=())
    another = evolve(EDITED, updated=LATER + timedelta(1))
    assert kinds(after(another, record=answered).causes) == ["edited in xero:invoice-1"]


def shown(record: InvoiceRecord) -> bool:
    assert record.in_xero is not None
    return record.in_xero.shown


SEEN = after(EDITED)
SEEN = evolve(SEEN, in_xero=SEEN.in_xero and evolve(SEEN.in_xero, shown=True))
"""A run has held it for its edit."""


def test_an_edit_that_was_seen_stays_seen() -> None:
    assert shown(after(EDITED, record=SEEN))


def test_another_edit_was_seen_by_nobody() -> None:
    assert not shown(after(evolve(EDITED, updated=LATER + timedelta(1)), record=SEEN))


def test_lines_that_are_not_told_do_not_take_an_edit_back() -> None:
    unseen = evolve(UNPAID, lines=None, updated=LATER + timedelta(1))
    assert kinds(after(changed({"quantity": Decimal(2)}), unseen).causes) == [
        "edited in xero:invoice-1"
    ]


def test_the_agreed_total_outlives_an_edit() -> None:
    now = after(evolve(UNPAID, total=Decimal("230.00"))).in_xero
    assert now is not None
    assert (now.total, now.edited) == (Decimal("115.00"), True)


def test_an_edit_leaves_what_else_holds_it() -> None:
    other = Cause(CauseKind.SETTLED, CauseThing("invoice-1"))
    held = evolve(SYNCED, causes=(other,))
    assert after(EDITED, record=held).causes[0] == other


def test_lines_that_xero_made_anew_are_known_by_their_new_ids() -> None:
    (shown,) = UNPAID.lines or ()
    now = after(evolve(UNPAID, lines=(evolve(shown, line_id=LineItemId("new")),))).in_xero
    assert now is not None
    assert now.line_ids == ("new",)


SURVIVOR = XeroContactId("c-2")


def test_a_contact_that_xero_merged_is_no_edit() -> None:
    moved = evolve(UNPAID, contact_id=SURVIVOR)
    found = read_back(SYNCED, moved, frozenset({SURVIVOR}))
    assert found.causes == ()
    assert found.in_xero is not None
    assert found.in_xero.draft.contact_id == SURVIVOR


READINGS = st.sampled_from((ECHO, UNPAID, PART, CREDITED, PAID, GONE, EDITED, *NO_EDITS)).flatmap(
    lambda xero: st.integers(-1, 3).map(lambda day: evolve(xero, updated=NOW + timedelta(day)))
)


@given(earlier=st.lists(READINGS, max_size=4), xero=READINGS)
def test_to_read_twice_is_to_read_once(earlier: list[XeroInvoice], xero: XeroInvoice) -> None:
    """Law."""
    record = after(*earlier)
    assert after(xero, xero, record=record) == after(xero, record=record)


@given(st.lists(READINGS, max_size=6))
def test_what_is_remembered_never_gets_older(readings: list[XeroInvoice]) -> None:
    """Law."""
    seen = []
    record = SYNCED
    for xero in readings:
        record = read_back(record, xero)
        assert record.in_xero is not None
        seen.append(record.in_xero.updated)
    assert seen == sorted(seen)


# What the host is told


HELD = evolve(SYNCED, causes=(Cause(CauseKind.INVALID, CauseThing("x"), "why\nand why", "a\nb"),))
TOLD = (
    (FRESH, AwaitingPayment()),
    (evolve(FRESH, waits=True), AwaitingPayment()),
    (evolve(FRESH, state=InvoiceState.DRAFT), None),
    (evolve(FRESH, state=InvoiceState.APPROVED), None),
    (SYNCED, InXero(XERO)),
    (after(PART), PartPaid(Money("100", CurrencyCode("NZD")))),
    (after(PAID), Paid()),
    (after(GONE), Voided()),
    (HELD, Held(("why (a); and why (b)",))),
    (evolve(HELD, state=InvoiceState.PAID), Paid()),
    (
        evolve(after(GONE), not_eligible=NotEligible.TAKEN_BACK),
        Held((NotEligible.TAKEN_BACK.value,)),
    ),
)


@pytest.mark.parametrize(("record", "standing"), TOLD)
def test_the_host_is_told_where_the_invoice_stands(
    record: InvoiceRecord, standing: Standing | None
) -> None:
    assert standing_of(record) == standing


@pytest.mark.parametrize(
    ("currency", "due", "told"),
    [
        ("NZD", "0.10", "0.10"),
        ("JPY", "382.05", "383"),
        ("JPY", "383.00", "383"),
        ("KWD", "1", "1"),
    ],
)
def test_what_is_due_is_told_in_whole_coins_rounded_up(currency: str, due: str, told: str) -> None:
    """Xero counts yen in hundredths too; what is due is never told as nothing."""
    code = CurrencyCode(currency)
    now = evolve(IN_XERO, draft=evolve(IN_XERO.draft, currency=code), amount_due=Decimal(due))
    assert due_of(now) == Money(told, code)


def test_the_agreed_contact_is_no_edit() -> None:
    assert after(evolve(UNPAID, contact_id=CONTACT)).causes == ()
