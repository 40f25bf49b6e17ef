"""A disk that takes nothing at one commit: the system itself refuses the write."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest


@contextmanager
def no_write() -> Iterator[None]:
    """The system refuses this process every further byte of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class Failing(sqlite3.Connection):
    """A connection whose commit may meet a disk that takes nothing."""

    counted: list[int]
    at: int

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql != "commit":
            return super().execute(sql, *values)
        self.counted.append(1)
        if len(self.counted) != self.at:
            return super().execute(sql, *values)
        with no_write():
            return super().execute(sql, *values)


@contextmanager
def failing_commit(at: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The disk fails at commit *at*, from 1, of what is opened inside."""
    counted: list[int] = []
    here = type("Here", (Failing,), {"counted": counted, "at": at})
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=here))
        yield counted
