"""A token that is good now: who refreshes, who waits, and what a lost answer leaves behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Event, get_ident

import pytest
from attrs import evolve

from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.domain.consent_errors import UnknownTokenSetError
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import CUSTOM_SCOPES, SCOPES, GrantedTokens, TokenSet, TokenState
from xerolink.ports.errors import RejectedError, UnauthorisedError, UnavailableError
from xerolink.ports.identity import ConsentEndedError
from xerolink.ports.tokens import TokenLease
from xerolink.testing.conformance.tokens_base import ONE, START, TWO, leased, standing, state_of
from xerolink.usecases.tokens import (
    RESUME_SECONDS,
    TokenPorts,
    access_token,
    replace_token,
    resume_refreshes,
)

NO_ANSWER = UnavailableError("Xero", "it does not answer in time")
LIMITED = UnavailableError("Xero", "its minute limit is reached", 26)


class Identity(MemoryIdentity):
    """Loses the answers for which *losing* holds an error; *asked* counts the refreshes.

    While *service_down* each takes its ten seconds and gets no answer.
    """

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.losing: list[Exception] = []
        self.asked, self.service_down = 0, False
        self.clock = clock

    def refresh(self, refresh_token: str) -> GrantedTokens:
        self.asked += 1
        if self.service_down:
            self.clock.advance(10)
            raise NO_ANSWER
        granted = super().refresh(refresh_token)
        if self.losing:
            raise self.losing.pop(0)
        return granted


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def identity(clock: ManualClock) -> Identity:
    return Identity(clock)


@pytest.fixture
def tokens(clock: ManualClock, identity: Identity) -> MemoryTokens:
    """Two sets that are good for half an hour."""
    tokens = MemoryTokens(clock)
    for token_set_id in (ONE, TWO):
        tokens.put(token_set_id, identity.grant(SCOPES).first(clock.now(), SCOPES))
    return tokens


@pytest.fixture
def ports(identity: Identity, tokens: MemoryTokens, clock: ManualClock) -> TokenPorts:
    return TokenPorts(identity, tokens, clock, CountingIds("worker"))


def expire(clock: ManualClock) -> None:
    clock.advance(1800)


def test_a_good_token_is_used_without_a_call(ports: TokenPorts, identity: Identity) -> None:
    token = access_token(ports, ONE)
    assert (token, identity.asked) == (standing(ports.tokens).tokens.access_token, 0)


def test_each_set_has_its_own_token(ports: TokenPorts) -> None:
    assert access_token(ports, ONE) != access_token(ports, TWO)


def test_a_token_is_replaced_two_minutes_before_its_end(
    ports: TokenPorts, clock: ManualClock
) -> None:
    before = access_token(ports, ONE)
    clock.advance(1800 - 119)
    assert access_token(ports, ONE) != before


def test_what_is_answered_is_what_is_stored(ports: TokenPorts, clock: ManualClock) -> None:
    expire(clock)
    assert access_token(ports, ONE) == standing(ports.tokens).tokens.access_token


def test_a_refresh_is_good_for_half_an_hour_again(ports: TokenPorts, clock: ManualClock) -> None:
    expire(clock)
    access_token(ports, ONE)
    assert standing(ports.tokens).tokens.expires_at == START + timedelta(minutes=60)


def test_a_refresh_leaves_nothing_leased(ports: TokenPorts, clock: ManualClock) -> None:
    expire(clock)
    access_token(ports, ONE)
    assert ports.tokens.lease(ONE, "you", 30) is not None


def test_a_refresh_leaves_the_other_set_alone(ports: TokenPorts, clock: ManualClock) -> None:
    before = standing(ports.tokens, TWO)
    expire(clock)
    access_token(ports, ONE)
    assert standing(ports.tokens, TWO) == before


def test_an_unknown_set_is_refused(ports: TokenPorts) -> None:
    with pytest.raises(UnknownTokenSetError):
        access_token(ports, TokenSetId("nobody-s"))


def test_a_lost_answer_is_asked_for_once_more(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    identity.losing = [NO_ANSWER]
    assert access_token(ports, ONE) == standing(ports.tokens).tokens.access_token


def test_two_lost_answers_are_told(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    identity.losing = [NO_ANSWER, NO_ANSWER]
    with pytest.raises(UnavailableError):
        access_token(ports, ONE)


def test_a_refresh_that_was_lost_stays_pending(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    identity.losing = [NO_ANSWER, NO_ANSWER]
    with suppress(UnavailableError):
        access_token(ports, ONE)
    assert state_of(ports.tokens) is TokenState.PENDING


def test_a_pending_refresh_is_tried_again_at_once(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    identity.losing = [NO_ANSWER, NO_ANSWER]
    with suppress(UnavailableError):
        access_token(ports, ONE)
    access_token(ports, ONE)
    assert state_of(ports.tokens) is TokenState.GOOD


def test_a_limit_is_not_asked_twice(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    identity.losing = [LIMITED]
    with pytest.raises(UnavailableError) as caught:
        access_token(ports, ONE)
    assert (caught.value.retry_after, identity.asked) == (26, 1)


def test_a_slow_identity_service_is_asked_once_in_a_lease(
    ports: TokenPorts, clock: ManualClock
) -> None:
    class Slow(Identity):
        def refresh(self, refresh_token: str) -> GrantedTokens:
            self.asked += 1
            clock.advance(12)
            raise NO_ANSWER

    slow = Slow(clock)
    expire(clock)
    with pytest.raises(UnavailableError):
        access_token(evolve(ports, identity=slow), ONE)
    assert slow.asked == 1


def test_a_withdrawn_consent_says_reconnect(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    identity.withdraw()
    expire(clock)
    with pytest.raises(UnauthorisedError, match="reconnect"):
        access_token(ports, ONE)


def test_after_a_withdrawn_consent_no_further_call_goes_out(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    identity.withdraw()
    expire(clock)
    for _ in range(5):
        with pytest.raises(ConsentEndedError):
            access_token(ports, ONE)
    assert identity.asked == 1


def test_after_a_withdrawn_consent_no_secret_is_stored(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    identity.withdraw()
    expire(clock)
    with suppress(ConsentEndedError):
        access_token(ports, ONE)
    assert standing(ports.tokens).tokens.refresh_token == ""


def test_a_wrong_client_secret_does_not_end_the_consent(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    identity.losing = [RejectedError("Xero", ())]
    with suppress(RejectedError):
        access_token(ports, ONE)
    access_token(ports, ONE)
    assert state_of(ports.tokens) is TokenState.GOOD


def test_a_custom_connection_asks_by_the_app_s_own_credentials(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    custom = TokenSetId("custom")
    granted = identity.client_credentials(CUSTOM_SCOPES).first(clock.now(), CUSTOM_SCOPES)
    ports.tokens.put(custom, granted)
    expire(clock)
    assert (access_token(ports, custom) != granted.access_token, identity.asked) == (True, 0)


def test_whoever_may_not_wait_is_told_that_another_refreshes(
    ports: TokenPorts, clock: ManualClock
) -> None:
    expire(clock)
    leased(ports.tokens)
    with pytest.raises(UnavailableError, match="another worker"):
        access_token(ports, ONE)


def test_whoever_waits_gets_the_token_of_the_other(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    lease = leased(ports.tokens)
    fresh = identity.grant(SCOPES).first(clock.now(), SCOPES)
    waiting = evolve(ports, pause=lambda _: ports.tokens.write(lease, fresh))
    assert (access_token(waiting, ONE), identity.asked) == (fresh.access_token, 0)


def test_whoever_waits_takes_over_from_a_worker_that_died(
    ports: TokenPorts, clock: ManualClock
) -> None:
    expire(clock)
    ports.tokens.set_pending(leased(ports.tokens))
    waiting = evolve(ports, pause=clock.advance)
    assert access_token(waiting, ONE) == standing(ports.tokens).tokens.access_token


def test_nobody_waits_for_ever(ports: TokenPorts, clock: ManualClock) -> None:
    """Where somebody always is faster."""
    expire(clock)
    paused: list[float] = []
    leased(ports.tokens)
    with pytest.raises(UnavailableError):
        access_token(evolve(ports, pause=paused.append), ONE)
    assert 30 < sum(paused) < 60


class Overtaken(MemoryTokens):
    """Lets *meanwhile* happen after the first read, and *late* before the first write."""

    meanwhile: Callable[[], object] | None = None
    late: Callable[[], object] | None = None

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.written = Event()

    def lease(self, token_set_id: TokenSetId, owner: str, seconds: int) -> TokenLease | None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return super().lease(token_set_id, owner, seconds)

    def write(self, lease: TokenLease, tokens: TokenSet) -> None:
        late, self.late = self.late, None
        if late:
            late()
        super().write(lease, tokens)
        self.written.set()


@pytest.fixture
def overtaken(ports: TokenPorts, identity: Identity, clock: ManualClock) -> Overtaken:
    tokens = Overtaken(clock)
    tokens.put(ONE, identity.grant(SCOPES).first(clock.now(), SCOPES))
    return tokens


def test_what_another_refreshed_before_the_lease_is_not_refreshed_again(
    ports: TokenPorts, overtaken: Overtaken, identity: Identity, clock: ManualClock
) -> None:
    """The second read sees it."""
    ports = evolve(ports, tokens=overtaken)
    expire(clock)
    overtaken.meanwhile = lambda: access_token(ports, ONE)
    access_token(ports, ONE)
    assert identity.asked == 1


def test_a_refresher_that_was_overtaken_uses_the_other_s_token(
    ports: TokenPorts, overtaken: Overtaken, clock: ManualClock
) -> None:
    ports = evolve(ports, tokens=overtaken)
    expire(clock)
    theirs: list[str] = []

    def take_over() -> None:
        clock.advance(30)
        theirs.append(access_token(ports, ONE))

    overtaken.late = take_over
    assert [access_token(ports, ONE)] == theirs


def test_eight_threads_on_one_expired_token_make_one_call(
    ports: TokenPorts, overtaken: Overtaken, identity: Identity, clock: ManualClock
) -> None:
    expire(clock)
    all_there, arrived = Barrier(8), set[int]()
    overtaken.late = all_there.wait  # the one that refreshes, until the other seven wait for it

    def pause(_: float) -> None:
        if get_ident() not in arrived:
            arrived.add(get_ident())
            all_there.wait()
        overtaken.written.wait()

    waiting = evolve(ports, tokens=overtaken, pause=pause)
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: access_token(waiting, ONE), range(8)))
    assert (len(found), identity.asked) == (1, 1)


def test_a_token_that_xero_refused_is_replaced(ports: TokenPorts) -> None:
    refused = access_token(ports, ONE)
    replace_token(ports, ONE, refused)
    assert access_token(ports, ONE) != refused


def test_a_token_that_was_replaced_already_is_kept(ports: TokenPorts, identity: Identity) -> None:
    """Of many calls that were refused with one token, the first to tell counts."""
    refused = access_token(ports, ONE)
    replace_token(ports, ONE, refused)
    fresh = access_token(ports, ONE)
    replace_token(ports, ONE, refused)
    assert (access_token(ports, ONE), identity.asked) == (fresh, 1)


def test_replacing_leaves_a_refresh_under_way_alone(ports: TokenPorts) -> None:
    refused = access_token(ports, ONE)
    ports.tokens.set_pending(leased(ports.tokens))
    replace_token(ports, ONE, refused)
    assert ports.tokens.lease(ONE, "me", 1) is None


def test_a_token_that_another_is_about_to_replace_is_not_used_again(ports: TokenPorts) -> None:
    """Two calls are refused at once: the slower would be told to reconnect for nothing."""
    refused, lease = access_token(ports, ONE), leased(ports.tokens)

    def pause(_: float) -> None:
        ports.tokens.set_pending(lease)
        ports.tokens.release(lease)

    replace_token(evolve(ports, pause=pause), ONE, refused)
    assert access_token(ports, ONE) != refused


def test_whoever_may_not_wait_is_told_that_another_replaces(ports: TokenPorts) -> None:
    refused = access_token(ports, ONE)
    leased(ports.tokens)
    with pytest.raises(UnavailableError, match="another worker"):
        replace_token(ports, ONE, refused)


def test_a_dead_set_stays_dead_when_its_token_is_refused(ports: TokenPorts) -> None:
    refused = access_token(ports, ONE)
    ports.tokens.bury(leased(ports.tokens))
    with suppress(ConsentEndedError):
        replace_token(ports, ONE, refused)
    assert state_of(ports.tokens) is TokenState.DEAD


def test_pending_refreshes_are_resumed(
    ports: TokenPorts, identity: Identity, clock: ManualClock
) -> None:
    for token_set_id in (ONE, TWO):
        lease = leased(ports.tokens, token_set_id)
        ports.tokens.set_pending(lease)
        ports.tokens.release(lease)
    assert (resume_refreshes(ports), ports.tokens.pending(None, 9)) == (2, ())


def test_resuming_leaves_what_another_worker_is_at(ports: TokenPorts, identity: Identity) -> None:
    ports.tokens.set_pending(leased(ports.tokens))
    assert (resume_refreshes(ports), identity.asked) == (0, 0)


def test_resuming_one_that_fails_goes_on_with_the_next(
    ports: TokenPorts, identity: Identity
) -> None:
    for token_set_id in (ONE, TWO):
        lease = leased(ports.tokens, token_set_id)
        ports.tokens.set_pending(lease)
        ports.tokens.release(lease)
    identity.losing = [NO_ANSWER, NO_ANSWER]
    assert (resume_refreshes(ports), ports.tokens.pending(None, 9)) == (1, (ONE,))


def test_resuming_leaves_good_tokens_alone(ports: TokenPorts, identity: Identity) -> None:
    assert (resume_refreshes(ports), identity.asked) == (0, 0)


def test_resuming_ends_while_xero_does_not_answer(
    ports: TokenPorts, tokens: MemoryTokens, identity: Identity, clock: ManualClock
) -> None:
    """A worker's round waits for it: hundreds of open refreshes would take hours."""
    many = [TokenSetId(f"set {n:03}") for n in range(100)]
    for token_set_id in many:
        tokens.put(token_set_id, identity.grant(SCOPES).first(clock.now(), SCOPES))
        tokens.set_pending(leased(tokens, token_set_id))
    clock.advance(60)

    identity.service_down = True
    began = clock.now()
    resume_refreshes(ports)
    assert clock.now() - began <= timedelta(seconds=RESUME_SECONDS + 20)
