"""Two workers on one connection: the second waits, or takes over from one that stands still.

The first one stands still at a call of a port; its lease runs out, a second one does everything,
and the first one wakes up in the middle of what it was doing. The points are those of an
undisturbed run.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import count

import pytest
from attrs import define, field

from tests.usecases.buttons import BUTTONS, Scene
from tests.usecases.matrix import (
    KINDS,
    LEASE_RAN_OUT,
    WRITES,
    Edit,
    End,
    end,
    heal,
    made,
    mended,
    people_edit,
    survey,
    sync,
    trap_world,
    undisturbed,
)
from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.errors import BusyError, DisconnectedError, NotImportedError, RefusedError
from xerolink.domain.run import RunState
from xerolink.ports.errors import LeaseLostError, PortError
from xerolink.testing.crashes import Trap
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.scenes import BUTTONS as SCENES
from xerolink.testing.worlds import World


@define
class Stall:
    """At call *at* the first worker stands still; *meanwhile* is all that others do then."""

    world: World
    at: int
    meanwhile: Callable[[World], object]
    numbers: Iterator[int] = field(factory=lambda: count(1))

    def __call__(self, _: str) -> bool:
        if next(self.numbers) == self.at:
            self.world.clock.advance(LEASE_RAN_OUT)
            self.world.seen_store = self.world.store
            self.world.seen_host, self.world.seen_xero = self.world.host, self.world.xero
            self.meanwhile(self.world)
        return False


def stalled(world: World, at: int, press: Callable[[World], object], meanwhile: Scene) -> bool:
    """Whether the first worker was told that it lost its lease."""
    trap_world(world, Trap(only=Stall(world, at, meanwhile.press)))
    try:
        press(world)
    except LeaseLostError:
        return True
    except RefusedError:
        return False
    return False


def outside(points: Sequence[str]) -> list[int]:
    """The numbers of the points outside of a unit of work: in one, others wait.

    Those of `busy` are left out: it only looks whether one is open, and a call follows.
    """
    inside = ("in ", "before store.busy", "after store.busy")
    return [at for at, point in enumerate(points, 1) if not point.startswith(inside)]


def by_another(kind: str, edits: Sequence[tuple[str, Edit]]) -> Callable[[World], None]:
    """People edit, somebody asks for the same, and a worker syncs."""

    def meanwhile(world: World) -> None:
        people_edit(world, *edits)
        with suppress(RefusedError):
            KINDS[kind].press(world)
        with suppress(RefusedError):
            sync(world)

    return meanwhile


def beside(kind: str, world: World) -> list[tuple[str, Edit]]:
    """Edits on both sides, where the contacts are there before anything was asked for."""
    if not KINDS[kind].lives:
        return []
    edits = (
        ("host", KINDS[kind].beside_host, world.host.contacts()),
        ("xero", KINDS[kind].beside_xero, world.xero.contacts()),
    )
    return [(side, values) for side, values, there in edits if values and there]


@pytest.mark.parametrize("kind", KINDS)
def test_worker_that_wakes_up_later_doubles_nothing_and_loses_no_edit(kind: str) -> None:
    """At every call of the run that makes such an intent, on a Xero that enforces nothing."""
    edits = beside(kind, made(kind))
    expected, wrong = undisturbed(kind, *edits, unique=False), {}
    for at in outside(survey(kind).points):
        world = made(kind, unique=False)
        others = Scene(world, by_another(kind, edits))
        stalled(world, at, KINDS[kind].press, others)
        found = mended(kind, world)
        if (found.books, found.left) != (expected.books, []):
            wrong[f"{at} {survey(kind).points[at - 1]}"] = found
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_worker_that_lost_its_lease_is_told_at_its_next_commit(kind: str) -> None:
    """From its first commit to that of its outcomes; only that it ended may go unsaid."""
    points = survey(kind).points[: survey(kind).recorded]
    commits = [at for at, point in enumerate(points, 1) if point == "before store.transaction"]
    for at in commits:
        world = made(kind)
        assert stalled(world, at, KINDS[kind].press, Scene(world, by_another(kind, [])))


def working(scene: Scene) -> End:
    """A worker syncs every few minutes, where it may."""
    for _ in range(2):
        scene.world.pass_time()
        with suppress(DisconnectedError, NotImportedError):
            sync(scene.world)
    return end(scene.world)


@cache
def button(verb: str) -> tuple[Sequence[str], End]:
    """The points of an undisturbed press, and how it ends."""
    scene, trap = BUTTONS[verb](), Trap()
    trap_world(scene.world, trap)
    scene.press(scene.world)
    heal(scene.world)
    return trap.points, working(scene)


def pressed_by_two(scene: Scene, at: int) -> End:
    """One who stands still at *at*, and another one who presses the same button meanwhile."""

    def meanwhile(world: World) -> None:
        with suppress(RefusedError):
            scene.press(world)

    with suppress(PortError):
        stalled(scene.world, at, scene.press, Scene(scene.world, meanwhile))
    heal(scene.world)
    return working(scene)


def book(kind: str) -> Scene:
    """A run over several contacts: matches, creations, a conflict, edits on both sides."""
    made_ = SCENES[kind](Firm)
    return Scene(made_.world, made_.call)


@pytest.mark.parametrize("kind", ["import_contacts", "sync_contacts"])
def test_whole_run_of_another_worker_at_any_call_changes_nothing(kind: str) -> None:
    scene, trap = book(kind), Trap()
    trap_world(scene.world, trap)
    scene.press(scene.world)
    heal(scene.world)
    expected, wrong = working(scene), dict[str, End]()
    for at in outside(trap.points):
        found = pressed_by_two(book(kind), at)
        if found != expected:
            wrong[f"{at} {trap.points[at - 1]}"] = found
    assert wrong == {}


def steps(points: Sequence[str]) -> list[int]:
    """Beside every write on either side, and before every commit."""
    ends = (*WRITES, "before store.transaction")
    return [at for at, point in enumerate(points, 1) if point.endswith(ends)]


@pytest.mark.parametrize("verb", BUTTONS)
def test_button_that_two_press_does_it_once(verb: str) -> None:
    """The first one's worker wakes up when all that the second one asked for is done."""
    points, expected = button(verb)
    found = {f"{at} {points[at - 1]}": pressed_by_two(BUTTONS[verb](), at) for at in steps(points)}
    assert {point: one for point, one in found.items() if one != expected} == {}


def test_second_worker_is_told_before_it_calls_anybody() -> None:
    world = made("merge into both")
    world.store.claim(world.connection_id, "another", 120)
    trap = Trap()
    trap_world(world, trap)
    with pytest.raises(BusyError):
        sync(world)
    assert [
        point for point in trap.points if not point.startswith(("before store", "after st"))
    ] == []


def test_run_of_the_worker_that_stood_still_is_closed_by_the_second() -> None:
    world = made("merge into both")
    at = survey("merge into both").intended
    stalled(world, at, sync, Scene(world, sync))
    states = {run.state for run in world.connection().latest_runs()}
    assert states == {RunState.FINISHED, RunState.FAILED}


def test_outcome_that_cannot_be_recorded_leaves_the_effect_open() -> None:
    """The lease is lost between the effect and its record: whoever comes next reads first."""
    kind = "create"
    world = made(kind)
    at = survey(kind).recorded - 2
    trap_world(world, Trap(only=Stall(world, at, lambda _: None)))
    with pytest.raises(LeaseLostError):
        KINDS[kind].press(world)
    with world.store.reading(world.connection_id) as unit:
        assert [intent.state for intent in unit.intents.open(2)] == [IntentState.SENT]


def test_next_holder_reads_what_was_not_recorded_and_repeats_nothing() -> None:
    kind = "create"
    world = made(kind)
    trap_world(world, Trap(only=Stall(world, survey(kind).recorded - 2, lambda _: None)))
    with pytest.raises(LeaseLostError):
        KINDS[kind].press(world)
    heal(world)
    trap = Trap(only=lambda point: point.startswith("before xero."))
    trap_world(world, trap)
    sync(world)
    assert (trap.points[0], "before xero.create_many" in trap.points) == (
        "before xero.by_number",
        False,
    )
