"""Sync: read what changed on either side since the last run, and let it flow."""

from datetime import timedelta

from xerolink.domain.errors import NotImportedError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.inbox import Due
from xerolink.domain.run import RunKind, RunRecord
from xerolink.usecases.brake import hold_back, watching
from xerolink.usecases.perform import perform
from xerolink.usecases.plan import plan_due
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes

POLL = timedelta(minutes=15)
"""How old a scan may become: polling is the source of truth, webhooks only wake a run."""


def sync_contacts(ports: Ports, connection_id: ConnectionId, by: Actor) -> RunRecord:
    """One two-way sync of the contacts; one call to Xero when nothing has changed.

    Invoices do not flow in it (docs/decisions/0037); those that waited for a contact which it
    links are queued for the next turn of a worker, or `send_invoices`.

    Where the brake holds it, it performs nothing and ends as HELD (semantics rows 19 and 20).
    Raises `NotImportedError` before the first import: that is a person's to approve.
    """
    with running(ports, connection_id, RunKind.SYNC, by) as run:
        let_flow(run)
    return run.run


def let_flow(run: Run) -> None:
    """What a sync does, in a run."""
    if run.record.imported_at is None:
        raise NotImportedError(run.connection_id)
    _leave_invoices_due(run)
    stage_host(run)
    stage_changes(run)
    plan_due(run)
    hold_back(run)
    perform(run)


def _leave_invoices_due(run: Run) -> None:
    """A worker takes a connection whose contacts were just read for one that is not due.

    Where a host lets contacts flow by the clock, its invoices would never have their turn. A run
    that only watches reads none.
    """
    if run.ports.invoices is None or watching(run):
        return
    now = run.ports.clock.now()
    with run.reading() as unit:
        book, due = unit.invoice_book.get(), unit.inbox.due()
    late = book.read_back_at is None or book.read_back_at + POLL <= now
    marked = due is not None and due.at <= now
    if book.settings.on and late and not marked:
        with run.transaction() as unit:
            unit.inbox.set_due(Due(now, now))
