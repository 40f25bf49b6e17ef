"""A host's contact book in dictionaries: the reference for every promise of the port."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from threading import RLock
from types import MappingProxyType

from attrs import evolve

from xerolink.domain.contacts.check import Problem, check_fields
from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStale,
    HostStored,
    Refused,
)
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    HostVersion,
    SyncedFields,
)
from xerolink.domain.contacts.normalise import EMPTY
from xerolink.domain.identity import HostContactId, IntentId
from xerolink.domain.run import HostCursor
from xerolink.ports.host import Changed, Deleted, HostChange, HostContacts, HostFeed, Merged

_KEPT = Problem("other records in the host need this contact; it stays")


class MemoryHostBook(HostContacts):
    """The contacts of one firm; any thread may call.

    This host has all four fields, so an unknown value is stored as an empty one. `add`, `edit`,
    `delete` and `merge` are what people do in the host; unlike the port they may store a blank
    or odd value, as people do. What they `keep` the port does not remove. Ids are *prefix* and
    a number from 1; a page of the feed holds *page_size* changes.
    """

    def __init__(self, prefix: str = "host-", page_size: int = 500) -> None:
        self._prefix, self._page_size = prefix, page_size
        self._lock = RLock()
        self._contacts: dict[HostContactId, HostContact] = {}
        self._log: list[tuple[HostContactId, HostChange]] = []
        self._latest: dict[HostContactId, int] = {}
        self._answers: dict[IntentId, HostContact] = {}
        self._kept: set[HostContactId] = set()
        self._created = 0
        self._written = 0

    @property
    def written(self) -> int:
        """How many contacts the port created, changed or removed; what changed nothing: none."""
        return self._written

    def contacts(self) -> Mapping[HostContactId, HostContact]:
        """A snapshot of what there is, by id."""
        with self._lock:
            return MappingProxyType(dict(self._contacts))

    def add(
        self,
        fields: SyncedFields,
        kind: ContactKind | None = None,
        contact_type: str = "",
    ) -> HostContact:
        """A person makes a contact."""
        with self._lock:
            self._created += 1
            host_id = HostContactId(f"{self._prefix}{self._created}")
            contact = HostContact(host_id, HostVersion(""), _filled(fields), kind, contact_type)
            return self._store(contact)

    def edit(self, host_id: HostContactId, values: Mapping[FieldName, FieldValue]) -> HostContact:
        """A person sets fields; raises `KeyError` if there is no such contact."""
        with self._lock:
            return self._set(self._contacts[host_id], values)

    def delete(self, host_id: HostContactId) -> None:
        """A person deletes a contact; raises `KeyError` if there is no such contact."""
        with self._lock:
            self._remove(host_id, Deleted(host_id))

    def keep(self, host_id: HostContactId) -> None:
        """Something else comes to need a contact: the port leaves it there. Raises `KeyError`."""
        with self._lock:
            self._kept.add(self._contacts[host_id].host_id)

    def merge(self, from_id: HostContactId, into_id: HostContactId) -> None:
        """A person merges two contacts; the survivor keeps its values. Raises `KeyError`."""
        with self._lock:
            self._remove(from_id, Merged(from_id, self._contacts[into_id].host_id))

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        with self._lock:
            start = int(cursor or 0)
            entries = ((seq, *self._log[seq - 1]) for seq in range(start + 1, len(self._log) + 1))
            latest = (entry for entry in entries if self._latest[entry[1]] == entry[0])
            page = list(islice(latest, self._page_size))
            end = page[-1][0] if page else start
            more = next(latest, None) is not None
            return HostFeed(tuple(change for _, _, change in page), HostCursor(str(end)), more)

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        with self._lock:
            present = self._contacts.keys() & set(ids)
            return {host_id: self._contacts[host_id] for host_id in present}

    def create_many(self, drafts: Sequence[HostDraft]) -> Sequence[HostOutcome]:
        with self._lock:
            return [self._create(draft) for draft in drafts]

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        with self._lock:
            return [self._update(patch) for patch in patches]

    def remove_many(self, removals: Sequence[HostRemoval]) -> Sequence[HostOutcome]:
        with self._lock:
            return [self._take_away(removal) for removal in removals]

    def _create(self, draft: HostDraft) -> HostOutcome:
        if draft.key in self._answers:
            return HostStored(self._answers[draft.key])
        named = tuple(FieldName)
        if problems := _refusals(draft.fields, named) + _type_problems(draft.contact_type):
            return Refused(problems)
        self._written += 1
        return self._answer(draft.key, self.add(draft.fields, draft.kind, draft.contact_type))

    def _update(self, patch: HostPatch) -> HostOutcome:
        if patch.key in self._answers:
            return HostStored(self._answers[patch.key])
        contact = self._contacts.get(patch.host_id)
        if contact is None or contact.version != patch.expected:
            return HostStale()
        if problems := _refusals(_laid(contact.fields, patch.values), patch.values):
            return Refused(problems)
        stored = self._set(contact, patch.values)
        self._written += stored != contact
        return self._answer(patch.key, stored)

    def _take_away(self, removal: HostRemoval) -> HostOutcome:
        contact = self._contacts.get(removal.host_id)
        if contact is None:
            return HostRemoved()
        if contact.version != removal.expected:
            return HostStale()
        if contact.host_id in self._kept:
            return Refused((_KEPT,))
        self._written += 1
        self._remove(contact.host_id, Deleted(contact.host_id))
        return HostRemoved()

    def _answer(self, key: IntentId, contact: HostContact) -> HostStored:
        self._answers[key] = contact
        return HostStored(contact)

    def _set(self, contact: HostContact, values: Mapping[FieldName, FieldValue]) -> HostContact:
        fields = _laid(contact.fields, values)
        return contact if fields == contact.fields else self._store(evolve(contact, fields=fields))

    def _store(self, contact: HostContact) -> HostContact:
        seq = self._note(contact.host_id, Changed(contact.host_id))
        stored = evolve(contact, version=HostVersion(str(seq)))
        self._contacts[contact.host_id] = stored
        return stored

    def _remove(self, host_id: HostContactId, change: HostChange) -> None:
        del self._contacts[host_id]
        self._note(host_id, change)
        kept = {key: then for key, then in self._answers.items() if then.host_id != host_id}
        self._answers = kept

    def _note(self, host_id: HostContactId, change: HostChange) -> int:
        self._log.append((host_id, change))
        self._latest[host_id] = len(self._log)
        return len(self._log)


def _filled(fields: SyncedFields) -> SyncedFields:
    return fields.with_values({name: EMPTY[name] for name in FieldName if fields.get(name) is None})


def _laid(fields: SyncedFields, values: Mapping[FieldName, FieldValue]) -> SyncedFields:
    return fields.with_values({name: value for name, value in values.items() if value is not None})


def _refusals(fields: SyncedFields, named: Collection[FieldName]) -> tuple[Problem, ...]:
    return tuple(p for p in check_fields(fields) if p.blocks and p.field in named)


def _type_problems(contact_type: str) -> tuple[Problem, ...]:
    if contact_type.isprintable():
        return ()
    return (Problem("the contact type holds a character that cannot be shown", blocks=True),)
