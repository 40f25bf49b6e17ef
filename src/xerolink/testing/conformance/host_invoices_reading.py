"""The promises of `HostInvoices.changes`, `get_many` and `terms`."""

import pytest
from attrs import evolve

from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus, Service
from xerolink.domain.invoices.record import AwaitingPayment, Standing
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.testing.conformance.host_invoices_cases import (
    APPROVED,
    AWAITING,
    DRAFT,
    MOVES,
    NO_CHANGE,
    NOWHERE,
    PAID,
    STANDINGS,
    InvoiceCases,
    Invoices,
    Move,
    dearer,
    drain,
    invoice,
    put_mark,
    read,
)

each_move = pytest.mark.parametrize("move", MOVES, ids=lambda m: f"{m[0].name}-to-{m[1].name}")
each_mark = pytest.mark.parametrize("mark", STANDINGS, ids=lambda m: type(m).__name__)
each_mark_that_sends_nothing = pytest.mark.parametrize(
    "mark", NO_CHANGE, ids=lambda m: type(m).__name__
)
OTHER_TERMS = HostTerms((HostTaxRate(HostTaxRateId("vat"), "20% VAT", 20),))


def billed(one: HostInvoice) -> HostInvoice:
    """What *one* bills, whatever id, contact and version the host gave it."""
    same = invoice(1)
    return evolve(one, host_id=same.host_id, contact_id=same.contact_id, version=same.version)


class InvoicesChanging(InvoiceCases[Invoices]):
    """The change feed."""

    def test_a_firm_without_invoices_has_no_changes(self, book: Invoices) -> None:
        assert book.changes(None).changed == ()

    def test_a_firm_without_invoices_has_no_further_page(self, book: Invoices) -> None:
        assert not book.changes(None).more

    def test_from_the_beginning_every_invoice_comes_once(self, book: Invoices) -> None:
        ids = self.add(book, 1, 2, 3, 4, 5)
        assert sorted(drain(book)[0]) == sorted(ids)

    def test_from_the_beginning_a_changed_invoice_comes_once(self, book: Invoices) -> None:
        ids = self.add(book, 1, 2, 3)
        for host_id in ids:
            self.edit_as_user(book, host_id, dearer(invoice(1), 200))
        assert sorted(drain(book)[0]) == sorted(ids)

    def test_changes_come_oldest_first(self, book: Invoices) -> None:
        ash, birch, cedar = self.add(book, 1, 2, 3)
        _, head = drain(book)
        for host_id in (cedar, ash, birch):
            self.edit_as_user(book, host_id, dearer(invoice(1), 200))
        assert drain(book, head)[0] == [cedar, ash, birch]

    def test_a_made_invoice_is_a_change(self, book: Invoices) -> None:
        _, head = drain(book)
        made = self.add(book, 1)
        assert drain(book, head)[0] == made

    def test_an_edit_is_a_change(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        _, head = drain(book)
        self.edit_as_user(book, host_id, dearer(invoice(1), 200))
        assert drain(book, head)[0] == [host_id]

    @each_move
    def test_what_people_do_with_an_invoice_is_a_change(self, book: Invoices, move: Move) -> None:
        """To approve it, take it back, send it, void it."""
        self.needs_move(move)
        host_id = self.standing_at(book, move[0])
        _, head = drain(book)
        self.move_as_user(book, host_id, move[1])
        assert drain(book, head)[0] == [host_id]

    def test_a_deletion_is_a_change(self, book: Invoices) -> None:
        self.needs_deletion()
        (host_id,) = self.add(book, 1)
        _, head = drain(book)
        self.delete_as_user(book, host_id)
        assert drain(book, head)[0] == [host_id]

    @pytest.mark.parametrize("unsent", [DRAFT, APPROVED], ids=lambda status: status.name)
    def test_a_mark_that_sends_is_a_change(self, book: Invoices, unsent: InvoiceStatus) -> None:
        """Who marked it may end before it is queued: then the feed tells of the sending."""
        host_id = self.standing_at(book, unsent)
        _, head = drain(book)
        put_mark(book, host_id, AwaitingPayment())
        assert drain(book, head)[0] == [host_id]

    @each_mark_that_sends_nothing
    def test_a_mark_of_a_draft_that_sends_nothing_is_no_change(
        self, book: Invoices, mark: Standing
    ) -> None:
        (host_id,) = self.add(book, 1)
        _, head = drain(book)
        put_mark(book, host_id, mark)
        assert drain(book, head)[0] == []

    @each_mark
    def test_a_mark_of_a_sent_invoice_is_no_change(self, book: Invoices, mark: Standing) -> None:
        host_id = self.standing_at(book, AWAITING)
        _, head = drain(book)
        put_mark(book, host_id, mark)
        assert drain(book, head)[0] == []

    @each_mark
    def test_a_mark_of_a_paid_invoice_is_no_change(self, book: Invoices, mark: Standing) -> None:
        host_id = self.standing_at(book, PAID)
        _, head = drain(book)
        put_mark(book, host_id, mark)
        assert drain(book, head)[0] == []

    def test_an_invoice_appears_once_in_a_page(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        _, head = drain(book)
        self.edit_as_user(book, host_id, dearer(invoice(1), 200))
        put_mark(book, host_id, AwaitingPayment())
        assert book.changes(head).changed == (host_id,)

    def test_an_invoice_appears_at_its_latest_change(self, book: Invoices) -> None:
        ash, birch = self.add(book, 1, 2)
        _, head = drain(book)
        for host_id, price in ((ash, 200), (birch, 200), (ash, 300)):
            self.edit_as_user(book, host_id, dearer(invoice(1), price))
        assert drain(book, head)[0][-1] == ash

    def test_a_change_that_is_committed_late_is_still_delivered(self, book: Invoices) -> None:
        cursor, late = self.overtaken(book, invoice(7))
        assert late in drain(book, cursor)[0]

    def test_reading_with_one_cursor_twice_yields_at_least_the_same(self, book: Invoices) -> None:
        self.add(book, 1, 2, 3)
        first = book.changes(None).changed
        assert set(first) <= set(drain(book)[0])

    def test_at_the_head_there_are_no_changes(self, book: Invoices) -> None:
        self.add(book, 1)
        _, head = drain(book)
        assert book.changes(head).changed == ()

    def test_at_the_head_there_is_no_further_page(self, book: Invoices) -> None:
        self.add(book, 1)
        _, head = drain(book)
        assert not book.changes(head).more

    def test_the_head_stays_good_for_what_comes_later(self, book: Invoices) -> None:
        """The cursor of a page without changes is a place in the feed like any other."""
        self.add(book, 1)
        _, head = drain(book)
        again = book.changes(head).cursor
        assert self.add(book, 2) == drain(book, again)[0]


class InvoicesReading(InvoiceCases[Invoices]):
    """Invoices by id, and what the firm bills with."""

    def test_an_invoice_is_read_as_it_was_made(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        found = billed(read(book, host_id))
        assert evolve(found, url="") == invoice(1)

    def test_an_invoice_is_read_under_its_own_id(self, book: Invoices) -> None:
        ids = self.add(book, 1, 2)
        assert {i: one.host_id for i, one in book.get_many(ids).items()} == {i: i for i in ids}

    def test_an_edited_invoice_is_read_as_it_is_now(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        wanted = dearer(invoice(1), 200)
        self.edit_as_user(book, host_id, wanted)
        found = read(book, host_id)
        assert (found.lines, found.total) == (wanted.lines, wanted.total)

    @each_move
    def test_what_people_do_with_an_invoice_is_read(self, book: Invoices, move: Move) -> None:
        """Voided ones too: they are there."""
        self.needs_move(move)
        host_id = self.standing_at(book, move[0])
        self.move_as_user(book, host_id, move[1])
        assert read(book, host_id).status is move[1]

    def test_an_unknown_id_is_left_out(self, book: Invoices) -> None:
        assert book.get_many([NOWHERE]) == {}

    def test_a_deleted_id_is_left_out(self, book: Invoices) -> None:
        self.needs_deletion()
        ash, birch = self.add(book, 1, 2)
        self.delete_as_user(book, ash)
        assert book.get_many([ash, birch]).keys() == {birch}

    def test_no_ids_yield_no_invoices(self, book: Invoices) -> None:
        self.add(book, 1)
        assert book.get_many([]) == {}

    def test_an_edit_gives_another_version(self, book: Invoices) -> None:
        (host_id,) = self.add(book, 1)
        before = read(book, host_id).version
        self.edit_as_user(book, host_id, dearer(invoice(1), 200))
        assert read(book, host_id).version != before

    @each_move
    def test_what_people_do_with_an_invoice_gives_another_version(
        self, book: Invoices, move: Move
    ) -> None:
        self.needs_move(move)
        host_id = self.standing_at(book, move[0])
        before = read(book, host_id).version
        self.move_as_user(book, host_id, move[1])
        assert read(book, host_id).version != before

    def test_a_version_stays_while_others_change(self, book: Invoices) -> None:
        ash, birch = self.add(book, 1, 2)
        before = read(book, ash)
        self.edit_as_user(book, birch, dearer(invoice(2), 200))
        assert read(book, ash) == before

    # terms

    def test_terms_name_the_tax_rates_of_the_firm(self, book: Invoices) -> None:
        self.bill_with_as_user(book, OTHER_TERMS)
        assert [rate.name for rate in book.terms().tax_rates] == ["20% VAT"]

    def test_terms_name_each_tax_rate_of_an_invoice(self, book: Invoices) -> None:
        """One that is not among them could not be mapped to Xero's."""
        (host_id,) = self.add(book, 1)
        rates = {rate.rate_id for rate in book.terms().tax_rates}
        assert {line.tax_rate for line in read(book, host_id).lines} <= rates

    def test_terms_name_each_type_of_an_invoice(self, book: Invoices) -> None:
        """The account of each is the firm's to choose."""
        (host_id,) = self.add(book, 1)
        terms, sold = book.terms(), [line.sold for line in read(book, host_id).lines]
        types = {one.service_type if isinstance(one, Service) else one.expense_type for one in sold}
        assert types - {None} <= {*terms.service_types, *terms.expense_types}
