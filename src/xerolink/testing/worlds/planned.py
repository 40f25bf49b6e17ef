"""A plan in a story: it writes nothing; people go on; it is applied as far as it still holds."""

from typing import TYPE_CHECKING

from attrs import evolve

from xerolink.adapters.plan_file import load_plan, save_plan
from xerolink.connection import Connection
from xerolink.domain.journal import EntryKind
from xerolink.domain.plan import Plan
from xerolink.testing.worlds import checks
from xerolink.testing.worlds.desk import CHOICES, Desk, other_settings, planned
from xerolink.testing.worlds.steps import RIVALS, Step
from xerolink.testing.worlds.world import ANNA

if TYPE_CHECKING:
    from xerolink.testing.worlds.place import Moment
    from xerolink.testing.worlds.story import Story

WHOLE = ("sync", "import", "settings")
"""Plans over everything, beside those of the verbs."""


def plan_and_apply(story: "Story", connection: Connection, step: Step, before: "Moment") -> object:
    """The plan of a verb, or over everything; what applying it answered."""
    kinds = (*CHOICES, *WHOLE)
    kind = kinds[step.one % len(kinds)]
    plan = _made(story, connection, kind, step, before)
    if plan is None:
        return None
    if not story.outstanding and not (step.trouble and step.trouble.kind in RIVALS):
        checks.wrote_nothing(story.place.scribe.log[before.writes :], f"a plan to {kind}")
    story.tally[f"plan of {kind}"] += bool(plan.rows)
    checks.same_plan(plan, load_plan(save_plan(plan)))
    return _apply(story, connection, step, load_plan(save_plan(plan)))


def _made(
    story: "Story", connection: Connection, kind: str, step: Step, before: "Moment"
) -> Plan | None:
    if kind == "sync":
        return connection.plan_sync(ANNA)
    if kind == "import":
        return connection.plan_import(ANNA)
    if kind == "settings":
        return connection.plan_settings(other_settings(before.seen, evolve(step, three=1)), ANNA)
    desk = Desk(story.place.outside, connection, before.seen)
    asked = CHOICES[kind](desk, Step(kind, step.two, step.three, step.one))
    return planned(connection, asked) if asked else None


def _apply(story: "Story", connection: Connection, step: Step, plan: Plan) -> object:
    edits, writes = len(story.place.outside.edits), len(story.place.scribe.log)
    people = (
        Step("edit_host", step.three, step.two, 1),
        Step("edit_xero", step.two, step.three, 1),
    )
    for one in people if (step.one + step.two) % 3 else ():
        story.place.outside.do(one)
        story.news = True
    if step.two % 4 == 0:
        plan = plan.without([row.decision_id for row in plan.rows[: step.three % 3]])
    told = len(story.place.entries())
    try:
        applied = connection.apply(plan, ANNA)
    except BaseException:
        # What was left out stays out, also where the rest was cut short once the journal told it.
        if any(e.fact.kind is EntryKind.APPLIED for e in story.place.entries()[told:]):
            story.judgement.left_out(plan.left_out)
        raise
    story.tally["rows moved"] += len(applied.moved)
    if step.trouble is None or step.trouble.kind != "StaleReplica":
        checks.kept_edits(story.place.outside.edits[edits:], story.place.written(writes))
    left_out = {row.entity for row in plan.left_out} - {row.entity for row in plan.rows}
    story.judgement.left_out(plan.left_out)
    own = [e for e in story.place.entries() if e.fact.run_id == applied.run.run_id]
    checks.left_alone(left_out, own)
    return applied
