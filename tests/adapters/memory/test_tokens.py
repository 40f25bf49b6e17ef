"""The token store in memory keeps every promise of the port."""

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.ports.tokens import TokenStore
from xerolink.testing.conformance.tokens import TokenStoreContract


class TestMemoryTokens(TokenStoreContract):
    @pytest.fixture
    def tokens(self, clock: ManualClock) -> TokenStore:
        return MemoryTokens(clock)
