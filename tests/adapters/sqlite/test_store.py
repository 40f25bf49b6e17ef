"""The store in SQLite keeps every promise of the port, and says what is wrong with a file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sqlite.erase import DELETE
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.model import SyncedFields, XeroContact
from xerolink.ports.errors import StoreError
from xerolink.ports.store import Store
from xerolink.testing.conformance.store import Opening, SharedStoreContract, StoreContract
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_values import (
    HERE,
    START,
    contact,
    entry,
    link,
    staged,
    xero_id,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


class Backwards(sqlite3.Connection):
    """A connection with SQLite's own switch for finding a missing `order by`."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.execute("pragma reverse_unordered_selects = on")


def opened(path: Path) -> closing[SqliteStore]:
    return closing(SqliteStore(path, ManualClock(START)))


class TestSqliteStore(SharedStoreContract):
    @pytest.fixture
    def store(self, path: Path, clock: ManualClock) -> Iterator[Store]:
        with closing(SqliteStore(path, clock)) as store:
            yield store

    @pytest.fixture
    def opening(self, path: Path) -> Opening:
        return partial(SqliteStore, path)


class TestUnorderedSqliteStore(StoreContract):
    """SQLite answers backwards wherever a statement does not say its order."""

    @pytest.fixture
    def store(
        self, path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Store]:
        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Backwards))
        with closing(SqliteStore(path, clock)) as store:
            yield store


def test_what_was_committed_is_there_after_closing(path: Path) -> None:
    with opened(path) as store, store.transaction(claimed(store, HERE)) as unit:
        unit.links.put([link(1)])
    with opened(path) as store, store.reading(HERE) as unit:
        assert unit.links.by_xero([xero_id(1)]) == {xero_id(1): link(1)}


def test_a_closed_file_is_one_file(path: Path) -> None:
    """Nothing is left in a log beside it: it can be copied."""
    with opened(path) as store:
        claimed(store, HERE)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_closing_twice_is_no_error(path: Path) -> None:
    store = SqliteStore(path, ManualClock(START))
    store.close()
    store.close()


def test_a_closed_store_says_so(path: Path) -> None:
    with opened(path) as store:
        pass
    with pytest.raises(StoreError, match="was closed"):
        store.connections()


def test_a_store_closed_inside_a_unit_lets_it_commit(path: Path) -> None:
    with opened(path) as store, store.transaction(claimed(store, HERE)) as unit:
        unit.links.put([link(1)])
        store.close()
    with opened(path) as store, store.reading(HERE) as unit:
        assert unit.links.by_xero([xero_id(1)]) == {xero_id(1): link(1)}


def test_a_unit_kept_beyond_its_block_is_refused(path: Path) -> None:
    with opened(path) as store:
        with store.reading(HERE) as kept:
            pass
        with pytest.raises(StoreError, match="block has ended"):
            kept.links.count()


def test_a_unit_inside_a_unit_is_refused(path: Path) -> None:
    with opened(path) as store:
        second = store.reading(HERE)
        with store.reading(HERE), pytest.raises(StoreError, match="end the block"):
            second.__enter__()


def test_a_claim_inside_a_unit_is_refused(path: Path) -> None:
    with opened(path) as store, store.reading(HERE), pytest.raises(StoreError, match="end the"):
        store.claim(HERE, "me", 60)


def test_an_id_that_no_database_holds_is_refused(path: Path) -> None:
    half = entry(1, host_id="\ud800")
    with (
        opened(path) as store,
        store.reading(HERE) as unit,
        pytest.raises(StoreError, match="half"),
    ):
        unit.index.put([half])


APP_WIDE = {"migration", "token_set", "consent", "webhook", "app_pause"}
"""Tables of what belongs to the file or to the app as a whole."""


BY_CONNECTION = {("connection_id",), ("space",)}
"""Its id, or the short number that stands for it where there are many rows."""


def test_every_table_is_keyed_by_connection(path: Path) -> None:
    with opened(path), closing(sqlite3.connect(path)) as raw:
        listed = raw.execute("select name from pragma_table_list where type = 'table'")
        tables = {name for (name,) in listed if not name.startswith("sqlite_")}
        first = {
            name: raw.execute("select name from pragma_table_info(?) where pk = 1", (name,))
            for name in tables
        }
        keyed = {name for name, row in first.items() if row.fetchone() in BY_CONNECTION}
        assert tables - keyed == APP_WIDE


NOT_THE_STORES = {"lease", "journal", "journal_about", "token_binding"}
"""Tables keyed by connection that an erasure leaves: fences, the journal, the token store's."""


def test_an_erasure_leaves_no_table_out(path: Path) -> None:
    """A table of a later migration is added to `erase`, or fails here."""
    with opened(path), closing(sqlite3.connect(path)) as raw:
        listed = raw.execute("select name from pragma_table_list where type = 'table'").fetchall()
        keyed = {
            name
            for (name,) in listed
            if raw.execute(
                "select 1 from pragma_table_info(?) where name in ('connection_id', 'space')",
                (name,),
            ).fetchone()
        }
    erased = {sql.split()[2] for sql in DELETE}
    assert keyed - erased == NOT_THE_STORES


def test_a_purge_leaves_no_trace_in_the_files(path: Path) -> None:
    """Neither in free pages nor in the log, while the store is open."""
    with opened(path) as store:
        lease = claimed(store, HERE)
        for n in range(3):
            with store.transaction(lease) as unit:
                unit.staged.put([staged(i, contact=_marked(i, n)) for i in range(500)])
        with store.transaction(lease) as unit:
            unit.erase()
        store.purge()
        files = [file.read_bytes() for file in path.parent.iterdir()]
    assert not [data for data in files if b"owhai" in data]


def test_a_purge_waits_for_nobody_for_ever(path: Path) -> None:
    """A reader that stays keeps the log: that is said, and doing it again helps."""
    impatient = closing(SqliteStore(path, ManualClock(START), busy_seconds=0))
    with impatient as store, opened(path) as other:
        claimed(store, HERE)
        with other.reading(HERE), pytest.raises(StoreError, match="when it is quiet"):
            store.purge()
        store.purge()


def _marked(i: int, n: int) -> XeroContact:
    return contact(i, fields=SyncedFields(f"Kowhai {i} {n}", f"kowhai-{i}@x.example"))
