"""Sync: read what changed on either side since the last run, and let it flow."""

from xerolink.domain.errors import NotImportedError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.run import RunKind, RunRecord
from xerolink.usecases.brake import hold_back
from xerolink.usecases.perform import perform
from xerolink.usecases.plan import plan_due
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes


def sync_contacts(ports: Ports, connection_id: ConnectionId, by: Actor) -> RunRecord:
    """One two-way sync; one call to Xero when nothing has changed.

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
    stage_host(run)
    stage_changes(run)
    plan_due(run)
    hold_back(run)
    perform(run)
