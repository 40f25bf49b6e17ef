"""The two sides' ports with somebody beside them who writes down what is really written.

What the journal tells is compared with this, and "created by us" is known from it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from attrs import define, evolve, field, frozen

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.effects import HostDraft, HostPatch
from xerolink.domain.contacts.model import (
    FieldName,
    FieldValue,
    HostContact,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.identity import XeroContactId
from xerolink.testing.edits import Side
from xerolink.testing.verdicts import Stores, canonical
from xerolink.testing.worlds.simulated import SimulatedXero

Values = Mapping[FieldName, object]
Row = tuple[bool, Values]
Book = Mapping[str, Row]
"""By id: whether the contact is there (in Xero: active), and its canonical values."""


@lru_cache(maxsize=4_096)
def canonical_values(fields: SyncedFields) -> Values:
    return {name: canonical(name, fields.get(name)) for name in FieldName}


def _row(contact: HostContact | XeroContact) -> Row:
    there = isinstance(contact, HostContact) or contact.status is XeroStatus.ACTIVE
    return there, canonical_values(contact.fields)


@frozen
class Shot:
    """One side's contacts at one moment, by id, as values that do not change."""

    contacts: Mapping[str, HostContact | XeroContact]

    @property
    def book(self) -> Book:
        """Every contact, whatever its status."""
        return {i: _row(contact) for i, contact in self.contacts.items()}

    def beside(self, other: "Shot") -> Book:
        """The book without the contacts that *other* holds just so."""
        known = other.contacts
        return {i: _row(c) for i, c in self.contacts.items() if known.get(i) is not c}


def shot_of(side: MemoryHostBook | SimulatedXero) -> Shot:
    if isinstance(side, MemoryHostBook):
        return Shot({contact.host_id: contact for contact in side.contacts().values()})
    return Shot({contact.xero_id: contact for contact in side.contacts()})


@frozen
class Written:
    """One write by a port: *what* is a field's name, or "made", "removed", "archived"."""

    side: Side
    contact_id: str
    what: str
    before: object = None
    after: object = None


def written(side: Side, before: Shot, after: Shot) -> list[Written]:
    """What one call changed."""
    old, new = before.beside(after), after.beside(before)
    found = [Written(side, i, "removed") for i in old if i not in after.contacts]
    for contact_id, (there, values) in new.items():
        was = old.get(contact_id)
        if was is None:
            found.append(Written(side, contact_id, "made", None, tuple(values.items())))
            continue
        if was[0] and not there:
            found.append(Written(side, contact_id, "archived"))
        found += [
            Written(side, contact_id, n.value, was[1][n], v)
            for n, v in values.items()
            if was[1][n] != v
        ]
    return found


@define
class Scribe:
    """Stands between the library and both sides. *stores*: what the host makes of a value.

    *shown*: the newest UpdatedDateUTC of each Xero contact that an answer has shown.
    """

    host: MemoryHostBook
    xero: SimulatedXero
    stores: Stores
    log: list[Written] = field(factory=list)
    shown: dict[XeroContactId, datetime] = field(factory=dict)

    def host_port(self) -> "HostSide":
        return HostSide(self)

    def xero_port(self) -> "XeroSide":
        return XeroSide(self)

    def watch(self, side: Side, call: Callable[[], Any]) -> Any:
        """What *call* answers or raises; whatever it wrote is in the log."""
        watched = self.host if side is Side.HOST else self.xero
        before = shot_of(watched)
        try:
            return call()
        finally:
            self.log += written(side, before, shot_of(watched))

    def show(self, contacts: Collection[XeroContact]) -> None:
        for one in contacts:
            self.shown[one.xero_id] = max(one.updated, self.shown.get(one.xero_id, one.updated))

    def values_of(self, *contact_ids: str) -> Mapping[FieldName, Sequence[object]]:
        """Every value that was written to a field of *contact_ids*, in order."""
        named = {name.value: name for name in FieldName}
        found: dict[FieldName, list[object]] = defaultdict(list)
        for one in self.log:
            if one.what in named and one.contact_id in contact_ids:
                found[named[one.what]].append(one.after)
        return found

    def poorer(self, fields: SyncedFields) -> SyncedFields:
        return fields.with_values(self.poorer_values({n: fields.get(n) for n in FieldName}))

    def poorer_values(self, values: Mapping[FieldName, FieldValue]) -> dict[FieldName, FieldValue]:
        return {n: None if v is None else self.stores(n, v) for n, v in values.items()}


_WRITES = frozenset({"create_many", "update_many", "remove_many", "archive_many"})


class HostSide:
    """The host's port."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._scribe.host, verb)
        if verb not in _WRITES:
            return found
        return lambda items: self._scribe.watch(Side.HOST, lambda: found(self._stored(items)))

    def _stored(self, items: Sequence[Any]) -> list[Any]:
        return [self._one(item) for item in items]

    def _one(self, item: Any) -> Any:
        match item:
            case HostDraft():
                return evolve(item, fields=self._scribe.poorer(item.fields))
            case HostPatch():
                return evolve(item, values=self._scribe.poorer_values(item.values))
            case _:
                return item


class XeroSide:
    """Xero's port."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._scribe.xero, verb)
        if verb == "page":
            return lambda *asked: self._shown(found(*asked))
        if verb not in _WRITES:
            return found
        return lambda items: self._scribe.watch(Side.XERO, lambda: found(items))

    def _shown(self, page: Any) -> Any:
        self._scribe.show(page.contacts)
        return page
