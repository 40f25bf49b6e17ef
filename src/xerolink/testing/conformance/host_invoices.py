"""Every promise of `xerolink.ports.host_invoices`; an adapter inherits `HostInvoicesContract`."""

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from xerolink.domain.invoices.record import AwaitingPayment, Paid
from xerolink.ports.host_invoices import Mark, MarkRefused
from xerolink.testing.conformance.host_invoices_cases import (
    AWAITING,
    DRAFT,
    Invoices,
    dearer,
    drain,
    invoice,
    put_mark,
    read,
)
from xerolink.testing.conformance.host_invoices_lines import InvoicesBilling
from xerolink.testing.conformance.host_invoices_machine import InvoiceMachine
from xerolink.testing.conformance.host_invoices_marking import InvoicesMarking
from xerolink.testing.conformance.host_invoices_reading import (
    OTHER_TERMS,
    InvoicesChanging,
    InvoicesReading,
)

_SETTINGS = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


class HostInvoicesContract(
    InvoicesChanging[Invoices],
    InvoicesReading[Invoices],
    InvoicesBilling[Invoices],
    InvoicesMarking[Invoices],
):
    """Inherit, give what `InvoiceCases` asks for, and every promise of the port is a test."""

    def test_another_firm_sees_no_change(self, book: Invoices, other: Invoices) -> None:
        self.add(book, 1)
        assert drain(other)[0] == []

    def test_another_firm_reads_its_own_invoice_under_an_equal_id(
        self, book: Invoices, other: Invoices
    ) -> None:
        self.add(book, 1)
        wanted = dearer(invoice(1), 200)
        host_id = self.add_as_user(other, wanted)
        assert read(other, host_id).lines == wanted.lines

    def test_another_firm_keeps_its_invoice_when_an_equal_id_is_edited(
        self, book: Invoices, other: Invoices
    ) -> None:
        (ours,), (theirs,) = self.add(book, 1), self.add(other, 1)
        before = read(other, theirs)
        self.edit_as_user(book, ours, dearer(invoice(1), 200))
        assert read(other, theirs) == before

    def test_another_firm_keeps_its_invoice_when_an_equal_id_is_sent(
        self, book: Invoices, other: Invoices
    ) -> None:
        self.needs_move((DRAFT, AWAITING))
        (ours,), (theirs,) = self.add(book, 1), self.add(other, 1)
        before = read(other, theirs)
        self.move_as_user(book, ours, AWAITING)
        assert read(other, theirs) == before

    def test_another_firm_keeps_its_invoice_when_an_equal_id_is_deleted(
        self, book: Invoices, other: Invoices
    ) -> None:
        self.needs_deletion()
        (ours,), (theirs,) = self.add(book, 1), self.add(other, 1)
        self.delete_as_user(book, ours)
        assert other.get_many([theirs]).keys() == {theirs}

    def test_another_firm_keeps_its_invoice_when_an_equal_id_is_marked(
        self, book: Invoices, other: Invoices
    ) -> None:
        (ours,), (theirs,) = self.add(book, 1), self.add(other, 1)
        before = read(other, theirs)
        put_mark(book, ours, Paid())
        assert (read(other, theirs), self.shown(other, theirs)) == (before, None)

    def test_another_firm_hears_nothing_of_a_mark_that_sends(
        self, book: Invoices, other: Invoices
    ) -> None:
        (ours,), _ = self.add(book, 1), self.add(other, 1)
        _, head = drain(other)
        put_mark(book, ours, AwaitingPayment())
        assert drain(other, head)[0] == []

    def test_an_invoice_of_another_firm_alone_cannot_be_marked(
        self, book: Invoices, other: Invoices
    ) -> None:
        (ours,) = self.add(book, 1)
        (outcome,) = other.mark_many([Mark(ours, Paid())])
        assert isinstance(outcome, MarkRefused)

    def test_another_firm_keeps_its_terms(self, book: Invoices, other: Invoices) -> None:
        before = other.terms()
        self.bill_with_as_user(book, OTHER_TERMS)
        assert other.terms() == before

    def test_any_history_agrees_with_a_simple_model(self, books: Callable[[str], Invoices]) -> None:
        """Whatever people and the library do in turn, invoices, marks and feed stay true."""
        suite = self

        class Here(InvoiceMachine[Invoices]):
            def __init__(self) -> None:
                super().__init__(suite, books)

        run_state_machine_as_test(Here, settings=_SETTINGS)
