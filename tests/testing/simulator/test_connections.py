"""Which organisations a token reaches, and for what (fact sheet 1, 5)."""

import re
from uuid import UUID

import pytest

from tests.testing.simulator.caller import Caller, Json
from tests.testing.simulator.consenting import claims, connections, reads
from xerolink.testing.simulator import AppSwitches, XeroSimulator


def delete(caller: Caller, token: str, connection_id: str) -> int:
    url = f"{caller.xero.base_url}/connections/{connection_id}"
    return caller.pool.request("DELETE", url, headers={"Authorization": f"Bearer {token}"}).status


def test_a_connection_looks_as_described(caller: Caller) -> None:
    (shown,) = connections(caller, caller.xero.consent()["access_token"])
    ids = [UUID(shown.pop(name)) for name in ("id", "authEventId", "tenantId")]
    moment = "2026-09-14T09:29:53.4930000"
    assert (shown, len(set(ids))) == (
        {
            "tenantType": "ORGANISATION",
            "tenantName": "Kauri & Co",
            "createdDateUtc": moment,
            "updatedDateUtc": moment,
        },
        3,
    )


def test_connections_can_be_asked_for_by_consent(caller: Caller) -> None:
    other = caller.xero.add_organisation("Other")
    caller.xero.consent([caller.org], user="ann")
    token = caller.xero.consent([other], user="ann")["access_token"]
    found = connections(caller, token, claims(token)["authentication_event_id"])
    assert [one["tenantName"] for one in found] == ["Other"]


def test_a_second_consent_renews_the_same_connection(caller: Caller) -> None:
    first = caller.xero.consent(user="ann")["access_token"]
    (before,) = connections(caller, first)
    caller.clock.move(minutes=1)
    caller.xero.consent(user="ann")
    (after,) = connections(caller, first)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"authEventId", "updatedDateUtc"}


def test_a_deleted_connection_is_forbidden(caller: Caller) -> None:
    token = caller.xero.consent()["access_token"]
    (one,) = connections(caller, token)
    told = delete(caller, token, one["id"]), reads(caller, token), connections(caller, token)
    assert told == (204, 403, [])


def test_a_connection_of_somebody_else_cannot_be_deleted(caller: Caller) -> None:
    (theirs,) = connections(caller, caller.org.access_token)
    assert delete(caller, caller.xero.consent()["access_token"], theirs["id"]) == 404


def test_people_see_their_own_connections_only(caller: Caller) -> None:
    assert connections(caller, caller.xero.consent(())["access_token"]) == []


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("accounting.contacts", "GET", "/Contacts", 200),
        ("accounting.contacts.read", "GET", "/Contacts", 200),
        ("accounting.contacts.read", "PUT", "/Contacts", 401),
        ("accounting.settings", "GET", "/Contacts", 401),
        ("accounting.settings.read", "GET", "/Organisation", 200),
        ("accounting.contacts", "GET", "/Organisation", 401),
        ("accounting.contacts", "GET", "/TaxRates", 401),
        ("accounting.contacts", "GET", "/Accounts", 401),
        ("accounting.contacts", "GET", "/Invoices", 401),
        ("accounting.contacts", "GET", "/Shoes", 404),
    ],
)
def test_a_scope_opens_what_it_names(
    caller: Caller, scope: str, method: str, path: str, status: int
) -> None:
    token = caller.xero.consent(scopes=[scope])["access_token"]
    header = {"Authorization": f"Bearer {token}"}
    body = {"Name": "A"} if method == "PUT" else None
    assert caller.ask(method, path, body, headers=header).status == status


def test_a_missing_scope_is_told_as_xero_tells_it(caller: Caller) -> None:
    token = caller.xero.consent(scopes=["accounting.settings"])["access_token"]
    shown: Json = caller.ask(
        "GET", "/Contacts", headers={"Authorization": f"Bearer {token}"}
    ).json()
    assert (shown["Title"], shown["Detail"]) == ("Unauthorized", "AuthorizationUnsuccessful")


def test_a_broad_scope_opens_invoices_for_an_old_app() -> None:
    xero = XeroSimulator(app=AppSwitches(broad_scopes=True))
    org = xero.add_organisation("A")
    token = xero.consent(scopes=["accounting.transactions"])["access_token"]
    headers = {"Authorization": f"Bearer {token}", "xero-tenant-id": org.tenant_id}
    url = "http://xero.test/api.xro/2.0/Invoices"
    assert xero.transport().request("GET", url, headers=headers).status != 401


def test_the_token_set_of_a_shortcut_is_that_of_the_endpoint(caller: Caller) -> None:
    tokens = caller.xero.consent()
    assert (tokens["token_type"], tokens["expires_in"], reads(caller, tokens["access_token"])) == (
        "Bearer",
        1800,
        200,
    )


def test_a_token_has_the_shape_of_a_jwt() -> None:
    token = XeroSimulator().consent()["access_token"]
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token)


def test_the_same_seed_gives_the_same_tokens(caller: Caller) -> None:
    tokens = [XeroSimulator(seed=5, clock=caller.clock).consent() for _ in range(2)]
    assert tokens[0] == tokens[1]
