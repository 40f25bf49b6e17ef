"""Tokens that Xero calls expired before their time: the next one, and when that is enough."""

from collections.abc import Callable
from itertools import count

import pytest
import urllib3
from attrs import frozen

from tests.adapters.xero.timekeeper import Timekeeper
from xerolink.adapters.memory.clock import CountingIds
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.adapters.xero import Addresses, Gate, XeroApiOrganisation, XeroClient, XeroOAuth
from xerolink.adapters.xero.client import REPLACEMENTS
from xerolink.domain.identity import TenantId, TokenSetId
from xerolink.domain.tokens import SCOPES, GrantedTokens
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.ports.identity import ConsentEndedError
from xerolink.ports.xero import LONGEST_WAIT
from xerolink.testing.simulator import ExpiredToken, XeroSimulator
from xerolink.usecases.tokens import TokenPorts, access_token, replace_token

SET, URL = TokenSetId("firm"), "http://xero.test"
READ, REFRESH = "GET Organisation", "POST token"


@frozen
class Firm:
    """One organisation, its token set, and a Xero without a socket."""

    xero: XeroSimulator
    ports: TokenPorts
    time: Timekeeper
    tenant_id: TenantId

    def token(self) -> str:
        return access_token(self.ports, SET)

    def replace(self, refused: str) -> None:
        replace_token(self.ports, SET, refused)

    def organisation(
        self,
        token: Callable[[], str] | None = None,
        refused: Callable[[str], None] | None = None,
        wait: int = LONGEST_WAIT,
    ) -> XeroApiOrganisation:
        client = XeroClient(
            token or self.token,
            self.tenant_id,
            base_url=URL,
            pool=self.xero.transport(),
            refused=refused or self.replace,
            gate=Gate(clock=self.time, sleep=self.time.sleep),
            wait_seconds=wait,
        )
        return XeroApiOrganisation(client)

    def kill(self, times: int) -> None:
        """The tokens of the next *times* calls die as those arrive."""
        self.xero.faults.add(ExpiredToken(READ, times=times))

    def revoke(self) -> None:
        """The person takes the consent back."""
        stored = self.ports.tokens.read(SET)
        assert stored is not None
        headers = urllib3.make_headers(
            basic_auth=f"{self.xero.client_id}:{self.xero.client_secret}"
        )
        form = f"token={stored.tokens.refresh_token}"
        url = f"{URL}/connect/revocation"
        self.xero.transport().request("POST", url, body=form, headers=headers)

    def calls(self) -> list[str]:
        """What was asked for tokens and organisations, in order."""
        asked = (one.operation for one in self.xero.requests)
        return [one for one in asked if one in (READ, REFRESH)]


@pytest.fixture
def firm() -> Firm:
    time = Timekeeper()
    xero = XeroSimulator(seed=1, clock=time.now)
    tenant_id = TenantId(xero.add_organisation("Kauri").tenant_id)
    at = Addresses.at(URL)
    identity = XeroOAuth(xero.client_id, xero.client_secret, addresses=at, pool=xero.transport())
    tokens, given = MemoryTokens(time), xero.consent()
    granted = GrantedTokens(given["access_token"], given["refresh_token"], 1800)
    tokens.put(SET, granted.first(time.now(), SCOPES))
    return Firm(xero, TokenPorts(identity, tokens, time, CountingIds("worker")), time, tenant_id)


@pytest.mark.parametrize("deaths", range(1, REPLACEMENTS + 1))
def test_a_call_goes_on_after_tokens_that_die_in_a_row(firm: Firm, deaths: int) -> None:
    """The second death may be another process's doing, before this one's first use."""
    firm.kill(deaths)
    assert firm.organisation().organisation().name == "Kauri"


def test_each_dead_token_costs_one_refresh_and_one_call(firm: Firm) -> None:
    firm.kill(2)
    firm.organisation().organisation()
    assert firm.calls() == [READ, REFRESH, READ, REFRESH, READ]


def test_a_xero_that_refuses_every_token_is_believed(firm: Firm) -> None:
    firm.kill(99)
    with pytest.raises(UnauthorisedError, match="reconnect"):
        firm.organisation().organisation()


def test_a_xero_that_refuses_every_token_is_not_asked_for_ever(firm: Firm) -> None:
    firm.kill(99)
    with pytest.raises(UnauthorisedError):
        firm.organisation().organisation()
    assert firm.calls() == [READ, *[REFRESH, READ] * REPLACEMENTS]


def test_a_withdrawn_consent_says_reconnect(firm: Firm) -> None:
    firm.revoke()
    with pytest.raises(ConsentEndedError, match="reconnect"):
        firm.organisation().organisation()


def test_a_withdrawn_consent_takes_one_call_and_one_refresh_once(firm: Firm) -> None:
    """Whoever asks later is told without a call."""
    firm.revoke()
    for _ in range(3):
        with pytest.raises(ConsentEndedError):
            firm.organisation().organisation()
    assert firm.calls() == [READ, REFRESH]


def test_a_consent_withdrawn_between_two_deaths_says_reconnect(firm: Firm) -> None:
    def refused(token: str) -> None:
        firm.replace(token)
        if firm.calls().count(READ) > 1:
            firm.revoke()

    firm.kill(99)
    with pytest.raises(ConsentEndedError, match="reconnect"):
        firm.organisation(refused=refused).organisation()


def test_a_token_that_nothing_follows_is_not_sent_twice(firm: Firm) -> None:
    firm.kill(99)
    with pytest.raises(UnauthorisedError):
        firm.organisation(refused=lambda _: None).organisation()
    assert firm.calls() == [READ]


def test_each_token_is_told_of_when_it_is_refused(firm: Firm) -> None:
    names, told = map(str, count()), list[str]()
    with pytest.raises(UnauthorisedError):
        firm.organisation(lambda: next(names), told.append).organisation()
    assert told == [str(n) for n in range(REPLACEMENTS)]


def test_a_call_is_not_sent_again_after_the_longest_wait(firm: Firm) -> None:
    """A run's lease is good for that and one call (protocol, Cycle 1)."""

    def refused(token: str) -> None:
        firm.time.sleep(LONGEST_WAIT + 1)
        firm.replace(token)

    firm.kill(1)
    with pytest.raises(UnavailableError, match="no time"):
        firm.organisation(refused=refused).organisation()
    assert firm.calls().count(READ) == 1


def test_whoever_may_not_wait_gets_the_next_token_all_the_same(firm: Firm) -> None:
    """The time to wait is for Xero's limits."""

    def refused(token: str) -> None:
        firm.time.sleep(1)
        firm.replace(token)

    firm.kill(1)
    assert firm.organisation(refused=refused, wait=0).organisation().name == "Kauri"
