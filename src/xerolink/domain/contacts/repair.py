"""Repair: the decision that makes a drifting pair equal, whichever side a person prefers."""

from collections.abc import Collection

from attrs import evolve

from xerolink.domain.contacts.decide import Decision, Stamp, Verdict
from xerolink.domain.contacts.decide_linked import Pair, decision_of, merge_pair, usable
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.differences import DifferenceKind
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields
from xerolink.domain.contacts.normalise import is_empty
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import xero_entity
from xerolink.domain.settings import ContactSettings, Direction

OPEN = frozenset({DifferenceKind.DRIFT})
"""What a repair levels; the rest somebody has agreed to, or has been asked about."""
EVERY = frozenset(DifferenceKind)


def repair(
    pair: Pair,
    names: Collection[FieldName],
    prefer: Side,
    settings: ContactSettings,
    stamp: Stamp,
) -> Decision | None:
    """Level the fields *names* as *prefer* holds them; None: there is nothing that can flow.

    A name is never cleared, and what the host holds and cannot be used does not flow. What would
    flow anyway in other fields waits for the next sync; what is held there stays held. Raises
    `NotPossibleError` on a one-way pair where the host is preferred (semantics row 1).
    """
    values = _values(pair, names, prefer)
    if pair.host is None or not values:
        return None
    if prefer is Side.HOST and pair.link.direction is Direction.FROM_XERO:
        why = "the pair is one-way, so the host's values cannot go to Xero"
        possible = ["make_two_way, then again", "prefer Xero"]
        raise NotPossibleError(xero_entity(pair.link.xero_id), why, possible)
    merged, _ = merge_pair(pair, pair.host, settings)
    levelled = evolve(
        merged,
        to_host=values if prefer is Side.XERO else {},
        to_xero=values if prefer is Side.HOST else {},
        held=tuple(name for name in merged.held if name not in values),
    )
    return decision_of(pair, Verdict.UPDATE, levelled, _reason(values, prefer), stamp)


def _values(pair: Pair, names: Collection[FieldName], prefer: Side) -> dict[FieldName, FieldValue]:
    if prefer is Side.XERO:
        source = pair.row.contact.fields
    else:
        source = usable(pair.host.fields) if pair.host else SyncedFields()
    return {name: source.get(name) for name in names if _flows(name, source)}


def _flows(name: FieldName, source: SyncedFields) -> bool:
    value = source.get(name)
    return value is not None and not (name is FieldName.NAME and is_empty(value))


def _reason(values: Collection[FieldName], prefer: Side) -> str:
    named = ", ".join(name.value for name in FieldName if name in values)
    return f"repair: {named} as in {'Xero' if prefer is Side.XERO else 'the host'}"
