"""One run: the lease it holds, the ports it calls, the counts it keeps."""

import logging
from collections import Counter
from contextlib import AbstractContextManager, suppress
from datetime import timedelta

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import Stamp
from xerolink.domain.errors import OpenTransactionError
from xerolink.domain.identity import ConnectionId, DecisionId
from xerolink.domain.run import ConnectionRecord, RunRecord, RunState
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.clock import Clock, Ids
from xerolink.ports.errors import PortError
from xerolink.ports.host import HostContacts
from xerolink.ports.observer import Event, Observer, RunEnded, XeroCalled
from xerolink.ports.store import Lease, Store, UnitOfWork
from xerolink.ports.xero import LONGEST_CALL, LONGEST_WAIT, XeroContacts, XeroOrganisation

LEASE_SECONDS = 120
"""How long a worker may be silent before another takes over (protocol, Cycle 1)."""
CALL_SECONDS = LONGEST_WAIT + LONGEST_CALL + 5
"""A call starts only if the lease outlives its wait and its time-out (protocol, Cycle 1)."""

log = logging.getLogger("xerolink.run")


@frozen
class Ports:
    """The world of one connection."""

    store: Store
    xero: XeroContacts
    organisation: XeroOrganisation
    host: HostContacts
    clock: Clock
    ids: Ids
    classifier: ContactClassifier
    observer: Observer


class Run:
    """One execution under a lease. Not for sharing between threads."""

    def __init__(
        self, ports: Ports, lease: Lease, record: ConnectionRecord, run: RunRecord
    ) -> None:
        self.ports, self.record, self.run = ports, record, run
        self.counts: Counter[str] = Counter()
        self._lease = lease
        self._decisions = 0
        self._before = self._told = ports.xero.traffic()

    @property
    def connection_id(self) -> ConnectionId:
        return self._lease.connection_id

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        return self.ports.store.reading(self.connection_id)

    def transaction(self) -> AbstractContextManager[UnitOfWork]:
        """A fenced unit of work: its commit fails if the lease is lost."""
        return self.ports.store.transaction(self._lease)

    def before_call(self) -> None:
        """To be called before each effect and each read outside the store.

        Raises `OpenTransactionError` inside a unit of work, `LeaseLostError` if the lease is lost.
        """
        if self.ports.store.busy():
            raise OpenTransactionError
        self._tell_calls()
        left = self._lease.until - self.ports.clock.now()
        if left < timedelta(seconds=CALL_SECONDS):
            self._lease = self.ports.store.renew(self._lease)

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

    def close(self, state: RunState, failure: str = "") -> RunRecord:
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
        )
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
