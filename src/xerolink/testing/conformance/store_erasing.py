"""What a store promises of forgetting a connection: `UnitOfWork.erase` and `Store.purge`."""

import pytest

from xerolink.domain.identity import ConnectionId
from xerolink.ports.errors import LeaseLostError, StoreError
from xerolink.ports.store import Lease, Store
from xerolink.testing.conformance.store_app_wide import connected
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_inbox import seconds
from xerolink.testing.conformance.store_journal import ALL, FIVE
from xerolink.testing.conformance.store_probes import everything, fill
from xerolink.testing.conformance.store_requests import PAUSED
from xerolink.testing.conformance.store_values import HERE, START, THERE, record

NEVER = ConnectionId("never")


def _read(store: Store, connection_id: ConnectionId) -> list[object]:
    with store.reading(connection_id) as unit:
        return everything(unit)


def _without_journal(store: Store, connection_id: ConnectionId) -> list[object]:
    """What is read of a connection; the journal's answers are the last three."""
    return _read(store, connection_id)[:-3]


def _erase(store: Store, lease: Lease) -> None:
    with store.transaction(lease) as unit:
        unit.erase()


class ErasingPromises(StoreFixtures):
    @pytest.fixture
    def both_filled(self, store: Store, lease: Lease) -> Store:
        """Two connections with equal ids, each with rows in every part."""
        for held in (lease, claimed(store, THERE)):
            with store.transaction(held) as unit:
                fill(unit)
                unit.requests.pause(PAUSED)
        return store

    def test_an_erased_connection_reads_like_one_that_never_was(
        self, both_filled: Store, lease: Lease
    ) -> None:
        _erase(both_filled, lease)
        assert _without_journal(both_filled, HERE) == _without_journal(both_filled, NEVER)

    def test_erasing_one_connection_leaves_the_other_as_it_is(
        self, both_filled: Store, lease: Lease
    ) -> None:
        before = _read(both_filled, THERE)
        _erase(both_filled, lease)
        assert _read(both_filled, THERE) == before

    def test_erasing_leaves_the_journal(self, both_filled: Store, lease: Lease) -> None:
        _erase(both_filled, lease)
        with both_filled.reading(HERE) as unit:
            assert unit.journal.page(0, ALL) == tuple(FIVE[:3])

    def test_an_erased_connection_is_not_listed(self, both_filled: Store, lease: Lease) -> None:
        _erase(both_filled, lease)
        assert HERE not in both_filled.connections()

    def test_erasing_twice_is_erasing_once(self, both_filled: Store, lease: Lease) -> None:
        _erase(both_filled, lease)
        _erase(both_filled, lease)
        assert _without_journal(both_filled, HERE) == _without_journal(both_filled, NEVER)

    def test_who_erases_keeps_the_lease(self, both_filled: Store, lease: Lease) -> None:
        _erase(both_filled, lease)
        assert both_filled.claim(HERE, "another", 60) is None

    def test_a_holder_of_before_cannot_write_after_an_erasure(
        self, both_filled: Store, lease: Lease
    ) -> None:
        """The fence outlives everything else: a slow worker brings nothing back."""
        both_filled.release(lease)
        _erase(both_filled, claimed(both_filled, HERE))
        with pytest.raises(LeaseLostError), both_filled.transaction(lease) as unit:
            unit.record.put(record(HERE))

    def test_what_is_written_after_an_erasure_in_its_block_stays(
        self, both_filled: Store, lease: Lease
    ) -> None:
        with both_filled.transaction(lease) as unit:
            unit.journal.prune(ALL)
            unit.erase()
            unit.journal.append(FIVE[3:])
        with both_filled.reading(HERE) as unit:
            assert unit.journal.page(0, ALL) == tuple(FIVE[2:])

    def test_an_erased_rest_is_over(self, store: Store) -> None:
        made = connected(store, "a")
        with store.app_wide() as app:
            app.rest(made, seconds(9_999))
        _erase(store, claimed(store, made))
        with store.app_wide() as app:
            assert app.rests(made) == 0

    def test_an_erased_connection_waits_for_no_worker(self, store: Store) -> None:
        made = connected(store, "a", scanned=START)
        _erase(store, claimed(store, made))
        with store.app_wide() as app:
            assert app.waiting(seconds(9_999), seconds(9_999), ALL) == ()

    def test_a_purge_changes_nothing_that_is_read(self, both_filled: Store) -> None:
        before = [_read(both_filled, HERE), _read(both_filled, THERE)]
        both_filled.purge()
        assert [_read(both_filled, HERE), _read(both_filled, THERE)] == before

    def test_a_purge_leaves_the_lease(self, both_filled: Store, lease: Lease) -> None:
        both_filled.purge()
        assert both_filled.renew(lease).fence == lease.fence

    def test_a_purge_inside_a_unit_is_refused(self, store: Store) -> None:
        with store.reading(HERE), pytest.raises(StoreError):
            store.purge()
