"""A simulated organisation over HTTP, its people, and the adapter that reaches it.

Beside it a server with one canned answer, for what the simulator never says.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from uuid import UUID, uuid5

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.xero import XeroApiContacts, XeroClient
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.identity import TenantId, XeroContactId
from xerolink.testing.conformance.xero_world import XeroPeople
from xerolink.testing.simulator import Organisation, XeroSimulator

SPACE = UUID(int=7)


class People(XeroPeople):
    """People in the simulator; its JSON names are written out anew, as a second opinion."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def add(
        self,
        fields: SyncedFields,
        *,
        number: str = "",
        attention_to: str = "",
        is_customer: bool = False,
        is_supplier: bool = False,
    ) -> XeroContactId:
        xero_id = str(uuid5(SPACE, str(len(self.organisation.contacts))))
        row = as_json({name: fields.get(name) for name in FieldName}, attention_to)
        flags = {"IsCustomer": is_customer, "IsSupplier": is_supplier}
        self.organisation.seed([{**row, **flags, "ContactID": xero_id, "ContactNumber": number}])
        return XeroContactId(xero_id)

    def edit(self, xero_id: XeroContactId, values: Mapping[FieldName, FieldValue]) -> None:
        self.organisation.people.edit(xero_id, **as_json(values))

    def archive(self, xero_id: XeroContactId) -> None:
        self.organisation.people.archive(xero_id)

    def restore(self, xero_id: XeroContactId) -> None:
        self.organisation.people.restore(xero_id)

    def merge(self, loser: XeroContactId, survivor: XeroContactId) -> None:
        self.organisation.people.merge(loser, survivor)


def as_json(values: Mapping[FieldName, FieldValue], attention_to: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case Phone(number, area, country):
                parts = {"PhoneNumber": number, "PhoneAreaCode": area, "PhoneCountryCode": country}
                row["Phones"] = [{"PhoneType": "DEFAULT", **parts}]
            case Address():
                row["Addresses"] = [address_json(value, attention_to)]
            case str():
                row["Name" if name is FieldName.NAME else "EmailAddress"] = value
            case None:
                continue
    return row


def address_json(address: Address, attention_to: str) -> dict[str, str]:
    lines = {f"AddressLine{number}": line for number, line in enumerate(address.lines, 1)}
    rest = {"City": address.city, "Region": address.region, "PostalCode": address.postal_code}
    head = {"AddressType": "POBOX", "AttentionTo": attention_to, "Country": address.country}
    return {**head, **lines, **rest}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 1, 9, 30, 0, 123_000, tzinfo=UTC))


@pytest.fixture
def simulator(clock: ManualClock) -> Iterator[XeroSimulator]:
    with XeroSimulator(seed=1, clock=clock.now) as simulator:
        yield simulator


@pytest.fixture
def client_of(simulator: XeroSimulator) -> Callable[[Organisation], XeroClient]:
    """How an organisation of the simulator is reached."""

    def reach(organisation: Organisation) -> XeroClient:
        return XeroClient(
            lambda: organisation.access_token,
            TenantId(organisation.tenant_id),
            base_url=simulator.base_url,
        )

    return reach


@pytest.fixture
def people_of() -> Callable[[Organisation], XeroPeople]:
    """Who works in an organisation of the simulator."""
    return People


@pytest.fixture
def kauri_org(simulator: XeroSimulator) -> Organisation:
    return simulator.add_organisation("Kauri")


@pytest.fixture
def client(client_of: Callable[[Organisation], XeroClient], kauri_org: Organisation) -> XeroClient:
    return client_of(kauri_org)


@pytest.fixture
def xero(client: XeroClient) -> XeroApiContacts:
    return XeroApiContacts(client)


@pytest.fixture
def people(kauri_org: Organisation) -> XeroPeople:
    return People(kauri_org)


class CannedServer(HTTPServer):
    """Answers every request with *status*, *headers* and *body*; `asked` are its headers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), CannedHandler)
        self.status, self.headers, self.body = 200, dict[str, str](), b""
        self.asked: list[dict[str, str]] = []

    def says(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer so from now on; a header's underscores are its hyphens."""
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class CannedHandler(BaseHTTPRequestHandler):
    """Closes the connection after its answer, so that a body may be shorter than promised."""

    server: CannedServer

    def do_GET(self) -> None:
        self.answer()

    def do_PUT(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def do_DELETE(self) -> None:
        self.answer()

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.asked.append({**self.headers, "path": self.path, "body": body.decode()})
        self.send_response_only(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)


@pytest.fixture
def server() -> Iterator[CannedServer]:
    with CannedServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
