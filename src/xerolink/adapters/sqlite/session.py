"""One connection to the file, in one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from xerolink.adapters.sqlite.errors import translated
from xerolink.ports.errors import StoreError

Value = str | int | None
Values = TypeVar("Values", bound=Sequence[Value])


class Session:
    """Statements of one transaction. When that is over, every call raises `StoreError`."""

    def __init__(self, raw: sqlite3.Connection, what: str) -> None:
        self._raw: sqlite3.Connection | None = raw
        self._what = what

    def rows(self, sql: str, *values: Value) -> list[tuple[Any, ...]]:
        """Every row that *sql* yields."""
        with translated(self._what):
            return self._open().execute(sql, _whole(values)).fetchall()

    def run(self, sql: str, *values: Value) -> int:
        """Run *sql*; how many rows it changed."""
        with translated(self._what):
            return self._open().execute(sql, _whole(values)).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run *sql* for each of *rows*."""
        with translated(self._what):
            self._open().executemany(sql, map(_whole, rows))

    def run_numbers(self, sql: str, rows: Iterable[Sequence[int]]) -> None:
        """As `run_many`, for rows of numbers alone: of these SQLite takes every one."""
        with translated(self._what):
            self._open().executemany(sql, rows)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What a block writes stands or, when it raises, falls together; the rest stands."""
        self.run("savepoint part")
        try:
            yield
        except BaseException:
            self.run("rollback to part")
            self.run("release part")
            raise
        self.run("release part")

    def end(self) -> None:
        """Undo what is not committed."""
        raw, self._raw = self._open(), None
        with translated(self._what):
            raw.rollback()

    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            raise StoreError("this unit of work", "its block has ended", "open another one")
        return self._raw


def listed(values: Iterable[str]) -> str:
    """*values* as the one parameter of a `json_each(?)`."""
    return json.dumps(_whole(list(values)), ensure_ascii=False)


def numbers_listed(values: Iterable[int]) -> str:
    """*values* as the one parameter of a `json_each(?)`."""
    return json.dumps(list(values))


def _whole(values: Values) -> Values:
    """*values*; raises `StoreError` for a text that SQLite would end early, and never find."""
    if any(isinstance(value, str) and "\0" in value for value in values):
        why = "it holds a NUL character, where SQLite ends a text"
        raise StoreError("an id", why, "mend that id where it comes from")
    return values
