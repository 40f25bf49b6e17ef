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
    REVIEW = "review"
    """A person answered match issues."""
    STOP = "stop"
    RESYNC = "resync"
    DIRECTION = "direction"
    PLAN = "plan"
    """Something was planned; neither side was written to."""
    APPLY = "apply"
    UNDO = "undo"
    ADOPT = "adopt"
    RECONCILE = "reconcile"
    """Both sides were compared; neither was written to."""
    REPAIR = "repair"
    INVOICES = "invoices"
    """Invoices were sent, changed or voided, and read back."""
    SETTINGS = "settings"
    RECONNECT = "reconnect"
    DISCONNECT = "disconnect"
    FORGET = "forget"
    """Not kept as a run: the entry in the journal alone tells of it."""


UNATTENDED = frozenset({RunKind.SYNC, RunKind.INBOX})
"""Runs that go on by themselves: the brake and watch-only mode hold these (semantics row 19)."""


class RunState(Enum):
    """How a run ended, if it did."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    HELD = "held"
    """It planned, and left the plan for a person to approve: the brake, or watch-only mode."""


class Phase(Enum):
    """What a run is at, for whoever watches it."""

    WAITING = "waiting"
    RECOVERING = "recovering"
    READING_HOST = "reading the host"
    READING_XERO = "reading Xero"
    DECIDING = "deciding"
    WRITING = "writing"
    ENDED = "ended"


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
    """A run as the store keeps it; *counts* by verdict and effect name, *traffic* with Xero.

    *phase* and *done* of *total* (0: not known) say how far it is; *why* says in words why it was
    held or cancelled.
    """

    run_id: RunId
    kind: RunKind
    actor: Actor
    started: datetime
    state: RunState = RunState.RUNNING
    ended: datetime | None = None
    counts: Mapping[str, int] = field(factory=dict)
    failure: str = ""
    traffic: Traffic = Traffic()
    phase: Phase = Phase.WAITING
    done: int = 0
    total: int = 0
    why: str = ""


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
class TermIndex:
    """How far the index of the host's contacts was made anew, beside what the feed tells.

    For profiles, for suggestions, by the *version* of their terms, 0: there are none; and for
    the keys of another `matching`. The feed was read for it, from its beginning, up to *cursor*,
    and *whole* says that it was read to its end.
    """

    version: int = 0
    cursor: HostCursor | None = None
    whole: bool = True


@frozen
class ConnectionRecord:
    """What is remembered of a connection. *xero_cursor* is Xero's own time, never ours (protocol).

    *scanned_at*, *swept_at* and *imported_at*, by our clock: when the last scan was complete, when
    the last one that read everything was (a sweep), and when the
    first import was; None: never. *disconnected_at*: since when its links are dormant; None: they
    are not (semantics row 41).
    """

    connection_id: ConnectionId
    organisation: Organisation
    settings: ContactSettings
    connected_at: datetime
    connected_by: Actor
    xero_cursor: datetime | None = None
    host_cursor: HostCursor | None = None
    scanned_at: datetime | None = None
    swept_at: datetime | None = None
    imported_at: datetime | None = None
    disconnected_at: datetime | None = None
    terms: TermIndex = field(factory=TermIndex)
