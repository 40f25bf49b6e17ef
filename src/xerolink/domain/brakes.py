"""Brakes: how much a run may do by itself, and when a side looks suddenly empty."""

from collections.abc import Mapping
from enum import Enum
from typing import assert_never

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
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields
from xerolink.domain.contacts.normalise import is_empty
from xerolink.domain.settings import MassChange


class ChangeKind(Enum):
    """The kinds of change that the mass-change brake counts, each for itself (semantics row 19)."""

    BLANKED = "blanked"
    """A field that held something holds nothing afterwards, on either side."""
    RENAMED = "renamed"
    CREATED = "created"
    ARCHIVED = "archived"
    """Archived in Xero or gone from the host: the pair comes apart, or sleeps."""


WATCHING = "watch only"
"""Why a run is held in watch-only mode."""
_GONE = frozenset({LinkEvent.ARCHIVED_IN_XERO, LinkEvent.DELETED_IN_HOST, LinkEvent.FORGOTTEN})
_NEARLY_ALL = 90


def change_kinds(decision: Decision) -> frozenset[ChangeKind]:
    """The kinds that *decision* counts under; most come under none, some under two."""
    match decision.action:
        case CreateInHost() | CreateInXero():
            return frozenset({ChangeKind.CREATED})
        case ArchiveInXero() | RemoveFromHost():
            return frozenset({ChangeKind.ARCHIVED})
        case MoveLink(event=event):
            return frozenset({ChangeKind.ARCHIVED} if event in _GONE else ())
        case LinkPair() | MergePair():
            host = _edited(decision.host_before, decision.host_after)
            return host | _edited(decision.xero_before, decision.xero_after)
        case AskPerson() | FollowMerge() | TakeOver() | Leave():
            return frozenset()
        case _:
            assert_never(decision.action)


def _edited(before: SyncedFields | None, after: SyncedFields | None) -> frozenset[ChangeKind]:
    if before is None or after is None:
        return frozenset()
    changed = {n for n in FieldName if before.get(n) != after.get(n) and _filled(before.get(n))}
    blanked = {n for n in changed if not _filled(after.get(n))}
    kinds = {ChangeKind.BLANKED} if blanked else set()
    if FieldName.NAME in changed - blanked:
        kinds.add(ChangeKind.RENAMED)
    return frozenset(kinds)


def _filled(value: FieldValue) -> bool:
    return value is not None and not is_empty(value)


def brake(counts: Mapping[ChangeKind, int], links: int, limit: MassChange) -> str | None:
    """Why a run that would do *counts* by itself is stopped; None: it may go on.

    *links*: the pairs in sync at the run's start.
    """
    allowed = limit.allowed(links)
    over = [
        f"{counts[kind]} contacts would be {kind.value}"
        for kind in ChangeKind
        if counts.get(kind, 0) > allowed
    ]
    return f"the mass-change brake: {' and '.join(over)}, {allowed} are allowed" if over else None


def emptied(gone: int, links: int, limit: MassChange) -> bool:
    """Whether a side that lost *gone* of *links* linked contacts at once looks emptied (row 20).

    Nine in ten are nearly all; up to `MassChange.at_least` are nothing out of the ordinary.
    """
    return gone > limit.at_least and gone * 100 >= links * _NEARLY_ALL


def vanished(gone: int, alive: int, limit: MassChange) -> bool:
    """Whether a host that misses *gone* of *alive* invoices looks as if it had lost them (row 20).

    All of them at once are a loss however few they are; the only one there is, is not: somebody
    deletes what they have just made.
    """
    return gone > limit.allowed(alive) or (gone == alive and gone > 1)
