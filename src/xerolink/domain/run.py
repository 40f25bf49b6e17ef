"""One execution with its counts, and what is remembered about a connection between runs."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import NewType, Self

from attrs import field, frozen

from xerolink.domain.identity import Actor, ConnectionId, RunId, TenantId
from xerolink.domain.settings import ContactSettings

HostCursor = NewType("HostCursor", str)
"""Where the host's change feed was read to; opaque to everybody but the host."""
Operation = NewType("Operation", str)
"""Which call to Xero, as "GET Contacts": method and resource, never an id or a value."""


class RunKind(Enum):
    """What a run was asked to do."""

    PREVIEW = "preview"
    IMPORT = "import"
    SYNC = "sync"
    PUSH = "push"
    INBOX = "inbox"


class RunState(Enum):
    """How a run ended, if it did."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@frozen
class Cost:
    """What calls to Xero cost: *sent* and *received* in bytes of the bodies as they travelled.

    *waited*: milliseconds that they stood in line for Xero's limits. A call without an answer
    counts, and received nothing.
    """

    calls: int = 0
    sent: int = 0
    received: int = 0
    waited: int = 0

    def plus(self, other: Self) -> "Cost":
        return Cost(
            self.calls + other.calls,
            self.sent + other.sent,
            self.received + other.received,
            self.waited + other.waited,
        )

    def minus(self, other: Self) -> "Cost":
        return Cost(
            self.calls - other.calls,
            self.sent - other.sent,
            self.received - other.received,
            self.waited - other.waited,
        )


@frozen
class Traffic:
    """What calls to Xero cost, by operation; one that was not called is absent."""

    costs: Mapping[Operation, Cost] = field(factory=dict)

    @property
    def total(self) -> Cost:
        total = Cost()
        for cost in self.costs.values():
            total = total.plus(cost)
        return total

    def plus(self, operation: Operation, cost: Cost) -> "Traffic":
        """This and *cost* more for *operation*."""
        return Traffic({**self.costs, operation: self.costs.get(operation, Cost()).plus(cost)})

    def since(self, before: Self) -> "Traffic":
        """What was added to *before*, an earlier state of the same traffic."""
        more = {o: cost.minus(before.costs.get(o, Cost())) for o, cost in self.costs.items()}
        return Traffic({operation: cost for operation, cost in more.items() if cost.calls})


@frozen
class RunRecord:
    """A run as the store keeps it; *counts* by verdict and effect name, *traffic* with Xero."""

    run_id: RunId
    kind: RunKind
    actor: Actor
    started: datetime
    state: RunState = RunState.RUNNING
    ended: datetime | None = None
    counts: Mapping[str, int] = field(factory=dict)
    failure: str = ""
    traffic: Traffic = Traffic()


@frozen
class Organisation:
    """A Xero organisation as it names itself; *short_code* opens deep links."""

    tenant_id: TenantId
    name: str
    short_code: str = ""
    base_currency: str = ""
    country_code: str = ""
    timezone: str = ""


@frozen
class ConnectionRecord:
    """What is remembered of a connection. *xero_cursor* is Xero's own time, never ours (protocol).

    *scanned_at* and *imported_at*, by our clock: when the last scan was complete, and when the
    first import was; None: never.
    """

    connection_id: ConnectionId
    organisation: Organisation
    settings: ContactSettings
    connected_at: datetime
    connected_by: Actor
    xero_cursor: datetime | None = None
    host_cursor: HostCursor | None = None
    scanned_at: datetime | None = None
    imported_at: datetime | None = None
