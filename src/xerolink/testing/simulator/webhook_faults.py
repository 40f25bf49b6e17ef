"""Faults of webhooks: events that are lost, late, sent twice, or overtaken.

Xero promises neither order nor completeness nor that an event comes once (fact sheet 6).
"""

from collections.abc import Sequence
from datetime import timedelta

from attrs import field, frozen

from .faults import Fault, Faults
from .webhook_events import WebhookEvent


@frozen
class LostEvent(Fault):
    """Never sent: its sequence number is a gap."""


@frozen
class LateEvent(Fault):
    """Sent *delay* after it happened, in a payload of its own."""

    delay: timedelta = field(default=timedelta(minutes=10), kw_only=True)


@frozen
class DuplicateEvent(Fault):
    """Sent a second time, in a payload of its own after the others."""


@frozen
class OvertakenEvent(Fault):
    """Sent in a payload of its own after those that happened later."""


@frozen
class Waiting:
    """An event to be sent from *due_ms* on; *alone*: after the others, in a payload of its own."""

    event: WebhookEvent
    due_ms: int
    alone: bool = False


def waiting(event: WebhookEvent, fault: Fault | None, now_ms: int) -> tuple[Waiting, ...]:
    """When and how *event*, which happened *now_ms*, is to be sent, given its fault."""
    match fault:
        case LostEvent():
            return ()
        case LateEvent(delay=delay):
            later = now_ms + delay // timedelta(milliseconds=1)
            return (Waiting(event, later, alone=True),)
        case DuplicateEvent():
            return Waiting(event, now_ms), Waiting(event, now_ms, alone=True)
        case OvertakenEvent():
            return (Waiting(event, now_ms, alone=True),)
        case _:
            return (Waiting(event, now_ms),)


ANY_EVENT_FAULT: tuple[Fault, ...] = (
    LostEvent("*"),
    LateEvent("*"),
    DuplicateEvent("*"),
    OvertakenEvent("*"),
)
"""What `EventFaults.by_seed` draws from unless it is told otherwise."""


class EventFaults(Faults):
    """The faults still to come to events, whose operations are like ``"CONTACT UPDATE"``."""

    def by_seed(self, seed: int, rate: float, kinds: Sequence[Fault] = ANY_EVENT_FAULT) -> None:
        super().by_seed(seed, rate, kinds)
