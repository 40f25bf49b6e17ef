"""Three-way merge of one field, against what each side last held (semantics row 13)."""

from enum import Enum

from attrs import field, frozen

from xerolink.domain.contacts.model import FieldName, FieldValue, veiled
from xerolink.domain.contacts.normalise import canonical, is_empty, same
from xerolink.domain.settings import BothChanged, Direction


class FieldOutcome(Enum):
    """What becomes of one field of a linked pair."""

    KEEP = "keep"
    """Nothing changed, or only in a way that does not flow."""
    AGREE = "agree"
    """Both sides mean the same now: the bases move, nothing is written."""
    TO_HOST = "to_host"
    TO_XERO = "to_xero"
    HOLD = "hold"
    """Both sides changed it differently: a person decides."""


@frozen
class Sides:
    """One field of a pair: what each side holds, and what each held when both agreed."""

    host: FieldValue = field(repr=veiled)
    xero: FieldValue = field(repr=veiled)
    base_host: FieldValue = field(repr=veiled)
    base_xero: FieldValue = field(repr=veiled)


def merge_field(
    field: FieldName, sides: Sides, policy: BothChanged, direction: Direction
) -> FieldOutcome:
    """What becomes of *field*. A one-sided edit always flows or is kept, never overwritten.

    Unknown is never a change, and a name is never cleared (semantics row 14). On a FROM_XERO
    link a host edit stays where it is until Xero changes the same field (row 1).
    """
    in_host = changed(field, sides.host, sides.base_host)
    in_xero = changed(field, sides.xero, sides.base_xero)
    if not in_host and not in_xero:
        return FieldOutcome.KEEP
    if same(field, sides.host, sides.xero):
        return FieldOutcome.AGREE
    if direction is Direction.FROM_XERO:
        return FieldOutcome.TO_HOST if in_xero else FieldOutcome.KEEP
    if in_host and in_xero:
        return _both(policy)
    return FieldOutcome.TO_XERO if in_host else FieldOutcome.TO_HOST


def changed(field: FieldName, now: FieldValue, base: FieldValue) -> bool:
    """Whether a side's value says something else *now* than when both sides agreed."""
    if now is None or (field is FieldName.NAME and is_empty(now)):
        return False
    if base is None:
        return not is_empty(now)
    return canonical(field, now) != canonical(field, base)


def _both(policy: BothChanged) -> FieldOutcome:
    return {
        BothChanged.HOLD: FieldOutcome.HOLD,
        BothChanged.XERO: FieldOutcome.TO_HOST,
        BothChanged.HOST: FieldOutcome.TO_XERO,
    }[policy]
