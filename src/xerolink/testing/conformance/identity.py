"""Every promise of `xerolink.ports.identity`; adapters inherit `XeroIdentityContract`."""

from urllib.parse import parse_qs, urlsplit

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.identity import XeroConnectionId
from xerolink.domain.tokens import CUSTOM_SCOPES, SCOPES, GrantedTokens
from xerolink.ports.errors import UnauthorisedError
from xerolink.ports.identity import ConsentEndedError, ConsentRequest, XeroIdentity
from xerolink.testing.conformance.hooks import missing

CALLBACK = "https://host.example/xero/back"


class XeroIdentityContract:
    """Inherit and give `identity`, which reaches one organisation named Kauri, and two people's
    hands: `agree`, and `custom` for a custom connection to it.
    """

    @pytest.fixture
    def clock(self) -> ManualClock:
        """The clock of Xero."""
        raise missing("clock")

    @pytest.fixture
    def identity(self) -> XeroIdentity:
        """The identity service under test."""
        raise missing("identity")

    @pytest.fixture
    def custom(self) -> XeroIdentity:
        """The same as the app of a custom connection."""
        raise missing("custom")

    def agree(self, identity: XeroIdentity, url: str) -> str:
        """A person agrees on the page at *url*; the address that the browser is sent to."""
        raise missing("agree")

    def code(self, identity: XeroIdentity, asked: ConsentRequest) -> str:
        answered = parse_qs(urlsplit(self.agree(identity, asked.url)).query)
        return answered["code"][0]

    def consented(self, identity: XeroIdentity) -> GrantedTokens:
        asked = identity.consent_request(CALLBACK, SCOPES)
        return identity.exchange(self.code(identity, asked), CALLBACK, asked.verifier)

    def test_the_state_comes_back_with_the_answer(self, identity: XeroIdentity) -> None:
        asked = identity.consent_request(CALLBACK, SCOPES)
        answered = parse_qs(urlsplit(self.agree(identity, asked.url)).query)
        assert answered["state"] == [asked.state]

    def test_state_and_verifier_are_fresh_each_time(self, identity: XeroIdentity) -> None:
        asked = [identity.consent_request(CALLBACK, SCOPES) for _ in range(20)]
        assert len({text for one in asked for text in (one.state, one.verifier)}) == 40

    def test_the_verifier_is_not_in_the_address(self, identity: XeroIdentity) -> None:
        asked = identity.consent_request(CALLBACK, SCOPES)
        assert asked.verifier not in asked.url

    def test_a_consent_gives_the_scopes_that_were_asked_for(self, identity: XeroIdentity) -> None:
        assert self.consented(identity).scopes == frozenset(SCOPES)

    def test_a_consent_gives_tokens_for_half_an_hour(self, identity: XeroIdentity) -> None:
        assert self.consented(identity).seconds == 1800

    def test_without_offline_access_there_is_no_refresh_token(self, identity: XeroIdentity) -> None:
        asked = identity.consent_request(CALLBACK, CUSTOM_SCOPES)
        found = identity.exchange(self.code(identity, asked), CALLBACK, asked.verifier)
        assert found.refresh_token == ""

    def test_a_code_serves_once(self, identity: XeroIdentity) -> None:
        asked = identity.consent_request(CALLBACK, SCOPES)
        code = self.code(identity, asked)
        identity.exchange(code, CALLBACK, asked.verifier)
        with pytest.raises(ConsentEndedError):
            identity.exchange(code, CALLBACK, asked.verifier)

    def test_a_code_serves_for_five_minutes(
        self, identity: XeroIdentity, clock: ManualClock
    ) -> None:
        asked = identity.consent_request(CALLBACK, SCOPES)
        code = self.code(identity, asked)
        clock.advance(300)
        with pytest.raises(ConsentEndedError):
            identity.exchange(code, CALLBACK, asked.verifier)

    def test_a_code_serves_with_its_own_verifier_only(self, identity: XeroIdentity) -> None:
        asked = identity.consent_request(CALLBACK, SCOPES)
        other = identity.consent_request(CALLBACK, SCOPES)
        with pytest.raises(ConsentEndedError):
            identity.exchange(self.code(identity, asked), CALLBACK, other.verifier)

    def test_a_code_serves_at_its_own_address_only(self, identity: XeroIdentity) -> None:
        asked = identity.consent_request(CALLBACK, SCOPES)
        with pytest.raises(ConsentEndedError):
            identity.exchange(self.code(identity, asked), f"{CALLBACK}/2", asked.verifier)

    def test_a_refresh_gives_other_tokens(self, identity: XeroIdentity) -> None:
        before = self.consented(identity)
        after = identity.refresh(before.refresh_token)
        tokens = (before.access_token, before.refresh_token, after.access_token)
        assert after.refresh_token not in tokens

    def test_a_refresh_keeps_the_scopes(self, identity: XeroIdentity) -> None:
        before = self.consented(identity)
        assert identity.refresh(before.refresh_token).scopes == before.scopes

    def test_the_tokens_that_follow_can_be_refreshed(self, identity: XeroIdentity) -> None:
        token = self.consented(identity).refresh_token
        for _ in range(3):
            token = identity.refresh(token).refresh_token
        assert token

    def test_an_old_refresh_token_serves_again_within_its_grace(
        self, identity: XeroIdentity, clock: ManualClock
    ) -> None:
        before = self.consented(identity)
        identity.refresh(before.refresh_token)
        clock.advance(29 * 60)
        assert identity.refresh(before.refresh_token).access_token

    def test_an_old_refresh_token_ends_with_its_grace(
        self, identity: XeroIdentity, clock: ManualClock
    ) -> None:
        before = self.consented(identity)
        identity.refresh(before.refresh_token)
        clock.advance(30 * 60)
        with pytest.raises(ConsentEndedError):
            identity.refresh(before.refresh_token)

    def test_a_refresh_token_ends_when_it_is_not_used_for_60_days(
        self, identity: XeroIdentity, clock: ManualClock
    ) -> None:
        token = self.consented(identity).refresh_token
        clock.advance(60 * 24 * 3600)
        with pytest.raises(ConsentEndedError):
            identity.refresh(token)

    def test_an_unknown_refresh_token_is_refused_for_good(self, identity: XeroIdentity) -> None:
        with pytest.raises(ConsentEndedError):
            identity.refresh("nobody-s")

    def test_a_custom_connection_gets_no_refresh_token(self, custom: XeroIdentity) -> None:
        found = custom.client_credentials(CUSTOM_SCOPES)
        assert (bool(found.access_token), found.refresh_token) == (True, "")

    def test_a_custom_connection_reaches_its_organisation(self, custom: XeroIdentity) -> None:
        token = custom.client_credentials(CUSTOM_SCOPES).access_token
        assert [one.name for one in custom.connections(token)] == ["Kauri"]

    def test_a_token_reaches_what_was_consented_to(self, identity: XeroIdentity) -> None:
        (found,) = identity.connections(self.consented(identity).access_token)
        assert (found.name, found.is_organisation) == ("Kauri", True)

    def test_a_connection_has_an_id_of_its_own(self, identity: XeroIdentity) -> None:
        (found,) = identity.connections(self.consented(identity).access_token)
        assert found.xero_connection_id not in ("", found.tenant_id)

    def test_an_expired_token_is_refused(self, identity: XeroIdentity, clock: ManualClock) -> None:
        token = self.consented(identity).access_token
        clock.advance(1800)
        with pytest.raises(UnauthorisedError):
            identity.connections(token)

    def test_a_connection_that_was_ended_is_not_listed(self, identity: XeroIdentity) -> None:
        token = self.consented(identity).access_token
        (found,) = identity.connections(token)
        identity.disconnect(token, found.xero_connection_id)
        assert identity.connections(token) == ()

    def test_ending_a_connection_twice_is_no_error(self, identity: XeroIdentity) -> None:
        token = self.consented(identity).access_token
        (found,) = identity.connections(token)
        identity.disconnect(token, found.xero_connection_id)
        identity.disconnect(token, found.xero_connection_id)
        assert identity.connections(token) == ()

    def test_a_token_that_is_refused_ends_nothing(self, identity: XeroIdentity) -> None:
        with pytest.raises(UnauthorisedError):
            identity.disconnect("nobody-s", XeroConnectionId("connection"))
