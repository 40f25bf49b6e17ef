"""The store in memory: the reference for every promise of `ports.store`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock

from attrs import evolve, frozen

from xerolink.adapters.memory.store_books import MemoryIndex, MemoryStaged
from xerolink.adapters.memory.store_inbox import MemoryAppUnit, MemoryInbox, copied
from xerolink.adapters.memory.store_invoice_work import MemoryInvoiceIntents, MemoryInvoiceIssues
from xerolink.adapters.memory.store_invoices import MemoryInvoiceBooks, MemoryInvoices
from xerolink.adapters.memory.store_journal import MemoryJournal
from xerolink.adapters.memory.store_pairs import MemoryIssues, MemoryLinks
from xerolink.adapters.memory.store_requests import MemoryRequests
from xerolink.adapters.memory.store_shelf import Everybody, Shelf
from xerolink.adapters.memory.store_work import (
    MemoryDecisions,
    MemoryIntents,
    MemoryRecord,
    MemoryRuns,
)
from xerolink.adapters.units import OpenUnits
from xerolink.domain.identity import ConnectionId
from xerolink.domain.inbox import WebhookId
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError
from xerolink.ports.inbox import AppUnit
from xerolink.ports.store import Lease, Store, UnitOfWork


class MemoryUnit(UnitOfWork):
    """The parts over one shelf."""

    def __init__(self, shelf: Shelf, everybody: Everybody) -> None:
        self.links = MemoryLinks(shelf)
        self.issues = MemoryIssues(shelf)
        self.staged = MemoryStaged(shelf)
        self.index = MemoryIndex(shelf)
        self.decisions = MemoryDecisions(shelf)
        self.intents = MemoryIntents(shelf)
        self.runs = MemoryRuns(shelf)
        self.record = MemoryRecord(shelf)
        self.inbox = MemoryInbox(shelf)
        self.requests = MemoryRequests(shelf, everybody)
        self.journal = MemoryJournal(shelf)
        self.invoices = MemoryInvoices(shelf)
        self.invoice_intents = MemoryInvoiceIntents(shelf)
        self.invoice_issues = MemoryInvoiceIssues(shelf)
        self.invoice_book = MemoryInvoiceBooks(shelf)
        self._shelf = shelf

    def erase(self) -> None:
        self._shelf.clear()


@frozen
class _Held:
    """A lease with its full time. It stays when it is over: the next fence follows from it."""

    lease: Lease
    full: timedelta


class MemoryStore(Store):
    """Everything in this process; threads may share it, and it is gone with the object.

    A unit of work has a copy of the connection's rows to itself; a commit puts the copy in their
    place. One transaction runs at a time; readings never wait. A second unit of work, or a call
    about leases, inside an open one of the same thread raises `StoreError`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._units = OpenUnits()
        self._shelves: dict[ConnectionId, Shelf] = {}
        self._leases: dict[ConnectionId, _Held] = {}
        self._numbers: dict[WebhookId, int] = {}
        self._everybody = Everybody()

    @contextmanager
    def reading(self, connection_id: ConnectionId) -> Iterator[UnitOfWork]:
        with self._units.open():
            yield MemoryUnit(self._copy(connection_id), self._everybody)

    @contextmanager
    def transaction(self, lease: Lease) -> Iterator[UnitOfWork]:
        with self._units.open(), self._lock:
            shelf = self._copy(lease.connection_id)
            yield MemoryUnit(shelf, self._everybody)
            self._extend(lease)
            # A copy again: a unit that is kept beyond its block must not reach what is committed.
            self._shelves[lease.connection_id] = shelf.copy()

    @contextmanager
    def app_wide(self) -> Iterator[AppUnit]:
        with self._units.open(), self._lock:
            shelves, numbers = copied(self._shelves), dict(self._numbers)
            everybody = evolve(self._everybody)
            yield MemoryAppUnit(shelves, numbers, everybody)
            self._shelves, self._numbers = copied(shelves), dict(numbers)
            self._everybody = evolve(everybody)

    def busy(self) -> bool:
        return self._units.here()

    def claim(self, connection_id: ConnectionId, owner: str, seconds: int) -> Lease | None:
        self._units.refuse_inside("a claim")
        with self._lock:
            held, now = self._leases.get(connection_id), self._clock.now()
            if held is not None and held.lease.until > now:
                return None
            full, fence = timedelta(seconds=seconds), held.lease.fence + 1 if held else 1
            lease = Lease(connection_id, owner, now + full, fence)
            self._leases[connection_id] = _Held(lease, full)
            return lease

    def renew(self, lease: Lease) -> Lease:
        self._units.refuse_inside("a renewal")
        with self._lock:
            return self._extend(lease)

    def release(self, lease: Lease) -> None:
        self._units.refuse_inside("a release")
        with self._lock:
            held = self._leases.get(lease.connection_id)
            if held is not None and held.lease.fence == lease.fence:
                over = evolve(held, lease=evolve(held.lease, until=self._clock.now()))
                self._leases[lease.connection_id] = over

    def holder(self, connection_id: ConnectionId) -> str | None:
        with self._lock:
            held = self._leases.get(connection_id)
            return held.lease.owner if held and held.lease.until > self._clock.now() else None

    def connections(self) -> tuple[ConnectionId, ...]:
        shelves = dict(self._shelves)
        return tuple(sorted(c for c, shelf in shelves.items() if shelf.record is not None))

    def purge(self) -> None:
        """Nothing of this store is on a disk."""
        self._units.refuse_inside("a purge")

    def schema(self) -> tuple[str, str]:
        return ("memory", "memory")

    def _copy(self, connection_id: ConnectionId) -> Shelf:
        return self._shelves.get(connection_id, Shelf()).copy()

    def _extend(self, lease: Lease) -> Lease:
        held, now = self._leases.get(lease.connection_id), self._clock.now()
        if held is None or held.lease.fence != lease.fence or held.lease.until <= now:
            raise LeaseLostError
        extended = evolve(held.lease, until=now + held.full)
        self._leases[lease.connection_id] = evolve(held, lease=extended)
        return extended
