"""What an earlier run left open is finished first, oldest first, before anything is planned."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.usecases.matrix import host_id, linked, sync, trap_world, xero_id
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import HostContactId
from xerolink.ports.errors import PortError, UnavailableError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.recover import PAGE

EMAIL = FieldName.BILLING_EMAIL


def pushed(number: int) -> tuple[World, list[HostContactId]]:
    """So many creates in Xero were recorded, and the first request was lost."""
    world = World()
    world.imported()
    # From Z to A: neither the order of the names nor that of the ids.
    names = [f"{chr(90 - n % 26)}{n:03}" for n in range(number)]
    ids = [world.host.add(fields(name)).host_id for name in names]
    fail(world, "before xero.by_number", lambda: world.connection().create_xero_contacts(ids, ANNA))
    return world, ids


def fail(world: World, point: str, act: Callable[[], object]) -> None:
    trap_world(world, Trap(1, lost, lambda p: p == point))
    with suppress(PortError):
        act()
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()


def open_intents(world: World) -> tuple[Intent, ...]:
    with world.store.reading(world.connection_id) as unit:
        return unit.intents.open(1_000)


def points_of(world: World, act: Callable[[], object]) -> list[str]:
    """The calls of either side."""
    trap = Trap(only=lambda point: point.startswith(("before host.", "before xero.")))
    trap_world(world, trap)
    act()
    return trap.points


class Numbered:
    """A Xero that remembers which numbers were looked up."""

    def __init__(self, world: World) -> None:
        self._xero, self.numbers = world.xero, list[str]()

    def __getattr__(self, verb: str) -> object:
        return getattr(self._xero, verb)

    def by_number(self, number: str) -> object:
        self.numbers.append(number)
        return self._xero.by_number(number)


@pytest.mark.parametrize("number", [3, PAGE + 3])
def test_the_oldest_is_finished_first(number: int) -> None:
    """Over several pages, too."""
    world, _ = pushed(number)
    expected = [intent.intent_id for intent in open_intents(world)]
    world.seen_xero = seen = Numbered(world)  # type: ignore[assignment]  # forwards the rest
    sync(world)
    assert (seen.numbers, len(expected)) == (expected, number)


def test_what_is_open_is_in_the_order_in_which_it_was_recorded() -> None:
    world, ids = pushed(3)
    assert [getattr(i.body, "host_id", None) for i in open_intents(world)] == ids


def both_open() -> World:
    """A pair whose host part was lost on the way, and a create whose request was lost."""
    world = linked()
    world.xero.edit(xero_id(world), {EMAIL: "new@x.example"})
    fail(world, "before host.update_many", lambda: sync(world))
    return world


def test_everything_open_is_finished_before_either_side_is_read() -> None:
    points = points_of(world := both_open(), lambda: sync(world))
    assert points.index("before host.update_many") < points.index("before host.changes")


def test_everything_open_is_finished_before_a_person_s_step_is_decided() -> None:
    """A stop of a pair whose edit is open: the edit went out when it was decided."""
    world = both_open()
    ids = [xero_id(world)]
    points = points_of(world, lambda: world.connection().stop_syncing(ids, ANNA))
    assert points[0] == "before host.update_many"


def test_nothing_is_planned_on_top_of_what_cannot_be_finished() -> None:
    """The host does not answer: the run ends before it reads anything."""
    world = both_open()
    trap_world(world, Trap(1, lost, lambda point: point == "before host.update_many"))
    with pytest.raises(UnavailableError):
        sync(world)
    assert open_intents(world)


def test_no_cursor_moves_while_what_is_open_cannot_be_finished() -> None:
    world = both_open()
    world.host.edit(host_id(world), {FieldName.NAME: "Acme Ltd"})
    before = cursors(world)
    trap_world(world, Trap(1, lost, lambda point: point == "before host.update_many"))
    with pytest.raises(UnavailableError):
        sync(world)
    assert cursors(world) == before


def cursors(world: World) -> object:
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
    assert record is not None
    return record.host_cursor, record.xero_cursor


def test_one_that_stays_uncertain_does_not_keep_the_next_ones_open() -> None:
    """Two creates; Xero does not show the first one yet."""
    world, ids = pushed(2)
    first = open_intents(world)[0].intent_id
    hidden = Hidden(world, first)
    world.seen_xero = Trapped(
        hidden, "xero", Trap(1, lost, lambda p: p == "after xero.create_many")
    )
    with suppress(UnavailableError):
        sync(world)
    world.seen_xero = hidden  # type: ignore[assignment]  # forwards the rest
    world.pass_time()
    world.pass_time()
    sync(world)
    assert [intent.intent_id for intent in open_intents(world)] == [first]
    assert set(world.pairs().values()) == {ids[1]}


class Hidden:
    """A Xero whose look-ups do not show one number yet."""

    def __init__(self, world: World, number: str) -> None:
        self._xero, self._number = world.xero, number

    def __getattr__(self, verb: str) -> object:
        return getattr(self._xero, verb)

    def by_number(self, number: str) -> object:
        return None if number == self._number else self._xero.by_number(number)

    def by_name(self, name: str) -> object:
        return [c for c in self._xero.by_name(name) if c.number != self._number]


def test_crash_in_the_middle_of_recovering_finishes_the_rest_once() -> None:
    world, ids = pushed(3)
    trap_world(world, Trap(2, Crash, lambda point: point == "after xero.create_many"))
    with suppress(Crash):
        sync(world)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()
    sync(world)
    assert sorted(world.pairs().values()) == sorted(ids)
    assert len(world.xero.contacts()) == len(ids)
