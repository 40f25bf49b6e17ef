"""Consent: the browser goes to Xero and comes back with a code (fact sheet 1)."""

import pytest

from tests.testing.simulator.caller import Caller
from tests.testing.simulator.consenting import (
    CALLBACK,
    CHALLENGE,
    SCOPES,
    VERIFIER,
    authorise,
    claims,
    connections,
    exchange,
    invalid,
    post_form,
    reads,
    refusal,
    secret,
    token_set,
    told,
)
from xerolink.testing.simulator import AppSwitches, XeroSimulator


def code(caller: Caller, **changed: str) -> str:
    return told(authorise(caller, **changed))["code"]


def test_the_browser_comes_back_to_the_host(caller: Caller) -> None:
    assert authorise(caller).headers["Location"].startswith(f"{CALLBACK}?code=")


def test_the_state_comes_back(caller: Caller) -> None:
    assert told(authorise(caller, state="a b&c"))["state"] == "a b&c"


def test_a_callback_with_a_query_keeps_it(caller: Caller) -> None:
    carried = told(authorise(caller, redirect_uri=f"{CALLBACK}?firm=1"))
    assert (carried["firm"], "code" in carried) == ("1", True)


def test_a_code_is_good_for_a_token_set(caller: Caller) -> None:
    found = token_set(exchange(caller, code(caller)))
    assert reads(caller, found["access_token"]) == 200


def test_a_token_set_has_the_keys_that_the_sdk_takes(caller: Caller) -> None:
    found = token_set(exchange(caller, code(caller)))
    expected = {
        "access_token",
        "expires_in",
        "id_token",
        "refresh_token",
        "scope",
        "token_type",
    }
    assert (set(found), found["expires_in"], found["token_type"]) == (expected, 1800, "Bearer")


def test_the_scope_is_kept(caller: Caller) -> None:
    found = token_set(exchange(caller, code(caller)))
    assert set(found["scope"].split()) == set(SCOPES.split())


def test_the_access_token_names_its_consent(caller: Caller) -> None:
    found = token_set(exchange(caller, code(caller)))
    event = claims(found["access_token"])["authentication_event_id"]
    assert {one["authEventId"] for one in connections(caller, found["access_token"])} == {event}


def test_without_offline_access_there_is_no_refresh_token(caller: Caller) -> None:
    found = token_set(exchange(caller, code(caller, scope="openid accounting.contacts")))
    assert "refresh_token" not in found


def test_without_openid_there_is_no_id_token(caller: Caller) -> None:
    assert "id_token" not in token_set(exchange(caller, code(caller, scope="accounting.contacts")))


def test_all_organisations_are_connected_by_default(caller: Caller) -> None:
    caller.xero.add_organisation("Other")
    token = token_set(exchange(caller, code(caller)))["access_token"]
    assert [one["tenantName"] for one in connections(caller, token)] == ["Kauri & Co", "Other"]


def test_the_user_may_choose_organisations(caller: Caller) -> None:
    other = caller.xero.add_organisation("Other")
    token = token_set(exchange(caller, code(caller, organisations=other.tenant_id)))["access_token"]
    assert (reads(caller, token), reads(caller, token, other.tenant_id)) == (403, 200)


def test_a_second_consent_of_a_user_adds_to_the_first(caller: Caller) -> None:
    other = caller.xero.add_organisation("Other")
    first = token_set(
        exchange(caller, code(caller, user="ann", organisations=caller.org.tenant_id))
    )
    exchange(caller, code(caller, user="ann", organisations=other.tenant_id))
    assert len(connections(caller, first["access_token"])) == 2


def test_a_user_who_declines_comes_back_without_a_code(caller: Caller) -> None:
    assert told(authorise(caller, deny="1")) == {"error": "access_denied", "state": "s-1"}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"scope": "accounting.contacts accounting.shoes"}, "invalid_scope"),
        ({"scope": "accounting.transactions"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "invalid_request"),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, "invalid_request"),
        ({"organisations": "nobody"}, "access_denied"),
    ],
)
def test_what_cannot_be_granted_is_told_to_the_host(
    caller: Caller, changed: dict[str, str], error: str
) -> None:
    assert told(authorise(caller, **changed))["error"] == error


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "/callback"},
        {"redirect_uri": "http://host.example/callback"},
    ],
)
def test_a_wrong_client_or_address_is_told_to_the_browser_only(
    caller: Caller, changed: dict[str, str]
) -> None:
    assert authorise(caller, **changed).status == 400


def test_plain_http_is_good_enough_for_localhost(caller: Caller) -> None:
    assert "code" in told(authorise(caller, redirect_uri="http://localhost:8000/callback"))


def test_an_old_app_may_ask_for_the_broad_scopes() -> None:
    xero = XeroSimulator(app=AppSwitches(broad_scopes=True))
    assert xero.consent(scopes=["accounting.transactions"])["scope"] == "accounting.transactions"


def test_a_code_is_good_once(caller: Caller) -> None:
    found = code(caller)
    exchange(caller, found)
    assert refusal(exchange(caller, found)) == invalid("invalid_grant")


def test_a_code_is_good_for_five_minutes(caller: Caller) -> None:
    found = code(caller)
    caller.clock.move(minutes=5)
    assert refusal(exchange(caller, found)) == invalid("invalid_grant")


def test_a_code_is_good_for_its_own_address_only(caller: Caller) -> None:
    answer = exchange(caller, code(caller), redirect_uri="https://elsewhere.example/")
    assert refusal(answer) == invalid("invalid_grant")


def test_pkce_proves_the_app_by_its_verifier(caller: Caller) -> None:
    assert public_exchange(caller, VERIFIER) == 200


def test_a_wrong_verifier_is_an_invalid_grant(caller: Caller) -> None:
    assert public_exchange(caller, "w" * 43) == 400


def public_exchange(caller: Caller, verifier: str) -> int:
    """The status of an exchange without any secret."""
    form = {
        "grant_type": "authorization_code",
        "code": code(caller, code_challenge=CHALLENGE, code_challenge_method="S256"),
        "redirect_uri": CALLBACK,
        "client_id": caller.xero.client_id,
        "code_verifier": verifier,
    }
    return post_form(caller, "/connect/token", form).status


def test_a_verifier_is_asked_for_even_with_a_secret(caller: Caller) -> None:
    found = code(caller, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert refusal(exchange(caller, found)) == invalid("invalid_grant")


def test_without_pkce_a_secret_is_needed(caller: Caller) -> None:
    form = {
        "grant_type": "authorization_code",
        "code": code(caller),
        "redirect_uri": CALLBACK,
        "client_id": secret(caller)["client_id"],
    }
    assert refusal(post_form(caller, "/connect/token", form)) == invalid("invalid_client")
