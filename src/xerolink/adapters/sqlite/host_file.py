"""A host's SQLite file, as one firm has it open: what its books have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from xerolink.adapters.sqlite.migrate import HOST_BOOK, migrate, shipped
from xerolink.adapters.sqlite.pool import Pool
from xerolink.adapters.sqlite.session import Session
from xerolink.ports.errors import StoreError, UnavailableError


class HostFile:
    """The file at *path*, which is made if it is not there, for one *firm*.

    Any thread may call, and any number of books and processes may have the file open. Every call
    raises `UnavailableError` about *what* where the file cannot be used or stays locked for
    *busy_seconds*, and after `close`.
    """

    def __init__(self, what: str, path: Path | str, firm: str, busy_seconds: float) -> None:
        self._what, self._firm = what, firm
        with self._told():
            self._pool = Pool(path, busy_seconds)
            try:
                migrate(self._pool, shipped(HOST_BOOK))
                self._begin_firm()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close the file; a second time is no error."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _begin_firm(self) -> None:
        """One that is known already is only read: opening waits for no writer then."""
        with self._pool.reading() as sql:
            if sql.rows("select 1 from firm where firm = ?", self._firm):
                return
        with self._pool.writing() as sql:
            sql.run("insert or ignore into firm (firm) values (?)", self._firm)

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._told(), self._pool.reading() as sql:
            yield sql

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._told(), self._pool.writing() as sql:
            yield sql

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the file cannot do, or a row that cannot be read, as a host's port tells it."""
        try:
            yield
        except StoreError as error:
            raise UnavailableError(self._what, str(error)) from error
