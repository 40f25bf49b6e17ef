"""What a pause does, who waits for what people ask, and what a look is told."""

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_app_wide import connected, mark, put
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_inbox import CONTACT, seconds
from xerolink.testing.conformance.store_requests import OTHERWISE, PAUSED, queue, queued
from xerolink.testing.conformance.store_values import HERE, START, THERE, run
from xerolink.testing.conformance.store_waiting import LONG_AGO, rest, turn, waiting


def _fail_to_pause(store: Store) -> None:
    with store.app_wide() as app:
        app.pause_all(PAUSED)
        raise KeyError


class PausePromises(StoreFixtures):
    def test_nothing_is_paused_at_first(self, store: Store) -> None:
        with store.app_wide() as app:
            assert (app.requests(HERE).paused(), app.paused_all()) == (None, None)

    def test_a_pause_is_read_in_a_transaction(self, store: Store, lease: object) -> None:
        """It is made while a worker holds the lease."""
        with store.app_wide() as app:
            app.requests(HERE).pause(PAUSED)
        with store.reading(HERE) as unit:
            assert unit.requests.paused() == PAUSED

    def test_a_pause_takes_the_place_of_the_one_before(self, unit: UnitOfWork) -> None:
        unit.requests.pause(PAUSED)
        unit.requests.pause(OTHERWISE)
        assert unit.requests.paused() == OTHERWISE

    def test_a_pause_ends(self, unit: UnitOfWork) -> None:
        unit.requests.pause(PAUSED)
        unit.requests.resume()
        assert unit.requests.paused() is None

    def test_to_resume_what_is_not_paused_changes_nothing(self, unit: UnitOfWork) -> None:
        unit.requests.resume()
        assert unit.requests.paused() is None

    def test_a_pause_of_one_connection_is_not_another_ones(self, store: Store) -> None:
        with store.app_wide() as app:
            app.requests(HERE).pause(PAUSED)
            app.requests(THERE).resume()
            assert app.requests(THERE).paused() is None
            assert app.requests(HERE).paused() == PAUSED

    def test_a_pause_of_all_pauses_each(self, store: Store) -> None:
        with store.app_wide() as app:
            app.pause_all(PAUSED)
        with store.app_wide() as app:
            assert (app.requests(HERE).paused(), app.paused_all()) == (PAUSED, PAUSED)

    def test_a_pause_of_all_is_read_in_a_transaction(self, store: Store) -> None:
        with store.app_wide() as app:
            app.pause_all(PAUSED)
        with store.transaction(claimed(store, HERE)) as unit:
            assert unit.requests.paused() == PAUSED

    def test_a_connections_own_pause_is_told_before_that_of_all(self, store: Store) -> None:
        with store.app_wide() as app:
            app.pause_all(PAUSED)
            app.requests(HERE).pause(OTHERWISE)
            assert app.requests(HERE).paused() == OTHERWISE

    def test_a_connections_own_pause_outlives_that_of_all(self, store: Store) -> None:
        with store.app_wide() as app:
            app.pause_all(PAUSED)
            app.requests(HERE).pause(OTHERWISE)
            app.resume_all()
        with store.app_wide() as app:
            assert (app.requests(HERE).paused(), app.requests(THERE).paused()) == (OTHERWISE, None)

    def test_to_resume_one_leaves_the_pause_of_all(self, store: Store) -> None:
        with store.app_wide() as app:
            app.pause_all(PAUSED)
            app.requests(HERE).resume()
            assert app.requests(HERE).paused() == PAUSED

    def test_an_error_leaves_all_as_they_were(self, store: Store) -> None:
        with pytest.raises(KeyError):
            _fail_to_pause(store)
        with store.app_wide() as app:
            assert app.paused_all() is None


class RequestsWaitPromises(StoreFixtures):
    """Which connections wait for a worker for what people ask."""

    def test_a_connection_with_a_queued_run_waits(self, store: Store) -> None:
        queue(store, connected(store, "a"), queued(1))
        assert waiting(store) == ("a",)

    def test_it_waits_before_its_first_import_too(self, store: Store) -> None:
        queue(store, connected(store, "a", imported=None, scanned=None), queued(1))
        assert waiting(store) == ("a",)

    def test_a_run_that_was_taken_lets_nobody_wait(self, store: Store) -> None:
        made = connected(store, "a")
        queue(store, made, queued(1))
        with store.app_wide() as app:
            app.requests(made).take(run(1))
        assert waiting(store) == ()

    def test_what_is_no_connection_does_not_wait_for_its_queued_run(self, store: Store) -> None:
        queue(store, HERE, queued(1))
        assert waiting(store) == ()

    def test_a_queued_run_does_not_end_a_rest(self, store: Store) -> None:
        made = connected(store, "a")
        rest(store, made, seconds(9_999))
        queue(store, made, queued(1))
        assert waiting(store) == ()

    def test_queued_runs_go_before_events_and_the_oldest_first(self, store: Store) -> None:
        told = connected(store, "a")
        put(store, told, 1)
        late, early = connected(store, "b"), connected(store, "c")
        queue(store, late, queued(1, 2))
        queue(store, early, queued(1, 1), queued(2, 3))
        assert waiting(store) == (early, late, told)

    def test_a_turn_counts_more_than_a_queued_run(self, store: Store) -> None:
        asked, other = connected(store, "a"), connected(store, "b", scanned=LONG_AGO)
        queue(store, asked, queued(1))
        turn(store, asked, seconds(800))
        assert waiting(store) == (other, asked)

    def test_a_paused_connection_does_not_wait(self, store: Store) -> None:
        """Whatever it would wait for; the others do."""
        held, other = connected(store, "a"), connected(store, "b", scanned=LONG_AGO)
        put(store, held, 1)
        mark(store, held, START)
        queue(store, held, queued(1))
        with store.app_wide() as app:
            app.requests(held).pause(PAUSED)
        assert waiting(store) == (other,)

    def test_nobody_waits_while_all_are_paused(self, store: Store) -> None:
        connected(store, "a", scanned=LONG_AGO)
        with store.app_wide() as app:
            app.pause_all(PAUSED)
        assert waiting(store) == ()

    def test_a_connection_waits_again_after_its_pause(self, store: Store) -> None:
        made = connected(store, "a", scanned=LONG_AGO)
        with store.app_wide() as app:
            app.requests(made).pause(PAUSED)
            app.requests(made).resume()
        assert waiting(store) == (made,)


class LookingPromises(StoreFixtures):
    """What a look at a connection is told."""

    def test_the_newest_event_is_told_settled_or_not(self, store: Store) -> None:
        with store.app_wide() as app:
            before = app.inbox(HERE).newest()
        put(store, HERE, 2)
        put(store, HERE, 1)
        with store.app_wide() as app:
            app.inbox(HERE).settle(app.inbox(HERE).pending(CONTACT, 9))
            found = app.inbox(HERE).newest(), app.inbox(THERE).newest()
        assert (before, *found) == (None, seconds(2), None)

    def test_the_owner_of_a_lease_is_told(self, store: Store) -> None:
        store.claim(HERE, "me", 60)
        assert (store.holder(HERE), store.holder(THERE)) == ("me", None)

    def test_a_lease_that_was_given_back_has_no_owner(self, store: Store) -> None:
        store.release(claimed(store, HERE))
        assert store.holder(HERE) is None

    def test_a_lease_that_ran_out_has_no_owner(self, store: Store, clock: ManualClock) -> None:
        store.claim(HERE, "me", 60)
        clock.advance(60)
        assert store.holder(HERE) is None

    def test_what_is_stored_has_the_layout_that_the_code_knows(self, store: Store) -> None:
        found, known = store.schema()
        assert found == known != ""
