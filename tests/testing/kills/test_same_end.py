"""A verb comes to the same on SQLite files with Xero simulated as it does in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from xerolink.testing.kills.filed import SimulatedFirm
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.outcome import Outcome, settled
from xerolink.testing.kills.scene import Make
from xerolink.testing.kills.scenes import SCENES


def end(name: str, make: Make) -> Outcome:
    scene = SCENES[name](make)
    with closing(scene.world):
        scene.press()
        return settled(scene.world)


@contextmanager
def closing(firm: Firm) -> Iterator[None]:
    yield
    if isinstance(firm, SimulatedFirm):
        firm.close()


@pytest.mark.parametrize("name", SCENES)
def test_the_end_is_the_same_in_files_as_in_memory(name: str, tmp_path: Path) -> None:
    """Both sides, links, issues, what the journal tells, settings, runs, events, tokens."""
    assert end(name, partial(SimulatedFirm, folder=tmp_path)).beside(end(name, Firm)) == {}
