"""Undo: the decision that takes back what a run did to one pair, and what cannot be taken back.

Nothing that somebody has edited since is touched: exactly those fields are refused, and named.
"""

from collections.abc import Iterable, Mapping

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
from xerolink.domain.contacts.link import APART, Link
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.merge import changed
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, veiled
from xerolink.domain.contacts.normalise import differs, same
from xerolink.domain.deeds import Change, Deed
from xerolink.domain.identity import EntityKey, RunId, invoice_entity, xero_entity
from xerolink.domain.journal import Entry, EntryKind
from xerolink.domain.plan import Impossible
from xerolink.domain.run import RunKind
from xerolink.domain.settings import Direction
from xerolink.domain.undo_link import Ground, for_good, held, is_about, link_back, writable

ARCHIVED_NOT_DELETED = "Xero deletes no contact: it is archived there, and can be restored there"
_CONNECTION = EntityKey("connection")
_CONNECTING = frozenset({RunKind.DISCONNECT, RunKind.RECONNECT})
STAYS_SEPARATED = "the pair stays separated until a person links it again"


@frozen
class TakenBack:
    """The decision, if there is anything to do, and what cannot be done."""

    decision: Decision | None
    impossible: tuple[Impossible, ...]


def beyond(entries: Iterable[Entry]) -> tuple[Impossible, ...]:
    """What a run did besides its deeds, and what no undo takes back."""
    found: dict[Impossible, None] = {}
    for fact in (entry.fact for entry in entries):
        if fact.kind is EntryKind.SETTINGS:
            found[Impossible(_CONNECTION, "the settings stay; change them back")] = None
        elif fact.kind is EntryKind.WRITTEN and fact.invoice_id is not None:
            why = "undo_invoices takes the sending of invoices back"
            found[Impossible(invoice_entity(fact.invoice_id), why)] = None
        elif fact.kind is EntryKind.FOLLOWED and fact.trigger in _CONNECTING:
            why = "a connection is made and ended by disconnect and reconnect alone"
            found[Impossible(_CONNECTION, why)] = None
        elif fact.kind is EntryKind.FOLLOWED and fact.xero_id is not None:
            merged = Impossible(
                xero_entity(fact.xero_id), "the host merged the contacts; that stays"
            )
            found[merged] = None
    return tuple(found)


def forgotten(run_id: RunId) -> Impossible:
    """The journal no longer keeps what a run did, or not all of it."""
    return Impossible(EntityKey(f"run:{run_id}"), "the journal no longer keeps all that it did")


def take_back(deed: Deed, ground: Ground, stamp: Stamp) -> TakenBack:
    """What undoing *deed* comes to on *ground*."""
    if deed.scrubbed:
        return _nothing(deed, "the values were scrubbed from the journal")
    if why := for_good(deed, ground):
        return _nothing(deed, why)
    if ground.link is None or not is_about(deed, ground.link):
        return _nothing(deed, "the pair is not linked any more")
    return _decided(deed, ground, ground.link, stamp)


def _nothing(deed: Deed, why: str) -> TakenBack:
    did = deed.host or deed.xero or deed.after or deed.made_in_host or deed.made_in_xero
    return TakenBack(None, (Impossible(deed.subject, why),) if did or deed.scrubbed else ())


def _decided(deed: Deed, ground: Ground, link: Link, stamp: Stamp) -> TakenBack:
    back = link_back(deed, ground, link)
    event = back.event
    awaited = _awaited(ground, link, event)
    to_host, host_kept = _values(deed, deed.host, held(ground), "host", awaited)
    to_xero, xero_kept = _values(deed, deed.xero, writable(ground), "Xero", awaited)
    values = _Values(to_host, to_xero)
    action, warnings, whole_kept = _action(deed, ground, link, event, values)
    kept = (*back.impossible, *host_kept, *xero_kept, *whole_kept)
    if action is None:
        return TakenBack(None, kept)
    decision = _decision(deed, evolve(ground, link=link), action, values, stamp)
    return TakenBack(evolve(decision, restores=back.restored, warnings=warnings), kept)


@frozen
class _Values:
    to_host: Mapping[FieldName, FieldValue] = field(repr=veiled)
    to_xero: Mapping[FieldName, FieldValue] = field(repr=veiled)


def _awaited(
    ground: Ground, link: Link, event: LinkEvent | None
) -> Mapping[str, frozenset[FieldName]]:
    """By side, what somebody edited on the other one since, and what therefore flows next."""
    if event not in (None, LinkEvent.RELINKED) or (event is None and link.state in APART):
        return {}
    host, xero = held(ground), ground.row.contact.fields if ground.row else None
    return {"host": _edited(xero, link.base_xero), "Xero": _edited(host, link.base_host)}


def _edited(now: SyncedFields | None, base: SyncedFields) -> frozenset[FieldName]:
    if now is None:
        return frozenset()
    return frozenset(name for name in FieldName if changed(name, now.get(name), base.get(name)))


def _values(
    deed: Deed,
    changes: Mapping[FieldName, Change],
    now: SyncedFields | None,
    side: str,
    awaited: Mapping[str, frozenset[FieldName]],
) -> tuple[dict[FieldName, FieldValue], tuple[Impossible, ...]]:
    """The values to write back, and the fields that stay for what somebody did since."""
    back: dict[FieldName, FieldValue] = {}
    kept = []
    for name, change in changes.items():
        if now is None:
            kept.append(Impossible(deed.subject, f"the contact is not active in {side}", name))
        elif same(name, now.get(name), change.before):
            continue
        elif name in awaited.get(side, ()) or not same(name, now.get(name), change.after):
            kept.append(Impossible(deed.subject, _edited_since(side, name, awaited), name))
        else:
            back[name] = change.before
    return back, tuple(kept)


def _edited_since(side: str, name: FieldName, awaited: Mapping[str, frozenset[FieldName]]) -> str:
    other = "Xero" if side == "host" else "host"
    where = other if name in awaited.get(side, ()) else side
    return f"somebody has edited it in {_the(where)} since"


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
    made, now = deed.made_in_xero, writable(ground)
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
