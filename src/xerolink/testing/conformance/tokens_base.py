"""What the parts of the token store's suite share: fixtures and values."""

from datetime import UTC, datetime, timedelta

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import ConnectionId, TokenSetId
from xerolink.domain.tokens import PendingConsent, Scope, StoredTokens, TokenSet, TokenState
from xerolink.ports.tokens import TokenLease, TokenStore
from xerolink.testing.conformance.hooks import missing

START = datetime(2026, 3, 1, 9, 30, 0, 123_456, tzinfo=UTC)
FULL = 30
"""The full time of the suite's leases in seconds."""
ONE, TWO = TokenSetId("set-1"), TokenSetId("set-2")
HERE, THERE = ConnectionId("here"), ConnectionId("there")


def tokens_of(n: int) -> TokenSet:
    """Tokens that differ from those of any other *n* in every part."""
    scopes = frozenset({Scope("accounting.contacts"), Scope(f"accounting.{n}")})
    return TokenSet(f"access-{n}", f"refresh-{n}", START + timedelta(minutes=n), scopes)


def consent_of(state: str, seconds: int = 600) -> PendingConsent:
    scopes = (Scope("openid"), Scope("accounting.contacts"))
    end = START + timedelta(seconds=seconds)
    return PendingConsent(state, f"verifier of {state}", "https://host.example/xero", scopes, end)


def leased(tokens: TokenStore, token_set_id: TokenSetId = ONE, owner: str = "me") -> TokenLease:
    """A lease that nobody else holds."""
    lease = tokens.lease(token_set_id, owner, FULL)
    assert lease is not None
    return lease


def state_of(tokens: TokenStore, token_set_id: TokenSetId = ONE) -> TokenState | None:
    stored = tokens.read(token_set_id)
    return None if stored is None else stored.state


def standing(tokens: TokenStore, token_set_id: TokenSetId = ONE) -> StoredTokens:
    stored = tokens.read(token_set_id)
    assert stored is not None
    return stored


class TokenFixtures:
    """An adapter's own class overrides `tokens`, and closes what it opened."""

    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(START)

    @pytest.fixture
    def tokens(self, clock: ManualClock) -> TokenStore:
        """An empty store whose leases run out by *clock*."""
        raise missing("tokens")

    @pytest.fixture
    def both(self, tokens: TokenStore) -> TokenStore:
        """The store with two token sets in it."""
        tokens.put(ONE, tokens_of(1))
        tokens.put(TWO, tokens_of(2))
        return tokens
