"""How token sets and consents stand in their rows: what is sealed, and how it is read back.

A secret is sealed before a transaction begins, and opened after it has ended: the host's keys may
be far away.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from attrs import frozen

from xerolink.adapters.sealed import Sealer, WrappedKey
from xerolink.adapters.sqlite.session import Value
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import PendingConsent, Scope, StoredTokens, TokenSet, TokenState
from xerolink.ports.keys import KeyId

READ = """
select state, expires_at, scopes, key_id, data_key, access_token, refresh_token
  from token_set where token_set_id = ?
"""
TAKE_CONSENT = """
delete from consent where state_digest = ?
returning redirect_uri, scopes, expires_at, key_id, data_key, verifier
"""

Row = tuple[Any, ...]


@frozen
class Sealing:
    """A table whose rows have a data key each, and how one of its rows is named when sealing.

    *outdated* lists rows after a given one, a hundred at a time, that another than the given key
    wraps; *rewrap* takes the place of a wrapped key that nobody has replaced meanwhile. *keys*
    lists the host's keys that wrap any row.
    """

    table: str
    outdated: str
    rewrap: str
    keys: str

    def name(self, row: str) -> str:
        return f"{self.table} {row}"


TOKEN_SETS = Sealing(
    "token_set",
    "select token_set_id, key_id, data_key from token_set"
    " where key_id <> ? and token_set_id > ? order by token_set_id limit 100",
    "update token_set set key_id = ?, data_key = ? where token_set_id = ? and data_key = ?",
    "select distinct key_id from token_set",
)
CONSENTS = Sealing(
    "consent",
    "select state_digest, key_id, data_key from consent"
    " where key_id <> ? and state_digest > ? order by state_digest limit 100",
    "update consent set key_id = ?, data_key = ? where state_digest = ? and data_key = ?",
    "select distinct key_id from consent",
)


def moment(at: datetime) -> str:
    """UTC and of one length, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(state: str) -> str:
    """What stands for a state, which itself is not stored."""
    return sha256(state.encode()).hexdigest()


def sealed_tokens(sealer: Sealer, token_set_id: TokenSetId, tokens: TokenSet) -> list[Value]:
    """key_id, data_key, access_token, refresh_token: under a fresh data key."""
    name = TOKEN_SETS.name(token_set_id)
    key = sealer.new_key(name)
    access = sealer.seal(name, key, "access_token", tokens.access_token)
    refresh = sealer.seal(name, key, "refresh_token", tokens.refresh_token)
    return [key.key_id, key.text, access, refresh]


def opened_tokens(sealer: Sealer, token_set_id: TokenSetId, row: Row) -> StoredTokens:
    """What a row of `READ` holds; raises `StoreError` for one that does not open."""
    state, expires_at, scopes, key_id, data_key, access, refresh = row
    name, key = TOKEN_SETS.name(token_set_id), WrappedKey(KeyId(key_id), data_key)
    tokens = TokenSet(
        access_token=sealer.open(name, key, "access_token", access),
        refresh_token=sealer.open(name, key, "refresh_token", refresh),
        expires_at=datetime.fromisoformat(expires_at),
        scopes=frozenset(_scopes(scopes)),
    )
    return StoredTokens(token_set_id, tokens, TokenState(state))


def sealed_consent(sealer: Sealer, consent: PendingConsent) -> list[Value]:
    """state_digest, expires_at, redirect_uri, scopes, key_id, data_key, verifier."""
    state = digest(consent.state)
    name = CONSENTS.name(state)
    key = sealer.new_key(name)
    verifier = sealer.seal(name, key, "verifier", consent.verifier)
    plain = [state, moment(consent.expires_at), consent.redirect_uri, scope_text(consent.scopes)]
    return [*plain, key.key_id, key.text, verifier]


def opened_consent(sealer: Sealer, state: str, row: Row) -> PendingConsent:
    """What a row of `TAKE_CONSENT` holds; raises `StoreError` for one that does not open."""
    redirect_uri, scopes, expires_at, key_id, data_key, verifier = row
    name, key = CONSENTS.name(digest(state)), WrappedKey(KeyId(key_id), data_key)
    return PendingConsent(
        state=state,
        verifier=sealer.open(name, key, "verifier", verifier),
        redirect_uri=redirect_uri,
        scopes=tuple(_scopes(scopes)),
        expires_at=datetime.fromisoformat(expires_at),
    )


def scope_text(scopes: Iterable[Scope]) -> str:
    """*scopes* as their column holds them, in their order."""
    return json.dumps(list(scopes))


def _scopes(text: str) -> list[Scope]:
    return [Scope(one) for one in json.loads(text)]
