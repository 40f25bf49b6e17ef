"""Which points of which scenes are tried, and what came of it."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from attrs import define, field, frozen

from xerolink.testing.kills.filed import SimulatedFirm
from xerolink.testing.kills.forks import Fork
from xerolink.testing.kills.lives import Blow, Found, Ground, Known, Then, known, survive
from xerolink.testing.kills.outcome import settled
from xerolink.testing.kills.scene import Prepare

WARM = ("undo of an import", "sync_contacts, the gone")


@frozen
class Life:
    """One blow at one point of one scene, and what follows."""

    at: int
    blow: Blow
    then: Then


@frozen
class Trial:
    """What is asked for: *lives* lives, spread evenly over the scenes; None: every one.

    The same *seed* tries the same points. *jobs*: how many are lived at a time. *blow* None: a
    crash at each point, and of each call of a side a lost request, of each write a lost answer
    too; a process that is killed gets none.
    """

    ground: Ground
    lives: int | None = None
    seed: int = 0
    jobs: int = 1
    blow: Blow | None = None


@define
class Report:
    """What was tried on one *ground*, and what ended otherwise than undisturbed."""

    ground: Ground
    points: dict[str, int] = field(factory=dict)
    """By scene: the points that an undisturbed call passes."""
    apart: dict[str, int] = field(factory=dict)
    """By scene: those of them between which something happens."""
    lives: Counter[str] = field(factory=Counter)
    """By blow: how often it struck."""
    broken: list[dict[str, Any]] = field(factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        tried = {name: self.apart[name] for name in sorted(self.apart)}
        return {
            "ground": self.ground.value,
            "scenes": len(self.points),
            "points": sum(self.points.values()),
            "points_apart": sum(self.apart.values()),
            "lives": dict(self.lives),
            "broken": self.broken,
            "seconds": round(self.seconds, 1),
            "points_apart_by_scene": tried,
        }


def tried(
    trial: Trial, scenes: Mapping[str, Prepare], tell: Callable[[str], object] = lambda line: None
) -> Report:
    """Try *scenes*; *tell* hears of each of them when it is done."""
    report, started = Report(trial.ground), time.monotonic()
    names = sorted(scenes)
    Random(trial.seed).shuffle(names)
    left = trial.lives
    for place, name in enumerate(names):
        share = None if left is None else -(-left // (len(names) - place))
        if share == 0:
            break
        done = _scene(report, trial, name, scenes[name], share)
        left = None if left is None else left - done
        tell(f"{name}: {done} lives, {len(report.broken)} broken so far")
    report.seconds = time.monotonic() - started
    return report


def warm_up(scenes: Mapping[str, Prepare]) -> None:
    """What is made once and kept is made before the first fork, for all of them."""
    for name in WARM:
        with TemporaryDirectory() as folder:
            scene = scenes[name](partial(SimulatedFirm, folder=Path(folder)))
            scene.press()
            settled(scene.world)
            assert isinstance(scene.world, SimulatedFirm)
            scene.world.close()


def _scene(report: Report, trial: Trial, name: str, prepare: Prepare, share: int | None) -> int:
    with known(report.ground, prepare) as here:
        report.points[name], report.apart[name] = len(here.points), len(here.apart())
        if here.end.left:
            report.broken.append({"scene": name, "undisturbed": here.end.left})
        lives = chosen(here, trial, name, share)
        for life, found in _lived(here, lives, trial.jobs):
            report.lives[life.blow.value] += 1
            if found:
                report.broken.append(_told(name, here, life, found))
    return len(lives)


def chosen(here: Known, trial: Trial, name: str, share: int | None) -> list[Life]:
    """At most *share* lives of the scene *name*; None: all that are asked for."""
    lives = [life for life in _lives(here, trial.seed) if trial.blow in (None, life.blow)]
    if share is None or share >= len(lives):
        return lives
    return Random(f"{trial.seed} {name}").sample(lives, share)


def _lives(here: Known, seed: int) -> Iterator[Life]:
    """Each point, with what follows by turns; in memory, and of lost answers, with either."""
    turns = list(Then)
    for at in here.apart():
        both = here.ground is Ground.MEMORY
        for then in turns if both else [turns[(at + seed) % 2]]:
            yield Life(at, Blow.CRASH, then)
    if here.ground is not Ground.KILL:
        yield from (Life(at, Blow.LOST, then) for at in here.losable() for then in turns)


def _lived(here: Known, lives: list[Life], jobs: int) -> Iterator[tuple[Life, Found]]:
    going: deque[tuple[Life, Fork[Found]]] = deque()
    for life in lives:
        going.append((life, survive(here, life.at, life.blow, life.then)))
        if len(going) == jobs:
            yield _ended(*going.popleft())
    while going:
        yield _ended(*going.popleft())


def _ended(life: Life, fork: Fork[Found]) -> tuple[Life, Found]:
    """One that could not be lived to its end is as broken as one that ended otherwise."""
    try:
        return life, fork.answer()
    except ChildProcessError as error:
        return life, {"it failed": ([str(error)], [])}


def _told(name: str, here: Known, life: Life, found: Found) -> dict[str, Any]:
    return {
        "scene": name,
        "at": life.at,
        "point": here.points[life.at - 1],
        "blow": life.blow.value,
        "then": life.then.value,
        "differs": found,
    }
