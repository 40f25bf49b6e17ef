"""A file of a version without turns goes on: what was marked and put to rest is kept."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sqlite.inbox import time_text
from xerolink.adapters.sqlite.migrate import migrate, shipped
from xerolink.adapters.sqlite.pool import Pool
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.testing.conformance.store_app_wide import NOW, connected, due
from xerolink.testing.conformance.store_inbox import DUE
from xerolink.testing.conformance.store_values import HERE
from xerolink.testing.conformance.store_waiting import LONG_AGO, rests, waiting, wake

_MARKED = """
insert into connection_due (connection_id, due_at, marked_at, resting_until) values (?, ?, ?, ?)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store whose file had three migrations, with a connection that rests."""
    path = tmp_path / "store.db"
    times = (DUE.at, DUE.marked, NOW + timedelta(hours=1))
    with closing(Pool(path)) as pool:
        migrate(pool, shipped()[:3])
        with pool.session("begin immediate") as session:
            session.run(_MARKED, HERE, *map(time_text, times))
            session.run("commit")
    with closing(SqliteStore(path, ManualClock(NOW))) as store:
        connected(store, HERE, scanned=LONG_AGO)
        yield store


def test_a_mark_is_kept(store: SqliteStore) -> None:
    assert due(store, HERE) == DUE


def test_a_rest_is_kept(store: SqliteStore) -> None:
    assert waiting(store) == ()


def test_a_rest_from_before_is_not_counted(store: SqliteStore) -> None:
    assert rests(store, HERE) == 0


def test_a_rest_from_before_is_ended(store: SqliteStore) -> None:
    wake(store, HERE)
    assert waiting(store) == (HERE,)
