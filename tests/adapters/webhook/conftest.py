"""A receiver over WSGI, before an app in memory, and requests as Xero makes them."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from attrs import define, field, frozen

from xerolink.adapters.webhook import WebhookReceiver
from xerolink.adapters.webhook.signature import signature
from xerolink.ports.observer import WebhookReceived, WebhookRefused
from xerolink.testing.worlds import World

KEY = b"webhook-signing-key"


@frozen
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@define
class Desk:
    """A world, its receiver, and the ways to send to it."""

    world: World
    keys: Any = KEY
    made: int = field(default=0)

    def post(
        self,
        body: bytes,
        given: str | None = None,
        stream: BinaryIO | None = None,
        terminated: bool = False,
        **environ: str | None,
    ) -> Answer:
        """Send *body*, rightly signed unless a signature is given; checked by wsgiref.

        *stream* is what is read in its place, *environ* what else the request says.
        """
        right = signature(KEY, body) if given is None else given
        sent: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json",
            "QUERY_STRING": "",
            "HTTP_X_XERO_SIGNATURE": right,
            "wsgi.input": stream or BytesIO(body),
            "wsgi.input_terminated": terminated,
        }
        return self.call({**sent, **environ})

    def call(self, environ: dict[str, Any]) -> Answer:
        setup_testing_defaults(environ)
        given = {name: value for name, value in environ.items() if value is not None}
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            started.append((status, headers))

        answer = validator(self.receiver())(given, start)
        body = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]  # wsgiref's own iterator has it
        ((status, headers),) = started
        return Answer(int(status[:3]), dict(headers), body)

    def receiver(self) -> WebhookReceiver:
        return WebhookReceiver(self.world.app(), self.keys)

    def pending(self) -> int:
        """How many events wait in the connection's inbox."""
        with self.world.store.reading(self.world.connection_id) as unit:
            return sum(unit.inbox.count().values())

    def heard(self) -> list[object]:
        """What the observer was told of webhooks, the last last."""
        events = self.world.events.events
        told = [e for e in events if isinstance(e, WebhookReceived | WebhookRefused)]
        return [e.received if isinstance(e, WebhookReceived) else e for e in told]

    def event(self, resource: str, at: datetime, tenant: str | None = None) -> dict[str, Any]:
        own = self.world.xero.organisation().tenant_id
        return {
            "resourceUrl": f"https://api.xero.com/api.xro/2.0/Contacts/{resource}",
            "resourceId": resource,
            "eventDateUtc": at.replace(tzinfo=None).isoformat(),
            "eventType": "UPDATE",
            "eventCategory": "CONTACT",
            "tenantId": tenant or own,
            "tenantType": "ORGANISATION",
        }

    def payload(self, *events: Mapping[str, Any], first: int | None = None) -> bytes:
        """The next payload, numbered after the one before unless a number is given."""
        number = self.made + 1 if first is None else first
        self.made = number + len(events) - 1
        last = self.made if events else 0
        numbers = {"firstEventSequence": number if events else 0, "lastEventSequence": last}
        return json.dumps({"events": events, **numbers, "entropy": "X"}).encode()


@pytest.fixture
def desk() -> Desk:
    world = World()
    world.connect()
    return Desk(world)


class Broken(BytesIO):
    """A client that goes away before its body has come."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise ConnectionResetError


class Dribbling(BytesIO):
    """A server that hands on a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, size or 0))
