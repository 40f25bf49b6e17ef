"""What travels: packed answers, unpacked within bounds, and counted as they came."""

import gzip
import json

import pytest

from tests.adapters.xero.conftest import CannedServer
from xerolink.adapters.xero import XeroApiContacts, XeroClient
from xerolink.adapters.xero.wire import LARGEST
from xerolink.domain.identity import TenantId
from xerolink.domain.run import Cost, Operation
from xerolink.ports.errors import RejectedError, UnavailableError
from xerolink.testing.conformance.xero_world import KAURI, XeroPeople, add_many, draft
from xerolink.testing.simulator import LostReply, XeroSimulator

EMPTY = b'{"DateTimeUTC": "/Date(0)/", "Contacts": []}'
GET, PUT = Operation("GET Contacts"), Operation("PUT Contacts")


@pytest.fixture
def canned(server: CannedServer) -> XeroApiContacts:
    """The contacts of the canned server."""
    client = XeroClient(lambda: "t", TenantId("t"), base_url=server.base_url, wait_seconds=0)
    return XeroApiContacts(client)


def says(server: CannedServer, body: bytes, encoding: str = "gzip", status: int = 200) -> None:
    server.says(status, body, Content_Encoding=encoding)


def test_every_call_asks_for_gzip(server: CannedServer, canned: XeroApiContacts) -> None:
    server.says(200, EMPTY)
    canned.page(1, None)
    assert server.asked[0]["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("encoding", ["gzip", "GZip", "x-gzip"])
def test_a_packed_answer_is_read(
    server: CannedServer, canned: XeroApiContacts, encoding: str
) -> None:
    says(server, gzip.compress(EMPTY), encoding)
    assert canned.page(1, None).contacts == ()


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_an_answer_that_is_not_packed_is_read(
    server: CannedServer, canned: XeroApiContacts, encoding: str
) -> None:
    says(server, EMPTY, encoding)
    assert canned.page(1, None).contacts == ()


def test_a_packed_refusal_is_read(server: CannedServer, canned: XeroApiContacts) -> None:
    body = json.dumps({"Type": "ValidationException", "Elements": []}).encode()
    says(server, gzip.compress(body), status=400)
    with pytest.raises(RejectedError, match="ValidationException"):
        canned.page(1, None)


def test_an_answer_that_says_gzip_and_holds_nothing_is_empty(
    server: CannedServer, canned: XeroApiContacts
) -> None:
    says(server, b"", status=404)
    assert canned.by_number("K-1") is None


BROKEN = {
    "not packed at all": EMPTY,
    "cut": gzip.compress(EMPTY)[:-9],
    "cut in its check": gzip.compress(EMPTY)[:-1],
    "changed on the way": gzip.compress(EMPTY)[:-8] + bytes(8),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_packing_is_unavailable(
    server: CannedServer, canned: XeroApiContacts, body: bytes
) -> None:
    says(server, body)
    with pytest.raises(UnavailableError):
        canned.page(1, None)


def test_a_packing_that_was_not_asked_for_is_unavailable(
    server: CannedServer, canned: XeroApiContacts
) -> None:
    says(server, EMPTY, "br")
    with pytest.raises(UnavailableError, match="not asked for"):
        canned.page(1, None)


def test_a_bomb_is_refused(server: CannedServer, canned: XeroApiContacts) -> None:
    """A small answer that unpacks to more than an answer may have."""
    says(server, gzip.compress(bytes(2 * LARGEST), 1))
    with pytest.raises(UnavailableError, match="bytes"):
        canned.page(1, None)


def test_an_endless_answer_behind_a_packed_one_is_refused(
    server: CannedServer, canned: XeroApiContacts
) -> None:
    says(server, gzip.compress(EMPTY) + bytes(LARGEST))
    with pytest.raises(UnavailableError, match="bytes"):
        canned.page(1, None)


def test_bytes_are_counted_as_they_came(server: CannedServer, canned: XeroApiContacts) -> None:
    body = gzip.compress(EMPTY + b" " * 10_000)
    says(server, body)
    canned.page(1, None)
    assert canned.traffic().costs == {GET: Cost(calls=1, sent=0, received=len(body))}


def test_what_is_sent_is_counted(simulator: XeroSimulator, xero: XeroApiContacts) -> None:
    xero.create_many([draft(KAURI)])
    (request,) = simulator.requests
    assert xero.traffic().costs[PUT].sent == request.request_bytes


def test_a_call_without_an_answer_is_counted(
    simulator: XeroSimulator, xero: XeroApiContacts
) -> None:
    simulator.faults.add(LostReply("*"))
    with pytest.raises(UnavailableError):
        xero.page(1, None)
    assert xero.traffic().total == Cost(calls=1)


def test_a_thousand_contacts_travel_in_a_third_of_their_bytes(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    add_many(people, 1_000)
    xero.page(1, None)
    (request,) = simulator.requests
    assert xero.traffic().total.received < request.response_bytes / 3
