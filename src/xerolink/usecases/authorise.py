"""Authorise: from a person's consent to a token set and the organisations that it reaches."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from hmac import compare_digest
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from attrs import field, frozen

from xerolink.domain.consent_errors import ConsentError, MissingScopesError, NoTokenSetError
from xerolink.domain.identity import ConnectionId, TokenSetId, XeroConnectionId
from xerolink.domain.tokens import (
    OFFLINE,
    PendingConsent,
    Scope,
    StoredTokens,
    Tenant,
    TokenSet,
    missing_scopes,
)
from xerolink.ports.errors import UnauthorisedError
from xerolink.ports.identity import ConsentEndedError, XeroIdentity
from xerolink.ports.store import Store
from xerolink.usecases.tokens import TokenPorts, access_token, replace_token

T = TypeVar("T")

CONSENT_MINUTES = 15
"""How long a person may take to consent."""
REPLACEMENTS = 3
"""How many tokens one question may get in the place of those that Xero refuses; then it is so."""

MOST_PARTS = 20
"""Parts of an answer in a browser's address; Xero's has four."""

_ABOUT_THE_PERSON = frozenset({"openid", "profile", "email"})
"""Scopes without which everything works."""


@frozen
class Consent:
    """Send the person's browser to *url*, and keep *state* in the session of that browser.

    The session is what ties the answer to the person who asked.
    """

    url: str = field(repr=False)
    state: str = field(repr=False)


@frozen
class Authorised:
    """A token set and the organisations that it reaches, to choose from."""

    token_set_id: TokenSetId
    tenants: tuple[Tenant, ...]


def authorise_url(ports: TokenPorts, redirect_uri: str, scopes: Sequence[Scope]) -> Consent:
    """Begin a consent to *scopes*; it is to be completed within 15 minutes.

    What completing it needs besides the state stays in the token store. Raises
    `MissingScopesError` without `offline_access`: such tokens could not be refreshed.
    """
    if OFFLINE not in scopes:
        raise MissingScopesError((OFFLINE,))
    asked = ports.identity.consent_request(redirect_uri, scopes)
    end = ports.clock.now() + timedelta(minutes=CONSENT_MINUTES)
    pending = PendingConsent(asked.state, asked.verifier, redirect_uri, tuple(scopes), end)
    ports.tokens.keep_consent(pending)
    return Consent(asked.url, asked.state)


def complete_authorisation(ports: TokenPorts, state: str, answered: str) -> Authorised:
    """Store the tokens of a consent.

    *state* is what the browser's session kept, *answered* the whole address to which Xero sent
    the browser back. Raises `ConsentError` for an answer to another attempt, one that came too
    late or twice, and a refusal by the person; `MissingScopesError`, and forgets the tokens,
    where the consent allows less than was asked for. After `UnavailableError` and
    `UnauthorisedError` too the person has to start again.
    """
    answer = _answer(answered)
    consent = _taken(ports, state, answer)
    asked = ports.clock.now()
    granted = ports.identity.exchange(_code(answer), consent.redirect_uri, consent.verifier)
    tokens = granted.first(asked, consent.scopes)
    _require_scopes(tokens, consent.scopes)
    return _stored(ports, tokens)


def authorise_custom(ports: TokenPorts, scopes: Sequence[Scope]) -> Authorised:
    """Store the tokens of a custom connection, which needs no consent (fact sheet 1)."""
    asked = ports.clock.now()
    tokens = ports.identity.client_credentials(scopes).first(asked, scopes)
    _require_scopes(tokens, scopes)
    return _stored(ports, tokens)


def tenants(ports: TokenPorts, token_set_id: TokenSetId) -> tuple[Tenant, ...]:
    """The organisations that the token set reaches now, in Xero's order."""
    found = _asked(ports, token_set_id, ports.identity.connections)
    return tuple(tenant for tenant in found if tenant.is_organisation)


def disconnect(ports: TokenPorts, store: Store, connection_id: ConnectionId) -> None:
    """End the connection at Xero, then forget its tokens unless another connection uses them.

    What Xero or its user ended already is no error. What the store remembers stays (semantics
    row 41). Raises `NoTokenSetError`; `UnavailableError` and `UnauthorisedError`: the connection
    may stand at Xero still, so nothing is forgotten, try again.
    """
    token_set_id = ports.tokens.bound(connection_id)
    if token_set_id is None:
        raise NoTokenSetError(connection_id)
    stored = ports.tokens.read(token_set_id)
    if stored is not None:
        _end_at_xero(ports, stored, _tenant_ids(store, connection_id))
    ports.tokens.unbind(connection_id)


def _answer(answered: str) -> Mapping[str, str]:
    with suppress(ValueError):  # a browser may come back to anything
        return dict(parse_qsl(urlsplit(answered).query, max_num_fields=MOST_PARTS))
    raise ConsentError("the address that Xero answered to cannot be read")


def _taken(ports: TokenPorts, state: str, answer: Mapping[str, str]) -> PendingConsent:
    given = answer.get("state", "").encode("utf-8", "surrogatepass")
    if not state or not compare_digest(given, state.encode()):
        raise ConsentError("the answer belongs to another attempt (its state differs)")
    consent = ports.tokens.take_consent(state)
    if consent is None:
        raise ConsentError("it came too late, or a second time")
    return consent


def _code(answer: Mapping[str, str]) -> str:
    if answer.get("error") == "access_denied":
        raise ConsentError("the person did not agree")
    if "code" not in answer:
        raise ConsentError("Xero sent no code")
    return answer["code"]


def _require_scopes(tokens: TokenSet, asked: Sequence[Scope]) -> None:
    missing = missing_scopes(tokens.scopes, [one for one in asked if one not in _ABOUT_THE_PERSON])
    if OFFLINE in asked and not tokens.refresh_token:
        missing = tuple(dict.fromkeys([OFFLINE, *missing]))
    if missing:
        raise MissingScopesError(missing)


def _stored(ports: TokenPorts, tokens: TokenSet) -> Authorised:
    token_set_id = TokenSetId(ports.ids.new())
    ports.tokens.put(token_set_id, tokens)
    try:
        return Authorised(token_set_id, tenants(ports, token_set_id))
    except BaseException:
        # Nobody else knows the id: the tokens would stay for ever.
        ports.tokens.forget(token_set_id)
        raise


def _tenant_ids(store: Store, connection_id: ConnectionId) -> frozenset[str]:
    with store.reading(connection_id) as unit:
        record = unit.record.get()
    return frozenset() if record is None else frozenset({record.organisation.tenant_id})


def _end_at_xero(ports: TokenPorts, stored: StoredTokens, tenant_ids: frozenset[str]) -> None:
    """A consent that has ended took its connections with it; a token that dies did not."""
    with suppress(ConsentEndedError):
        for tenant in _asked(ports, stored.token_set_id, ports.identity.connections):
            if tenant.tenant_id in tenant_ids:
                end = partial(_end, ports.identity, tenant.xero_connection_id)
                _asked(ports, stored.token_set_id, end)


def _end(identity: XeroIdentity, xero_connection_id: XeroConnectionId, token: str) -> None:
    identity.disconnect(token, xero_connection_id)


def _asked(ports: TokenPorts, token_set_id: TokenSetId, ask: Callable[[str], T]) -> T:
    """What *ask* answers; a token that is refused before its time is replaced a few times."""
    token = access_token(ports, token_set_id)
    for _ in range(REPLACEMENTS):
        try:
            return ask(token)
        except UnauthorisedError:
            replace_token(ports, token_set_id, token)
            token = access_token(ports, token_set_id)
    return ask(token)
