"""What a token store on disk promises of two processes on one store."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.tokens import StoredTokens
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError
from xerolink.ports.tokens import TokenLease, TokenStore
from xerolink.testing.conformance.processes import ProcessesFixtures, clock_at, raised
from xerolink.testing.conformance.tokens_base import (
    FULL,
    ONE,
    START,
    TokenFixtures,
    consent_of,
    leased,
    standing,
    tokens_of,
)

Opening = Callable[[Clock], TokenStore]
"""Opens the store that the test has, in any process: it can be pickled."""


_MANY = 20


def lease_elsewhere(opening: Opening, owner: str, later: float = 0) -> TokenLease | None:
    """Lease the first set, *later* by that process's clock."""
    return opening(clock_at(START, later)).lease(ONE, owner, FULL)


def lease_often(opening: Opening, owner: str) -> int:
    """How many of many attempts, none of them given back, get the lease."""
    tokens = opening(clock_at(START))
    return sum(tokens.lease(ONE, owner, FULL) is not None for _ in range(20))


def write_elsewhere(opening: Opening, lease: TokenLease) -> str:
    """Write other tokens; the name of what was raised, "" if nothing was."""
    tokens = opening(clock_at(START))
    return raised(lambda: tokens.write(lease, tokens_of(3)), LeaseLostError)


def take_elsewhere(opening: Opening, state: str) -> bool:
    """Whether the consent with *state* was there to be taken."""
    return opening(clock_at(START)).take_consent(state) is not None


def take_all(opening: Opening, states: list[str]) -> list[str]:
    """Those of *states* whose consent was there to be taken."""
    tokens = opening(clock_at(START))
    return [state for state in states if tokens.take_consent(state) is not None]


def lease_in_turn(opening: Opening, owner: str) -> list[int]:
    """The fences of those of many attempts that got the lease, each given back at once."""
    tokens = opening(clock_at(START))
    got = []
    for _ in range(_MANY):
        if (lease := tokens.lease(ONE, owner, FULL)) is not None:
            got.append(lease.fence)
            tokens.release(lease)
    return got


def read_elsewhere(opening: Opening) -> StoredTokens | None:
    return opening(clock_at(START)).read(ONE)


class SharedPromises(TokenFixtures, ProcessesFixtures):
    def test_a_set_leased_here_is_not_leased_elsewhere(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        leased(both)
        assert elsewhere.submit(lease_elsewhere, opening, "you").result() is None

    def test_of_two_processes_one_gets_the_lease_once(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        assert sum(elsewhere.map(lease_often, [opening] * 2, ["a", "b"])) == 1

    def test_the_fence_grows_from_process_to_process(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        mine = leased(both)
        theirs = elsewhere.submit(lease_elsewhere, opening, "you", FULL).result()
        assert theirs is not None
        assert theirs.fence > mine.fence

    def test_a_write_of_a_stale_holder_is_refused_although_its_clock_is_late(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        mine = leased(both)
        elsewhere.submit(lease_elsewhere, opening, "you", FULL).result()
        with pytest.raises(LeaseLostError):
            both.write(mine, tokens_of(3))

    def test_a_write_of_a_stale_holder_elsewhere_is_refused(
        self,
        both: TokenStore,
        clock: ManualClock,
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
    ) -> None:
        theirs = leased(both, owner="you")
        clock.advance(FULL)
        leased(both, owner="me")
        raised = elsewhere.submit(write_elsewhere, opening, theirs).result()
        assert raised == LeaseLostError.__name__

    def test_tokens_written_elsewhere_are_read_here(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        elsewhere.submit(write_elsewhere, opening, leased(both)).result()
        assert standing(both).tokens == tokens_of(3)

    def test_tokens_written_here_are_read_elsewhere(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        both.write(leased(both), tokens_of(3))
        assert elsewhere.submit(read_elsewhere, opening).result() == standing(both)

    def test_of_two_processes_one_takes_a_consent(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        both.keep_consent(consent_of("a"))
        taken = elsewhere.map(take_elsewhere, [opening] * 2, ["a", "a"])
        assert sorted(taken) == [False, True]

    def test_two_processes_take_each_of_many_consents_once(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        states = [f"state {n}" for n in range(_MANY)]
        for state in states:
            both.keep_consent(consent_of(state))
        first, second = elsewhere.map(take_all, [opening] * 2, [states, states[::-1]])
        assert sorted([*first, *second]) == sorted(states)

    def test_no_fence_is_given_to_two_processes(
        self, both: TokenStore, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        first, second = elsewhere.map(lease_in_turn, [opening] * 2, ["a", "b"])
        assert len({*first, *second}) == len(first) + len(second)
