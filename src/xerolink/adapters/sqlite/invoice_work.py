"""Writes of invoices, and what waits for people because of invoices, in SQLite."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.intent_rows import IntentRows
from xerolink.adapters.sqlite.keys import cause_text
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.identity import ConnectionId, IntentId, IssueId
from xerolink.domain.invoices.causes import Cause, InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.ports.invoice_rows import InvoiceIntents, InvoiceIssues

_GET = "select body from invoice_issue where connection_id = ? and issue_id = ?"
_OPEN_FOR = """
select body from invoice_issue
 where connection_id = ? and is_open = 1 and cause_key in (select value from json_each(?))
"""
_SET_ASIDE = """
update invoice_issue set is_open = 0
 where connection_id = ? and issue_id in (select value from json_each(?))
"""
_PUT = """
insert into invoice_issue (connection_id, issue_id, cause_key, is_open, body)
values (?, ?, ?, ?, ?)
on conflict (connection_id, issue_id) do update set
  cause_key = excluded.cause_key, is_open = excluded.is_open, body = excluded.body
"""
_PAGE = """
select body from invoice_issue
 where connection_id = ? and is_open = 1 and issue_id > coalesce(?, '')
 order by issue_id limit ?
"""


class SqliteInvoiceIntents(InvoiceIntents):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._rows = IntentRows(session, connection_id, InvoiceIntent, "invoice_intent", "host_id")

    def put(self, intents: Iterable[InvoiceIntent]) -> None:
        self._rows.put((intent.host_id, intent) for intent in intents)

    def open(self, size: int) -> tuple[InvoiceIntent, ...]:
        return self._rows.open(size)

    def open_for(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, InvoiceIntent]:
        return {intent.host_id: intent for intent in self._rows.open_for(ids)}

    def forget(self, ids: Collection[IntentId]) -> None:
        self._rows.forget("intent_id", ids)


class SqliteInvoiceIssues(InvoiceIssues):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def get(self, issue_id: IssueId) -> InvoiceIssue | None:
        return next(iter(self._read(_GET, issue_id)), None)

    def open_for(self, causes: Collection[Cause]) -> Mapping[Cause, InvoiceIssue]:
        found = self._read(_OPEN_FOR, listed(map(cause_text, causes)))
        return {issue.cause: issue for issue in found}

    def put(self, issues: Iterable[InvoiceIssue]) -> None:
        """Old rows are set aside first: what counts is what stands after the whole call."""
        fresh = {issue.issue_id: issue for issue in issues}
        with self._session.all_or_nothing():
            self._session.run(_SET_ASIDE, self._id, listed(fresh))
            self._session.run_many(_PUT, [self._row(issue) for issue in fresh.values()])

    def page(self, after: IssueId | None, size: int) -> tuple[InvoiceIssue, ...]:
        return tuple(self._read(_PAGE, after, size))

    def _read(self, sql: str, *values: Value) -> list[InvoiceIssue]:
        found = self._session.rows(sql, self._id, *values)
        return [decode(body, InvoiceIssue) for (body,) in found]

    def _row(self, issue: InvoiceIssue) -> tuple[Value, ...]:
        columns = (cause_text(issue.cause), issue.closed is None)
        return (self._id, issue.issue_id, *columns, encode(issue))
