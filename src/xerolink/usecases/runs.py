"""Runs as data: queued by a person, worked by any worker, watched, cancelled."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress

from attrs import evolve

from xerolink.domain.errors import (
    IllegalTransitionError,
    NoSuchRunError,
    NotImportedError,
    NotStartableError,
    PausedError,
    RunCancelledError,
    UnknownConnectionError,
)
from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.run import Phase, RunKind, RunRecord, RunState
from xerolink.ports.requests import Asked
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.given import one_of
from xerolink.usecases.import_contacts import look, take_over
from xerolink.usecases.reconcile import sweep
from xerolink.usecases.run import Ports, Run, refuse_disconnected
from xerolink.usecases.running import taking
from xerolink.usecases.sync_contacts import let_flow

WORK: Mapping[RunKind, Callable[[Run], object]] = {
    RunKind.PREVIEW: look,
    RunKind.IMPORT: take_over,
    RunKind.SYNC: let_flow,
    RunKind.RECONCILE: sweep,
}
"""What a worker does for a queued run: all that it needs to be told is the kind."""
_MANY = 100


def start(ports: Ports, connection_id: ConnectionId, kind: RunKind, by: Actor) -> RunId:
    """Queue a run for the next worker that comes by; a kind that waits already is not doubled.

    It ends the rest that earlier failures brought: a person may have mended their cause. Raises
    `NotStartableError` for a kind that is not in `WORK`, `UnknownConnectionError`,
    `DisconnectedError`, `PausedError` whatever the kind, for no worker comes by, and
    `NotImportedError` for a SYNC before the import.
    """
    one_of(RunKind, kind, "kind")
    one_of(Actor, by, "by")
    if kind not in WORK:
        raise NotStartableError(kind.value, [possible.value for possible in WORK])
    with ports.store.reading(connection_id) as unit:
        _require(unit, connection_id, kind)
    run = RunRecord(RunId(ports.ids.new()), kind, by, ports.clock.now(), RunState.QUEUED)
    with ports.store.app_wide() as app:
        requests = app.requests(connection_id)
        waiting = [one for one in requests.queued(_MANY) if one.kind is kind]
        if not waiting:
            requests.queue(run)
        app.wake(connection_id)
    return waiting[0].run_id if waiting else run.run_id


def _require(unit: UnitOfWork, connection_id: ConnectionId, kind: RunKind) -> None:
    record, paused = unit.record.get(), unit.requests.paused()
    if record is None:
        raise UnknownConnectionError(connection_id)
    refuse_disconnected(kind, record)
    if paused is not None:
        raise PausedError(connection_id, paused.by, paused.at, paused.why)
    if kind is RunKind.SYNC and record.imported_at is None:
        raise NotImportedError(connection_id)


def run_of(ports: Ports, connection_id: ConnectionId, run_id: RunId) -> RunRecord:
    """The run as it stands: its state, and where it is while it runs. Raises `NoSuchRunError`."""
    with ports.store.reading(connection_id) as unit:
        run = unit.runs.get(run_id)
    if run is None:
        raise NoSuchRunError(run_id)
    return run


def runs(
    ports: Ports,
    connection_id: ConnectionId,
    after: RunId | None = None,
    size: int = 50,
    states: Collection[RunState] = tuple(RunState),
) -> tuple[RunRecord, ...]:
    """At most *size* runs in one of *states*, the newest first, those older than *after*.

    A run whose worker died is RUNNING until the next run begins; then it is FAILED, "Abandoned".
    """
    with ports.store.reading(connection_id) as unit:
        return unit.runs.page(states, after, size)


def cancel(ports: Ports, connection_id: ConnectionId, run_id: RunId, by: Actor) -> None:
    """End a run: a QUEUED one at once, a RUNNING one at its next safe point.

    What a run did stands, and nothing is left between an effect and its record. Asking twice is
    asking once. Raises `NoSuchRunError`, and `IllegalTransitionError` for a run that has ended.
    """
    run, now = run_of(ports, connection_id, run_id), ports.clock.now()
    why = f"cancelled by {by.name}"
    cancelled = evolve(run, state=RunState.CANCELLED, ended=now, phase=Phase.ENDED, why=why)
    with ports.store.app_wide() as app:
        requests = app.requests(connection_id)
        if requests.take(cancelled) or requests.ask_cancel(run_id, Asked(by, now)):
            return
    state = run_of(ports, connection_id, run_id).state
    raise IllegalTransitionError(state.value, "cancel", ())


def work_queued(ports: Ports, connection_id: ConnectionId, queued: RunRecord) -> RunRecord:
    """Do what *queued* asks for; a run that is cancelled while it works is no error.

    Raises `BusyError` if another worker took it, or it was cancelled, in the meantime.
    """
    with suppress(RunCancelledError), taking(ports, connection_id, queued) as run:
        WORK[queued.kind](run)
    return run_of(ports, connection_id, queued.run_id)
