"""What a token store promises of storing, listing and forgetting."""

import pytest

from xerolink.domain.tokens import StoredTokens, TokenState
from xerolink.ports.errors import LeaseLostError, StaleVersionError
from xerolink.ports.tokens import TokenStore
from xerolink.testing.conformance.tokens_base import (
    HERE,
    ONE,
    START,
    TWO,
    TokenFixtures,
    leased,
    standing,
    tokens_of,
)


class StoredPromises(TokenFixtures):
    def test_an_unknown_set_is_none(self, tokens: TokenStore) -> None:
        assert tokens.read(ONE) is None

    def test_a_set_is_read_as_it_was_put(self, tokens: TokenStore) -> None:
        tokens.put(ONE, tokens_of(1))
        assert tokens.read(ONE) == StoredTokens(ONE, tokens_of(1), TokenState.GOOD)

    def test_the_end_of_a_token_is_read_in_utc(self, both: TokenStore) -> None:
        assert standing(both).tokens.expires_at.tzinfo is START.tzinfo

    def test_two_sets_never_see_each_other(self, both: TokenStore) -> None:
        found = [standing(both, ONE).tokens, standing(both, TWO).tokens]
        assert found == [tokens_of(1), tokens_of(2)]

    def test_a_second_set_with_the_same_id_is_refused(self, both: TokenStore) -> None:
        with pytest.raises(StaleVersionError):
            both.put(ONE, tokens_of(3))

    def test_a_refused_set_changes_nothing(self, both: TokenStore) -> None:
        with pytest.raises(StaleVersionError):
            both.put(ONE, tokens_of(3))
        assert standing(both).tokens == tokens_of(1)

    def test_a_new_set_is_not_leased(self, both: TokenStore) -> None:
        assert both.lease(ONE, "me", 30) is not None

    def test_pending_sets_are_listed_in_the_order_of_their_ids(self, both: TokenStore) -> None:
        for one in (TWO, ONE):
            both.set_pending(leased(both, one))
        assert both.pending(None, 9) == (ONE, TWO)

    def test_sets_that_are_not_pending_are_not_listed(self, both: TokenStore) -> None:
        both.set_pending(leased(both, TWO))
        both.bury(leased(both, ONE))
        assert both.pending(None, 9) == (TWO,)

    def test_pending_sets_are_listed_page_by_page(self, both: TokenStore) -> None:
        for one in (ONE, TWO):
            both.set_pending(leased(both, one))
        assert (both.pending(None, 1), both.pending(ONE, 1)) == ((ONE,), (TWO,))

    def test_a_forgotten_set_is_gone(self, both: TokenStore) -> None:
        both.forget(ONE)
        assert both.read(ONE) is None

    def test_forgetting_one_set_leaves_the_other(self, both: TokenStore) -> None:
        both.forget(ONE)
        assert standing(both, TWO).tokens == tokens_of(2)

    def test_forgetting_a_set_ends_its_lease(self, both: TokenStore) -> None:
        lease = leased(both)
        both.forget(ONE)
        with pytest.raises(LeaseLostError):
            both.write(lease, tokens_of(3))

    def test_forgetting_a_set_unbinds_it(self, both: TokenStore) -> None:
        both.bind(HERE, ONE)
        both.forget(ONE)
        assert both.bound(HERE) is None

    def test_forgetting_an_unknown_set_is_no_error(self, tokens: TokenStore) -> None:
        tokens.forget(ONE)
        assert tokens.read(ONE) is None

    def test_a_lease_on_a_forgotten_set_is_none_on_its_namesake(self, both: TokenStore) -> None:
        before = leased(both, owner="before")
        both.forget(ONE)
        both.put(ONE, tokens_of(3))
        leased(both, owner="after")
        with pytest.raises(LeaseLostError):
            both.write(before, tokens_of(4))
