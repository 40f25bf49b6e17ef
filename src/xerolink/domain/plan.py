"""What would be done: counts for a first look, and a plan that can be read, cut and applied."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from attrs import evolve, field, frozen

from xerolink.domain.contacts.decide import Decision, Verdict
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import NotInPlanError
from xerolink.domain.identity import Actor, ConnectionId, DecisionId, EntityKey, PlanId
from xerolink.domain.run import RunKind, RunRecord
from xerolink.domain.settings import ContactSettings


@frozen
class Preview:
    """What an import would do, counted over the very decisions that it will perform.

    *excluded* counts active contacts that the filter leaves out; they are listed nowhere. A new
    client without an invoice is neither customer nor supplier and counts among them (row 10);
    *without_invoice* says how many are such.
    """

    verdicts: Mapping[Verdict, int] = field(factory=dict)
    conflicts: Mapping[IssueKind, int] = field(factory=dict)
    excluded: int = 0
    without_invoice: int = 0

    def count(self, verdict: Verdict) -> int:
        return self.verdicts.get(verdict, 0)


@frozen
class Impossible:
    """Something that was asked for and cannot be done, and why; *field* None: all of it."""

    subject: EntityKey
    why: str
    field: FieldName | None = None


class PlanRow(Protocol):
    """What a plan of whatever has: decisions, each with its id."""

    @property
    def decision_id(self) -> DecisionId: ...


R = TypeVar("R", bound=PlanRow)


def parted(
    plan_id: PlanId, rows: tuple[R, ...], left_out: tuple[R, ...], unwanted: Collection[DecisionId]
) -> tuple[tuple[R, ...], tuple[R, ...]]:
    """*rows* without *unwanted*, and *left_out* with them.

    Raises `NotInPlanError` for an id that is in neither.
    """
    known = {row.decision_id for row in (*rows, *left_out)}
    strange = [unwanted] if isinstance(unwanted, str) else set(unwanted) - known
    if strange:
        raise NotInPlanError(plan_id, [str(one)[:80] for one in strange])
    kept = tuple(row for row in rows if row.decision_id not in unwanted)
    return kept, (*left_out, *(row for row in rows if row.decision_id in unwanted))


@frozen
class Plan:
    """Decisions that wait for a yes: what each does, before and after, and why.

    Making one writes to neither side. *rows* are performed in this order; *impossible* is said
    beforehand. *settings*: those that applying it sets first (a wider filter), in the place of
    *settings_before*; None: as they are. *left_out*: rows that somebody took out; of an import, a
    sync or a change of settings nobody does them later, until something about them changes.
    *excluded* and *without_invoice* count as in `Preview`, under the settings that will stand.
    """

    plan_id: PlanId
    connection_id: ConnectionId
    kind: RunKind
    made_at: datetime
    made_by: Actor
    rows: tuple[Decision, ...]
    impossible: tuple[Impossible, ...] = ()
    settings: ContactSettings | None = None
    left_out: tuple[Decision, ...] = ()
    settings_before: ContactSettings | None = None
    excluded: int = 0
    without_invoice: int = 0

    def without(self, unwanted: Collection[DecisionId]) -> "Plan":
        """This plan with the rows *unwanted* left out; raises `NotInPlanError` for another id."""
        kept, out = parted(self.plan_id, self.rows, self.left_out, unwanted)
        return evolve(self, rows=kept, left_out=out)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many rows come to each verdict."""
        return Counter(row.verdict for row in self.rows)


@frozen
class Applied:
    """What became of a plan's *rows*, by decision; of a verb that asked for no plan, too.

    *done*: now, or when this plan was applied before. *moved*: something it rests on changed
    since; nothing was done about it, and it is decided anew. *refused*: a side would not do all of
    it, now or then, in words. *uncertain*: the answer was lost; the next run finds out before
    anything else.
    """

    run: RunRecord
    done: tuple[DecisionId, ...] = ()
    moved: tuple[DecisionId, ...] = ()
    refused: Mapping[DecisionId, str] = field(factory=dict, repr=False)
    uncertain: tuple[DecisionId, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    rows: tuple[Decision, ...] = ()
