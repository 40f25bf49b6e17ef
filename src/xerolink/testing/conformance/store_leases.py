"""What a store promises of leases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.run import ConnectionRecord
from xerolink.ports.errors import LeaseLostError
from xerolink.ports.store import Lease, Store
from xerolink.testing.conformance.store_base import FULL, StoreFixtures, claimed
from xerolink.testing.conformance.store_values import HERE, START, THERE, record


def _commit(store: Store, lease: Lease) -> None:
    with store.transaction(lease) as unit:
        unit.record.put(record(lease.connection_id))


def _written(store: Store) -> ConnectionRecord | None:
    with store.reading(HERE) as unit:
        return unit.record.get()


class LeasesPromises(StoreFixtures):
    def test_a_claim_answers_the_lease(self, store: Store) -> None:
        lease = store.claim(HERE, "me", 90)
        assert lease == Lease(
            HERE, "me", START + timedelta(seconds=90), lease.fence if lease else 0
        )

    @pytest.mark.parametrize("owner", ["me", "you"])
    def test_a_held_lease_is_nobodys_to_claim(self, store: Store, owner: str) -> None:
        store.claim(HERE, "me", FULL)
        assert store.claim(HERE, owner, FULL) is None

    def test_a_lease_is_held_to_its_last_moment(self, store: Store, clock: ManualClock) -> None:
        claimed(store, HERE)
        clock.advance(FULL - 0.000001)
        assert store.claim(HERE, "you", FULL) is None

    def test_a_lease_that_ran_out_can_be_claimed(self, store: Store, clock: ManualClock) -> None:
        claimed(store, HERE)
        clock.advance(FULL)
        assert store.claim(HERE, "you", FULL) is not None

    def test_the_fence_grows_when_a_lease_ran_out(self, store: Store, clock: ManualClock) -> None:
        first = claimed(store, HERE)
        clock.advance(FULL)
        assert claimed(store, HERE).fence > first.fence

    def test_the_fence_grows_when_a_lease_was_given_back(self, store: Store) -> None:
        first = claimed(store, HERE)
        store.release(first)
        second = claimed(store, HERE)
        store.release(second)
        assert claimed(store, HERE).fence > second.fence > first.fence

    def test_leases_of_two_connections_are_apart(self, store: Store) -> None:
        claimed(store, HERE)
        assert store.claim(THERE, "you", FULL) is not None

    def test_a_released_lease_of_another_connection_frees_nothing(self, store: Store) -> None:
        claimed(store, HERE)
        store.release(claimed(store, THERE))
        assert store.claim(HERE, "you", FULL) is None

    def test_a_renewal_gives_the_full_time_from_now(self, store: Store, clock: ManualClock) -> None:
        lease = claimed(store, HERE)
        clock.advance(40)
        until = START + timedelta(seconds=40 + FULL)
        assert store.renew(lease) == Lease(HERE, lease.owner, until, lease.fence)

    def test_a_renewed_lease_is_held_for_that_time(self, store: Store, clock: ManualClock) -> None:
        lease = claimed(store, HERE)
        clock.advance(40)
        store.renew(lease)
        clock.advance(FULL - 1)
        assert store.claim(HERE, "you", FULL) is None

    def test_a_lease_can_be_renewed_again_and_again(self, store: Store, clock: ManualClock) -> None:
        """The lease as it was claimed serves for every renewal."""
        lease = claimed(store, HERE)
        for _ in range(3):
            clock.advance(FULL - 1)
            store.renew(lease)
        assert store.claim(HERE, "you", FULL) is None

    def test_a_lease_that_ran_out_is_not_renewed(self, store: Store, clock: ManualClock) -> None:
        lease = claimed(store, HERE)
        clock.advance(FULL)
        with pytest.raises(LeaseLostError):
            store.renew(lease)

    def test_a_lease_that_another_holds_is_not_renewed(
        self, store: Store, clock: ManualClock
    ) -> None:
        lease = claimed(store, HERE)
        clock.advance(FULL)
        claimed(store, HERE)
        with pytest.raises(LeaseLostError):
            store.renew(lease)

    def test_a_lease_that_was_given_back_is_not_renewed(self, store: Store) -> None:
        lease = claimed(store, HERE)
        store.release(lease)
        with pytest.raises(LeaseLostError):
            store.renew(lease)

    def test_a_lease_that_was_never_claimed_is_lost(self, store: Store) -> None:
        with pytest.raises(LeaseLostError):
            store.renew(Lease(HERE, "me", START + timedelta(seconds=FULL), 1))

    def test_a_released_lease_can_be_claimed_at_once(self, store: Store) -> None:
        store.release(claimed(store, HERE))
        assert store.claim(HERE, "you", FULL) is not None

    def test_giving_back_a_lost_lease_frees_nothing(self, store: Store, clock: ManualClock) -> None:
        lease = claimed(store, HERE)
        clock.advance(FULL)
        claimed(store, HERE)
        store.release(lease)
        assert store.claim(HERE, "third", FULL) is None

    def test_giving_back_twice_is_no_error(self, store: Store) -> None:
        lease = claimed(store, HERE)
        store.release(lease)
        store.release(lease)
        assert store.claim(HERE, "you", FULL) is not None

    def test_a_commit_extends_the_lease_by_its_full_time(
        self, store: Store, clock: ManualClock
    ) -> None:
        lease = claimed(store, HERE)
        clock.advance(40)
        _commit(store, lease)
        clock.advance(FULL - 1)
        assert store.claim(HERE, "you", FULL) is None

    def test_commits_go_on_beyond_the_first_full_time(
        self, store: Store, clock: ManualClock
    ) -> None:
        lease = claimed(store, HERE)
        for _ in range(3):
            clock.advance(40)
            _commit(store, lease)
        assert _written(store) == record(HERE)

    def test_a_commit_after_the_lease_ran_out_is_refused(
        self, store: Store, clock: ManualClock
    ) -> None:
        lease = claimed(store, HERE)
        clock.advance(FULL)
        with pytest.raises(LeaseLostError):
            _commit(store, lease)

    def test_a_commit_is_refused_while_another_holds_the_lease(
        self, store: Store, clock: ManualClock
    ) -> None:
        lease = claimed(store, HERE)
        clock.advance(FULL)
        claimed(store, HERE)
        with pytest.raises(LeaseLostError):
            _commit(store, lease)

    def test_a_lease_that_runs_out_inside_the_block_is_lost(
        self, store: Store, lease: Lease, clock: ManualClock
    ) -> None:
        with pytest.raises(LeaseLostError), store.transaction(lease):
            clock.advance(FULL)

    def test_a_refused_commit_writes_nothing(
        self, store: Store, lease: Lease, clock: ManualClock
    ) -> None:
        clock.advance(FULL)
        with pytest.raises(LeaseLostError):
            _commit(store, lease)
        assert _written(store) is None

    def test_a_refused_commit_leaves_the_lease_to_be_claimed(
        self, store: Store, lease: Lease, clock: ManualClock
    ) -> None:
        clock.advance(FULL)
        with pytest.raises(LeaseLostError):
            _commit(store, lease)
        assert store.claim(HERE, "you", FULL) is not None

    def test_of_many_threads_one_gets_the_lease(self, store: Store) -> None:
        with ThreadPoolExecutor(8) as pool:
            claims = pool.map(lambda n: store.claim(HERE, f"thread {n}", FULL), range(8))
            assert sum(lease is not None for lease in claims) == 1
