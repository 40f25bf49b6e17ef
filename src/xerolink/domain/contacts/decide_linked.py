"""What becomes of a linked pair: edits flow, are held, or the link's state moves."""

from collections.abc import Mapping

from attrs import frozen

from xerolink.domain.contacts.check import check_fields
from xerolink.domain.contacts.decide import (
    Action,
    ArchiveInXero,
    AskPerson,
    Decision,
    FollowMerge,
    Leave,
    LinkPair,
    MergePair,
    MoveLink,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.erased import erased
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.merge import FieldOutcome, Sides, merge_field
from xerolink.domain.contacts.model import (
    FieldName,
    FieldValue,
    HostContact,
    SyncedFields,
    XeroStatus,
)
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import ContactSettings, DeletedInHost, Direction

DELETED = "deleted in the host"
"""Why a pair came apart (semantics row 24)."""


@frozen
class Pair:
    """What was gathered about one linked pair.

    *host* None: the host does not have the contact; *deleted*: its change feed said so.
    *survivor*: where a merge in Xero ended; *survivor_taken*: it has a link of its own.
    """

    row: StagedContact
    link: Link
    host: HostContact | None
    deleted: bool = False
    survivor: XeroContactId | None = None
    survivor_taken: bool = False


def decide_linked(pair: Pair, settings: ContactSettings, stamp: Stamp) -> Decision | None:
    """The decision about *pair*; None while it cannot be told (the host did not answer for it)."""
    if pair.link.state not in (LinkState.SYNCED, LinkState.SUSPENDED):
        return decision_of(pair, Verdict.NOTHING, Leave(), "the link is not in sync", stamp)
    if pair.host is None:
        return _gone(pair, settings.deleted_in_host, stamp)
    if pair.row.contact.status is not XeroStatus.ACTIVE:
        return _not_active(pair, pair.host, stamp)
    return _merge(pair, pair.host, settings, stamp)


def _gone(pair: Pair, chosen: DeletedInHost, stamp: Stamp) -> Decision | None:
    """Only the feed's own word ends a link: a side that answers nothing deletes nothing (20)."""
    if not pair.deleted:
        return None
    why = DELETED
    action: Action = MoveLink(pair.link.host_id, LinkEvent.DELETED_IN_HOST)
    if chosen is DeletedInHost.ARCHIVE and _may_archive(pair):
        action = ArchiveInXero(pair.link.host_id, LinkEvent.DELETED_IN_HOST)
    elif chosen is DeletedInHost.REIMPORT:
        why = f"{DELETED}; Xero's contact is decided anew"
        action = MoveLink(pair.link.host_id, LinkEvent.FORGOTTEN)
    return decision_of(pair, Verdict.STATE, action, why, stamp)


def _may_archive(pair: Pair) -> bool:
    """Of a one-way pair nothing that is done in the host goes to Xero (semantics row 1)."""
    both_ways = pair.link.direction is Direction.TWO_WAY
    return both_ways and pair.link.live and pair.row.contact.status is XeroStatus.ACTIVE


def _not_active(pair: Pair, host: HostContact, stamp: Stamp) -> Decision:
    """Semantics rows 21 to 23."""
    if pair.survivor is not None and pair.survivor_taken:
        synced = pair.link.state is LinkState.SYNCED
        event = LinkEvent.ARCHIVED_IN_XERO if synced else None
        collision = AskPerson(IssueKind.MERGE_COLLISION, (), 0, event)
        why = "merged in Xero into a contact that is linked to another host contact"
        return decision_of(pair, Verdict.CONFLICT, collision, why, stamp)
    if pair.survivor is not None:
        follow = FollowMerge(host.host_id, pair.survivor)
        return decision_of(pair, Verdict.STATE, follow, "merged in Xero", stamp)
    if pair.link.state is LinkState.SUSPENDED:
        return decision_of(pair, Verdict.NOTHING, Leave(), "still archived in Xero", stamp)
    move = MoveLink(host.host_id, LinkEvent.ARCHIVED_IN_XERO)
    return decision_of(pair, Verdict.STATE, move, "archived in Xero", stamp)


def _merge(pair: Pair, host: HostContact, settings: ContactSettings, stamp: Stamp) -> Decision:
    event = LinkEvent.RESTORED_IN_XERO if pair.link.state is LinkState.SUSPENDED else None
    merged, told = merge_pair(pair, host, settings, event)
    if not told and event is None:
        return decision_of(pair, Verdict.NOTHING, Leave(), "nothing changed", stamp)
    reason = told or "active in Xero again"
    return decision_of(pair, Verdict.UPDATE, merged, reason, stamp)


def merge_pair(
    pair: Pair,
    host: HostContact,
    settings: ContactSettings,
    event: LinkEvent | None = None,
    direction: Direction | None = None,
) -> tuple[MergePair, str]:
    """The merge of *pair* field by field, flowing as *direction* says, and what it does in words.

    *direction* None: as the link's. In words: "", if no field changed on either side.
    """
    xero = current_xero(pair)
    flows = direction or pair.link.direction
    outcomes = {name: _outcome(name, pair, host, settings, flows) for name in FieldName}
    merged = MergePair(
        host.host_id,
        event,
        _values(outcomes, FieldOutcome.TO_HOST, xero),
        _values(outcomes, FieldOutcome.TO_XERO, host.fields),
        _names(outcomes, FieldOutcome.AGREE),
        _names(outcomes, FieldOutcome.HOLD),
        direction,
    )
    return merged, _told(outcomes)


def current_xero(pair: Pair) -> SyncedFields:
    """The staged fields; of a stale replica, what Xero last held (protocol, Cycle 3)."""
    stale = pair.row.contact.updated < pair.link.xero_updated
    return pair.link.base_xero if stale else pair.row.contact.fields


def _outcome(
    name: FieldName,
    pair: Pair,
    host: HostContact,
    settings: ContactSettings,
    flows: Direction,
) -> FieldOutcome:
    link = pair.link
    sides = Sides(
        usable(host.fields).get(name),
        current_xero(pair).get(name),
        link.base_host.get(name),
        link.base_xero.get(name),
    )
    return merge_field(name, sides, settings.both_changed, flows)


def usable(fields: SyncedFields) -> SyncedFields:
    """*fields* with each one that cannot be used made unknown, so that it never flows."""
    bad = {p.field for p in check_fields(fields) if p.blocks and p.field is not None}
    return fields.with_values(dict.fromkeys(bad))


Outcomes = Mapping[FieldName, FieldOutcome]


def _values(
    outcomes: Outcomes, wanted: FieldOutcome, source: SyncedFields
) -> dict[FieldName, FieldValue]:
    return {name: source.get(name) for name in _names(outcomes, wanted)}


def _names(outcomes: Outcomes, wanted: FieldOutcome) -> tuple[FieldName, ...]:
    return tuple(name for name, outcome in outcomes.items() if outcome is wanted)


_WORDS = {
    FieldOutcome.TO_HOST: "changed in Xero",
    FieldOutcome.TO_XERO: "changed in the host",
    FieldOutcome.AGREE: "the same on both sides now",
    FieldOutcome.HOLD: "changed on both sides",
}


def _told(outcomes: Outcomes) -> str:
    return "; ".join(f"{n.value}: {_WORDS[o]}" for n, o in outcomes.items() if o in _WORDS)


def decision_of(
    pair: Pair, verdict: Verdict, action: Action, reason: str, stamp: Stamp
) -> Decision:
    """The decision to do *action* about *pair*; it rests on the host contact if that is given."""
    host, xero = pair.host, current_xero(pair)
    to_host = action.to_host if isinstance(action, MergePair | LinkPair) else {}
    to_xero = action.to_xero if isinstance(action, MergePair) else {}
    before = host.fields if host and not erased(pair.row.contact) else None
    return Decision(
        stamp,
        pair.row.contact.xero_id,
        verdict,
        action,
        reason,
        RestsOn(
            pair.row.revision,
            host.host_id if host else None,
            host.version if host else None,
            pair.link.link_id,
            pair.link.revision,
        ),
        before,
        before.with_values(to_host) if before else None,
        xero,
        xero.with_values(to_xero),
    )
