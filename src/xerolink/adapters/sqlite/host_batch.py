"""One batch of a host's contact book: what is read first, what each row comes to, what to write."""

from collections.abc import Collection, Mapping

from attrs import define, evolve, field, frozen

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
    FieldName,
    FieldValue,
    HostContact,
    HostVersion,
    SyncedFields,
)
from xerolink.domain.contacts.normalise import EMPTY
from xerolink.domain.identity import HostContactId, IntentId

_KEPT = Problem("other records in the host need this contact; it stays")


@frozen
class Gone:
    """A contact that goes at *seq*, into another one or for good."""

    seq: int
    host_id: HostContactId
    into_id: HostContactId | None


@define
class HostBatch:
    """A working copy of the rows of one transaction.

    *made* and *seq* continue the firm's counters. *changed* are the contacts to write, in the
    order of their changes, *gone* those to take away; *answered* what new keys were answered.
    """

    made: int
    seq: int
    contacts: dict[HostContactId, HostContact] = field(factory=dict)
    known: dict[IntentId, HostContact] = field(factory=dict)
    changed: list[HostContact] = field(factory=list)
    gone: list[Gone] = field(factory=list)
    answered: dict[IntentId, HostContact] = field(factory=dict)

    def create(self, draft: HostDraft) -> HostOutcome:
        if draft.key in self.known:
            return HostStored(self.known[draft.key])
        problems = _refusals(draft.fields, tuple(FieldName)) + _type_problems(draft.contact_type)
        if problems:
            return Refused(problems)
        contact = HostContact(
            self.next_id(), HostVersion(""), draft.fields, draft.kind, draft.contact_type
        )
        return self._answer(draft.key, self.add(contact))

    def update(self, patch: HostPatch) -> HostOutcome:
        if patch.key in self.known:
            return HostStored(self.known[patch.key])
        contact = self.contacts.get(patch.host_id)
        if contact is None or contact.version != patch.expected:
            return HostStale()
        if problems := _refusals(_laid(contact.fields, patch.values), patch.values):
            return Refused(problems)
        return self._answer(patch.key, self.set(contact, patch.values))

    def remove(self, removal: HostRemoval, kept: Collection[HostContactId]) -> HostOutcome:
        """The outcome of a removal; those that are *kept* stay."""
        contact = self.contacts.get(removal.host_id)
        if contact is None:
            return HostRemoved()
        if contact.version != removal.expected:
            return HostStale()
        if contact.host_id in kept:
            return Refused((_KEPT,))
        self.drop(contact.host_id, None)
        return HostRemoved()

    def next_id(self) -> HostContactId:
        """The id of a contact about to be added."""
        self.made += 1
        return HostContactId(f"H{self.made}")

    def add(self, contact: HostContact) -> HostContact:
        """The contact as stored: with a version, and every unknown field empty."""
        fields = contact.fields
        unknown = {name: EMPTY[name] for name in FieldName if fields.get(name) is None}
        return self._store(evolve(contact, fields=fields.with_values(unknown)))

    def set(self, contact: HostContact, values: Mapping[FieldName, FieldValue]) -> HostContact:
        """The contact with *values*; what changes nothing keeps the version."""
        fields = _laid(contact.fields, values)
        return contact if fields == contact.fields else self._store(evolve(contact, fields=fields))

    def drop(self, host_id: HostContactId, into_id: HostContactId | None) -> None:
        """A contact goes, into another one or for good; raises `KeyError` if it is missing."""
        del self.contacts[host_id]
        self.seq += 1
        self.gone.append(Gone(self.seq, host_id, into_id))

    def _store(self, contact: HostContact) -> HostContact:
        self.seq += 1
        stored = evolve(contact, version=HostVersion(str(self.seq)))
        self.contacts[stored.host_id] = stored
        self.changed.append(stored)
        return stored

    def _answer(self, key: IntentId, contact: HostContact) -> HostStored:
        self.known[key] = self.answered[key] = contact
        return HostStored(contact)


def _laid(fields: SyncedFields, values: Mapping[FieldName, FieldValue]) -> SyncedFields:
    return fields.with_values({name: value for name, value in values.items() if value is not None})


def _refusals(fields: SyncedFields, named: Collection[FieldName]) -> tuple[Problem, ...]:
    return tuple(p for p in check_fields(fields) if p.blocks and p.field in named)


def _type_problems(contact_type: str) -> tuple[Problem, ...]:
    if contact_type.isprintable():
        return ()
    return (Problem("the contact type holds a character that cannot be shown", blocks=True),)
