"""Where the two sides of a pair differ, and whether somebody agreed to it."""

from collections.abc import Collection
from enum import Enum

from attrs import field, frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.merge import changed
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, veiled
from xerolink.domain.contacts.normalise import same


class DifferenceKind(Enum):
    """What a difference is (glossary)."""

    AGREED = "agreed"
    """Both sides still hold what they held when they agreed to differ (semantics row 8)."""
    DRIFT = "drift"
    """Changed since, and nobody has decided; or it is still on its way."""
    HELD = "held"
    """Both sides changed it; a FIELD_CONFLICT waits for a person (row 13)."""


@frozen
class Difference:
    """A field whose values on both sides are known and mean different things."""

    name: FieldName
    kind: DifferenceKind
    host: FieldValue = field(repr=veiled)
    xero: FieldValue = field(repr=veiled)


@frozen
class Change:
    """A field of one side that says something else *now* than at the last agreement."""

    name: FieldName
    then: FieldValue = field(repr=veiled)
    now: FieldValue = field(repr=veiled)


def changes(now: SyncedFields, base: SyncedFields) -> tuple[Change, ...]:
    """What one side changed since its *base*; an unknown value is no change."""
    names = (name for name in FieldName if changed(name, now.get(name), base.get(name)))
    return tuple(Change(name, base.get(name), now.get(name)) for name in names)


def differences(
    link: Link, host: SyncedFields, xero: SyncedFields, held: Collection[FieldName]
) -> tuple[Difference, ...]:
    """Every known difference of the pair, as both sides stand; *held*: fields of open conflicts."""
    differing = (
        name
        for name in FieldName
        if host.get(name) is not None
        and xero.get(name) is not None
        and not same(name, host.get(name), xero.get(name))
    )
    return tuple(
        Difference(name, _kind(name, link, host, xero, held), host.get(name), xero.get(name))
        for name in differing
    )


def _kind(
    name: FieldName,
    link: Link,
    host: SyncedFields,
    xero: SyncedFields,
    held: Collection[FieldName],
) -> DifferenceKind:
    if name in held:
        return DifferenceKind.HELD
    moved = changed(name, host.get(name), link.base_host.get(name))
    moved = moved or changed(name, xero.get(name), link.base_xero.get(name))
    return DifferenceKind.DRIFT if moved else DifferenceKind.AGREED
