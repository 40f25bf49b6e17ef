"""The machine's time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from xerolink.adapters.system.clock import SystemClock
from xerolink.testing.conformance.clock import ClockContract

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class TestSystemClock(ClockContract):
    @pytest.fixture
    def clock(self) -> SystemClock:
        return SystemClock()


class TestClockOfASourceElsewhere(ClockContract):
    @pytest.fixture
    def clock(self) -> SystemClock:
        auckland = timezone(timedelta(hours=13))
        return SystemClock(lambda: datetime(2026, 3, 2, 1, tzinfo=auckland))


def reading(*times: datetime) -> SystemClock:
    """A clock whose source tells *times*, one after the other."""
    source: Iterator[datetime] = iter(times)
    return SystemClock(lambda: next(source))


def test_the_answer_stands_still_while_the_source_goes_back() -> None:
    clock = reading(NOON, NOON - timedelta(hours=1))
    assert (clock.now(), clock.now()) == (NOON, NOON)


def test_the_answer_moves_on_when_the_source_has_caught_up() -> None:
    later = NOON + timedelta(seconds=1)
    clock = reading(NOON, NOON - timedelta(hours=1), later)
    assert [clock.now() for _ in range(3)][-1] == later


def test_the_answer_is_the_time_of_the_source() -> None:
    assert reading(NOON).now() == NOON
