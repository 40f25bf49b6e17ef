"""The one place where sqlite3's errors become the port's."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from xerolink.ports.errors import PortError, StaleVersionError, StoreError

_PRIMARY = 0xFF
"""What is left of an extended result code is its primary code (sqlite.org/rescode.html)."""

_ACCESS = "give this process write access to the file and to its folder"
_REASONS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: ("somebody else is writing to it", "try again later"),
        sqlite3.SQLITE_LOCKED: ("somebody else is writing to it", "try again later"),
        sqlite3.SQLITE_READONLY: ("it cannot be written", _ACCESS),
        sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", f"create its folder, and {_ACCESS}"),
        sqlite3.SQLITE_PERM: ("it cannot be opened", _ACCESS),
        sqlite3.SQLITE_NOTADB: ("it is not an SQLite database", "give the path of another file"),
        sqlite3.SQLITE_CORRUPT: ("it is damaged", "restore it from a backup"),
        sqlite3.SQLITE_FULL: ("the disk is full", "make room on it"),
        sqlite3.SQLITE_IOERR: ("the disk does not answer as it should", "check the disk"),
    }
)
_TWINS = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise `StaleVersionError` for a uniqueness that broke, else `StoreError` about *what*."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(what, error) from error
    except UnicodeEncodeError as error:
        # It stays behind ours, and would carry the whole text along.
        error.object, error.args = "", ()
        why = "an id holds half a character (a lone surrogate)"
        raise StoreError(what, why, "mend that id where it comes from") from None


def _translation(what: str, error: sqlite3.Error) -> PortError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StoreError(what, f"it was used wrongly ({type(error).__name__})", "report this")
    if code in _TWINS:
        return StaleVersionError(_row_of(error))
    name = error.sqlite_errorname
    unexpected = (f"SQLite failed with {name}", "look that up at sqlite.org/rescode.html")
    return StoreError(what, *_REASONS.get(code & _PRIMARY, unexpected))


def _row_of(error: sqlite3.Error) -> str:
    """SQLite says "UNIQUE constraint failed: link.connection_id, link.xero_id"."""
    table = str(error).rpartition(": ")[2].partition(".")[0]
    return f"a row of {table}"
