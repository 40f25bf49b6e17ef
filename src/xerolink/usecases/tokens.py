"""Access tokens that are good now; refreshed by one worker at a time (protocol, Tokens)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import takewhile

from attrs import evolve, frozen

from xerolink.domain.consent_errors import UnknownTokenSetError
from xerolink.domain.identity import ConnectionId, TokenSetId
from xerolink.domain.tokens import GrantedTokens, StoredTokens, TokenSet, TokenStep
from xerolink.ports.clock import Clock, Ids
from xerolink.ports.errors import LeaseLostError, PortError, StaleVersionError, UnavailableError
from xerolink.ports.identity import ConsentEndedError, XeroIdentity
from xerolink.ports.tokens import TokenLease, TokenStore

LEASE_SECONDS = 30
"""How long a refresher may be silent before another takes over (protocol, Tokens)."""
CALL_SECONDS = 20
"""A refresh starts only if the lease outlives its time-out, with some to spare."""
PAUSE_SECONDS = 0.2
PAUSES = 250
"""Longer than one lease lasts, so that whoever waits comes to hold it in the end."""
PAGE = 100
RESUME_SECONDS = 60
"""No refresh is resumed later than this after the first: a worker's round waits for it."""

Pause = Callable[[float], None]
"""Waits for so many seconds, as `time.sleep` does."""


@frozen
class TokenPorts:
    """What tokens need of the world. *pause* None: nobody waits while another refreshes."""

    identity: XeroIdentity
    tokens: TokenStore
    clock: Clock
    ids: Ids
    pause: Pause | None = None


def access_token(ports: TokenPorts, token_set_id: TokenSetId) -> str:
    """An access token that is good for two more minutes. Any thread and any process may ask.

    Raises `UnknownTokenSetError`; `ConsentEndedError` where only a new consent helps, and then
    without asking Xero a second time; `UnavailableError` where no refresh came through: the set
    stays pending, and the next to ask tries again with the same refresh token.
    """
    for _ in range(PAUSES):
        stored = _read(ports, token_set_id)
        token = _usable(ports, stored) or _refreshed(ports, token_set_id)
        if token is not None:
            return token
    raise _busy()


def replace_token(ports: TokenPorts, token_set_id: TokenSetId, refused: str) -> None:
    """Xero calls the access token *refused* expired before its time: the next to ask gets another.

    Nothing happens where another worker replaces it, or did already; when this returns, *refused*
    is handed out no more. Raises `UnknownTokenSetError`, `ConsentEndedError`, and
    `UnavailableError` where another worker has the lease and nobody may wait.
    """
    for _ in range(PAUSES):
        if _usable(ports, _read(ports, token_set_id)) != refused:
            return
        lease = ports.tokens.lease(token_set_id, ports.ids.new(), LEASE_SECONDS)
        if lease is None:
            _wait(ports)
        else:
            _set_aside(ports, lease, refused)
    raise _busy()


def use_tokens(ports: TokenPorts, connection_id: ConnectionId, token_set_id: TokenSetId) -> None:
    """Let the connection use the token set; raises `UnknownTokenSetError`."""
    try:
        ports.tokens.bind(connection_id, token_set_id)
    except StaleVersionError:
        raise UnknownTokenSetError(token_set_id) from None


def resume_refreshes(ports: TokenPorts) -> int:
    """Try again each refresh whose answer was lost or whose worker died; how many are good now.

    To be called when a process starts and every few minutes: Xero honours the old refresh token
    for 30 minutes only (fact sheet 1). What another worker is at, what fails, and what a minute
    has no room for, is left: whoever needs such a token refreshes it first.
    """
    hurried, end = evolve(ports, pause=None), ports.clock.now() + timedelta(seconds=RESUME_SECONDS)
    pending = takewhile(lambda _: ports.clock.now() < end, _pending(ports.tokens))
    return sum(_resumed(hurried, token_set_id) for token_set_id in pending)


def _pending(tokens: TokenStore) -> Iterator[TokenSetId]:
    after: TokenSetId | None = None
    while found := tokens.pending(after, PAGE):
        yield from found
        after = found[-1]


def _set_aside(ports: TokenPorts, lease: TokenLease, refused: str) -> None:
    try:
        if _usable(ports, _read(ports, lease.token_set_id)) == refused:
            ports.tokens.set_pending(lease)
    except LeaseLostError:
        return
    finally:
        ports.tokens.release(lease)


def _resumed(ports: TokenPorts, token_set_id: TokenSetId) -> bool:
    try:
        access_token(ports, token_set_id)
    except (PortError, UnknownTokenSetError):
        return False
    return True


def _read(ports: TokenPorts, token_set_id: TokenSetId) -> StoredTokens:
    stored = ports.tokens.read(token_set_id)
    if stored is None:
        raise UnknownTokenSetError(token_set_id)
    return stored


def _usable(ports: TokenPorts, stored: StoredTokens) -> str | None:
    """The token if it can be used as it is; raises `ConsentEndedError` for a dead one."""
    match stored.step(ports.clock.now()):
        case TokenStep.USE:
            return stored.tokens.access_token
        case TokenStep.RECONNECT:
            raise ConsentEndedError
        case TokenStep.REFRESH:
            return None


def _refreshed(ports: TokenPorts, token_set_id: TokenSetId) -> str | None:
    """A new token; None: another worker has the lease or took it, look again."""
    lease = ports.tokens.lease(token_set_id, ports.ids.new(), LEASE_SECONDS)
    if lease is None:
        _wait(ports)
        return None
    try:
        return _under(ports, lease)
    except LeaseLostError:
        return None
    finally:
        ports.tokens.release(lease)


def _under(ports: TokenPorts, lease: TokenLease) -> str:
    # Read again: another worker may have refreshed between the first read and this lease.
    stored = _read(ports, lease.token_set_id)
    token = _usable(ports, stored)
    if token is not None:
        return token
    ports.tokens.set_pending(lease)
    if not _has_time(ports, lease):
        raise LeaseLostError
    try:
        fresh = _followed(ports, lease, stored.tokens)
    except ConsentEndedError:
        ports.tokens.bury(lease)
        raise
    ports.tokens.write(lease, fresh)
    return fresh.access_token


def _followed(ports: TokenPorts, lease: TokenLease, before: TokenSet) -> TokenSet:
    """The tokens after *before*. A lost answer is asked for once more, as Xero allows."""
    try:
        return _asked(ports, before)
    except UnavailableError as lost:
        if lost.retry_after is not None or not _has_time(ports, lease):
            raise
    return _asked(ports, before)


def _asked(ports: TokenPorts, before: TokenSet) -> TokenSet:
    asked = ports.clock.now()
    return _granted(ports.identity, before).after(before, asked)


def _has_time(ports: TokenPorts, lease: TokenLease) -> bool:
    return lease.until - ports.clock.now() >= timedelta(seconds=CALL_SECONDS)


def _granted(identity: XeroIdentity, before: TokenSet) -> GrantedTokens:
    if before.refresh_token:
        return identity.refresh(before.refresh_token)
    return identity.client_credentials(sorted(before.scopes))


def _wait(ports: TokenPorts) -> None:
    if ports.pause is None:
        raise _busy()
    ports.pause(PAUSE_SECONDS)


def _busy() -> UnavailableError:
    return UnavailableError("Xero", "another worker is refreshing its tokens", 1)
