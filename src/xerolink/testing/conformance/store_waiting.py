"""Which connections a store says are waiting for a worker, and in what order."""

from datetime import datetime, timedelta

import pytest

from xerolink.domain.identity import ConnectionId
from xerolink.ports.store import Store
from xerolink.testing.conformance.store_app_wide import NOW, connected, mark, put
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_inbox import CONTACT, DUE, event, seconds
from xerolink.testing.conformance.store_values import HERE, START, THERE

LONG_AGO = seconds(100)
POLLED = seconds(500)
"""Connections that were scanned before are due."""


def waiting(store: Store, size: int = 9) -> tuple[ConnectionId, ...]:
    with store.app_wide() as unit:
        return unit.waiting(NOW, POLLED, size)


def turn(store: Store, connection_id: ConnectionId, at: datetime) -> None:
    with store.app_wide() as unit:
        unit.begin_turn(connection_id, at)


def rest(store: Store, connection_id: ConnectionId, until: datetime = NOW) -> None:
    with store.app_wide() as unit:
        unit.rest(connection_id, until)


def rests(store: Store, connection_id: ConnectionId) -> int:
    with store.app_wide() as unit:
        return unit.rests(connection_id)


def wake(store: Store, connection_id: ConnectionId) -> None:
    with store.app_wide() as unit:
        unit.wake(connection_id)


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
        rest(store, made, until)
        assert bool(waiting(store)) is waits


class TurnsPromises(StoreFixtures):
    def test_the_one_without_a_turn_for_longest_goes_first(self, store: Store) -> None:
        """Whatever it has to do: the others came before it last time."""
        late, early = connected(store, "a"), connected(store, "b", scanned=LONG_AGO)
        turn(store, early, seconds(800))
        turn(store, late, seconds(800) + timedelta(microseconds=1))
        put(store, late, 1)
        assert waiting(store) == (early, late)

    def test_one_that_never_had_a_turn_goes_before_all(self, store: Store) -> None:
        had, never = connected(store, "a"), connected(store, "b", scanned=LONG_AGO)
        turn(store, had, START)
        put(store, had, 1)
        assert waiting(store) == (never, had)

    def test_the_latest_turn_counts(self, store: Store) -> None:
        once, twice = (connected(store, name, scanned=LONG_AGO) for name in "ba")
        for connection_id, at in ((twice, 600), (once, 700), (twice, 800)):
            turn(store, connection_id, seconds(at))
        assert waiting(store) == (once, twice)

    def test_after_equal_turns_events_go_before_times(self, store: Store) -> None:
        stale, told = connected(store, "a", scanned=LONG_AGO), connected(store, "b")
        put(store, told, 1)
        for connection_id in (stale, told):
            turn(store, connection_id, seconds(800))
        assert waiting(store) == (told, stale)

    def test_a_turn_takes_nothing_away(self, store: Store) -> None:
        """What is to be done is done by a run, not by having a turn."""
        mark(store, HERE, seconds(60), seconds(1))
        put(store, HERE, 1)
        turn(store, HERE, NOW)
        with store.reading(HERE) as unit:
            assert (unit.inbox.due(), unit.inbox.count()) == (DUE, {CONTACT: 1})

    def test_one_that_rests_stands_in_nobodys_way(self, store: Store) -> None:
        """It takes no place among the *size*."""
        a, b = (connected(store, name, scanned=LONG_AGO) for name in "ab")
        rest(store, a, NOW + timedelta(0, 1))
        assert waiting(store, 1) == (b,)

    def test_what_comes_in_does_not_end_a_rest(self, store: Store) -> None:
        made = connected(store, "a", scanned=LONG_AGO)
        rest(store, made, NOW + timedelta(0, 1))
        put(store, made, 1)
        mark(store, made, START)
        with store.app_wide() as app:
            app.inbox(made).set_due(DUE)
        assert waiting(store) == ()

    def test_a_new_rest_replaces_the_one_before(self, store: Store) -> None:
        made = connected(store, "a", scanned=LONG_AGO)
        rest(store, made, NOW + timedelta(0, 1))
        rest(store, made, NOW)
        assert waiting(store) == (made,)

    def test_rests_are_counted(self, store: Store) -> None:
        found = [rests(store, HERE)]
        for _ in range(2):
            rest(store, HERE)
            found.append(rests(store, HERE))
        assert found == [0, 1, 2]

    def test_nothing_else_counts_as_a_rest(self, store: Store) -> None:
        turn(store, HERE, NOW)
        mark(store, HERE, START)
        put(store, HERE, 1)
        assert rests(store, HERE) == 0

    def test_rests_of_one_connection_are_not_another_ones(self, store: Store) -> None:
        rest(store, HERE)
        assert rests(store, THERE) == 0

    def test_to_wake_one_ends_its_rest(self, store: Store) -> None:
        made = connected(store, "a", scanned=LONG_AGO)
        rest(store, made, NOW + timedelta(0, 1))
        wake(store, made)
        assert waiting(store) == (made,)

    def test_to_wake_one_counts_anew(self, store: Store) -> None:
        for _ in range(3):
            rest(store, HERE)
        wake(store, HERE)
        rest(store, HERE)
        assert rests(store, HERE) == 1

    def test_to_wake_one_wakes_nobody_else(self, store: Store) -> None:
        rest(store, THERE)
        wake(store, HERE)
        assert (rests(store, HERE), rests(store, THERE)) == (0, 1)

    def test_to_wake_one_leaves_its_turn_and_its_mark(self, store: Store) -> None:
        woken, other = (connected(store, name) for name in "ab")
        for connection_id, at in ((woken, 800), (other, 700)):
            mark(store, connection_id, START)
            turn(store, connection_id, seconds(at))
        rest(store, woken)
        wake(store, woken)
        assert waiting(store) == (other, woken)
