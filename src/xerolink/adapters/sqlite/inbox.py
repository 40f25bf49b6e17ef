"""Webhook events of one connection in SQLite."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from xerolink.adapters.sqlite.session import Session
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import (
    Due,
    EventCategory,
    EventType,
    ResourceId,
    WebhookEvent,
)
from xerolink.ports.inbox import Inbox

_PUT = """
insert into inbox
  (connection_id, tenant_id, resource_id, event_at, category, event_type, settled)
select ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
       json_extract(value, '$[3]'), json_extract(value, '$[4]'), 0
  from json_each(?)
 where true
on conflict do nothing
"""
_PENDING = """
select tenant_id, category, resource_id, event_type, event_at from inbox
 where connection_id = ? and category = ? and settled = 0
 order by event_at, resource_id, tenant_id limit ?
"""
_SETTLE = """
update inbox set settled = 1
 where connection_id = ? and (tenant_id, resource_id, event_at) in (
   select json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
     from json_each(?))
"""
_COUNT = """
select category, count(*) from inbox where connection_id = ? and settled = 0 group by category
"""
_NEWEST = "select max(event_at) from inbox where connection_id = ?"
_DUE = """
select due_at, marked_at from connection_due where connection_id = ? and due_at is not null
"""
_SET_DUE = """
insert into connection_due (connection_id, due_at, marked_at) values (?, ?, ?)
on conflict (connection_id) do update set
  due_at = excluded.due_at, marked_at = excluded.marked_at
"""


class SqliteInbox(Inbox):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def put(self, events: Iterable[WebhookEvent]) -> int:
        return self._session.run(_PUT, self._id, json.dumps([_row(event) for event in events]))

    def pending(self, category: EventCategory, size: int) -> tuple[WebhookEvent, ...]:
        found = self._session.rows(_PENDING, self._id, category.value, size)
        return tuple(_event(*row) for row in found)

    def settle(self, events: Iterable[WebhookEvent]) -> None:
        keys = [_row(event)[:3] for event in events]
        self._session.run(_SETTLE, self._id, json.dumps(keys))

    def count(self) -> Mapping[EventCategory, int]:
        found = self._session.rows(_COUNT, self._id)
        return {EventCategory(category): number for category, number in found}

    def newest(self) -> datetime | None:
        ((found,),) = self._session.rows(_NEWEST, self._id)
        return datetime.fromisoformat(found) if found else None

    def due(self) -> Due | None:
        found = self._session.rows(_DUE, self._id)
        return Due(*map(datetime.fromisoformat, found[0])) if found else None

    def set_due(self, due: Due | None) -> None:
        times = (time_text(due.at), time_text(due.marked)) if due else (None, None)
        self._session.run(_SET_DUE, self._id, *times)


def time_text(at: datetime) -> str:
    """UTC and of one length, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _row(event: WebhookEvent) -> tuple[str, ...]:
    key = (event.tenant_id, event.resource_id, time_text(event.at))
    return (*key, event.category.value, event.type.value)


def _event(tenant: str, category: str, resource: str, kind: str, at: str) -> WebhookEvent:
    return WebhookEvent(
        TenantId(tenant),
        EventCategory(category),
        ResourceId(resource),
        EventType(kind),
        datetime.fromisoformat(at),
    )
