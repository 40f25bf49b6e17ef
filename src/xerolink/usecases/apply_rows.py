"""Apply: the rows of a plan that are not done yet, each checked, and those that were left out."""

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import Decision, DecisionState
from xerolink.domain.contacts.issues import REFUSALS, Issue
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import OtherSettingsError
from xerolink.domain.journal import EntryKind, Note
from xerolink.domain.plan import Plan
from xerolink.domain.run import RunKind
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.change_settings import set_settings
from xerolink.usecases.host_keys import other_keys
from xerolink.usecases.import_contacts import remember_import
from xerolink.usecases.journal import record
from xerolink.usecases.perform import Performed, perform_planned, perform_these
from xerolink.usecases.plan import open_decisions, plan_due
from xerolink.usecases.run import Run

WHOLE_BOOK = frozenset({RunKind.IMPORT, RunKind.SYNC, RunKind.SETTINGS})
"""Plans over everything that is due: their rows were decided together and go together."""


@frozen
class _Ready:
    """Rows as they can be performed and left out now, and what became of the others."""

    rows: tuple[Decision, ...]
    left_out: tuple[Decision, ...]
    known: Performed


def apply_rows(run: Run, plan: Plan) -> Performed:
    """Perform what *plan* still has to do; both sides were just read."""
    if plan.settings and run.record.settings not in (plan.settings, plan.settings_before):
        raise OtherSettingsError(run.connection_id)
    ready = _ready(run, plan)
    _begin(run, plan, ready)
    if plan.settings is not None:
        ready = _under_settings(run, ready)
    planned = plan.kind in WHOLE_BOOK
    performed = (perform_planned if planned else perform_these)(run, ready.rows)
    if plan.kind is RunKind.IMPORT:
        remember_import(run)
    return performed.plus(ready.known)


def _ready(run: Run, plan: Plan) -> _Ready:
    with run.reading() as unit:
        states = unit.decisions.states([row.decision_id for row in (*plan.rows, *plan.left_out)])
        outstanding = unit.intents.open_for([row.entity for row in plan.rows])
        again = [row for row in plan.rows if states.get(row.decision_id) is DecisionState.REFUSED]
        issues = unit.issues.open_for([row.entity for row in again])
    begun = {i for i, state in states.items() if state in _BEGUN}
    uncertain = begun & {intent.decision_id for intent in outstanding.values()}
    refused = {row.decision_id: _why(issues.get(row.entity, ())) for row in again}
    ended = [i for row in plan.rows if (i := row.decision_id) in begun - uncertain]
    known = Performed(
        tuple(i for i in ended if i not in refused),
        refused={i: why for i, why in refused.items() if i not in uncertain},
        uncertain=tuple(row.decision_id for row in plan.rows if row.decision_id in uncertain),
    )
    rows = tuple(row for row in plan.rows if row.decision_id not in begun)
    return _Ready(rows, tuple(r for r in plan.left_out if r.decision_id not in begun), known)


_BEGUN = frozenset({DecisionState.TAKEN, DecisionState.REFUSED})


def _why(issues: Sequence[Issue]) -> str:
    told = "; ".join(issue.why for issue in issues if issue.kind in REFUSALS)
    return told or "it was refused when it was tried; nothing is refused any more"


def _begin(run: Run, plan: Plan, ready: _Ready) -> None:
    """The journal's entry, the settings, and what was left out, in one transaction.

    A crash leaves all of it or nothing: no later run does what was left out.
    """
    settings = plan.settings or run.record.settings
    keys = other_keys(run, settings)
    with run.transaction() as unit:
        _tell_journal(unit, run, plan, ready)
        after = set_settings(unit, run, settings, keys)
        if plan.kind in WHOLE_BOOK:
            _leave(unit, ready.left_out)
    run.record = after


def _tell_journal(unit: UnitOfWork, run: Run, plan: Plan, ready: _Ready) -> None:
    """Who made the plan stands beside who applies it; a plan without anything to do is no news."""
    if not ready.rows and plan.settings in (None, run.record.settings):
        return
    why = f"plan {plan.plan_id}, made by {plan.made_by.name}: {len(ready.rows)} rows"
    if plan.left_out:
        why += f", {len(plan.left_out)} left out"
    now, actor, kind = run.ports.clock.now(), run.run.actor, run.trigger
    note = Note(EntryKind.APPLIED, now, actor, kind, run.run.run_id, "Plan", why, "taken")
    record(unit, run, [note])


def _under_settings(run: Run, ready: _Ready) -> _Ready:
    """The rows as they are decided under the plan's settings, which are set now.

    What was left out and was touched since the plan was made is left out on today's ground.
    """
    plan_due(run)
    rows, left_out = _renewed(run, ready.rows), _renewed(run, ready.left_out)
    if left_out:
        with run.transaction() as unit:
            _leave(unit, left_out)
    kept = {row.decision_id for row in rows}
    moved = tuple(row.decision_id for row in ready.rows if row.decision_id not in kept)
    return evolve(ready, rows=rows, known=ready.known.plus(Performed(moved=moved)))


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


def _leave(unit: UnitOfWork, rows: Iterable[Decision]) -> None:
    """Settled: due again only when one of the two contacts, or one that shares a key, changes.

    A row that moved since is not what was left out, and stays due.
    """
    left = {row.xero_id: row for row in rows if row.xero_id is not None}
    staged = unit.staged.get_many(list(left))
    same = [d for i, d in left.items() if i in staged and _is_about(d, staged[i])]
    unit.staged.settle({d.xero_id: d.rests_on.staged_revision for d in same if d.xero_id})
    unit.decisions.put(same)
    unit.decisions.close({d.decision_id: DecisionState.LEFT_OUT for d in same})


def _is_about(decision: Decision, row: StagedContact) -> bool:
    return decision.rests_on.staged_revision == row.revision
