"""What Xero's webhooks tell: a payload read into events, what is missing, and who is due.

A webhook is a hint (fact sheet 6): it may come late, twice, in any order or not at all.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import NewType

from attrs import frozen

from xerolink.domain.identity import ConnectionId, TenantId

WebhookId = NewType("WebhookId", str)
"""One webhook of the app at Xero, named by the host; its payloads are numbered on their own."""
ResourceId = NewType("ResourceId", str)
"""Xero's id of what changed, lower-case: a ContactID, an InvoiceID."""

ONLY_WEBHOOK = WebhookId("xero")
"""The webhook of a host that has one."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHORTEST_SPREAD = timedelta(minutes=5)
_STARTS_A_MINUTE = 1_000
"""A tenth of what Xero gives an app in a minute (fact sheet 2): the rest is for other work."""


class EventCategory(Enum):
    """What a kept event is about. Other categories are counted and dropped."""

    CONTACT = "CONTACT"
    INVOICE = "INVOICE"


class EventType(Enum):
    """What happened; an archive is an UPDATE. OTHER: a word that Xero did not have before."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    OTHER = "OTHER"


@frozen
class WebhookEvent:
    """Something changed at Xero at *at* (aware, UTC); what changed is to be read.

    Two events of one tenant, resource and time are the same one.
    """

    tenant_id: TenantId
    category: EventCategory
    resource_id: ResourceId
    type: EventType
    at: datetime

    @property
    def key(self) -> "EventKey":
        """What makes it the same event when it comes again."""
        return (self.tenant_id, self.resource_id, self.at)


EventKey = tuple[TenantId, ResourceId, datetime]


@frozen
class Numbers:
    """The first and the last of a payload's sequence numbers."""

    first: int
    last: int


@frozen
class Payload:
    """A payload that was read. *ignored*: how many events are of other categories.

    *odd*: how many events could not be read. *numbers* None: there are no events, or no sensible
    numbers. *malformed*: it is no payload at all.
    """

    events: tuple[WebhookEvent, ...] = ()
    numbers: Numbers | None = None
    ignored: int = 0
    odd: int = 0
    malformed: bool = False


@frozen
class Received:
    """What became of a payload, in numbers of events.

    *new* waits for a worker now, once for each connection of its tenant; *known* was there
    already. *unknown_tenant*: of organisations that are not connected. *ignored*: of categories
    that nothing follows from. *gap*: events before this payload are missing, so that every
    connection was marked as due.
    """

    new: int = 0
    known: int = 0
    unknown_tenant: int = 0
    ignored: int = 0
    odd: int = 0
    malformed: bool = False
    gap: bool = False


@frozen
class Due:
    """A connection is due at *at*, for a reason that arose at *marked*; both by our clock."""

    at: datetime
    marked: datetime


def read_payload(document: object) -> Payload:
    """A payload from its decoded JSON; nothing in it is an error, and `resourceUrl` is not read."""
    if not isinstance(document, dict) or not isinstance(document.get("events"), list):
        return Payload(malformed=True)
    listed = document["events"]
    read = [_event(one) for one in listed]
    return Payload(
        tuple(one for one in read if isinstance(one, WebhookEvent)),
        _numbers(document) if listed else None,
        read.count(_Dropped.IGNORED),
        read.count(_Dropped.ODD),
    )


class _Dropped(Enum):
    """Why an event of a payload is not kept."""

    IGNORED = "of a category that nothing follows from"
    ODD = "it cannot be read"


def _event(raw: object) -> WebhookEvent | _Dropped:
    if not isinstance(raw, dict) or not isinstance(category := raw.get("eventCategory"), str):
        return _Dropped.ODD
    if category not in EventCategory.__members__:
        return _Dropped.IGNORED
    tenant, resource = _id(raw.get("tenantId")), _id(raw.get("resourceId"))
    at = _time(raw.get("eventDateUtc"))
    if tenant is None or resource is None or at is None:
        return _Dropped.ODD
    kind = _kind(raw.get("eventType"))
    return WebhookEvent(TenantId(tenant), EventCategory[category], ResourceId(resource), kind, at)


def _kind(raw: object) -> EventType:
    known = isinstance(raw, str) and raw in EventType.__members__
    return EventType[str(raw)] if known else EventType.OTHER


def _id(raw: object) -> str | None:
    found = raw.lower() if isinstance(raw, str) else ""
    return found if _UUID.fullmatch(found) else None


def _time(raw: object) -> datetime | None:
    """Xero gives no zone and means UTC (fact sheet 6)."""
    try:
        at = datetime.fromisoformat(raw) if isinstance(raw, str) else None
        return at and (at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _numbers(document: Mapping[object, object]) -> Numbers | None:
    first, last = document.get("firstEventSequence"), document.get("lastEventSequence")
    if type(first) is not int or type(last) is not int:
        return None
    return Numbers(first, last) if 0 < first <= last < _NUMBERS_END else None


_NUMBERS_END = 1 << 31


def is_gap(seen: int | None, numbers: Numbers) -> bool:
    """Whether events between *seen*, the highest number so far, and *numbers* are missing.

    The first payload of all misses nothing; a payload that starts at 1 starts a new count, as
    that of a webhook that was made anew.
    """
    return seen is not None and numbers.first > seen + 1


def highest(seen: int | None, numbers: Numbers) -> int:
    """The highest number after *numbers*; a late payload does not lower it."""
    if seen is None or numbers.first == 1:
        return numbers.last
    return max(seen, numbers.last)


def latest(events: Iterable[WebhookEvent]) -> Mapping[ResourceId, WebhookEvent]:
    """The latest event of each resource; one reading of the resource stands for all of them."""
    return {event.resource_id: event for event in sorted(events, key=lambda event: event.at)}


def by_tenant(events: Iterable[WebhookEvent]) -> Mapping[TenantId, Sequence[WebhookEvent]]:
    """The events of each tenant, in the order in which they came."""
    found: dict[TenantId, list[WebhookEvent]] = {}
    for event in events:
        found.setdefault(event.tenant_id, []).append(event)
    return found


def spread(connections: Collection[ConnectionId], now: datetime) -> Mapping[ConnectionId, datetime]:
    """When each of *connections* is due after a gap: over five minutes, or as many as it takes.

    The place of a connection follows from its id alone, so that a second gap does not move it.
    """
    window = max(_SHORTEST_SPREAD, timedelta(minutes=len(connections) // _STARTS_A_MINUTE))
    seconds = int(window.total_seconds())
    return {c: now + timedelta(seconds=1 + _place(c) % seconds) for c in connections}


def _place(connection_id: ConnectionId) -> int:
    return int.from_bytes(sha256(connection_id.encode("utf-8", "replace")).digest()[:8], "big")
