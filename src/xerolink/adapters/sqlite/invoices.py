"""The records of invoices in SQLite, and what is remembered of them as a whole."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.keys import cause_text
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.identity import ConnectionId, HostContactId
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.ports.invoice_rows import InvoiceBooks, InvoiceRecords

_GET = """
select body from invoice
 where connection_id = ? and host_id in (select value from json_each(?))
"""
_BY_XERO = """
select body from invoice
 where connection_id = ? and xero_id in (select value from json_each(?))
"""
_SET_ASIDE = """
update invoice set xero_id = null
 where connection_id = ? and host_id in (select value from json_each(?))
"""
_PUT = """
insert into invoice (connection_id, host_id, contact_id, xero_id, state, looked_at, body)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (connection_id, host_id) do update set
  contact_id = excluded.contact_id, xero_id = excluded.xero_id, state = excluded.state,
  looked_at = excluded.looked_at, body = excluded.body
"""
_CLEAR_CAUSES = """
delete from invoice_cause
 where connection_id = ? and host_id in (select value from json_each(?))
"""
_PUT_CAUSE = "insert into invoice_cause (connection_id, host_id, cause_key) values (?, ?, ?)"
_TO_DECIDE = """
select body from invoice
 where connection_id = ? and looked_at = 1 and host_id > coalesce(?, '')
   and not exists (
     select 1 from invoice_intent as intent
      where intent.connection_id = invoice.connection_id and intent.host_id = invoice.host_id
        and is_open = 1)
 order by host_id limit ?
"""
_TO_DECIDE_OF = """
select body from invoice indexed by invoice_contact
 where connection_id = ? and contact_id in (select value from json_each(?)) and looked_at = 1
   and host_id > coalesce(?, '')
   and not exists (
     select 1 from invoice_intent as intent
      where intent.connection_id = invoice.connection_id and intent.host_id = invoice.host_id
        and is_open = 1)
 order by host_id limit ?
"""
_PAGE = """
select body from invoice indexed by invoice_page
 where connection_id = ? and host_id > coalesce(?, '')
   and state in (select value from json_each(?))
 order by host_id limit ?
"""
_HELD_BY = """
select body from invoice_cause join invoice using (connection_id, host_id)
 where connection_id = ? and cause_key = ? and host_id > coalesce(?, '')
 order by host_id limit ?
"""
_COUNT_HELD = """
select cause_key, count(*) from invoice_cause
 where connection_id = ? and cause_key in (select value from json_each(?)) group by cause_key
"""
_COUNT = """
select state, count(*) from invoice indexed by invoice_page where connection_id = ? group by state
"""
_GET_BOOK = "select body from invoice_book where connection_id = ?"
_PUT_BOOK = """
insert into invoice_book (connection_id, body) values (?, ?)
on conflict (connection_id) do update set body = excluded.body
"""


class SqliteInvoices(InvoiceRecords):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, InvoiceRecord]:
        return {record.host_id: record for record in self._read(_GET, listed(ids))}

    def by_xero(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, InvoiceRecord]:
        found = self._read(_BY_XERO, listed(ids))
        return {record.xero_id: record for record in found if record.xero_id is not None}

    def put(self, records: Iterable[InvoiceRecord]) -> None:
        """Old rows are set aside first: what counts is what stands after the whole call."""
        fresh = {record.host_id: record for record in records}
        with self._session.all_or_nothing():
            self._session.run(_SET_ASIDE, self._id, listed(fresh))
            self._session.run_many(_PUT, [self._row(record) for record in fresh.values()])
            self._session.run(_CLEAR_CAUSES, self._id, listed(fresh))
            causes = [row for record in fresh.values() for row in self._causes(record)]
            self._session.run_many(_PUT_CAUSE, causes)

    def to_decide(self, after: HostInvoiceId | None, size: int) -> tuple[InvoiceRecord, ...]:
        return self._read(_TO_DECIDE, after, size)

    def to_decide_of(
        self, ids: Collection[HostContactId], after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        return self._read(_TO_DECIDE_OF, listed(ids), after, size)

    def page(
        self, states: Collection[InvoiceState], after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        return self._read(_PAGE, after, listed(state.value for state in states), size)

    def held_by(
        self, cause: Cause, after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        return self._read(_HELD_BY, cause_text(cause), after, size)

    def count_held(self, causes: Collection[Cause]) -> Mapping[Cause, int]:
        asked = {cause_text(cause): cause for cause in causes}
        found = self._session.rows(_COUNT_HELD, self._id, listed(asked))
        return {asked[key]: number for key, number in found}

    def count(self) -> Mapping[InvoiceState, int]:
        return {InvoiceState(state): n for state, n in self._session.rows(_COUNT, self._id)}

    def _read(self, sql: str, *values: Value) -> tuple[InvoiceRecord, ...]:
        found = self._session.rows(sql, self._id, *values)
        return tuple(decode(body, InvoiceRecord) for (body,) in found)

    def _row(self, record: InvoiceRecord) -> tuple[Value, ...]:
        ids = (record.host_id, record.contact_id, record.xero_id)
        return (self._id, *ids, record.state.value, record.looked_at, encode(record))

    def _causes(self, record: InvoiceRecord) -> list[tuple[str, ...]]:
        """A row for each cause that holds *record*."""
        keys = dict.fromkeys(map(cause_text, record.causes))
        return [(self._id, record.host_id, key) for key in keys]


class SqliteInvoiceBooks(InvoiceBooks):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def get(self) -> InvoiceBook:
        found = self._session.rows(_GET_BOOK, self._id)
        return decode(found[0][0], InvoiceBook) if found else InvoiceBook()

    def put(self, book: InvoiceBook) -> None:
        self._session.run(_PUT_BOOK, self._id, encode(book))
