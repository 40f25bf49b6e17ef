"""What a token store promises of leases, and of writes under one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.tokens import StoredTokens, TokenState
from xerolink.ports.errors import LeaseLostError
from xerolink.ports.tokens import TokenLease, TokenStore
from xerolink.testing.conformance.tokens_base import (
    FULL,
    ONE,
    START,
    TWO,
    TokenFixtures,
    leased,
    standing,
    state_of,
    tokens_of,
)

Write = Callable[[TokenStore, TokenLease], None]
WRITES = {
    "set_pending": lambda store, lease: store.set_pending(lease),
    "write": lambda store, lease: store.write(lease, tokens_of(9)),
    "bury": lambda store, lease: store.bury(lease),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
ending = pytest.mark.parametrize("write", [WRITES["write"], WRITES["bury"]], ids=["write", "bury"])


class LeasePromises(TokenFixtures):
    def test_a_lease_says_what_whose_and_until_when(self, both: TokenStore) -> None:
        lease = both.lease(ONE, "me", 20)
        fence = lease.fence if lease else 0
        assert lease == TokenLease(ONE, "me", START + timedelta(seconds=20), fence)

    def test_an_unknown_set_is_not_leased(self, tokens: TokenStore) -> None:
        assert tokens.lease(ONE, "me", FULL) is None

    @pytest.mark.parametrize("owner", ["me", "you"])
    def test_a_leased_set_is_not_leased_again(self, both: TokenStore, owner: str) -> None:
        leased(both)
        assert both.lease(ONE, owner, FULL) is None

    def test_a_lease_is_held_to_its_last_moment(self, both: TokenStore, clock: ManualClock) -> None:
        leased(both)
        clock.advance(FULL - 0.000001)
        assert both.lease(ONE, "you", FULL) is None

    def test_a_lease_that_ran_out_is_given_to_another(
        self, both: TokenStore, clock: ManualClock
    ) -> None:
        leased(both)
        clock.advance(FULL)
        assert both.lease(ONE, "you", FULL) is not None

    def test_a_lease_on_one_set_leaves_the_other(self, both: TokenStore) -> None:
        leased(both, ONE)
        assert both.lease(TWO, "you", FULL) is not None

    def test_a_lease_that_is_given_back_is_given_to_another(self, both: TokenStore) -> None:
        both.release(leased(both))
        assert both.lease(ONE, "you", FULL) is not None

    def test_giving_back_a_lost_lease_frees_nothing(
        self, both: TokenStore, clock: ManualClock
    ) -> None:
        mine = leased(both)
        clock.advance(FULL)
        leased(both, owner="you")
        both.release(mine)
        assert both.lease(ONE, "third", FULL) is None

    def test_giving_back_twice_is_no_error(self, both: TokenStore) -> None:
        lease = leased(both)
        both.release(lease)
        both.release(lease)
        assert both.lease(ONE, "you", FULL) is not None

    def test_the_fence_grows_with_each_lease(self, both: TokenStore, clock: ManualClock) -> None:
        first = leased(both)
        both.release(first)
        second = leased(both)
        clock.advance(FULL)
        assert leased(both).fence > second.fence > first.fence

    def test_of_many_threads_one_gets_the_lease(self, both: TokenStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            leases = list(pool.map(lambda n: both.lease(ONE, f"thread {n}", FULL), range(8)))
        assert sum(lease is not None for lease in leases) == 1


class WritePromises(TokenFixtures):
    def test_a_pending_set_keeps_its_tokens(self, both: TokenStore) -> None:
        both.set_pending(leased(both))
        assert standing(both) == StoredTokens(ONE, tokens_of(1), TokenState.PENDING)

    def test_a_pending_set_stays_leased(self, both: TokenStore) -> None:
        both.set_pending(leased(both))
        assert both.lease(ONE, "you", FULL) is None

    def test_a_set_stays_pending_when_the_lease_is_given_back(self, both: TokenStore) -> None:
        lease = leased(both)
        both.set_pending(lease)
        both.release(lease)
        assert state_of(both) is TokenState.PENDING

    def test_written_tokens_take_the_place_of_those_before(self, both: TokenStore) -> None:
        lease = leased(both)
        both.set_pending(lease)
        both.write(lease, tokens_of(3))
        assert standing(both) == StoredTokens(ONE, tokens_of(3), TokenState.GOOD)

    def test_a_buried_set_is_dead(self, both: TokenStore) -> None:
        both.bury(leased(both))
        assert state_of(both) is TokenState.DEAD

    def test_a_buried_set_holds_no_secret(self, both: TokenStore) -> None:
        both.bury(leased(both))
        assert standing(both).tokens == tokens_of(1).erased()

    @ending
    def test_the_write_that_ends_a_refresh_ends_the_lease(
        self, both: TokenStore, write: Write
    ) -> None:
        write(both, leased(both))
        assert both.lease(ONE, "you", FULL) is not None

    @every_write
    def test_a_write_leaves_the_other_set(self, both: TokenStore, write: Write) -> None:
        write(both, leased(both))
        assert standing(both, TWO) == StoredTokens(TWO, tokens_of(2))

    @every_write
    def test_a_write_of_a_stale_holder_is_refused(
        self, both: TokenStore, clock: ManualClock, write: Write
    ) -> None:
        mine = leased(both)
        clock.advance(FULL)
        leased(both, owner="you")
        with pytest.raises(LeaseLostError):
            write(both, mine)

    @every_write
    def test_a_refused_write_writes_nothing(
        self, both: TokenStore, clock: ManualClock, write: Write
    ) -> None:
        mine = leased(both)
        clock.advance(FULL)
        both.write(leased(both, owner="you"), tokens_of(3))
        with pytest.raises(LeaseLostError):
            write(both, mine)
        assert standing(both) == StoredTokens(ONE, tokens_of(3))

    @every_write
    def test_a_write_after_giving_back_is_refused(self, both: TokenStore, write: Write) -> None:
        lease = leased(both)
        both.release(lease)
        with pytest.raises(LeaseLostError):
            write(both, lease)

    def test_a_lease_that_ran_out_with_no_successor_still_writes(
        self, both: TokenStore, clock: ManualClock
    ) -> None:
        lease = leased(both)
        clock.advance(FULL + 1)
        both.write(lease, tokens_of(3))
        assert standing(both).tokens == tokens_of(3)
