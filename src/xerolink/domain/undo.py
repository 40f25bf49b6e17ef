"""Undo: the decision that takes back what a run did to one pair, and what cannot be taken back.

Nothing that somebody has edited since is touched: exactly those fields are refused, and named.
"""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from xerolink.domain.contacts.decide import (
    Action,
    ArchiveInXero,
    Decision,
    MergePair,
    MoveLink,
    RemoveFromHost,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import (
    FieldName,
    FieldValue,
    HostContact,
    SyncedFields,
    XeroStatus,
    veiled,
)
from xerolink.domain.contacts.normalise import differs, same
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.deeds import Change, Deed
from xerolink.domain.plan import Impossible
from xerolink.domain.run import RunKind
from xerolink.domain.settings import Direction

ARCHIVED_NOT_DELETED = "Xero deletes no contact: it is archived, and its name stays taken there"
STAYS_SEPARATED = "the pair stays separated until a person links it again"


@frozen
class Ground:
    """Both sides and the link of a deed's pair, as they stand now; None: not there."""

    row: StagedContact | None
    host: HostContact | None
    link: Link | None


@frozen
class TakenBack:
    """The decision, if there is anything to do, and what cannot be done."""

    decision: Decision | None
    impossible: tuple[Impossible, ...]


def take_back(deed: Deed, ground: Ground, stamp: Stamp) -> TakenBack:
    """What undoing *deed* comes to on *ground*."""
    if deed.scrubbed:
        return _nothing(deed, "the values were scrubbed from the journal")
    if _moved_by_xero(deed):
        return _nothing(deed, "Xero merged the contacts; that stays")
    if ground.link is None:
        return _nothing(deed, "the pair is not linked any more")
    return _decided(deed, ground, ground.link, stamp)


def _nothing(deed: Deed, why: str) -> TakenBack:
    did = deed.host or deed.xero or deed.after or deed.made_in_host or deed.made_in_xero
    return TakenBack(None, (Impossible(deed.subject, why),) if did or deed.scrubbed else ())


def _moved_by_xero(deed: Deed) -> bool:
    before = deed.before
    return any(i in before and before[i].xero_id != x.xero_id for i, x in deed.after.items())


def _decided(deed: Deed, ground: Ground, link: Link, stamp: Stamp) -> TakenBack:
    event, impossible = _event(deed, link)
    restored = _restored(deed, link)
    if restored and event is None:
        event = LinkEvent.FORGOTTEN
    to_host, host_kept = _values(deed, deed.host, _held(ground), "host")
    to_xero, xero_kept = _values(deed, deed.xero, _writable(ground), "Xero")
    values = _Values(to_host, to_xero)
    action, warnings, whole_kept = _action(deed, ground, link, event, values)
    kept = (*impossible, *host_kept, *xero_kept, *whole_kept)
    if action is None:
        return TakenBack(None, kept)
    decision = _decision(deed, evolve(ground, link=link), action, values, stamp)
    return TakenBack(evolve(decision, restores=restored, warnings=warnings), kept)


@frozen
class _Values:
    to_host: Mapping[FieldName, FieldValue] = field(repr=veiled)
    to_xero: Mapping[FieldName, FieldValue] = field(repr=veiled)


def _event(deed: Deed, link: Link) -> tuple[LinkEvent | None, tuple[Impossible, ...]]:
    """How the link goes back; a state that one of the sides brought about stays."""
    apart = link.state is LinkState.PREVIOUSLY_SYNCED
    if link.link_id in deed.after and link.link_id not in deed.before:
        return (None if apart else _end_of_new(deed)), ()
    first, last = deed.before.get(link.link_id), deed.after.get(link.link_id)
    if first is None or last is None or first.state is last.state:
        return None, ()
    if last.state is LinkState.PREVIOUSLY_SYNCED and apart and not _deleted(last):
        return LinkEvent.RELINKED, ()
    if first.state is LinkState.PREVIOUSLY_SYNCED and not apart:
        return LinkEvent.STOPPED, ()
    why = f"the pair is {link.state.value.replace('_', ' ')} for what happened on one side"
    return None, (Impossible(deed.subject, why),)


def _deleted(link: Link) -> bool:
    return link.separated is not None and link.separated.why == "deleted in the host"


def _end_of_new(deed: Deed) -> LinkEvent:
    """What a person answered is asked again; what matched by itself must not match again."""
    tombstones = any(x.state is LinkState.PREVIOUSLY_SYNCED for x in deed.before.values())
    asked = deed.trigger is RunKind.REVIEW
    return LinkEvent.FORGOTTEN if asked or tombstones else LinkEvent.STOPPED


def _restored(deed: Deed, link: Link) -> tuple[Link, ...]:
    """The tombstones that this pair replaced."""
    return tuple(
        old
        for i, old in deed.before.items()
        if old.state is LinkState.PREVIOUSLY_SYNCED
        and i != link.link_id
        and i in deed.after
        and deed.after[i].state is LinkState.ENDED
    )


def _held(ground: Ground) -> SyncedFields | None:
    return ground.host.fields if ground.host else None


def _writable(ground: Ground) -> SyncedFields | None:
    row = ground.row
    if row is None or row.contact.status is not XeroStatus.ACTIVE:
        return None
    return row.contact.fields


def _values(
    deed: Deed, changes: Mapping[FieldName, Change], now: SyncedFields | None, side: str
) -> tuple[dict[FieldName, FieldValue], tuple[Impossible, ...]]:
    """The values to write back, and the fields that stay for what somebody did since."""
    back: dict[FieldName, FieldValue] = {}
    kept = []
    for name, change in changes.items():
        if now is None:
            kept.append(Impossible(deed.subject, f"the contact is not active in {side}", name))
        elif same(name, now.get(name), change.after):
            back[name] = change.before
        elif not same(name, now.get(name), change.before):
            why = f"somebody has edited it in {_the(side)} since"
            kept.append(Impossible(deed.subject, why, name))
    return back, tuple(kept)


def _the(side: str) -> str:
    return "the host" if side == "host" else side


def _action(
    deed: Deed, ground: Ground, link: Link, event: LinkEvent | None, values: _Values
) -> tuple[Action | None, tuple[str, ...], tuple[Impossible, ...]]:
    host_id = link.host_id
    said = (STAYS_SEPARATED,) if event is LinkEvent.STOPPED else ()
    if deed.made_in_host is not None:
        return _remove(deed, ground, event, said)
    if deed.made_in_xero is not None:
        return _archive(deed, ground, event, said)
    direction = _direction(deed, link)
    if values.to_host or values.to_xero or direction is not None:
        merged = MergePair(
            host_id, event, values.to_host, values.to_xero, (), (), direction, apart=True
        )
        return merged, said, ()
    return (MoveLink(host_id, event) if event else None), said, ()


def _remove(
    deed: Deed, ground: Ground, event: LinkEvent | None, said: tuple[str, ...]
) -> tuple[Action | None, tuple[str, ...], tuple[Impossible, ...]]:
    made, host = deed.made_in_host, ground.host
    if host is None or made is None:
        gone = (Impossible(deed.subject, "the host contact is gone already"),)
        return _move(ground, event), said, gone
    if differs(host.fields, made):
        stays = (Impossible(deed.subject, "the host contact was edited since; it stays"),)
        return _move(ground, event), said, stays
    return RemoveFromHost(host.host_id, event), said, ()


def _archive(
    deed: Deed, ground: Ground, event: LinkEvent | None, said: tuple[str, ...]
) -> tuple[Action | None, tuple[str, ...], tuple[Impossible, ...]]:
    made, now = deed.made_in_xero, _writable(ground)
    if now is None or made is None:
        gone = (Impossible(deed.subject, "the contact is not active in Xero any more"),)
        return _move(ground, event), said, gone
    if differs(now, made):
        stays = (Impossible(deed.subject, "it was edited in Xero since; it stays active there"),)
        return _move(ground, event), said, stays
    host_id = ground.link.host_id if ground.link else deed.host_id
    assert host_id is not None  # a pushed contact has one
    return ArchiveInXero(host_id, event), (*said, ARCHIVED_NOT_DELETED), ()


def _move(ground: Ground, event: LinkEvent | None) -> Action | None:
    return MoveLink(ground.link.host_id, event) if ground.link and event else None


def _direction(deed: Deed, link: Link) -> Direction | None:
    first, last = deed.before.get(link.link_id), deed.after.get(link.link_id)
    if first is None or last is None or first.direction is last.direction:
        return None
    return first.direction if link.direction is last.direction else None


def _decision(
    deed: Deed, ground: Ground, action: Action, values: _Values, stamp: Stamp
) -> Decision:
    link = ground.link
    assert link is not None  # the caller has looked
    host = ground.host if isinstance(action, MergePair | RemoveFromHost) else None
    xero = ground.row.contact.fields if ground.row else None
    before = ground.host.fields if ground.host else None
    return Decision(
        stamp,
        link.xero_id,
        Verdict.TAKE_BACK,
        action,
        f"undo of {deed.trigger.value}",
        RestsOn(
            ground.row.revision if ground.row else 0,
            host.host_id if host else None,
            host.version if host else None,
            link.link_id,
            link.revision,
        ),
        before,
        None
        if isinstance(action, RemoveFromHost)
        else before and before.with_values(values.to_host),
        xero,
        xero and xero.with_values(values.to_xero),
    )
