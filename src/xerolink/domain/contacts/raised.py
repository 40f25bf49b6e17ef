"""Issues as they open, go on and close with what is read, decided and answered."""

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import AskPerson, Decision
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    Intent,
    IntentState,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.contacts.settle import Settled
from xerolink.domain.identity import EntityKey, IssueId


def continued(issue: Issue, standing: Sequence[Issue]) -> Issue:
    """*issue* under the id and date of the open one of its family, if there is one."""
    for old in standing:
        if old.family == issue.family:
            return evolve(issue, issue_id=old.issue_id, opened=old.opened)
    return issue


KEPT_FAMILIES = frozenset({IssueKind.INVALID.value, IssueKind.HOST_MERGE.value})
"""Issues that reading opens; deciding closes one only where the decision `answers` it."""


@frozen
class News:
    """What an issue needs beside its cause: what stands, an id for a new one, and the time."""

    standing: Sequence[Issue]
    issue_id: IssueId
    now: datetime


def match_issue(decision: Decision, action: AskPerson, news: News) -> Issue:
    """The issue that *action* opens, or brings up to date."""
    issue = Issue(
        news.issue_id,
        action.kind,
        decision.entity,
        news.now,
        decision.reason,
        action.candidates,
        shared_by=action.shared_by,
    )
    return continued(issue, news.standing)


def held_issue(decision: Decision, held: tuple[FieldName, ...], news: News) -> Issue:
    """The issue about fields that both sides changed (semantics row 13)."""
    why = "both sides changed: " + ", ".join(name.value for name in held)
    kind = IssueKind.FIELD_CONFLICT
    issue = Issue(news.issue_id, kind, decision.entity, news.now, why, fields=held)
    return continued(issue, news.standing)


def outdated(
    decision: Decision, raised: Sequence[Issue], pending: bool, news: News
) -> tuple[Issue, ...]:
    """The open issues that *decision* answers, closed; *raised*: those that it opens.

    While an effect is *pending*, a field conflict that is no more can be told, and what a person
    has answered.
    """
    answered = {kind.value for kind in decision.answers}
    kept = (KEPT_FAMILIES - answered) | {issue.family for issue in raised}
    closing = [issue for issue in news.standing if issue.family not in kept]
    if pending:
        told = answered | {IssueKind.FIELD_CONFLICT.value}
        closing = [issue for issue in closing if issue.family in told]
    return tuple(issue.close(news.now, decision.stamp.actor) for issue in closing)


WAITING_KINDS = frozenset({IssueKind.NAME_TAKEN, IssueKind.REFUSED, IssueKind.FIELD_CONFLICT})
"""What waits for somebody to act on a pair or on a push, and is answered by another partner."""


def answered_beside(
    decision: Decision, standing: Sequence[Issue], now: datetime
) -> tuple[Issue, ...]:
    """A refused push is answered by a link to the holder of the name (row 18)."""
    about = (issue for issue in standing if issue.kind in WAITING_KINDS)
    return tuple(issue.close(now, decision.stamp.actor) for issue in about)


def issues_after(
    settled: Settled,
    subject: EntityKey,
    standing: Sequence[Issue],
    issue_id: IssueId,
    now: datetime,
) -> tuple[Issue, ...]:
    """The issues to write once *settled*: one for what was refused, and those that it answers.

    Of a pair that came apart there are none: who takes back is told of a refusal at once.
    """
    if settled.intent.open or isinstance(settled.intent.body, RemoveContact | ArchiveContact):
        return ()
    raised = _refusal(settled, subject, issue_id, now)
    kept = KEPT_FAMILIES | {issue.family for issue in raised} | {IssueKind.FIELD_CONFLICT.value}
    if settled.intent.state is IntentState.REFUSED:
        kept |= {issue.family for issue in standing}
    closed = tuple(i.close(now, settled.intent.actor) for i in standing if i.family not in kept)
    return (*(continued(issue, standing) for issue in raised), *closed)


def _refusal(
    settled: Settled, subject: EntityKey, issue_id: IssueId, now: datetime
) -> tuple[Issue, ...]:
    if not settled.problems:
        return ()
    taken = any(problem.field is FieldName.NAME for problem in settled.problems)
    kind = IssueKind.NAME_TAKEN if taken and _name_to_xero(settled.intent) else IssueKind.REFUSED
    why = "; ".join(problem.why for problem in settled.problems)
    fields = tuple({p.field: None for p in settled.problems if p.field is not None})
    return (Issue(issue_id, kind, subject, now, why, fields=fields),)


def _name_to_xero(intent: Intent) -> bool:
    match intent.body:
        case CreateContact():
            return True
        case MergeContact(xero=XeroEdit(values=values)):
            return FieldName.NAME in values
        case _:
            return False
