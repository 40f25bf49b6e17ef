"""The HTTP side of identity: authorise, token, revocation, connections (fact sheet 1).

The three OAuth addresses are under other hosts at Xero; here they share one.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from attrs import field, frozen

from . import wire
from .access import AccessToken, connection_of
from .call import Call
from .identity import CustomConnection, IdentityService, TokenSet
from .scopes import known
from .tokens import OAuthError
from .wire import Answer

_OAUTH = {"Cache-Control": "no-store"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

Form = Mapping[str, str]


@frozen
class IdentityRoute:
    """``signed_in``: asked with an access token, like the accounting endpoints."""

    method: str
    pattern: re.Pattern[str]
    operation: str
    handle: Callable[[IdentityService, Call], Answer] = field(repr=False)
    signed_in: bool = False


@frozen
class _Client:
    """Who asks; ``proved`` by its secret."""

    client_id: str
    proved: bool
    custom: CustomConnection | None


def identity_route(method: str, path: str) -> tuple[IdentityRoute, str] | None:
    """The route for a request and what followed the resource's name; not of identity: None."""
    for route in IDENTITY_ROUTES:
        found = route.pattern.fullmatch(path) if route.method == method else None
        if found is not None:
            return route, "".join(found.groups())
    return None


def authorise(identity: IdentityService, call: Call) -> Answer:
    """Consent given at once: back to ``redirect_uri`` with ``code`` and ``state``.

    Ours: ``organisations`` (tenant ids by commas, default all), ``user`` (default somebody new)
    and ``deny`` (any value: the user declines). A wrong client or address is told to the
    browser, not to the app.
    """
    asked = call.query
    if asked.get("client_id") != identity.client_id:
        return _refused("unauthorized_client")
    if not _may_redirect(asked.get("redirect_uri", "")):
        return _refused("invalid_request")
    try:
        return _redirect(asked, **_consented(identity, asked))
    except OAuthError as refused:
        return _redirect(asked, error=str(refused))


def _consented(identity: IdentityService, asked: Form) -> dict[str, str]:
    if asked.get("response_type") != "code" or asked.get("code_challenge_method", "S256") != "S256":
        raise OAuthError("invalid_request")
    wanted = asked.get("scope", "").split()
    if not known(wanted, broad=identity.switches.broad_scopes):
        raise OAuthError("invalid_scope")
    if "deny" in asked:
        raise OAuthError("access_denied")
    chosen = [one for one in asked.get("organisations", "").split(",") if one]
    try:
        agreed = identity.consent(asked.get("user", ""), chosen or identity.tenants(), wanted)
    except KeyError:
        raise OAuthError("access_denied") from None
    challenge = asked.get("code_challenge")
    code = identity.code(agreed, asked["redirect_uri"], challenge)
    return {"code": code, "scope": " ".join(wanted)}


def _may_redirect(uri: str) -> bool:
    parts = urlsplit(uri)
    secure = parts.scheme == "https" or parts.hostname in _LOOPBACK
    return bool(parts.scheme and parts.netloc) and secure and not parts.fragment


def _redirect(asked: Form, **told: str) -> Answer:
    if "state" in asked:
        told["state"] = asked["state"]
    uri = asked["redirect_uri"]
    location = f"{uri}{'&' if urlsplit(uri).query else '?'}{urlencode(told)}"
    return Answer(302, b"", None, headers={"Location": location, **_OAUTH})


def token(identity: IdentityService, call: Call) -> Answer:
    """A token set, or 400 with one of OAuth's words."""
    try:
        form = _form(call)
        found = _granted(identity, form, _client(identity, form, call.authorization))
    except OAuthError as refused:
        return _refused(str(refused))
    return Answer(200, wire.encoded(found), headers=_OAUTH)


def _granted(identity: IdentityService, form: Form, client: _Client) -> TokenSet:
    kind = form.get("grant_type")
    if (kind == "client_credentials") != (client.custom is not None):
        raise OAuthError("unauthorized_client")
    match kind:
        case "authorization_code":
            code, uri = form.get("code", ""), form.get("redirect_uri", "")
            return identity.redeem(code, uri, form.get("code_verifier", ""), proved=client.proved)
        case "refresh_token":
            return identity.refresh(form.get("refresh_token", ""), proved=client.proved)
        case "client_credentials" if client.custom is not None:
            return identity.client_credentials(client.custom, _narrowed(client.custom, form))
        case _:
            raise OAuthError("unsupported_grant_type")


def _narrowed(custom: CustomConnection, form: Form) -> frozenset[str]:
    wanted = frozenset(form.get("scope", "").split()) or custom.scopes
    if not wanted <= custom.scopes:
        raise OAuthError("invalid_scope")
    return wanted


def revocation(identity: IdentityService, call: Call) -> Answer:
    """200 with an empty body, whether or not the token was known."""
    form = _form(call)
    try:
        _client(identity, form, call.authorization)
    except OAuthError as refused:
        return _refused(str(refused))
    identity.revoke(form.get("token", ""))
    return Answer(200, b"", None)


def _form(call: Call) -> Form:
    return dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))


def _client(identity: IdentityService, form: Form, authorization: str) -> _Client:
    client_id, secret = _basic(authorization) or (
        form.get("client_id", ""),
        form.get("client_secret"),
    )
    custom = identity.custom(client_id)
    expected = custom.client_secret if custom else identity.client_secret
    wrong = secret != expected if secret is not None or custom else False
    if wrong or (custom is None and client_id != identity.client_id):
        raise OAuthError("invalid_client")
    return _Client(client_id, secret is not None, custom)


def _basic(authorization: str) -> tuple[str, str] | None:
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise OAuthError("invalid_client") from None
    return unquote(name), unquote(secret)


def _refused(word: str) -> Answer:
    return Answer(400, wire.encoded({"error": word}), headers=_OAUTH)


def connections(identity: IdentityService, call: Call) -> Answer:
    """What the token's user connected; ``authEventId``: by that consent only."""
    event = call.query.get("autheventid")
    shown: list[dict[str, Any]] = [
        connection_of(grant)
        for grant in identity.access.grants(_asker(identity, call).user)
        if not event or grant.auth_event_id == event
    ]
    return Answer(200, wire.encoded(shown))


def disconnect(identity: IdentityService, call: Call) -> Answer:
    """204, or 404 for a connection that the token's user does not have."""
    gone = identity.access.delete(_asker(identity, call).user, call.key.lower())
    return Answer(204, b"", None) if gone else wire.not_found()


def _asker(identity: IdentityService, call: Call) -> AccessToken:
    found = identity.access.token(call.bearer)
    if found is None:
        raise LookupError("asked without a token that is known")
    return found


def _path(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_CONNECTION = _path("/connections/([^/]+)")
IDENTITY_ROUTES = (
    IdentityRoute("GET", _path("/identity/connect/authorize"), "GET authorize", authorise),
    IdentityRoute("POST", _path("/connect/token"), "POST token", token),
    IdentityRoute("POST", _path("/connect/revocation"), "POST revocation", revocation),
    IdentityRoute("GET", _path("/connections/?"), "GET Connections", connections, True),
    IdentityRoute("DELETE", _CONNECTION, "DELETE Connection", disconnect, True),
)
