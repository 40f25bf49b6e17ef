"""Pause: nothing is written until somebody resumes; reading and planning go on."""

from collections.abc import Callable

import pytest

from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import PausedError, RefusedError, UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.run import RunKind, RunState
from xerolink.ports.errors import UnavailableError
from xerolink.ports.observer import Resumed
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases import pause, runs
from xerolink.usecases.run import LOOKING, Ports
from xerolink.usecases.running import running

BEN = Actor.person("ben")


def ports(world: World) -> Ports:
    return world.connection()._ports


def imported() -> World:
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    world.imported()
    return world


def hold(world: World, why: str = "year end") -> None:
    pause.pause(world.store, world.clock, world.connection_id, BEN, why)


def hold_when_read(world: World) -> None:
    """Somebody pauses while Xero's page is on its way."""

    def happens(point: str) -> bool:
        if point == "after xero.page":
            hold(world)
        return False

    world.seen_xero = Trapped(world.xero, "xero", Trap(only=happens))


def hold_all(world: World) -> None:
    pause.pause_all(world.store, world.clock, BEN, "moving house")


def edit(world: World) -> None:
    """Something that a sync would write."""
    (xero_id,) = world.pairs()
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: "new@x.example"})


def emails(world: World) -> set[str | None]:
    return {contact.billing_email for contact in world.host_fields()}


def begin(world: World, kind: RunKind) -> None:
    with running(ports(world), world.connection_id, kind, ANNA):
        """Nothing is to be done."""


@pytest.mark.parametrize("kind", [kind for kind in RunKind if kind not in LOOKING])
def test_run_that_would_write_is_refused_whatever_its_kind(kind: RunKind) -> None:
    world = imported()
    hold(world)
    with pytest.raises(PausedError):
        begin(world, kind)


@pytest.mark.parametrize("kind", [kind for kind in RunKind if kind in LOOKING])
def test_run_that_only_looks_goes_on(kind: RunKind) -> None:
    world = imported()
    hold(world)
    begin(world, kind)
    assert world.connection().latest_runs()[0].state is RunState.FINISHED


def test_refusal_names_who_when_why_and_what_helps() -> None:
    world = imported()
    hold(world)
    with pytest.raises(
        RefusedError, match=r"by ben at 2026-07-01 09:05 UTC \(year end\); possible: resume\(\)"
    ):
        world.connection().sync_contacts(ANNA)


def test_refused_run_leaves_no_record_and_no_lease() -> None:
    world = imported()
    hold(world)
    before = world.connection().latest_runs()
    with pytest.raises(PausedError):
        world.connection().sync_contacts(ANNA)
    assert world.connection().latest_runs() == before
    assert world.store.holder(world.connection_id) is None


def test_worker_leaves_a_paused_connection_alone() -> None:
    world = imported()
    edit(world)
    hold(world)
    world.clock.advance(3_600)
    assert world.app().run_once(lambda _: world.sides()) == ()
    assert world.connection().run_once() is None
    assert emails(world) == {"a@x.example"}


def test_what_was_held_flows_after_the_pause() -> None:
    world = imported()
    edit(world)
    hold(world)
    world.connection().resume(BEN)
    world.connection().sync_contacts(ANNA)
    assert emails(world) == {"new@x.example"}


def test_pause_of_all_holds_each() -> None:
    world = imported()
    hold_all(world)
    with pytest.raises(PausedError, match="moving house"):
        world.connection().sync_contacts(ANNA)


def test_pause_of_all_holds_a_connection_that_is_made_later() -> None:
    world = World()
    hold_all(world)
    world.connect()
    with pytest.raises(PausedError):
        world.connection().import_contacts(ANNA)


def test_all_go_on_after_the_pause_of_all() -> None:
    world = imported()
    hold_all(world)
    world.app().resume_all(BEN)
    assert world.connection().sync_contacts(ANNA).state is RunState.FINISHED


def test_connection_that_was_paused_by_itself_stays_so() -> None:
    world = imported()
    hold(world)
    hold_all(world)
    world.app().resume_all(BEN)
    found = pause.paused(world.store, world.connection_id)
    assert found is not None
    assert (found.by, found.why) == (BEN, "year end")


@pytest.mark.parametrize(
    "act", [hold, lambda w: pause.resume(w.store, w.events, w.connection_id, BEN)]
)
def test_unknown_connection_is_refused(act: Callable[[World], None]) -> None:
    world = World()
    world.connection_id = ConnectionId("nobody")
    with pytest.raises(UnknownConnectionError):
        act(world)


def test_run_that_is_at_work_ends_at_its_next_safe_point() -> None:
    """While Xero's page is read somebody pauses: nothing of it is written."""
    world = imported()
    edit(world)
    hold_when_read(world)
    with pytest.raises(PausedError):
        world.connection().sync_contacts(ANNA)
    last = world.connection().latest_runs()[0]
    assert (last.state, last.why) == (RunState.CANCELLED, "paused by ben")
    assert emails(world) == {"a@x.example"}


def test_worker_that_is_paused_at_its_work_has_not_failed() -> None:
    world = imported()
    edit(world)
    world.clock.advance(3_600)
    hold_when_read(world)
    (turn,) = world.app().run_once(lambda _: world.sides())
    assert (turn.run, turn.failure) == (None, None)


def test_preview_leaves_an_open_effect_open_while_it_is_paused() -> None:
    """To finish it would be to write."""
    world = imported()
    edit(world)
    trap = Trap(1, lost, lambda point: point == "before host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(UnavailableError):
        world.connection().sync_contacts(ANNA)
    hold(world)
    world.connection().preview(ANNA)
    assert emails(world) == {"a@x.example"}


def test_nothing_can_be_started_while_no_worker_comes_by() -> None:
    world = imported()
    hold(world)
    with pytest.raises(PausedError):
        runs.start(ports(world), world.connection_id, RunKind.PREVIEW, ANNA)


def test_queued_run_waits_for_the_end_of_the_pause() -> None:
    world = imported()
    run_id = runs.start(ports(world), world.connection_id, RunKind.SYNC, ANNA)
    hold(world)
    world.app().run_once(lambda _: world.sides())
    world.connection().resume(BEN)
    held = runs.run_of(ports(world), world.connection_id, run_id).state
    world.app().run_once(lambda _: world.sides())
    done = runs.run_of(ports(world), world.connection_id, run_id).state
    assert (held, done) == (RunState.QUEUED, RunState.FINISHED)


def test_who_ended_a_pause_is_told() -> None:
    world = imported()
    hold(world)
    world.connection().resume(BEN)
    world.app().resume_all(ANNA)
    told = [event for event in world.events.events if isinstance(event, Resumed)]
    assert told == [Resumed(world.connection_id, BEN), Resumed(None, ANNA)]


def test_listener_that_raises_ends_the_pause_all_the_same() -> None:
    world = imported()
    hold(world)
    pause.resume(world.store, Deaf(), world.connection_id, BEN)
    assert world.connection().paused() is None


class Deaf:
    def notice(self, event: object) -> None:
        raise ValueError(event)


def test_why_is_not_in_a_repr() -> None:
    world = imported()
    hold(world, "ring Ann Lee first")
    assert "Ann" not in repr(pause.paused(world.store, world.connection_id))
