"""What a store promises of units of work, tried with every way to write."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import ConnectionId
from xerolink.ports.errors import LeaseLostError
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.testing.conformance.store_base import FULL, Probe, StoreFixtures, claimed
from xerolink.testing.conformance.store_probes import PROBES, everything, fill
from xerolink.testing.conformance.store_values import HERE, THERE, keys, link, record, staged

T = TypeVar("T")

every_write = pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)


class _BlockFailedError(Exception):
    """Raised by the suite inside a block."""


def _commit(store: Store, lease: Lease, write: Callable[[UnitOfWork], object]) -> None:
    with store.transaction(lease) as unit:
        write(unit)


def _read(store: Store, connection_id: ConnectionId) -> list[object]:
    with store.reading(connection_id) as unit:
        return everything(unit)


def _fail_after(store: Store, lease: Lease, write: Callable[[UnitOfWork], object]) -> None:
    with store.transaction(lease) as unit:
        write(unit)
        raise _BlockFailedError


def _in_thread(call: Callable[[], T]) -> T:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


class UnitsPromises(StoreFixtures):
    @pytest.fixture
    def filled(self, store: Store, lease: Lease) -> list[object]:
        """What is read of HERE once there are rows in every part."""
        _commit(store, lease, fill)
        return _read(store, HERE)

    @every_write
    def test_a_committed_write_is_read(
        self, store: Store, lease: Lease, filled: list[object], probe: Probe
    ) -> None:
        _commit(store, lease, probe.write)
        assert _read(store, HERE) != filled

    @every_write
    def test_a_write_is_read_inside_its_block(
        self, store: Store, lease: Lease, filled: list[object], probe: Probe
    ) -> None:
        with store.transaction(lease) as unit:
            probe.write(unit)
            inside = everything(unit)
        assert inside == _read(store, HERE)

    @every_write
    def test_an_error_in_the_block_leaves_nothing(
        self, store: Store, lease: Lease, filled: list[object], probe: Probe
    ) -> None:
        with pytest.raises(_BlockFailedError):
            _fail_after(store, lease, probe.write)
        assert _read(store, HERE) == filled

    @every_write
    def test_a_lease_lost_at_the_commit_leaves_nothing(
        self,
        store: Store,
        lease: Lease,
        clock: ManualClock,
        filled: list[object],
        probe: Probe,
    ) -> None:
        clock.advance(FULL)
        with pytest.raises(LeaseLostError):
            _commit(store, lease, probe.write)
        assert _read(store, HERE) == filled

    @every_write
    def test_what_is_written_in_a_reading_is_lost(
        self, store: Store, filled: list[object], probe: Probe
    ) -> None:
        with store.reading(HERE) as unit:
            probe.write(unit)
        assert _read(store, HERE) == filled

    @every_write
    def test_another_connection_with_equal_ids_is_not_touched(
        self, store: Store, lease: Lease, probe: Probe
    ) -> None:
        for each in (lease, claimed(store, THERE)):
            _commit(store, each, fill)
        before = _read(store, THERE)
        _commit(store, lease, probe.write)
        assert _read(store, THERE) == before

    def test_another_connection_sees_none_of_the_rows(
        self, store: Store, filled: list[object]
    ) -> None:
        nothing = _read(store, ConnectionId("elsewhere"))
        assert (_read(store, THERE), nothing == filled) == (nothing, False)

    def test_another_connection_may_hold_the_same_pairs_and_entities(
        self, store: Store, filled: list[object]
    ) -> None:
        """Uniqueness is within one connection."""
        _commit(store, claimed(store, THERE), fill)
        assert _read(store, THERE) == filled

    def test_a_link_of_another_connection_makes_no_row_linked(
        self, store: Store, lease: Lease
    ) -> None:
        _commit(store, claimed(store, THERE), lambda unit: unit.links.put([link(1)]))
        with store.transaction(lease) as unit:
            unit.staged.put([staged(1, due=False)])
            unit.staged.touch_unlinked(keys(1).present)
            assert unit.staged.page(None, 9) == (staged(1, revision=2),)

    def test_the_rows_of_a_lease_are_those_of_its_connection(self, store: Store) -> None:
        _commit(store, claimed(store, HERE), lambda unit: unit.record.put(record(HERE)))
        _commit(store, claimed(store, THERE), lambda unit: unit.record.put(record(THERE)))
        with store.reading(HERE) as unit:
            assert unit.record.get() == record(HERE)

    def test_an_error_in_the_block_is_not_changed(self, store: Store, lease: Lease) -> None:
        with pytest.raises(_BlockFailedError), store.transaction(lease):
            raise _BlockFailedError

    def test_after_an_error_in_the_block_the_lease_still_commits(
        self, store: Store, lease: Lease, filled: list[object]
    ) -> None:
        with pytest.raises(_BlockFailedError):
            _fail_after(store, lease, PROBES[0].write)
        _commit(store, lease, PROBES[0].write)
        assert _read(store, HERE) != filled

    def test_nothing_is_seen_before_the_block_ends(
        self, store: Store, lease: Lease, filled: list[object]
    ) -> None:
        with store.transaction(lease) as unit:
            PROBES[0].write(unit)
            assert _in_thread(lambda: _read(store, HERE)) == filled

    def test_a_reading_stays_with_the_state_that_it_began_with(
        self, store: Store, lease: Lease, filled: list[object]
    ) -> None:
        with store.reading(HERE) as unit:
            _in_thread(lambda: _commit(store, lease, PROBES[0].write))
            assert everything(unit) == filled

    def test_a_reading_needs_no_lease(self, store: Store) -> None:
        with store.reading(HERE) as unit:
            assert unit.record.get() is None

    def test_threads_commit_one_after_the_other(self, store: Store, lease: Lease) -> None:
        """No write of a thread is lost to another one's."""

        def count_up(_: int) -> None:
            with store.transaction(lease) as unit:
                found = unit.record.get()
                seen = int(found.host_cursor or 0) if found else 0
                unit.record.put(record(HERE, cursor=str(seen + 1)))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(count_up, range(20)))
        with store.reading(HERE) as unit:
            assert unit.record.get() == record(HERE, cursor="20")


class BusyPromises(StoreFixtures):
    def test_a_thread_without_a_unit_is_not_busy(self, store: Store) -> None:
        assert not store.busy()

    def test_a_thread_is_busy_inside_a_reading(self, store: Store) -> None:
        with store.reading(HERE):
            assert store.busy()

    def test_a_thread_is_busy_inside_a_transaction(self, store: Store, lease: Lease) -> None:
        with store.transaction(lease):
            assert store.busy()

    def test_a_thread_is_not_busy_after_its_unit(self, store: Store, lease: Lease) -> None:
        with store.transaction(lease):
            pass
        assert not store.busy()

    def test_a_thread_is_not_busy_after_an_error(self, store: Store, lease: Lease) -> None:
        with pytest.raises(_BlockFailedError), store.transaction(lease):
            raise _BlockFailedError
        assert not store.busy()

    def test_another_threads_unit_makes_nobody_else_busy(self, store: Store, lease: Lease) -> None:
        with store.transaction(lease):
            assert not _in_thread(store.busy)
