"""A disk that is full, a file that cannot be used: what, why and the way out; what was there stays.

Each is the real thing: SQLite's own limit of pages, bytes overwritten in the file, a lock that is
held, a limit of the system on what this process may write.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from tests.adapters.sqlite.refusing import failing_commit
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.identity import TokenSetId
from xerolink.domain.inbox import WebhookId
from xerolink.ports.errors import PortError
from xerolink.ports.keys import KeyId
from xerolink.testing.conformance.tokens_base import START, tokens_of

SEALER = Sealer(HostKeys({KeyId("k"): b"k" * 32}, KeyId("k")))
LONG = "long " * 2_000
"""Longer than two pages: there is no room for it in pages that are there."""


@frozen
class Kind:
    """One of the three files: how it is opened, a row that is written, and how many there are."""

    name: str
    open: Callable[[Path], Any]
    write: Callable[[Any, str], object]
    count: Callable[[Any], int]


def webhooks(store: SqliteStore, name: str) -> None:
    with store.app_wide() as app:
        app.set_highest(WebhookId(name), 1)


def known(store: SqliteStore) -> int:
    with store.app_wide() as app:
        return sum(app.highest(WebhookId(name)) is not None for name in ("first", "second", LONG))


STORE = Kind(
    "store", lambda path: SqliteStore(path, ManualClock(START), busy_seconds=0), webhooks, known
)
TOKENS = Kind(
    "tokens",
    lambda path: SqliteTokens(path, ManualClock(START), SEALER, busy_seconds=0),
    lambda tokens, name: tokens.put(TokenSetId(name), tokens_of(1)),
    lambda tokens: sum(
        tokens.read(TokenSetId(name)) is not None for name in ("first", "second", LONG)
    ),
)
HOST_BOOK = Kind(
    "host book",
    lambda path: SqliteHostBook(path, "firm", busy_seconds=0),
    lambda book, name: book.add(SyncedFields(name=name)),
    lambda book: len(book.contacts()),
)


@pytest.fixture(params=[STORE, TOKENS, HOST_BOOK], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def path(tmp_path: Path, kind: Kind) -> Path:
    """A file with one row in it."""
    path = tmp_path / "file.db"
    with closing(kind.open(path)) as adapter:
        kind.write(adapter, "first")
    return path


def rows(kind: Kind, path: Path) -> int:
    with closing(kind.open(path)) as adapter:
        return kind.count(adapter)


def refusal(kind: Kind, path: Path, name: str = "second") -> str:
    """What is said of a row that cannot be written."""
    with pytest.raises(PortError) as caught, closing(kind.open(path)) as adapter:
        kind.write(adapter, name)
    return str(caught.value)


@contextmanager
def full(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No file may get more pages than this one has."""
    with closing(sqlite3.connect(path)) as raw:
        pages = raw.execute("pragma page_count").fetchone()[0]

    class Full(sqlite3.Connection):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.execute(f"pragma max_page_count = {pages}")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Full))
        yield


@contextmanager
def locked(path: Path, _: pytest.MonkeyPatch) -> Iterator[None]:
    """Another process writes for longer than anybody waits."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield


@contextmanager
def read_only(path: Path, _: pytest.MonkeyPatch) -> Iterator[None]:
    """A write version above 2, in byte 18, is SQLite's own word for: to be read alone."""
    with overwritten(path, 18, b"\x03"):
        yield


@contextmanager
def damaged(path: Path, _: pytest.MonkeyPatch) -> Iterator[None]:
    """Every page but the first is overwritten."""
    with overwritten(path, 4096, b"\xff" * (path.stat().st_size - 4096)):
        yield


@contextmanager
def cut(path: Path, _: pytest.MonkeyPatch) -> Iterator[None]:
    """The second half of the file is lost."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    yield
    path.write_bytes(data)


@contextmanager
def another_file(path: Path, _: pytest.MonkeyPatch) -> Iterator[None]:
    with overwritten(path, 0, b"Dear Sir or Madam, "):
        yield


@contextmanager
def overwritten(path: Path, at: int, data: bytes) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(before[:at] + data + before[at + len(data) :])
    yield
    path.write_bytes(before)


Trouble = Callable[[Path, pytest.MonkeyPatch], AbstractContextManager[None]]
TROUBLES: dict[Trouble, tuple[str, str]] = {
    full: ("the disk is full", "make room"),
    locked: ("somebody else is writing to it", "try again later"),
    read_only: ("it cannot be written", "write access"),
    damaged: ("it is damaged", "restore it from a backup"),
    cut: ("it is damaged", "restore it from a backup"),
    another_file: ("it is not an SQLite database", "another file"),
}


@pytest.fixture(params=TROUBLES, ids=lambda trouble: trouble.__name__)
def trouble(request: pytest.FixtureRequest) -> Trouble:
    found: Trouble = request.param
    return found


def test_a_refusal_names_the_file(
    kind: Kind, path: Path, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trouble(path, monkeypatch):
        assert f"the database {path}" in refusal(kind, path, LONG)


def test_a_refusal_says_why(
    kind: Kind, path: Path, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trouble(path, monkeypatch):
        assert TROUBLES[trouble][0] in refusal(kind, path, LONG)


def test_a_refusal_says_the_way_out(
    kind: Kind, path: Path, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trouble(path, monkeypatch):
        assert TROUBLES[trouble][1] in refusal(kind, path, LONG)


def test_what_was_there_before_is_there_after(
    kind: Kind, path: Path, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trouble(path, monkeypatch):
        refusal(kind, path, LONG)
    assert rows(kind, path) == 1


def test_when_the_trouble_is_over_it_goes_on(
    kind: Kind, path: Path, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trouble(path, monkeypatch):
        refusal(kind, path, LONG)
    with closing(kind.open(path)) as adapter:
        kind.write(adapter, "second")
    assert rows(kind, path) == 2


def test_one_that_stays_open_goes_on_after_a_full_disk(
    kind: Kind, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full(path, monkeypatch):
        adapter = kind.open(path)
        with pytest.raises(PortError):
            kind.write(adapter, LONG)
    with closing(adapter):
        assert kind.count(adapter) == 1


def test_a_commit_that_the_disk_refuses_leaves_nothing(
    kind: Kind, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing_commit(1, monkeypatch):
        assert "the disk does not answer" in refusal(kind, path)
    assert rows(kind, path) == 1
