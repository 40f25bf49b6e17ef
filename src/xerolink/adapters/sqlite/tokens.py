"""Token sets in one SQLite file, which may be the store's; their secrets are sealed."""

from datetime import UTC, datetime, timedelta
from os import PathLike

from xerolink.adapters.sealed import Sealer, WrappedKey
from xerolink.adapters.sqlite.migrate import migrate, shipped
from xerolink.adapters.sqlite.pool import BUSY_SECONDS, Pool
from xerolink.adapters.sqlite.session import Session, Value
from xerolink.adapters.sqlite.token_rows import (
    CONSENTS,
    READ,
    TAKE_CONSENT,
    TOKEN_SETS,
    Row,
    Sealing,
    digest,
    moment,
    opened_consent,
    opened_tokens,
    scope_text,
    sealed_consent,
    sealed_tokens,
)
from xerolink.domain.identity import ConnectionId, TokenSetId
from xerolink.domain.tokens import PendingConsent, StoredTokens, TokenSet
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError, StaleVersionError, StoreError
from xerolink.ports.keys import KeyId
from xerolink.ports.tokens import TokenLease, TokenStore

_PUT = """
insert into token_set (
  token_set_id, expires_at, scopes, key_id, data_key, access_token, refresh_token,
  state, owner, until, fence)
values (?, ?, ?, ?, ?, ?, ?, 'good', '', '', 0)
on conflict (token_set_id) do nothing
"""
_LEASE = """
update token_set set owner = ?2, until = ?3, fence = fence + 1
 where token_set_id = ?1 and (owner = '' or until <= ?4)
returning fence
"""
_RELEASE = """
update token_set set owner = '' where token_set_id = ? and owner = ? and fence = ?
"""
_SET_PENDING = """
update token_set set state = 'pending' where token_set_id = ? and owner = ? and fence = ?
"""
_WRITE = """
update token_set set state = 'good', expires_at = ?, scopes = ?,
  key_id = ?, data_key = ?, access_token = ?, refresh_token = ?, owner = ''
 where token_set_id = ? and owner = ? and fence = ?
"""
_BURY = """
update token_set set state = 'dead',
  key_id = ?, data_key = ?, access_token = ?, refresh_token = ?, owner = ''
 where token_set_id = ? and owner = ? and fence = ?
"""
_LIST_PENDING = """
select token_set_id from token_set
 where state = 'pending' and token_set_id > coalesce(?, '') order by token_set_id limit ?
"""
_FORGET = "delete from token_set where token_set_id = ?"
_FORGET_UNUSED = """
delete from token_set where token_set_id = ?1
   and not exists (select 1 from token_binding where token_set_id = ?1)
"""
_BIND = """
insert into token_binding (connection_id, token_set_id) values (?, ?)
on conflict (connection_id) do update set token_set_id = excluded.token_set_id
"""
_BOUND = "select token_set_id from token_binding where connection_id = ?"
_UNBIND = "delete from token_binding where connection_id = ? returning token_set_id"
_PUT_CONSENT = """
insert or replace into consent (
  state_digest, expires_at, redirect_uri, scopes, key_id, data_key, verifier)
values (?, ?, ?, ?, ?, ?, ?)
"""
_DROP_CONSENTS = "delete from consent where expires_at <= ?"

_ERASED = TokenSet("", "", datetime.min.replace(tzinfo=UTC), frozenset())


class SqliteTokens(TokenStore):
    """Token sets in the file at *path*, which is made where there is none.

    The file may be the store's own, or another one. Threads may share it, and processes the
    file; `close` ends it. Raises `StoreError` as `SqliteStore` does, for a key that the host does
    not have, and inside an open transaction of the same file, which it would wait for in vain.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        clock: Clock,
        sealer: Sealer,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self._clock, self._sealer = clock, sealer
        self._pool = Pool(path, busy_seconds)
        try:
            migrate(self._pool, shipped())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection to the file; the store cannot be used any more."""
        self._pool.close()

    def rotate(self) -> int:
        """Wrap every data key by the host's current key; how many were wrapped anew.

        The secrets stay as they are sealed, and whoever reads or refreshes meanwhile is not
        disturbed. Each row is wrapped for itself: cut short, the next call does the rest. When
        every process has had the same current key since before the call, older keys are of no
        more use after it. Raises `StoreError` for a row that does not open, after all the others.
        """
        failed: list[StoreError] = []
        done = sum(self._rewrap(table, failed) for table in (TOKEN_SETS, CONSENTS))
        if failed:
            raise failed[0]
        return done

    def keys_in_use(self) -> frozenset[KeyId]:
        """The host's keys that something stored now is wrapped by; all others may be removed.

        After `rotate` that is the current key alone, unless a process that had not heard of it
        wrote meanwhile: then rotate again. Backups have keys of their own time.
        """
        found = [row for table in (TOKEN_SETS, CONSENTS) for row in self._rows(table.keys)]
        return frozenset(KeyId(key_id) for (key_id,) in found)

    def read(self, token_set_id: TokenSetId) -> StoredTokens | None:
        found = self._rows(READ, token_set_id)
        return opened_tokens(self._sealer, token_set_id, found[0]) if found else None

    def put(self, token_set_id: TokenSetId, tokens: TokenSet) -> None:
        plain = (moment(tokens.expires_at), scope_text(tokens.scopes))
        sealed = sealed_tokens(self._sealer, token_set_id, tokens)
        with self._pool.writing() as session:
            if not session.run(_PUT, token_set_id, *plain, *sealed):
                raise StaleVersionError(f"token set {token_set_id!r}")

    def lease(self, token_set_id: TokenSetId, owner: str, seconds: int) -> TokenLease | None:
        now = self._clock.now()
        until = now + timedelta(seconds=seconds)
        with self._pool.writing() as session:
            fences = session.rows(_LEASE, token_set_id, owner, moment(until), moment(now))
        return TokenLease(token_set_id, owner, until, fences[0][0]) if fences else None

    def release(self, lease: TokenLease) -> None:
        with self._pool.writing() as session:
            session.run(_RELEASE, lease.token_set_id, lease.owner, lease.fence)

    def set_pending(self, lease: TokenLease) -> None:
        self._fenced(_SET_PENDING, lease)

    def write(self, lease: TokenLease, tokens: TokenSet) -> None:
        plain = (moment(tokens.expires_at), scope_text(tokens.scopes))
        sealed = sealed_tokens(self._sealer, lease.token_set_id, tokens)
        self._fenced(_WRITE, lease, *plain, *sealed)

    def bury(self, lease: TokenLease) -> None:
        self._fenced(_BURY, lease, *sealed_tokens(self._sealer, lease.token_set_id, _ERASED))

    def pending(self, after: TokenSetId | None, size: int) -> tuple[TokenSetId, ...]:
        return tuple(TokenSetId(found) for (found,) in self._rows(_LIST_PENDING, after, size))

    def forget(self, token_set_id: TokenSetId) -> None:
        with self._pool.writing() as session:
            session.run(_FORGET, token_set_id)

    def bind(self, connection_id: ConnectionId, token_set_id: TokenSetId) -> None:
        with self._pool.writing() as session:
            if not session.rows(READ, token_set_id):
                raise StaleVersionError(f"token set {token_set_id!r}")
            before = session.rows(_BOUND, connection_id)
            session.run(_BIND, connection_id, token_set_id)
            _forget_unused(session, before)

    def bound(self, connection_id: ConnectionId) -> TokenSetId | None:
        found = self._rows(_BOUND, connection_id)
        return TokenSetId(found[0][0]) if found else None

    def unbind(self, connection_id: ConnectionId) -> None:
        with self._pool.writing() as session:
            _forget_unused(session, session.rows(_UNBIND, connection_id))

    def purge(self) -> None:
        self._pool.rewrite()

    def keep_consent(self, consent: PendingConsent) -> None:
        sealed = sealed_consent(self._sealer, consent)
        with self._pool.writing() as session:
            session.run(_DROP_CONSENTS, moment(self._clock.now()))
            session.run(_PUT_CONSENT, *sealed)

    def take_consent(self, state: str) -> PendingConsent | None:
        with self._pool.writing() as session:
            session.run(_DROP_CONSENTS, moment(self._clock.now()))
            found = session.rows(TAKE_CONSENT, digest(state))
        return opened_consent(self._sealer, state, found[0]) if found else None

    def _rewrap(self, table: Sealing, failed: list[StoreError]) -> int:
        done, after, current = 0, "", self._sealer.current()
        while found := self._rows(table.outdated, current, after):
            for row, key_id, data_key in found:
                try:
                    done += self._rewrap_row(table, row, WrappedKey(key_id, data_key))
                except StoreError as error:
                    failed.append(error)
            after = found[-1][0]
        return done

    def _rewrap_row(self, table: Sealing, row: str, old: WrappedKey) -> int:
        new = self._sealer.rewrapped(table.name(row), old)
        with self._pool.writing() as session:
            return session.run(table.rewrap, new.key_id, new.text, row, old.text)

    def _fenced(self, sql: str, lease: TokenLease, *values: Value) -> None:
        """Run *sql*, which ends in the lease; raises `LeaseLostError` if it changed no row."""
        with self._pool.writing() as session:
            if not session.run(sql, *values, lease.token_set_id, lease.owner, lease.fence):
                raise LeaseLostError

    def _rows(self, sql: str, *values: Value) -> list[Row]:
        with self._pool.reading() as session:
            return session.rows(sql, *values)


def _forget_unused(session: Session, used: list[Row]) -> None:
    for (token_set_id,) in used:
        session.run(_FORGET_UNUSED, token_set_id)
