"""What becomes of a linked pair: edits flow, are held, or the link's state moves."""

from collections.abc import Mapping

from attrs import frozen

from xerolink.domain.contacts.check import check_fields
from xerolink.domain.contacts.decide import (
    Action,
    AskPerson,
    Decision,
    FollowMerge,
    Leave,
    MergePair,
    MoveLink,
    RestsOn,
    Stamp,
    Verdict,
)
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
from xerolink.domain.settings import ContactSettings


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
        return _decision(pair, Verdict.NOTHING, Leave(), "the link is not in sync", stamp)
    if pair.host is None:
        return _gone(pair, stamp)
    if pair.row.contact.status is not XeroStatus.ACTIVE:
        return _not_active(pair, pair.host, stamp)
    return _merge(pair, pair.host, settings, stamp)


def _gone(pair: Pair, stamp: Stamp) -> Decision | None:
    """Only the feed's own word ends a link: a side that answers nothing deletes nothing (20)."""
    if not pair.deleted:
        return None
    action = MoveLink(pair.link.host_id, LinkEvent.DELETED_IN_HOST)
    return _decision(pair, Verdict.STATE, action, "deleted in the host", stamp)


def _not_active(pair: Pair, host: HostContact, stamp: Stamp) -> Decision:
    """Semantics rows 21 to 23."""
    if pair.survivor is not None and pair.survivor_taken:
        collision = AskPerson(IssueKind.MERGE_COLLISION, (), 0)
        why = "merged in Xero into a contact that is linked to another host contact"
        return _decision(pair, Verdict.CONFLICT, collision, why, stamp)
    if pair.survivor is not None:
        follow = FollowMerge(host.host_id, pair.survivor)
        return _decision(pair, Verdict.STATE, follow, "merged in Xero", stamp)
    if pair.link.state is LinkState.SUSPENDED:
        return _decision(pair, Verdict.NOTHING, Leave(), "still archived in Xero", stamp)
    move = MoveLink(host.host_id, LinkEvent.ARCHIVED_IN_XERO)
    return _decision(pair, Verdict.STATE, move, "archived in Xero", stamp)


def _merge(pair: Pair, host: HostContact, settings: ContactSettings, stamp: Stamp) -> Decision:
    xero = _current_xero(pair)
    outcomes = {name: _outcome(name, pair, host, xero, settings) for name in FieldName}
    merged = MergePair(
        host.host_id,
        LinkEvent.RESTORED_IN_XERO if pair.link.state is LinkState.SUSPENDED else None,
        _values(outcomes, FieldOutcome.TO_HOST, xero),
        _values(outcomes, FieldOutcome.TO_XERO, host.fields),
        _names(outcomes, FieldOutcome.AGREE),
        _names(outcomes, FieldOutcome.HOLD),
    )
    if set(outcomes.values()) == {FieldOutcome.KEEP} and merged.event is None:
        return _decision(pair, Verdict.NOTHING, Leave(), "nothing changed", stamp)
    return _decision(pair, Verdict.UPDATE, merged, _reason(outcomes), stamp)


def _current_xero(pair: Pair) -> SyncedFields:
    """The staged fields; of a stale replica, what Xero last held (protocol, Cycle 3)."""
    stale = pair.row.contact.updated < pair.link.xero_updated
    return pair.link.base_xero if stale else pair.row.contact.fields


def _outcome(
    name: FieldName,
    pair: Pair,
    host: HostContact,
    xero: SyncedFields,
    settings: ContactSettings,
) -> FieldOutcome:
    link = pair.link
    sides = Sides(
        usable(host.fields).get(name),
        xero.get(name),
        link.base_host.get(name),
        link.base_xero.get(name),
    )
    return merge_field(name, sides, settings.both_changed, link.direction)


def usable(fields: SyncedFields) -> SyncedFields:
    """*fields* with each one that cannot be used made unknown, so that it never flows."""
    bad = {p.field for p in check_fields(fields) if p.blocks and p.field is not None}
    return fields.with_values(dict.fromkeys(bad)) if bad else fields


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


def _reason(outcomes: Outcomes) -> str:
    said = [f"{n.value}: {_WORDS[o]}" for n, o in outcomes.items() if o in _WORDS]
    return "; ".join(said) or "active in Xero again"


def _decision(pair: Pair, verdict: Verdict, action: Action, reason: str, stamp: Stamp) -> Decision:
    host, xero = pair.host, _current_xero(pair)
    to_host = action.to_host if isinstance(action, MergePair) else {}
    to_xero = action.to_xero if isinstance(action, MergePair) else {}
    before = host.fields if host else None
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
