"""What the suites of what processes share have in common: two other processes, and their clocks."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Any

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.testing.conformance.hooks import missing


def clock_at(start: datetime, later: float = 0) -> ManualClock:
    """The clock of another process, which is *later* seconds ahead of the suite's *start*."""
    clock = ManualClock(start)
    clock.advance(later)
    return clock


def raised(work: Callable[[], object], *expected: type[Exception]) -> str:
    """The name of the error of *expected* that *work* raises, "" if it raises none."""
    try:
        work()
    except expected as error:
        return type(error).__name__
    return ""


class ProcessesFixtures:
    """An adapter's own class overrides `opening`.

    What is opened elsewhere stays open until those processes end.
    """

    @pytest.fixture
    def opening(self) -> Callable[..., Any]:
        """Opens the store of the test a second time, by a clock; it can be pickled."""
        raise missing("opening")

    @pytest.fixture(scope="class")
    @classmethod
    def elsewhere(cls) -> Iterator[ProcessPoolExecutor]:
        """Two other processes."""
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            yield pool
