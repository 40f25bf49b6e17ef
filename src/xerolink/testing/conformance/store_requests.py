"""What `Requests` promises, and what of it the app as a whole has."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.run import RunRecord, RunState
from xerolink.ports.clock import Clock
from xerolink.ports.requests import Asked, Paused
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.processes import ProcessesFixtures, clock_at
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_inbox import seconds
from xerolink.testing.conformance.store_values import HERE, START, THERE, run

ANNA, BEN = Actor.person("anna"), Actor.person("ben")
ASKED = Asked(ANNA, START)
PAUSED, OTHERWISE = Paused(ANNA, START, "year end"), Paused(BEN, START, "audit")


def queued(n: int, started: float = 0) -> RunRecord:
    """Run *n*, which waits since *started* seconds after the suite's start."""
    return run(n, state=RunState.QUEUED, started=seconds(started), counts={})


def queue(store: Store, connection_id: ConnectionId, *runs: RunRecord) -> None:
    with store.app_wide() as app:
        for one in runs:
            app.requests(connection_id).queue(one)


def take_elsewhere(opening: Callable[[Clock], Store], numbers: range) -> int:
    """How many of the queued runs HERE another process gets."""
    store, got = opening(clock_at(START)), 0
    for n in numbers:
        with store.app_wide() as app:
            got += app.requests(HERE).take(run(n))
    return got


class RunsOfStatesPromises(StoreFixtures):
    def test_a_run_is_found_by_its_id(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        unit.runs.put(run(2))
        assert (unit.runs.get(RunId("r001")), unit.runs.get(RunId("no"))) == (run(1), None)

    def test_a_page_has_the_runs_of_the_states_newest_first(self, unit: UnitOfWork) -> None:
        failed = run(2, state=RunState.FAILED)
        for one in (run(3), failed, run(1)):
            unit.runs.put(one)
        assert unit.runs.page((RunState.RUNNING,), None, 9) == (run(1), run(3))

    def test_a_run_is_in_the_state_that_was_put_last(self, unit: UnitOfWork) -> None:
        failed = run(1, state=RunState.FAILED)
        unit.runs.put(run(1))
        unit.runs.put(failed)
        assert unit.runs.page(tuple(RunState), None, 9) == (failed,)

    def test_pages_follow_each_other(self, unit: UnitOfWork) -> None:
        for n in (1, 3, 2):
            unit.runs.put(run(n))
        first = unit.runs.page(tuple(RunState), None, 2)
        assert first == (run(2), run(3))
        assert unit.runs.page(tuple(RunState), first[-1].run_id, 2) == (run(1),)

    def test_a_page_may_go_on_after_a_run_of_another_state(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        unit.runs.put(run(2, state=RunState.FAILED))
        assert unit.runs.page((RunState.RUNNING,), RunId("r002"), 9) == (run(1),)

    def test_after_an_unknown_run_there_is_none(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        assert unit.runs.page(tuple(RunState), RunId("no"), 9) == ()


class QueuePromises(StoreFixtures):
    def test_a_queued_run_waits_although_a_worker_has_the_lease(
        self, store: Store, lease: object
    ) -> None:
        queue(store, HERE, queued(1))
        with store.reading(HERE) as unit:
            assert unit.requests.queued(9) == (queued(1),)

    def test_the_run_that_was_queued_first_is_first(self, unit: UnitOfWork) -> None:
        for n in (2, 3, 1):
            unit.requests.queue(queued(n))
        assert unit.requests.queued(2) == (queued(2), queued(3))

    def test_a_queued_run_is_among_the_runs(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        unit.requests.queue(queued(2))
        assert unit.runs.latest(9) == (queued(2), run(1))

    def test_a_run_that_is_not_queued_does_not_wait(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        assert unit.requests.queued(9) == ()

    def test_a_run_that_was_taken_stands_as_it_was_given(self, unit: UnitOfWork) -> None:
        unit.requests.queue(queued(1))
        assert unit.requests.take(run(1))
        assert (unit.requests.queued(9), unit.runs.get(RunId("r001"))) == ((), run(1))

    def test_a_run_keeps_its_place_when_it_is_taken(self, unit: UnitOfWork) -> None:
        unit.requests.queue(queued(1))
        unit.runs.put(run(2))
        unit.requests.take(run(1))
        assert unit.runs.latest(9) == (run(2), run(1))

    def test_a_run_is_taken_once(self, unit: UnitOfWork) -> None:
        unit.requests.queue(queued(1))
        unit.requests.take(run(1))
        assert not unit.requests.take(run(1, failure="OSError"))
        assert unit.runs.get(RunId("r001")) == run(1)

    def test_an_unknown_run_is_not_taken(self, unit: UnitOfWork) -> None:
        assert (unit.requests.take(run(1)), unit.runs.latest(9)) == (False, ())

    def test_a_taking_that_is_not_committed_leaves_the_run_queued(self, store: Store) -> None:
        """The worker's process died: another one takes it."""
        queue(store, HERE, queued(1))
        with store.reading(HERE) as lost:
            lost.requests.take(run(1))
        with store.app_wide() as app:
            assert app.requests(HERE).take(run(1))

    def test_of_several_threads_one_takes_a_run(self, store: Store) -> None:
        queue(store, HERE, queued(1))

        def take(_: int) -> bool:
            with store.app_wide() as app:
                return app.requests(HERE).take(run(1))

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(take, range(8))) == 1

    def test_a_queued_run_of_one_connection_is_not_another_ones(self, store: Store) -> None:
        queue(store, HERE, queued(1))
        with store.app_wide() as app:
            there = app.requests(THERE)
            assert (there.queued(9), there.take(run(1))) == ((), False)


class CancelPromises(StoreFixtures):
    def test_nobody_asked_at_first(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        assert unit.requests.cancel_asked(RunId("r001")) is None

    def test_what_was_asked_of_a_running_run_is_read_in_its_transaction(self, store: Store) -> None:
        lease = claimed(store, HERE)
        with store.transaction(lease) as unit:
            unit.runs.put(run(1))
        with store.app_wide() as app:
            assert app.requests(HERE).ask_cancel(RunId("r001"), ASKED)
        with store.transaction(lease) as unit:
            assert unit.requests.cancel_asked(RunId("r001")) == ASKED

    def test_who_asked_first_stays(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        unit.requests.ask_cancel(RunId("r001"), ASKED)
        assert unit.requests.ask_cancel(RunId("r001"), Asked(BEN, seconds(9)))
        assert unit.requests.cancel_asked(RunId("r001")) == ASKED

    @pytest.mark.parametrize("state", [s for s in RunState if s is not RunState.RUNNING])
    def test_a_run_that_is_not_running_is_not_asked(
        self, unit: UnitOfWork, state: RunState
    ) -> None:
        unit.runs.put(run(1, state=state))
        assert not unit.requests.ask_cancel(RunId("r001"), ASKED)
        assert unit.requests.cancel_asked(RunId("r001")) is None

    def test_an_unknown_run_is_not_asked(self, unit: UnitOfWork) -> None:
        assert not unit.requests.ask_cancel(RunId("r001"), ASKED)

    def test_what_is_asked_of_one_run_is_not_asked_of_another(self, unit: UnitOfWork) -> None:
        unit.runs.put(run(1))
        unit.runs.put(run(2))
        unit.requests.ask_cancel(RunId("r001"), ASKED)
        assert unit.requests.cancel_asked(RunId("r002")) is None

    def test_what_is_asked_of_one_connection_is_not_asked_of_another(self, store: Store) -> None:
        for connection_id in (HERE, THERE):
            with store.transaction(claimed(store, connection_id)) as unit:
                unit.runs.put(run(1))
        with store.app_wide() as app:
            app.requests(HERE).ask_cancel(RunId("r001"), ASKED)
            assert app.requests(THERE).cancel_asked(RunId("r001")) is None


class SharedRequestsPromises(StoreFixtures, ProcessesFixtures):
    def test_of_two_processes_one_takes_each_queued_run(
        self, store: Store, opening: Callable[[Clock], Store], elsewhere: ProcessPoolExecutor
    ) -> None:
        numbers = range(20)
        queue(store, HERE, *(queued(n) for n in numbers))
        got = elsewhere.map(take_elsewhere, [opening, opening], [numbers, numbers])
        assert sum(got) == len(numbers)

    def test_a_run_that_is_queued_here_survives_to_be_taken_elsewhere(
        self, store: Store, opening: Callable[[Clock], Store], elsewhere: ProcessPoolExecutor
    ) -> None:
        queue(store, HERE, queued(1))
        elsewhere.submit(take_elsewhere, opening, range(1, 2)).result()
        with store.reading(HERE) as unit:
            assert unit.runs.latest(9) == (run(1),)
