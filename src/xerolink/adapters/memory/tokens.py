"""Token sets in memory: the reference for every promise of `ports.tokens`."""

from datetime import datetime, timedelta
from threading import Lock

from attrs import evolve, frozen

from xerolink.domain.identity import ConnectionId, TokenSetId
from xerolink.domain.tokens import PendingConsent, StoredTokens, TokenSet, TokenState
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError, StaleVersionError
from xerolink.ports.tokens import TokenLease, TokenStore


@frozen
class _Row:
    """A token set and its last lease; *owner* "": it was given back."""

    stored: StoredTokens
    owner: str
    until: datetime
    fence: int


class MemoryTokens(TokenStore):
    """Everything in this process, unsealed; threads may share it, and it is gone with it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._rows: dict[TokenSetId, _Row] = {}
        self._bound: dict[ConnectionId, TokenSetId] = {}
        self._consents: dict[str, PendingConsent] = {}

    def read(self, token_set_id: TokenSetId) -> StoredTokens | None:
        with self._lock:
            row = self._rows.get(token_set_id)
            return None if row is None else row.stored

    def put(self, token_set_id: TokenSetId, tokens: TokenSet) -> None:
        with self._lock:
            if token_set_id in self._rows:
                raise StaleVersionError(f"token set {token_set_id!r}")
            fresh = StoredTokens(token_set_id, tokens)
            self._rows[token_set_id] = _Row(fresh, "", self._clock.now(), 0)

    def lease(self, token_set_id: TokenSetId, owner: str, seconds: int) -> TokenLease | None:
        with self._lock:
            row, now = self._rows.get(token_set_id), self._clock.now()
            if row is None or (row.owner and row.until > now):
                return None
            lease = TokenLease(token_set_id, owner, now + timedelta(seconds=seconds), row.fence + 1)
            self._rows[token_set_id] = _Row(row.stored, owner, lease.until, lease.fence)
            return lease

    def release(self, lease: TokenLease) -> None:
        with self._lock:
            row = self._rows.get(lease.token_set_id)
            if row is not None and _holds(row, lease):
                self._rows[lease.token_set_id] = evolve(row, owner="")

    def set_pending(self, lease: TokenLease) -> None:
        with self._lock:
            row = self._held(lease)
            pending = evolve(row.stored, state=TokenState.PENDING)
            self._rows[lease.token_set_id] = evolve(row, stored=pending)

    def write(self, lease: TokenLease, tokens: TokenSet) -> None:
        with self._lock:
            row = self._held(lease)
            fresh = StoredTokens(lease.token_set_id, tokens)
            self._rows[lease.token_set_id] = evolve(row, stored=fresh, owner="")

    def bury(self, lease: TokenLease) -> None:
        with self._lock:
            row = self._held(lease)
            dead = StoredTokens(lease.token_set_id, row.stored.tokens.erased(), TokenState.DEAD)
            self._rows[lease.token_set_id] = evolve(row, stored=dead, owner="")

    def pending(self, after: TokenSetId | None, size: int) -> tuple[TokenSetId, ...]:
        with self._lock:
            found = (i for i, row in self._rows.items() if row.stored.state is TokenState.PENDING)
            return tuple(sorted(i for i in found if i > (after or "")))[:size]

    def forget(self, token_set_id: TokenSetId) -> None:
        with self._lock:
            self._forget(token_set_id)

    def bind(self, connection_id: ConnectionId, token_set_id: TokenSetId) -> None:
        with self._lock:
            if token_set_id not in self._rows:
                raise StaleVersionError(f"token set {token_set_id!r}")
            before = self._bound.get(connection_id)
            self._bound[connection_id] = token_set_id
            self._forget_unused(before)

    def bound(self, connection_id: ConnectionId) -> TokenSetId | None:
        with self._lock:
            return self._bound.get(connection_id)

    def unbind(self, connection_id: ConnectionId) -> None:
        with self._lock:
            self._forget_unused(self._bound.pop(connection_id, None))

    def purge(self) -> None:
        """Nothing of this store is on a disk."""

    def keep_consent(self, consent: PendingConsent) -> None:
        with self._lock:
            self._drop_old_consents()
            self._consents[consent.state] = consent

    def take_consent(self, state: str) -> PendingConsent | None:
        with self._lock:
            self._drop_old_consents()
            return self._consents.pop(state, None)

    def _held(self, lease: TokenLease) -> _Row:
        row = self._rows.get(lease.token_set_id)
        if row is None or not _holds(row, lease):
            raise LeaseLostError
        return row

    def _forget(self, token_set_id: TokenSetId) -> None:
        self._rows.pop(token_set_id, None)
        self._bound = {c: used for c, used in self._bound.items() if used != token_set_id}

    def _forget_unused(self, token_set_id: TokenSetId | None) -> None:
        if token_set_id is not None and token_set_id not in self._bound.values():
            self._forget(token_set_id)

    def _drop_old_consents(self) -> None:
        now = self._clock.now()
        self._consents = {s: one for s, one in self._consents.items() if one.expires_at > now}


def _holds(row: _Row, lease: TokenLease) -> bool:
    return (row.owner, row.fence) == (lease.owner, lease.fence)
