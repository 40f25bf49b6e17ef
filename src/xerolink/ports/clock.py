"""Time, and fresh ids."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is for us. Never decides anything about Xero's data (protocol, Cycle 3)."""

    @abstractmethod
    def now(self) -> datetime:
        """The time now: aware, UTC, never earlier than the answer before."""


class Ids(Protocol):
    """Where fresh ids come from."""

    @abstractmethod
    def new(self) -> str:
        """An id that no call returned before, in this process or another: 1 to 36 of [0-9a-z-]."""
