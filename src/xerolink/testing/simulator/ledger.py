"""The accounting half of an organisation: catalogue, lock dates, invoices, payments, notes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from .book import number_key
from .catalogue import Catalogue
from .identifiers import Identifiers
from .invoice import ACCREC, AUTHORISED, Invoice, Note, Payment
from .presets import COUNTRIES, Country, catalogue_of
from .records import Records


@frozen
class Books:
    """What is kept beside the records.

    A document dated on a lock date or before is closed; None: no lock. ``next_number`` is the next
    sales invoice's; ``emails`` counts those of the day ``emailed_on``.
    """

    catalogue: Catalogue = field(repr=False)
    period_lock: date | None = None
    year_end_lock: date | None = None
    next_number: int = 1
    emailed_on: date | None = None
    emails: int = 0


@frozen
class LedgerState:
    """Everything of one ledger, oldest first: what a saved simulator keeps."""

    books: Books
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    notes: tuple[Note, ...]


class Ledger:
    """Not thread-safe: the organisation's lock guards it. ``books`` is replaced, never changed."""

    def __init__(self, country: Country, ids: Identifiers) -> None:
        self.country = country
        self.ids = ids
        self.books = Books(Catalogue())
        self.invoices: Records[Invoice] = Records(
            lambda one: number_key(one.number), lambda one: one.updated_ms
        )
        self.payments: Records[Payment] = Records(
            lambda one: one.invoice_id, lambda one: one.updated_ms
        )
        self.notes: Records[Note] = Records(lambda one: one.subject_id, lambda one: one.at_ms)
        self._before = self.books

    @property
    def catalogue(self) -> Catalogue:
        return self.books.catalogue

    def furnish(self, now_ms: int) -> None:
        """Set up what an organisation of its country begins with."""
        self.books = Books(catalogue_of(self.country, self.ids, now_ms))

    def state(self) -> LedgerState:
        return LedgerState(
            self.books, tuple(self.invoices), tuple(self.payments), tuple(self.notes)
        )

    def restore(self, state: LedgerState) -> None:
        """Put back what `state` gave, into an empty ledger."""
        self.books = state.books
        for invoice in state.invoices:
            self.invoices.put(invoice.invoice_id, invoice)
        for payment in state.payments:
            self.payments.put(payment.payment_id, payment)
        for note in state.notes:
            self.notes.put(note.note_id, note)
        self.begin()

    def begin(self) -> None:
        """Forget what `undo` would revert: a change starts here."""
        self._before = self.books
        for records in (self.invoices, self.payments, self.notes):
            records.begin()

    def undo(self) -> None:
        """Revert everything since `begin`."""
        self.books = self._before
        for records in (self.invoices, self.payments, self.notes):
            records.undo()

    def invoice(self, id_or_number: str) -> Invoice | None:
        """By InvoiceID, else the newest sales invoice with this number."""
        by_id = self.invoices.get(id_or_number.lower())
        return by_id or next(iter(self.sales_numbered(id_or_number)), None)

    def sales_numbered(self, number: str) -> tuple[Invoice, ...]:
        """Sales invoices with this number, newest first: bills share numbers, sales do not."""
        found = self.invoices.filed(number_key(number)) if number else ()
        return tuple(one for one in reversed(found) if one.type == ACCREC)

    def payments_of(self, invoice: Invoice) -> tuple[Payment, ...]:
        """Oldest first, deleted ones left out."""
        found = self.payments.filed(invoice.invoice_id)
        return tuple(one for one in found if one.status == AUTHORISED)

    def settle(self) -> None:
        """What is there now has always been there, for `as_of`."""
        for records in (self.invoices, self.payments, self.notes):
            records.settle()

    @contextmanager
    def as_of(self, since_ms: int) -> Iterator[None]:
        """Within, invoices, payments and notes are as they were before *since_ms*."""
        with (
            self.invoices.as_of(since_ms),
            self.payments.as_of(since_ms),
            self.notes.as_of(since_ms),
        ):
            yield

    def hand_over(self, loser: str, survivor: str, at_ms: int) -> None:
        """A merge: the documents of one contact are the other's, their times unmoved."""
        for invoice in [one for one in self.invoices if one.contact_id == loser]:
            self.invoices.put(invoice.invoice_id, evolve(invoice, contact_id=survivor), at_ms)

    def number_from_settings(self) -> str:
        """The next free automatic number, ``INV-0001`` and up; it is used up."""
        while True:
            number = f"INV-{self.books.next_number:04}"
            self.books = evolve(self.books, next_number=self.books.next_number + 1)
            if not self.sales_numbered(number):
                return number

    def today(self, now_ms: int) -> date:
        """The organisation's own day (fact sheet 4.1)."""
        return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(self._zone()).date()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.country.zone)


def ledger_of(country: str, ids: Identifiers) -> Ledger:
    """An empty ledger; *country* is NZ, AU, UK or US, else ValueError."""
    if country not in COUNTRIES:
        raise ValueError(f"no organisations of {country!r}: there are {', '.join(COUNTRIES)}")
    return Ledger(COUNTRIES[country], ids)
