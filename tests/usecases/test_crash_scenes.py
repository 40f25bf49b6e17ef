"""A crash at every port call of every verb: called again, it has done it all, and once.

A crash loses what is in memory, so points between which nothing was stored are one point: each is
tried once, under the name of the first. The points come from an undisturbed call. Every point by
itself, on SQLite files too and with a process that is killed, is tried by
`python -m xerolink.testing.kills`.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

import pytest
from attrs import define, evolve, field, frozen

from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.errors import RefusedError
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, lost
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.lives import EFFECTS, is_losable
from xerolink.testing.kills.outcome import MANY, Outcome, settled
from xerolink.testing.kills.pairs import last_run
from xerolink.testing.kills.scene import Scene
from xerolink.testing.kills.scenes import BUTTONS
from xerolink.testing.worlds import ANNA

Point = tuple[int, str]


@define
class Watch:
    """Lets every point pass, and remembers those before which something was stored."""

    world: Firm
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


def stored(world: Firm) -> object:
    """All that a crash leaves, but for leases and how far runs had come."""
    with world.store.reading(world.connection_id) as unit:
        books = (
            unit.staged.page(None, MANY),
            dict(unit.index.get_many(list(world.host.contacts()))),
            unit.links.page(tuple(LinkState), None, MANY),
            dict(unit.issues.count()),
            unit.intents.open(MANY),
            unit.decisions.open(None, MANY),
            unit.journal.head(),
        )
        told = (
            unit.record.get(),
            unit.requests.paused(),
            unit.requests.queued(MANY),
            dict(unit.inbox.count()),
            unit.inbox.due(),
        )
        bills = (
            unit.invoices.page(tuple(InvoiceState), None, MANY),
            unit.invoice_intents.open(MANY),
            unit.invoice_issues.page(None, MANY),
            unit.invoice_book.get(),
            unit.requests.to_send(MANY),
        )
    return sides(world), books, told, bills, consents(world)


def sides(world: Firm) -> object:
    contacts = (dict(world.host.contacts()), world.xero.contacts())
    return contacts, world.invoices.marked, dict(world.invoices.invoices()), world.in_xero()


def consents(world: Firm) -> object:
    """What is kept of tokens, here and at Xero."""
    assert isinstance(world.identity, MemoryIdentity)
    used = world.token_set_id
    kept = None if used is None else world.tokens.read(used)
    return kept, world.tokens.bound(world.connection_id), world.identity.rotations


@frozen
class Known:
    """The points of an undisturbed call, those at which something had been stored, and its end."""

    points: Sequence[str]
    apart: Sequence[Point]
    end: Outcome


@cache
def undisturbed(name: str) -> Known:
    scene = BUTTONS[name](Firm)
    watch = Watch(scene.world)
    trap = Trap(only=watch)
    scene.world.trap(trap)
    scene.press()
    heal(scene.world)
    return Known(trap.points, watch.points, settled(scene.world))


def heal(world: Firm) -> None:
    """The process is started again, some minutes later."""
    world.heal()
    world.pass_time()


def disturbed(name: str, trap: Trap) -> Scene:
    """The verb was called, and what *trap* does happened."""
    scene = BUTTONS[name](Firm)
    scene.world.trap(trap)
    with suppress(Crash, PortError):
        scene.press()
    heal(scene.world)
    return scene


def noticed(name: str, trap: Trap) -> Outcome:
    """Who sees, after the next syncs, that it has not taken effect calls the verb again."""
    scene = disturbed(name, trap)
    if scene.at_once:
        return again(scene)
    found = settled(scene.world)
    if found == undisturbed(name).end:
        return found
    scene.press()
    return settled(scene.world)


def again(scene: Scene) -> Outcome:
    """The verb is called again before anything else happens; what is done is refused."""
    with suppress(RefusedError):
        scene.press()
    return settled(scene.world)


def taken_back(name: str, trap: Trap) -> Outcome:
    """What the verb did is undone, once the next syncs have finished it."""
    scene = disturbed(name, trap)
    run_id = last_run(scene.world)
    settled(scene.world)
    scene.world.connection().undo(run_id, ANNA)
    if scene.world.invoices.invoices():
        scene.world.connection().undo_invoices(run_id, ANNA)
    # An import that was cut short and taken back has not been made.
    return evolve(settled(scene.world), standing=())


def broken(
    end: Outcome, points: Sequence[Point], tried: Callable[[int], Outcome]
) -> dict[str, object]:
    """What ends otherwise than *end*, by point."""
    found = {f"{at} {point}": tried(at).beside(end) for at, point in points}
    return {point: differs for point, differs in found.items() if differs}


def effects(name: str) -> list[Point]:
    """The points after each write on either side; a mark tells of another one, and needs none."""
    points = enumerate(undisturbed(name).points, 1)
    ends = tuple(verb for verb in EFFECTS if verb != ".mark_many")
    return [(at, p) for at, p in points if p.startswith("after") and p.endswith(ends)]


each_scene = pytest.mark.parametrize("name", BUTTONS)


@each_scene
def test_nothing_is_left_after_an_undisturbed_call(name: str) -> None:
    """The journal verifies, tells each effect once; no intent is open, a quiet run is quiet."""
    assert undisturbed(name).end.left == ()


@each_scene
def test_crash_is_made_good_by_the_next_sync_and_the_same_verb(name: str) -> None:
    known = undisturbed(name)
    assert broken(known.end, known.apart, lambda at: noticed(name, Trap(at))) == {}


@each_scene
def test_crash_is_made_good_by_the_same_verb_at_once(name: str) -> None:
    known = undisturbed(name)
    assert broken(known.end, known.apart, lambda at: again(disturbed(name, Trap(at)))) == {}


@each_scene
def test_call_of_a_side_that_is_lost_is_made_good(name: str) -> None:
    """It did not arrive, or it wrote and its answer did not."""
    known = undisturbed(name)
    points = [(at, p) for at, p in enumerate(known.points, 1) if is_losable(p)]
    assert broken(known.end, points, lambda at: noticed(name, Trap(at, lost))) == {}


@each_scene
def test_verb_called_twice_does_it_once(name: str) -> None:
    assert again(disturbed(name, Trap())) == undisturbed(name).end


@each_scene
def test_effect_that_a_later_run_finished_is_undone_like_any(name: str) -> None:
    """It is the doing of the run that began it."""
    crashes = effects(name)
    end = taken_back(name, Trap()) if crashes else undisturbed(name).end
    assert broken(end, crashes, lambda at: taken_back(name, Trap(at))) == {}


def test_the_scenes_write_all_that_can_be_written() -> None:
    told = {line for name in BUTTONS for line in undisturbed(name).end.written}
    kinds = ("ArchiveContact", "CreateContact", "ImportContact", "MergeContact", "RemoveContact")
    of_invoices = ("CreateInvoice done inv-1", "ChangeInvoice done inv-1", "VoidInvoice done inv-2")
    assert {*of_invoices, *(f"{kind} done" for kind in kinds)} <= told


@each_scene
def test_no_issue_is_about_nobody(name: str) -> None:
    assert [line for line in undisturbed(name).end.issues if line.endswith("of nobody")] == []


@each_scene
def test_every_scene_has_points(name: str) -> None:
    """Else there would be nothing to crash at."""
    assert len(undisturbed(name).apart) > 0
