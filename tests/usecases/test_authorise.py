"""From a consent to tokens and organisations, and what is refused on the way."""

from collections.abc import Iterable
from urllib.parse import urlencode

import pytest
from attrs import evolve

from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.domain.consent_errors import ConsentError, MissingScopesError, NoTokenSetError
from xerolink.domain.identity import SYNC, ConnectionId, TenantId, TokenSetId
from xerolink.domain.run import ConnectionRecord, Organisation
from xerolink.domain.settings import ContactSettings
from xerolink.domain.tokens import CUSTOM_SCOPES, OFFLINE, SCOPES, GrantedTokens, Scope, Tenant
from xerolink.ports.clock import Clock
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.testing.conformance.tokens_base import START, standing
from xerolink.usecases.authorise import (
    Authorised,
    authorise_custom,
    authorise_url,
    complete_authorisation,
    disconnect,
    tenants,
)
from xerolink.usecases.tokens import TokenPorts, access_token

CALLBACK = "https://host.example/xero"
FIRM, OTHER = ConnectionId("firm"), ConnectionId("other")


class Identity(MemoryIdentity):
    """May withhold scopes and refresh tokens, list a practice, and be out of reach."""

    withheld: frozenset[Scope] = frozenset()
    practices = 0
    reachable = True
    refusing = False

    def __init__(self, clock: Clock, organisations: Iterable[str] = ("Kauri",)) -> None:
        super().__init__(clock, organisations)
        self.dead: set[str] = set()

    def kill(self, access_token: str) -> None:
        """The token dies before its time."""
        self.dead.add(access_token)

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> GrantedTokens:
        granted = super().exchange(code, redirect_uri, verifier)
        assert granted.scopes is not None
        return evolve(granted, scopes=granted.scopes - self.withheld)

    def connections(self, access_token: str) -> tuple[Tenant, ...]:
        if not self.reachable:
            raise UnavailableError("Xero", "it cannot be reached")
        if self.refusing or access_token in self.dead:
            raise UnauthorisedError("Xero", "it does not accept the access token")
        found = super().connections(access_token)
        practices = found[: self.practices]
        return (
            *(evolve(one, is_organisation=False) for one in practices),
            *found[len(practices) :],
        )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def identity(clock: ManualClock) -> Identity:
    return Identity(clock, ["Kauri", "Rimu"])


@pytest.fixture
def ports(identity: Identity, clock: ManualClock) -> TokenPorts:
    return TokenPorts(identity, MemoryTokens(clock), clock, CountingIds("set"))


@pytest.fixture
def store(clock: ManualClock) -> MemoryStore:
    """Two connections: the firm to the first organisation, the other to the second."""
    store = MemoryStore(clock)
    for connection_id, tenant in ((FIRM, "tenant-1"), (OTHER, "tenant-2")):
        lease = store.claim(connection_id, "set-up", 60)
        assert lease is not None
        organisation = Organisation(TenantId(tenant), "")
        record = ConnectionRecord(connection_id, organisation, ContactSettings(), START, SYNC)
        with store.transaction(lease) as unit:
            unit.record.put(record)
    return store


def authorised(ports: TokenPorts, identity: Identity) -> Authorised:
    asked = authorise_url(ports, CALLBACK, SCOPES)
    return complete_authorisation(ports, asked.state, identity.agree(asked.url))


def test_a_consent_gives_the_organisations_to_choose_from(
    ports: TokenPorts, identity: Identity
) -> None:
    assert [one.name for one in authorised(ports, identity).tenants] == ["Kauri", "Rimu"]


def test_only_organisations_are_to_choose_from(ports: TokenPorts, identity: Identity) -> None:
    identity.practices = 1
    assert [one.name for one in authorised(ports, identity).tenants] == ["Rimu"]


def test_a_consent_gives_a_token_that_is_good(ports: TokenPorts, identity: Identity) -> None:
    found = authorised(ports, identity)
    assert identity.connections(access_token(ports, found.token_set_id)) == found.tenants


def test_each_consent_has_a_token_set_of_its_own(ports: TokenPorts, identity: Identity) -> None:
    first, second = authorised(ports, identity), authorised(ports, identity)
    assert first.token_set_id != second.token_set_id


def test_neither_address_nor_state_of_a_consent_shows(ports: TokenPorts) -> None:
    asked = authorise_url(ports, CALLBACK, SCOPES)
    assert asked.state not in repr(asked)


def test_an_answer_to_another_attempt_is_refused(ports: TokenPorts, identity: Identity) -> None:
    """A page of somebody else must not connect their organisation to our firm."""
    mine = authorise_url(ports, CALLBACK, SCOPES)
    theirs = authorise_url(ports, CALLBACK, SCOPES)
    with pytest.raises(ConsentError, match="state"):
        complete_authorisation(ports, mine.state, identity.agree(theirs.url))


def test_an_answer_to_another_attempt_does_not_use_up_ours(
    ports: TokenPorts, identity: Identity
) -> None:
    mine = authorise_url(ports, CALLBACK, SCOPES)
    theirs = authorise_url(ports, CALLBACK, SCOPES)
    with pytest.raises(ConsentError):
        complete_authorisation(ports, mine.state, identity.agree(theirs.url))
    assert complete_authorisation(ports, mine.state, identity.agree(mine.url)).tenants


@pytest.mark.parametrize("answered", ["", CALLBACK, f"{CALLBACK}?code=1", f"{CALLBACK}?state="])
def test_an_answer_without_a_state_is_refused(ports: TokenPorts, answered: str) -> None:
    asked = authorise_url(ports, CALLBACK, SCOPES)
    with pytest.raises(ConsentError, match="state"):
        complete_authorisation(ports, asked.state, answered)


@pytest.mark.parametrize("answered", ["https://[", "https://x/?state=\ud800", "\ud800"])
def test_an_address_that_cannot_be_read_is_refused(ports: TokenPorts, answered: str) -> None:
    with pytest.raises(ConsentError):
        complete_authorisation(ports, "state", answered)


def test_a_session_without_a_state_is_refused(ports: TokenPorts) -> None:
    with pytest.raises(ConsentError, match="state"):
        complete_authorisation(ports, "", f"{CALLBACK}?code=1&state=")


def test_an_answer_serves_once(ports: TokenPorts, identity: Identity) -> None:
    asked = authorise_url(ports, CALLBACK, SCOPES)
    answered = identity.agree(asked.url)
    complete_authorisation(ports, asked.state, answered)
    with pytest.raises(ConsentError, match="second time"):
        complete_authorisation(ports, asked.state, answered)


def test_a_consent_is_to_be_given_within_a_quarter_of_an_hour(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    asked = authorise_url(ports, CALLBACK, SCOPES)
    clock.advance(15 * 60)
    with pytest.raises(ConsentError, match="too late"):
        complete_authorisation(ports, asked.state, identity.agree(asked.url))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"error": "access_denied"}, "did not agree"),
        ({"error": "server_error"}, "no code"),
        ({}, "no code"),
    ],
)
def test_an_answer_without_a_code_says_why(
    ports: TokenPorts, answer: dict[str, str], why: str
) -> None:
    asked = authorise_url(ports, CALLBACK, SCOPES)
    answered = f"{CALLBACK}?{urlencode({**answer, 'state': asked.state})}"
    with pytest.raises(ConsentError, match=why):
        complete_authorisation(ports, asked.state, answered)


def test_a_missing_scope_is_named(ports: TokenPorts, identity: Identity) -> None:
    identity.withheld = frozenset({Scope("accounting.invoices")})
    with pytest.raises(MissingScopesError, match=r"accounting\.invoices"):
        authorised(ports, identity)


def test_a_consent_without_a_refresh_token_names_the_scope(
    ports: TokenPorts, identity: Identity
) -> None:
    class Forgets(Identity):
        def exchange(self, code: str, redirect_uri: str, verifier: str) -> GrantedTokens:
            return evolve(identity.exchange(code, redirect_uri, verifier), refresh_token="")

    ports = evolve(ports, identity=Forgets(ManualClock(START)))
    asked = authorise_url(evolve(ports, identity=identity), CALLBACK, SCOPES)
    with pytest.raises(MissingScopesError) as caught:
        complete_authorisation(ports, asked.state, identity.agree(asked.url))
    assert caught.value.scopes == (OFFLINE,)


def test_what_is_only_about_the_person_may_be_missing(
    ports: TokenPorts, identity: Identity
) -> None:
    identity.withheld = frozenset({Scope("profile"), Scope("email")})
    assert authorised(ports, identity).tenants


def test_tokens_whose_organisations_cannot_be_asked_for_are_forgotten(
    ports: TokenPorts, identity: Identity
) -> None:
    identity.reachable = False
    with pytest.raises(UnavailableError):
        authorised(ports, identity)
    assert ports.tokens.read(TokenSetId("set-000001")) is None


def test_a_custom_connection_needs_no_consent(ports: TokenPorts) -> None:
    found = authorise_custom(ports, CUSTOM_SCOPES)
    assert standing(ports.tokens, found.token_set_id).tokens.refresh_token == ""


def test_the_organisations_of_a_token_set_can_be_asked_for_again(
    ports: TokenPorts, identity: Identity
) -> None:
    found = authorised(ports, identity)
    assert tenants(ports, found.token_set_id) == found.tenants


def test_disconnecting_ends_the_connection_at_xero(
    ports: TokenPorts, identity: Identity, store: MemoryStore
) -> None:
    found = authorised(ports, identity)
    for connection_id in (FIRM, OTHER):
        ports.tokens.bind(connection_id, found.token_set_id)
    disconnect(ports, store, FIRM)
    assert [one.name for one in tenants(ports, found.token_set_id)] == ["Rimu"]


def test_disconnecting_forgets_tokens_that_nobody_else_uses(
    ports: TokenPorts, identity: Identity, store: MemoryStore
) -> None:
    found = authorised(ports, identity)
    ports.tokens.bind(FIRM, found.token_set_id)
    disconnect(ports, store, FIRM)
    assert ports.tokens.read(found.token_set_id) is None


def test_disconnecting_what_was_withdrawn_at_xero_is_no_error(
    ports: TokenPorts, identity: Identity, store: MemoryStore, clock: ManualClock
) -> None:
    found = authorised(ports, identity)
    ports.tokens.bind(FIRM, found.token_set_id)
    identity.withdraw()
    disconnect(ports, store, FIRM)
    assert ports.tokens.bound(FIRM) is None


def test_disconnecting_while_xero_cannot_be_reached_forgets_nothing(
    ports: TokenPorts, identity: Identity, store: MemoryStore
) -> None:
    found = authorised(ports, identity)
    ports.tokens.bind(FIRM, found.token_set_id)
    identity.reachable = False
    with pytest.raises(UnavailableError):
        disconnect(ports, store, FIRM)
    assert ports.tokens.bound(FIRM) == found.token_set_id


def test_tokens_that_die_early_do_not_leave_the_connection_at_xero(
    ports: TokenPorts, identity: Identity, store: MemoryStore
) -> None:
    found = authorised(ports, identity)
    for connection_id in (FIRM, OTHER):
        ports.tokens.bind(connection_id, found.token_set_id)
    identity.kill(access_token(ports, found.token_set_id))
    disconnect(ports, store, FIRM)
    assert [one.name for one in tenants(ports, found.token_set_id)] == ["Rimu"]


def test_token_that_dies_early_is_replaced_to_list_the_organisations(
    ports: TokenPorts, identity: Identity
) -> None:
    found = authorised(ports, identity)
    identity.kill(access_token(ports, found.token_set_id))
    assert tenants(ports, found.token_set_id) == found.tenants


def test_disconnecting_with_tokens_that_xero_keeps_refusing_forgets_nothing(
    ports: TokenPorts, identity: Identity, store: MemoryStore
) -> None:
    found = authorised(ports, identity)
    ports.tokens.bind(FIRM, found.token_set_id)
    identity.refusing = True
    with pytest.raises(UnauthorisedError):
        disconnect(ports, store, FIRM)
    assert ports.tokens.bound(FIRM) == found.token_set_id


def test_disconnecting_without_a_token_set_is_refused(
    ports: TokenPorts, store: MemoryStore
) -> None:
    with pytest.raises(NoTokenSetError):
        disconnect(ports, store, FIRM)
