"""Whole worlds: people on both sides and at the desk, crashes, lost answers; then quiet."""

import json
from collections import Counter

import pytest

from xerolink.testing.worlds.__main__ import main
from xerolink.testing.worlds.desk import CHOICES
from xerolink.testing.worlds.schedules import OUTSIDE, Outcome, run_schedules, script
from xerolink.testing.worlds.stateful import live_worlds


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return list(run_schedules(80, 0))


def test_no_seeded_story_breaks(outcomes: list[Outcome]) -> None:
    assert [(o.seed, o.broken) for o in outcomes if o.broken] == []


def test_the_seeded_stories_reach_every_verb_and_crash_and_lose_answers(
    outcomes: list[Outcome],
) -> None:
    """A world in which nothing happens would prove nothing."""
    tally = sum((outcome.tally for outcome in outcomes), Counter[str]())
    wanted = {*CHOICES, *OUTSIDE, "plan", "webhook", "taken back", "crashes", "faults", "fields"}
    assert wanted - {name for name, times in tally.items() if times} == set()


def test_one_seed_is_one_story() -> None:
    one, again = (next(run_schedules(1, 7)) for _ in range(2))
    assert (one.script, one.tally, one.broken) == (script(7), again.tally, again.broken)


def test_no_story_that_hypothesis_tells_breaks() -> None:
    live_worlds(25, 20)


def test_the_command_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--steps", "2", "--json"]), json.loads(capsys.readouterr().out)["steps"]) == (
        0,
        2,
    )
