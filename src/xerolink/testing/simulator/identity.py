"""Xero's identity service: who agreed to what, and the tokens that follow from it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from attrs import field, frozen

from . import scopes
from .access import Access, AccessToken, Grant
from .identifiers import Identifiers
from .organisation import Clock, Organisation
from .tokens import (
    ACCESS_LIFE,
    INVALID_GRANT,
    Code,
    Consent,
    OAuthError,
    RefreshToken,
    RefreshTokens,
    jwt,
)

TokenSet = dict[str, Any]

_ISSUER = "https://identity.xero.com"


@frozen
class AppSwitches:
    """What differs between apps at Xero, or what the fact sheet leaves open.

    ``broad_scopes``: an app from before March 2026, which may ask for ``accounting.transactions``
    and its like. ``grace_ends_with_use``: the use of a refresh token ends the grace of those
    before it, as it proves that the answer was not lost.
    """

    broad_scopes: bool = False
    grace_ends_with_use: bool = False


@frozen
class CustomConnection:
    """An app of its own for one organisation, by client credentials (fact sheet 1)."""

    client_id: str
    client_secret: str = field(repr=False)
    tenant_id: str
    scopes: frozenset[str]


@frozen
class IdentityState:
    """All that a saved simulator keeps of identity."""

    tokens: tuple[AccessToken, ...]
    grants: tuple[Grant, ...]
    refresh_tokens: tuple[RefreshToken, ...]
    codes: tuple[Code, ...]
    custom: tuple[CustomConnection, ...]


class IdentityService:
    """Consents and tokens over *organisations*; safe from any thread. *clock* is never skewed."""

    def __init__(
        self,
        ids: Identifiers,
        clock: Clock,
        organisations: Mapping[str, Organisation],
        switches: AppSwitches,
    ) -> None:
        self.client_id = ids.next("client").replace("-", "").upper()
        self.client_secret = ids.next_secret("client secret")
        self.access = Access()
        self.switches = switches
        self.clock = clock
        self._ids = ids
        self._organisations = organisations
        self._refresh = RefreshTokens(ids, grace_ends_with_use=switches.grace_ends_with_use)
        self._lock = Lock()
        self._codes: dict[str, Code] = {}
        self._custom: dict[str, CustomConnection] = {}

    def tenants(self) -> tuple[str, ...]:
        """Every organisation there is, by tenant id."""
        return tuple(self._organisations)

    def consent(self, user: str, tenants: Iterable[str], asked: Collection[str]) -> Consent:
        """*user* agrees and connects *tenants*; without a name it is somebody new each time.

        Raises ValueError for scopes that an app cannot have, KeyError for an unknown tenant.
        """
        if not scopes.known(asked, broad=self.switches.broad_scopes):
            raise ValueError("not a scope that this app may ask for")
        event = self._ids.next("consent")
        agreed = Consent(event, user or self._ids.next("user"), frozenset(asked))
        for tenant_id in tenants:
            self.connect(agreed.user, self._organisations[tenant_id], event)
        return agreed

    def connect(self, user: str, organisation: Organisation, event: str) -> Grant:
        """*user* connects *organisation* by the consent *event*."""
        now = self.clock()
        grant = Grant(
            connection_id=self._ids.next("connection"),
            user=user,
            tenant_id=organisation.tenant_id,
            tenant_name=organisation.name,
            since=now,
            updated=now,
            auth_event_id=event,
        )
        return self.access.connect(grant)

    def custom_connection(
        self, organisation: Organisation, allowed: Collection[str]
    ) -> CustomConnection:
        """A custom connection to *organisation*; its client is its only user."""
        found = CustomConnection(
            client_id=self._ids.next("client").replace("-", "").upper(),
            client_secret=self._ids.next_secret("client secret"),
            tenant_id=organisation.tenant_id,
            scopes=frozenset(allowed),
        )
        with self._lock:
            self._custom[found.client_id] = found
        self.connect(found.client_id, organisation, self._ids.next("consent"))
        return found

    def custom(self, client_id: str) -> CustomConnection | None:
        with self._lock:
            return self._custom.get(client_id)

    def code(self, agreed: Consent, redirect_uri: str, challenge: str | None) -> str:
        """The code that the browser carries back after *agreed*."""
        text = self._ids.next_secret("code")
        found = Code(
            text,
            agreed.auth_event_id,
            agreed.user,
            agreed.scopes,
            redirect_uri,
            challenge,
            self.clock(),
        )
        with self._lock:
            self._codes[text] = found
        return text

    def redeem(self, text: str, redirect_uri: str, verifier: str, *, proved: bool) -> TokenSet:
        """The token set for a code, *proved* by a client secret or else by PKCE alone.

        A code is used up by the first attempt, even a wrong one. Raises OAuthError.
        """
        with self._lock:
            code = self._codes.pop(text, None)
        if code is None:
            raise OAuthError(INVALID_GRANT)
        if code.challenge is None and not proved:
            raise OAuthError("invalid_client")
        code.check(redirect_uri, verifier, self.clock())
        return self.issue(Consent(code.auth_event_id, code.user, code.scopes, not proved))

    def issue(self, agreed: Consent) -> TokenSet:
        """A token set; without the scope ``offline_access`` it has no refresh token."""
        found = self._access_set(agreed, self.client_id)
        if scopes.OFFLINE in agreed.scopes:
            found["refresh_token"] = self._refresh.issue(agreed, self.clock()).text
        return found

    def refresh(self, text: str, *, proved: bool) -> TokenSet:
        """A new token set for a refresh token. Raises OAuthError."""
        agreed = self._refresh.consent_of(text)
        if agreed is not None and not (proved or agreed.public):
            raise OAuthError("invalid_client")
        token = self._refresh.rotate(text, self.clock())
        return {**self._access_set(token.consent, self.client_id), "refresh_token": token.text}

    def client_credentials(self, custom: CustomConnection, allowed: frozenset[str]) -> TokenSet:
        """A token set without a refresh token for a custom connection."""
        agreed = Consent(self._ids.next("consent"), custom.client_id, allowed)
        return self._access_set(agreed, custom.client_id, custom=True)

    def revoke(self, text: str) -> None:
        """The refresh token *text*, its user's tokens and connections end; unknown: nothing."""
        agreed = self._refresh.consent_of(text)
        if agreed is not None:
            self._refresh.forget(agreed.user)
            self.access.forget(agreed.user)

    def state(self) -> IdentityState:
        tokens, grants = self.access.everything()
        with self._lock:
            codes, custom = tuple(self._codes.values()), tuple(self._custom.values())
        return IdentityState(tokens, grants, self._refresh.everything(), codes, custom)

    def restore(self, state: IdentityState) -> None:
        """Take *state* in place of everything that was there."""
        self.access.restore(state.tokens, state.grants)
        self._refresh.restore(state.refresh_tokens)
        with self._lock:
            self._codes = {one.text: one for one in state.codes}
            self._custom = {one.client_id: one for one in state.custom}

    def _access_set(self, agreed: Consent, client_id: str, *, custom: bool = False) -> TokenSet:
        now = self.clock()
        claims = self._claims(agreed, client_id, now)
        token = AccessToken(jwt(claims), agreed.user, agreed.scopes, now + ACCESS_LIFE, custom)
        self.access.admit(token)
        found = {
            "access_token": token.text,
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "token_type": "Bearer",
            "scope": " ".join(sorted(agreed.scopes)),
        }
        if "openid" not in agreed.scopes:
            return found
        return {"id_token": jwt({**claims, "aud": client_id, "scope": "openid"}), **found}

    def _claims(self, agreed: Consent, client_id: str, now: datetime) -> dict[str, Any]:
        issued = int(now.timestamp())
        return {
            "nbf": issued,
            "exp": issued + int(ACCESS_LIFE.total_seconds()),
            "iss": _ISSUER,
            "aud": f"{_ISSUER}/resources",
            "client_id": client_id,
            "sub": agreed.user,
            "xero_userid": agreed.user,
            "jti": self._ids.next("access token").replace("-", "").upper(),
            "authentication_event_id": agreed.auth_event_id,
            "scope": sorted(agreed.scopes),
        }
