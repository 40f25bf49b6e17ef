"""One run: the lease it holds, the ports it calls, the counts it keeps."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.errors import (
    DisconnectedError,
    OpenTransactionError,
    PausedError,
    RunCancelledError,
)
from xerolink.domain.identity import ConnectionId, DecisionId
from xerolink.domain.run import ConnectionRecord, Phase, RunKind, RunRecord, RunState
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.clock import Clock, Ids
from xerolink.ports.errors import PortError, StoreError
from xerolink.ports.host import HostContacts
from xerolink.ports.host_invoices import HostInvoices
from xerolink.ports.keys import KeyProvider
from xerolink.ports.observer import Event, Observer, RunEnded, XeroCalled
from xerolink.ports.requests import Asked, Paused
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.ports.suggestions import SuggestionModel
from xerolink.ports.tokens import TokenStore
from xerolink.ports.xero import LONGEST_CALL, LONGEST_WAIT, XeroContacts, XeroOrganisation
from xerolink.ports.xero_catalogue import XeroCatalogue
from xerolink.ports.xero_invoices import XeroInvoices

LEASE_SECONDS = 120
"""How long a worker may be silent before another takes over (protocol, Cycle 1)."""
CALL_SECONDS = LONGEST_WAIT + LONGEST_CALL + 5
"""A call starts only if the lease outlives its wait and its time-out (protocol, Cycle 1)."""
SPARE = timedelta(seconds=LEASE_SECONDS - CALL_SECONDS)
"""How long ago the lease may have been extended when a call starts."""
RENEWALS = 3
"""How often a lease is extended before a call, where that itself takes long."""
LOOKING = frozenset(
    {
        RunKind.PREVIEW,
        RunKind.PLAN,
        RunKind.SETTINGS,
        RunKind.RECONCILE,
        RunKind.RECONNECT,
    }
)
"""Runs that write to neither side: they go on while the connection is paused."""
OFFLINE = frozenset({RunKind.SETTINGS, RunKind.RECONNECT})
"""Runs that are possible while the connection is disconnected."""

log = logging.getLogger("xerolink.run")


@frozen
class InvoiceSides:
    """The two sides of a connection's invoices, and what Xero has to choose from."""

    host: HostInvoices
    xero: XeroInvoices
    catalogue: XeroCatalogue


@frozen
class Ports:
    """The world of one connection. *invoices* None: its contacts alone are kept the same.

    *suggestions* None: candidates are those that share a key, and are not ranked.
    """

    store: Store
    xero: XeroContacts
    organisation: XeroOrganisation
    host: HostContacts
    clock: Clock
    ids: Ids
    classifier: ContactClassifier
    observer: Observer
    journal_keys: KeyProvider | None = None
    tokens: TokenStore | None = None
    invoices: InvoiceSides | None = None
    suggestions: SuggestionModel | None = None


class Run:
    """One execution under a lease, asked for at *claimed*. Not for sharing between threads."""

    def __init__(
        self,
        ports: Ports,
        lease: Lease,
        record: ConnectionRecord,
        run: RunRecord,
        claimed: datetime,
    ) -> None:
        self.ports, self.record, self.run = ports, record, run
        self.counts: Counter[str] = Counter()
        self.trigger = run.kind
        """What set the run off, for the journal; of a plan that is applied, the plan's kind."""
        self._lease, self._extended = lease, claimed
        self._decisions = 0
        self._noted = True
        self._cancelled: Asked | None = None
        self._paused: Paused | None = None
        self._before = self._told = ports.xero.traffic()

    @property
    def connection_id(self) -> ConnectionId:
        return self._lease.connection_id

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self.ports.store.reading(self.connection_id) as unit:
            self._listen(unit)
            yield unit

    @contextmanager
    def transaction(self) -> Iterator[UnitOfWork]:
        """A fenced unit of work: its commit fails if the lease is lost.

        It also writes how far the run is, where that has changed.
        """
        with self.ports.store.transaction(self._lease) as unit:
            self._listen(unit)
            yield unit
            if not self._noted:
                unit.runs.put(evolve(self.run, counts=dict(self.counts)))
            committing = self.ports.clock.now()
        self._noted, self._extended = True, committing

    def at(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """A safe point: the run is at *phase*, *done* of *total* (0: not known), and may end here.

        To be called before each page, never between an effect and its record. A new phase is
        written at once, numbers with the next transaction. Raises `RunCancelledError` if somebody
        asked the run to end and `PausedError` if it may not write any more, as the run's last
        unit of work found it: a page costs no look of its own.
        """
        moved = phase is not self.run.phase
        self.run, self._noted = evolve(self.run, phase=phase, done=done, total=total), False
        if moved:
            with self.transaction():
                """Written and asked at once: a page may take long."""
        if self._cancelled is not None:
            raise RunCancelledError(self.run.run_id, self._cancelled.by)
        refuse_paused(self.run.kind, self.connection_id, self._paused)

    def _listen(self, unit: UnitOfWork) -> None:
        self._cancelled = unit.requests.cancel_asked(self.run.run_id)
        self._paused = unit.requests.paused()

    def before_call(self) -> None:
        """To be called before each effect and each read outside the store.

        The lease's time is counted from its last extension by this worker's own clock, which may
        differ from the store's, or be set meanwhile. Raises `OpenTransactionError` inside a unit
        of work, `LeaseLostError` if the lease is lost, `StoreError` if extending it takes so long
        that it does not help.
        """
        if self.ports.store.busy():
            raise OpenTransactionError
        self._tell_calls()
        for _ in range(RENEWALS):
            now = self.ports.clock.now()
            if timedelta(0) <= now - self._extended <= SPARE:
                return
            self._lease, self._extended = self.ports.store.renew(self._lease), now
        why = f"extending a lease took more than {SPARE.seconds} s, {RENEWALS} times"
        raise StoreError("the store", why, "see what keeps it so busy")

    def stamp(self) -> Stamp:
        """The next decision's id: the run and a sequence, so that pages keep their order."""
        self._decisions += 1
        decision_id = DecisionId(f"{self.run.run_id}:{self._decisions:08d}")
        return Stamp(decision_id, self.run.run_id, self.run.actor)

    def notice(self, event: Event) -> None:
        """Tell the host's listener; one that raises never stops a run (architecture, law 12)."""
        try:
            self.ports.observer.notice(event)
        except Exception:
            log.warning("the observer raised; the run goes on")

    def close(self, state: RunState, failure: str = "", why: str = "") -> RunRecord:
        """Write how the run ended, and give the lease back."""
        self._tell_calls()
        counts, traffic = dict(self.counts), self._told.since(self._before)
        self.run = evolve(
            self.run,
            state=state,
            ended=self.ports.clock.now(),
            counts=counts,
            failure=failure,
            traffic=traffic,
            phase=Phase.ENDED,
            why=why,
        )
        self._noted = True
        with suppress(PortError), self.transaction() as unit:
            unit.runs.put(self.run)
        with suppress(PortError):
            self.ports.store.release(self._lease)
        self.notice(RunEnded(self.connection_id, self.run.run_id, counts, failure, traffic))
        return self.run

    def _tell_calls(self) -> None:
        """Tell what Xero was asked since the last time."""
        now = self.ports.xero.traffic()
        for operation, cost in now.since(self._told).costs.items():
            self.notice(XeroCalled(self.connection_id, self.run.run_id, operation, cost))
        self._told = now


def refuse_paused(kind: RunKind, connection_id: ConnectionId, paused: Paused | None) -> None:
    """Raise `PausedError` for a run that would write while its connection is paused."""
    if paused is not None and kind not in LOOKING:
        raise PausedError(connection_id, paused.by, paused.at, paused.why)


def refuse_disconnected(kind: RunKind, record: ConnectionRecord) -> None:
    """Raise `DisconnectedError` for a run that needs Xero while the connection is disconnected."""
    if record.disconnected_at is not None and kind not in OFFLINE:
        raise DisconnectedError(record.connection_id, record.disconnected_at)
