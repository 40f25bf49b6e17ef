"""A process is stopped at points that a seed chooses, on SQLite files: it ends as undisturbed.

All points: `python -m xerolink.testing.kills`. It forks, so it runs in a process of its own.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
KILLS = "40"


@cache
def ran(module: str, *arguments: str) -> str:
    """What the command prints; whether it found something is in that."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@cache
def report(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran("xerolink.testing.kills", "--json", *arguments))
    return found


SAMPLES = {
    "killed": ("--on", "kill", "--kills", KILLS),
    "stopped": ("--on", "sqlite", "--kills", KILLS),
    "killed about invoices": ("--on", "kill", "--kills", KILLS, "--scene", "invoice"),
    "killed about suggestions": ("--on", "kill", "--kills", "20", "--scene", "suggest"),
    "answers lost": ("--on", "sqlite", "--blow", "lost", "--kills", KILLS),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_was_disturbed_ends_as_undisturbed(sample: str) -> None:
    assert report(*SAMPLES[sample])["broken"] == []


def test_as_many_processes_are_killed_as_are_asked_for() -> None:
    assert report(*SAMPLES["killed"])["lives"] == {"crash": int(KILLS)}


@pytest.mark.parametrize("ground", ["memory", "sqlite", "kill"])
def test_write_without_an_intent_is_found_out(ground: str) -> None:
    """The harness notices: what was written by then is written again."""
    assert "after host.create_many" in ran("tests.testing.kills.careless", ground).splitlines()


def test_kill_in_a_transaction_is_no_harm() -> None:
    """Of all points, each statement among them, only the one after the commit has done anything."""
    assert ran("tests.testing.kills.careless", "kill").splitlines() == ["after host.create_many"]
