"""The store in memory keeps every promise of the port."""

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.store import MemoryStore
from xerolink.ports.errors import StoreError
from xerolink.ports.store import Store
from xerolink.testing.conformance.store import StoreContract
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_values import HERE, START, link


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(ManualClock(START))


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self, clock: ManualClock) -> Store:
        return MemoryStore(clock)


def test_a_unit_inside_a_unit_is_refused(store: MemoryStore) -> None:
    second = store.reading(HERE)
    with store.reading(HERE), pytest.raises(StoreError, match="end the block"):
        second.__enter__()


def test_a_claim_inside_a_unit_is_refused(store: MemoryStore) -> None:
    with store.reading(HERE), pytest.raises(StoreError, match="end the block"):
        store.claim(HERE, "me", 60)


def test_a_unit_kept_beyond_its_block_changes_nothing(store: MemoryStore) -> None:
    with store.transaction(claimed(store, HERE)) as kept:
        pass
    kept.links.put([link(1)])
    with store.reading(HERE) as unit:
        assert dict(unit.links.count()) == {}
