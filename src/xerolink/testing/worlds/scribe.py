"""The two sides' ports with somebody beside them who writes down what is really written.

What the journal tells is compared with this, and "created by us" is known from it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.effects import HostDraft, HostPatch
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, XeroStatus
from xerolink.testing.edits import Side
from xerolink.testing.verdicts import Stores, canonical

Values = Mapping[FieldName, object]
Book = Mapping[str, tuple[bool, Values]]
"""By id: whether the contact is there (in Xero: active), and its canonical values."""


def canonical_values(fields: SyncedFields) -> Values:
    return {name: canonical(name, fields.get(name)) for name in FieldName}


def host_book(host: MemoryHostBook) -> Book:
    return {i: (True, canonical_values(c.fields)) for i, c in host.contacts().items()}


def xero_book(xero: MemoryXero) -> Book:
    """Every contact, whatever its status."""
    return {
        c.xero_id: (c.status is XeroStatus.ACTIVE, canonical_values(c.fields))
        for c in xero.contacts()
    }


@frozen
class Written:
    """One write by a port: *what* is a field's name, or "made", "removed", "archived"."""

    side: Side
    contact_id: str
    what: str
    before: object = None
    after: object = None


def written(side: Side, before: Book, after: Book) -> list[Written]:
    """What one call changed."""
    found = [Written(side, i, "removed") for i in before if i not in after]
    for contact_id, (there, values) in after.items():
        was = before.get(contact_id)
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
    """Stands between the library and both sides. *stores*: what the host makes of a value."""

    host: MemoryHostBook
    xero: MemoryXero
    stores: Stores
    log: list[Written] = field(factory=list)

    def host_port(self) -> "HostSide":
        return HostSide(self)

    def xero_port(self) -> "XeroSide":
        return XeroSide(self)

    def watch(self, side: Side, call: Callable[[], Any]) -> Any:
        before = self._book(side)
        answer = call()
        self.log += written(side, before, self._book(side))
        return answer

    def _book(self, side: Side) -> Book:
        return host_book(self.host) if side is Side.HOST else xero_book(self.xero)

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
        if verb not in _WRITES:
            return found
        return lambda items: self._scribe.watch(Side.XERO, lambda: found(items))
