"""A clock that stands still, and ids that count."""

import re
from datetime import timedelta

import pytest

from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.testing.conformance.store_values import START


def test_the_clock_stands_still() -> None:
    clock = ManualClock(START)
    assert (clock.now(), clock.now()) == (START, START)


def test_the_clock_is_advanced_by_seconds() -> None:
    clock = ManualClock(START)
    clock.advance(1.5)
    assert clock.now() == START + timedelta(seconds=1.5)


def test_the_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="does not go back"):
        ManualClock(START).advance(-1)


def test_ids_are_sorted_as_they_were_made() -> None:
    ids = CountingIds("run")
    made = [ids.new() for _ in range(12)]
    assert made == sorted(set(made))


def test_an_id_has_the_form_that_ids_have() -> None:
    assert re.fullmatch(r"[0-9a-z-]{1,36}", CountingIds("run").new())
