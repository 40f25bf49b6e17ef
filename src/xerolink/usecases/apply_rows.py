"""Apply: the rows of a plan that are not done yet, each checked, and those that were left out."""

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import Decision, DecisionState
from xerolink.domain.errors import OtherSettingsError
from xerolink.domain.identity import DecisionId
from xerolink.domain.journal import EntryKind, Note
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunKind
from xerolink.usecases.change_settings import set_settings
from xerolink.usecases.import_contacts import remember_import
from xerolink.usecases.journal import record
from xerolink.usecases.perform import Performed, perform_planned, perform_these
from xerolink.usecases.plan import open_decisions, plan_due
from xerolink.usecases.run import Run
from xerolink.usecases.stage_host import stage_host

WHOLE_BOOK = frozenset({RunKind.IMPORT, RunKind.SYNC, RunKind.SETTINGS})
"""Plans over everything that is due: their rows were decided together and go together."""


@frozen
class _Ready:
    """Rows as they can be performed and left out now, and those that are done or moved."""

    rows: tuple[Decision, ...]
    left_out: tuple[Decision, ...]
    done: tuple[DecisionId, ...] = ()
    moved: tuple[DecisionId, ...] = ()
    uncertain: tuple[DecisionId, ...] = ()


def apply_rows(run: Run, plan: Plan) -> Performed:
    """Perform what *plan* still has to do; both sides were just read."""
    ready = _ready(run, plan)
    _tell_journal(run, plan, ready)
    ready = _under_settings(run, plan, ready)
    if plan.kind in WHOLE_BOOK:
        _leave(run, ready.left_out)
        performed = perform_planned(run, ready.rows)
    else:
        performed = perform_these(run, ready.rows)
    if plan.kind is RunKind.IMPORT:
        remember_import(run)
    return performed.plus(Performed(ready.done, ready.moved, uncertain=ready.uncertain))


def _ready(run: Run, plan: Plan) -> _Ready:
    with run.reading() as unit:
        states = unit.decisions.states([row.decision_id for row in (*plan.rows, *plan.left_out)])
        outstanding = unit.intents.open_for([row.entity for row in plan.rows])
    taken = {i for i, state in states.items() if state is DecisionState.TAKEN}
    uncertain = taken & {intent.decision_id for intent in outstanding.values()}
    done = (row.decision_id for row in plan.rows if row.decision_id in taken - uncertain)
    return _Ready(
        tuple(row for row in plan.rows if row.decision_id not in taken),
        tuple(row for row in plan.left_out if row.decision_id not in taken),
        tuple(done),
        uncertain=tuple(row.decision_id for row in plan.rows if row.decision_id in uncertain),
    )


def _tell_journal(run: Run, plan: Plan, ready: _Ready) -> None:
    """Who made the plan stands beside who applies it; a plan without anything to do is no news."""
    if not ready.rows and plan.settings in (None, run.record.settings):
        return
    why = f"plan {plan.plan_id}, made by {plan.made_by.name}: {len(ready.rows)} rows"
    if plan.left_out:
        why += f", {len(plan.left_out)} left out"
    now, actor, kind = run.ports.clock.now(), run.run.actor, run.trigger
    note = Note(EntryKind.APPLIED, now, actor, kind, run.run.run_id, "Plan", why, "taken")
    with run.transaction() as unit:
        record(unit, run, [note])


def _under_settings(run: Run, plan: Plan, ready: _Ready) -> _Ready:
    """The rows as they are decided under the plan's settings, which are set now."""
    if plan.settings is None:
        return ready
    if run.record.settings not in (plan.settings, plan.settings_before):
        raise OtherSettingsError(run.connection_id)
    set_settings(run, plan.settings, all_read=True)
    stage_host(run)
    plan_due(run)
    rows, left_out = _renewed(run, ready.rows), _renewed(run, ready.left_out)
    kept = {row.decision_id for row in rows}
    moved = tuple(row.decision_id for row in ready.rows if row.decision_id not in kept)
    return _Ready(rows, left_out, ready.done, moved, ready.uncertain)


def _renewed(run: Run, rows: Sequence[Decision]) -> tuple[Decision, ...]:
    """*rows* on today's ground, where they were decided anew to the same; the others moved."""
    with run.reading() as unit:
        fresh = {decision.entity: decision for decision in open_decisions(unit)}
    pairs = ((row, fresh.get(row.entity)) for row in rows)
    return tuple(
        evolve(row, rests_on=now.rests_on)
        for row, now in pairs
        if now is not None and _same(row, now)
    )


def _same(planned: Decision, now: Decision) -> bool:
    """Whether both do the same; only the reading that they rest on may differ."""
    rests = evolve(planned.rests_on, staged_revision=now.rests_on.staged_revision)
    return evolve(now, stamp=planned.stamp) == evolve(planned, rests_on=rests)


def _leave(run: Run, rows: Iterable[Decision]) -> None:
    """Settled: due again only when one of the two contacts, or one that shares a key, changes."""
    left = {row.xero_id: row for row in rows if row.xero_id is not None}
    if not left:
        return
    with run.transaction() as unit:
        unit.staged.settle({i: row.rests_on.staged_revision for i, row in left.items()})
        seen = {(i, row.rests_on.staged_revision) for i, row in left.items()}
        found = open_decisions(unit)
        about = (d for d in found if (d.xero_id, d.rests_on.staged_revision) in seen)
        unit.decisions.close({d.decision_id: DecisionState.STALE for d in about})
