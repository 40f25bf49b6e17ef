"""The file of a host's contact book: opened, and its failures told as the port's."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from xerolink.ports.errors import StoreError, UnavailableError

_ATTEMPTS = 50
_WHAT = "the host's contact book"
_WHY = {
    "SQLITE_BUSY": "another writer holds it for too long",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_NOTADB": "its file is no SQLite database",
    "SQLITE_READONLY": "its file cannot be written",
}


def opened(path: Path | str, firm: str, busy_seconds: float) -> sqlite3.Connection:
    """A connection in autocommit mode to the file, in which *firm* has its row."""
    sql = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    try:
        _prefer_wal(sql)
        sql.execute("pragma foreign_keys = on")
        sql.executescript(files(__package__).joinpath("host_book_schema.sql").read_text("utf-8"))
        sql.execute("insert or ignore into firm (firm) values (?)", (firm,))
    except BaseException:
        sql.close()
        raise
    return sql


def _prefer_wal(sql: sqlite3.Connection) -> None:
    """Let readers and the writer pass each other.

    SQLite does not wait for its turn to switch the mode, as it does for a transaction: so one is
    awaited, and then it is tried again. Without the switch everything works, with more waiting.
    """
    for _ in range(_ATTEMPTS):
        try:
            sql.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            sql.execute("begin immediate")
            sql.execute("rollback")


@contextmanager
def translated() -> Iterator[None]:
    """SQLite's errors as `UnavailableError`, and a row that cannot be read.

    SQLite's own text may quote a row: only the error's name is told.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        why = _WHY.get(name, f"SQLite answered {name}")
        raise UnavailableError(_WHAT, why) from error
    except StoreError as error:
        raise UnavailableError(_WHAT, str(error)) from error
