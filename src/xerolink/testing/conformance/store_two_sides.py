"""What the state machines of the store's suite share: two connections, each with its model."""

from collections.abc import Callable, Sequence
from copy import copy
from itertools import count
from typing import Generic, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from xerolink.domain.identity import ConnectionId
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_base import claimed

M = TypeVar("M")
T = TypeVar("T")
K = TypeVar("K")
Write = Callable[[UnitOfWork], object]

FEW = range(5)
N = st.sampled_from(FEW)
SIDE = st.integers(0, 1)
FAILS = st.sampled_from((False, False, False, True))
_EXAMPLES = count(1)


def lists(one: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(one, max_size=4)


class _BlockFailedError(Exception):
    """Raised by the machine inside a block."""


class TwoSides(RuleBasedStateMachine, Generic[M]):
    """Two connections with equal ids, each with its model; some transactions fail at their end."""

    def __init__(self, store: Store, model: Callable[[], M]) -> None:
        super().__init__()
        example = next(_EXAMPLES)
        self.store = store
        self.sides = [ConnectionId(f"machine-{example}-{side}") for side in "ab"]
        self.leases = [claimed(store, side) for side in self.sides]
        self.models = [model(), model()]

    def both(
        self, side: int, write: Write, modelled: Callable[[M], object], fails: bool = False
    ) -> None:
        """Write to the store and to the model; a refusal or a failure changes neither."""
        after = copy(self.models[side])
        refused = modelled(after) is False
        expected = [StaleVersionError] * refused + [_BlockFailedError] * fails
        if not expected:
            self.commit(side, write, fails)
            self.models[side] = after
            return
        with pytest.raises(expected[0]):
            self.commit(side, write, fails)

    def commit(self, side: int, write: Write, fails: bool) -> None:
        with self.store.transaction(self.leases[side]) as unit:
            write(unit)
            if fails:
                raise _BlockFailedError


def pages(page: Callable[[K | None], Sequence[T]], key: Callable[[T], K]) -> list[T]:
    """Every row of every page, the last of which is empty."""
    rows, after = list[T](), None
    while found := page(after):
        rows += found
        after = key(found[-1])
    return rows
