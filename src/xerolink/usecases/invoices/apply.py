"""Apply: exactly the rows of a plan of invoices, once each has been decided anew to the same."""

from collections.abc import Collection

from attrs import evolve

from xerolink.domain.errors import OtherPlanError, OtherSettingsError
from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.invoice_plan import InvoicePlan, InvoicesApplied, PlannedInvoice
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.journal import EntryKind, Note
from xerolink.domain.plan import Impossible
from xerolink.domain.run import RunKind
from xerolink.usecases.given import one_of
from xerolink.usecases.invoices.apply_rows import apply_rows, leave, outstanding
from xerolink.usecases.invoices.book import put_book, tell_broken
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.plan import read_news
from xerolink.usecases.invoices.read_back import read_these
from xerolink.usecases.invoices.send import decide_page
from xerolink.usecases.invoices.set_up import Checked, checked
from xerolink.usecases.invoices.sides import sides_in
from xerolink.usecases.invoices.undo import draw_undo_invoices, take_back_page, void_of
from xerolink.usecases.journal import record
from xerolink.usecases.perform import Performed
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running


def apply_invoices(
    ports: Ports, connection_id: ConnectionId, plan: InvoicePlan, by: Actor
) -> InvoicesApplied:
    """Perform exactly the rows of *plan*, each decided anew on what both sides hold now.

    A row whose ground moved since the plan was made is reported, never forced. A plan that was
    applied before, or whose run did not come to its end, goes on where it stopped. Raises
    `OtherPlanError` for a plan of another connection, `OtherSettingsError` where somebody changed
    the settings that it would change, `InvoiceSettingsError` where they cannot be saved any more,
    `NoInvoicesError`, and what a run raises.
    """
    one_of(InvoicePlan, plan, "plan")
    if plan.connection_id != connection_id:
        raise OtherPlanError(connection_id, plan.connection_id)
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.APPLY, by) as run:
        run.trigger = plan.kind
        found = _check(run, plan)
        read_news(run)
        if plan.kind is RunKind.UNDO:
            read_these(run, {x for row in plan.rows if (x := void_of(row)) is not None})
        outcome = _performed(run, plan, found)
    return _applied(run, plan.rows, plan.impossible, outcome)


def _check(run: Run, plan: InvoicePlan) -> Checked | None:
    if plan.settings is None:
        return None
    with run.reading() as unit:
        now = unit.invoice_book.get().settings
    if now not in (plan.settings, plan.settings_before):
        raise OtherSettingsError(run.connection_id)
    return checked(run, plan.settings, now)


def _performed(run: Run, plan: InvoicePlan, found: Checked | None) -> Performed:
    settings = _begin(run, plan, found)
    decide = take_back_page if plan.kind is RunKind.UNDO else decide_page
    return apply_rows(run, Desk(run, settings), plan.rows, decide)


def _begin(run: Run, plan: InvoicePlan, found: Checked | None) -> InvoiceSettings:
    """The journal's entry, the settings, and what was left out, in one transaction.

    A crash leaves all of it or nothing: no later run does what was left out. A plan without
    anything to do is no news. Answers the settings that are in force from then on.
    """
    number = outstanding(run, plan.rows)
    with run.transaction() as unit:
        before = unit.invoice_book.get()
        after = before
        if plan.settings is not None and found is not None:
            after = evolve(before.planned(plan.settings), broken=found.broken)
        if number or after != before:
            record(unit, run, [_note(run, plan, number)])
        put_book(unit, run, after)
        if plan.kind is not RunKind.UNDO:  # nobody but a person would do that
            leave(unit, run, plan.left_out)
    tell_broken(run, before.broken, after.broken)
    return after.in_force


def _note(run: Run, plan: InvoicePlan, number: int) -> Note:
    """Who made the plan stands beside who applies it."""
    why = f"plan {plan.plan_id}, made by {plan.made_by.name}: {number} rows"
    if plan.left_out:
        why += f", {len(plan.left_out)} left out"
    now, actor, kind = run.ports.clock.now(), run.run.actor, run.trigger
    return Note(EntryKind.APPLIED, now, actor, kind, run.run.run_id, "InvoicePlan", why, "taken")


def undo_invoices(
    ports: Ports,
    connection_id: ConnectionId,
    run_id: RunId,
    by: Actor,
    only: Collection[HostInvoiceId] = (),
) -> InvoicesApplied:
    """Take back what a run sent, planned and applied in one run; see `draw_undo_invoices`."""
    draw = draw_undo_invoices(run_id, only)
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.UNDO, by) as run:
        drawn = draw(run)
        with run.reading() as unit:
            settings = unit.invoice_book.get().in_force
        outcome = apply_rows(run, Desk(run, settings), drawn.rows, take_back_page)
    return _applied(run, drawn.rows, drawn.impossible, outcome)


def _applied(
    run: Run,
    rows: tuple[PlannedInvoice, ...],
    impossible: tuple[Impossible, ...],
    outcome: Performed,
) -> InvoicesApplied:
    return InvoicesApplied(
        run.run,
        outcome.done,
        outcome.moved,
        outcome.refused,
        outcome.uncertain,
        impossible,
        rows,
    )
