"""Xero's identity service in memory, and the people who consent."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from urllib.parse import parse_qs, urlencode, urlsplit

from attrs import define, field, frozen

from xerolink.domain.identity import TenantId, XeroConnectionId
from xerolink.domain.tokens import OFFLINE, GrantedTokens, Scope, Tenant
from xerolink.ports.clock import Clock
from xerolink.ports.errors import UnauthorisedError
from xerolink.ports.identity import ConsentEndedError, ConsentRequest, XeroIdentity

LIFE_SECONDS = 1800
GRACE = timedelta(minutes=30)
UNUSED = timedelta(days=60)
CODE_LIFE = timedelta(minutes=5)

_URL = "https://login.xero.example/identity/connect/authorize"


@frozen
class _Code:
    redirect_uri: str
    verifier: str = field(repr=False)
    scopes: tuple[Scope, ...]
    issued: datetime


@define
class _Family:
    """The refresh tokens of one consent: the live one, and the one that it came from."""

    scopes: frozenset[Scope]
    live: str = field(repr=False)
    issued: datetime
    parent: str = field(default="", repr=False)
    parent_used: datetime | None = None

    def accepts(self, token: str, now: datetime) -> bool:
        if token == self.live:
            return now - self.issued < UNUSED
        used = self.parent_used
        return token == self.parent and used is not None and now - used < GRACE


class MemoryIdentity(XeroIdentity):
    """An identity service as strict as Xero may be; threads may share it.

    A refresh token serves once; again within 30 minutes of its first use, and what that first
    use gave is worthless then. Tokens are numbered. *organisations* are what each consent
    reaches.
    """

    def __init__(self, clock: Clock, organisations: Iterable[str] = ("Kauri",)) -> None:
        self._clock = clock
        self._lock = Lock()
        self._numbers = count(1)
        self._asked: dict[str, tuple[str, str, tuple[Scope, ...]]] = {}
        self._codes: dict[str, _Code] = {}
        self._families: dict[str, _Family] = {}
        self._alive: dict[str, datetime] = {}
        self._tenants = [
            Tenant(TenantId(f"tenant-{n}"), XeroConnectionId(f"connection-{n}"), name)
            for n, name in enumerate(organisations, 1)
        ]
        self.rotations = 0

    def consent_request(self, redirect_uri: str, scopes: Sequence[Scope]) -> ConsentRequest:
        with self._lock:
            state, verifier = self._next("state"), self._next("verifier")
            self._asked[state] = (redirect_uri, verifier, tuple(scopes))
        return ConsentRequest(f"{_URL}?{urlencode({'state': state})}", state, verifier)

    def agree(self, url: str) -> str:
        """A person agrees on the page at *url*; the address that the browser is sent to."""
        with self._lock:
            state = parse_qs(urlsplit(url).query)["state"][0]
            redirect_uri, verifier, scopes = self._asked[state]
            code = self._next("code")
            self._codes[code] = _Code(redirect_uri, verifier, scopes, self._clock.now())
        return f"{redirect_uri}?{urlencode({'code': code, 'state': state})}"

    def withdraw(self) -> None:
        """Everybody withdraws: no refresh token and no access token is accepted any more."""
        with self._lock:
            self._families.clear()
            self._alive.clear()

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> GrantedTokens:
        with self._lock:
            found, now = self._codes.pop(code, None), self._clock.now()
            if found is None or now - found.issued >= CODE_LIFE:
                raise ConsentEndedError
            if (found.redirect_uri, found.verifier) != (redirect_uri, verifier):
                raise ConsentEndedError
            return self._first(frozenset(found.scopes))

    def grant(self, scopes: Iterable[Scope]) -> GrantedTokens:
        """The tokens of a consent that somebody has just given."""
        with self._lock:
            return self._first(frozenset(scopes))

    def refresh(self, refresh_token: str) -> GrantedTokens:
        with self._lock:
            family, now = self._families.get(refresh_token), self._clock.now()
            if family is None or not family.accepts(refresh_token, now):
                raise ConsentEndedError
            if refresh_token == family.live:
                self._families.pop(family.parent, None)
                family.parent, family.parent_used = refresh_token, now
            else:
                self._families.pop(family.live, None)
            family.live, family.issued = self._next("refresh"), now
            self._families[family.live] = family
            self.rotations += 1
            return self._granted(family.scopes, family.live)

    def client_credentials(self, scopes: Sequence[Scope]) -> GrantedTokens:
        with self._lock:
            return self._granted(frozenset(scopes), "")

    def connections(self, access_token: str) -> tuple[Tenant, ...]:
        with self._lock:
            self._require(access_token)
            return tuple(self._tenants)

    def disconnect(self, access_token: str, xero_connection_id: XeroConnectionId) -> None:
        with self._lock:
            self._require(access_token)
            kept = (one for one in self._tenants if one.xero_connection_id != xero_connection_id)
            self._tenants = list(kept)

    def _first(self, scopes: frozenset[Scope]) -> GrantedTokens:
        if OFFLINE not in scopes:
            return self._granted(scopes, "")
        family = _Family(scopes, self._next("refresh"), self._clock.now())
        self._families[family.live] = family
        return self._granted(scopes, family.live)

    def _granted(self, scopes: frozenset[Scope], refresh_token: str) -> GrantedTokens:
        now = self._clock.now()
        access_token = self._next("access")
        self._alive[access_token] = now + timedelta(seconds=LIFE_SECONDS)
        return GrantedTokens(access_token, refresh_token, LIFE_SECONDS, scopes)

    def _require(self, access_token: str) -> None:
        end = self._alive.get(access_token)
        if end is None or end <= self._clock.now():
            raise UnauthorisedError("Xero", "it does not accept the access token")

    def _next(self, kind: str) -> str:
        return f"{kind}-{next(self._numbers)}"
