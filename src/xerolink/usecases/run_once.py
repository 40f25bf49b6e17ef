"""One turn of a worker at one connection: the inbox, and the sync when it is due."""

from datetime import datetime, timedelta

from attrs import frozen

from xerolink.domain.errors import RunCancelledError, UnknownConnectionError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.inbox import Due, EventCategory
from xerolink.domain.run import ConnectionRecord, RunKind, RunRecord
from xerolink.usecases.brake import RunHeld, hold_back
from xerolink.usecases.invoices.flow import flow_invoices
from xerolink.usecases.perform import perform
from xerolink.usecases.plan import plan_due
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.runs import run_of, work_queued
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_inbox import stage_inbox
from xerolink.usecases.stage_xero import stage_changes, stage_everything
from xerolink.usecases.sync_contacts import POLL

SWEEP = timedelta(days=1)
"""How long ago everything may have been read: what changes without a time is seen by then."""


def run_once(ports: Ports, connection_id: ConnectionId, by: Actor) -> RunRecord | None:
    """A run that somebody queued; else take in what webhooks named, and let edits flow.

    Then invoices flow, those that were just sent too.

    None if there is nothing to do, or if the connection is paused or disconnected. A connection
    that is due also reads what changed since the last scan, so that it finds what no webhook told,
    and once in `SWEEP` everything, so that it finds flags that change without a time.
    Before the first import only what was queued is done: that is a person's to make. A run that
    is cancelled while it works is no error. Raises `UnknownConnectionError`, `PausedError` for a
    pause that comes while it works, and what a sync raises; then the connection is due again.
    """
    started = ports.clock.now()
    found = _look(ports, connection_id)
    if found.paused or found.record.disconnected_at is not None:
        return None
    if found.queued is not None:
        return work_queued(ports, connection_id, found.queued)
    if found.record.imported_at is None or not (found.waiting or found.is_due(started)):
        return None
    kind = RunKind.SYNC if found.is_due(started) else RunKind.INBOX
    try:
        with running(ports, connection_id, kind, by) as run:
            _work(run, kind, Due(started, started))
    except RunCancelledError as error:
        return run_of(ports, connection_id, error.run_id)
    return run.run


@frozen
class _Found:
    record: ConnectionRecord
    paused: bool
    queued: RunRecord | None
    waiting: bool
    due: Due | None

    def is_due(self, now: datetime) -> bool:
        scanned = self.record.scanned_at
        marked = self.due is not None and self.due.at <= now
        return marked or scanned is None or scanned + POLL <= now


def _look(ports: Ports, connection_id: ConnectionId) -> _Found:
    with ports.store.reading(connection_id) as unit:
        record = unit.record.get()
        if record is None:
            raise UnknownConnectionError(connection_id)
        paused = unit.requests.paused() is not None
        queued = next(iter(unit.requests.queued(1)), None)
        named = (EventCategory.CONTACT, EventCategory.INVOICE)
        events = any(unit.inbox.pending(category, 1) for category in named)
        waiting = events or bool(unit.requests.to_send(1))
        return _Found(record, paused, queued, waiting, unit.inbox.due())


def _work(run: Run, kind: RunKind, begun: Due) -> None:
    """Due while it works: a run that does not come to its end is followed by a sync at once.

    One that is held has come to its end: the next waits for its own time.
    """
    before = _begin(run, begun)
    after = before if kind is RunKind.INBOX else None
    try:
        _flow(run, kind)
    except RunHeld:
        _end(run, begun, after)
        raise
    _end(run, begun, after)


def _flow(run: Run, kind: RunKind) -> None:
    stage_host(run)
    stage_inbox(run)
    if kind is RunKind.SYNC:
        _stage_xero(run)
    plan_due(run)
    _perform_unless_held(run, poll=kind is RunKind.SYNC)


def _perform_unless_held(run: Run, *, poll: bool) -> None:
    """Contacts first, for their links; invoices flow although those are held for a person."""
    try:
        hold_back(run)
    except RunHeld:
        flow_invoices(run, poll=poll)
        raise
    perform(run)
    flow_invoices(run, poll=poll)


def _stage_xero(run: Run) -> None:
    """Polling is the net under the webhooks, a sweep the net under that (semantics row 16)."""
    swept = run.record.swept_at
    if swept is None or swept + SWEEP <= run.ports.clock.now():
        stage_everything(run)
    else:
        stage_changes(run)


def _begin(run: Run, begun: Due) -> Due | None:
    with run.transaction() as unit:
        before = unit.inbox.due()
        unit.inbox.set_due(begun)
    return before


def _end(run: Run, begun: Due, after: Due | None) -> None:
    """A mark that was made meanwhile stays: it may be about what was read before."""
    with run.transaction() as unit:
        if unit.inbox.due() == begun:
            unit.inbox.set_due(after)
