"""The SQLite book keeps the host port's promises among processes."""

from functools import partial
from pathlib import Path

import pytest

from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.testing.conformance.host_shared import HostSharedContract, Opening


class TestSqliteHostBookShared(HostSharedContract):
    @pytest.fixture
    def opening(self, tmp_path: Path) -> Opening:
        return partial(SqliteHostBook, tmp_path / "host.db", "first")
