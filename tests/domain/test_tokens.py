"""For how long a token is good, what comes next, and which scopes are missing."""

from datetime import UTC, datetime, timedelta

import pytest

from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import (
    CUSTOM_SCOPES,
    SCOPES,
    GrantedTokens,
    Scope,
    StoredTokens,
    TokenSet,
    TokenState,
    TokenStep,
    missing_scopes,
)

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NONE: frozenset[Scope] = frozenset()


def tokens(seconds: int) -> TokenSet:
    return TokenSet("access", "refresh", NOW + timedelta(seconds=seconds), NONE)


def stored(state: TokenState, seconds: int) -> StoredTokens:
    return StoredTokens(TokenSetId("t"), tokens(seconds), state)


def scopes(text: str) -> tuple[Scope, ...]:
    return tuple(map(Scope, text.split()))


@pytest.mark.parametrize(("seconds", "good"), [(121, True), (120, True), (119, False), (-1, False)])
def test_a_token_is_good_with_two_minutes_to_spare(seconds: int, good: bool) -> None:
    assert tokens(seconds).good_for(NOW) is good


@pytest.mark.parametrize(
    ("state", "seconds", "step"),
    [
        (TokenState.GOOD, 120, TokenStep.USE),
        (TokenState.GOOD, 119, TokenStep.REFRESH),
        (TokenState.PENDING, 1800, TokenStep.REFRESH),
        (TokenState.PENDING, 0, TokenStep.REFRESH),
        (TokenState.DEAD, 1800, TokenStep.RECONNECT),
    ],
)
def test_what_comes_next(state: TokenState, seconds: int, step: TokenStep) -> None:
    assert stored(state, seconds).step(NOW) is step


@pytest.mark.parametrize(
    "shown", [tokens(1), stored(TokenState.GOOD, 1), GrantedTokens("access", "refresh", 1)]
)
def test_no_token_shows(shown: object) -> None:
    assert "access" not in repr(shown).replace("access_token", "")


def test_an_erased_set_holds_no_secret() -> None:
    erased = tokens(1).erased()
    assert (erased.access_token, erased.refresh_token) == ("", "")


def test_a_token_lives_from_when_it_was_asked_for() -> None:
    """Not from when the answer came: it may have been slow."""
    assert GrantedTokens("a", "r", 1800).first(NOW, SCOPES).expires_at == NOW + timedelta(
        seconds=1800
    )


def test_what_a_first_answer_does_not_name_was_granted_as_asked() -> None:
    assert GrantedTokens("a", "r", 1).first(NOW, SCOPES).scopes == frozenset(SCOPES)


def test_a_refresh_without_a_refresh_token_keeps_the_one_before() -> None:
    assert GrantedTokens("a", "", 1).after(tokens(1), NOW).refresh_token == "refresh"


def test_a_refresh_without_scopes_keeps_those_before() -> None:
    before = GrantedTokens("a", "r", 1).first(NOW, SCOPES)
    assert GrantedTokens("b", "s", 1).after(before, NOW).scopes == frozenset(SCOPES)


@pytest.mark.parametrize(
    ("granted", "needed", "missing"),
    [
        ("accounting.contacts", "accounting.contacts", ""),
        ("accounting.contacts", "accounting.contacts.read", ""),
        ("accounting.contacts.read", "accounting.contacts", "accounting.contacts"),
        ("accounting.settings", "accounting.settings.read", ""),
        ("accounting.transactions", "accounting.invoices accounting.payments.read", ""),
        ("accounting.transactions.read", "accounting.invoices.read", ""),
        ("accounting.transactions.read", "accounting.invoices", "accounting.invoices"),
        ("accounting.transactions", "accounting.contacts", "accounting.contacts"),
        ("", "offline_access accounting.contacts", "offline_access accounting.contacts"),
    ],
)
def test_the_scopes_that_are_missing(granted: str, needed: str, missing: str) -> None:
    assert missing_scopes(scopes(granted), scopes(needed)) == scopes(missing)


def test_the_scopes_that_are_asked_for_are_the_granular_ones() -> None:
    asked = (
        "openid profile email offline_access"
        " accounting.contacts accounting.invoices accounting.settings.read"
    )
    assert " ".join(SCOPES) == asked


def test_a_custom_connection_asks_for_nothing_about_a_person() -> None:
    assert {one.partition(".")[0] for one in CUSTOM_SCOPES} == {"accounting"}
