"""Which lives are lived: all of a scene, or as many as are asked for, by the seed."""

import pytest

from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.lives import Blow, Ground, Known, Then
from xerolink.testing.kills.outcome import Outcome
from xerolink.testing.kills.report import Life, Trial, chosen
from xerolink.testing.kills.scenes import SCENES

POINTS = (
    "before store.transaction",
    "before store.links.put",
    "after store.links.put",
    "in store.transaction",
    "after store.transaction",
    "before host.create_many",
    "after host.create_many",
    "before host.changes",
    "after host.changes",
    "before store.release",
    "after store.release",
)
APART = [1, 2, 3, 5, 7, 9, 11]
"""What is left when a point right after a call and the point before the next one are the same."""


def lives(ground: Ground, share: int | None = None, **asked: object) -> list[Life]:
    scene = SCENES["receive"](Firm)
    trial = Trial(ground, **asked)  # type: ignore[arg-type]  # each test gives what it is about
    return chosen(Known(ground, scene, POINTS, Outcome((), ())), trial, "receive", share)


def test_process_is_killed_once_at_each_point() -> None:
    assert [life.at for life in lives(Ground.KILL)] == APART


def test_in_memory_either_may_follow_each_point() -> None:
    crashes = [life for life in lives(Ground.MEMORY) if life.blow is Blow.CRASH]
    assert crashes == [Life(at, Blow.CRASH, then) for at in APART for then in Then]


@pytest.mark.parametrize("ground", [Ground.MEMORY, Ground.SQLITE])
def test_request_of_each_call_of_a_side_is_lost_and_the_answer_of_each_write(
    ground: Ground,
) -> None:
    assert {life.at for life in lives(ground, blow=Blow.LOST)} == {6, 7, 8}


def test_what_follows_takes_turns_and_another_seed_begins_with_the_other() -> None:
    turns = [[life.then for life in lives(Ground.KILL, seed=seed)] for seed in (0, 1)]
    assert all(one is not other for one, other in zip(*turns, strict=True))


def test_same_seed_tries_the_same_points() -> None:
    assert lives(Ground.SQLITE, 3, seed=7) == lives(Ground.SQLITE, 3, seed=7)


def test_no_more_are_lived_than_asked_for() -> None:
    assert len(lives(Ground.SQLITE, 3)) == 3
