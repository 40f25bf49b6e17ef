"""Consent, tokens and connections over HTTP, and every answer that is none."""

import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import urllib3

from tests.adapters.xero.conftest import CannedServer
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.xero import Addresses, XeroOAuth
from xerolink.domain.identity import XeroConnectionId
from xerolink.domain.tokens import CUSTOM_SCOPES, SCOPES, Scope
from xerolink.ports.errors import PortError, RejectedError, UnauthorisedError, UnavailableError
from xerolink.ports.identity import ConsentEndedError, XeroIdentity
from xerolink.testing.conformance.identity import CALLBACK, XeroIdentityContract
from xerolink.testing.conformance.tokens_base import START
from xerolink.testing.simulator import LostReply, Organisation, XeroSimulator

TOKENS = {"access_token": "a", "refresh_token": "r", "expires_in": 1800, "scope": "openid email"}


class TestXeroOAuth(XeroIdentityContract):
    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(START)

    @pytest.fixture
    def xero(self, clock: ManualClock) -> Iterator[XeroSimulator]:
        with XeroSimulator(seed=1, clock=clock.now) as xero:
            yield xero

    @pytest.fixture
    def kauri(self, xero: XeroSimulator) -> Organisation:
        return xero.add_organisation("Kauri")

    @pytest.fixture
    def identity(self, xero: XeroSimulator, kauri: Organisation) -> XeroIdentity:
        at = Addresses.at(xero.base_url)
        return XeroOAuth(xero.client_id, xero.client_secret, addresses=at)

    @pytest.fixture
    def custom(self, xero: XeroSimulator, kauri: Organisation) -> XeroIdentity:
        app, at = xero.custom_connection(kauri), Addresses.at(xero.base_url)
        return XeroOAuth(app.client_id, app.client_secret, addresses=at)

    def agree(self, identity: XeroIdentity, url: str) -> str:
        return browsed(url)


class TestPublicApp(TestXeroOAuth):
    """Without a client secret, by PKCE alone."""

    @pytest.fixture
    def identity(self, xero: XeroSimulator, kauri: Organisation) -> XeroIdentity:
        return XeroOAuth(xero.client_id, addresses=Addresses.at(xero.base_url))


def browsed(url: str) -> str:
    """Where a browser that asks for *url* is sent to."""
    return urllib3.request("GET", url, redirect=False).headers["Location"]


def at(server: CannedServer, secret: str = "s") -> XeroOAuth:
    return XeroOAuth("app", secret, addresses=Addresses.at(server.base_url))


def says(server: CannedServer, status: int, found: object) -> None:
    server.says(status, json.dumps(found).encode())


def test_the_page_is_asked_with_pkce_by_s256() -> None:
    asked = parse_qs(urlsplit(XeroOAuth("app").consent_request(CALLBACK, SCOPES).url).query)
    assert (asked["code_challenge_method"], asked["scope"]) == (["S256"], [" ".join(SCOPES)])


def test_the_page_is_at_xero() -> None:
    url = XeroOAuth("app").consent_request(CALLBACK, SCOPES).url
    assert url.startswith("https://login.xero.com/identity/connect/authorize?")


def test_an_app_names_itself_by_its_header(server: CannedServer) -> None:
    says(server, 200, TOKENS)
    XeroOAuth("a:b", "c d", addresses=Addresses.at(server.base_url)).refresh("r")
    scheme, _, coded = server.asked[0]["Authorization"].partition(" ")
    assert (scheme, b64decode(coded)) == ("Basic", b"a%3Ab:c+d")


def test_the_tokens_of_an_answer_are_taken(server: CannedServer) -> None:
    says(server, 200, TOKENS)
    found = at(server).refresh("r")
    assert (found.access_token, found.refresh_token, found.seconds) == ("a", "r", 1800)


def test_the_scopes_of_an_answer_are_taken(server: CannedServer) -> None:
    says(server, 200, TOKENS)
    assert at(server).refresh("r").scopes == frozenset(map(Scope, ("openid", "email")))


def test_unknown_keys_in_an_answer_are_ignored(server: CannedServer) -> None:
    """The SDK loses a rotated token over one (fact sheet 8.1)."""
    says(server, 200, {**TOKENS, "session_state": "x", "id_token": None, "refresh_expires_in": {}})
    assert at(server).refresh("r").access_token == "a"


def test_other_scopes_than_before_are_no_error(server: CannedServer) -> None:
    """oauthlib's own parser raises a warning here, when the token has been rotated already."""
    says(server, 200, {**TOKENS, "scope": "accounting.contacts"})
    assert at(server).refresh("r").scopes == frozenset({Scope("accounting.contacts")})


@pytest.mark.parametrize(
    ("life", "seconds"),
    [("600", 600), (None, 1800), ("soon", 1800), (-5, 0), (1e999, 1800), (10**30, 86400)],
)
def test_a_life_in_any_form_is_understood(server: CannedServer, life: object, seconds: int) -> None:
    says(server, 200, {**TOKENS, "expires_in": life})
    assert at(server).refresh("r").seconds == seconds


@pytest.mark.parametrize("status", [400, 401])
def test_an_invalid_grant_says_reconnect(server: CannedServer, status: int) -> None:
    says(server, status, {"error": "invalid_grant"})
    with pytest.raises(ConsentEndedError, match="reconnect"):
        at(server).refresh("r")


@pytest.mark.parametrize("word", ["invalid_client", "unauthorized_client"])
def test_a_wrong_app_is_not_the_end_of_a_consent(server: CannedServer, word: str) -> None:
    says(server, 400, {"error": word})
    with pytest.raises(RejectedError, match="client secret"):
        at(server).refresh("r")


def test_another_word_of_refusal_is_named(server: CannedServer) -> None:
    says(server, 400, {"error": "invalid_scope", "error_description": "private"})
    with pytest.raises(RejectedError, match=r"invalid_scope$"):
        at(server).client_credentials(CUSTOM_SCOPES)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"{}"),
        (200, b"[]"),
        (200, b'{"access_token": ""}'),
        (200, b'{"access_token": 5}'),
        (200, b'{"access_token": "a", "refr'),
        (200, b"<html>"),
        (302, b""),
        (400, b""),
        (400, b'{"error": "Something <b>else</b>"}'),
        (400, b'{"error": ["invalid_grant"]}'),
        (403, b"<html>"),
        (404, b"<html>"),
        (429, b""),
        (500, b"oops"),
        (503, b"The Xero API is currently offline"),
    ],
)
def test_what_is_neither_tokens_nor_a_refusal_is_unavailable(
    server: CannedServer, status: int, body: bytes
) -> None:
    """The refresh token may have been rotated: it is to be tried again."""
    server.says(status, body)
    with pytest.raises(UnavailableError):
        at(server).refresh("r")


def test_a_limit_says_when_to_come_again(server: CannedServer) -> None:
    server.says(429, b"", Retry_After="17")
    with pytest.raises(UnavailableError) as caught:
        at(server).refresh("r")
    assert caught.value.retry_after == 17


def test_an_answer_that_takes_too_long_is_given_up(server: CannedServer) -> None:
    says(server, 200, TOKENS)
    passing = count(step=11)
    slow = XeroOAuth(
        "app",
        "s",
        addresses=Addresses.at(server.base_url),
        seconds=lambda: float(next(passing)),
    )
    with pytest.raises(UnavailableError, match="10 s"):
        slow.refresh("r")


def test_a_token_request_is_sent_once(server: CannedServer) -> None:
    server.says(503, b"offline", Retry_After="1")
    with pytest.raises(UnavailableError):
        at(server).refresh("r")
    assert len(server.asked) == 1


def test_a_lost_answer_is_unavailable() -> None:
    with XeroSimulator() as xero:
        xero.add_organisation("Kauri")
        token = xero.consent()["refresh_token"]
        xero.faults.add(LostReply("POST token"))
        identity = XeroOAuth(
            xero.client_id, xero.client_secret, addresses=Addresses.at(xero.base_url)
        )
        with pytest.raises(UnavailableError):
            identity.refresh(token)


REFUSED: list[Callable[[XeroOAuth], object]] = [
    lambda identity: identity.refresh("the-secret"),
    lambda identity: identity.exchange("the-secret", CALLBACK, "the-secret"),
    lambda identity: identity.connections("the-secret"),
    lambda identity: identity.disconnect("the-secret", XeroConnectionId("c")),
]


@pytest.mark.parametrize("call", REFUSED)
@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_no_error_shows_a_secret(
    server: CannedServer, call: Callable[[XeroOAuth], object], status: int
) -> None:
    says(server, status, {"error": "invalid_grant", "Detail": "the-secret"})
    with pytest.raises(PortError) as caught:
        call(at(server, "the-secret"))
    assert "the-secret" not in repr(caught.value)


def test_an_app_shows_no_secret() -> None:
    assert "the-secret" not in repr(XeroOAuth("app", "the-secret"))


def test_a_token_that_is_none_is_not_sent(server: CannedServer) -> None:
    with pytest.raises(UnauthorisedError):
        at(server).connections("a\r\nX: 1")
    assert not server.asked


@pytest.mark.parametrize("body", [b"{}", b"null", b"<html>", b"[{", b""])
def test_connections_that_cannot_be_read_are_unavailable(server: CannedServer, body: bytes) -> None:
    server.says(200, body)
    with pytest.raises(UnavailableError):
        at(server).connections("a")


def test_an_odd_connection_does_not_lose_the_others(server: CannedServer) -> None:
    whole = {"id": "c", "tenantId": "t", "tenantType": "PRACTICE", "tenantName": None}
    says(server, 200, [None, {"id": "c"}, whole])
    (found,) = at(server).connections("a")
    assert (found.tenant_id, found.name, found.is_organisation) == ("t", "", False)


def test_a_connection_is_ended_by_its_own_id(server: CannedServer) -> None:
    server.says(204)
    at(server).disconnect("a", XeroConnectionId("c/d"))
    assert server.asked[0]["path"] == "/connections/c%2Fd"


def test_an_exchange_sends_code_address_and_verifier(server: CannedServer) -> None:
    says(server, 200, TOKENS)
    at(server).exchange("the code", CALLBACK, "v")
    form = dict(parse_qsl(server.asked[0]["body"]))
    assert form == {
        "grant_type": "authorization_code",
        "code": "the code",
        "redirect_uri": CALLBACK,
        "code_verifier": "v",
    }
