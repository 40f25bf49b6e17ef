"""Authorisation codes and refresh tokens: single use, rotation and its grace (fact sheet 1)."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from attrs import evolve, field, frozen

from .identifiers import Identifiers

ACCESS_LIFE = timedelta(minutes=30)
CODE_LIFE = timedelta(minutes=5)
GRACE = timedelta(minutes=30)
UNUSED_LIFE = timedelta(days=60)
INVALID_GRANT = "invalid_grant"


class OAuthError(ValueError):
    """The identity service refuses, in one of OAuth's words: 400 ``{"error": …}``."""


@frozen
class Consent:
    """What a user agreed to. ``public``: without a client secret, by PKCE alone."""

    auth_event_id: str
    user: str = field(repr=False)
    scopes: frozenset[str]
    public: bool = False


@frozen
class Code:
    """An authorisation code, good once and for five minutes; ``challenge`` is PKCE's, S256."""

    text: str = field(repr=False)
    auth_event_id: str
    user: str = field(repr=False)
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str | None = field(repr=False)
    issued: datetime

    def check(self, redirect_uri: str, verifier: str, now: datetime) -> None:
        """Raise OAuthError unless this is how the code was asked for."""
        if redirect_uri != self.redirect_uri or now - self.issued >= CODE_LIFE:
            raise OAuthError(INVALID_GRANT)
        if self.challenge is not None and self.challenge != challenge_of(verifier):
            raise OAuthError(INVALID_GRANT)


@frozen
class RefreshToken:
    """``retired`` is when it was used for its successor; None: it is the live one."""

    text: str = field(repr=False)
    consent: Consent
    issued: datetime
    retired: datetime | None = None

    def usable(self, now: datetime) -> bool:
        if self.retired is not None:
            return now - self.retired < GRACE
        return now - self.issued < UNUSED_LIFE


class RefreshTokens:
    """One live token per consent, the ones before it in their grace. Safe from any thread.

    Whether the use of a successor proves that its answer arrived, and so ends the grace, no
    page tells: *grace_ends_with_use*.
    """

    def __init__(self, ids: Identifiers, *, grace_ends_with_use: bool) -> None:
        self._ids = ids
        self._ends_with_use = grace_ends_with_use
        self._lock = Lock()
        self._families: dict[str, dict[str, RefreshToken]] = {}
        self._family_of: dict[str, str] = {}

    def issue(self, consent: Consent, now: datetime) -> RefreshToken:
        """The first token of *consent*."""
        with self._lock:
            return self._issue(consent, now)

    def rotate(self, text: str, now: datetime) -> RefreshToken:
        """The successor of *text*; the live token of its family is retired now.

        Raises OAuthError for a token that is unknown, revoked, 60 days unused, or
        retired for 30 minutes.
        """
        with self._lock:
            family = self._families.get(self._family_of.get(text, ""), {})
            token = family.get(text)
            if token is None or not token.usable(now):
                raise OAuthError(INVALID_GRANT)
            if self._ends_with_use and token.retired is None:
                self._drop([one for one in family if one != text], family)
            return self._issue(token.consent, now)

    def consent_of(self, text: str) -> Consent | None:
        """Whose token this is, dead or alive; unknown: None."""
        with self._lock:
            token = self._families.get(self._family_of.get(text, ""), {}).get(text)
            return None if token is None else token.consent

    def forget(self, user: str) -> None:
        """Every token of *user* is invalid from now on."""
        with self._lock:
            for family in self._families.values():
                self._drop(
                    [one.text for one in family.values() if one.consent.user == user], family
                )

    def everything(self) -> tuple[RefreshToken, ...]:
        with self._lock:
            return tuple(one for family in self._families.values() for one in family.values())

    def restore(self, tokens: Iterable[RefreshToken]) -> None:
        """Take the place of everything that was there."""
        with self._lock:
            self._families, self._family_of = {}, {}
            for token in tokens:
                self._keep(token)

    def _issue(self, consent: Consent, now: datetime) -> RefreshToken:
        family = self._families.get(consent.auth_event_id, {})
        for one in family.values():
            if one.retired is None:
                family[one.text] = evolve(one, retired=now)
        token = RefreshToken(self._ids.next_secret("refresh token"), consent, now)
        self._keep(token)
        return token

    def _keep(self, token: RefreshToken) -> None:
        family = token.consent.auth_event_id
        self._families.setdefault(family, {})[token.text] = token
        self._family_of[token.text] = family

    def _drop(self, texts: Iterable[str], family: dict[str, RefreshToken]) -> None:
        for text in texts:
            del family[text], self._family_of[text]


def challenge_of(verifier: str) -> str:
    """PKCE's S256 of *verifier*."""
    return _base64url(hashlib.sha256(verifier.encode()).digest())


def jwt(claims: Mapping[str, Any]) -> str:
    """*claims* in the shape of a JWT; the signature is a digest that nobody can verify."""
    content = _base64url(json.dumps(claims, separators=(",", ":")).encode())
    signed = f"{_JWT_HEAD}.{content}"
    return f"{signed}.{_base64url(hashlib.sha256(signed.encode()).digest())}"


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


_JWT_HEAD = _base64url(b'{"alg":"RS256","kid":"1CAF8E66772D6DC028D6726F","typ":"JWT"}')
