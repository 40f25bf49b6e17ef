"""The real adapter over real HTTP: no logger of any library hears a name, a number or a token."""

import json
import logging
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.adapters.xero.conftest import CannedServer, server
from tests.security.marked import MARKED, logged, marks_in, told_by
from xerolink.adapters.xero import Addresses, OpenGate, XeroApiContacts, XeroClient, XeroOAuth
from xerolink.domain.contacts.effects import XeroDraft, XeroPatch
from xerolink.domain.contacts.model import FieldName, XeroContact
from xerolink.domain.identity import IntentId, TenantId, XeroContactId
from xerolink.domain.tokens import SCOPES
from xerolink.ports.errors import PortError
from xerolink.testing.simulator import XeroSimulator
from xerolink.testing.worlds import START

__all__ = ["server"]

XERO_ID = XeroContactId("00000000-0000-4000-8000-000000000001")
CURRENT = XeroContact(XERO_ID, START, MARKED)
DRAFT = XeroDraft(IntentId("i-1"), MARKED, "X-1")
PATCH = XeroPatch(XERO_ID, {FieldName.NAME: "Zquark & Sons"}, CURRENT)
NAME = MARKED.name or ""
Verb = Callable[[XeroApiContacts], object]
VERBS: dict[str, Verb] = {
    "page": lambda xero: xero.page(1, START),
    "get_many": lambda xero: xero.get_many([XERO_ID]),
    "by_number": lambda xero: xero.by_number("X-1"),
    "by_name": lambda xero: xero.by_name(NAME),
    "by_name, long": lambda xero: xero.by_name(NAME + "ä" * 230),
    "create_many": lambda xero: xero.create_many([DRAFT]),
    "update_many": lambda xero: xero.update_many([PATCH]),
    "archive_many": lambda xero: xero.archive_many([XERO_ID]),
}
ELEMENT = {
    "ContactID": "no id",
    "Name": NAME,
    "EmailAddress": "zq@zquark.example",
    "StatusAttributeString": "ERROR",
    "ValidationErrors": [{"Message": f"{NAME}: call 5550199, zq@zquark.example"}],
}
WRAPPED = {"Type": "ValidationException", "Detail": NAME, "Elements": [ELEMENT]}
BODIES: dict[str, bytes] = {
    "elements": json.dumps({"Contacts": [ELEMENT]}).encode(),
    "a refusal": json.dumps(WRAPPED).encode(),
    "HTML": f"<html>{NAME} zq@zquark.example</html>".encode(),
    "a cut answer": json.dumps({"Contacts": [ELEMENT]}).encode()[:-9],
}


def contacts_at(base_url: str, token: str = "zq-secret-token") -> XeroApiContacts:
    client = XeroClient(lambda: token, TenantId("t-1"), base_url=base_url, gate=OpenGate())
    return XeroApiContacts(client)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409, 429, 500, 503])
@pytest.mark.parametrize("body", BODIES)
def test_an_answer_is_not_quoted_in_errors_or_logs(
    server: CannedServer, body: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.says(status, BODIES[body], Content_Length=str(len(BODIES[body])), Retry_After="1")
    xero, found = contacts_at(server.base_url), set[str]()
    with caplog.at_level(logging.DEBUG):
        for verb in VERBS.values():
            try:
                found |= marks_in(repr(verb(xero)))
            except PortError as error:
                found |= {mark for text in told_by(error) for mark in marks_in(text)}
    assert found | marks_in(logged(caplog.records)) == set()


def test_a_look_up_by_name_leaves_no_name_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    """The filter travels in the address, which urllib3 logs."""
    with XeroSimulator() as simulator:
        organisation = simulator.add_organisation("Kauri", [{"Name": NAME}])
        xero = contacts_at(simulator.base_url, organisation.access_token)
        xero._client.tenant_id = TenantId(organisation.tenant_id)
        with caplog.at_level(logging.DEBUG):
            found = xero.by_name(NAME)
    ours = [record for record in caplog.records if not record.name.startswith("werkzeug")]
    assert (len(found), "urllib3.connectionpool" in {record.name for record in ours}) == (1, True)
    assert marks_in(logged(ours)) == set()


def test_no_log_hears_a_token_or_a_secret(
    server: CannedServer, caplog: pytest.LogCaptureFixture
) -> None:
    answer = {"access_token": "zq-secret", "refresh_token": "zq-secret", "expires_in": 1800}
    data = json.dumps(answer).encode()
    server.says(200, data, Content_Length=str(len(data)))
    oauth = XeroOAuth("app", "zq-secret", addresses=Addresses.at(server.base_url))
    with caplog.at_level(logging.DEBUG):
        granted = oauth.exchange("zq-secret", "https://host.example/", "zq-secret")
        oauth.refresh(granted.refresh_token)
        oauth.consent_request("https://host.example/", SCOPES)
        with suppress(PortError):
            oauth.connections(granted.access_token)
    assert marks_in(logged(caplog.records) + repr(granted)) == set()
