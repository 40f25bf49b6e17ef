"""What a host's invoices on disk promise of several processes: `HostInvoicesSharedContract`."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any

import pytest

from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.record import AwaitingPayment, Paid, Standing
from xerolink.ports.host_invoices import HostInvoices, Mark, Marked, MarkOutcome
from xerolink.testing.conformance.hooks import missing
from xerolink.testing.conformance.host_invoices_cases import (
    PAID,
    dearer,
    drain,
    invoice,
    put_mark,
)

Opening = Callable[[], AbstractContextManager[HostInvoices]]
"""Opens the invoices of one firm, in any process: it can be pickled."""
Adding = Callable[[Any, HostInvoice], HostInvoiceId]
Editing = Callable[[Any, HostInvoiceId, HostInvoice], None]
"""What a person does, as in `InvoiceCases`; a function of a module, so that it can be pickled."""
MANY = 20


def mark_one_by_one(
    opening: Opening, ids: Sequence[HostInvoiceId], standing: Standing
) -> list[MarkOutcome]:
    with opening() as book:
        return [book.mark_many([Mark(host_id, standing)])[0] for host_id in ids]


def edit_one_by_one(
    opening: Opening, editing: Editing, ids: Sequence[HostInvoiceId], wanted: HostInvoice
) -> None:
    with opening() as book:
        for host_id in ids:
            editing(book, host_id, wanted)


def add_one_by_one(
    opening: Opening, adding: Adding, wanted: Sequence[HostInvoice]
) -> list[HostInvoiceId]:
    with opening() as book:
        return [adding(book, one) for one in wanted]


def follow(book: HostInvoices, others: Future[Any]) -> set[HostInvoiceId]:
    """Which invoices the feed tells of, read on until *others* have ended, then once."""
    cursor, seen, over = None, set[HostInvoiceId](), False
    while not over:
        over = others.done()
        changed, cursor = drain(book, cursor)
        seen.update(changed)
    return seen


class HostInvoicesSharedContract:
    """For invoices that several processes open: marks, edits and the feed hold among them."""

    @pytest.fixture
    def opening(self) -> Opening:
        """Opens the invoices of one firm, none at first, for a `with`; it can be pickled."""
        raise missing("opening")

    @pytest.fixture
    def adding(self) -> Adding:
        """A person makes an invoice: a function of a module, so that it can be pickled."""
        raise missing("adding")

    @pytest.fixture
    def editing(self) -> Editing:
        """A person bills other lines and another total: a function of a module too."""
        raise missing("editing")

    @pytest.fixture
    def book(self, opening: Opening) -> Iterator[HostInvoices]:
        with opening() as opened:
            yield opened

    @pytest.fixture
    def ids(self, book: HostInvoices, adding: Adding) -> list[HostInvoiceId]:
        """Drafts of one firm."""
        return [adding(book, invoice(number)) for number in range(MANY)]

    @pytest.fixture(scope="class")
    @classmethod
    def elsewhere(cls) -> Iterator[ProcessPoolExecutor]:
        """Two other processes."""
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            yield pool

    def test_marks_of_two_processes_at_once_all_stand(
        self,
        book: HostInvoices,
        ids: list[HostInvoiceId],
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
    ) -> None:
        list(elsewhere.map(mark_one_by_one, [opening] * 2, [ids[::2], ids[1::2]], [Paid()] * 2))
        assert {one.status for one in book.get_many(ids).values()} == {PAID}

    def test_the_same_marks_in_two_processes_at_once_are_answered_alike(
        self, ids: list[HostInvoiceId], opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        marked = elsewhere.map(mark_one_by_one, [opening] * 2, [ids] * 2, [Paid()] * 2)
        assert list(marked) == [[Marked()] * MANY] * 2

    def test_an_edit_and_a_mark_at_once_both_stand(
        self,
        book: HostInvoices,
        ids: list[HostInvoiceId],
        opening: Opening,
        editing: Editing,
        elsewhere: ProcessPoolExecutor,
    ) -> None:
        """Neither writes back what it read before the other wrote."""
        wanted = dearer(invoice(1), 200)
        edited = elsewhere.submit(edit_one_by_one, opening, editing, ids, wanted)
        elsewhere.submit(mark_one_by_one, opening, ids, Paid()).result()
        edited.result()
        found = {(one.status, one.lines) for one in book.get_many(ids).values()}
        assert found == {(PAID, wanted.lines)}

    def test_what_is_sent_by_a_mark_elsewhere_is_a_change_here(
        self,
        book: HostInvoices,
        ids: list[HostInvoiceId],
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
    ) -> None:
        _, head = drain(book)
        elsewhere.submit(mark_one_by_one, opening, ids, AwaitingPayment()).result()
        assert sorted(drain(book, head)[0]) == sorted(ids)

    def test_what_was_sent_elsewhere_is_not_sent_again_here(
        self,
        book: HostInvoices,
        ids: list[HostInvoiceId],
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
    ) -> None:
        elsewhere.submit(mark_one_by_one, opening, ids[:1], AwaitingPayment()).result()
        before = book.get_many(ids)
        put_mark(book, ids[0], AwaitingPayment())
        assert book.get_many(ids) == before

    def test_who_follows_the_feed_meanwhile_misses_no_invoice(
        self,
        book: HostInvoices,
        opening: Opening,
        adding: Adding,
        elsewhere: ProcessPoolExecutor,
    ) -> None:
        """From cursor to cursor, while another process makes one invoice after the other."""
        wanted = [invoice(number) for number in range(MANY)]
        made = elsewhere.submit(add_one_by_one, opening, adding, wanted)
        assert follow(book, made) == set(made.result())
