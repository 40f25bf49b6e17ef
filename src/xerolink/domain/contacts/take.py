"""From a decision to what is stored: links and issues at once, an intent for what is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from attrs import evolve, field, frozen

from xerolink.domain.contacts.decide import (
    AskPerson,
    CreateInHost,
    Decision,
    FollowMerge,
    Leave,
    LinkPair,
    MergePair,
    MoveLink,
)
from xerolink.domain.contacts.effects import HostDraft, HostPatch
from xerolink.domain.contacts.intent import (
    ImportContact,
    Intent,
    IntentBody,
    IntentState,
    MergeContact,
    XeroEdit,
)
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, HostVersion, SyncedFields
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import IntentId, IssueId, LinkId, xero_entity


@frozen
class Fresh:
    """What the world gives a decision that is taken: the time, and an id for what it makes."""

    now: datetime
    link_id: LinkId
    issue_id: IssueId
    intent_id: IntentId


@frozen
class Standing:
    """What the store holds about the decision's contact as it is taken."""

    row: StagedContact
    link: Link | None
    issues: Sequence[Issue] = ()
    engaged: bool = False
    """An effect on it is outstanding, or its partner-to-be got another partner."""


@frozen
class Taken:
    """What one decision stores. Of a new link with an *intent*, nothing until that is done."""

    link: Link | None = None
    intent: Intent | None = None
    issues: tuple[Issue, ...] = field(default=())


def still_holds(decision: Decision, standing: Standing | None, host: HostVersion | None) -> bool:
    """Whether everything that *decision* rests on is as it was."""
    rests = decision.rests_on
    if standing is None or standing.engaged:
        return False
    if standing.row.revision != rests.staged_revision:
        return False
    link = standing.link
    known = (link.link_id, link.revision) if link else (None, 0)
    return known == (rests.link_id, rests.link_revision) and host == rests.host_version


def take(decision: Decision, standing: Standing, fresh: Fresh) -> Taken:
    """What to store for *decision*, all of it in one transaction (protocol, Cycle 6)."""
    made = _made(decision, standing, fresh)
    issues = (*made.issues, *_outdated(made, decision, standing, fresh.now))
    return evolve(made, issues=issues)


def _made(decision: Decision, standing: Standing, fresh: Fresh) -> Taken:
    action, link = decision.action, standing.link
    match action:
        case LinkPair():
            return _link_pair(decision, action, standing, fresh)
        case CreateInHost():
            return _with_intent(decision, fresh, fresh.link_id, _import(decision, standing, fresh))
        case AskPerson():
            return Taken(issues=(_match_issue(decision, action, standing, fresh),))
        case MergePair():
            return _merge_pair(decision, action, standing, fresh)
        case MoveLink():
            return Taken(link and link.after(action.event))
        case FollowMerge():
            return Taken(link and link.moved(action.survivor))
        case Leave():
            return Taken()
        case _:
            assert_never(action)


def _link_pair(decision: Decision, action: LinkPair, standing: Standing, fresh: Fresh) -> Taken:
    link = Link(
        fresh.link_id,
        action.host_id,
        decision.xero_id,
        decision.host_before or SyncedFields(),
        decision.xero_before,
        standing.row.contact.updated,
        fresh.now,
    )
    if not action.to_host:
        return Taken(link)
    patch = HostPatch(fresh.intent_id, action.host_id, _version(decision), action.to_host)
    return _with_intent(decision, fresh, link.link_id, MergeContact(link, patch, None))


def _merge_pair(decision: Decision, action: MergePair, standing: Standing, fresh: Fresh) -> Taken:
    if standing.link is None:
        return Taken()
    link = standing.link.after(action.event) if action.event else standing.link
    link = _agree(link, decision, action.agreed)
    issues = (_held_issue(decision, action.held, standing, fresh),) if action.held else ()
    if not action.writes:
        return Taken(link, issues=issues)
    patch = HostPatch(fresh.intent_id, action.host_id, _version(decision), action.to_host)
    edit = XeroEdit(action.to_xero, decision.xero_before)
    body = MergeContact(link, patch if action.to_host else None, edit if action.to_xero else None)
    taken = _with_intent(decision, fresh, link.link_id, body)
    return evolve(taken, link=link, issues=issues)


def _agree(link: Link, decision: Decision, names: Sequence[FieldName]) -> Link:
    if not names or decision.host_before is None:
        return link
    host = link.base_host.with_values({name: decision.host_before.get(name) for name in names})
    xero = link.base_xero.with_values({name: decision.xero_before.get(name) for name in names})
    return link.agreed(host, xero, link.xero_updated)


def _import(decision: Decision, standing: Standing, fresh: Fresh) -> ImportContact:
    action = decision.action
    assert isinstance(action, CreateInHost)  # narrowed by the caller
    snapshot = decision.xero_before
    draft = HostDraft(fresh.intent_id, snapshot, action.kind, action.contact_type)
    return ImportContact(decision.xero_id, draft, snapshot, standing.row.contact.updated)


def _with_intent(decision: Decision, fresh: Fresh, link_id: LinkId, body: IntentBody) -> Taken:
    """The intent is SENT from the start: its call follows the commit with nothing between."""
    intent = Intent(
        fresh.intent_id,
        xero_entity(decision.xero_id),
        link_id,
        body,
        decision.stamp.run_id,
        decision.stamp.actor,
        fresh.now,
        decision.decision_id,
    )
    return Taken(intent=intent.become(IntentState.SENT))


def _version(decision: Decision) -> HostVersion:
    return decision.rests_on.host_version or HostVersion("")


def _match_issue(decision: Decision, action: AskPerson, standing: Standing, fresh: Fresh) -> Issue:
    issue = Issue(
        fresh.issue_id,
        action.kind,
        xero_entity(decision.xero_id),
        fresh.now,
        decision.reason,
        action.candidates,
        shared_by=action.shared_by,
    )
    return continued(issue, standing.issues)


def _held_issue(
    decision: Decision, held: tuple[FieldName, ...], standing: Standing, fresh: Fresh
) -> Issue:
    subject = xero_entity(decision.xero_id)
    why = "both sides changed: " + ", ".join(name.value for name in held)
    kind = IssueKind.FIELD_CONFLICT
    issue = Issue(fresh.issue_id, kind, subject, fresh.now, why, fields=held)
    return continued(issue, standing.issues)


def continued(issue: Issue, standing: Sequence[Issue]) -> Issue:
    """*issue* under the id and date of the open one of its family, if there is one."""
    for old in standing:
        if old.family == issue.family:
            return evolve(issue, issue_id=old.issue_id, opened=old.opened)
    return issue


KEPT_FAMILIES = frozenset({IssueKind.INVALID.value, IssueKind.HOST_MERGE.value})
"""Issues that reading opens, not deciding."""


def _outdated(
    made: Taken, decision: Decision, standing: Standing, now: datetime
) -> tuple[Issue, ...]:
    """The open issues that this decision answers, closed.

    While an effect is outstanding only a field conflict that is no more can be told.
    """
    kept = KEPT_FAMILIES | {issue.family for issue in made.issues}
    open_issues = [issue for issue in standing.issues if issue.family not in kept]
    if made.intent is not None:
        open_issues = [i for i in open_issues if i.kind is IssueKind.FIELD_CONFLICT]
    return tuple(issue.close(now, decision.stamp.actor) for issue in open_issues)
