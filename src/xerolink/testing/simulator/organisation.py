"""One simulated Xero organisation: its contacts, its clock, and its lock."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from threading import RLock
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from . import rules
from .body import Sent, read_contact
from .book import ContactBook
from .contact import ACTIVE, Contact, milliseconds
from .idempotency import IdempotencyCache
from .identifiers import Identifiers
from .invoice import Invoice, Payment
from .ledger import ledger_of
from .people import People
from .rules import RefusedError
from .switches import Switches

Clock = Callable[[], datetime]
Listener = Callable[[str, str, str], None]
Outcome = Contact | RefusedError
T = TypeVar("T")

CONTACT, INVOICE = "CONTACT", "INVOICE"
CREATE, UPDATE = "CREATE", "UPDATE"


@frozen
class Identity:
    """What an organisation is called; ``access_token`` is the token it was added with.

    ``country`` is NZ, AU, UK or US.
    """

    tenant_id: str
    name: str = field(repr=False)
    short_code: str
    access_token: str = field(repr=False)
    country: str = "NZ"


class Organisation:
    """A Xero organisation. Every method may be called from any thread.

    ``people`` does what people do in Xero's own pages; the API comes in by ``write``.
    Each of ``listeners`` is called with category (``"CONTACT"``, ``"INVOICE"``), id and event type
    (``"CREATE"``, ``"UPDATE"``) after every write that was kept, by API or people, in the order of
    the writes and with the lock held: it must return at once and raise nothing. Neither IsCustomer
    and IsSupplier nor what `seed` puts in is told.
    """

    def __init__(
        self, identity: Identity, ids: Identifiers, clock: Clock, switches: Switches
    ) -> None:
        self.identity = identity
        self.ids = ids
        self.switches = switches
        self.lock = RLock()
        self.book = ContactBook()
        self.ledger = ledger_of(identity.country, ids)
        self.idempotency = IdempotencyCache()
        self.people = People(self)
        self.listeners: list[Listener] = []
        self.last_stamp = 0
        self._news: list[tuple[str, str, str]] = []
        self._clock = clock
        self.ledger.furnish(milliseconds(clock()))

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

    @property
    def invoices(self) -> Mapping[str, Invoice]:
        """What is in Xero now, by InvoiceID, every status and both types: a snapshot."""
        with self.lock:
            return {one.invoice_id: one for one in self.ledger.invoices}

    @property
    def payments(self) -> Mapping[str, Payment]:
        """By PaymentID, deleted ones too: a snapshot."""
        with self.lock:
            return {one.payment_id: one for one in self.ledger.payments}

    def now_ms(self) -> int:
        """Xero's time: the clock's, and never before the last write."""
        return max(milliseconds(self._clock()), self.last_stamp)

    def stamp(self) -> int:
        """A new UpdatedDateUTC: the clock's, a millisecond past the last one if need be."""
        self.last_stamp = max(milliseconds(self._clock()), self.last_stamp + 1)
        return self.last_stamp

    def settle(self) -> None:
        """What is there now has always been there, for `as_of`."""
        self.book.settle()
        self.ledger.settle()

    @contextmanager
    def as_of(self, writes: int, since_ms: int | None) -> Iterator[None]:
        """Within, as *writes* writes of contacts ago, or before *since_ms* if that is given."""
        with self.book.as_of(writes, since_ms), ExitStack() as ledger:
            if since_ms is not None:
                ledger.enter_context(self.ledger.as_of(since_ms))
            yield

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

    @contextmanager
    def change(self) -> Iterator[None]:
        """One change by people: kept and told when it ends well, else undone."""
        with self.lock:
            self.begin()
            try:
                yield
            except BaseException:
                self.undo()
                raise
            self.commit()

    def begin(self) -> None:
        """A change starts here: `undo` reverts to this."""
        self._news.clear()
        self.book.begin()
        self.ledger.begin()

    def undo(self) -> None:
        """Revert everything since `begin`, but for ids and time stamps."""
        self._news.clear()
        self.book.undo()
        self.ledger.undo()

    def commit(self) -> None:
        """Keep everything since `begin` and tell the listeners."""
        news = tuple(self._news)
        self.begin()
        for category, resource_id, event_type in news:
            for listener in self.listeners:
                listener(category, resource_id, event_type)

    def tell(self, category: str, resource_id: str, *, created: bool) -> None:
        """The listeners shall hear of this write, once it is kept."""
        self._news.append((category, resource_id, CREATE if created else UPDATE))

    def attempt(
        self, works: Iterable[Callable[[], T]], *, whole: bool
    ) -> tuple[T | RefusedError, ...]:
        """The outcome of each piece of work, in order; each sees those before it.

        *whole*: one refusal undoes them all (fact sheet 3.3), unless the switch says otherwise.
        """
        self.begin()
        outcomes = tuple(_outcome(work) for work in works)
        refused = any(isinstance(one, RefusedError) for one in outcomes)
        if refused and whole and self.switches.all_or_nothing:
            self.undo()
        self.commit()
        return outcomes

    def write(
        self, elements: Iterable[Sent], match: rules.Matcher, *, whole: bool
    ) -> tuple[Outcome, ...]:
        """Store the contacts that pass, see `attempt`."""
        return self.attempt((partial(self._written, sent, match) for sent in elements), whole=whole)

    def _written(self, sent: Sent, match: rules.Matcher) -> Contact:
        return self.store(match(self.book, sent, self.switches), sent)

    def store(self, before: Contact | None, sent: Sent) -> Contact:
        """*before*, or a new contact, with what was sent; raises RefusedError, then unchanged."""
        stored = self._checked(before or Contact(self.ids.next("contact"), 0), sent, stamp=True)
        self.tell(CONTACT, stored.contact_id, created=before is None)
        return stored

    def _checked(self, before: Contact, sent: Sent, stamp: bool = False) -> Contact:
        after = rules.applied(before, sent, self.switches)
        rules.check(self.book, after, sent, self.switches)
        stored = evolve(after, updated_ms=self.stamp()) if stamp else after
        self.book.put(stored)
        return stored


def _outcome(work: Callable[[], T]) -> T | RefusedError:
    try:
        return work()
    except RefusedError as refused:
        return refused
