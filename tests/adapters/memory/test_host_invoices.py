"""The dictionaries keep every promise of the port of a host's invoices."""

from collections.abc import Callable

import pytest

from xerolink.adapters.memory.host_invoices import MemoryHostInvoices
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceNumber,
    InvoiceStatus,
)
from xerolink.domain.invoices.record import AwaitingPayment, Held, Paid, Standing
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.ports.host_invoices import Mark, Marked, MarkRefused
from xerolink.testing.conformance.host_invoices import HostInvoicesContract
from xerolink.testing.conformance.host_invoices_cases import GST, TERMS, invoice


class TestMemoryHostInvoices(HostInvoicesContract[MemoryHostInvoices]):
    @pytest.fixture
    def books(self) -> Callable[[str], MemoryHostInvoices]:
        firms: dict[str, MemoryHostInvoices] = {}
        return lambda firm: firms.setdefault(firm, MemoryHostInvoices(TERMS, page_size=2))

    def add_as_user(self, book: MemoryHostInvoices, wanted: HostInvoice) -> HostInvoiceId:
        return book.add(wanted).host_id

    def edit_as_user(
        self, book: MemoryHostInvoices, host_id: HostInvoiceId, wanted: HostInvoice
    ) -> None:
        book.edit(host_id, lines=wanted.lines, total=wanted.total)

    def move_as_user(
        self, book: MemoryHostInvoices, host_id: HostInvoiceId, to: InvoiceStatus
    ) -> None:
        book.edit(host_id, status=to)

    def delete_as_user(self, book: MemoryHostInvoices, host_id: HostInvoiceId) -> None:
        book.delete(host_id)

    def bill_with_as_user(self, book: MemoryHostInvoices, terms: HostTerms) -> None:
        book.bill_with(terms)

    def shown(self, book: MemoryHostInvoices, host_id: HostInvoiceId) -> Standing | None:
        return book.standing(host_id)


I1, NONE = HostInvoiceId("I1"), HostInvoiceId("none")
DRAFT = invoice(1)


@pytest.fixture
def book() -> MemoryHostInvoices:
    made = MemoryHostInvoices()
    made.add(DRAFT)
    return made


def test_what_people_add_is_there(book: MemoryHostInvoices) -> None:
    assert book.invoices().keys() == {I1}


def test_an_id_is_taken_once(book: MemoryHostInvoices) -> None:
    with pytest.raises(ValueError, match="I1"):
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
