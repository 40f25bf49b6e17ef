"""What `Requests` promises of invoices that wait to be sent, and who waits for them."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest

from xerolink.domain.identity import ConnectionId
from xerolink.domain.inbox import EventCategory
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.ports.clock import Clock
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.testing.conformance.processes import ProcessesFixtures, clock_at
from xerolink.testing.conformance.store_app_wide import connected, put
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_inbox import CONTACT, INVOICE, event, seconds
from xerolink.testing.conformance.store_invoice_values import invoice_id
from xerolink.testing.conformance.store_requests import PAUSED, queue, queued
from xerolink.testing.conformance.store_values import HERE, START, THERE
from xerolink.testing.conformance.store_waiting import LONG_AGO, rest, turn, waiting

MANY = 20


def send(store: Store, connection_id: ConnectionId, *numbers: int) -> None:
    with store.app_wide() as app:
        app.requests(connection_id).send([invoice_id(n) for n in numbers])


def tell(store: Store, connection_id: ConnectionId, n: int, category: EventCategory) -> None:
    with store.app_wide() as app:
        app.inbox(connection_id).put([event(n, category=category)])


def to_send(store: Store, connection_id: ConnectionId) -> tuple[HostInvoiceId, ...]:
    with store.reading(connection_id) as unit:
        return unit.requests.to_send(99)


def send_elsewhere(opening: Callable[[Clock], Store], numbers: range) -> None:
    """Let invoices wait HERE, each in its own transaction of another process."""
    store = opening(clock_at(START))
    for n in numbers:
        send(store, HERE, n)


def _fail_to_send(store: Store) -> None:
    with store.app_wide() as app:
        app.requests(HERE).send([invoice_id(1)])
        raise KeyError


class SendingPromises(StoreFixtures):
    def test_nothing_waits_to_be_sent_at_first(self, unit: UnitOfWork) -> None:
        assert unit.requests.to_send(9) == ()

    def test_an_invoice_waits_although_a_worker_has_the_lease(
        self, store: Store, lease: object
    ) -> None:
        send(store, HERE, 1)
        assert to_send(store, HERE) == (invoice_id(1),)

    def test_an_invoice_may_wait_that_nothing_is_remembered_of(self, unit: UnitOfWork) -> None:
        """The host says that it was sent before its feed tells of it."""
        unit.requests.send([invoice_id(1)])
        assert (unit.requests.to_send(9), unit.invoices.count()) == ((invoice_id(1),), {})

    def test_the_invoice_that_was_put_first_is_first(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(2), invoice_id(3)])
        unit.requests.send([invoice_id(1)])
        assert unit.requests.to_send(9) == (invoice_id(2), invoice_id(3), invoice_id(1))

    def test_at_most_so_many_invoices_are_told(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(n) for n in (2, 3, 1)])
        assert unit.requests.to_send(2) == (invoice_id(2), invoice_id(3))

    def test_an_invoice_that_waits_already_stays_in_its_place(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(2), invoice_id(1)])
        unit.requests.send([invoice_id(3), invoice_id(2)])
        assert unit.requests.to_send(9) == (invoice_id(2), invoice_id(1), invoice_id(3))

    def test_an_invoice_twice_at_once_waits_once(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(2), invoice_id(1), invoice_id(2)])
        assert unit.requests.to_send(9) == (invoice_id(2), invoice_id(1))

    def test_to_send_no_invoices_changes_nothing(self, unit: UnitOfWork) -> None:
        unit.requests.send([])
        assert unit.requests.to_send(9) == ()

    def test_an_invoice_that_is_being_sent_waits_no_more(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(n) for n in (1, 2, 3)])
        unit.requests.sending([invoice_id(1), invoice_id(3)])
        assert unit.requests.to_send(9) == (invoice_id(2),)

    def test_sending_what_does_not_wait_is_no_error(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(1)])
        unit.requests.sending([invoice_id(9)])
        assert unit.requests.to_send(9) == (invoice_id(1),)

    def test_an_invoice_that_is_sent_anew_goes_to_the_end(self, unit: UnitOfWork) -> None:
        unit.requests.send([invoice_id(1), invoice_id(2)])
        unit.requests.sending([invoice_id(1)])
        unit.requests.send([invoice_id(1)])
        assert unit.requests.to_send(9) == (invoice_id(2), invoice_id(1))

    def test_what_waits_app_wide_is_read_in_a_transaction(self, store: Store, lease: Lease) -> None:
        send(store, HERE, 1)
        with store.transaction(lease) as unit:
            unit.requests.sending(unit.requests.to_send(9))
        assert to_send(store, HERE) == ()

    def test_a_sending_that_is_not_committed_leaves_the_invoice_waiting(self, store: Store) -> None:
        """The worker's process died: another one sends it."""
        send(store, HERE, 1)
        with store.reading(HERE) as lost:
            lost.requests.sending([invoice_id(1)])
        assert to_send(store, HERE) == (invoice_id(1),)

    def test_an_error_in_the_block_lets_nothing_wait(self, store: Store) -> None:
        with pytest.raises(KeyError):
            _fail_to_send(store)
        assert to_send(store, HERE) == ()

    def test_what_one_connection_sends_is_not_another_ones(self, store: Store) -> None:
        send(store, HERE, 1)
        with store.app_wide() as app:
            app.requests(THERE).sending([invoice_id(1)])
        assert (to_send(store, HERE), to_send(store, THERE)) == ((invoice_id(1),), ())


class SharedSendingPromises(StoreFixtures, ProcessesFixtures):
    def test_what_two_processes_send_at_once_all_waits(
        self,
        store: Store,
        opening: Callable[[Clock], Store],
        elsewhere: ProcessPoolExecutor,
        lease: object,
    ) -> None:
        """Half of them are the same; this process has the lease."""
        numbers = (range(MANY), range(MANY // 2, 2 * MANY))
        list(elsewhere.map(send_elsewhere, [opening, opening], numbers))
        found = to_send(store, HERE)
        assert sorted(found) == [invoice_id(n) for n in range(2 * MANY)]


class SendingWaitsPromises(StoreFixtures):
    """Which connections wait for a worker because of invoices."""

    @pytest.mark.parametrize("category", EventCategory)
    def test_a_connection_with_an_event_of_either_kind_waits(
        self, store: Store, category: EventCategory
    ) -> None:
        tell(store, connected(store, "a"), 1, category)
        assert waiting(store) == ("a",)

    def test_an_event_about_an_invoice_that_is_settled_lets_nobody_wait(self, store: Store) -> None:
        made = connected(store, "a")
        tell(store, made, 1, INVOICE)
        with store.app_wide() as app:
            app.inbox(made).settle([event(1, category=INVOICE)])
        assert waiting(store) == ()

    def test_a_connection_with_invoices_to_send_waits(self, store: Store) -> None:
        send(store, connected(store, "a"), 1)
        assert waiting(store) == ("a",)

    def test_invoices_of_one_connection_let_no_other_wait(self, store: Store) -> None:
        made, _ = connected(store, "a"), connected(store, "b")
        send(store, made, 1)
        assert waiting(store) == ("a",)

    def test_a_connection_whose_invoices_are_being_sent_does_not_wait(self, store: Store) -> None:
        made = connected(store, "a")
        send(store, made, 1)
        with store.app_wide() as app:
            app.requests(made).sending([invoice_id(1)])
        assert waiting(store) == ()

    def test_invoices_let_nobody_wait_before_the_first_import(self, store: Store) -> None:
        """Without contacts nothing could be billed."""
        made = connected(store, "a", imported=None, scanned=None)
        send(store, made, 1)
        tell(store, made, 1, INVOICE)
        assert waiting(store) == ()

    def test_what_is_no_connection_does_not_wait_for_its_invoices(self, store: Store) -> None:
        send(store, HERE, 1)
        assert waiting(store) == ()

    def test_a_connection_waits_although_it_had_a_turn(self, store: Store) -> None:
        made = connected(store, "a")
        send(store, made, 1)
        turn(store, made, START)
        assert waiting(store) == (made,)

    def test_invoices_to_send_do_not_end_a_rest(self, store: Store) -> None:
        made = connected(store, "a")
        rest(store, made, seconds(9_999))
        send(store, made, 1)
        assert waiting(store) == ()

    def test_a_paused_connection_does_not_wait_for_its_invoices(self, store: Store) -> None:
        made = connected(store, "a")
        send(store, made, 1)
        with store.app_wide() as app:
            app.requests(made).pause(PAUSED)
        assert waiting(store) == ()

    def test_the_oldest_event_is_first_whichever_kind_it_is_of(self, store: Store) -> None:
        third, second, first = (connected(store, name) for name in "abc")
        for connection_id, at, category in (
            (third, 3, INVOICE),
            (second, 2, CONTACT),
            (first, 1, INVOICE),
        ):
            tell(store, connection_id, at, category)
        tell(store, first, 4, CONTACT)
        assert waiting(store) == (first, second, third)

    def test_queued_runs_and_events_go_before_invoices_to_send(self, store: Store) -> None:
        sends, told, asked = (connected(store, name) for name in "abc")
        send(store, sends, 1)
        put(store, told, 1)
        queue(store, asked, queued(1))
        assert waiting(store) == (asked, told, sends)

    def test_of_those_that_send_the_one_that_was_scanned_longest_ago_is_first(
        self, store: Store
    ) -> None:
        lately, long_ago = connected(store, "a"), connected(store, "b", scanned=LONG_AGO)
        stale = connected(store, "c", scanned=seconds(200))
        for connection_id in (lately, long_ago):
            send(store, connection_id, 1)
        assert waiting(store) == (long_ago, stale, lately)

    def test_an_erased_connection_has_nothing_to_send(self, store: Store) -> None:
        made = connected(store, "a")
        send(store, made, 1)
        lease = claimed(store, made)
        with store.transaction(lease) as unit:
            unit.erase()
        store.release(lease)
        connected(store, "a")
        assert (to_send(store, made), waiting(store)) == ((), ())
