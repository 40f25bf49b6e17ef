"""What is remembered of a connection itself, and of its executions."""

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

from xerolink.domain.identity import RunId
from xerolink.domain.run import ConnectionRecord, RunRecord, RunState


class Runs(Protocol):
    """Executions and their counts."""

    @abstractmethod
    def put(self, run: RunRecord) -> None:
        """Write a run by its id, new or changed."""

    @abstractmethod
    def latest(self, size: int) -> tuple[RunRecord, ...]:
        """At most *size* runs, the one that was put first last."""

    @abstractmethod
    def get(self, run_id: RunId) -> RunRecord | None:
        """The run; None if there is none."""

    @abstractmethod
    def page(
        self, states: Collection[RunState], after: RunId | None, size: int
    ) -> tuple[RunRecord, ...]:
        """At most *size* runs in one of *states*, the one that was put first last.

        Those that were first put before *after*; of an unknown one: none.
        """


class Record(Protocol):
    """What is remembered of the connection itself, cursors included."""

    @abstractmethod
    def get(self) -> ConnectionRecord | None:
        """The record; None before the connection was made."""

    @abstractmethod
    def put(self, record: ConnectionRecord) -> None:
        """Write the record."""
