"""Apply: exactly the rows of a plan of invoices, once each has been decided anew to the same."""

from xerolink.domain.errors import OtherPlanError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.invoice_plan import InvoicePlan, InvoicesApplied
from xerolink.domain.journal import EntryKind, Note
from xerolink.domain.run import RunKind
from xerolink.usecases.given import one_of
from xerolink.usecases.invoices.apply_rows import Outcome, apply_rows, leave, outstanding
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.plan import read_news
from xerolink.usecases.invoices.send import decide_page
from xerolink.usecases.invoices.sides import sides_in
from xerolink.usecases.journal import record
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running


def apply_invoices(
    ports: Ports, connection_id: ConnectionId, plan: InvoicePlan, by: Actor
) -> InvoicesApplied:
    """Perform exactly the rows of *plan*, each decided anew on what both sides hold now.

    A row whose ground moved since the plan was made is reported, never forced. A plan that was
    applied before, or whose run did not come to its end, goes on where it stopped. Raises
    `OtherPlanError` for a plan of another connection, `NoInvoicesError`, and what a run raises.
    """
    one_of(InvoicePlan, plan, "plan")
    if plan.connection_id != connection_id:
        raise OtherPlanError(connection_id, plan.connection_id)
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.APPLY, by) as run:
        run.trigger = plan.kind
        read_news(run)
        outcome = _performed(run, plan)
    return _applied(run, plan, outcome)


def _performed(run: Run, plan: InvoicePlan) -> Outcome:
    _begin(run, plan)
    with run.reading() as unit:
        settings = unit.invoice_book.get().settings
    return apply_rows(run, Desk(run, settings), plan.rows, decide_page)


def _begin(run: Run, plan: InvoicePlan) -> None:
    """The journal's entry, and what was left out, in one transaction, before anything is done.

    A plan without anything to do is no news.
    """
    number = outstanding(run, plan.rows)
    with run.transaction() as unit:
        if number:
            record(unit, run, [_note(run, plan, number)])
        leave(unit, run, plan.left_out)


def _note(run: Run, plan: InvoicePlan, number: int) -> Note:
    """Who made the plan stands beside who applies it."""
    why = f"plan {plan.plan_id}, made by {plan.made_by.name}: {number} rows"
    if plan.left_out:
        why += f", {len(plan.left_out)} left out"
    now, actor, kind = run.ports.clock.now(), run.run.actor, run.trigger
    return Note(EntryKind.APPLIED, now, actor, kind, run.run.run_id, "InvoicePlan", why, "taken")


def _applied(run: Run, plan: InvoicePlan, outcome: Outcome) -> InvoicesApplied:
    return InvoicesApplied(
        run.run,
        outcome.done,
        outcome.moved,
        outcome.refused,
        outcome.uncertain,
        plan.impossible,
        plan.rows,
    )
