"""What the parts of the store's suite share: the fixtures, of which an adapter gives `store`."""

from collections.abc import Callable, Iterator

import pytest
from attrs import frozen

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import ConnectionId
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.testing.conformance.hooks import missing
from xerolink.testing.conformance.store_values import HERE, START

FULL = 60
"""The full time of the suite's leases in seconds."""


def claimed(store: Store, connection_id: ConnectionId) -> Lease:
    """A lease that nobody else holds."""
    lease = store.claim(connection_id, "worker", FULL)
    assert lease is not None
    return lease


@frozen
class Probe:
    """A write that changes what is read of every part once there are rows in each."""

    name: str
    write: Callable[[UnitOfWork], object]


class StoreFixtures:
    """An adapter's own class overrides `store`, and closes what it opened."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(START)

    @pytest.fixture
    def store(self, clock: ManualClock) -> Store:
        """An empty store whose leases run out by *clock*."""
        raise missing("store")

    @pytest.fixture
    def lease(self, store: Store) -> Lease:
        return claimed(store, HERE)

    @pytest.fixture
    def unit(self, store: Store, lease: Lease) -> Iterator[UnitOfWork]:
        """A transaction that is open for the length of the test."""
        with store.transaction(lease) as unit:
            yield unit
