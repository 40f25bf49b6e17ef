"""Import: a plan over everything in both books, looked at first, then performed.

Preview and import work on the same stored decisions and read Xero once between them.
"""

from datetime import timedelta

from attrs import evolve

from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.plan import Preview
from xerolink.domain.run import RunKind, RunRecord
from xerolink.usecases.perform import perform
from xerolink.usecases.plan import plan_due, preview_of
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes, stage_everything

FRESH = timedelta(minutes=15)
"""How old a scan may be for an import to trust it without asking Xero what changed since."""


def preview(ports: Ports, connection_id: ConnectionId, by: Actor) -> Preview:
    """Count what an import would do. Writes nothing to the host or to Xero.

    The first preview reads all of Xero; later ones what changed since.
    """
    with running(ports, connection_id, RunKind.PREVIEW, by) as run:
        return look(run)


def look(run: Run) -> Preview:
    """What a preview does, in a run; its counts are the run's too."""
    stage_host(run)
    stage_changes(run)
    plan_due(run)
    found = preview_of(run)
    run.counts.update({verdict.value: n for verdict, n in found.verdicts.items()})
    run.counts["excluded"] = found.excluded
    run.counts["without_invoice"] = found.without_invoice
    return found


def import_contacts(ports: Ports, connection_id: ConnectionId, by: Actor) -> RunRecord:
    """Perform the stored plan; without one, read everything, plan and perform.

    A contact that moved since the plan was made is not forced: it is counted as "stale" and
    decided anew by the next run. An import that was cut short goes on where it stopped.
    """
    with running(ports, connection_id, RunKind.IMPORT, by) as run:
        take_over(run)
    return run.run


def take_over(run: Run) -> None:
    """What an import does, in a run."""
    waiting = is_planned(run)
    stage_host(run)
    stage_for_import(run, waiting)
    plan_due(run)
    perform(run)
    remember_import(run)


def is_planned(run: Run) -> bool:
    """Whether decisions wait, of a preview or of a plan."""
    with run.reading() as unit:
        return bool(unit.decisions.open(None, 1))


def stage_for_import(run: Run, waiting: bool) -> None:
    """Read all of Xero; where a plan is *waiting*, what changed since, if it is not fresh."""
    if not waiting:
        stage_everything(run)
    elif run.ports.clock.now() - (run.record.scanned_at or run.run.started) > FRESH:
        stage_changes(run)


def remember_import(run: Run) -> None:
    """The first import was a person's; from now on the sync may go on by itself."""
    if run.record.imported_at is not None:
        return
    record = evolve(run.record, imported_at=run.ports.clock.now())
    with run.transaction() as unit:
        unit.record.put(record)
    run.record = record
