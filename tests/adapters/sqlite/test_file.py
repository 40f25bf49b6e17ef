"""Files that are no store of this version: each refused, with what, why and what would help."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sqlite.migrate import shipped
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.ports.errors import StoreError
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_values import HERE, START, link

READ_ONLY = (18, 3)
"""SQLite opens a file with a write version above 2 at byte 18 to read only (its file format)."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one link in it."""
    path = tmp_path / "store.db"
    store = SqliteStore(path, ManualClock(START))
    with closing(store), store.transaction(claimed(store, HERE)) as unit:
        unit.links.put([link(1)])
    return path


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as raw, raw:
        yield raw


def open_and_claim(path: Path) -> None:
    with closing(SqliteStore(path, ManualClock(START))) as store:
        store.claim(HERE, "me", 60)


def refused(path: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_and_claim(path)
    return caught.value


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def test_the_migrations_are_numbered_without_a_gap() -> None:
    steps = shipped()
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))


def test_a_checksum_is_the_same_whatever_ends_a_line(path: Path) -> None:
    """Recorded checksums must not depend on who packed the files."""
    with tampered(path) as raw:
        recorded = raw.execute("select version, name, checksum from migration").fetchall()
    assert recorded == [step.row for step in shipped()]


def test_opening_again_applies_nothing_again(path: Path) -> None:
    open_and_claim(path)
    with tampered(path) as raw:
        assert raw.execute("select count(*) from migration").fetchone() == (len(shipped()),)


def test_threads_that_open_a_new_file_at_once_make_one_store(tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_and_claim, [new] * 6))
    with tampered(new) as raw:
        assert raw.execute("select count(*) from migration").fetchone() == (len(shipped()),)


def test_a_newer_database_is_refused(path: Path) -> None:
    with tampered(path) as raw:
        raw.execute("insert into migration values (99, '0099_later', 'x')")
    assert refused(path).why == f"a newer xerolink wrote it (migration 99; known: {len(shipped())})"


def test_a_newer_database_is_left_as_it_is(path: Path) -> None:
    with tampered(path) as raw:
        raw.execute("insert into migration values (99, '0099_later', 'x')")
    refused(path)
    with tampered(path) as raw:
        assert raw.execute("select max(version) from migration").fetchone() == (99,)


def test_a_migration_with_another_checksum_is_refused(path: Path) -> None:
    with tampered(path) as raw:
        raw.execute("update migration set checksum = 'x' where version = 1")
    assert refused(path).why == "its migrations are not those of this xerolink"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 400)
    assert refused(letter).why == "it is not an SQLite database"


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 400)
    refused(letter)
    assert letter.read_text() == "Dear Sir or Madam, " * 400


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing" / "store.db").why == "it cannot be opened"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path).why == "it cannot be opened"


def test_a_file_that_cannot_be_written_is_refused(path: Path) -> None:
    overwrite(path, READ_ONLY[0], bytes([READ_ONLY[1]]))
    assert refused(path).why == "it cannot be written"


def test_a_damaged_file_is_refused(path: Path) -> None:
    overwrite(path, 4096, b"\xff" * (path.stat().st_size - 4096))
    assert refused(path).why == "it is damaged"


def test_a_body_that_cannot_be_read_is_refused(path: Path) -> None:
    with tampered(path) as raw:
        raw.execute("update link set body = '{\"link_id\": 1}'")
    store, cannot = SqliteStore(path, ManualClock(START)), "a stored Link: it cannot be read"
    with closing(store), store.reading(HERE) as unit, pytest.raises(StoreError, match=cannot):
        unit.links.by_xero([link(1).xero_id])


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    assert refused(tmp_path).what == f"the database {tmp_path}"


def test_a_refusal_says_what_would_help(tmp_path: Path) -> None:
    assert "write access" in refused(tmp_path).fix
