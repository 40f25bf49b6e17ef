"""What a store on disk promises of two processes on one store."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.contacts.matching import Hits
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError, StaleVersionError
from xerolink.ports.store import Lease, Store
from xerolink.testing.conformance.processes import ProcessesFixtures, clock_at, raised
from xerolink.testing.conformance.store_base import FULL, StoreFixtures, claimed
from xerolink.testing.conformance.store_values import (
    HERE,
    START,
    entry,
    host_id,
    intent,
    keys,
    subject,
)

Opening = Callable[[Clock], Store]
"""Opens the store that the test has, in any process: it can be pickled."""


def claim_elsewhere(opening: Opening, owner: str, later: float = 0) -> Lease | None:
    """Claim the lease, *later* by that process's clock."""
    return opening(clock_at(START, later)).claim(HERE, owner, FULL)


def claim_often(opening: Opening, owner: str) -> int:
    """How many of many claims, none of them given back, get the lease."""
    store = opening(clock_at(START))
    return sum(store.claim(HERE, owner, FULL) is not None for _ in range(20))


def put_elsewhere(opening: Opening, lease: Lease) -> str:
    """Commit an index entry and an intent; the name of what was raised, "" if nothing was."""
    store = opening(clock_at(START))

    def put() -> None:
        with store.transaction(lease) as unit:
            unit.index.put([entry(1)])
            unit.intents.put([intent(1)])

    return raised(put, LeaseLostError)


def put_intent_elsewhere(opening: Opening, lease: Lease, n: int) -> str:
    """Commit intent *n* about the first entity; the name of what was raised."""
    store = opening(clock_at(START))

    def put() -> None:
        with store.transaction(lease) as unit:
            unit.intents.put([intent(n, entity=subject(1))])

    return raised(put, StaleVersionError)


def renew_elsewhere(opening: Opening, lease: Lease) -> str:
    """Renew the lease; the name of what was raised."""
    return raised(lambda: opening(clock_at(START)).renew(lease), LeaseLostError)


def release_elsewhere(opening: Opening, lease: Lease) -> None:
    opening(clock_at(START)).release(lease)


def hits_elsewhere(opening: Opening) -> list[Hits]:
    """What the index says of the first entry's keys."""
    with opening(clock_at(START)).reading(HERE) as unit:
        return list(unit.index.matching(keys(1).present).values())


class SharedPromises(StoreFixtures, ProcessesFixtures):
    def test_a_lease_held_here_cannot_be_claimed_elsewhere(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        claimed(store, HERE)
        assert elsewhere.submit(claim_elsewhere, opening, "you").result() is None

    def test_a_lease_held_elsewhere_cannot_be_claimed_here(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        elsewhere.submit(claim_elsewhere, opening, "you").result()
        assert store.claim(HERE, "me", FULL) is None

    def test_of_two_processes_one_gets_the_lease_once(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor
    ) -> None:
        got = elsewhere.map(claim_often, [opening, opening], ["a", "b"])
        assert sum(got) == 1

    def test_the_fence_grows_from_process_to_process(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        theirs = elsewhere.submit(claim_elsewhere, opening, "you", FULL).result()
        assert theirs is not None
        assert theirs.fence > lease.fence

    def test_a_commit_of_a_stale_holder_is_refused(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        """Although the stale holder's own clock still gives it time."""
        elsewhere.submit(claim_elsewhere, opening, "you", FULL).result()
        with pytest.raises(LeaseLostError), store.transaction(lease) as unit:
            unit.index.put([entry(1)])

    def test_a_commit_of_a_stale_holder_elsewhere_is_refused(
        self,
        store: Store,
        clock: ManualClock,
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
        lease: Lease,
    ) -> None:
        clock.advance(FULL)
        claimed(store, HERE)
        raised = elsewhere.submit(put_elsewhere, opening, lease).result()
        assert raised == LeaseLostError.__name__

    def test_a_stale_holder_elsewhere_renews_nothing(
        self,
        store: Store,
        clock: ManualClock,
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
        lease: Lease,
    ) -> None:
        clock.advance(FULL)
        claimed(store, HERE)
        assert elsewhere.submit(renew_elsewhere, opening, lease).result() == LeaseLostError.__name__

    def test_a_stale_holder_elsewhere_frees_nothing(
        self,
        store: Store,
        clock: ManualClock,
        opening: Opening,
        elsewhere: ProcessPoolExecutor,
        lease: Lease,
    ) -> None:
        clock.advance(FULL)
        claimed(store, HERE)
        elsewhere.submit(release_elsewhere, opening, lease).result()
        assert store.claim(HERE, "third", FULL) is None

    def test_an_index_written_elsewhere_is_read_here(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        elsewhere.submit(put_elsewhere, opening, lease).result()
        with store.reading(HERE) as unit:
            assert unit.index.get_many([host_id(1)]) == {host_id(1): entry(1)}

    def test_an_index_written_here_is_matched_elsewhere(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        with store.transaction(lease) as unit:
            unit.index.put([entry(1)])
        found = elsewhere.submit(hits_elsewhere, opening).result()
        assert found == [Hits(1, (host_id(1),))] * len(keys(1).present)

    def test_what_is_not_committed_here_is_not_seen_elsewhere(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        with store.transaction(lease) as unit:
            unit.index.put([entry(1)])
            assert elsewhere.submit(hits_elsewhere, opening).result() == []

    def test_an_intent_recorded_elsewhere_is_open_here(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        elsewhere.submit(put_elsewhere, opening, lease).result()
        with store.reading(HERE) as unit:
            assert unit.intents.open(9) == (intent(1),)

    def test_of_two_processes_one_opens_an_intent_of_an_entity(
        self, store: Store, opening: Opening, elsewhere: ProcessPoolExecutor, lease: Lease
    ) -> None:
        raised = elsewhere.map(put_intent_elsewhere, [opening] * 2, [lease] * 2, [1, 2])
        assert sorted(raised) == ["", StaleVersionError.__name__]
