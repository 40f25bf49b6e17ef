"""Who may ask: tokens, tenants, URLs (fact sheet 5)."""

from uuid import UUID

import pytest

from tests.testing.simulator.caller import Caller, Json, names

UNAUTHORISED: Json = {
    "Type": None,
    "Title": "Unauthorized",
    "Status": 401,
    "Detail": "TokenExpired: token expired at 09/14/2026 09:29:53",
    "Extensions": {},
}
FORBIDDEN: Json = {
    "Type": None,
    "Title": "Forbidden",
    "Status": 403,
    "Detail": "AuthenticationUnsuccessful",
    "Extensions": {},
}


def refusal(caller: Caller, **headers: str) -> Json:
    """The body of a refusal without its Instance, which must be a UUID."""
    answer = caller.ask("GET", "/Contacts", headers=headers)
    shown: Json = answer.json()
    UUID(shown.pop("Instance"))
    return {**shown, "Status": answer.status}


@pytest.mark.parametrize("header", ["Bearer nobody", "Bearer", "Basic x", ""])
def test_an_unknown_token_is_unauthorised(caller: Caller, header: str) -> None:
    assert refusal(caller, Authorization=header) == UNAUTHORISED


def test_an_expired_token_is_unauthorised(caller: Caller) -> None:
    caller.xero.access.expire(caller.org.access_token)
    assert refusal(caller) == UNAUTHORISED


def test_an_unknown_tenant_is_forbidden(caller: Caller) -> None:
    assert refusal(caller, **{"xero-tenant-id": "nobody"}) == FORBIDDEN


def test_a_tenant_of_another_token_is_forbidden(caller: Caller) -> None:
    other = caller.xero.add_organisation("Other")
    assert refusal(caller, **{"xero-tenant-id": other.tenant_id}) == FORBIDDEN


def test_a_disconnected_tenant_is_forbidden(caller: Caller) -> None:
    caller.xero.access.disconnect(caller.org.tenant_id)
    assert refusal(caller) == FORBIDDEN


def test_a_tenant_can_be_connected_again(caller: Caller) -> None:
    caller.xero.access.disconnect(caller.org.tenant_id)
    caller.xero.connect(caller.org, caller.org.access_token)
    assert caller.contacts() == []


def test_one_token_can_reach_several_organisations(caller: Caller) -> None:
    token = caller.org.access_token
    caller.xero.add_organisation("Other", access_token=token)
    url = f"{caller.xero.base_url}/connections"
    shown = caller.pool.request("GET", url, headers=caller.headers).json()
    assert [one["tenantName"] for one in shown] == ["Kauri & Co", "Other"]


def test_organisations_do_not_see_each_other(caller: Caller) -> None:
    caller.created(Name="A")
    caller.org = caller.xero.add_organisation("Other", [{"Name": "B"}])
    assert names(caller.contacts()) == ["B"]


def test_connections_need_a_token(caller: Caller) -> None:
    assert caller.pool.request("GET", f"{caller.xero.base_url}/connections").status == 401


def test_a_url_over_2000_bytes_is_refused(caller: Caller) -> None:
    assert caller.ask("GET", "/Contacts", searchTerm="x" * 2000).status == 414


def test_an_unknown_path_is_not_found(caller: Caller) -> None:
    assert caller.ask("GET", "/Shoes").status == 404
