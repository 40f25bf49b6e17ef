"""No connection loses its tokens to lost answers and crashes; without a piece, some do."""

from typing import Any

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import StoredTokens
from xerolink.ports.tokens import TokenLease
from xerolink.testing.mortal import Accidents, MortalTokens
from xerolink.testing.refreshes import Refreshed, refresh_many


class WithoutFlag(MortalTokens):
    """Does not remember that a refresh has begun."""

    def set_pending(self, lease: TokenLease) -> None:
        self._held(lease)


class WithoutSecondRead(MortalTokens):
    """Answers under the lease what it answered before it."""

    def __init__(self, clock: ManualClock, accidents: Accidents) -> None:
        super().__init__(clock, accidents)
        self._first: StoredTokens | None = None
        self._leased = False

    def read(self, token_set_id: TokenSetId) -> StoredTokens | None:
        if self._leased:
            self._leased = False
            return self._first
        self._first = super().read(token_set_id)
        return self._first

    def lease(self, *asked: Any) -> TokenLease | None:
        lease = super().lease(*asked)
        self._leased = lease is not None
        return lease


class WithoutBoth(WithoutFlag, WithoutSecondRead):
    """Refreshes as one would at first."""


@pytest.fixture(scope="module")
def found() -> Refreshed:
    return refresh_many(300, 30, seed=7)


def test_no_connection_dies(found: Refreshed) -> None:
    """5,000 connections: `python -m benchmarks refresh --connections 5000 --refreshes 30`."""
    assert found.dead == 0


def test_every_token_was_refreshed_often_enough(found: Refreshed) -> None:
    assert found.refreshes >= 300 * 30


def test_there_were_accidents_of_every_kind(found: Refreshed) -> None:
    """One answer in twenty was lost, as many requests, and one worker in twenty died."""
    often = found.refreshes // 25
    assert min(found.lost_answers, found.lost_requests, found.deaths) >= often
    assert min(found.stalls, found.overlaps) > 0


def test_the_same_seed_meets_the_same_accidents() -> None:
    assert refresh_many(20, 5, seed=3) == refresh_many(20, 5, seed=3)


@pytest.mark.parametrize("store", [WithoutFlag, WithoutSecondRead, WithoutBoth])
def test_without_a_piece_of_the_protocol_connections_die(store: type[MortalTokens]) -> None:
    assert refresh_many(60, 30, seed=7, make=store).dead > 0
