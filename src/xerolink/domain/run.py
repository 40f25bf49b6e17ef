"""One execution with its counts, and what is remembered about a connection between runs."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import NewType

from attrs import field, frozen

from xerolink.domain.identity import Actor, ConnectionId, RunId, TenantId
from xerolink.domain.settings import ContactSettings

HostCursor = NewType("HostCursor", str)
"""Where the host's change feed was read to; opaque to everybody but the host."""


class RunKind(Enum):
    """What a run was asked to do."""

    PREVIEW = "preview"
    IMPORT = "import"
    SYNC = "sync"
    PUSH = "push"


class RunState(Enum):
    """How a run ended, if it did."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@frozen
class RunRecord:
    """A run as the store keeps it; *counts* by verdict and effect name."""

    run_id: RunId
    kind: RunKind
    actor: Actor
    started: datetime
    state: RunState = RunState.RUNNING
    ended: datetime | None = None
    counts: Mapping[str, int] = field(factory=dict)
    failure: str = ""


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
