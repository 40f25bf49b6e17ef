"""Intents in SQLite."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.sqlite.intent_rows import IntentRows
from xerolink.adapters.sqlite.session import Session
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.identity import ConnectionId, EntityKey
from xerolink.ports.store import Intents


class SqliteIntents(Intents):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._rows = IntentRows(session, connection_id, Intent, "intent", "entity")

    def put(self, intents: Iterable[Intent]) -> None:
        self._rows.put((intent.entity, intent) for intent in intents)

    def open(self, size: int) -> tuple[Intent, ...]:
        return self._rows.open(size)

    def open_for(self, entities: Collection[EntityKey]) -> Mapping[EntityKey, Intent]:
        return {intent.entity: intent for intent in self._rows.open_for(entities)}

    def forget(self, entities: Collection[EntityKey]) -> None:
        self._rows.forget("entity", entities)
