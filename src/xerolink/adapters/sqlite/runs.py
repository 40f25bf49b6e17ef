"""Runs, and the connection's own record, in SQLite."""

from collections.abc import Collection

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, listed
from xerolink.domain.identity import ConnectionId, RunId
from xerolink.domain.run import ConnectionRecord, RunRecord, RunState
from xerolink.ports.runs import Record, Runs

_PUT_RUN = """
insert into run (connection_id, run_id, state, body, sequence)
values (?1, ?2, ?3, ?4, (select coalesce(max(sequence), 0) + 1 from run where connection_id = ?1))
on conflict (connection_id, run_id) do update set state = excluded.state, body = excluded.body
"""
_LATEST = "select body from run where connection_id = ? order by sequence desc limit ?"
_GET_RUN = "select body from run where connection_id = ? and run_id = ?"
_PAGE = """
select body from run
 where connection_id = ?1 and state in (select value from json_each(?2))
   and (?3 is null
        or sequence < (select sequence from run where connection_id = ?1 and run_id = ?3))
 order by sequence desc limit ?4
"""
_GET = "select body from connection_record where connection_id = ?"
_PUT = """
insert into connection_record (connection_id, body) values (?, ?)
on conflict (connection_id) do update set body = excluded.body
"""
_ALL = "select connection_id from connection_record order by connection_id"


class SqliteRuns(Runs):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def put(self, run: RunRecord) -> None:
        self._session.run(_PUT_RUN, self._id, run.run_id, run.state.value, encode(run))

    def latest(self, size: int) -> tuple[RunRecord, ...]:
        found = self._session.rows(_LATEST, self._id, size)
        return tuple(decode(body, RunRecord) for (body,) in found)

    def get(self, run_id: RunId) -> RunRecord | None:
        found = self._session.rows(_GET_RUN, self._id, run_id)
        return decode(found[0][0], RunRecord) if found else None

    def page(
        self, states: Collection[RunState], after: RunId | None, size: int
    ) -> tuple[RunRecord, ...]:
        chosen = listed(state.value for state in states)
        found = self._session.rows(_PAGE, self._id, chosen, after, size)
        return tuple(decode(body, RunRecord) for (body,) in found)


class SqliteRecord(Record):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def get(self) -> ConnectionRecord | None:
        found = self._session.rows(_GET, self._id)
        return decode(found[0][0], ConnectionRecord) if found else None

    def put(self, record: ConnectionRecord) -> None:
        self._session.run(_PUT, self._id, encode(record))


def recorded(session: Session) -> tuple[ConnectionId, ...]:
    """The connections that have a record, ordered by id."""
    return tuple(ConnectionId(connection_id) for (connection_id,) in session.rows(_ALL))
