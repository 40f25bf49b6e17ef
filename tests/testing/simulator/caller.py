"""How the tests talk to a simulator: urllib3, with the headers of a connected app."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import urllib3

from xerolink.testing.simulator import Organisation, Switches, XeroSimulator

Json = dict[str, Any]
START = datetime(2026, 9, 14, 9, 29, 53, 493000, tzinfo=UTC)
ZERO_GUID = "00000000-0000-0000-0000-000000000000"


class Ticking:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Caller:
    """One connected app over one kept-alive connection; no retries."""

    def __init__(self, xero: XeroSimulator, organisation: Organisation, clock: Ticking) -> None:
        self.xero = xero
        self.org = organisation
        self.clock = clock
        self.pool = urllib3.PoolManager(retries=False, maxsize=1)

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.org.access_token}",
            "xero-tenant-id": self.org.tenant_id,
            "Accept": "application/json",
        }

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> urllib3.BaseHTTPResponse:
        """One call; *path* is what follows ``/api.xro/2.0``, *body* is sent as JSON or bytes."""
        target = f"{self.xero.base_url}/api.xro/2.0{path}"
        url = f"{target}?{urlencode(query)}" if query else target
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        return self.pool.request(
            method, url, body=data, headers={**self.headers, **(headers or {})}, timeout=10
        )

    def contacts(self, **query: Any) -> list[Json]:
        """GET /Contacts: the contacts of the answer."""
        return contacts_of(self.ask("GET", "/Contacts", **query))

    def put(self, *contacts: Json, **query: Any) -> urllib3.BaseHTTPResponse:
        return self.ask("PUT", "/Contacts", {"Contacts": list(contacts)}, **query)

    def post(self, *contacts: Json, **query: Any) -> urllib3.BaseHTTPResponse:
        return self.ask("POST", "/Contacts", {"Contacts": list(contacts)}, **query)

    def created(self, **fields: Any) -> str:
        """The ContactID of a contact that a person just made in Xero."""
        return self.org.people.add(**fields)


def contacts_of(answer: urllib3.BaseHTTPResponse) -> list[Json]:
    assert answer.status == 200, answer.data
    found: list[Json] = answer.json()["Contacts"]
    return found


def names(contacts: list[Json]) -> list[str]:
    return [contact["Name"] for contact in contacts]


def problems(answer: urllib3.BaseHTTPResponse) -> list[str]:
    """Every message of a 400 in the order of its elements."""
    assert answer.status == 400, answer.data
    return [
        problem["Message"]
        for element in answer.json()["Elements"]
        for problem in element["ValidationErrors"]
    ]


@contextmanager
def calling(switches: Switches | None = None, contacts: tuple[Json, ...] = ()) -> Iterator[Caller]:
    """A caller at a new organisation of a new simulator, on a clock that stands still."""
    clock = Ticking()
    with XeroSimulator(seed=1, clock=clock) as xero:
        caller = Caller(
            xero, xero.add_organisation("Kauri & Co", contacts, switches=switches), clock
        )
        yield caller
        caller.pool.clear()
