"""Every port fails in every verb: logs, events, runs, issues and facts tell of nobody.

An error of the host's own code may say anything; nothing of ours repeats it.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.security.marked import logged, told_by
from tests.usecases.buttons import BUTTONS, Scene
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.errors import RefusedError
from xerolink.domain.journal_chain import canonical
from xerolink.ports.errors import PortError
from xerolink.ports.store import UnitOfWork
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import World

WORDS = ("acme", "kauri", "rata", "x.example", "555 01", "quay street", "auckland", "supplier")
"""Names, addresses and numbers of everybody behind the buttons, in lower case."""
MANY = 10_000


def words_in(text: str) -> set[str]:
    return {word for word in WORDS if word in text.lower()}


def of_the_host(point: str) -> RuntimeError:
    """What a host's own code raises, with somebody's data in it."""
    return RuntimeError(f"{point}: Acme, Kauri, a@x.example, 555 0101, 1 Quay Street")


def trapped(world: World, trap: Trap) -> None:
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    world.seen_store = Trapped(world.store, "store", trap)


def first_of_each(button: str) -> list[int]:
    """The number of the first time that each point of the ports is passed."""
    scene, trap = BUTTONS[button](), Trap()
    trapped(scene.world, trap)
    scene.press(scene.world)
    return [trap.points.index(name) + 1 for name in dict.fromkeys(trap.points)]


def pressed(scene: Scene, at: int, error: Callable[[str], BaseException]) -> BaseException | None:
    trapped(scene.world, Trap(at, error))
    try:
        scene.press(scene.world)
    except (PortError, RefusedError, RuntimeError) as raised:
        return raised
    return None


def told(world: World) -> Iterator[str]:
    """What the library itself says of the world, outside of the values that it keeps."""
    yield from map(repr, world.events.events)
    with world.store.reading(world.connection_id) as unit:
        yield from _kept(unit)
    with suppress(PortError, RefusedError):
        yield from map(repr, world.app().connection(world.connection_id, world.sides()).doctor())


def _kept(unit: UnitOfWork) -> Iterator[str]:
    for run in unit.runs.latest(MANY):
        yield from (run.failure, run.why, *run.counts)
    for issue in unit.issues.page(tuple(IssueKind), None, MANY):
        yield issue.why
    for entry in unit.journal.page(0, MANY):
        yield canonical(entry.fact)
    for decision in unit.decisions.open(None, MANY):
        yield from (decision.reason, *decision.warnings, repr(decision))


@pytest.mark.parametrize("error", [lost, of_the_host], ids=["an answer is lost", "the host fails"])
@pytest.mark.parametrize("button", BUTTONS)
def test_a_failure_of_any_port_tells_nothing(
    button: str, error: Callable[[str], BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    found = set[str]()
    with caplog.at_level(logging.DEBUG):
        for at in first_of_each(button):
            scene = BUTTONS[button]()
            raised = pressed(scene, at, error)
            trapped(scene.world, Trap())
            ours = raised if isinstance(raised, PortError | RefusedError) else None
            for text in (*told_by(ours), *told(scene.world)):
                found |= words_in(text)
    assert found | words_in(logged(caplog.records)) == set()


def test_an_observer_that_raises_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    scene = BUTTONS["apply, sync"]()

    def notice(event: object) -> None:
        raise RuntimeError("Acme, a@x.example")

    scene.world.events.notice = notice  # type: ignore[method-assign]
    with caplog.at_level(logging.DEBUG):
        scene.press(scene.world)
    assert [record.name for record in caplog.records if "raised" in record.getMessage()]
    assert words_in(logged(caplog.records)) == set()
