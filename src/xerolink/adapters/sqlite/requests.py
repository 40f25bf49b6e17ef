"""What people ask of workers, in SQLite."""

from collections.abc import Collection

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.runs import SqliteRuns
from xerolink.adapters.sqlite.session import Session, listed
from xerolink.domain.identity import ConnectionId, RunId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.run import RunRecord
from xerolink.ports.requests import Asked, Paused, Requests

_QUEUED = """
select body from run where connection_id = ? and state = 'queued' order by sequence limit ?
"""
_TAKE = """
update run set state = ?, body = ? where connection_id = ? and run_id = ? and state = 'queued'
"""
_ASK_CANCEL = """
insert into cancel_request (connection_id, run_id, body)
select connection_id, run_id, ? from run
 where connection_id = ? and run_id = ? and state = 'running'
on conflict (connection_id, run_id) do update set body = body
"""
_CANCEL_ASKED = "select body from cancel_request where connection_id = ? and run_id = ?"
_PAUSE = """
insert into connection_pause (connection_id, body) values (?, ?)
on conflict (connection_id) do update set body = excluded.body
"""
_RESUME = "delete from connection_pause where connection_id = ?"
_PAUSED = "select body from connection_pause where connection_id = ?"
_PAUSE_ALL = """
insert into app_pause (only, body) values (1, ?)
on conflict (only) do update set body = excluded.body
"""
_RESUME_ALL = "delete from app_pause"
_PAUSED_ALL = "select body from app_pause"
_SEND = """
insert into invoice_to_send (connection_id, host_id, sequence)
values (?1, ?2,
  (select coalesce(max(sequence), 0) + 1 from invoice_to_send where connection_id = ?1))
on conflict (connection_id, host_id) do nothing
"""
_TO_SEND = """
select host_id from invoice_to_send where connection_id = ? order by sequence limit ?
"""
_SENDING = """
delete from invoice_to_send
 where connection_id = ? and host_id in (select value from json_each(?))
"""


class SqliteRequests(Requests):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def queue(self, run: RunRecord) -> None:
        SqliteRuns(self._session, self._id).put(run)

    def queued(self, size: int) -> tuple[RunRecord, ...]:
        found = self._session.rows(_QUEUED, self._id, size)
        return tuple(decode(body, RunRecord) for (body,) in found)

    def take(self, run: RunRecord) -> bool:
        values = (run.state.value, encode(run), self._id, run.run_id)
        return bool(self._session.run(_TAKE, *values))

    def ask_cancel(self, run_id: RunId, asked: Asked) -> bool:
        return bool(self._session.run(_ASK_CANCEL, encode(asked), self._id, run_id))

    def cancel_asked(self, run_id: RunId) -> Asked | None:
        found = self._session.rows(_CANCEL_ASKED, self._id, run_id)
        return decode(found[0][0], Asked) if found else None

    def pause(self, paused: Paused) -> None:
        self._session.run(_PAUSE, self._id, encode(paused))

    def resume(self) -> None:
        self._session.run(_RESUME, self._id)

    def paused(self) -> Paused | None:
        found = self._session.rows(_PAUSED, self._id)
        return decode(found[0][0], Paused) if found else paused_all(self._session)

    def send(self, ids: Collection[HostInvoiceId]) -> None:
        self._session.run_many(_SEND, [(self._id, host_id) for host_id in ids])

    def to_send(self, size: int) -> tuple[HostInvoiceId, ...]:
        found = self._session.rows(_TO_SEND, self._id, size)
        return tuple(HostInvoiceId(host_id) for (host_id,) in found)

    def sending(self, ids: Collection[HostInvoiceId]) -> None:
        self._session.run(_SENDING, self._id, listed(ids))


def pause_all(session: Session, paused: Paused) -> None:
    """Pause every connection."""
    session.run(_PAUSE_ALL, encode(paused))


def resume_all(session: Session) -> None:
    """End the pause of all."""
    session.run(_RESUME_ALL)


def paused_all(session: Session) -> Paused | None:
    """The pause of all connections."""
    found = session.rows(_PAUSED_ALL)
    return decode(found[0][0], Paused) if found else None
