"""From a decision to what is stored: links and issues at once, an intent for what is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from attrs import evolve, field, frozen

from xerolink.domain.contacts.decide import (
    ArchiveInXero,
    AskPerson,
    CreateInHost,
    CreateInXero,
    Decision,
    FollowMerge,
    Leave,
    LinkPair,
    MergePair,
    MoveLink,
    RemoveFromHost,
    TakeOver,
)
from xerolink.domain.contacts.effects import HostPatch, HostRemoval, XeroDraft
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    Before,
    CreateContact,
    ImportContact,
    Intent,
    IntentBody,
    IntentState,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import NOTHING_SEEN, Link, Separation
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import FieldName, HostVersion, SyncedFields, XeroStatus
from xerolink.domain.contacts.raised import News, answered_beside, held_issue, match_issue, outdated
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import IntentId, IssueId, LinkId, XeroContactId


@frozen
class Fresh:
    """What the world gives a decision that is taken: the time, and an id for what it makes."""

    now: datetime
    link_id: LinkId
    issue_id: IssueId
    intent_id: IntentId


@frozen
class Standing:
    """What the store holds about the decision's contact as it is taken.

    *link*: of the Xero contact; *replaced*: those of the decision's `replaces` that still stand.
    """

    row: StagedContact | None
    link: Link | None
    issues: Sequence[Issue] = ()
    engaged: bool = False
    """An effect on it is outstanding, or its partner-to-be got another partner."""
    replaced: tuple[Link, ...] = ()
    partner_issues: Sequence[Issue] = ()
    """What is open about the host contact that gets a partner, or a pair that gives way."""


@frozen
class Taken:
    """What one decision stores. Of a new link with an *intent*, nothing until that is done.

    *links* are to be put in this order: those that end make room for those that begin.
    """

    links: tuple[Link, ...] = ()
    intent: Intent | None = None
    issues: tuple[Issue, ...] = field(default=())

    @property
    def freed(self) -> tuple[Link, ...]:
        """The links that ended: their Xero contacts are decided anew, unless linked again."""
        linked = {link.xero_id for link in self.links if link.state is not LinkState.ENDED}
        ended = (link for link in self.links if link.state is LinkState.ENDED)
        return tuple(link for link in ended if link.xero_id not in linked)


def take(decision: Decision, standing: Standing, fresh: Fresh) -> Taken:
    """What to store for *decision*, all of it in one transaction (protocol, Cycle 6)."""
    made = _restored(_made(decision, standing, fresh), decision, fresh)
    if isinstance(decision.action, Leave) and _apart(standing) and not decision.answers:
        return made  # a tombstone's issues are those of a re-match, and wait for a person
    closed = outdated(decision, made.issues, made.intent is not None, _news(standing, fresh))
    answered = answered_beside(decision, standing.partner_issues, fresh.now)
    return evolve(made, issues=(*made.issues, *closed, *answered))


def _apart(standing: Standing) -> bool:
    return standing.link is not None and standing.link.state is LinkState.PREVIOUSLY_SYNCED


def _made(decision: Decision, standing: Standing, fresh: Fresh) -> Taken:
    match action := decision.action:
        case LinkPair():
            return _link_pair(decision, action, standing, fresh)
        case CreateInHost() | CreateInXero():
            body = _creation(decision, action, standing, fresh)
            return _with_intent(decision, fresh, fresh.link_id, body)
        case AskPerson(event=event):
            links = _moved(decision, event, standing, fresh) if event else ()
            return Taken(links, issues=(match_issue(decision, action, _news(standing, fresh)),))
        case MergePair():
            return _merge_pair(decision, action, standing, fresh)
        case MoveLink() | FollowMerge() | TakeOver():
            return Taken(_stepped(decision, action, standing, fresh))
        case RemoveFromHost() | ArchiveInXero():
            return _take_away(decision, action, standing, fresh)
        case Leave():
            return Taken()
        case _:
            assert_never(action)


def _creation(
    decision: Decision, action: CreateInHost | CreateInXero, standing: Standing, fresh: Fresh
) -> IntentBody:
    if isinstance(action, CreateInXero):
        return _create(decision, action, fresh)
    return _import(decision, action, standing, fresh)


def _news(standing: Standing, fresh: Fresh) -> News:
    return News(standing.issues, fresh.issue_id, fresh.now)


def _stepped(
    decision: Decision, action: MoveLink | FollowMerge | TakeOver, standing: Standing, fresh: Fresh
) -> tuple[Link, ...]:
    if isinstance(action, MoveLink):
        return _moved(decision, action.event, standing, fresh)
    if standing.link is None:
        return ()
    if isinstance(action, FollowMerge):
        return (standing.link.moved(action.survivor),)
    apart = Separation(fresh.now, decision.stamp.actor, decision.reason)
    ended = (old.replaced(apart) for old in standing.replaced)
    return (*ended, standing.link.taking_over(action.host_id, action.survivor))


def _moved(
    decision: Decision, event: LinkEvent | None, standing: Standing, fresh: Fresh
) -> tuple[Link, ...]:
    if standing.link is None or event is None:
        return (standing.link,) if standing.link else ()
    told = decision.action.why if isinstance(decision.action, MoveLink) else ""
    apart = Separation(fresh.now, decision.stamp.actor, told or decision.reason)
    return (standing.link.after(event, apart),)


def _take_away(
    decision: Decision,
    action: RemoveFromHost | ArchiveInXero,
    standing: Standing,
    fresh: Fresh,
) -> Taken:
    links = _moved(decision, action.event, standing, fresh)
    if not links:
        return Taken()
    body: IntentBody = ArchiveContact(links[0])
    if isinstance(action, RemoveFromHost):
        removal = HostRemoval(fresh.intent_id, action.host_id, _version(decision))
        body = RemoveContact(links[0], removal)
    taken = _with_intent(decision, fresh, links[0].link_id, body)
    return evolve(taken, links=links)


def _restored(made: Taken, decision: Decision, fresh: Fresh) -> Taken:
    """Tombstones stand again."""
    again = (
        link.standing_again(LinkId(f"{fresh.link_id}.{number}"), _separated(link, decision, fresh))
        for number, link in enumerate(decision.restores)
    )
    return evolve(made, links=(*made.links, *again))


def _separated(link: Link, decision: Decision, fresh: Fresh) -> Separation | None:
    """A pair that a merge ends comes apart as that is settled, not as it was planned."""
    if link.separated is None or not isinstance(decision.action, TakeOver):
        return link.separated
    return Separation(fresh.now, decision.stamp.actor, link.separated.why)


def _link_pair(decision: Decision, action: LinkPair, standing: Standing, fresh: Fresh) -> Taken:
    link = Link(
        fresh.link_id,
        action.host_id,
        _xero_id(decision),
        decision.host_before or SyncedFields(),
        decision.xero_before or SyncedFields(),
        standing.row.contact.updated if standing.row else NOTHING_SEEN,
        fresh.now,
    )
    if not action.to_host:
        ended = (old.after(LinkEvent.REPLACED) for old in standing.replaced)
        return Taken((*ended, _as_in_xero(link, standing)))
    patch = HostPatch(fresh.intent_id, action.host_id, _version(decision), action.to_host)
    return _with_intent(decision, fresh, link.link_id, MergeContact(link, patch, None))


def _as_in_xero(link: Link, standing: Standing) -> Link:
    """An adopted pair whose Xero contact is archived begins suspended (semantics row 21)."""
    row = standing.row
    archived = row is not None and row.contact.status is not XeroStatus.ACTIVE
    return link.after(LinkEvent.ARCHIVED_IN_XERO) if archived else link


def _merge_pair(decision: Decision, action: MergePair, standing: Standing, fresh: Fresh) -> Taken:
    if standing.link is None:
        return Taken()
    link = _begun(_seen(standing.link, standing), decision, action, fresh)
    issues = (held_issue(decision, action.held, _news(standing, fresh)),) if action.held else ()
    if not action.writes:
        return Taken((link,), issues=issues)
    patch = HostPatch(fresh.intent_id, action.host_id, _version(decision), action.to_host)
    edit = XeroEdit(action.to_xero, decision.xero_before or SyncedFields())
    host, xero = patch if action.to_host else None, edit if action.to_xero else None
    body = MergeContact(link, host, xero, action.apart)
    taken = _with_intent(decision, fresh, link.link_id, body)
    return evolve(taken, links=(link,), issues=issues)


def _seen(link: Link, standing: Standing) -> Link:
    """The reading that was decided on counts: an older one must not tell what has landed."""
    return link.seeing(standing.row.contact.updated) if standing.row else link


def _begun(link: Link, decision: Decision, action: MergePair, fresh: Fresh) -> Link:
    """The link as it is before anything is written."""
    if action.event is not None:
        apart = Separation(fresh.now, decision.stamp.actor, decision.reason)
        link = link.after(action.event, apart)
    if action.direction is not None:
        link = link.flowing(action.direction)
    return _agree(link, decision, action.agreed, fresh.now)


def _agree(link: Link, decision: Decision, names: Sequence[FieldName], now: datetime) -> Link:
    host_now, xero_now = decision.host_before, decision.xero_before
    if not names or host_now is None or xero_now is None:
        return link
    host = link.base_host.with_values({name: host_now.get(name) for name in names})
    xero = link.base_xero.with_values({name: xero_now.get(name) for name in names})
    return link.agreed(host, xero, link.xero_updated).synced(now)


def _import(
    decision: Decision, action: CreateInHost, standing: Standing, fresh: Fresh
) -> ImportContact:
    snapshot = decision.xero_before or SyncedFields()
    draft = action.draft(fresh.intent_id, snapshot)
    seen = standing.row.contact.updated if standing.row else NOTHING_SEEN
    return ImportContact(_xero_id(decision), draft, snapshot, seen)


def _create(decision: Decision, action: CreateInXero, fresh: Fresh) -> CreateContact:
    """The marker is the intent's own id: it is how a lost answer is found again (row 31)."""
    fields = decision.xero_after or SyncedFields()
    draft = XeroDraft(fresh.intent_id, fields, number=fresh.intent_id)
    return CreateContact(action.host_id, draft, action.direction)


def _xero_id(decision: Decision) -> XeroContactId:
    assert decision.xero_id is not None  # only CreateInXero has none
    return decision.xero_id


def _with_intent(decision: Decision, fresh: Fresh, link_id: LinkId, body: IntentBody) -> Taken:
    """The intent is SENT from the start: its call follows the commit with nothing between."""
    action = decision.action
    intent = Intent(
        fresh.intent_id,
        decision.entity,
        link_id,
        body,
        decision.stamp.run_id,
        decision.stamp.actor,
        fresh.now,
        decision.decision_id,
        replaces=decision.replaces,
        near_match=action.near_match if isinstance(action, CreateInHost) else None,
        before=Before(decision.host_before, decision.xero_before),
    )
    return Taken(intent=intent.become(IntentState.SENT))


def _version(decision: Decision) -> HostVersion:
    return decision.rests_on.host_version or HostVersion("")
