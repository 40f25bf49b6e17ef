"""Plant a bug into a copy of the sources, and live stories there until one breaks."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, frozen

from tests.planted.live import KINDS, WORLDS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STEPS = 20_000
"""How many schedules a bug may take."""
WORLD = "Hunted by "


@frozen
class Bug:
    """*said*: what the patch breaks, in a sentence: its first line.

    *world*: which stories hunt it, its second line; without one those of contacts.
    """

    name: str
    said: str
    patch: Path
    world: str

    @property
    def kinds(self) -> tuple[str, ...]:
        return WORLDS[self.world]


@frozen
class Found:
    """The first story that breaks with the bug in and does not without.

    *schedules*: how many had counted by then; *said*: what was not as it must be; "": none broke.
    """

    schedules: int
    seed: int
    said: str


def bugs() -> tuple[Bug, ...]:
    """All of them, in the order of their numbers."""
    return tuple(map(_bug, sorted(HERE.glob("*.patch"))))


def _bug(path: Path) -> Bug:
    said, second = path.read_text(encoding="utf-8").split("\n", 2)[:2]
    world = (
        second.removeprefix(WORLD).rstrip(".") if second.startswith(WORLD) else next(iter(WORLDS))
    )
    return Bug(path.stem, said, path, world)


def chosen(names: Sequence[str]) -> tuple[Bug, ...]:
    """Those whose name has one of *names* in it; without any, all."""
    found = bugs()
    return tuple(b for b in found if any(n in b.name for n in names)) if names else found


@contextmanager
def planted(bug: Bug) -> Iterator[Path]:
    """A copy of the sources with *bug* in; raises `CalledProcessError` if it does not fit them."""
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "src", Path(folder, "src"))  # with what is compiled: it saves time
        apart = os.environ | {"GIT_CEILING_DIRECTORIES": str(Path(folder).parent)}
        command = ["git", "apply", "-p1", str(bug.patch)]
        subprocess.run(command, cwd=folder, env=apart, check=True, capture_output=True)
        yield Path(folder, "src")


def hunt(sources: Path, seeds: Mapping[str, int], steps: int = STEPS) -> dict[str, Found]:
    """For each kind of stories, from its seed on: stories over *sources* until one breaks.

    None does within *steps* schedules: *said* is "". A story that breaks without the bug too does
    not count, and the hunt goes on behind it.
    """
    found = {name: Found(**told) for name, told in live(sources, seeds, steps).items()}
    for name, one in found.items():
        if one.said and breaks_anyway(one.seed, name):
            left = steps - one.schedules
            more = hunt(sources, {name: one.seed + 1}, left)[name]
            found[name] = evolve(more, schedules=more.schedules + one.schedules)
    return found


@cache
def breaks_anyway(seed: int, kind: str) -> bool:
    """Whether the story of *seed* breaks without any bug in, so that it shows none."""
    return next(KINDS[kind](seed)).broken != ""


def live(sources: Path, seeds: Mapping[str, int], steps: int) -> dict[str, dict[str, Any]]:
    """What `tests.planted.live` tells, in a process of its own that imports *sources*."""
    command = [sys.executable, "-m", "tests.planted.live", json.dumps(dict(seeds)), str(steps)]
    apart = os.environ | {"PYTHONPATH": str(sources)}
    printed = subprocess.run(command, env=apart, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    told: dict[str, dict[str, Any]] = json.loads(printed.stdout)
    return told
