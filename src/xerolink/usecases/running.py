"""Begin a run and end it: take the lease, finish what an earlier run left open, give it back."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from attrs import evolve

from xerolink.domain.errors import (
    BusyError,
    PausedError,
    RunCancelledError,
    UnknownConnectionError,
)
from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.run import Phase, RunKind, RunRecord, RunState
from xerolink.ports.errors import PortError
from xerolink.ports.observer import RunHeldBack, RunStarted
from xerolink.ports.store import Lease, UnitOfWork
from xerolink.usecases.brake import RunHeld, watching
from xerolink.usecases.given import one_of
from xerolink.usecases.invoices.finish import recover_invoices
from xerolink.usecases.journal import prune_journal
from xerolink.usecases.recover import recover
from xerolink.usecases.run import (
    LEASE_SECONDS,
    LOOKING,
    Ports,
    Run,
    refuse_disconnected,
    refuse_paused,
)

ABANDONED = "Abandoned"
"""The failure of a run whose worker died: nobody was there to write how it ended."""
_MANY = 100


@contextmanager
def running(
    ports: Ports, connection_id: ConnectionId, kind: RunKind, actor: Actor
) -> Iterator[Run]:
    """A run that holds the lease of *connection_id* until the block ends, however it ends.

    Raises `UnknownConnectionError` before the connection was made, `BusyError` while another
    worker holds the lease, `DisconnectedError` for a run that needs Xero while it is disconnected,
    `PausedError` for a run that would write while it is paused. Where the
    run ends at a safe point, because it was cancelled or paused, so does the block: by
    `RunCancelledError` or `PausedError`. Where the block raises `RunHeld`, the run ends as HELD
    and nothing is raised.
    """
    one_of(Actor, actor, "by")
    run = RunRecord(RunId(ports.ids.new()), kind, actor, ports.clock.now())
    with _holding(ports, connection_id, run) as opened:
        yield opened


@contextmanager
def taking(ports: Ports, connection_id: ConnectionId, queued: RunRecord) -> Iterator[Run]:
    """The queued run, as `running`; `BusyError` too if another worker took it, or it is no more."""
    with _holding(ports, connection_id, queued) as opened:
        yield opened


@contextmanager
def _holding(ports: Ports, connection_id: ConnectionId, run: RunRecord) -> Iterator[Run]:
    claimed = ports.clock.now()
    lease = ports.store.claim(connection_id, run.run_id, LEASE_SECONDS)
    if lease is None:
        raise BusyError(connection_id, LEASE_SECONDS)
    try:
        opened = _opened(ports, lease, run, claimed)
    except (Exception, KeyboardInterrupt):
        with suppress(PortError):
            ports.store.release(lease)
        raise
    with _closing(opened):
        _recover(opened)
        yield opened
        prune_journal(opened)


@contextmanager
def _closing(run: Run) -> Iterator[None]:
    try:
        yield
    except RunHeld as held:
        run.notice(RunHeldBack(run.connection_id, run.run.run_id, held.why))
        run.close(RunState.HELD, why=held.why)
        return
    except (RunCancelledError, PausedError) as error:
        verb = "cancelled" if isinstance(error, RunCancelledError) else "paused"
        run.close(RunState.CANCELLED, why=f"{verb} by {error.by.name}")
        raise
    except (Exception, KeyboardInterrupt) as error:
        run.close(RunState.FAILED, type(error).__name__)
        raise
    run.close(RunState.FINISHED)


def _recover(run: Run) -> None:
    """What an earlier run left open is written first.

    It stays open while the connection is paused, and in a run that only looks or watches: that
    writes to neither side, not even what another one had begun.
    """
    if watching(run) or run.run.kind in LOOKING:
        return
    with run.reading() as unit:
        paused = unit.requests.paused()
    if paused is None:
        recover(run)
        recover_invoices(run)


def _opened(ports: Ports, lease: Lease, run: RunRecord, claimed: datetime) -> Run:
    with ports.store.reading(lease.connection_id) as unit:
        record, paused = unit.record.get(), unit.requests.paused()
    if record is None:
        raise UnknownConnectionError(lease.connection_id)
    refuse_disconnected(run.kind, record)
    refuse_paused(run.kind, lease.connection_id, paused)
    begun = evolve(run, state=RunState.RUNNING, started=ports.clock.now(), phase=Phase.RECOVERING)
    with ports.store.transaction(lease) as unit:
        _abandon(unit, begun)
        if run.state is not RunState.QUEUED:
            unit.runs.put(begun)
        elif not unit.requests.take(begun):
            raise BusyError(lease.connection_id, LEASE_SECONDS)
    opened = Run(ports, lease, record, begun, claimed)
    opened.notice(RunStarted(lease.connection_id, run.run_id, run.kind))
    return opened


def _abandon(unit: UnitOfWork, begun: RunRecord) -> None:
    """Close what earlier holders of the lease never closed: they are gone, or may not write."""
    while lost := unit.runs.page((RunState.RUNNING,), None, _MANY):
        for run in lost:
            unit.runs.put(
                evolve(
                    run,
                    state=RunState.FAILED,
                    ended=begun.started,
                    failure=ABANDONED,
                    phase=Phase.ENDED,
                )
            )
