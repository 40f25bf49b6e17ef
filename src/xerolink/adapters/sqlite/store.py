"""The store in one SQLite file."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from xerolink.adapters.sqlite import erase, leases
from xerolink.adapters.sqlite.app_wide import SqliteAppUnit
from xerolink.adapters.sqlite.decisions import SqliteDecisions
from xerolink.adapters.sqlite.inbox import SqliteInbox
from xerolink.adapters.sqlite.index import SqliteIndex
from xerolink.adapters.sqlite.intents import SqliteIntents
from xerolink.adapters.sqlite.invoice_work import SqliteInvoiceIntents, SqliteInvoiceIssues
from xerolink.adapters.sqlite.invoices import SqliteInvoiceBooks, SqliteInvoices
from xerolink.adapters.sqlite.issues import SqliteIssues
from xerolink.adapters.sqlite.journal import SqliteJournal
from xerolink.adapters.sqlite.links import SqliteLinks
from xerolink.adapters.sqlite.migrate import latest, migrate, shipped
from xerolink.adapters.sqlite.pool import BUSY_SECONDS, Pool
from xerolink.adapters.sqlite.requests import SqliteRequests
from xerolink.adapters.sqlite.runs import SqliteRecord, SqliteRuns, recorded
from xerolink.adapters.sqlite.session import Session
from xerolink.adapters.sqlite.staged import SqliteStaged
from xerolink.adapters.units import OpenUnits
from xerolink.domain.identity import ConnectionId
from xerolink.ports.clock import Clock
from xerolink.ports.inbox import AppUnit
from xerolink.ports.store import Lease, Store, UnitOfWork


class SqliteUnit(UnitOfWork):
    """The parts over one session."""

    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self.links = SqliteLinks(session, connection_id)
        self.issues = SqliteIssues(session, connection_id)
        self.staged = SqliteStaged(session, connection_id)
        self.index = SqliteIndex(session, connection_id)
        self.decisions = SqliteDecisions(session, connection_id)
        self.intents = SqliteIntents(session, connection_id)
        self.runs = SqliteRuns(session, connection_id)
        self.record = SqliteRecord(session, connection_id)
        self.inbox = SqliteInbox(session, connection_id)
        self.requests = SqliteRequests(session, connection_id)
        self.journal = SqliteJournal(session, connection_id)
        self.invoices = SqliteInvoices(session, connection_id)
        self.invoice_intents = SqliteInvoiceIntents(session, connection_id)
        self.invoice_issues = SqliteInvoiceIssues(session, connection_id)
        self.invoice_book = SqliteInvoiceBooks(session, connection_id)
        self._session, self._id = session, connection_id

    def erase(self) -> None:
        erase.erase(self._session, self._id)


class SqliteStore(Store):
    """Everything in the file at *path*, which is made where there is none.

    Threads may share it, and processes the file; `close` ends it. The file is migrated when the
    store is made; raises `StoreError` if it cannot be, or if a newer version wrote it. A second
    unit of work, or a call about leases, inside an open one of the same thread raises
    `StoreError`; so does a write while another process writes for *busy_seconds*. All processes
    should have the same time: leases run out by *clock*.
    """

    def __init__(
        self, path: str | PathLike[str], clock: Clock, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._clock = clock
        self._units = OpenUnits()
        self._pool = Pool(path, busy_seconds)
        try:
            migrate(self._pool, shipped())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection to the file; the store cannot be used any more."""
        self._pool.close()

    @contextmanager
    def reading(self, connection_id: ConnectionId) -> Iterator[UnitOfWork]:
        with self._units.open(), self._pool.reading() as session:
            # A read transaction begins with its first read; the state is that of the block's start.
            session.rows("select 1 from migration limit 1")
            yield SqliteUnit(session, connection_id)

    @contextmanager
    def transaction(self, lease: Lease) -> Iterator[UnitOfWork]:
        with self._units.open(), self._pool.writing() as session:
            yield SqliteUnit(session, lease.connection_id)
            leases.extend(session, lease, self._clock.now())

    @contextmanager
    def app_wide(self) -> Iterator[AppUnit]:
        with self._units.open(), self._pool.writing() as session:
            yield SqliteAppUnit(session)

    def busy(self) -> bool:
        return self._units.here()

    def claim(self, connection_id: ConnectionId, owner: str, seconds: int) -> Lease | None:
        with self._writing("a claim") as session:
            return leases.claim(session, connection_id, owner, seconds, self._clock.now())

    def renew(self, lease: Lease) -> Lease:
        with self._writing("a renewal") as session:
            return leases.extend(session, lease, self._clock.now())

    def release(self, lease: Lease) -> None:
        with self._writing("a release") as session:
            leases.release(session, lease, self._clock.now())

    def holder(self, connection_id: ConnectionId) -> str | None:
        with self._pool.reading() as session:
            return leases.holder(session, connection_id, self._clock.now())

    def connections(self) -> tuple[ConnectionId, ...]:
        with self._pool.reading() as session:
            return recorded(session)

    def purge(self) -> None:
        self._units.refuse_inside("a purge")
        self._pool.rewrite()

    def schema(self) -> tuple[str, str]:
        with self._pool.reading() as session:
            return latest(session), shipped()[-1].name

    @contextmanager
    def _writing(self, what: str) -> Iterator[Session]:
        self._units.refuse_inside(what)
        with self._pool.writing() as session:
            yield session
