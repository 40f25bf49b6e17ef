"""Issues in SQLite."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.identity import ConnectionId, EntityKey, HostContactId, IssueId
from xerolink.ports.store import Issues

_GET = "select body from issue where connection_id = ? and issue_id = ?"
_OPEN_FOR = """
select body from issue indexed by issue_family
 where connection_id = ? and is_open = 1 and subject in (select value from json_each(?))
 order by issue_id
"""
_NAMING = """
select body from issue
 where connection_id = ?1 and issue_id in (
   select issue_id from issue_candidate
    where connection_id = ?1 and host_id in (select value from json_each(?2)))
 order by issue_id
"""
_UNNAME = """
delete from issue_candidate
 where connection_id = ? and issue_id in (select value from json_each(?))
"""
_NAME = "insert or ignore into issue_candidate (connection_id, host_id, issue_id) values (?, ?, ?)"
_SET_ASIDE = """
update issue set is_open = 0
 where connection_id = ? and issue_id in (select value from json_each(?))
"""
_PUT = """
insert into issue (connection_id, issue_id, subject, family, kind, is_open, body)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (connection_id, issue_id) do update set
  subject = excluded.subject, family = excluded.family, kind = excluded.kind,
  is_open = excluded.is_open, body = excluded.body
"""
_PAGE = """
select body from issue
 where connection_id = ? and is_open = 1 and issue_id > coalesce(?, '')
   and kind in (select value from json_each(?))
 order by issue_id limit ?
"""
_COUNT = """
select kind, count(*) from issue indexed by issue_page
 where connection_id = ? and is_open = 1 group by kind
"""


class SqliteIssues(Issues):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def get(self, issue_id: IssueId) -> Issue | None:
        return next(iter(self._read(_GET, issue_id)), None)

    def open_for(self, subjects: Collection[EntityKey]) -> Mapping[EntityKey, tuple[Issue, ...]]:
        found: dict[EntityKey, tuple[Issue, ...]] = {}
        for issue in self._read(_OPEN_FOR, listed(subjects)):
            found[issue.subject] = (*found.get(issue.subject, ()), issue)
        return found

    def naming(self, ids: Collection[HostContactId]) -> tuple[Issue, ...]:
        return tuple(self._read(_NAMING, listed(ids)))

    def put(self, issues: Iterable[Issue]) -> None:
        """Old rows are set aside first: what counts is what stands after the whole call."""
        fresh = {issue.issue_id: issue for issue in issues}
        with self._session.all_or_nothing():
            self._session.run(_SET_ASIDE, self._id, listed(fresh))
            self._session.run_many(_PUT, [self._row(issue) for issue in fresh.values()])
            self._session.run(_UNNAME, self._id, listed(fresh))
            self._session.run_many(_NAME, [n for i in fresh.values() for n in self._named(i)])

    def page(
        self, kinds: Collection[IssueKind], after: IssueId | None, size: int
    ) -> tuple[Issue, ...]:
        return tuple(self._read(_PAGE, after, listed(kind.value for kind in kinds), size))

    def count(self) -> Mapping[IssueKind, int]:
        return {IssueKind(kind): n for kind, n in self._session.rows(_COUNT, self._id)}

    def _read(self, sql: str, *values: Value) -> list[Issue]:
        return [decode(body, Issue) for (body,) in self._session.rows(sql, self._id, *values)]

    def _named(self, issue: Issue) -> Iterable[tuple[Value, ...]]:
        """Of a closed issue nobody asks whom it named."""
        named = issue.candidates if issue.closed is None else ()
        return ((self._id, candidate.host_id, issue.issue_id) for candidate in named)

    def _row(self, issue: Issue) -> tuple[Value, ...]:
        columns = (issue.subject, issue.family, issue.kind.value, issue.closed is None)
        return (self._id, issue.issue_id, *columns, encode(issue))
