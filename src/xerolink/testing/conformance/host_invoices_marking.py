"""The promises of `HostInvoices.mark_many`."""

import pytest
from attrs import evolve

from xerolink.domain.invoices.model import InvoiceStatus
from xerolink.domain.invoices.record import AwaitingPayment, Held, Paid, Standing
from xerolink.ports.host_invoices import Mark, Marked, MarkRefused
from xerolink.testing.conformance.host_invoices_cases import (
    APPROVED,
    AWAITING,
    DRAFT,
    HELD,
    IN_XERO,
    NO_CHANGE,
    NOWHERE,
    PART,
    STANDINGS,
    VOIDED,
    InvoiceCases,
    Invoices,
    dearer,
    invoice,
    put_mark,
    read,
    status_after,
)

each_mark = pytest.mark.parametrize("mark", STANDINGS, ids=lambda m: type(m).__name__)
each_status = pytest.mark.parametrize("status", InvoiceStatus, ids=lambda status: status.name)


class InvoicesMarking(InvoiceCases[Invoices]):
    """What the host shows, as it was told."""

    @each_status
    @each_mark
    def test_a_mark_moves_the_status_as_the_table_says(
        self, book: Invoices, mark: Standing, status: InvoiceStatus
    ) -> None:
        """`STATUS_AFTER` is the table."""
        host_id = self.standing_at(book, status)
        put_mark(book, host_id, mark)
        assert read(book, host_id).status is status_after(status, mark)

    @each_mark
    def test_a_mark_is_shown(self, book: Invoices, mark: Standing) -> None:
        (host_id,) = self.add(book, 1)
        put_mark(book, host_id, mark)
        assert self.shown(book, host_id) == mark

    @each_mark
    def test_a_mark_of_a_voided_invoice_is_shown(self, book: Invoices, mark: Standing) -> None:
        host_id = self.standing_at(book, VOIDED)
        put_mark(book, host_id, mark)
        assert self.shown(book, host_id) == mark

    def test_before_the_first_mark_nothing_is_shown(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        assert self.shown(book, host_id) is None

    @each_mark
    def test_a_mark_replaces_the_one_before(self, book: Invoices, mark: Standing) -> None:
        (host_id,) = self.add(book, 1)
        put_mark(book, host_id, Held(("it waits for its contact",)))
        put_mark(book, host_id, mark)
        assert self.shown(book, host_id) == mark

    def test_the_later_of_two_marks_in_a_batch_is_shown(self, book: Invoices) -> None:
        host_id = self.standing_at(book, AWAITING)
        book.mark_many([Mark(host_id, Paid()), Mark(host_id, IN_XERO)])
        assert (self.shown(book, host_id), read(book, host_id).status) == (IN_XERO, AWAITING)

    @each_status
    @each_mark
    def test_the_same_mark_again_changes_nothing(
        self, book: Invoices, mark: Standing, status: InvoiceStatus
    ) -> None:
        host_id = self.standing_at(book, status)
        put_mark(book, host_id, mark)
        once = read(book, host_id), self.shown(book, host_id)
        put_mark(book, host_id, mark)
        assert (read(book, host_id), self.shown(book, host_id)) == once

    @each_mark
    def test_a_mark_changes_nothing_that_is_billed(self, book: Invoices, mark: Standing) -> None:
        (host_id,) = self.add(book, 1)
        before = read(book, host_id)
        put_mark(book, host_id, mark)
        after = read(book, host_id)
        assert evolve(after, status=before.status, version=before.version) == before

    @pytest.mark.parametrize("unsent", [DRAFT, APPROVED], ids=lambda status: status.name)
    def test_a_mark_that_sends_gives_another_version(
        self, book: Invoices, unsent: InvoiceStatus
    ) -> None:
        host_id = self.standing_at(book, unsent)
        before = read(book, host_id).version
        put_mark(book, host_id, AwaitingPayment())
        assert read(book, host_id).version != before

    @each_status
    @pytest.mark.parametrize("mark", NO_CHANGE, ids=lambda m: type(m).__name__)
    def test_a_mark_that_sends_nothing_keeps_the_version(
        self, book: Invoices, mark: Standing, status: InvoiceStatus
    ) -> None:
        host_id = self.standing_at(book, status)
        before = read(book, host_id).version
        put_mark(book, host_id, mark)
        assert read(book, host_id).version == before

    def test_what_was_sent_before_keeps_its_version_when_it_is_marked_as_sent(
        self, book: Invoices
    ) -> None:
        host_id = self.standing_at(book, AWAITING)
        before = read(book, host_id).version
        put_mark(book, host_id, AwaitingPayment())
        assert read(book, host_id).version == before

    def test_an_edit_keeps_what_is_shown(self, book: Invoices) -> None:
        host_id = self.standing_at(book, AWAITING)
        put_mark(book, host_id, IN_XERO)
        self.edit_as_user(book, host_id, dearer(invoice(1), 200))
        assert self.shown(book, host_id) == IN_XERO

    def test_a_mark_keeps_an_edit(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        wanted = dearer(invoice(1), 200)
        self.edit_as_user(book, host_id, wanted)
        put_mark(book, host_id, HELD)
        assert read(book, host_id).lines == wanted.lines

    def test_no_marks_yield_no_outcomes(self, book: Invoices) -> None:
        assert list(book.mark_many([])) == []

    def test_each_mark_of_a_batch_is_shown_on_its_own_invoice(self, book: Invoices) -> None:
        ash, birch = self.add(book, 1, 2)
        book.mark_many([Mark(birch, Paid()), Mark(ash, PART)])
        assert (self.shown(book, ash), self.shown(book, birch)) == (PART, Paid())

    def test_marks_are_answered_in_order(self, book: Invoices) -> None:
        ash, birch = self.add(book, 1, 2)
        first, second, third = book.mark_many(
            [Mark(birch, Paid()), Mark(NOWHERE, Paid()), Mark(ash, Paid())]
        )
        assert (first, type(second), third) == (Marked(), MarkRefused, Marked())

    def test_the_marks_beside_a_refused_one_stand(self, book: Invoices) -> None:
        ash, birch = self.add(book, 1, 2)
        book.mark_many([Mark(birch, Paid()), Mark(NOWHERE, Paid()), Mark(ash, PART)])
        assert (self.shown(book, ash), self.shown(book, birch)) == (PART, Paid())

    def test_a_refused_mark_makes_no_invoice(self, book: Invoices) -> None:
        book.mark_many([Mark(NOWHERE, AwaitingPayment())])
        assert (book.changes(None).changed, book.get_many([NOWHERE])) == ((), {})

    def test_a_mark_of_a_deleted_invoice_is_refused(self, book: Invoices) -> None:
        self.needs_deletion()
        (host_id,) = self.add(book, 1)
        self.delete_as_user(book, host_id)
        (outcome,) = book.mark_many([Mark(host_id, Paid())])
        assert isinstance(outcome, MarkRefused)

    def test_a_refused_mark_says_why(self, book: Invoices) -> None:
        (outcome,) = book.mark_many([Mark(NOWHERE, Paid())])
        assert isinstance(outcome, MarkRefused)
        assert outcome.why.strip()

    @pytest.mark.parametrize("odd", ["\ud800", "a\x00b", "\x1b[31mred", "A" * 5000], ids=ascii)
    def test_an_odd_reason_loses_no_other_mark(self, book: Invoices, odd: str) -> None:
        """Whatever becomes of a reason of hostile text, the batch is answered."""
        ash, birch = self.add(book, 1, 2)
        book.mark_many([Mark(ash, Held((odd,))), Mark(birch, Paid())])
        assert self.shown(book, birch) == Paid()
