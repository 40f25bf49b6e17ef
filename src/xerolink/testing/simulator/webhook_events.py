"""What a webhook says: events, the payload that carries them, its signature (fact sheet 6)."""

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest
from typing import Any

from attrs import frozen

from .contact import moment_of

SIGNATURE_HEADER = "x-xero-signature"
MOST_EVENTS = 100  # (?)

_PATHS = {"CONTACT": "Contacts", "INVOICE": "Invoices"}


@frozen
class WebhookEvent:
    """A contact or an invoice came (CREATE) or moved (UPDATE, also when it was archived).

    *sequence* counts the app's events from 1; *moment_ms* is in milliseconds since 1970.
    """

    sequence: int
    category: str
    event_type: str
    resource_id: str
    tenant_id: str
    moment_ms: int

    @property
    def operation(self) -> str:
        """What faults are ordered by, e.g. ``"CONTACT UPDATE"``."""
        return f"{self.category} {self.event_type}"


def payload(events: Sequence[WebhookEvent], entropy: str, base_url: str) -> bytes:
    """The raw body; without events both sequences are 0, as in an intent to receive.

    Xero's blanks are irregular, so a receiver that signs its own rendering is found out.
    """
    shown = json.dumps([_shown(event, base_url) for event in events], separators=(",", ":"))
    numbers = [event.sequence for event in events] or [0]
    first, last = min(numbers), max(numbers)
    return (
        f'{{"events":{shown},"firstEventSequence": {first},"lastEventSequence": {last}, '
        f'"entropy": "{entropy}"}}'
    ).encode()


def _shown(event: WebhookEvent, base_url: str) -> dict[str, Any]:
    path = _PATHS[event.category]
    moment = moment_of(event.moment_ms).replace(tzinfo=None)
    return {
        "resourceUrl": f"{base_url}/api.xro/2.0/{path}/{event.resource_id}",
        "resourceId": event.resource_id,
        "tenantId": event.tenant_id,
        "tenantType": "ORGANISATION",
        "eventCategory": event.category,
        "eventType": event.event_type,
        "eventDateUtc": moment.isoformat(timespec="milliseconds"),
    }


def signature(key: str, body: bytes) -> str:
    """The header's value: base64 of HMAC-SHA256 over the raw *body*."""
    return b64encode(digest(key.encode(), body, sha256)).decode()


def runs(events: Sequence[WebhookEvent]) -> list[list[WebhookEvent]]:
    """*events* cut where a number is missing and after `MOST_EVENTS`, each a payload's worth."""
    found: list[list[WebhookEvent]] = []
    for event in events:
        last = found[-1] if found else []
        if last and last[-1].sequence + 1 == event.sequence and len(last) < MOST_EVENTS:
            last.append(event)
        else:
            found.append([event])
    return found
