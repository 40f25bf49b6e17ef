"""One scene lived through with one blow, and what came of it beside the undisturbed end."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from attrs import frozen

from xerolink.domain.errors import RefusedError
from xerolink.ports.errors import PortError
from xerolink.testing.crashes import Crash, Trap, lost
from xerolink.testing.kills.deaths import die
from xerolink.testing.kills.filed import FiledFirm, SimulatedFirm
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.forks import Fork, answering
from xerolink.testing.kills.outcome import Outcome, settled
from xerolink.testing.kills.scene import Make, Prepare, Scene

EFFECTS = tuple(
    f".{verb}_many" for verb in ("create", "update", "remove", "archive", "change", "void", "mark")
)
"""How the points beside writes on either side end."""
_SIDES = ("host.", "xero.", "organisation.", "invoices.")
Found = dict[str, tuple[list[str], list[str]]]
"""What differs from the undisturbed end, by what it is about: here, there. Nothing: all is well."""


class Ground(Enum):
    """Where the process is stopped."""

    MEMORY = "memory"
    """By an exception, with everything in memory."""
    SQLITE = "sqlite"
    """By an exception, with the store, the tokens and the host's book in SQLite files."""
    KILL = "kill"
    """By `kill -9` of a process on these files, with Xero in another one."""


class Blow(Enum):
    """What happens at the point."""

    CRASH = "crash"
    LOST = "lost"
    """The call raises what an adapter raises for a lost request or a lost answer."""


class Then(Enum):
    """What follows, some minutes later."""

    SYNCS = "syncs"
    """A worker syncs; who sees then that the verb has not taken effect calls it again."""
    AT_ONCE = "at once"
    """The verb is called again before anything else; what is done by then is refused."""


@frozen
class Known:
    """The scene on its ground, the points of an undisturbed call, and its end."""

    ground: Ground
    scene: Scene
    points: Sequence[str]
    end: Outcome

    def apart(self) -> list[int]:
        """The points between which something happened.

        After one call and before the next there is only what a crash loses anyway.
        """
        before = ["", *self.points]
        return [at for at in range(1, len(before)) if not before[at - 1].startswith("after ")]

    def losable(self) -> list[int]:
        """The points of calls of a side: before each of them, and after each write.

        Where nothing was written, a lost answer is as a lost request.
        """
        return [at for at, point in enumerate(self.points, 1) if is_losable(point)]


def is_losable(point: str) -> bool:
    """Whether a request of a call of a side is lost at *point*, or the answer of a write."""
    when, _, call = point.partition(" ")
    return call.startswith(_SIDES) and (when == "before" or call.endswith(EFFECTS))


@contextmanager
def known(ground: Ground, prepare: Prepare) -> Iterator[Known]:
    """The scene, prepared; its files are there until the block ends."""
    with TemporaryDirectory(prefix="xerolink-") as folder:
        (files := Path(folder) / "files").mkdir()
        scene = prepare(_make(ground, files))
        if isinstance(scene.world, FiledFirm):
            scene.world.close()
        points: Fork[list[str]] = answering(partial(_points, ground, scene))
        end: Fork[Outcome] = answering(partial(_end, scene))
        yield Known(ground, scene, points.answer(), end.answer())


def survive(here: Known, at: int, blow: Blow, then: Then) -> Fork[Found]:
    """A process of its own in which *blow* strikes at point *at*, and all that follows."""
    return answering(partial(_disturbed, here, at, blow, then))


def _make(ground: Ground, folder: Path) -> Make:
    match ground:
        case Ground.MEMORY:
            return Firm
        case Ground.SQLITE:
            return partial(FiledFirm, folder=folder)
        case Ground.KILL:
            return partial(SimulatedFirm, folder=folder)


def _points(ground: Ground, scene: Scene) -> list[str]:
    with _copied(scene.world):
        if ground is Ground.KILL:
            return die(scene, 0) or []
        trap = Trap()
        _strike(scene, trap)
        return trap.points


def _end(scene: Scene) -> Outcome:
    with _copied(scene.world):
        _strike(scene, Trap())
        return settled(scene.world)


def _disturbed(here: Known, at: int, blow: Blow, then: Then) -> Found:
    scene = here.scene
    with _copied(scene.world):
        if here.ground is Ground.KILL:
            die(scene, at)
            _restart(scene.world)
        else:
            _strike(scene, Trap(at, lost if blow is Blow.LOST else Crash))
        return _followed(scene, here.end, then).beside(here.end)


def _strike(scene: Scene, trap: Trap) -> None:
    """In this process, which goes on with what it has in memory and with open files."""
    if isinstance(scene.world, FiledFirm):
        scene.world.open()
    scene.world.trap(trap)
    with suppress(Crash, PortError):
        scene.press()
    scene.world.heal()


def _restart(firm: Firm) -> None:
    """Another process opens the files."""
    assert isinstance(firm, FiledFirm)
    firm.begin_anew("next")
    firm.open()


def _followed(scene: Scene, end: Outcome, then: Then) -> Outcome:
    scene.world.pass_time()
    if then is Then.AT_ONCE or scene.at_once:
        with suppress(RefusedError):
            scene.press()
        return settled(scene.world)
    found = settled(scene.world)
    if found == end:
        return found
    scene.press()
    return settled(scene.world)


@contextmanager
def _copied(firm: Firm) -> Iterator[None]:
    """A copy of the files for this life alone."""
    if not isinstance(firm, FiledFirm):
        yield
        return
    folder = Path(f"{firm.folder}-{os.getpid()}")
    firm.move(folder)
    try:
        yield
    finally:
        rmtree(folder)
