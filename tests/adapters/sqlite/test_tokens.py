"""The token store in SQLite: every promise of the port, and no secret in the file in clear."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import TokenState
from xerolink.ports.clock import Clock
from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId
from xerolink.ports.tokens import TokenStore
from xerolink.testing.conformance.tokens import Opening, SharedTokenStoreContract
from xerolink.testing.conformance.tokens_base import (
    HERE,
    ONE,
    START,
    TWO,
    consent_of,
    leased,
    standing,
    tokens_of,
)

OLD, NEW = KeyId("2026-01"), KeyId("2026-07")
KEYS = {OLD: b"o" * 32, NEW: b"n" * 32}


def opened(path: Path, clock: Clock, current: KeyId = OLD) -> SqliteTokens:
    return SqliteTokens(path, clock, Sealer(HostKeys(KEYS, current)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens.db"


class TestSqliteTokens(SharedTokenStoreContract):
    @pytest.fixture
    def tokens(self, path: Path, clock: ManualClock) -> Iterator[TokenStore]:
        with closing(opened(path, clock)) as tokens:
            yield tokens

    @pytest.fixture
    def opening(self, path: Path) -> Opening:
        return partial(opened, path)


@pytest.fixture
def tokens(path: Path) -> Iterator[SqliteTokens]:
    """Two token sets, sealed with the old key."""
    with closing(opened(path, ManualClock(START))) as tokens:
        tokens.put(ONE, tokens_of(1))
        tokens.put(TWO, tokens_of(2))
        yield tokens


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as raw, raw:
        yield raw


def everything(path: Path) -> bytes:
    """The bytes of the database and of the files beside it."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_the_file_never_holds_a_token_in_clear(path: Path, tokens: SqliteTokens) -> None:
    lease = leased(tokens)
    tokens.set_pending(lease)
    tokens.write(lease, tokens_of(3))
    assert not re.findall(rb"(?:access|refresh)-\d", everything(path))


def test_the_file_never_holds_the_secrets_of_a_consent(path: Path, tokens: SqliteTokens) -> None:
    tokens.keep_consent(consent_of("the-state"))
    assert not re.findall(rb"the-state|verifier of", everything(path))


def test_a_token_set_may_live_in_the_file_of_the_store(path: Path, tokens: SqliteTokens) -> None:
    with closing(SqliteStore(path, ManualClock(START))) as store:
        assert store.connections() == ()


def test_a_token_moved_to_another_set_does_not_open(path: Path, tokens: SqliteTokens) -> None:
    with tampered(path) as raw:
        raw.execute(
            "update token_set set refresh_token ="
            " (select refresh_token from token_set where token_set_id = ?)",
            (TWO,),
        )
    with pytest.raises(StoreError, match="changed or moved"):
        tokens.read(ONE)


def test_a_whole_row_moved_to_another_set_does_not_open(path: Path, tokens: SqliteTokens) -> None:
    """The data key is bound to its set too."""
    with tampered(path) as raw:
        raw.execute("delete from token_set where token_set_id = ?", (ONE,))
        raw.execute("update token_set set token_set_id = ?", (ONE,))
    with pytest.raises(StoreError, match="changed or moved"):
        tokens.read(ONE)


def test_a_token_moved_to_another_column_does_not_open(path: Path, tokens: SqliteTokens) -> None:
    with tampered(path) as raw:
        raw.execute("update token_set set access_token = refresh_token")
    with pytest.raises(StoreError, match="access_token"):
        tokens.read(ONE)


def test_a_key_that_the_host_does_not_have_is_named(path: Path, tokens: SqliteTokens) -> None:
    sealer = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    other = SqliteTokens(path, ManualClock(START), sealer)
    with closing(other), pytest.raises(StoreError, match=OLD):
        other.read(ONE)


def test_after_a_rotation_the_old_key_is_of_no_use(path: Path, tokens: SqliteTokens) -> None:
    with closing(opened(path, ManualClock(START), NEW)) as rotating:
        rotating.rotate()
    sealer = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    with closing(SqliteTokens(path, ManualClock(START), sealer)) as after:
        assert standing(after).tokens == tokens_of(1)


def test_a_rotation_wraps_consents_anew_too(path: Path, tokens: SqliteTokens) -> None:
    tokens.keep_consent(consent_of("a"))
    with closing(opened(path, ManualClock(START), NEW)) as rotating:
        rotating.rotate()
    sealer = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    with closing(SqliteTokens(path, ManualClock(START), sealer)) as after:
        assert after.take_consent("a") == consent_of("a")


def test_a_rotation_counts_what_it_wraps_anew(path: Path, tokens: SqliteTokens) -> None:
    with closing(opened(path, ManualClock(START), NEW)) as rotating:
        assert (rotating.rotate(), rotating.rotate()) == (2, 0)


def test_a_rotation_takes_more_sets_than_one_page(path: Path, tokens: SqliteTokens) -> None:
    for n in range(250):
        tokens.put(TokenSetId(f"more-{n}"), tokens_of(n))
    with closing(opened(path, ManualClock(START), NEW)) as rotating:
        assert rotating.rotate() == 252


def test_a_rotation_leaves_a_lease_standing(path: Path, tokens: SqliteTokens) -> None:
    lease = leased(tokens)
    with closing(opened(path, ManualClock(START), NEW)) as rotating:
        rotating.rotate()
    tokens.write(lease, tokens_of(3))
    assert standing(tokens).tokens == tokens_of(3)


def test_token_sets_and_bindings_outlive_the_process(path: Path, tokens: SqliteTokens) -> None:
    tokens.bind(HERE, ONE)
    tokens.set_pending(leased(tokens))
    tokens.close()
    with closing(opened(path, ManualClock(START))) as again:
        assert (again.bound(HERE), standing(again).state) == (ONE, TokenState.PENDING)


def test_a_closed_store_says_so(tokens: SqliteTokens) -> None:
    tokens.close()
    with pytest.raises(StoreError, match="was closed"):
        tokens.read(ONE)


def test_a_row_that_does_not_open_keeps_no_other_from_rotation(
    path: Path, tokens: SqliteTokens
) -> None:
    with tampered(path) as raw:
        raw.execute("update token_set set key_id = 'lost' where token_set_id = ?", (ONE,))
    rotating = opened(path, ManualClock(START), NEW)
    with closing(rotating), pytest.raises(StoreError, match="lost"):
        rotating.rotate()
    sealer = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    with closing(SqliteTokens(path, ManualClock(START), sealer)) as after:
        assert standing(after, TWO).tokens == tokens_of(2)
