"""What the store keeps of webhooks: events for each connection, and what the app has as a whole."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.inbox import Due, EventCategory, WebhookEvent, WebhookId
from xerolink.ports.requests import Paused, Requests


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
    def newest(self) -> datetime | None:
        """The time of the newest event that is there, settled or not; None: there is none."""

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
    def requests(self, connection_id: ConnectionId) -> Requests:
        """What is asked of a connection, in this transaction."""

    @abstractmethod
    def pause_all(self, paused: Paused) -> None:
        """Pause every connection, those to come too; it takes the place of the one before."""

    @abstractmethod
    def resume_all(self) -> None:
        """End the pause of all; a connection's own pause stays."""

    @abstractmethod
    def paused_all(self) -> Paused | None:
        """The pause of all connections; None: there is none."""

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
    def begin_turn(self, connection_id: ConnectionId, at: datetime) -> None:
        """The connection has a turn, whatever comes of it: those that wait longer go before it."""

    @abstractmethod
    def rest(self, connection_id: ConnectionId, until: datetime) -> None:
        """Leave the connection alone until then, and count that.

        It is not waiting before, whatever comes in meanwhile: no event and no mark ends a rest.
        """

    @abstractmethod
    def rests(self, connection_id: ConnectionId) -> int:
        """How often it was left alone since it was last woken; 0 if it never was."""

    @abstractmethod
    def wake(self, connection_id: ConnectionId) -> None:
        """End the rest of the connection, if there is one, and count anew."""

    @abstractmethod
    def waiting(
        self, now: datetime, scanned_before: datetime, size: int
    ) -> tuple[ConnectionId, ...]:
        """At most *size* connections for a worker, none of them resting at *now* or paused.

        They have a queued run or, imported once, invoices to send, pending events about contacts
        or invoices, are due at *now*, or were last scanned at or before *scanned_before*. The one
        whose last turn began longest ago is first, before all one that had none, so that nobody
        who waits is passed over twice by the same one. Of equal turns: those with a queued run,
        the one that waits longest by its `started` first; those with events, the one with the
        oldest event first; then the one that was scanned longest ago; then by id.
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
