"""The identity service in memory keeps every promise of the port, and is as strict as can be."""

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.domain.tokens import SCOPES
from xerolink.ports.identity import ConsentEndedError, XeroIdentity
from xerolink.testing.conformance.identity import XeroIdentityContract
from xerolink.testing.conformance.tokens_base import START


class TestMemoryIdentity(XeroIdentityContract):
    @pytest.fixture
    def clock(self) -> ManualClock:
        return ManualClock(START)

    @pytest.fixture
    def identity(self, clock: ManualClock) -> XeroIdentity:
        return MemoryIdentity(clock)

    @pytest.fixture
    def custom(self, clock: ManualClock) -> XeroIdentity:
        return MemoryIdentity(clock)

    def agree(self, identity: XeroIdentity, url: str) -> str:
        assert isinstance(identity, MemoryIdentity)
        return identity.agree(url)


def test_a_second_use_makes_what_the_first_one_gave_worthless() -> None:
    identity = MemoryIdentity(ManualClock(START))
    token = identity.grant(SCOPES).refresh_token
    lost = identity.refresh(token).refresh_token
    identity.refresh(token)
    with pytest.raises(ConsentEndedError):
        identity.refresh(lost)


def test_the_grace_runs_from_the_first_use() -> None:
    clock = ManualClock(START)
    identity = MemoryIdentity(clock)
    token = identity.grant(SCOPES).refresh_token
    for _ in range(2):
        identity.refresh(token)
        clock.advance(20 * 60)
    with pytest.raises(ConsentEndedError):
        identity.refresh(token)


def test_a_consent_that_was_withdrawn_is_over() -> None:
    identity = MemoryIdentity(ManualClock(START))
    token = identity.grant(SCOPES).refresh_token
    identity.withdraw()
    with pytest.raises(ConsentEndedError):
        identity.refresh(token)
