"""What a token store promises of who uses a set, and of consents under way."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.tokens import PendingConsent
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.tokens import TokenStore
from xerolink.testing.conformance.tokens_base import (
    HERE,
    ONE,
    THERE,
    TWO,
    TokenFixtures,
    consent_of,
    standing,
    tokens_of,
)


class BindingPromises(TokenFixtures):
    def test_a_connection_uses_no_set_at_first(self, both: TokenStore) -> None:
        assert both.bound(HERE) is None

    def test_a_connection_uses_what_it_was_bound_to(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        assert (both.bound(HERE), both.bound(THERE)) == (ONE, None)

    def test_one_set_may_serve_several_connections(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.bind(THERE, ONE)
        assert (both.bound(HERE), both.bound(THERE)) == (ONE, ONE)

    def test_a_connection_can_be_bound_anew(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.bind(HERE, TWO)
        assert both.bound(HERE) == TWO

    def test_the_set_before_is_forgotten_when_nobody_uses_it(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.bind(HERE, TWO)
        assert both.read(ONE) is None

    def test_binding_again_to_the_same_set_keeps_it(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.bind(HERE, ONE)
        assert standing(both).tokens == tokens_of(1)

    def test_binding_to_an_unknown_set_is_refused(self, tokens: TokenStore) -> None:
        with pytest.raises(StaleVersionError):
            tokens.bind(HERE, ONE)

    def test_a_refused_binding_changes_nothing(self, tokens: TokenStore) -> None:
        tokens.put(ONE, tokens_of(1))
        tokens.bind(HERE, ONE)
        with pytest.raises(StaleVersionError):
            tokens.bind(HERE, TWO)
        assert tokens.bound(HERE) == ONE

    def test_an_unbound_connection_uses_no_set(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.unbind(HERE)
        assert both.bound(HERE) is None

    def test_the_last_to_be_unbound_takes_the_set_along(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.unbind(HERE)
        assert both.read(ONE) is None

    def test_a_set_that_another_connection_uses_stays(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.bind(THERE, ONE)
        both.unbind(HERE)
        assert (both.bound(THERE), standing(both).tokens) == (ONE, tokens_of(1))

    def test_a_set_that_was_never_bound_stays(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.unbind(HERE)
        assert standing(both, TWO).tokens == tokens_of(2)

    def test_unbinding_what_is_not_bound_is_no_error(self, both: TokenStore) -> None:
        both.unbind(HERE)
        assert both.bound(HERE) is None

    def test_a_purge_changes_nothing_that_is_kept(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.forget(TWO)
        both.purge()
        assert (both.bound(HERE), standing(both).tokens) == (ONE, tokens_of(1))


class ConsentPromises(TokenFixtures):
    def test_a_consent_is_taken_as_it_was_kept(self, tokens: TokenStore) -> None:
        tokens.keep_consent(consent_of("a"))
        assert tokens.take_consent("a") == consent_of("a")

    def test_a_consent_is_taken_once(self, tokens: TokenStore) -> None:
        tokens.keep_consent(consent_of("a"))
        tokens.take_consent("a")
        assert tokens.take_consent("a") is None

    def test_another_state_takes_nothing(self, tokens: TokenStore) -> None:
        tokens.keep_consent(consent_of("a"))
        assert tokens.take_consent("b") is None

    def test_taking_one_consent_leaves_the_other(self, tokens: TokenStore) -> None:
        tokens.keep_consent(consent_of("a"))
        tokens.keep_consent(consent_of("b"))
        tokens.take_consent("a")
        assert tokens.take_consent("b") == consent_of("b")

    def test_a_consent_whose_time_is_over_is_none(
        self, tokens: TokenStore, clock: ManualClock
    ) -> None:
        tokens.keep_consent(consent_of("a", seconds=600))
        clock.advance(600)
        assert tokens.take_consent("a") is None

    def test_a_consent_lasts_to_its_last_moment(
        self, tokens: TokenStore, clock: ManualClock
    ) -> None:
        tokens.keep_consent(consent_of("a", seconds=600))
        clock.advance(599.999999)
        assert tokens.take_consent("a") == consent_of("a", seconds=600)

    def test_of_many_threads_one_takes_a_consent(self, tokens: TokenStore) -> None:
        tokens.keep_consent(consent_of("a"))

        def take(_: int) -> PendingConsent | None:
            return tokens.take_consent("a")

        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(take, range(8)))
        assert sum(one is not None for one in taken) == 1
