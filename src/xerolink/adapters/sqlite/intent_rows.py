"""Writes recorded before they are attempted, in a table of SQLite: of contacts, of invoices."""

from collections.abc import Collection, Iterable
from typing import Generic, TypeVar

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.identity import ConnectionId
from xerolink.domain.invoices.intent import InvoiceIntent

W = TypeVar("W", Intent, InvoiceIntent)

_SET_ASIDE = """
update TABLE set is_open = 0
 where connection_id = ? and intent_id in (select value from json_each(?))
"""
_PUT = """
insert into TABLE (connection_id, intent_id, SUBJECT, is_open, body, sequence)
values (?1, ?2, ?3, ?4, ?5,
  (select coalesce(max(sequence), 0) + 1 from TABLE where connection_id = ?1))
on conflict (connection_id, intent_id) do update set
  SUBJECT = excluded.SUBJECT, is_open = excluded.is_open, body = excluded.body
"""
_OPEN = """
select body from TABLE where connection_id = ? and is_open = 1 order by sequence limit ?
"""
_OPEN_FOR = """
select body from TABLE
 where connection_id = ? and is_open = 1 and SUBJECT in (select value from json_each(?))
"""
_FORGET = """
delete from TABLE
 where connection_id = ? and is_open = 0 and COLUMN in (select value from json_each(?))
"""


class IntentRows(Generic[W]):
    """The rows of one connection in *table*, which has what each is about in *subject*.

    A unique index on *subject* keeps two open ones apart.
    """

    def __init__(
        self, session: Session, connection_id: ConnectionId, kind: type[W], table: str, subject: str
    ) -> None:
        self._session, self._id = session, connection_id
        self._kind: type[W] = kind
        self._table, self._subject = table, subject

    def put(self, rows: Iterable[tuple[str, W]]) -> None:
        """Intents with what each is about. Old rows are set aside first: what counts is what
        stands after the whole call.
        """
        fresh = {intent.intent_id: (subject, intent) for subject, intent in rows}
        with self._session.all_or_nothing():
            self._session.run(self._of(_SET_ASIDE), self._id, listed(fresh))
            self._session.run_many(self._of(_PUT), [self._row(*row) for row in fresh.values()])

    def open(self, size: int) -> tuple[W, ...]:
        return self._read(_OPEN, size)

    def open_for(self, subjects: Collection[str]) -> tuple[W, ...]:
        return self._read(_OPEN_FOR, listed(subjects))

    def forget(self, column: str, values: Collection[str]) -> None:
        """Remove closed ones by what they have in *column*."""
        sql = self._of(_FORGET).replace("COLUMN", column)
        self._session.run(sql, self._id, listed(values))

    def _of(self, sql: str) -> str:
        return sql.replace("TABLE", self._table).replace("SUBJECT", self._subject)

    def _read(self, sql: str, *values: Value) -> tuple[W, ...]:
        found = self._session.rows(self._of(sql), self._id, *values)
        return tuple(decode(body, self._kind) for (body,) in found)

    def _row(self, subject: str, intent: W) -> tuple[Value, ...]:
        return (self._id, intent.intent_id, subject, intent.open, encode(intent))
