"""A mark moves the status of an invoice by one table, and never that of a voided one."""

import pytest

from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import InvoiceStatus
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.status import sends, status_shown
from xerolink.domain.invoices.xero import XeroInvoiceId

DRAFT, APPROVED, AWAITING, PART_PAID, PAID, VOIDED = InvoiceStatus
IN_XERO = InXero(XeroInvoiceId("x-1"))
PART = PartPaid(Money("1.00", CurrencyCode("NZD")))
HELD = Held(("the number is taken",))
STANDINGS: tuple[Standing, ...] = (AwaitingPayment(), IN_XERO, PART, Paid(), Voided(), HELD)


@pytest.mark.parametrize(
    ("standing", "after"),
    [
        (AwaitingPayment(), (AWAITING, AWAITING, AWAITING, PART_PAID, PAID, VOIDED)),
        (IN_XERO, (DRAFT, APPROVED, AWAITING, AWAITING, AWAITING, VOIDED)),
        (PART, (*[PART_PAID] * 5, VOIDED)),
        (Paid(), (*[PAID] * 5, VOIDED)),
        (Voided(), [VOIDED] * 6),
        (HELD, tuple(InvoiceStatus)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_mark_moves_each_status_as_the_table_says(
    standing: Standing, after: tuple[InvoiceStatus, ...]
) -> None:
    """The statuses stand in the order of a life: draft, approved, awaiting, part-paid, paid."""
    assert [status_shown(status, standing) for status in InvoiceStatus] == list(after)


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda value: type(value).__name__)
def test_a_mark_twice_is_a_mark_once(standing: Standing) -> None:
    once = [status_shown(status, standing) for status in InvoiceStatus]
    assert [status_shown(status, standing) for status in once] == once


@pytest.mark.parametrize("unsent", [DRAFT, APPROVED])
def test_a_mark_sends_what_was_not_sent(unsent: InvoiceStatus) -> None:
    assert sends(unsent, AWAITING)


@pytest.mark.parametrize("sent", [AWAITING, PART_PAID, PAID])
def test_what_was_sent_is_not_sent_by_a_mark(sent: InvoiceStatus) -> None:
    assert not sends(sent, AWAITING)


@pytest.mark.parametrize("after", [PART_PAID, PAID, VOIDED, DRAFT])
def test_a_mark_of_anything_else_sends_nothing(after: InvoiceStatus) -> None:
    assert not sends(DRAFT, after)
