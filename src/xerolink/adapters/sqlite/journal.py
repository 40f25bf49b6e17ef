"""The journal in SQLite."""

from collections.abc import Collection, Iterable
from typing import Any

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.identity import (
    ConnectionId,
    HostContactId,
    RunId,
    XeroContactId,
    host_entity,
    invoice_entity,
    xero_entity,
)
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.journal import Entry, Fact, Head, Values, in_line
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.journal import Journal

_HEAD = """
select sequence, digest from journal where connection_id = ? order by sequence desc limit 1
"""
_PUT = """
insert into journal (
  connection_id, sequence, run_id, fact, body, salt, values_digest, previous, digest, key_id)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_ABOUT = "insert into journal_about (connection_id, sequence, entity) values (?, ?, ?)"
_PAGE = """
select sequence, fact, body, salt, values_digest, previous, digest, key_id from journal
 where connection_id = ?1
"""
_AFTER = " and sequence > ?2"
_OF_RUN = " and run_id = ?"
# The plus keeps SQLite from walking the whole journal: a contact has few entries.
_ABOUT = """
   and +sequence > ?2
   and sequence in (select sequence from journal_about where connection_id = ?1 and entity = ?)
"""
_IN_ORDER = " order by sequence limit ?"
_SCRUB = """
update journal set body = null, salt = null
 where connection_id = ?1 and body is not null and sequence in (
   select sequence from journal_about
    where connection_id = ?1 and entity in (select value from json_each(?2)))
"""
_PRUNE = """
delete from journal
 where connection_id = ?1 and sequence <= ?2
   and sequence < (select max(sequence) from journal where connection_id = ?1)
"""


class SqliteJournal(Journal):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def append(self, entries: Iterable[Entry]) -> None:
        fresh = tuple(entries)
        if not in_line(fresh, self.head()):
            raise StaleVersionError("the journal")
        self._session.run_many(_PUT, [self._row(entry) for entry in fresh])
        about = [(self._id, e.sequence, entity) for e in fresh for entity in e.fact.about]
        self._session.run_many(_PUT_ABOUT, about)

    def head(self) -> Head | None:
        found = self._session.rows(_HEAD, self._id)
        return Head(*found[0]) if found else None

    def page(
        self,
        after: int,
        size: int,
        run_id: RunId | None = None,
        host_id: HostContactId | None = None,
        xero_id: XeroContactId | None = None,
        *,
        invoice_id: HostInvoiceId | None = None,
    ) -> tuple[Entry, ...]:
        about = [] if host_id is None else [host_entity(host_id)]
        about += [] if xero_id is None else [xero_entity(xero_id)]
        about += [] if invoice_id is None else [invoice_entity(invoice_id)]
        parts: list[tuple[str, str]] = [(_ABOUT, entity) for entity in about]
        if run_id is not None:
            parts.append((_OF_RUN, run_id))
        sql = "".join((_PAGE, "" if about else _AFTER, *(part for part, _ in parts), _IN_ORDER))
        given = [value for _, value in parts]
        found = self._session.rows(sql, self._id, after, *given, size)
        return tuple(_entry(*row) for row in found)

    def scrub(
        self, host_ids: Collection[HostContactId], xero_ids: Collection[XeroContactId]
    ) -> int:
        concerned = {*map(host_entity, host_ids), *map(xero_entity, xero_ids)}
        return self._session.run(_SCRUB, self._id, listed(concerned))

    def prune(self, up_to: int) -> None:
        self._session.run(_PRUNE, self._id, up_to)

    def _row(self, entry: Entry) -> tuple[Value, ...]:
        body = None if entry.values is None else encode(entry.values)
        digests = (entry.values_digest, entry.previous, entry.digest, entry.key_id)
        fact = (entry.fact.run_id, encode(entry.fact))
        return (self._id, entry.sequence, *fact, body, entry.salt, *digests)


def _entry(sequence: int, fact: str, body: str | None, *rest: Any) -> Entry:
    values = None if body is None else decode(body, Values)
    return Entry(sequence, decode(fact, Fact), values, *rest)
