"""Xero's identity service by OAuth 2: consent with PKCE, tokens, connections (fact sheet 1)."""

import json
import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import urllib3
from attrs import frozen
from oauthlib.common import generate_token
from oauthlib.oauth2 import BackendApplicationClient, WebApplicationClient

from xerolink.adapters.xero import grant
from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.errors import succeeded
from xerolink.adapters.xero.places import secured
from xerolink.adapters.xero.request import Request
from xerolink.adapters.xero.wire import Seconds, Wire
from xerolink.domain.identity import TenantId, XeroConnectionId
from xerolink.domain.tokens import GrantedTokens, Scope, Tenant
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.ports.identity import ConsentRequest, XeroIdentity

TIMEOUT_SECONDS = 10
"""How long a whole answer may take (protocol, Tokens)."""

_TIMEOUT = urllib3.Timeout(connect=3, read=6)
_FORM = "application/x-www-form-urlencoded"
_NOT_FOUND = 404
_STATE_LENGTH = 43
"""Characters of 62 kinds: 256 bits."""
_VERIFIER_LENGTH = 64
"""Characters, of 43 to 128 (RFC 7636)."""


@frozen
class Addresses:
    """Where Xero's identity service is."""

    authorise: str = "https://login.xero.com/identity/connect/authorize"
    tokens: str = "https://identity.xero.com/connect/token"
    connections: str = "https://api.xero.com/connections"

    @classmethod
    def at(cls, base_url: str) -> "Addresses":
        """All of them under one address, as a simulator has them."""
        base = base_url.rstrip("/")
        parts = ("/identity/connect/authorize", "/connect/token", "/connections")
        return cls(*(base + part for part in parts))


class XeroOAuth(XeroIdentity):
    """The identity service as the app *client_id* sees it. Threads may share it.

    *client_secret* "": an app without one, by PKCE alone. A custom connection is an app of its
    own, with its own id and secret. No call is sent twice, no redirect followed; an answer that
    takes more than ten seconds is given up. *pool* takes the place of the connections. Raises
    `ValueError` for addresses that are not reached by TLS, but for this machine.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str = "",
        *,
        addresses: Addresses | None = None,
        seconds: Seconds = time.monotonic,
        pool: urllib3.PoolManager | None = None,
    ) -> None:
        self._id, self._secret = client_id, client_secret
        self._at = addresses or Addresses()
        if pool is None:
            secured(self._at.tokens)
            secured(self._at.connections)
        self._wire = Wire(pool or urllib3.PoolManager(), TIMEOUT_SECONDS, seconds)

    def consent_request(self, redirect_uri: str, scopes: Sequence[Scope]) -> ConsentRequest:
        client = WebApplicationClient(self._id)
        state = generate_token(_STATE_LENGTH)
        verifier = client.create_code_verifier(_VERIFIER_LENGTH)
        # oauthlib takes https addresses only; a simulator's is not, and only the query is needed.
        whole = client.prepare_request_uri(
            Addresses().authorise,
            redirect_uri=redirect_uri,
            scope=list(scopes),
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
        )
        return ConsentRequest(f"{self._at.authorise}?{urlsplit(whole).query}", state, verifier)

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> GrantedTokens:
        body = WebApplicationClient(self._id).prepare_request_body(
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=verifier,
            include_client_id=not self._secret,
        )
        return self._granted(body)

    def refresh(self, refresh_token: str) -> GrantedTokens:
        named = {} if self._secret else {"client_id": self._id}
        body = WebApplicationClient(self._id).prepare_refresh_body(
            refresh_token=refresh_token, **named
        )
        return self._granted(body)

    def client_credentials(self, scopes: Sequence[Scope]) -> GrantedTokens:
        client = BackendApplicationClient(self._id)
        return self._granted(client.prepare_request_body(scope=list(scopes)))

    def connections(self, access_token: str) -> tuple[Tenant, ...]:
        answer = succeeded(self._call("GET", self._at.connections, access_token))
        return _tenants(answer)

    def disconnect(self, access_token: str, xero_connection_id: XeroConnectionId) -> None:
        url = f"{self._at.connections}/{quote(xero_connection_id, safe='')}"
        answer = self._call("DELETE", url, access_token)
        if answer.status != _NOT_FOUND:
            succeeded(answer)

    def _granted(self, body: str) -> GrantedTokens:
        headers = {"Content-Type": _FORM, "Accept": "application/json", **self._credentials()}
        request = Request("POST", self._at.tokens, headers, body.encode(), _TIMEOUT)
        return grant.granted(self._wire.send(request))

    def _credentials(self) -> dict[str, str]:
        """The app's own header: its parts are encoded as in a form first (RFC 6749, 2.3.1)."""
        if not self._secret:
            return {}
        pair = f"{quote_plus(self._id)}:{quote_plus(self._secret)}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _call(self, method: str, url: str, access_token: str) -> Answer:
        if not (access_token.isascii() and access_token.isprintable()) or " " in access_token:
            raise UnauthorisedError(XERO, "the access token holds characters that no token has")
        headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
        return self._wire.send(Request(method, url, headers, None, _TIMEOUT))


def _tenants(answer: Answer) -> tuple[Tenant, ...]:
    try:
        found = json.loads(answer.data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise UnavailableError(XERO, "its answer lists no connections")
    return tuple(_tenant(one) for one in found if _is_connection(one))


def _is_connection(one: Any) -> bool:
    return isinstance(one, dict) and all(
        isinstance(one.get(name), str) for name in ("id", "tenantId")
    )


def _tenant(one: Mapping[str, Any]) -> Tenant:
    name = one.get("tenantName")
    return Tenant(
        tenant_id=TenantId(one["tenantId"]),
        xero_connection_id=XeroConnectionId(one["id"]),
        name=name if isinstance(name, str) else "",
        is_organisation=one.get("tenantType") == "ORGANISATION",
    )
