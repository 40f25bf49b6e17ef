"""Xero's own SDK reads and writes here as it does at Xero (fact sheet 8.1)."""

from collections.abc import Iterator
from typing import Any

import pytest
from xero_python import accounting, identity
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token
from xero_python.exceptions import AccountingBadRequestException

from tests.testing.simulator.caller import Caller


@pytest.fixture
def client(caller: Caller) -> Iterator[Any]:
    token = {
        "access_token": caller.org.access_token,
        "scope": ["accounting.contacts"],
        "expires_in": 1800,
        "token_type": "Bearer",
    }
    config = Configuration()
    config.oauth2_token = OAuth2Token(client_id="x", client_secret="y")
    found = ApiClient(config, oauth2_token_getter=lambda: token, oauth2_token_saver=lambda _: None)
    found.rest_client.pool_manager.connection_pool_kw["retries"] = False
    yield found
    found.rest_client.pool_manager.clear()


@pytest.fixture
def api(caller: Caller, client: Any) -> Any:
    return accounting.AccountingApi(client, base_url=f"{caller.xero.base_url}/api.xro/2.0")


def test_the_sdk_creates(caller: Caller, api: Any) -> None:
    contact = accounting.Contact(name="Acme", email_address="a@acme.example")
    api.create_contacts(caller.org.tenant_id, accounting.Contacts(contacts=[contact]))
    (stored,) = caller.org.contacts.values()
    assert (stored.name, stored.email) == ("Acme", "a@acme.example")


def test_the_sdk_reads(caller: Caller, api: Any) -> None:
    contact_id = caller.created(Name="Acme")
    found = api.get_contacts(
        caller.org.tenant_id, page=1, page_size=1000, include_archived=True, i_ds=[contact_id]
    )
    assert [(one.name, one.contact_id) for one in found.contacts] == [("Acme", contact_id)]


def test_the_sdk_sees_the_refusal(caller: Caller, api: Any) -> None:
    caller.created(Name="Acme")
    with pytest.raises(AccountingBadRequestException, match="already assigned"):
        api.create_contacts(caller.org.tenant_id, {"Contacts": [{"Name": "Acme"}]})


def test_the_sdk_updates_one_contact(caller: Caller, api: Any) -> None:
    contact_id = caller.created(Name="Acme")
    body = {"Contacts": [{"Name": "Renamed"}]}
    api.update_contact(caller.org.tenant_id, contact_id, body)
    assert caller.org.contacts[contact_id].name == "Renamed"


def test_the_sdk_finds_its_connections(caller: Caller, client: Any) -> None:
    api = identity.IdentityApi(client, base_url=caller.xero.base_url)
    assert [one.tenant_id for one in api.get_connections()] == [caller.org.tenant_id]
