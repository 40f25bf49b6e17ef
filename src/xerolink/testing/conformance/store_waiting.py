"""Which connections a store says are waiting for a worker, and in what order."""

from datetime import datetime, timedelta

import pytest

from xerolink.domain.identity import ConnectionId
from xerolink.ports.store import Store
from xerolink.testing.conformance.store_app_wide import NOW, connected, mark, put
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_inbox import INVOICE, event, seconds
from xerolink.testing.conformance.store_values import HERE, START

LONG_AGO = seconds(100)
POLLED = seconds(500)
"""Connections that were scanned before are due."""


def waiting(store: Store, size: int = 9) -> tuple[ConnectionId, ...]:
    with store.app_wide() as unit:
        return unit.waiting(NOW, POLLED, size)


class WaitingPromises(StoreFixtures):
    def test_nobody_waits_when_nothing_happened(self, store: Store) -> None:
        connected(store, "a")
        assert waiting(store) == ()

    def test_a_connection_with_pending_contacts_waits(self, store: Store) -> None:
        made = connected(store, "a")
        put(store, made, 1)
        assert waiting(store) == (made,)

    def test_a_settled_event_lets_nobody_wait(self, store: Store) -> None:
        put(store, connected(store, "a"), 1)
        with store.app_wide() as app:
            app.inbox(ConnectionId("a")).settle([event(1)])
        assert waiting(store) == ()

    def test_an_event_about_an_invoice_lets_nobody_wait(self, store: Store) -> None:
        made = connected(store, "a")
        with store.app_wide() as app:
            app.inbox(made).put([event(1, category=INVOICE)])
        assert waiting(store) == ()

    @pytest.mark.parametrize(("at", "waits"), [(NOW, True), (NOW + timedelta(0, 1), False)])
    def test_a_marked_connection_waits_from_its_time_on(
        self, store: Store, at: datetime, waits: bool
    ) -> None:
        mark(store, connected(store, "a"), at)
        assert bool(waiting(store)) is waits

    @pytest.mark.parametrize(
        ("scanned", "waits"),
        [
            (POLLED, True),
            (POLLED.replace(microsecond=0), True),
            (POLLED + timedelta(microseconds=1), False),
            (None, True),
        ],
    )
    def test_a_connection_waits_when_its_scan_is_old(
        self, store: Store, scanned: datetime | None, waits: bool
    ) -> None:
        connected(store, "a", scanned=scanned)
        assert bool(waiting(store)) is waits

    def test_what_was_never_imported_does_not_wait(self, store: Store) -> None:
        """Its first import is a person's to make."""
        made = connected(store, "a", imported=None, scanned=None)
        put(store, made, 1)
        mark(store, made, START)
        assert waiting(store) == ()

    def test_what_is_no_connection_does_not_wait(self, store: Store) -> None:
        put(store, HERE, 1)
        assert waiting(store) == ()

    def test_events_go_before_times_and_the_oldest_event_first(self, store: Store) -> None:
        old, older = connected(store, "c"), connected(store, "d")
        put(store, old, 2)
        put(store, older, 1)
        marked = connected(store, "b")
        mark(store, marked, START)
        stale = connected(store, "e", scanned=LONG_AGO)
        assert waiting(store) == (older, old, stale, marked)

    def test_equals_wait_in_the_order_of_their_ids(self, store: Store) -> None:
        ids = [connected(store, name, scanned=LONG_AGO) for name in "cab"]
        assert waiting(store) == tuple(sorted(ids))

    def test_at_most_so_many_are_told(self, store: Store) -> None:
        for name in "abc":
            connected(store, name, scanned=LONG_AGO)
        assert waiting(store, 2) == ("a", "b")

    @pytest.mark.parametrize(("until", "waits"), [(NOW, True), (NOW + timedelta(0, 1), False)])
    def test_a_connection_does_not_wait_while_it_rests(
        self, store: Store, until: datetime, waits: bool
    ) -> None:
        made = connected(store, "a")
        put(store, made, 1)
        mark(store, made, START)
        with store.app_wide() as app:
            app.rest(made, until)
        assert bool(waiting(store)) is waits
