"""What people ask of workers: written without a lease, from any process."""

from abc import abstractmethod
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from xerolink.domain.identity import Actor, RunId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.run import RunRecord


@frozen
class Asked:
    """Who asked for something, and when."""

    by: Actor
    at: datetime


@frozen
class Paused:
    """Who said that nothing is to be written, when, and in words why."""

    by: Actor
    at: datetime
    why: str = field(repr=False)


class Requests(Protocol):
    """What is asked of one connection: runs that wait, runs that are to end, a pause.

    In a unit of the app it needs no lease; in a transaction it stands and falls with the rest.
    """

    @abstractmethod
    def queue(self, run: RunRecord) -> None:
        """Let *run*, which is QUEUED, wait for a worker; it is among the connection's runs."""

    @abstractmethod
    def queued(self, size: int) -> tuple[RunRecord, ...]:
        """At most *size* runs that are QUEUED, the one that was put first first."""

    @abstractmethod
    def take(self, run: RunRecord) -> bool:
        """Put *run*, QUEUED no more, in the place of the QUEUED one with its id.

        False, and nothing is written, if there is none: of several that take one, one gets it.
        """

    @abstractmethod
    def ask_cancel(self, run_id: RunId, asked: Asked) -> bool:
        """Ask a RUNNING run to end; who asked first stays.

        False, and nothing is written, if it is not RUNNING.
        """

    @abstractmethod
    def cancel_asked(self, run_id: RunId) -> Asked | None:
        """Who asked the run to end; None: nobody did."""

    @abstractmethod
    def pause(self, paused: Paused) -> None:
        """Pause the connection; the pause takes the place of the one before."""

    @abstractmethod
    def resume(self) -> None:
        """End the connection's own pause, if there is one."""

    @abstractmethod
    def paused(self) -> Paused | None:
        """The connection's own pause, else that of all connections; None: it is not paused."""

    @abstractmethod
    def send(self, ids: Collection[HostInvoiceId]) -> None:
        """Let these invoices, which were sent to their clients, wait for a worker.

        One that waits already stays in its place.
        """

    @abstractmethod
    def to_send(self, size: int) -> tuple[HostInvoiceId, ...]:
        """At most *size* invoices that wait, the one that was put first first."""

    @abstractmethod
    def sending(self, ids: Collection[HostInvoiceId]) -> None:
        """These invoices wait no more; one that does not wait is no error."""
