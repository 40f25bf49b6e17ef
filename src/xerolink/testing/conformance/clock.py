"""Every promise of `xerolink.ports.clock`; adapters inherit `ClockContract` and `IdsContract`."""

import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC
from itertools import pairwise
from multiprocessing import get_context

import pytest

from xerolink.ports.clock import Clock, Ids
from xerolink.testing.conformance.hooks import missing

_MANY = 2_000
_ID = re.compile(r"[0-9a-z-]{1,36}\Z")


class ClockContract:
    """Inherit and give `clock`."""

    @pytest.fixture
    def clock(self) -> Clock:
        """The clock under test."""
        raise missing("clock")

    def test_the_time_is_aware_and_utc(self, clock: Clock) -> None:
        assert clock.now().tzinfo is UTC

    def test_an_answer_is_never_earlier_than_the_one_before(self, clock: Clock) -> None:
        answers = [clock.now() for _ in range(_MANY)]
        assert all(before <= after for before, after in pairwise(answers))


class IdsContract:
    """Inherit and give `ids`, which must be picklable for the test with another process."""

    @pytest.fixture
    def ids(self) -> Ids:
        """The source of ids under test."""
        raise missing("ids")

    def test_no_id_comes_twice(self, ids: Ids) -> None:
        assert len(set(some(ids))) == _MANY

    def test_no_id_comes_twice_among_threads(self, ids: Ids) -> None:
        with ThreadPoolExecutor(4) as pool:
            batches = list(pool.map(some, [ids] * 4))
        assert len(set().union(*batches)) == 4 * _MANY

    def test_another_process_gets_other_ids(self, ids: Ids) -> None:
        """A copied state of a seeded source would repeat itself here."""
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            elsewhere = pool.submit(some, ids).result()
        assert set(some(ids)).isdisjoint(elsewhere)

    def test_an_id_has_1_to_36_lower_case_letters_digits_and_hyphens(self, ids: Ids) -> None:
        assert all(_ID.match(fresh) for fresh in some(ids))


def some(ids: Ids) -> list[str]:
    """Many ids, in the order in which they came."""
    return [ids.new() for _ in range(_MANY)]
