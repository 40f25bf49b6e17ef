"""Webhook events in memory, and what the app has as a whole."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from datetime import UTC, datetime

from attrs import evolve

from xerolink.adapters.memory.store_requests import MemoryRequests
from xerolink.adapters.memory.store_shelf import Everybody, Shelf
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import Due, EventCategory, WebhookEvent, WebhookId
from xerolink.domain.run import ConnectionRecord, RunState
from xerolink.ports.inbox import AppUnit, Inbox
from xerolink.ports.requests import Paused, Requests


class MemoryInbox(Inbox):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._rows = shelf.inbox

    def put(self, events: Iterable[WebhookEvent]) -> int:
        before = len(self._rows)
        for event in events:
            self._rows.setdefault(event.key, (event, False))
        return len(self._rows) - before

    def pending(self, category: EventCategory, size: int) -> tuple[WebhookEvent, ...]:
        chosen = (event for event in self._pending() if event.category is category)
        return tuple(sorted(chosen, key=lambda e: (e.at, e.resource_id, e.tenant_id))[:size])

    def settle(self, events: Iterable[WebhookEvent]) -> None:
        for event in events:
            if event.key in self._rows:
                self._rows[event.key] = (self._rows[event.key][0], True)

    def count(self) -> Mapping[EventCategory, int]:
        return dict(Counter(event.category for event in self._pending()))

    def newest(self) -> datetime | None:
        return max((event.at for event, _ in self._rows.values()), default=None)

    def due(self) -> Due | None:
        return self._shelf.due

    def set_due(self, due: Due | None) -> None:
        self._shelf.due = due

    def _pending(self) -> Iterable[WebhookEvent]:
        return (event for event, settled in self._rows.values() if not settled)


class MemoryAppUnit(AppUnit):
    """Over shelves, numbers and a pause that nobody else has."""

    def __init__(
        self,
        shelves: MutableMapping[ConnectionId, Shelf],
        numbers: MutableMapping[WebhookId, int],
        everybody: Everybody,
    ) -> None:
        self._shelves, self._numbers, self._everybody = shelves, numbers, everybody

    def inbox(self, connection_id: ConnectionId) -> Inbox:
        return MemoryInbox(self._shelves.setdefault(connection_id, Shelf()))

    def requests(self, connection_id: ConnectionId) -> Requests:
        shelf = self._shelves.setdefault(connection_id, Shelf())
        return MemoryRequests(shelf, self._everybody)

    def pause_all(self, paused: Paused) -> None:
        self._everybody.paused = paused

    def resume_all(self) -> None:
        self._everybody.paused = None

    def paused_all(self) -> Paused | None:
        return self._everybody.paused

    def bound(self, tenants: Collection[TenantId]) -> Mapping[TenantId, tuple[ConnectionId, ...]]:
        ids: dict[str, tuple[ConnectionId, ...]] = {}
        for connection_id, record in self._records():
            tenant = record.organisation.tenant_id.lower()
            ids[tenant] = (*ids.get(tenant, ()), connection_id)
        return {tenant: ids[tenant.lower()] for tenant in tenants if tenant.lower() in ids}

    def imported(self) -> tuple[ConnectionId, ...]:
        return tuple(c for c, record in self._records() if record.imported_at is not None)

    def highest(self, webhook: WebhookId) -> int | None:
        return self._numbers.get(webhook)

    def set_highest(self, webhook: WebhookId, number: int) -> None:
        self._numbers[webhook] = number

    def mark_due(self, times: Mapping[ConnectionId, datetime], marked: datetime) -> None:
        for connection_id, at in times.items():
            shelf = self._shelves.setdefault(connection_id, Shelf())
            shelf.due = Due(min(at, shelf.due.at) if shelf.due else at, marked)

    def begin_turn(self, connection_id: ConnectionId, at: datetime) -> None:
        self._shelves.setdefault(connection_id, Shelf()).turn = at

    def rest(self, connection_id: ConnectionId, until: datetime) -> None:
        shelf = self._shelves.setdefault(connection_id, Shelf())
        shelf.resting, shelf.rests = until, shelf.rests + 1

    def rests(self, connection_id: ConnectionId) -> int:
        return self._shelves.get(connection_id, Shelf()).rests

    def wake(self, connection_id: ConnectionId) -> None:
        shelf = self._shelves.setdefault(connection_id, Shelf())
        shelf.resting, shelf.rests = None, 0

    def waiting(
        self, now: datetime, scanned_before: datetime, size: int
    ) -> tuple[ConnectionId, ...]:
        shelves = {c: self._shelves[c] for c, _ in self._records() if not self._held(c, now)}
        found = {c: w for c, s in shelves.items() if (w := _wait(s, now, scanned_before))}
        return tuple(sorted(found, key=lambda c: (shelves[c].turn or _NEVER, found[c], c))[:size])

    def forget(self, before: datetime) -> None:
        for shelf in self._shelves.values():
            for key in [key for key, (event, _) in shelf.inbox.items() if event.at < before]:
                del shelf.inbox[key]

    def _held(self, connection_id: ConnectionId, now: datetime) -> bool:
        resting = self._shelves[connection_id].resting
        paused = self.requests(connection_id).paused()
        return paused is not None or (resting is not None and resting > now)

    def _records(self) -> list[tuple[ConnectionId, ConnectionRecord]]:
        """Ordered by the connection's id."""
        shelves = sorted(self._shelves.items(), key=lambda item: item[0])
        return [(c, shelf.record) for c, shelf in shelves if shelf.record is not None]


def copied(shelves: Mapping[ConnectionId, Shelf]) -> dict[ConnectionId, Shelf]:
    """Shelves whose inboxes, requests and marks may be changed; the other rows are shared."""
    return {
        c: evolve(
            s,
            inbox=dict(s.inbox),
            runs=dict(s.runs),
            cancels=dict(s.cancels),
            to_send=dict(s.to_send),
        )
        for c, s in shelves.items()
    }


def _wait(shelf: Shelf, now: datetime, scanned_before: datetime) -> tuple[int, datetime] | None:
    """What waiting connections of equal turns are ordered by; None if it is not waiting."""
    queued = [run.started for run in shelf.runs.values() if run.state is RunState.QUEUED]
    if queued:
        return (0, min(queued))
    if shelf.record is None or shelf.record.imported_at is None:
        return None
    told = [event.at for event, settled in shelf.inbox.values() if not settled]
    if told:
        return (1, min(told))
    scanned = shelf.record.scanned_at or _NEVER
    marked = shelf.due is not None and shelf.due.at <= now
    return (2, scanned) if shelf.to_send or marked or scanned <= scanned_before else None


_NEVER = datetime.min.replace(tzinfo=UTC)
