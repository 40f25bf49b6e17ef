"""What a host may listen to: typed events without personal data."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol

from attrs import field, frozen

from xerolink.domain.identity import Actor, ConnectionId, RunId
from xerolink.domain.inbox import Received, WebhookId
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.run import Cost, Operation, RunKind, Traffic


@frozen
class RunStarted:
    """A run took its lease."""

    connection_id: ConnectionId
    run_id: RunId
    kind: RunKind


@frozen
class PageStaged:
    """A page of Xero contacts is in the store; *staged* counts the run's rows so far."""

    connection_id: ConnectionId
    run_id: RunId
    page: int
    staged: int


@frozen
class PageDecided:
    """A page of decisions is in the store; *decided* counts the run's decisions so far."""

    connection_id: ConnectionId
    run_id: RunId
    decided: int


@frozen
class PagePerformed:
    """A page of decisions was performed: *done* of *total*."""

    connection_id: ConnectionId
    run_id: RunId
    done: int
    total: int


@frozen
class IntentsRecovered:
    """Effects that an earlier run left open were finished."""

    connection_id: ConnectionId
    run_id: RunId
    finished: int


@frozen
class XeroCalled:
    """Xero was called, and what it cost; told before the run's next step at the latest."""

    connection_id: ConnectionId
    run_id: RunId
    operation: Operation
    cost: Cost


@frozen
class RunEnded:
    """A run ended. *failure* is the name of the error's class, "" if there was none."""

    connection_id: ConnectionId
    run_id: RunId
    counts: Mapping[str, int]
    failure: str = ""
    traffic: Traffic = field(factory=Traffic)


@frozen
class RunHeldBack:
    """A run left what it planned to a person, and why: a brake, or watch-only mode."""

    connection_id: ConnectionId
    run_id: RunId
    why: str


@frozen
class MappingsChanged:
    """Mappings of invoices broke in Xero since they were last looked at, or work again.

    How many, by the kind of what is to be mended; a kind without any is absent.
    """

    connection_id: ConnectionId
    run_id: RunId
    broke: Mapping[CauseKind, int]
    mended: Mapping[CauseKind, int]


@frozen
class WebhookReceived:
    """A payload with a good signature, and what became of its events."""

    webhook: WebhookId
    received: Received


@frozen
class WebhookRefused:
    """A payload without a good signature. Xero sends some on purpose (fact sheet 6)."""

    webhook: WebhookId


@frozen
class Resumed:
    """Somebody ended the connection's own pause; *connection_id* None: that of all connections.

    A pause itself is kept in the store until then, with who made it and why.
    """

    connection_id: ConnectionId | None
    by: Actor


Event = (
    RunStarted
    | PageStaged
    | PageDecided
    | PagePerformed
    | IntentsRecovered
    | XeroCalled
    | RunEnded
    | RunHeldBack
    | MappingsChanged
    | WebhookReceived
    | WebhookRefused
    | Resumed
)


class Observer(Protocol):
    """The host's listener. It is called on the run's own thread; what it raises is dropped."""

    @abstractmethod
    def notice(self, event: Event) -> None:
        """Take note of *event*; return soon."""
