"""A Xero organisation in memory, with the rules that matter: the reference for `ports.xero`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from attrs import evolve

from xerolink.adapters.memory.xero_book import Book
from xerolink.domain.contacts.check import NAME_LIMIT, Problem
from xerolink.domain.contacts.effects import (
    NumberTaken,
    Refused,
    XeroDraft,
    XeroOutcome,
    XeroPatch,
    XeroStored,
)
from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.contacts.normalise import EMPTY, is_email
from xerolink.domain.identity import TenantId, XeroContactId
from xerolink.domain.run import Cost, Operation, Organisation, Traffic
from xerolink.ports.clock import Clock
from xerolink.ports.errors import RejectedError
from xerolink.ports.xero import GROUP, PAGE, READ_GROUP, XeroContacts, XeroOrganisation, XeroPage

KEPT = timedelta(minutes=6)
"""How long an answer to a create is repeated (fact sheet 7)."""
LINES = 4
"""Xero's address lines (fact sheet 3.1); what is beyond is joined to the last one."""

_TICK = timedelta(milliseconds=1)
_SPACE = UUID("6b1c9f0e-3d52-4c57-9a51-0f6f3b8f7d11")
_ORGANISATION = Organisation(TenantId(str(uuid5(_SPACE, "tenant"))), "Memory", "!mem0", "NZD", "NZ")

_NO_NAME = Problem("the contact must have a name", FieldName.NAME)
_LONG_NAME = Problem(f"the name has more than {NAME_LIMIT} characters", FieldName.NAME)
_NAME_TAKEN = Problem("another active contact in Xero has this name", FieldName.NAME)
_BAD_EMAIL = Problem("Xero does not take this as an email address", FieldName.BILLING_EMAIL)
_NUMBER_TAKEN = Problem("another contact in Xero has this contact number")
_ARCHIVED = Problem("the contact is archived in Xero; restore it there first")
_UNKNOWN = Problem("Xero does not know this contact")


class MemoryXero(XeroContacts, XeroOrganisation):
    """One organisation, its port, and what people do in it past the port.

    Ids depend on nothing but the order of creation, so two organisations with equal contents
    have equal ids. People get `RejectedError` where Xero's pages would refuse, and `KeyError`
    for an unknown id. *enforce_unique* off lets names and numbers repeat. *written* lists what
    the port really stored, oldest first. Source of the rules: fact sheet 3.
    """

    def __init__(
        self,
        clock: Clock,
        organisation: Organisation = _ORGANISATION,
        *,
        enforce_unique: bool = True,
    ) -> None:
        self.enforce_unique = enforce_unique
        self.written: list[XeroContact] = []
        self._clock, self._organisation = clock, organisation
        self._book = Book()
        self._traffic = Traffic()
        self._last = _to_milliseconds(clock.now()) - _TICK
        self._answers: dict[tuple[XeroDraft, ...], tuple[datetime, tuple[XeroOutcome, ...]]] = {}

    def organisation(self) -> Organisation:
        return self._organisation

    def traffic(self) -> Traffic:
        """Calls alone: nothing travels."""
        return self._traffic

    def day_left(self) -> None:
        """There is no limit."""

    def page(self, number: int, since: datetime | None) -> XeroPage:
        self.called("GET Contacts")
        found = [c for c in self._book.ordered() if since is None or c.updated >= since]
        start = (number - 1) * PAGE
        end = start + PAGE
        more = len(found) > end
        return XeroPage(tuple(found[start:end]), (), self._now(), more, len(found))

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        if _at_most(READ_GROUP, ids):
            self.called("GET Contacts")
        return {xero_id: self._book.rows[xero_id] for xero_id in ids if xero_id in self._book.rows}

    def by_number(self, number: str) -> XeroContact | None:
        if not number:
            return None
        self.called("GET Contacts")
        return next(iter(self._book.numbered(number)), None)

    def by_name(self, name: str) -> tuple[XeroContact, ...]:
        if not name.strip():
            return ()
        self.called("GET Contacts")
        return self._book.named(name)

    def create_many(self, drafts: Sequence[XeroDraft]) -> Sequence[XeroOutcome]:
        if _at_most(GROUP, drafts):
            self.called("PUT Contacts")
        key = tuple(drafts)
        answered, outcomes = self._answers.get(key, (None, ()))
        if answered is None or self._now() >= answered + KEPT:
            outcomes = tuple(self._create(draft) for draft in drafts)
            self._answers[key] = (self._now(), outcomes)
        return outcomes

    def update_many(self, patches: Sequence[XeroPatch]) -> Sequence[XeroOutcome]:
        if _at_most(GROUP, patches):
            self.called("POST Contacts")
        return tuple(self._update(patch) for patch in patches)

    def archive_many(self, ids: Sequence[XeroContactId]) -> Sequence[XeroOutcome]:
        if _at_most(GROUP, ids):
            self.called("POST Contacts")
        return tuple(self._archive(xero_id) for xero_id in ids)

    def contacts(self) -> tuple[XeroContact, ...]:
        """Every contact, of any status, ordered by id."""
        return tuple(self._book.ordered())

    def find(self, xero_id: XeroContactId) -> XeroContact | None:
        return self._book.rows.get(xero_id)

    def add(
        self,
        fields: SyncedFields,
        *,
        is_customer: bool = False,
        is_supplier: bool = False,
        **details: Any,
    ) -> XeroContactId:
        """A new contact; *details*: other attributes of `XeroContact`, *xero_id* among them."""
        new = XeroContact(
            **{"xero_id": self._new_id(), "updated": self._last, "fields": fields, **details}
        )
        new = evolve(new, is_customer=is_customer, is_supplier=is_supplier)
        return self._allowed(_with(new, _values(fields))).xero_id

    def edit(self, xero_id: XeroContactId, values: Mapping[FieldName, FieldValue]) -> None:
        """Set fields, of an archived contact too; None leaves a field as it is."""
        self._allowed(_with(self._book.rows[xero_id], values))

    def archive(self, xero_id: XeroContactId) -> None:
        """Archive it; its name is free again, its number is not."""
        self._store(evolve(self._book.rows[xero_id], status=XeroStatus.ARCHIVED))

    def restore(self, xero_id: XeroContactId) -> None:
        """Make it active again, a merged one too."""
        old = self._book.rows[xero_id]
        self._allowed(evolve(old, status=XeroStatus.ACTIVE, merged_to=None))

    def merge(self, loser: XeroContactId, survivor: XeroContactId) -> None:
        """Archive *loser*, which keeps its number; *survivor* gets its flags."""
        gone, kept = self._book.rows[loser], self._book.rows[survivor]
        self._store(evolve(gone, status=XeroStatus.ARCHIVED, merged_to=survivor))
        self.flag(
            survivor,
            is_customer=kept.is_customer or gone.is_customer,
            is_supplier=kept.is_supplier or gone.is_supplier,
        )

    def erase(self, xero_id: XeroContactId) -> None:
        """Ask for erasure (GDPRREQUEST); the fields stay readable."""
        self._store(evolve(self._book.rows[xero_id], status=XeroStatus.GDPRREQUEST))

    def flag(self, xero_id: XeroContactId, *, is_customer: bool, is_supplier: bool) -> None:
        """Set the flags, which does not move *updated* (fact sheet 3.4)."""
        old = self._book.rows[xero_id]
        self._book.put(evolve(old, is_customer=is_customer, is_supplier=is_supplier))

    def called(self, operation: str) -> None:
        """A call more; those of the invoices and the catalogue are counted here too."""
        self._traffic = self._traffic.plus(Operation(operation), Cost(calls=1))

    def _create(self, draft: XeroDraft) -> XeroOutcome:
        blank = XeroContact(self._new_id(), self._last, SyncedFields(), number=draft.number)
        if self._number_taken(blank):
            return NumberTaken()
        return self._written(_with(blank, _values(draft.fields)))

    def _update(self, patch: XeroPatch) -> XeroOutcome:
        old = self._book.rows.get(patch.xero_id)
        if old is None:
            return Refused((_UNKNOWN,))
        if old.status is not XeroStatus.ACTIVE:
            return Refused((_ARCHIVED,))
        new = _with(old, patch.values)
        if patch.values.get(FieldName.BILLING_ADDRESS) is not None:
            new = evolve(new, attention_to=patch.current.attention_to)
        return self._written(new)

    def _archive(self, xero_id: XeroContactId) -> XeroOutcome:
        old = self._book.rows.get(xero_id)
        if old is None:
            return Refused((_UNKNOWN,))
        if old.status is XeroStatus.GDPRREQUEST:
            return Refused((_ARCHIVED,))
        if old.status is XeroStatus.ACTIVE:
            self.archive(xero_id)
            self.written.append(self._book.rows[xero_id])
        return XeroStored(self._book.rows[xero_id])

    def _written(self, contact: XeroContact) -> XeroOutcome:
        if problems := tuple(self._problems(contact)):
            return Refused(problems)
        stored = self._store(contact)
        self.written.append(stored)
        return XeroStored(stored)

    def _allowed(self, contact: XeroContact) -> XeroContact:
        if problems := tuple(self._problems(contact)):
            raise RejectedError("Xero", problems)
        return self._store(contact)

    def _store(self, contact: XeroContact) -> XeroContact:
        self._last = max(_to_milliseconds(self._clock.now()), self._last + _TICK)
        stored = evolve(contact, updated=self._last)
        self._book.put(stored)
        return stored

    def _problems(self, contact: XeroContact) -> Iterator[Problem]:
        name, email = contact.fields.name or "", contact.fields.billing_email or ""
        if not name:
            yield _NO_NAME
        if len(name) > NAME_LIMIT:
            yield _LONG_NAME
        if self._name_taken(contact, name):
            yield _NAME_TAKEN
        if email and not (email.isascii() and is_email(email)):
            yield _BAD_EMAIL
        if self._number_taken(contact):
            yield _NUMBER_TAKEN

    def _name_taken(self, contact: XeroContact, name: str) -> bool:
        if not self.enforce_unique or contact.status is not XeroStatus.ACTIVE:
            return False
        active = (other for other in self._book.named(name) if other.status is XeroStatus.ACTIVE)
        return any(other.xero_id != contact.xero_id for other in active)

    def _number_taken(self, contact: XeroContact) -> bool:
        if not self.enforce_unique or not contact.number:
            return False
        return any(
            other.xero_id != contact.xero_id for other in self._book.numbered(contact.number)
        )

    def _now(self) -> datetime:
        return max(_to_milliseconds(self._clock.now()), self._last)

    def _new_id(self) -> XeroContactId:
        return XeroContactId(str(uuid5(_SPACE, str(len(self._book.rows)))))


def _with(contact: XeroContact, values: Mapping[FieldName, FieldValue]) -> XeroContact:
    """*contact* with the known ones of *values*; a field that was never given is empty."""
    known = {name: _as_stored(value) for name, value in values.items() if value is not None}
    held = {name: contact.fields.get(name) for name in FieldName}
    filled = {name: EMPTY[name] if value is None else value for name, value in held.items()}
    return evolve(contact, fields=SyncedFields().with_values({**filled, **known}))


def _values(fields: SyncedFields) -> Mapping[FieldName, FieldValue]:
    return {name: fields.get(name) for name in FieldName}


def _as_stored(value: FieldValue) -> FieldValue:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Address) and len(value.lines) > LINES:
        kept, rest = value.lines[: LINES - 1], value.lines[LINES - 1 :]
        return evolve(value, lines=(*kept, ", ".join(filter(None, rest))))
    return value


def _to_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)


def _at_most(limit: int, items: Collection[object]) -> bool:
    """Whether there is anything to ask; raises ValueError for more than *limit*."""
    if len(items) > limit:
        raise ValueError(f"{len(items)} contacts in one call; at most {limit} are possible")
    return bool(items)
