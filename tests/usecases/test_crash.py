"""A crash at every port call, and a lost answer on every write: nothing twice, nothing lost."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import BusyError
from xerolink.domain.run import RunState
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.kills.pairs import edited, some_of_each
from xerolink.testing.worlds import ANNA, World, fields

Outcome = tuple[object, ...]


def trap_world(world: World, trap: Trap) -> None:
    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)


def outcome(world: World) -> Outcome:
    """Both sides, the pairs and the open issues, whatever the ids are."""
    xero = {c.xero_id: c.fields for c in world.xero.contacts()}
    host = {c.host_id: c.fields for c in world.host.contacts().values()}
    pairs = {(str(xero[x]), x, str(host[h])) for x, h in world.pairs().items()}
    issues = Counter((i.kind, i.subject) for i in world.connection().issues())
    return (
        sorted(map(_text, host.values())),
        sorted(map(_text, xero.values())),
        sorted(pairs),
        issues,
    )


def _text(value: object) -> str:
    fields_ = [getattr(value, name.value) for name in FieldName]
    return repr([str(part) for part in fields_])


def run_import(world: World) -> None:
    world.connection().import_contacts(ANNA)


def run_sync(world: World) -> None:
    world.connection().sync_contacts()


def run_push(world: World) -> None:
    host_id = next(i for i, c in world.host.contacts().items() if c.fields.name == "Pushed")
    world.connection().create_xero_contact(host_id, ANNA)


def before_import() -> World:
    world = World()
    some_of_each(world)
    world.connect()
    return world


def before_sync() -> World:
    """Edits of both sides, on several pairs, one held."""
    world = World()
    edited(world)
    return world


def before_push() -> World:
    world = World()
    some_of_each(world)
    world.host.add(fields("Pushed", "p@x.example"))
    world.imported()
    return world


CASES = {
    "import": (before_import, run_import),
    "sync": (before_sync, run_sync),
    "push": (before_push, run_push),
}
Prepare = Callable[[], World]
Act = Callable[[World], None]


def settle(world: World, act: Act) -> Outcome:
    """What a host does after a failure: some minutes later the runs go on."""
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()
    if act is run_import:
        act(world)
    for _ in range(3):
        world.pass_time()
        run_sync(world)
    return outcome(world)


def undisturbed(prepare: Prepare, act: Act) -> tuple[list[str], Outcome]:
    world, trap = prepare(), Trap()
    trap_world(world, trap)
    act(world)
    return trap.points, settle(world, act)


def disturbed(prepare: Prepare, act: Act, trap: Trap) -> Outcome:
    world = prepare()
    trap_world(world, trap)
    with suppress(Crash, PortError):
        act(world)
    return settle(world, act)


@pytest.mark.parametrize("case", CASES)
def test_crash_at_every_port_call_ends_as_without(case: str) -> None:
    """Each point of each port call, derived from an undisturbed run."""
    prepare, act = CASES[case]
    points, expected = undisturbed(prepare, act)
    assert len(points) > 30
    broken = [
        point
        for at, point in enumerate(points, 1)
        if disturbed(prepare, act, Trap(at)) != expected and not _not_begun(case, at, points)
    ]
    assert broken == []


def _not_begun(case: str, at: int, points: list[str]) -> bool:
    """A push that crashed before its intent was stored has not happened, and nobody retries it."""
    if case != "push":
        return False
    before_the_effect = points[: points.index("before xero.by_number")]
    stored = [i for i, p in enumerate(before_the_effect, 1) if p == "after store.transaction"]
    return at < stored[-1]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("verb", ["create_many", "update_many"])
def test_lost_answer_of_a_write_ends_as_without(case: str, verb: str) -> None:
    """The write happened, its answer did not arrive: read, never repeated."""
    prepare, act = CASES[case]
    points, expected = undisturbed(prepare, act)
    writes = [point for point in points if point.startswith("after") and point.endswith(verb)]
    for number in range(1, len(writes) + 1):
        trap = Trap(number, lost, lambda p: p.startswith("after") and p.endswith(verb))
        assert disturbed(prepare, act, trap) == expected


def test_cases_cover_every_write() -> None:
    """Both sides are created in and updated by the cases above."""
    points = {p for prepare, act in CASES.values() for p in undisturbed(prepare, act)[0]}
    writes = {f"after {side}.{verb}" for side in ("host", "xero") for verb in ("create_many",)}
    assert writes | {"after host.update_many", "after xero.update_many"} <= points


def test_second_worker_is_told_that_the_first_one_works() -> None:
    world = before_import()
    world.store.claim(world.connection_id, "other", 120)
    with pytest.raises(BusyError, match="try again later"):
        world.connection().import_contacts(ANNA)


def test_second_worker_is_told_when_the_lease_of_a_dead_one_ends_at_the_latest() -> None:
    """Waiting for as long as the error says is enough."""
    world = before_sync()
    trap_world(world, Trap(1, only=lambda point: point.startswith("before xero.")))
    with pytest.raises(Crash):
        run_sync(world)
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    with pytest.raises(BusyError) as told:
        run_sync(world)
    world.clock.advance(told.value.lease_seconds)
    assert world.connection().sync_contacts(ANNA).state is RunState.FINISHED


@pytest.mark.parametrize("lost_verb", ["before", "after"])
def test_edits_made_while_an_answer_was_lost_are_kept(lost_verb: str) -> None:
    """Somebody edits another field in Xero before the lost update is recovered."""
    world = before_sync()
    renamed = {i for i, c in world.host.contacts().items() if c.fields.name == "Renamed"}
    ((x0, h0),) = ((x, h) for x, h in world.pairs().items() if h in renamed)
    point = f"{lost_verb} xero.update_many"
    trap_world(world, Trap(1, lost, lambda p: p == point))
    with pytest.raises(PortError):
        run_sync(world)
    later = Phone("555 0999")
    world.xero.edit(x0, {FieldName.PRIMARY_PHONE: later})
    settle(world, run_sync)
    both = world.xero_contact(x0).fields, world.host.contacts()[h0].fields
    assert {one.name for one in both} == {"Renamed"}


def test_host_edit_after_a_lost_patch_still_flows() -> None:
    """Host patched, answer lost, a person edits the same field again: the edit reaches Xero."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    world.imported()
    ((_, host_id),) = world.pairs().items()
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: "xero@x.example"})
    trap_world(world, Trap(1, lost, lambda p: p == "after host.update_many"))
    with pytest.raises(PortError):
        run_sync(world)
    world.host.edit(host_id, {FieldName.BILLING_EMAIL: "again@x.example"})
    settle(world, run_sync)
    emails = {
        world.xero_contact(xero_id).fields.billing_email,
        world.partner(xero_id).fields.billing_email,
    }
    assert emails == {"again@x.example"}


def test_lease_is_given_back_although_the_run_could_not_begin() -> None:
    world = before_import()
    connection = world.connection()
    trap = Trap(1, lost, lambda point: point == "before store.transaction")
    trap_world(world, trap)
    with pytest.raises(PortError):
        run_import(world)
    assert connection.import_contacts(ANNA).failure == ""
