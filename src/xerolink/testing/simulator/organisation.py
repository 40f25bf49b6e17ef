"""One simulated Xero organisation: its contacts, its clock, and its lock."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from threading import RLock
from typing import Any

from attrs import evolve, field, frozen

from . import rules
from .body import Sent, read_contact
from .book import ContactBook
from .contact import ACTIVE, Contact, milliseconds
from .idempotency import IdempotencyCache
from .identifiers import Identifiers
from .people import People
from .rules import RefusedError, Switches

Clock = Callable[[], datetime]
Outcome = Contact | RefusedError


@frozen
class Identity:
    """What an organisation is called; ``access_token`` is the token it was added with."""

    tenant_id: str
    name: str = field(repr=False)
    short_code: str
    access_token: str = field(repr=False)


class Organisation:
    """A Xero organisation. Every method may be called from any thread.

    ``people`` does what people do in Xero's own pages; the API comes in by ``write``.
    """

    def __init__(
        self, identity: Identity, ids: Identifiers, clock: Clock, switches: Switches
    ) -> None:
        self.identity = identity
        self.ids = ids
        self.switches = switches
        self.lock = RLock()
        self.book = ContactBook()
        self.idempotency = IdempotencyCache()
        self.people = People(self)
        self.last_stamp = 0
        self._clock = clock

    @property
    def tenant_id(self) -> str:
        return self.identity.tenant_id

    @property
    def name(self) -> str:
        return self.identity.name

    @property
    def short_code(self) -> str:
        """For deep links, with its leading ``!`` (fact sheet 3.5)."""
        return self.identity.short_code

    @property
    def access_token(self) -> str:
        return self.identity.access_token

    @property
    def contacts(self) -> Mapping[str, Contact]:
        """What is in Xero now, by ContactID, every status: a snapshot, later writes do not show."""
        with self.lock:
            return self.book.snapshot()

    def now_ms(self) -> int:
        """Xero's time: the clock's, and never before the last write."""
        return max(milliseconds(self._clock()), self.last_stamp)

    def stamp(self) -> int:
        """A new UpdatedDateUTC: the clock's, a millisecond past the last one if need be."""
        self.last_stamp = max(milliseconds(self._clock()), self.last_stamp + 1)
        return self.last_stamp

    def seed(self, contacts: Iterable[Mapping[str, Any]]) -> None:
        """Put *contacts* in as if they had been there, the last one stamped with the present.

        Xero's JSON names; also ContactID, ContactStatus, IsCustomer, IsSupplier and
        MergedToContactID count. Raises RefusedError as the API would refuse, BadBodyError
        for what it could not read.
        """
        with self.lock:
            rows = tuple(contacts)
            oldest = milliseconds(self._clock()) - len(rows) + 1
            for place, row in enumerate(rows):
                self.last_stamp = max(self.last_stamp + 1, oldest + place)
                self._seed_one(row)

    def _seed_one(self, row: Mapping[str, Any]) -> None:
        sent = read_contact(row)
        contact_id = sent.contact_id or self.ids.next("contact")
        blank = Contact(
            contact_id,
            self.last_stamp,
            status=sent.status or ACTIVE,
            is_customer=bool(row.get("IsCustomer")),
            is_supplier=bool(row.get("IsSupplier")),
            merged_to=row.get("MergedToContactID"),
        )
        self._checked(blank, sent)

    def write(self, elements: Iterable[Sent], match: rules.Matcher) -> tuple[Outcome, ...]:
        """Store what passes, one outcome per element in order; each sees those before it."""
        self.book.begin()
        return tuple(self._write_one(sent, match) for sent in elements)

    def _write_one(self, sent: Sent, match: rules.Matcher) -> Outcome:
        try:
            return self.store(match(self.book, sent), sent)
        except RefusedError as refused:
            return refused

    def store(self, before: Contact | None, sent: Sent) -> Contact:
        """*before*, or a new contact, with what was sent; raises RefusedError, then unchanged."""
        return self._checked(before or Contact(self.ids.next("contact"), 0), sent, stamp=True)

    def _checked(self, before: Contact, sent: Sent, stamp: bool = False) -> Contact:
        after = rules.applied(before, sent, self.switches)
        rules.check(self.book, after, sent, self.switches)
        stored = evolve(after, updated_ms=self.stamp()) if stamp else after
        self.book.put(stored)
        return stored
