"""Connections to one file: one for each unit of work that is open, kept for the next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from xerolink.adapters.sqlite.errors import translated
from xerolink.adapters.sqlite.session import Session
from xerolink.ports.errors import StoreError

BUSY_SECONDS = 20
"""How long a writer waits for another one."""
OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables."""

_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    # What is scrubbed is overwritten; "fast" leaves out what would cost further writes.
    "pragma secure_delete = fast",
)


class Pool:
    """Lends sessions; threads may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = f"the database {path}"
        self._lock = Lock()
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
                raise StoreError(self.name, "this store was closed", "open another one")
            if self._idle:
                return self._idle.pop()
        with translated(self.name):
            return _connect(self._path, self.name)

    def _give_back(self, raw: sqlite3.Connection, sound: bool) -> None:
        with self._lock:
            keep = sound and not self._closed
            if keep:
                self._idle.append(raw)
        if not keep:
            raw.close()


def _connect(path: Path, what: str) -> sqlite3.Connection:
    raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        modes = [raw.execute(pragma).fetchone() for pragma in _PRAGMAS]
        if modes[0] != ("wal",):
            why = "its file system does not let processes share memory"
            raise StoreError(what, why, "put it on a local disk")
    except BaseException:
        raw.close()
        raise
    return raw


def _require(version: tuple[int, ...]) -> None:
    if version < OLDEST:
        have, need = (".".join(map(str, numbers)) for numbers in (version, OLDEST))
        raise StoreError("SQLite", f"it is {have}", f"use a Python with SQLite {need} or newer")
