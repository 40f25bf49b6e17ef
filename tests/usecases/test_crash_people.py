"""A person's button and a crash at every port call: pressed again, it has done it all, and once.

A crash loses what is in memory, so points between which nothing was stored are one point: each is
tried once, under the name of the first. The points come from an undisturbed run.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache

import pytest
from attrs import asdict, define, field, frozen

from tests.usecases.buttons import BUTTONS, Scene, last_run
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.errors import DisconnectedError, NotImportedError, RefusedError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World

Point = tuple[int, str]
EFFECTS = ("create_many", "update_many", "remove_many", "archive_many")
MANY = 1_000


@frozen
class Outcome:
    """Both sides, the links, the issues and what the journal tells, whatever the ids are."""

    host: list[str]
    xero: list[str]
    links: list[str]
    issues: list[str]
    written: list[str]
    left: list[object]
    """Breaks of the journal, effects that it tells twice, and intents that are open."""

    def beside(self, other: "Outcome") -> dict[str, tuple[object, object]]:
        """What differs, here and there."""
        here, there = asdict(self, recurse=False), asdict(other, recurse=False)
        return {name: (here[name], there[name]) for name in here if here[name] != there[name]}


def outcome(world: World) -> Outcome:
    host = {h: _text(c.fields) for h, c in world.host.contacts().items()}
    xero = {c.xero_id: f"{c.status.value} {_text(c.fields)}" for c in world.xero.contacts()}
    named = {f"xero:{i}": t for i, t in xero.items()} | {f"host:{i}": t for i, t in host.items()}
    issues = world.connection().issues(size=MANY)
    told = [e.fact for e in world.connection().journal(size=MANY)]
    written = [fact for fact in told if fact.kind is EntryKind.WRITTEN]
    twice = [i for i, n in Counter(fact.intent_id for fact in written).items() if n > 1]
    with world.store.reading(world.connection_id) as unit:
        left = unit.intents.open(MANY)
    return Outcome(
        sorted(host.values()),
        sorted(xero.values()),
        sorted(_links(world, host, xero)),
        sorted(f"{i.kind.value} of {named.get(i.subject, 'nobody')}" for i in issues),
        sorted(f"{fact.what} {fact.outcome}" for fact in written),
        [*world.connection().verify_journal(), *twice, *left],
    )


def _text(value: SyncedFields) -> str:
    return " | ".join(str(value.get(name)) for name in FieldName)


def _links(
    world: World, host: Mapping[HostContactId, str], xero: Mapping[XeroContactId, str]
) -> Iterable[str]:
    for client in world.connection().client_list(tuple(LinkState), size=MANY):
        link = client.link
        pair = f"{xero[link.xero_id]} and {host.get(link.host_id, 'nobody')}"
        bases = f"{_text(link.base_host)} and {_text(link.base_xero)}"
        yield f"{link.state.value}, {link.direction.value}: {pair}; agreed on {bases}"


@define
class Watch:
    """Lets every point pass, and remembers those before which something was stored."""

    world: World
    points: list[Point] = field(factory=list)
    passed: int = 0
    before: object = None

    def __call__(self, point: str) -> bool:
        self.passed += 1
        if not self.world.store.busy():  # in a unit of work nothing is stored yet
            self._look(point)
        return True

    def _look(self, point: str) -> None:
        now = stored(self.world)
        if now != self.before:
            self.points.append((self.passed, point))
        self.before = now


def stored(world: World) -> object:
    """All that a crash leaves, but for leases and how far runs had come."""
    with world.store.reading(world.connection_id) as unit:
        return (
            dict(world.host.contacts()),
            world.xero.contacts(),
            unit.record.get(),
            unit.staged.page(None, MANY),
            unit.links.page(tuple(LinkState), None, MANY),
            dict(unit.issues.count()),
            unit.intents.open(MANY),
            unit.decisions.open(None, MANY),
            unit.journal.head(),
        )


def trapped(world: World, trap: Trap) -> None:
    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)


def work(world: World) -> Outcome:
    """A worker syncs every few minutes."""
    for _ in range(2):
        world.pass_time()
        with suppress(DisconnectedError, NotImportedError):
            world.connection().sync_contacts()
    return outcome(world)


@frozen
class Known:
    """The points of an undisturbed run, those at which something had been stored, and its end."""

    points: Sequence[str]
    apart: Sequence[Point]
    end: Outcome


@cache
def undisturbed(verb: str) -> Known:
    scene = BUTTONS[verb]()
    watch = Watch(scene.world)
    trap = Trap(only=watch)
    trapped(scene.world, trap)
    scene.press(scene.world)
    heal(scene.world)
    return Known(trap.points, watch.points, work(scene.world))


def heal(world: World) -> None:
    """The process is started again, some minutes later."""
    world.seen_store, world.seen_host, world.seen_xero = world.store, world.host, world.xero
    world.pass_time()


def disturbed(verb: str, trap: Trap) -> Scene:
    """The button was pressed, and what *trap* does happened."""
    scene = BUTTONS[verb]()
    trapped(scene.world, trap)
    with suppress(Crash, PortError):
        scene.press(scene.world)
    heal(scene.world)
    return scene


def noticed(verb: str, trap: Trap) -> Outcome:
    """Who sees, after the next syncs, that it has not taken effect presses the button again."""
    scene = disturbed(verb, trap)
    if scene.at_once:
        return again(scene)
    found = work(scene.world)
    if found == undisturbed(verb).end:
        return found
    scene.press(scene.world)
    return work(scene.world)


def again(scene: Scene) -> Outcome:
    """The button is pressed again before anything else happens; what is done is refused."""
    with suppress(RefusedError):
        scene.press(scene.world)
    return work(scene.world)


def taken_back(verb: str, trap: Trap) -> Outcome:
    """What the button did is undone, once the next syncs have finished it."""
    scene = disturbed(verb, trap)
    run_id = last_run(scene.world)
    work(scene.world)
    scene.world.connection().undo(run_id, ANNA)
    return work(scene.world)


def broken(
    end: Outcome, points: Sequence[Point], tried: Callable[[int], Outcome]
) -> dict[str, object]:
    """What ends otherwise than *end*, by point."""
    found = {f"{at} {point}": tried(at).beside(end) for at, point in points}
    return {point: differs for point, differs in found.items() if differs}


def effects(verb: str, when: str = "") -> list[Point]:
    """The points beside each write on either side; *when*: "before" it or "after" it."""
    points = enumerate(undisturbed(verb).points, 1)
    return [(at, p) for at, p in points if p.startswith(when) and p.endswith(EFFECTS)]


each_verb = pytest.mark.parametrize("verb", BUTTONS)


@each_verb
def test_nothing_is_left_after_an_undisturbed_run(verb: str) -> None:
    """The journal verifies, tells each effect once, and no intent is open."""
    assert undisturbed(verb).end.left == []


@each_verb
def test_crash_is_made_good_by_the_next_sync_and_the_same_button(verb: str) -> None:
    known = undisturbed(verb)
    assert broken(known.end, known.apart, lambda at: noticed(verb, Trap(at))) == {}


@each_verb
def test_crash_is_made_good_by_the_same_button_at_once(verb: str) -> None:
    known = undisturbed(verb)
    assert broken(known.end, known.apart, lambda at: again(disturbed(verb, Trap(at)))) == {}


@each_verb
def test_lost_request_or_answer_of_an_effect_is_made_good(verb: str) -> None:
    """Of each write on either side: it did not arrive, or its answer did not."""
    end = undisturbed(verb).end
    assert broken(end, effects(verb), lambda at: noticed(verb, Trap(at, lost))) == {}


@each_verb
def test_button_pressed_twice_does_it_once(verb: str) -> None:
    assert again(disturbed(verb, Trap())) == undisturbed(verb).end


@each_verb
def test_effect_that_a_later_run_finished_is_undone_like_any(verb: str) -> None:
    """It is the doing of the run that began it."""
    crashes = effects(verb, "after")
    end = taken_back(verb, Trap()) if crashes else undisturbed(verb).end
    assert broken(end, crashes, lambda at: taken_back(verb, Trap(at))) == {}


def test_the_buttons_write_all_that_can_be_written() -> None:
    told = {line for verb in BUTTONS for line in undisturbed(verb).end.written}
    kinds = ("ArchiveContact", "CreateContact", "ImportContact", "MergeContact", "RemoveContact")
    assert {f"{kind} done" for kind in kinds} <= told


@each_verb
def test_no_issue_is_about_nobody(verb: str) -> None:
    assert [line for line in undisturbed(verb).end.issues if line.endswith("of nobody")] == []


@each_verb
def test_every_button_stores_something(verb: str) -> None:
    """Else there would be no points to crash at."""
    assert len(undisturbed(verb).apart) > 1
