"""Intents in SQLite."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.identity import ConnectionId, EntityKey
from xerolink.ports.store import Intents

_SET_ASIDE = """
update intent set is_open = 0
 where connection_id = ? and intent_id in (select value from json_each(?))
"""
_PUT = """
insert into intent (connection_id, intent_id, entity, is_open, body, sequence)
values (?1, ?2, ?3, ?4, ?5,
  (select coalesce(max(sequence), 0) + 1 from intent where connection_id = ?1))
on conflict (connection_id, intent_id) do update set
  entity = excluded.entity, is_open = excluded.is_open, body = excluded.body
"""
_OPEN = """
select body from intent where connection_id = ? and is_open = 1 order by sequence limit ?
"""
_OPEN_FOR = """
select body from intent
 where connection_id = ? and is_open = 1 and entity in (select value from json_each(?))
"""

_FORGET = """
delete from intent
 where connection_id = ? and is_open = 0 and entity in (select value from json_each(?))
"""


class SqliteIntents(Intents):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def put(self, intents: Iterable[Intent]) -> None:
        """Old rows are set aside first: what counts is what stands after the whole call."""
        fresh = {intent.intent_id: intent for intent in intents}
        with self._session.all_or_nothing():
            self._session.run(_SET_ASIDE, self._id, listed(fresh))
            self._session.run_many(_PUT, [self._row(intent) for intent in fresh.values()])

    def open(self, size: int) -> tuple[Intent, ...]:
        return tuple(self._read(_OPEN, size))

    def open_for(self, entities: Collection[EntityKey]) -> Mapping[EntityKey, Intent]:
        return {intent.entity: intent for intent in self._read(_OPEN_FOR, listed(entities))}

    def forget(self, entities: Collection[EntityKey]) -> None:
        self._session.run(_FORGET, self._id, listed(entities))

    def _read(self, sql: str, *values: Value) -> list[Intent]:
        return [decode(body, Intent) for (body,) in self._session.rows(sql, self._id, *values)]

    def _row(self, intent: Intent) -> tuple[Value, ...]:
        return (self._id, intent.intent_id, intent.entity, intent.open, encode(intent))
