"""The records of invoices in memory, and what is remembered of them as a whole."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from xerolink.adapters.memory.store_shelf import Shelf, page_of, put_unique
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.ports.invoice_rows import InvoiceBooks, InvoiceRecords


class MemoryInvoices(InvoiceRecords):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._rows = shelf.invoices

    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, InvoiceRecord]:
        return {i: self._rows[i] for i in ids if i in self._rows}

    def by_xero(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, InvoiceRecord]:
        wanted = frozenset(ids)
        found = ((record.xero_id, record) for record in self._rows.values())
        return {xero_id: record for xero_id, record in found if xero_id in wanted and xero_id}

    def put(self, records: Iterable[InvoiceRecord]) -> None:
        fresh = {record.host_id: record for record in records}
        put_unique(self._rows, fresh, _xero_id, "an invoice")

    def to_decide(self, after: HostInvoiceId | None, size: int) -> tuple[InvoiceRecord, ...]:
        return page_of(self._to_decide(), _host_id, after, size)

    def to_decide_of(
        self, ids: Collection[HostContactId], after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        chosen = (record for record in self._to_decide() if record.contact_id in ids)
        return page_of(chosen, _host_id, after, size)

    def _to_decide(self) -> Iterator[InvoiceRecord]:
        written = {intent.host_id for intent in self._shelf.invoice_intents.values() if intent.open}
        rows = self._rows.values()
        return (row for row in rows if row.looked_at and row.host_id not in written)

    def page(
        self, states: Collection[InvoiceState], after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        chosen = (record for record in self._rows.values() if record.state in states)
        return page_of(chosen, _host_id, after, size)

    def held_by(
        self, cause: Cause, after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        chosen = (record for record in self._rows.values() if cause in record.causes)
        return page_of(chosen, _host_id, after, size)

    def count_held(self, causes: Collection[Cause]) -> Mapping[Cause, int]:
        found = Counter(cause for r in self._rows.values() for cause in frozenset(r.causes))
        return {cause: found[cause] for cause in causes if cause in found}

    def count(self) -> Mapping[InvoiceState, int]:
        return dict(Counter(record.state for record in self._rows.values()))


def _host_id(record: InvoiceRecord) -> HostInvoiceId:
    return record.host_id


def _xero_id(record: InvoiceRecord) -> tuple[XeroInvoiceId, ...]:
    return () if record.xero_id is None else (record.xero_id,)


class MemoryInvoiceBooks(InvoiceBooks):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self) -> InvoiceBook:
        return self._shelf.invoice_book or InvoiceBook()

    def put(self, book: InvoiceBook) -> None:
        self._shelf.invoice_book = book
