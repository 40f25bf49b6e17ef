"""Connections to one file: one for each unit of work that is open, kept for the next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from threading import Lock

from xerolink.adapters.sqlite.errors import translated
from xerolink.adapters.sqlite.session import Session
from xerolink.ports.errors import StoreError

BUSY_SECONDS = 20.0
"""How long a writer waits for another one."""
OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables."""
CHECKPOINT = 16_000
"""Pages of 4 KiB in the log before a commit moves them into the database (decision 0019)."""

_WAL = "pragma journal_mode = wal"
_PRAGMAS = (
    "pragma synchronous = full",
    # Where an fsync does not reach the platter by itself: macOS.
    "pragma fullfsync = on",
    "pragma foreign_keys = on",
    # What is scrubbed is overwritten; "fast" leaves out what would cost further writes.
    "pragma secure_delete = fast",
    f"pragma wal_autocheckpoint = {CHECKPOINT}",
)
_ATTEMPTS = 50
_IN_MEMORY = (":memory:", "file::memory:")


class Pool:
    """Lends sessions; threads may share it. A writer waits *busy_seconds* for another one.

    Threads that share a pool write in turn: SQLite polls while it waits, and whom it serves next
    is chance, so that one of many threads may wait in vain.
    """

    def __init__(self, path: str | PathLike[str], busy_seconds: float = BUSY_SECONDS) -> None:
        self._path, self._busy_seconds = placed(path), busy_seconds
        self.name = named(self._path)
        self._lock, self._turn = Lock(), Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        _require(sqlite3.sqlite_version_info)

    @contextmanager
    def session(self, begin: str) -> Iterator[Session]:
        """A session in a transaction that *begin* opens; what the block leaves open is undone."""
        raw = self._take()
        sound = False
        try:
            session = Session(raw, self.name)
            session.run(begin)
            try:
                yield session
            finally:
                session.end()
                sound = True
        finally:
            self._give_back(raw, sound)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one consistent state, from its first statement on."""
        with self.session("begin") as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is alone in writing; its block's end commits, an error in it does not."""
        if not self._turn.acquire(timeout=max(self._busy_seconds, BUSY_SECONDS)):
            raise StoreError(self.name, "another thread is writing to it", "try again later")
        try:
            with self.session("begin immediate") as session:
                yield session
                session.run("commit")
        finally:
            self._turn.release()

    def rewrite(self) -> None:
        """Write the file anew without what was deleted, and empty the log beside it.

        Until then deleted rows may stand in free pages and in the log. SQLite needs room for a
        second file of that size meanwhile, and lets nobody else write. Cut short, the file is as
        it was. Raises `StoreError` where others hold it for longer than `BUSY_SECONDS`.
        """
        raw = self._take()
        sound = False
        try:
            with translated(self.name):
                raw.execute("vacuum")
                busy, *_ = raw.execute("pragma wal_checkpoint(truncate)").fetchone()
            sound = True
        finally:
            self._give_back(raw, sound)
        if busy:
            why = "somebody reads it for too long, and its log still holds what was erased"
            raise StoreError(self.name, why, "do it again when it is quiet")

    def close(self) -> None:
        """Close what is idle now, and what is lent when it comes back. Closing twice is once."""
        with self._lock:
            self._closed, idle, self._idle = True, self._idle, []
        for raw in idle:
            raw.close()

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(self.name, "it was closed", "open another one")
            if self._idle:
                return self._idle.pop()
        with translated(self.name):
            return connect(self._path, self._busy_seconds)

    def _give_back(self, raw: sqlite3.Connection, sound: bool) -> None:
        with self._lock:
            keep = sound and not self._closed
            if keep:
                self._idle.append(raw)
        if not keep:
            raw.close()


def placed(path: str | PathLike[str]) -> Path:
    """Where the file at *path* is, whatever the folder of the process will be.

    Raises `StoreError` for SQLite's own names of a database in memory: each connection would have
    one of its own, and as a path they name a file that nobody wants.
    """
    if fspath(path).partition("?")[0] in _IN_MEMORY:
        way = "use the adapters in xerolink.adapters.memory, or give the path of a file"
        raise StoreError(named(Path(path)), "none is kept in memory", way)
    return Path(path).absolute()


def named(path: Path) -> str:
    """What an error calls the file at *path*."""
    return f"the database {path}"


def connect(path: Path, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection in autocommit mode to the file, which is made where there is none.

    Every connection of this package is made here, so that every file is equally durable and
    checked. Raises `sqlite3.Error`, and `StoreError` where there can be no write-ahead log.
    """
    raw = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    try:
        if _log_ahead(raw) != "wal":
            why = "its file system does not let processes share memory"
            raise StoreError(named(path), why, "put it on a local disk")
        for pragma in _PRAGMAS:
            raw.execute(pragma)
    except BaseException:
        raw.close()
        raise
    return raw


def _log_ahead(raw: sqlite3.Connection) -> str:
    """Let readers and the writer pass each other; the mode that the file has then.

    SQLite does not wait for its turn to switch the mode, as it does for a transaction: so one is
    awaited, and then it is tried again.
    """
    for _ in range(_ATTEMPTS):
        try:
            return str(raw.execute(_WAL).fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raw.execute("begin immediate")
            raw.execute("rollback")
    return str(raw.execute(_WAL).fetchone()[0])


def _require(version: tuple[int, ...]) -> None:
    if version < OLDEST:
        have, need = (".".join(map(str, numbers)) for numbers in (version, OLDEST))
        raise StoreError("SQLite", f"it is {have}", f"use a Python with SQLite {need} or newer")
