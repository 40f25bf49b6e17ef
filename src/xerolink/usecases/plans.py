"""Plan and apply: everything that a person wants is decided first, then performed as decided."""

import re
from collections.abc import Callable, Collection

from attrs import frozen

from xerolink.domain.contacts.decide import AskPerson, Decision, Leave
from xerolink.domain.errors import OtherPlanError
from xerolink.domain.identity import Actor, ConnectionId, PlanId, XeroContactId
from xerolink.domain.plan import Applied, Impossible, Plan
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings
from xerolink.ports.xero import READ_GROUP
from xerolink.usecases.apply_rows import apply_rows
from xerolink.usecases.perform import Performed, perform, perform_these
from xerolink.usecases.plan import plan_due
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes, stage_contacts


@frozen
class Drawn:
    """What somebody wants, decided: the rows to perform, and what cannot be done, and why."""

    rows: tuple[Decision, ...]
    impossible: tuple[Impossible, ...] = ()
    settings: ContactSettings | None = None
    excluded: int = 0
    without_invoice: int = 0


GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What a ContactID looks like; Xero refuses a whole call for one that does not (fact sheet 3.1)."""
MANY = 5 * READ_GROUP
Draw = Callable[[Run], Drawn]
"""Gathers and decides; writes to neither side."""


def make_plan(
    ports: Ports, connection_id: ConnectionId, kind: RunKind, by: Actor, draw: Draw
) -> Plan:
    """What *draw* would do, for a person to read. Nothing is written to the host or to Xero."""
    with running(ports, connection_id, RunKind.PLAN, by) as run:
        drawn = draw(run)
        return Plan(
            PlanId(run.run.run_id),
            connection_id,
            kind,
            ports.clock.now(),
            by,
            drawn.rows,
            drawn.impossible,
            drawn.settings,
            settings_before=run.record.settings if drawn.settings is not None else None,
            excluded=drawn.excluded,
            without_invoice=drawn.without_invoice,
        )


def carry_out(
    ports: Ports, connection_id: ConnectionId, kind: RunKind, by: Actor, draw: Draw
) -> Applied:
    """Plan and apply in one run; everything that this makes stale is decided anew at once."""
    with running(ports, connection_id, kind, by) as run:
        drawn = draw(run)
        performed = perform_these(run, drawn.rows)
        reconsider(run)
    return _applied(run, performed, drawn.rows, drawn.impossible)


def apply_plan(ports: Ports, connection_id: ConnectionId, plan: Plan, by: Actor) -> Applied:
    """Perform exactly the rows of *plan*, once each has been checked against both sides.

    A row whose ground moved since the plan was made is reported, never forced. A plan that was
    applied before, or whose run did not come to its end, goes on where it stopped; what a run did
    that was cut short, by an error or a `cancel`, is in `journal(run_id=...)`, and in the answer
    of the next time. Raises `OtherPlanError` for a plan of another connection, and
    `OtherSettingsError` where somebody changed the settings that it would change.
    """
    if plan.connection_id != connection_id:
        raise OtherPlanError(connection_id, plan.connection_id)
    with running(ports, connection_id, RunKind.APPLY, by) as run:
        stage_host(run)
        stage_changes(run)
        run.trigger = plan.kind
        performed = apply_rows(run, plan)
        reconsider(run)
    return _applied(run, performed, plan.rows, plan.impossible)


def _applied(
    run: Run,
    performed: Performed,
    rows: tuple[Decision, ...],
    impossible: tuple[Impossible, ...],
) -> Applied:
    return Applied(
        run.run,
        performed.done,
        performed.moved,
        performed.refused,
        performed.uncertain,
        impossible,
        rows,
    )


def freshen(run: Run, xero_ids: Collection[XeroContactId]) -> None:
    """Read the host's news, and these contacts from Xero, so that nobody decides on old values.

    Of more than `MANY` contacts all of Xero's news is read instead: fewer calls.
    """
    stage_host(run)
    ids = sorted(i for i in xero_ids if GUID.fullmatch(i))
    if len(ids) > MANY:
        stage_changes(run)
        return
    for start in range(0, len(ids), READ_GROUP):
        run.before_call()
        found = run.ports.xero.get_many(ids[start : start + READ_GROUP])
        stage_contacts(run, found.values())


def reconsider(run: Run) -> None:
    """Decide anew what became due, and open or close match issues; no side is written to.

    What would be written waits for the next import or sync. Before the first import nothing is
    opened: that is a person's to approve.
    """
    if run.record.imported_at is None:
        return
    stage_host(run)
    plan_due(run)
    perform(run, lambda decision: isinstance(decision.action, AskPerson | Leave))
