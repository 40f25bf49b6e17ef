"""Ids by chance."""

from uuid import UUID

import pytest

from xerolink.adapters.system.ids import RandomIds
from xerolink.testing.conformance.clock import IdsContract


class TestRandomIds(IdsContract):
    @pytest.fixture
    def ids(self) -> RandomIds:
        return RandomIds()


def test_an_id_is_a_random_uuid() -> None:
    assert UUID(RandomIds().new()).version == 4
