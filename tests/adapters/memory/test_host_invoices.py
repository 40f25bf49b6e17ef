"""The dictionaries show a host's invoices, and what people do with them."""

from datetime import date

import pytest

from xerolink.adapters.memory.host_invoices import MemoryHostInvoices
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
)
from xerolink.domain.invoices.record import AwaitingPayment, Held, Paid
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.ports.host_invoices import Mark, Marked, MarkRefused

I1, NONE = HostInvoiceId("i-1"), HostInvoiceId("none")
GST = HostTaxRateId("gst")
DRAFT = HostInvoice(
    I1,
    HostContactId("c-1"),
    InvoiceNumber("INV-1"),
    CurrencyCode("NZD"),
    issued=date(2026, 9, 14),
    due=date(2026, 10, 14),
    line_amount_types=LineAmountTypes.EXCLUSIVE,
    lines=(InvoiceLine("Advice", 1, "100.00", GST),),
    total="115.00",
)


@pytest.fixture
def book() -> MemoryHostInvoices:
    made = MemoryHostInvoices()
    made.add(DRAFT)
    return made


def test_what_people_add_is_there(book: MemoryHostInvoices) -> None:
    assert book.invoices().keys() == {I1}


def test_an_id_is_taken_once(book: MemoryHostInvoices) -> None:
    with pytest.raises(ValueError, match="i-1"):
        book.add(DRAFT)


def test_people_set_fields_by_name(book: MemoryHostInvoices) -> None:
    assert book.edit(I1, number=InvoiceNumber("INV-2")).number == "INV-2"


def test_an_edit_that_changes_nothing_keeps_the_version(book: MemoryHostInvoices) -> None:
    before = book.invoices()[I1]
    assert book.edit(I1, number=DRAFT.number) == before


@pytest.mark.parametrize("verb", ["edit", "approve", "withdraw", "send", "void", "delete"])
def test_people_can_do_nothing_with_what_is_not_there(book: MemoryHostInvoices, verb: str) -> None:
    with pytest.raises(KeyError):
        getattr(book, verb)(NONE)


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("approve", InvoiceStatus.APPROVED),
        ("withdraw", InvoiceStatus.DRAFT),
        ("send", InvoiceStatus.AWAITING_PAYMENT),
        ("void", InvoiceStatus.VOIDED),
    ],
)
def test_people_move_the_status(book: MemoryHostInvoices, verb: str, status: InvoiceStatus) -> None:
    assert getattr(book, verb)(I1).status is status


def test_nothing_is_shown_before_the_first_mark(book: MemoryHostInvoices) -> None:
    assert book.standing(I1) is None


def test_the_latest_mark_is_shown(book: MemoryHostInvoices) -> None:
    held = Held(("the number is taken",))
    book.mark_many([Mark(I1, AwaitingPayment()), Mark(I1, held)])
    assert book.standing(I1) == held


def test_what_is_shown_of_a_missing_invoice_cannot_be_asked(book: MemoryHostInvoices) -> None:
    with pytest.raises(KeyError):
        book.standing(NONE)


def test_what_was_shown_goes_with_a_deleted_invoice(book: MemoryHostInvoices) -> None:
    book.mark_many([Mark(I1, Paid())])
    book.delete(I1)
    book.add(DRAFT)
    assert book.standing(I1) is None


def test_marks_that_change_something_are_counted(book: MemoryHostInvoices) -> None:
    book.mark_many([Mark(I1, AwaitingPayment()), Mark(I1, Paid())])
    assert book.marked == 2


def test_the_same_mark_again_does_not_count(book: MemoryHostInvoices) -> None:
    book.mark_many([Mark(I1, Paid()), Mark(I1, Paid())])
    assert book.marked == 1


def test_a_refused_mark_does_not_count(book: MemoryHostInvoices) -> None:
    book.mark_many([Mark(NONE, Paid())])
    assert book.marked == 0


def test_an_unknown_invoice_refuses_its_mark_alone(book: MemoryHostInvoices) -> None:
    refused, marked = book.mark_many([Mark(NONE, Paid()), Mark(I1, Paid())])
    assert (type(refused), marked) == (MarkRefused, Marked())


def test_a_firm_bills_with_nothing_at_first() -> None:
    assert MemoryHostInvoices().terms() == HostTerms()


def test_people_set_what_the_firm_bills_with(book: MemoryHostInvoices) -> None:
    terms = HostTerms((HostTaxRate(GST, "GST", 15),))
    book.bill_with(terms)
    assert book.terms() == terms
