"""What a person decides about one Xero contact: link it, keep it apart, say which value stands.

Each function answers a `Decision`, or raises a `NotPossibleError` that names what is possible.
"""

from collections.abc import Collection, Mapping
from enum import Enum

from attrs import evolve, frozen

from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.decide import (
    CreateInHost,
    Decision,
    LinkPair,
    MergePair,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.decide_linked import Pair, current_xero, decision_of, merge_pair
from xerolink.domain.contacts.decide_unlinked import overwrites
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.merge import changed
from xerolink.domain.contacts.model import (
    FieldName,
    FieldValue,
    HostContact,
    SyncedFields,
    XeroStatus,
)
from xerolink.domain.contacts.normalise import is_empty, same
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.domain.settings import ContactSettings, Direction

CONFIRMED = "confirmed by a person"
"""Why two contacts were linked, where a person chose them one by one."""
REPAIRED = (IssueKind.HOST_MERGE,)
"""What a person has answered by giving the contact another partner."""


class Side(Enum):
    """Whose value stands."""

    HOST = "host"
    XERO = "xero"


class BulkRule(Enum):
    """Which match issues may be confirmed all at once."""

    SAME_NAME_EMAIL_MISSING = "same_name_email_missing"
    """The same name, one candidate, and an email missing on one side (semantics row 5)."""


@frozen
class Neighbours:
    """What stands beside a host contact that is about to be created.

    *near*: a host contact that resembles it; *tombstone*: the Xero contact's former pair;
    *former_alive*: the host still has that partner.
    """

    near: HostContactId | None = None
    tombstone: Link | None = None
    former_alive: bool = False


def confirm(
    row: StagedContact,
    host: HostContact,
    link_of_xero: Link | None,
    tombstone_of_host: Link | None,
    stamp: Stamp,
    *,
    reason: str = CONFIRMED,
) -> Decision:
    """Link the two; Xero's values overwrite, its blanks keep the host's (semantics row 8).

    *link_of_xero* and *tombstone_of_host*: pairs that were separated; they end with this.
    """
    xero, values = row.contact.fields, overwrites(host.fields, row.contact.fields)
    former = dict.fromkeys(old for old in (link_of_xero, tombstone_of_host) if old is not None)
    return Decision(
        stamp,
        row.contact.xero_id,
        Verdict.FULL_MATCH,
        LinkPair(host.host_id, values),
        reason,
        _rests_on(row, host, link_of_xero),
        host.fields,
        host.fields.with_values(values),
        xero,
        xero,
        replaces=tuple(old.link_id for old in former),
        warnings=tuple(_ending(old, row.contact.xero_id, host.host_id) for old in former),
        answers=REPAIRED,
    )


def _rests_on(row: StagedContact, host: HostContact | None, link: Link | None) -> RestsOn:
    return RestsOn(
        row.revision,
        host.host_id if host else None,
        host.version if host else None,
        link.link_id if link else None,
        link.revision if link else 0,
    )


def _ending(old: Link, xero_id: XeroContactId, host_id: HostContactId) -> str:
    if (old.xero_id, old.host_id) == (xero_id, host_id):
        return "these two were synced before; relink would merge what changed on either side since"
    if old.xero_id == xero_id:
        return f"its former partner, host contact {old.host_id!r}, stays and may match again"
    return (
        f"the host contact's former partner, Xero contact {old.xero_id}, stays and is matched anew"
    )


def keep_apart(
    row: StagedContact,
    found: Classification,
    settings: ContactSettings,
    beside: Neighbours,
    stamp: Stamp,
) -> Decision:
    """A new, separate host contact; whoever it resembles stays as it is."""
    kind = settings.default_contact_type
    action = CreateInHost(found.kind, found.confidence, found.reason, kind, beside.near)
    xero, old = row.contact.fields, beside.tombstone
    return Decision(
        stamp,
        row.contact.xero_id,
        Verdict.NO_MATCH,
        action,
        "kept separate by a person",
        _rests_on(row, None, old),
        None,
        xero,
        xero,
        xero,
        replaces=(old.link_id,) if old else (),
        warnings=_doubles(beside),
        answers=REPAIRED,
    )


def _doubles(beside: Neighbours) -> tuple[str, ...]:
    former = beside.tombstone.host_id if beside.tombstone and beside.former_alive else None
    said = []
    if former is not None:
        said.append(f"its former partner, host contact {former!r}, is still there: it stays")
    if beside.near not in (None, former):
        said.append(f"host contact {beside.near!r} resembles it, and stays beside the new one")
    return tuple(said)


def resolve(
    pair: Pair,
    choices: Mapping[FieldName, Side],
    refused: Collection[FieldName],
    settings: ContactSettings,
    stamp: Stamp,
) -> Decision:
    """Let the chosen side's value stand in each field of *choices*; the others merge as ever.

    To choose from: fields that both sides changed, those of *refused* that still wait to flow,
    and on a one-way pair those that were edited in the host alone (semantics row 1).
    """
    host = _in_sync(pair)
    merged, _ = merge_pair(pair, host, settings)
    xero = current_xero(pair)
    _refuse_unheld(pair, choices, _open_fields(pair.link, host, xero, merged, refused))
    _refuse_one_way(pair, choices)
    chosen = evolve(
        merged,
        to_host=_flow(merged.to_host, xero, Side.XERO, choices),
        to_xero=_flow(merged.to_xero, host.fields, Side.HOST, choices),
        held=tuple(name for name in merged.held if name not in choices),
    )
    said = ", ".join(
        f"{name.value}: {choices[name].value}" for name in FieldName if name in choices
    )
    return decision_of(pair, Verdict.UPDATE, chosen, f"chosen by a person: {said}", stamp)


def _in_sync(pair: Pair) -> HostContact:
    subject = xero_entity(pair.link.xero_id)
    if not pair.link.live:
        raise NotPossibleError(subject, f"the pair is {pair.link.state.value}", ["issues"])
    if pair.row.contact.status is not XeroStatus.ACTIVE:
        why = "the contact is not active in Xero"
        raise NotPossibleError(subject, why, ["restore it there, then again", "stop_syncing"])
    if pair.host is None:
        why = "the host no longer has the contact"
        raise NotPossibleError(subject, why, ["stop_syncing"])
    return pair.host


def _flow(
    values: Mapping[FieldName, FieldValue],
    source: SyncedFields,
    side: Side,
    choices: Mapping[FieldName, Side],
) -> dict[FieldName, FieldValue]:
    """What flows out of *side*: what would anyway, unless the other was chosen, and the chosen."""
    kept = {name: value for name, value in values.items() if choices.get(name, side) is side}
    return kept | {name: source.get(name) for name, chosen in choices.items() if chosen is side}


def _open_fields(
    link: Link,
    host: HostContact,
    xero: SyncedFields,
    merged: MergePair,
    refused: Collection[FieldName],
) -> frozenset[FieldName]:
    waiting = {name for name in refused if name in merged.to_host or name in merged.to_xero}
    drifting = [name for name in FieldName if _drifts(name, link, host, xero)]
    one_way = drifting if link.direction is Direction.FROM_XERO else []
    return frozenset({*merged.held, *waiting, *one_way})


def _drifts(name: FieldName, link: Link, host: HostContact, xero: SyncedFields) -> bool:
    here, there = host.fields.get(name), xero.get(name)
    if there is None or (name is FieldName.NAME and is_empty(there)):
        return False
    return changed(name, here, link.base_host.get(name)) and not same(name, here, there)


def _refuse_unheld(pair: Pair, choices: Collection[FieldName], held: Collection[FieldName]) -> None:
    if wrong := [name.value for name in FieldName if name in choices and name not in held]:
        possible = [f"choose for {name.value}" for name in FieldName if name in held]
        why = f"not held: {', '.join(wrong)}"
        raise NotPossibleError(xero_entity(pair.link.xero_id), why, possible)


def _refuse_one_way(pair: Pair, choices: Mapping[FieldName, Side]) -> None:
    if pair.link.direction is Direction.FROM_XERO and Side.HOST in choices.values():
        why = "the pair is one-way, so the host's value cannot go to Xero"
        possible = ["make_two_way, then again", "choose Xero's value"]
        raise NotPossibleError(xero_entity(pair.link.xero_id), why, possible)
