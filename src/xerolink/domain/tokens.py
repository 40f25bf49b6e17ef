"""Tokens: what a consent allows, for how long a token is good, and what comes next."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from attrs import evolve, field, frozen

from xerolink.domain.identity import TenantId, TokenSetId, XeroConnectionId

Scope = NewType("Scope", str)
"""One thing that a token may do, by Xero's name for it."""

OFFLINE = Scope("offline_access")
"""Without it there is no refresh token (fact sheet 1)."""
CUSTOM_SCOPES = (
    Scope("accounting.contacts"),
    Scope("accounting.invoices"),
    Scope("accounting.settings.read"),
)
"""What the calls of this library need: the granular names of March 2026 (fact sheet 1)."""
SCOPES = (Scope("openid"), Scope("profile"), Scope("email"), OFFLINE, *CUSTOM_SCOPES)
"""What a person is asked to consent to."""
MARGIN = timedelta(minutes=2)
"""A token is replaced while it is still good for this long (protocol, Tokens)."""

_BROAD = "accounting.transactions"
_ONCE_BROAD = ("accounting.invoices", "accounting.payments")
_READ = ".read"


@frozen
class TokenSet:
    """An access token and what replaces it. *refresh_token* "": a custom connection's.

    A custom connection asks for a new token by the app's own credentials (fact sheet 1).
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    scopes: frozenset[Scope]

    def good_for(self, now: datetime, margin: timedelta = MARGIN) -> bool:
        """Whether the access token lives for at least *margin* more."""
        return self.expires_at - now >= margin

    def erased(self) -> "TokenSet":
        """The same without its secrets."""
        return evolve(self, access_token="", refresh_token="")


class TokenState(Enum):
    """GOOD until a refresh begins, PENDING until its answer is stored, DEAD when refused."""

    GOOD = "good"
    PENDING = "pending"
    DEAD = "dead"


class TokenStep(Enum):
    """What to do with stored tokens before a call."""

    USE = "use"
    REFRESH = "refresh"
    RECONNECT = "reconnect"


@frozen
class StoredTokens:
    """A token set as it is stored. A DEAD one holds no secret any more."""

    token_set_id: TokenSetId
    tokens: TokenSet
    state: TokenState = TokenState.GOOD

    def step(self, now: datetime) -> TokenStep:
        """What comes next (protocol, Tokens): a PENDING set is refreshed however good it looks."""
        if self.state is TokenState.DEAD:
            return TokenStep.RECONNECT
        if self.state is TokenState.GOOD and self.tokens.good_for(now):
            return TokenStep.USE
        return TokenStep.REFRESH


@frozen
class GrantedTokens:
    """Xero's answer to a request for tokens.

    *seconds* is how long the access token lives, from when it was asked for. *refresh_token* ""
    and *scopes* None: the answer names none.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    seconds: int
    scopes: frozenset[Scope] | None = None

    def first(self, asked: datetime, scopes: Iterable[Scope]) -> TokenSet:
        """The token set of a new consent to *scopes*, which stand where the answer is silent."""
        granted = frozenset(scopes) if self.scopes is None else self.scopes
        return TokenSet(self.access_token, self.refresh_token, self._end(asked), granted)

    def after(self, before: TokenSet, asked: datetime) -> TokenSet:
        """The token set that follows *before*, whose parts stand where the answer is silent."""
        refresh_token = self.refresh_token or before.refresh_token
        scopes = before.scopes if self.scopes is None else self.scopes
        return TokenSet(self.access_token, refresh_token, self._end(asked), scopes)

    def _end(self, asked: datetime) -> datetime:
        return asked + timedelta(seconds=self.seconds)


@frozen
class PendingConsent:
    """A consent that was asked for and not yet answered: what completing it needs.

    *verifier* is PKCE's; Xero is told its hash first. *state* comes back with the answer.
    """

    state: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str = field(repr=False)
    scopes: tuple[Scope, ...]
    expires_at: datetime


@frozen
class Tenant:
    """Something that a token set reaches at Xero; only organisations keep books."""

    tenant_id: TenantId
    xero_connection_id: XeroConnectionId
    name: str = field(repr=False)
    is_organisation: bool = True


def missing_scopes(granted: Collection[Scope], needed: Iterable[Scope]) -> tuple[Scope, ...]:
    """Those of *needed* that *granted* does not cover, in their order; none: empty.

    A writing scope covers its reading one, and the broad names of before March 2026 cover the
    granular ones that took their place (fact sheet 1).
    """
    have = frozenset(granted)
    return tuple(scope for scope in needed if have.isdisjoint(_enough(scope)))


def _enough(scope: Scope) -> frozenset[Scope]:
    whole = scope.removesuffix(_READ)
    names = {whole, _BROAD} if whole in _ONCE_BROAD else {whole}
    if scope.endswith(_READ):
        names |= {name + _READ for name in names}
    return frozenset(map(Scope, names))
