"""Runs as data: queued, worked by any worker, watched while they go on, cancelled."""

from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.errors import (
    BusyError,
    IllegalTransitionError,
    NoSuchRunError,
    NotImportedError,
    NotStartableError,
    RunCancelledError,
    UnknownConnectionError,
)
from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.run import Phase, RunKind, RunRecord, RunState
from xerolink.domain.settings import ContactSettings
from xerolink.ports.errors import UnavailableError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, START, World, fields
from xerolink.usecases import recover, runs
from xerolink.usecases.import_contacts import import_contacts, preview
from xerolink.usecases.perform import perform
from xerolink.usecases.plan import plan_due
from xerolink.usecases.run import LEASE_SECONDS, Ports, Run
from xerolink.usecases.running import ABANDONED, running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_everything
from xerolink.usecases.take_turns import PAUSE

BEN = Actor.person("ben")


def ports(world: World) -> Ports:
    return world.connection()._ports


def connected(number: int = 3) -> World:
    world = World()
    for n in range(number):
        world.xero.add(fields(f"Contact {n:04}", f"{n}@x.example"))
    world.connect()
    return world


def start(world: World, kind: RunKind = RunKind.IMPORT) -> RunId:
    return runs.start(ports(world), world.connection_id, kind, ANNA)


def work(world: World) -> RunRecord | None:
    """One round of a worker in any process."""
    turns = world.app().run_once(lambda _: world.sides())
    for turn in turns:
        if turn.failure is not None:
            raise turn.failure
    return turns[0].run if turns else None


def look(world: World, run_id: RunId) -> RunRecord:
    return runs.run_of(ports(world), world.connection_id, run_id)


def listed(world: World, *states: RunState, after: RunId | None = None) -> list[RunId]:
    chosen = states or tuple(RunState)
    found = runs.runs(ports(world), world.connection_id, after, 50, chosen)
    return [run.run_id for run in found]


def cancel(world: World, run_id: RunId) -> None:
    runs.cancel(ports(world), world.connection_id, run_id, BEN)


def at_call(world: World, at: int, happens: Callable[[], object]) -> Trap:
    """Let something happen right before call number *at* to the host or to Xero."""

    def happened(point: str) -> BaseException:
        happens()
        return _GoOn()

    trap = Trap(at, happened, lambda point: point.startswith("before"))
    world.seen_host = _Going(world.host, "host", trap)
    world.seen_xero = _Going(world.xero, "xero", trap)
    return trap


class _GoOn(BaseException):
    """Something happened; the call goes on."""


class _Going(Trapped):
    def _call(self, verb: str, found: Callable[..., Any]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            with suppress(_GoOn):
                self._trap.check(f"before {self._name}.{verb}")
            return found(*args, **named)

        return call


def cancel_only(world: World) -> None:
    cancel(world, only_run(world))


def only_run(world: World) -> RunId:
    return listed(world, RunState.RUNNING)[0]


class TestStart:
    def test_started_run_waits_for_a_worker(self) -> None:
        world = connected()
        queued = look(world, start(world))
        assert (queued.state, queued.kind, queued.actor) == (RunState.QUEUED, RunKind.IMPORT, ANNA)

    def test_worker_does_what_was_queued_before_the_first_import_too(self) -> None:
        world = connected()
        run_id = start(world)
        work(world)
        assert (look(world, run_id).state, len(world.pairs())) == (RunState.FINISHED, 3)

    def test_queued_preview_counts_and_writes_nothing(self) -> None:
        world = connected()
        run_id = start(world, RunKind.PREVIEW)
        work(world)
        assert (look(world, run_id).counts["no_match"], world.host.written) == (3, 0)

    def test_queued_sync_lets_edits_flow(self) -> None:
        world = connected()
        world.imported()
        new = world.xero.add(fields("New"))
        start(world, RunKind.SYNC)
        work(world)
        assert new in world.pairs()

    def test_runs_are_worked_in_the_order_in_which_they_were_queued(self) -> None:
        world = connected()
        first, second = start(world, RunKind.PREVIEW), start(world, RunKind.IMPORT)
        states = []
        for _ in range(2):
            work(world)
            states.append((look(world, first).state, look(world, second).state))
        assert states == [
            (RunState.FINISHED, RunState.QUEUED),
            (RunState.FINISHED, RunState.FINISHED),
        ]

    def test_begun_is_when_a_worker_began(self) -> None:
        world = connected()
        run_id = start(world)
        world.clock.advance(100)
        work(world)
        assert look(world, run_id).started == START + timedelta(seconds=100)

    def test_kind_that_waits_already_is_not_doubled(self) -> None:
        world = connected()
        assert start(world) == start(world)

    def test_sync_before_the_import_is_refused(self) -> None:
        with pytest.raises(NotImportedError):
            start(connected(), RunKind.SYNC)

    def test_kind_that_needs_more_than_its_name_is_refused(self) -> None:
        with pytest.raises(NotStartableError, match="possible: import, preview"):
            start(connected(), RunKind.PUSH)

    def test_unknown_connection_is_refused(self) -> None:
        world = connected()
        with pytest.raises(UnknownConnectionError):
            runs.start(ports(world), ConnectionId("nobody"), RunKind.IMPORT, ANNA)

    def test_person_who_starts_a_run_ends_the_rest_after_a_failure(self) -> None:
        world = connected()
        world.imported()
        with world.store.app_wide() as app:
            app.rest(world.connection_id, world.clock.now() + PAUSE)
        run_id = start(world)
        work(world)
        assert look(world, run_id).state is RunState.FINISHED

    def test_queued_run_that_fails_says_so_and_is_not_tried_again(self) -> None:
        world = connected()
        run_id = start(world)
        trap = Trap(1, lost)
        world.seen_xero = Trapped(world.xero, "xero", trap)
        world.app().run_once(lambda _: world.sides())
        world.pass_time()
        assert (look(world, run_id).failure, work(world)) == ("UnavailableError", None)


class TestProcesses:
    def test_queued_run_survives_a_restart(self, tmp_path: Path) -> None:
        world = connected(0)
        path = tmp_path / "store.db"
        with closing(SqliteStore(path, world.clock)) as store:
            world.store = world.seen_store = store
            world.connect()
            run_id = start(world)
        with closing(SqliteStore(path, world.clock)) as store:
            world.store = world.seen_store = store
            work(world)
            assert look(world, run_id).state is RunState.FINISHED

    def test_worker_that_comes_second_leaves_a_run_alone(self) -> None:
        """It saw the run in the queue; when it has the lease, another one has done it."""
        world = connected()
        queued = look(world, start(world))
        work(world)
        with pytest.raises(BusyError):
            runs.work_queued(ports(world), world.connection_id, queued)
        assert look(world, queued.run_id).state is RunState.FINISHED

    def test_worker_that_dies_before_it_begins_leaves_the_run_queued(self) -> None:
        world = connected()
        run_id = start(world)
        world.seen_store = Trapped(
            world.store, "store", Trap(1, only=lambda p: p == "in store.transaction")
        )
        with pytest.raises(Crash):
            work(world)
        world.seen_store = world.store
        world.pass_time()
        work(world)
        assert look(world, run_id).state is RunState.FINISHED

    def test_run_whose_worker_died_is_closed_by_the_next_one(self) -> None:
        world = connected()
        run_id = start(world)
        world.seen_xero = Trapped(world.xero, "xero", Trap(1))
        with pytest.raises(Crash):
            work(world)
        world.seen_xero = world.xero
        world.clock.advance(LEASE_SECONDS)
        world.connection().import_contacts(ANNA)
        ended = look(world, run_id)
        assert (ended.state, ended.failure, ended.phase) == (
            RunState.FAILED,
            ABANDONED,
            Phase.ENDED,
        )


class TestProgress:
    def test_phases_are_seen_while_the_run_goes_on(self) -> None:
        """At each call to a port: what a reader in another process is told."""
        world = connected()
        seen: list[Phase] = []

        def note(point: str) -> bool:
            seen.append(look_free(world).phase)
            return False

        trap = Trap(only=note)
        world.seen_host = Trapped(world.host, "host", trap)
        world.seen_xero = Trapped(world.xero, "xero", trap)
        world.connection().import_contacts(ANNA)
        assert list(dict.fromkeys(seen)) == [
            Phase.READING_HOST,
            Phase.READING_XERO,
            Phase.WRITING,
        ]

    def test_numbers_are_seen_while_the_run_goes_on(self) -> None:
        world = connected()
        with running(ports(world), world.connection_id, RunKind.PLAN, ANNA) as run:
            run.at(Phase.DECIDING, 7, 9)
            run.at(Phase.DECIDING, 8, 9)
            before = look_free(world).done
            with run.transaction():
                """Whatever it writes, the numbers go with it."""
            after = look_free(world)
        assert (before, after.done, after.total) == (7, 8, 9)

    def test_run_that_ended_says_so(self) -> None:
        world = connected()
        assert world.connection().import_contacts(ANNA).phase is Phase.ENDED


def look_free(world: World) -> RunRecord:
    """The newest run, as another process reads it."""
    with world.store.reading(world.connection_id) as unit:
        return unit.runs.latest(1)[0]


class TestList:
    def test_newest_first_with_those_that_wait(self) -> None:
        world = connected()
        world.connection().preview(ANNA)
        (done,) = listed(world)
        waiting = start(world)
        assert listed(world) == [waiting, done]

    def test_by_state(self) -> None:
        world = connected()
        world.connection().preview(ANNA)
        waiting = start(world)
        assert listed(world, RunState.QUEUED) == [waiting]

    def test_page_by_page(self) -> None:
        world = connected()
        for _ in range(3):
            world.connection().preview(ANNA)
        newest, second, oldest = listed(world)
        assert listed(world, after=newest) == [second, oldest]

    def test_unknown_run_is_refused(self) -> None:
        with pytest.raises(NoSuchRunError):
            look(connected(), RunId("no"))


class TestCancel:
    def test_queued_run_is_cancelled_at_once(self) -> None:
        world = connected()
        run_id = start(world)
        cancel(world, run_id)
        ended = look(world, run_id)
        assert (ended.state, ended.why) == (RunState.CANCELLED, "cancelled by ben")

    def test_cancelled_run_is_not_worked(self) -> None:
        world = connected()
        cancel(world, start(world))
        assert (work(world), world.pairs()) == (None, {})

    def test_running_run_ends_at_its_next_safe_point(self) -> None:
        world = connected()
        run_id = start(world)
        at_call(world, 1, lambda: cancel(world, run_id))
        done = work(world)
        assert done is not None
        assert (done.state, done.why) == (RunState.CANCELLED, "cancelled by ben")

    def test_asking_twice_is_asking_once(self) -> None:
        world = connected()
        run_id = start(world)

        def twice() -> None:
            cancel(world, run_id)
            runs.cancel(ports(world), world.connection_id, run_id, ANNA)

        at_call(world, 1, twice)
        work(world)
        assert look(world, run_id).why == "cancelled by ben"

    def test_worker_goes_on_with_others_after_a_cancelled_run(self) -> None:
        """It is no failure: the connection does not rest."""
        world = connected()
        run_id = start(world)
        at_call(world, 1, lambda: cancel(world, run_id))
        work(world)
        again = start(world)
        work(world)
        assert look(world, again).state is RunState.FINISHED

    def test_verb_that_was_called_directly_raises(self) -> None:
        world = connected()
        at_call(world, 1, lambda: cancel_only(world))
        with pytest.raises(RunCancelledError):
            world.connection().import_contacts(ANNA)

    def test_lease_is_given_back(self) -> None:
        world = connected()
        at_call(world, 1, lambda: cancel_only(world))
        with pytest.raises(RunCancelledError):
            world.connection().preview(ANNA)
        assert world.store.holder(world.connection_id) is None

    def test_unattended_run_can_be_cancelled(self) -> None:
        world = connected()
        world.imported()
        world.clock.advance(3_600)
        at_call(world, 1, lambda: cancel_only(world))
        done = work(world)
        assert done is not None
        assert (done.kind, done.state) == (RunKind.SYNC, RunState.CANCELLED)

    def test_run_that_finishes_what_another_began_ends_between_its_pages(self) -> None:
        """Two pages of creations were sent and not answered; somebody cancels during the first."""
        world = connected(recover.PAGE * 2)
        world.seen_host = Trapped(world.host, "host", Trap(1, lost, lambda p: "create" in p))
        with pytest.raises(UnavailableError):
            world.connection().import_contacts(ANNA)
        at_call(world, 1, lambda: cancel_only(world))
        with pytest.raises(RunCancelledError):
            world.connection().import_contacts(ANNA)
        assert len(world.host.contacts()) == recover.PAGE

    def test_run_that_has_ended_is_refused_and_stays(self) -> None:
        world = connected()
        done = world.connection().import_contacts(ANNA)
        with pytest.raises(IllegalTransitionError, match="while finished"):
            cancel(world, done.run_id)
        assert look(world, done.run_id) == done

    def test_unknown_run_is_refused(self) -> None:
        with pytest.raises(NoSuchRunError):
            cancel(connected(), RunId("no"))

    def test_cancel_ends_that_run_and_no_other(self) -> None:
        world = connected()
        run_id = start(world)
        at_call(world, 1, lambda: cancel(world, run_id))
        work(world)
        assert world.connection().import_contacts(ANNA).state is RunState.FINISHED


def outcome(world: World) -> object:
    xero = {c.xero_id: c.fields.name or "" for c in world.xero.contacts()}
    host = {i: c.fields.name or "" for i, c in world.host.contacts().items()}
    pairs = sorted((xero[x], host[h]) for x, h in world.pairs().items())
    return sorted(xero.values()), sorted(host.values()), pairs


def open_intents(world: World) -> int:
    with world.store.reading(world.connection_id) as unit:
        return len(unit.intents.open(9))


def half_known() -> World:
    """One contact matches, one has a known name, the others are new."""
    world = connected(5)
    world.host.add(fields("Contact 0000", "0@x.example"))
    world.host.add(fields("Contact 0001", "other@x.example"))
    return world


def test_import_cancelled_at_any_call_leaves_nothing_open_and_a_second_one_completes_it() -> None:
    whole = half_known()
    calls = at_call(whole, 0, lambda: None)
    whole.connection().import_contacts(ANNA)
    assert len(calls.points) >= 4
    for number in range(1, len(calls.points) + 1):
        world = half_known()
        at_call(world, number, partial(cancel_only, world))
        with suppress(RunCancelledError):
            import_contacts(ports(world), world.connection_id, ANNA)
        assert open_intents(world) == 0
        world.seen_host, world.seen_xero = world.host, world.xero
        world.connection().import_contacts(ANNA)
        assert outcome(world) == outcome(whole)


def test_import_cancelled_between_two_pages_of_writing_keeps_the_first_page() -> None:
    """And no contact is created twice by the import that completes it."""
    world = connected(600)
    trap = Trap(1, _go_on_after(world), lambda point: point == "before host.create_many")
    world.seen_host = _Going(world.host, "host", trap)
    with pytest.raises(RunCancelledError):
        world.connection().import_contacts(ANNA)
    first = len(world.host.contacts())
    world.seen_host = world.host
    world.connection().import_contacts(ANNA)
    assert (first, len(world.host.contacts()), len(world.pairs())) == (500, 600, 600)


def _go_on_after(world: World) -> Callable[[str], BaseException]:
    def happened(point: str) -> BaseException:
        cancel(world, only_run(world))
        return _GoOn()

    return happened


def test_between_two_safe_points_a_run_is_left_alone() -> None:
    """However long ago somebody asked it to end."""
    world = connected()
    with running(ports(world), world.connection_id, RunKind.PLAN, ANNA) as run:
        cancel(world, run.run.run_id)
        with run.transaction() as unit:
            before = unit.runs.latest(1)
        run.before_call()
    assert before[0].state is RunState.RUNNING


SAFE_POINTS: dict[str, Callable[[Run], object]] = {
    "a page of the host": stage_host,
    "a page of Xero": stage_everything,
    "a page of decisions": plan_due,
    "a page of writing": perform,
}


@pytest.mark.parametrize("name", SAFE_POINTS)
def test_run_ends_before(name: str) -> None:
    world = connected()
    world.connection().preview(ANNA)
    if name == "a page of decisions":
        world.connection().change_settings(ContactSettings(default_contact_type="client"), ANNA)
    with pytest.raises(RunCancelledError):
        _cancelled_first(world, SAFE_POINTS[name])


def _cancelled_first(world: World, work: Callable[[Run], object]) -> None:
    with running(ports(world), world.connection_id, RunKind.IMPORT, ANNA) as run:
        cancel(world, run.run.run_id)
        work(run)


def test_preview_that_goes_on_is_not_touched_by_a_cancel_of_another_run() -> None:
    world = connected()
    queued = start(world)
    at_call(world, 1, lambda: cancel(world, queued))
    assert preview(ports(world), world.connection_id, ANNA).verdicts
