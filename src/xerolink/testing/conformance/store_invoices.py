"""What `InvoiceRecords` and `InvoiceBooks` promise."""

from collections.abc import Callable

import pytest

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_invoice_values import (
    book,
    cause,
    in_xero,
    invoice,
    invoice_id,
    invoice_intent,
    over,
    refused,
    settled,
    synced,
    xero_invoice_id,
)
from xerolink.testing.conformance.store_values import HERE, THERE, host_id

Page = Callable[[UnitOfWork, HostInvoiceId | None, int], tuple[InvoiceRecord, ...]]


def page_to_decide(
    unit: UnitOfWork, after: HostInvoiceId | None, size: int
) -> tuple[InvoiceRecord, ...]:
    return unit.invoices.to_decide(after, size)


def page_of_states(
    unit: UnitOfWork, after: HostInvoiceId | None, size: int
) -> tuple[InvoiceRecord, ...]:
    return unit.invoices.page(list(InvoiceState), after, size)


def page_held(
    unit: UnitOfWork, after: HostInvoiceId | None, size: int
) -> tuple[InvoiceRecord, ...]:
    return unit.invoices.held_by(cause(0), after, size)


def page_to_decide_of(
    unit: UnitOfWork, after: HostInvoiceId | None, size: int
) -> tuple[InvoiceRecord, ...]:
    return unit.invoices.to_decide_of([host_id(7), host_id(8)], after, size)


every_page = pytest.mark.parametrize(
    "page", [page_to_decide, page_of_states, page_held, page_to_decide_of]
)


def _paged(n: int) -> InvoiceRecord:
    """A record that every page holds, of one of two contacts."""
    return invoice(n, contact_id=host_id(7 + n % 2), causes=(cause(0),))


class InvoicesPromises(StoreFixtures):
    def test_get_many_answers_the_invoices_that_there_are(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1), invoice(2), invoice(3)])
        found = unit.invoices.get_many([invoice_id(1), invoice_id(3), invoice_id(9)])
        assert found == {invoice_id(1): invoice(1), invoice_id(3): invoice(3)}

    def test_by_xero_answers_the_invoices_that_there_are(self, unit: UnitOfWork) -> None:
        unit.invoices.put([synced(1), synced(2), invoice(3)])
        found = unit.invoices.by_xero([xero_invoice_id(1), xero_invoice_id(3)])
        assert found == {xero_invoice_id(1): synced(1)}

    def test_no_ids_find_no_invoices(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1), synced(2)])
        assert (unit.invoices.get_many([]), unit.invoices.by_xero([])) == ({}, {})

    def test_put_replaces_the_record_of_that_invoice(self, unit: UnitOfWork) -> None:
        unit.invoices.put([synced(1)])
        unit.invoices.put([synced(1, in_xero=in_xero(5))])
        found = unit.invoices.by_xero([xero_invoice_id(1), xero_invoice_id(5)])
        assert found == {xero_invoice_id(5): synced(1, in_xero=in_xero(5))}

    def test_of_one_invoice_put_twice_at_once_the_last_stands(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1), invoice(1, revision=2)])
        assert unit.invoices.get_many([invoice_id(1)]) == {invoice_id(1): invoice(1, revision=2)}

    def test_a_second_record_of_a_xero_invoice_is_refused(self, unit: UnitOfWork) -> None:
        unit.invoices.put([synced(1)])
        with pytest.raises(StaleVersionError):
            unit.invoices.put([synced(2, in_xero=in_xero(1))])

    def test_two_records_of_a_xero_invoice_in_one_put_are_refused(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.invoices.put([synced(1), synced(2, in_xero=in_xero(1))])

    def test_a_refused_put_writes_none_of_its_records(self, unit: UnitOfWork) -> None:
        before = synced(1, causes=(cause(1),))
        unit.invoices.put([before])
        again, other = synced(1, revision=9), invoice(3, causes=(cause(1),))
        with pytest.raises(StaleVersionError):
            unit.invoices.put([again, other, synced(2, in_xero=in_xero(1))])
        held = unit.invoices.held_by(cause(1), None, 9)
        assert (page_of_states(unit, None, 9), held) == ((before,), (before,))

    def test_many_invoices_may_be_in_xero_not_yet(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1), invoice(2)])
        assert unit.invoices.count() == {InvoiceState.DRAFT: 2}

    def test_two_records_can_swap_their_xero_invoices_in_one_put(self, unit: UnitOfWork) -> None:
        unit.invoices.put([synced(1), synced(2)])
        swapped = [synced(1, in_xero=in_xero(2)), synced(2, in_xero=in_xero(1))]
        unit.invoices.put(swapped)
        assert page_of_states(unit, None, 9) == tuple(swapped)

    def test_a_record_that_leaves_xero_leaves_its_invoice_to_another(
        self, unit: UnitOfWork
    ) -> None:
        unit.invoices.put([synced(1)])
        unit.invoices.put([synced(2, in_xero=in_xero(1)), synced(1, in_xero=None)])
        found = unit.invoices.by_xero([xero_invoice_id(1)])
        assert found == {xero_invoice_id(1): synced(2, in_xero=in_xero(1))}

    @every_page
    def test_a_page_is_ordered_by_host_id(self, unit: UnitOfWork, page: Page) -> None:
        unit.invoices.put([_paged(3), _paged(1), _paged(2)])
        assert page(unit, None, 9) == (_paged(1), _paged(2), _paged(3))

    @every_page
    def test_pages_hold_every_record_once(self, unit: UnitOfWork, page: Page) -> None:
        unit.invoices.put([_paged(n) for n in (4, 2, 5, 1, 3)])
        first = page(unit, None, 2)
        second = page(unit, first[-1].host_id, 2)
        third = page(unit, second[-1].host_id, 2)
        expected = ((_paged(1), _paged(2)), (_paged(3), _paged(4)), (_paged(5),))
        assert (first, second, third) == expected

    @every_page
    def test_a_page_may_go_on_after_an_invoice_that_it_does_not_hold(
        self, unit: UnitOfWork, page: Page
    ) -> None:
        unit.invoices.put([_paged(1), _paged(3)])
        assert page(unit, invoice_id(2), 9) == (_paged(3),)


class InvoicesChosenPromises(StoreFixtures):
    """Which records a page holds, and what is counted."""

    @pytest.mark.parametrize(
        "record",
        [
            invoice(1),
            settled(1, waits=True),
            settled(1, causes=(cause(1),)),
            settled(1, causes=(refused(1), cause(1))),
        ],
        ids=["due", "waits", "may have healed", "one of two may have healed"],
    )
    def test_what_is_looked_at_is_to_be_decided(
        self, unit: UnitOfWork, record: InvoiceRecord
    ) -> None:
        unit.invoices.put([record])
        assert unit.invoices.to_decide(None, 9) == (record,)

    @pytest.mark.parametrize(
        "record",
        [settled(1), settled(1, causes=(refused(1),))],
        ids=["nothing is new", "for a retry"],
    )
    def test_what_is_not_looked_at_is_not_to_be_decided(
        self, unit: UnitOfWork, record: InvoiceRecord
    ) -> None:
        unit.invoices.put([record])
        assert unit.invoices.to_decide(None, 9) == ()

    def test_what_was_settled_is_not_to_be_decided_any_more(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1)])
        unit.invoices.put([settled(1)])
        assert unit.invoices.to_decide(None, 9) == ()

    def test_what_is_due_again_is_to_be_decided_again(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1)])
        unit.invoices.put([invoice(1)])
        assert unit.invoices.to_decide(None, 9) == (invoice(1),)

    @pytest.mark.parametrize(
        "state", [IntentState.INTENDED, IntentState.SENT, IntentState.UNCERTAIN]
    )
    def test_an_invoice_with_an_open_intent_is_not_to_be_decided(
        self, unit: UnitOfWork, state: IntentState
    ) -> None:
        unit.invoices.put([invoice(1), invoice(2)])
        unit.invoice_intents.put([invoice_intent(1, state=state)])
        assert unit.invoices.to_decide(None, 9) == (invoice(2),)

    def test_those_that_are_left_out_take_no_place_of_a_page(self, unit: UnitOfWork) -> None:
        unit.invoices.put([settled(1), invoice(2), invoice(3)])
        unit.invoice_intents.put([invoice_intent(2)])
        assert unit.invoices.to_decide(None, 1) == (invoice(3),)

    def test_an_invoice_whose_intent_is_over_is_to_be_decided(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1)])
        unit.invoice_intents.put([invoice_intent(1)])
        unit.invoice_intents.put([over(1)])
        assert unit.invoices.to_decide(None, 9) == (invoice(1),)

    def test_a_page_holds_the_chosen_states_only(self, unit: UnitOfWork) -> None:
        paid = synced(3, state=InvoiceState.PAID)
        unit.invoices.put([invoice(1), synced(2), paid])
        chosen = [InvoiceState.DRAFT, InvoiceState.PAID]
        assert unit.invoices.page(chosen, None, 9) == (invoice(1), paid)

    @pytest.mark.parametrize("state", InvoiceState)
    def test_every_state_is_found(self, unit: UnitOfWork, state: InvoiceState) -> None:
        unit.invoices.put([invoice(1, state=state)])
        assert unit.invoices.page([state], None, 9) == (invoice(1, state=state),)

    def test_an_invoice_is_in_the_state_that_was_put_last(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1)])
        unit.invoices.put([synced(1)])
        assert unit.invoices.page([InvoiceState.DRAFT], None, 9) == ()

    def test_a_page_of_no_state_is_empty(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1)])
        assert unit.invoices.page([], None, 9) == ()

    def test_what_is_to_be_decided_of_contacts_is_of_those(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1), invoice(2), invoice(3, contact_id=host_id(1)), invoice(4)])
        found = unit.invoices.to_decide_of([host_id(4), host_id(1), host_id(9)], None, 9)
        assert found == (invoice(1), invoice(3, contact_id=host_id(1)), invoice(4))

    def test_an_invoice_is_of_the_contact_that_was_put_last(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1)])
        unit.invoices.put([invoice(1, contact_id=host_id(2))])
        assert unit.invoices.to_decide_of([host_id(1)], None, 9) == ()

    def test_what_is_settled_of_a_contact_is_not_to_be_decided(self, unit: UnitOfWork) -> None:
        waits = settled(2, contact_id=host_id(1), waits=True)
        unit.invoices.put([settled(1), waits])
        assert unit.invoices.to_decide_of([host_id(1)], None, 9) == (waits,)

    def test_what_is_being_written_of_a_contact_is_not_to_be_decided(
        self, unit: UnitOfWork
    ) -> None:
        unit.invoices.put([invoice(1), invoice(2, contact_id=host_id(1))])
        unit.invoice_intents.put([invoice_intent(2)])
        assert unit.invoices.to_decide_of([host_id(1)], None, 9) == (invoice(1),)

    def test_what_waits_for_a_contact_of_one_connection_waits_in_no_other(
        self, store: Store
    ) -> None:
        """Contacts and invoices of the same ids."""
        for side, record in ((HERE, settled(1, waits=True)), (THERE, settled(1))):
            with store.transaction(claimed(store, side)) as unit:
                unit.invoices.put([record])
        found = []
        for side in (HERE, THERE):
            with store.reading(side) as unit:
                found.append(len(unit.invoices.to_decide_of([host_id(1)], None, 9)))
        assert found == [1, 0]

    def test_no_contacts_have_no_invoices(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1)])
        assert unit.invoices.to_decide_of([], None, 9) == ()

    def test_count_has_the_states_that_there_are(self, unit: UnitOfWork) -> None:
        unit.invoices.put([invoice(1), invoice(2), synced(3)])
        assert dict(unit.invoices.count()) == {InvoiceState.DRAFT: 2, InvoiceState.PART_PAID: 1}

    def test_without_invoices_there_is_nothing_to_count(self, unit: UnitOfWork) -> None:
        assert dict(unit.invoices.count()) == {}


class InvoiceBooksPromises(StoreFixtures):
    def test_the_book_is_empty_at_first(self, unit: UnitOfWork) -> None:
        assert unit.invoice_book.get() == InvoiceBook()

    def test_the_book_comes_back_as_it_was_put(self, unit: UnitOfWork) -> None:
        unit.invoice_book.put(book())
        assert unit.invoice_book.get() == book()

    def test_put_replaces_the_book(self, unit: UnitOfWork) -> None:
        unit.invoice_book.put(book())
        unit.invoice_book.put(book("8"))
        assert unit.invoice_book.get() == book("8")
