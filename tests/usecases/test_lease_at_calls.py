"""A call to either side starts only if the lease outlives the longest time that it may take.

Over every call of every button, each of which takes its longest; with a worker whose clock is not
the store's, and with a clock that jumps.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count

import pytest
from attrs import define, field, frozen

from tests.usecases.buttons import BUTTONS
from tests.usecases.matrix import KINDS, made, survey, trap_world
from xerolink.adapters.memory.clock import ManualClock
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError, StoreError
from xerolink.ports.xero import LONGEST_CALL, LONGEST_WAIT
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import World

LONGEST = LONGEST_WAIT + LONGEST_CALL
JUMPS = (21, 119, 400)
"""Seconds, about the spare time of a lease and its whole time."""
CALLS = ("before host.", "before xero.")
SKEWS = (-300, -19, 21, 300)


@define
class Slow:
    """Lets every call of a side take its longest, and notes those that the lease did not outlive.

    *jump* moves the clock before the points that are no call of a side. With *longest*, that call
    alone takes so long, and the *others* as many seconds.
    """

    world: World
    clock: ManualClock
    jump: Callable[[], None] = lambda: None
    longest: int = 0
    others: int = LONGEST
    called: list[str] = field(factory=list)
    outlived: list[str] = field(factory=list)

    def __call__(self, point: str) -> bool:
        if not point.startswith(CALLS):
            self.jump()
            return False
        self.called.append(point)
        before, alone = self.holder(), len(self.called) == self.longest
        self.clock.advance(LONGEST if alone else self.others)
        if before is None or self.holder() != before:
            self.outlived.append(point)
        return False

    def holder(self) -> str | None:
        return self.world.store.holder(self.world.connection_id)


def slow(world: World) -> Slow:
    calls = Slow(world, world.clock)
    trap_world(world, Trap(only=calls))
    return calls


@pytest.mark.parametrize("verb", BUTTONS)
def test_lease_outlives_every_call_of_every_button(verb: str) -> None:
    """And the run comes to its end: no commit finds the lease lost."""
    scene = BUTTONS[verb]()
    calls = slow(scene.world)
    scene.press(scene.world)
    assert calls.outlived == []


def test_buttons_call_all_that_a_run_calls() -> None:
    """But for the reading of what webhooks named, which `run_once` does."""
    called = set()
    for make in BUTTONS.values():
        scene = make()
        calls = slow(scene.world)
        scene.press(scene.world)
        called |= {point.removeprefix("before ") for point in calls.called}
    host = {f"host.{verb}" for verb in ("changes", "get_many", "create_many", "update_many")}
    xero = {f"xero.{verb}" for verb in ("page", "get_many", "by_number", "by_name")}
    writes = {"host.remove_many", "xero.create_many", "xero.update_many", "xero.archive_many"}
    assert called == host | xero | writes


@pytest.mark.parametrize("seconds", [5, 12, 19, 21, 50])
@pytest.mark.parametrize("kind", ["merge into both", "create"])
def test_lease_outlives_each_call_however_long_those_before_it_took(
    kind: str, seconds: int
) -> None:
    """Each call in its turn takes its longest; the others take so many seconds."""
    for at in range(1, len([p for p in survey(kind).points if p.startswith(CALLS)]) + 1):
        world = made(kind)
        calls = Slow(world, world.clock, longest=at, others=seconds)
        trap_world(world, Trap(only=calls))
        KINDS[kind].press(world)
        assert calls.outlived == []


@frozen
class Skewed(Clock):
    """A worker's clock, which is not the store's."""

    clock: Clock
    seconds: int

    def now(self) -> datetime:
        return self.clock.now() + timedelta(seconds=self.seconds)


@pytest.mark.parametrize("seconds", SKEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_lease_outlives_every_call_of_a_worker_with_another_clock(kind: str, seconds: int) -> None:
    """The store's clock says when a lease ends; the worker counts from its last extension."""
    world = made(kind)
    calls = slow(world)
    world.clock = Skewed(world.clock, seconds)  # type: ignore[assignment]  # the worker's alone
    KINDS[kind].press(world)
    assert calls.outlived == []


@pytest.mark.parametrize("seconds", JUMPS)
@pytest.mark.parametrize("kind", ["merge into both", "create"])
def test_clock_that_jumps_starts_no_call_that_the_lease_does_not_outlive(
    kind: str, seconds: int
) -> None:
    """Once, at each point of the run that is no call; a run whose lease is over is told so."""
    for at in range(1, len(survey(kind).points)):
        world = made(kind)
        numbers = count(1)

        def jump(world: World = world, numbers: Iterator[int] = numbers, at: int = at) -> None:
            if next(numbers) == at:
                world.clock.advance(seconds)

        calls = Slow(world, world.clock, jump)
        trap_world(world, Trap(only=calls))
        with suppress(LeaseLostError, StoreError):
            KINDS[kind].press(world)
        assert calls.outlived == []


def test_store_that_is_too_slow_to_extend_a_lease_starts_no_call() -> None:
    """It says so, instead of trying for ever."""
    world = made("merge into both")
    trap = Trap(only=lambda point: point == "after store.renew" and wait())

    def wait() -> bool:
        world.clock.advance(21)
        return False

    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", Trap(only=lambda _: wait()))
    with pytest.raises(StoreError, match="see what keeps it so busy"):
        KINDS["merge into both"].press(world)
