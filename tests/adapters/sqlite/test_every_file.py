"""What holds for every database file of this package and every connection to one of them."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.host_invoices import SqliteHostInvoices
from xerolink.adapters.sqlite.migrate import shipped
from xerolink.adapters.sqlite.pool import BUSY_SECONDS
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.domain.contacts.model import SyncedFields
from xerolink.ports.errors import PortError
from xerolink.ports.keys import KeyId
from xerolink.testing.conformance.host_invoices_cases import invoice
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_values import HERE, START, intent
from xerolink.testing.conformance.tokens_base import ONE, standing, tokens_of

Use = Callable[[Path], None]
KEYS = HostKeys({KeyId("k"): b"k" * 32}, KeyId("k"))
PROMISED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": int(BUSY_SECONDS * 1000),
}
"""A commit is on the disk when it returns (2 is FULL): also the one that records an intent."""


def use_store(path: Path) -> None:
    with closing(SqliteStore(path, ManualClock(START))) as store:
        with store.transaction(claimed(store, HERE)) as unit:
            unit.intents.put([intent(1)])
        with store.reading(HERE) as unit:
            assert unit.intents.open(9) == (intent(1),)


def use_tokens(path: Path) -> None:
    with closing(SqliteTokens(path, ManualClock(START), Sealer(KEYS))) as tokens:
        tokens.put(ONE, tokens_of(1))
        assert standing(tokens).tokens == tokens_of(1)


def use_host_book(path: Path) -> None:
    with closing(SqliteHostBook(path, "firm", busy_seconds=BUSY_SECONDS)) as book:
        book.add(SyncedFields(name="Ash"))
        assert len(book.contacts()) == 1


def use_host_invoices(path: Path) -> None:
    with closing(SqliteHostInvoices(path, "firm", busy_seconds=BUSY_SECONDS)) as book:
        book.add(invoice(1))
        assert len(book.invoices()) == 1


USES = (use_store, use_tokens, use_host_book, use_host_invoices)


class Told(sqlite3.Connection):
    """A connection that tells, as it closes, how it was set up."""

    told: list[dict[str, object]]

    def close(self) -> None:
        found = {name: self.execute(f"pragma {name}").fetchone()[0] for name in PROMISED}
        self.told.append(found)
        super().close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """How each connection was set up that a test has opened and closed."""
    told: list[dict[str, object]] = []
    telling = type("Telling", (Told,), {"told": told})
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=telling))
    return told


@pytest.fixture(params=USES, ids=[use.__name__ for use in USES])
def use(request: pytest.FixtureRequest) -> Use:
    found: Use = request.param
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new.db"


@pytest.mark.parametrize("pragma", PROMISED)
def test_every_connection_is_durable_and_checked(
    path: Path, use: Use, told: list[dict[str, object]], pragma: str
) -> None:
    use(path)
    assert {found[pragma] for found in told} == {PROMISED[pragma]}


def tables(path: Path) -> Iterator[tuple[str, bool]]:
    with closing(sqlite3.connect(path)) as raw:
        listed = raw.execute("select name, strict from pragma_table_list where type = 'table'")
        yield from ((name, bool(s)) for name, s in listed if not name.startswith("sqlite_"))


def test_every_table_is_strict(path: Path, use: Use) -> None:
    use(path)
    assert [name for name, strict in tables(path) if not strict] == []


def test_every_file_records_its_migrations(path: Path, use: Use) -> None:
    use(path)
    assert "migration" in dict(tables(path))


def refused(use: Use, path: Path, change: str) -> str:
    """What is said of a file whose record of migrations was changed."""
    use(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(change)
    with pytest.raises(PortError) as caught:
        use(path)
    return str(caught.value)


def test_a_newer_file_is_refused(path: Path, use: Use) -> None:
    said = refused(use, path, "insert into migration values (99, '0099_later', 'x')")
    assert f"the database {path}: a newer xerolink wrote it" in said


def test_a_file_with_a_changed_checksum_is_refused(path: Path, use: Use) -> None:
    said = refused(use, path, "update migration set checksum = 'x' where version = 1")
    assert f"the database {path}: its migrations are not those of this xerolink" in said


def test_a_refused_file_is_left_as_it_is(path: Path, use: Use) -> None:
    refused(use, path, "insert into migration values (99, '0099_later', 'x')")
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("select max(version) from migration").fetchone() == (99,)


IN_MEMORY = (":memory:", "file::memory:?cache=shared")


@pytest.mark.parametrize("name", IN_MEMORY)
def test_who_asks_for_memory_is_sent_to_the_adapters_in_memory(use: Use, name: str) -> None:
    with pytest.raises(PortError, match=r"use the adapters in xerolink\.adapters\.memory"):
        use(Path(name))


@pytest.mark.parametrize("name", IN_MEMORY)
def test_a_name_of_a_database_in_memory_makes_no_file(
    tmp_path: Path, use: Use, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PortError):
        use(Path(name))
    assert list(tmp_path.iterdir()) == []


def test_a_row_without_its_parent_is_in_no_file(path: Path, use: Use) -> None:
    use(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("pragma foreign_key_check").fetchall() == []


class Waiting(sqlite3.Connection):
    """A connection that tells when it begins to wait for its turn to write."""

    waits: Event

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.set_trace_callback(lambda sql: self.waits.set() if "immediate" in sql else None)


def test_a_file_that_another_process_is_making_is_waited_for(
    path: Path, use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite does not wait for the write-ahead log, which only one can begin."""
    waits = Event()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        waiting = type("Here", (Waiting,), {"waits": waits})
        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=waiting))
        with ThreadPoolExecutor(1) as pool:
            used = pool.submit(use, path)
            waits.wait(10)
            other.execute("rollback")
            assert used.exception() is None


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        yield pool


def test_processes_that_open_a_new_file_at_once_make_one(
    tmp_path: Path, processes: ProcessPoolExecutor
) -> None:
    """None of them meets the others on the way to the write-ahead log, again and again."""
    files = [tmp_path / f"{n}.db" for n in range(8)]
    for new in files:
        list(processes.map(open_store, [new] * 4))
    assert {migrations(file) for file in files} == {len(shipped())}


def migrations(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        count: int = raw.execute("select count(*) from migration").fetchone()[0]
        return count


def open_store(path: Path) -> None:
    SqliteStore(path, ManualClock(START)).close()
