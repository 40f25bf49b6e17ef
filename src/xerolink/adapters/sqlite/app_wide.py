"""What belongs to the app as a whole, in SQLite."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from xerolink.adapters.sqlite import requests
from xerolink.adapters.sqlite.inbox import SqliteInbox, time_text
from xerolink.adapters.sqlite.session import Session, listed
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import EventCategory, WebhookId
from xerolink.ports.inbox import AppUnit, Inbox
from xerolink.ports.requests import Paused, Requests

_BOUND = """
select lower(json_extract(body, '$.organisation.tenant_id')), connection_id
  from connection_record
 where lower(json_extract(body, '$.organisation.tenant_id')) in (select value from json_each(?))
 order by connection_id
"""
_IMPORTED = """
select connection_id from connection_record
 where json_extract(body, '$.imported_at') is not null order by connection_id
"""
_HIGHEST = "select highest from webhook where webhook_id = ?"
_SET_HIGHEST = """
insert into webhook (webhook_id, highest) values (?, ?)
on conflict (webhook_id) do update set highest = excluded.highest
"""
_MARK_DUE = """
insert into connection_due (connection_id, due_at, marked_at)
select key, value, ? from json_each(?) where true
on conflict (connection_id) do update set
  due_at = min(coalesce(due_at, excluded.due_at), excluded.due_at), marked_at = excluded.marked_at
"""
_BEGIN_TURN = """
insert into connection_due (connection_id, turn_at) values (?, ?)
on conflict (connection_id) do update set turn_at = excluded.turn_at
"""
_REST = """
insert into connection_due (connection_id, resting_until, rests) values (?, ?, 1)
on conflict (connection_id) do update set
  resting_until = excluded.resting_until, rests = rests + 1
"""
_RESTS = "select rests from connection_due where connection_id = ?"
_WAKE = """
update connection_due set resting_until = null, rests = 0
 where connection_id = ? and resting_until is not null
"""
# The codec writes a whole second without a fraction, and "+" sorts before ".".
_WAITING = """
select connection_id from (
  select record.connection_id, due.due_at, due.turn_at,
         json_extract(record.body, '$.imported_at') as imported_at,
         json_extract(record.body, '$.scanned_at') as scanned_at,
         (select min(json_extract(run.body, '$.started')) from run
           where run.connection_id = record.connection_id and run.state = 'queued'
         ) as queued,
         (select min(first_at) from (
            select (select min(event_at) from inbox
                     where inbox.connection_id = record.connection_id
                       and category = about.value and settled = 0) as first_at
              from json_each(?1) as about)
         ) as oldest,
         exists (select 1 from invoice_to_send as invoice
                  where invoice.connection_id = record.connection_id) as sends
    from connection_record as record left join connection_due as due using (connection_id)
   where coalesce(due.resting_until, '') <= ?2
     and not exists (select 1 from app_pause)
     and record.connection_id not in (select connection_id from connection_pause))
 where queued is not null
    or imported_at is not null
       and (sends or oldest is not null or due_at <= ?2 or coalesce(scanned_at, '') <= ?3)
 order by coalesce(turn_at, ''), queued is null, coalesce(queued, oldest) is null,
       coalesce(queued, oldest, scanned_at, ''), connection_id
 limit ?4
"""
_FORGET = "delete from inbox where event_at < ?"


class SqliteAppUnit(AppUnit):
    def __init__(self, session: Session) -> None:
        self._session = session

    def inbox(self, connection_id: ConnectionId) -> Inbox:
        return SqliteInbox(self._session, connection_id)

    def requests(self, connection_id: ConnectionId) -> Requests:
        return requests.SqliteRequests(self._session, connection_id)

    def pause_all(self, paused: Paused) -> None:
        requests.pause_all(self._session, paused)

    def resume_all(self) -> None:
        requests.resume_all(self._session)

    def paused_all(self) -> Paused | None:
        return requests.paused_all(self._session)

    def bound(self, tenants: Collection[TenantId]) -> Mapping[TenantId, tuple[ConnectionId, ...]]:
        ids: dict[str, tuple[ConnectionId, ...]] = {}
        for tenant, connection_id in self._session.rows(_BOUND, listed(map(str.lower, tenants))):
            ids[tenant] = (*ids.get(tenant, ()), connection_id)
        return {tenant: ids[tenant.lower()] for tenant in tenants if tenant.lower() in ids}

    def imported(self) -> tuple[ConnectionId, ...]:
        return tuple(connection_id for (connection_id,) in self._session.rows(_IMPORTED))

    def highest(self, webhook: WebhookId) -> int | None:
        found = self._session.rows(_HIGHEST, webhook)
        return found[0][0] if found else None

    def set_highest(self, webhook: WebhookId, number: int) -> None:
        self._session.run(_SET_HIGHEST, webhook, number)

    def mark_due(self, times: Mapping[ConnectionId, datetime], marked: datetime) -> None:
        texts = {connection_id: time_text(at) for connection_id, at in times.items()}
        rows = json.dumps(texts, ensure_ascii=False)
        self._session.run(_MARK_DUE, time_text(marked), rows)

    def begin_turn(self, connection_id: ConnectionId, at: datetime) -> None:
        self._session.run(_BEGIN_TURN, connection_id, time_text(at))

    def rest(self, connection_id: ConnectionId, until: datetime) -> None:
        self._session.run(_REST, connection_id, time_text(until))

    def rests(self, connection_id: ConnectionId) -> int:
        found = self._session.rows(_RESTS, connection_id)
        return found[0][0] if found else 0

    def wake(self, connection_id: ConnectionId) -> None:
        self._session.run(_WAKE, connection_id)

    def waiting(
        self, now: datetime, scanned_before: datetime, size: int
    ) -> tuple[ConnectionId, ...]:
        # As the codec writes it: what is compared with it stands in a stored record.
        scanned = scanned_before.astimezone(UTC).isoformat()
        told = listed(category.value for category in (EventCategory.CONTACT, EventCategory.INVOICE))
        values = (told, time_text(now), scanned, size)
        return tuple(connection_id for (connection_id,) in self._session.rows(_WAITING, *values))

    def forget(self, before: datetime) -> None:
        self._session.run(_FORGET, time_text(before))
