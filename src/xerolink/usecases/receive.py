"""Receive: lay a webhook's events into the inboxes; what they ask for is a worker's to do."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from xerolink.domain.inbox import (
    Payload,
    Received,
    WebhookEvent,
    WebhookId,
    by_tenant,
    highest,
    is_gap,
    read_payload,
    spread,
)
from xerolink.ports.clock import Clock
from xerolink.ports.inbox import AppUnit
from xerolink.ports.observer import Event, Observer, WebhookReceived, WebhookRefused
from xerolink.ports.store import Store

KEPT = timedelta(days=7)
"""How long an event is known again. Xero repeats it for a day (fact sheet 6)."""

log = logging.getLogger("xerolink.webhook")


@frozen
class Reception:
    """What receiving needs of the world: no host, and no call to Xero."""

    store: Store
    clock: Clock
    observer: Observer


def receive(to: Reception, webhook: WebhookId, document: object) -> Received:
    """Keep the events of a payload, given as decoded JSON, in one transaction.

    A document that is no payload, an odd event, a tenant that is not connected: counted, no
    error. A payload that comes again, late or out of order adds nothing. Raises `StoreError`.
    """
    payload = read_payload(document)
    received = Received(ignored=payload.ignored, odd=payload.odd, malformed=payload.malformed)
    if payload.events or payload.numbers is not None:
        received = _keep(to, webhook, payload, received)
    _tell(to.observer, WebhookReceived(webhook, received))
    return received


def refuse(to: Reception, webhook: WebhookId) -> None:
    """Tell the host's listener that a payload came without a good signature."""
    _tell(to.observer, WebhookRefused(webhook))


def _keep(to: Reception, webhook: WebhookId, payload: Payload, received: Received) -> Received:
    now = to.clock.now()
    with to.store.app_wide() as unit:
        unit.forget(now - KEPT)
        received = _put(unit, payload.events, received)
        gap = _count_on(unit, webhook, payload, now)
    return evolve(received, gap=gap)


def _put(unit: AppUnit, events: Sequence[WebhookEvent], received: Received) -> Received:
    tenants = by_tenant(events)
    bound = unit.bound(tenants)
    parts = [(unit.inbox(c), tenants[tenant]) for tenant, ids in bound.items() for c in ids]
    new = sum(inbox.put(part) for inbox, part in parts)
    return evolve(
        received,
        new=new,
        known=sum(len(part) for _, part in parts) - new,
        unknown_tenant=sum(len(part) for tenant, part in tenants.items() if tenant not in bound),
    )


def _count_on(unit: AppUnit, webhook: WebhookId, payload: Payload, now: datetime) -> bool:
    """Remember the numbers; after a gap everybody is due, for nobody knows whom it concerns."""
    if payload.numbers is None:
        return False
    seen = unit.highest(webhook)
    unit.set_highest(webhook, highest(seen, payload.numbers))
    if not is_gap(seen, payload.numbers):
        return False
    unit.mark_due(spread(unit.imported(), now), now)
    return True


def _tell(observer: Observer, event: Event) -> None:
    """A listener that raises never loses a payload (architecture, law 12)."""
    try:
        observer.notice(event)
    except Exception:
        log.warning("the observer raised; the webhook was received")
