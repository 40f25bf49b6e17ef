"""The organisation's contacts: indexes for Xero's look-ups, an undo for all-or-nothing calls."""

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from .contact import ACTIVE, Contact
from .rows import Rows, Shape

_MOST_ORDERS = 8
_LONGEST_PAST = 1_000


def name_key(name: str) -> str:
    """What Xero compares names by: case and accents ignored, blanks at the ends dropped.

    Source: fact sheet 3.3; inner blanks, punctuation and word order do count.
    """
    if name.isascii():
        return name.strip().lower()
    parts = unicodedata.normalize("NFKD", name.strip())
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def number_key(number: str) -> str:
    """What Xero compares contact numbers by: case ignored."""
    return number.strip().lower()


class ContactBook:
    """Contacts by id, name and number. Not thread-safe: the organisation's lock guards it."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._contacts: dict[str, Contact] = {}
        self._names: dict[str, dict[str, None]] = {}
        self._numbers: dict[str, dict[str, None]] = {}
        self._journal: list[tuple[str, Contact | None]] = []
        self._orders: dict[object, tuple[str, ...]] = {}
        self._past: deque[tuple[str, Contact | None, int]] = deque(maxlen=_LONGEST_PAST)

    def __len__(self) -> int:
        return len(self._contacts)

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._contacts.values())

    def get(self, contact_id: str) -> Contact | None:
        return self._contacts.get(contact_id)

    def get_many(self, ids: Iterable[str]) -> tuple[Contact, ...]:
        """The contacts of *ids* in their order, unknown ones left out."""
        return tuple(self._contacts[one] for one in ids if one in self._contacts)

    def listed(self, ids: tuple[str, ...], shape: Shape) -> bytes:
        """The contacts of *ids* in their order as JSON objects parted by commas."""
        return self._rows.listed(ids, shape, lambda: self.get_many(ids))

    def snapshot(self) -> Mapping[str, Contact]:
        """Every contact by id as of now; later writes do not show in it."""
        return MappingProxyType(dict(self._contacts))

    def named(self, name: str) -> tuple[Contact, ...]:
        """Contacts of any status whose name Xero takes for *name*, oldest first; none: empty."""
        return self.get_many(self._names.get(name_key(name), ()))

    def numbered(self, number: str) -> tuple[Contact, ...]:
        """Contacts of any status with this ContactNumber, oldest first; none: empty."""
        return self.get_many(self._numbers.get(number_key(number), ()))

    def named_and_active(self, name: str) -> tuple[Contact, ...]:
        """As `named`, active ones only: those that a name must differ from."""
        return tuple(contact for contact in self.named(name) if contact.status == ACTIVE)

    def begin(self) -> None:
        """Forget what `undo` would revert: a call starts here."""
        self._journal.clear()

    def undo(self) -> None:
        """Revert every `put` since `begin`, newest first."""
        for contact_id, before in reversed(self._journal):
            self._replace(contact_id, before)
            if self._past:
                self._past.pop()
        self._journal.clear()

    def put(self, contact: Contact) -> None:
        """Add or replace; remembered orders are dropped when UpdatedDateUTC moved."""
        before = self._contacts.get(contact.contact_id)
        self._journal.append((contact.contact_id, before))
        self._past.append((contact.contact_id, before, contact.updated_ms))
        self._replace(contact.contact_id, contact)

    def settle(self) -> None:
        """What is there now has always been there, for `as_of`."""
        self._past.clear()

    @contextmanager
    def as_of(self, writes: int, since_ms: int | None) -> Iterator[None]:
        """Within, the book is as it was *writes* writes ago, or before *since_ms* if that is given.

        At most the last 1,000 writes are taken back; nothing may be written within.
        """
        past = list(reversed(self._past))
        undone = past[:writes] if since_ms is None else [one for one in past if one[2] > since_ms]
        present = {contact_id: self.get(contact_id) for contact_id, _, _ in undone}
        for contact_id, before, _ in undone:
            self._replace(contact_id, before)
        try:
            yield
        finally:
            for contact_id, contact in present.items():
                self._replace(contact_id, contact)

    def remembered(self, key: object) -> tuple[str, ...] | None:
        """An order of ids stored since the last write; none: None."""
        return self._orders.get(key)

    def remember(self, key: object, ids: tuple[str, ...]) -> None:
        """Keep an order of ids until the next write, so that paging sorts once; a few at most."""
        if len(self._orders) >= _MOST_ORDERS:
            self._orders.clear()
        self._orders[key] = ids

    def _replace(self, contact_id: str, contact: Contact | None) -> None:
        before = self._contacts.pop(contact_id, None) if contact is None else self.get(contact_id)
        self._rows.changed()
        if before is not None:
            self._unindex(before)
        if contact is not None:
            self._contacts[contact_id] = contact
            self._index(contact)
        if before is None or contact is None or before.updated_ms != contact.updated_ms:
            self._orders.clear()

    def _index(self, contact: Contact) -> None:
        self._names.setdefault(name_key(contact.name), {})[contact.contact_id] = None
        if contact.number:
            self._numbers.setdefault(number_key(contact.number), {})[contact.contact_id] = None

    def _unindex(self, contact: Contact) -> None:
        self._names.get(name_key(contact.name), {}).pop(contact.contact_id, None)
        self._numbers.get(number_key(contact.number), {}).pop(contact.contact_id, None)
