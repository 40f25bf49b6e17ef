"""What the store keeps of webhooks: events for each connection, and what the app has as a whole."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import Due, EventCategory, WebhookEvent, WebhookId


class Inbox(Protocol):
    """The events of one connection, and when it is due although its polling is not."""

    @abstractmethod
    def put(self, events: Iterable[WebhookEvent]) -> int:
        """Add events, and answer how many are new.

        An event that is there already, settled or not, stays as it is.
        """

    @abstractmethod
    def pending(self, category: EventCategory, size: int) -> tuple[WebhookEvent, ...]:
        """At most *size* events of *category* that are not settled, by time and resource id."""

    @abstractmethod
    def settle(self, events: Iterable[WebhookEvent]) -> None:
        """These events are settled; one that is not there is no error."""

    @abstractmethod
    def count(self) -> Mapping[EventCategory, int]:
        """How many events are not settled, by category; a category without any is absent."""

    @abstractmethod
    def due(self) -> Due | None:
        """When the connection is due; None if nobody marked it."""

    @abstractmethod
    def set_due(self, due: Due | None) -> None:
        """Mark the connection, or take its mark away."""


class AppUnit(Protocol):
    """What belongs to the app as a whole, in one transaction (architecture, law 7)."""

    @abstractmethod
    def inbox(self, connection_id: ConnectionId) -> Inbox:
        """The inbox of a connection, in this transaction."""

    @abstractmethod
    def bound(self, tenants: Collection[TenantId]) -> Mapping[TenantId, tuple[ConnectionId, ...]]:
        """The connections of *tenants* that have a record, each tenant's ordered by id.

        Upper and lower case are equal; a tenant without a connection is absent.
        """

    @abstractmethod
    def imported(self) -> tuple[ConnectionId, ...]:
        """The connections whose first import was made, ordered by id."""

    @abstractmethod
    def highest(self, webhook: WebhookId) -> int | None:
        """The number that was set for *webhook*; None before."""

    @abstractmethod
    def set_highest(self, webhook: WebhookId, number: int) -> None:
        """Remember the highest number of *webhook*."""

    @abstractmethod
    def mark_due(self, times: Mapping[ConnectionId, datetime], marked: datetime) -> None:
        """Mark connections: each is due at its time, or when it was due before if that is sooner.

        The marks are of *marked*, whichever time counts.
        """

    @abstractmethod
    def rest(self, connection_id: ConnectionId, until: datetime) -> None:
        """Leave the connection alone until then: it is not waiting before."""

    @abstractmethod
    def waiting(
        self, now: datetime, scanned_before: datetime, size: int
    ) -> tuple[ConnectionId, ...]:
        """At most *size* imported connections for a worker, none of them resting at *now*.

        First those with pending events about contacts, the one with the oldest event first; then
        those that are due at *now* or were last scanned at or before *scanned_before*, the one
        that was scanned longest ago first. What is equal in that is in the order of the ids.
        """

    @abstractmethod
    def forget(self, before: datetime) -> None:
        """Forget the events of any connection, settled or not, of a time before *before*."""


class AppStore(Protocol):
    """The part of a store that no single connection owns."""

    @abstractmethod
    def app_wide(self) -> AbstractContextManager[AppUnit]:
        """A unit of work over what belongs to the app as a whole, and over every inbox.

        It needs no lease, and is committed when its block ends, all of it or, on an error,
        nothing. One at a time; none at the same time as a transaction of the same rows.
        """
