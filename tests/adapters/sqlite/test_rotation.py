"""Rotating the host's keys: killed anywhere, and while refreshes go on, it loses no token."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sealed import HostKeys, Sealer, WrappedKey
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.domain.identity import TokenSetId
from xerolink.domain.tokens import PendingConsent, TokenSet
from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId
from xerolink.testing.conformance.tokens_base import START, consent_of, tokens_of
from xerolink.testing.crashes import Crash

OLD, NEW = KeyId("2026-01"), KeyId("2026-07")
KEYS = {OLD: b"o" * 32, NEW: b"n" * 32}
SETS = tuple(TokenSetId(f"set-{n}") for n in range(5))


class Dying(Sealer):
    """Stops the process before it wraps row number *at*, from 1."""

    def __init__(self, at: int) -> None:
        super().__init__(HostKeys(KEYS, NEW))
        self._left = at

    def rewrapped(self, row: str, key: WrappedKey) -> WrappedKey:
        self._left -= 1
        if not self._left:
            raise Crash(row)
        return super().rewrapped(row, key)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Five token sets and a consent, under the old key."""
    path = tmp_path / "tokens.db"
    with closing(tokens_at(path, OLD)) as tokens:
        for n, token_set_id in enumerate(SETS):
            tokens.put(token_set_id, tokens_of(n))
        tokens.keep_consent(consent_of("a"))
    return path


def tokens_at(path: Path, current: KeyId) -> SqliteTokens:
    return SqliteTokens(path, ManualClock(START), Sealer(HostKeys(KEYS, current)))


@pytest.fixture
def rotating(path: Path) -> Iterator[SqliteTokens]:
    with closing(tokens_at(path, NEW)) as tokens:
        yield tokens


def with_the_new_key_alone(path: Path) -> tuple[list[TokenSet], PendingConsent | None]:
    """Every token set and the consent, as somebody reads them who has lost the old key."""
    sealer = Sealer(HostKeys({NEW: KEYS[NEW]}, NEW))
    with closing(SqliteTokens(path, ManualClock(START), sealer)) as tokens:
        found = [stored.tokens for each in SETS if (stored := tokens.read(each)) is not None]
        return found, tokens.take_consent("a")


ALL = [tokens_of(n) for n in range(len(SETS))]


def test_old_rows_are_read_and_new_ones_are_under_the_new_key(rotating: SqliteTokens) -> None:
    rotating.put(TokenSetId("later"), tokens_of(9))
    assert rotating.keys_in_use() == {OLD, NEW}
    assert rotating.read(SETS[0]) is not None


def test_a_write_moves_its_row_to_the_new_key(path: Path, rotating: SqliteTokens) -> None:
    for token_set_id in SETS:
        lease = rotating.lease(token_set_id, "me", 30)
        assert lease is not None
        rotating.write(lease, tokens_of(7))
    rotating.take_consent("a")
    assert rotating.keys_in_use() == {NEW}


def test_nothing_is_left_under_the_old_key(path: Path, rotating: SqliteTokens) -> None:
    rotating.rotate()
    assert rotating.keys_in_use() == {NEW}
    assert with_the_new_key_alone(path) == (ALL, consent_of("a"))


@pytest.mark.parametrize("at", range(1, len(SETS) + 2))
def test_a_rotation_that_was_cut_short_leaves_everything_readable(path: Path, at: int) -> None:
    dying = SqliteTokens(path, ManualClock(START), Dying(at))
    with closing(dying), pytest.raises(Crash):
        dying.rotate()
    with closing(tokens_at(path, NEW)) as tokens:
        found = [stored.tokens for each in SETS if (stored := tokens.read(each)) is not None]
    assert found == ALL


@pytest.mark.parametrize("at", range(1, len(SETS) + 2))
def test_a_rotation_that_was_cut_short_goes_on(path: Path, at: int, rotating: SqliteTokens) -> None:
    dying = SqliteTokens(path, ManualClock(START), Dying(at))
    with closing(dying), pytest.raises(Crash):
        dying.rotate()
    assert rotating.rotate() == len(SETS) + 2 - at
    assert with_the_new_key_alone(path) == (ALL, consent_of("a"))


KILLED = """
import os, signal, sys
from tests.adapters.sqlite.test_rotation import NEW, KEYS, HostKeys, Sealer, tokens_at
from pathlib import Path

class Killed(Sealer):
    left = 3
    def rewrapped(self, row, key):
        Killed.left -= 1
        if not Killed.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().rewrapped(row, key)

tokens = tokens_at(Path(sys.argv[1]), NEW)
tokens._sealer = Killed(HostKeys(KEYS, NEW))
tokens.rotate()
"""


def test_a_process_that_is_killed_while_it_rotates_loses_nothing(
    path: Path, rotating: SqliteTokens
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert rotating.keys_in_use() == {OLD, NEW}
    assert rotating.rotate() == len(SETS) - 1
    assert with_the_new_key_alone(path) == (ALL, consent_of("a"))


def test_refreshes_go_on_while_keys_are_rotated(path: Path, rotating: SqliteTokens) -> None:
    """The last tokens that each refresher wrote stand, and under the new key."""
    over = Event()

    def refresh(token_set_id: TokenSetId) -> TokenSet:
        n = 100
        while not over.is_set() or n < 105:
            n += 1
            lease = rotating.lease(token_set_id, token_set_id, 30)
            assert lease is not None
            rotating.set_pending(lease)
            rotating.write(lease, tokens_of(n))
        return tokens_of(n)

    with ThreadPoolExecutor(len(SETS)) as threads:
        refreshers = [threads.submit(refresh, token_set_id) for token_set_id in SETS]
        for _ in range(5):
            rotating.rotate()
        over.set()
        last = [refresher.result() for refresher in refreshers]
    assert rotating.keys_in_use() == {NEW}
    assert with_the_new_key_alone(path)[0] == last


def test_a_row_that_was_refreshed_since_it_was_read_is_not_overwritten(path: Path) -> None:
    """Between reading a wrapped key and writing it anew another worker replaces both."""

    class Interrupted(Sealer):
        def rewrapped(self, row: str, key: WrappedKey) -> WrappedKey:
            with closing(tokens_at(path, OLD)) as other:
                lease = other.lease(SETS[0], "other", 30)
                if lease is not None:
                    other.write(lease, tokens_of(42))
            return super().rewrapped(row, key)

    sealer = Interrupted(HostKeys(KEYS, NEW))
    with closing(SqliteTokens(path, ManualClock(START), sealer)) as tokens:
        tokens.rotate()
        stored = tokens.read(SETS[0])
    assert stored is not None
    assert stored.tokens == tokens_of(42)


def test_a_process_that_has_not_heard_of_the_new_key_is_seen(
    path: Path, rotating: SqliteTokens
) -> None:
    """It wraps with the old one after the rotation: `keys_in_use` tells, another one mends it."""
    rotating.rotate()
    with closing(tokens_at(path, OLD)) as behind:
        behind.put(TokenSetId("late"), tokens_of(9))
    assert rotating.keys_in_use() == {OLD, NEW}
    rotating.rotate()
    assert rotating.keys_in_use() == {NEW}


@pytest.mark.parametrize("rotated", [False, True], ids=["before", "after"])
def test_a_wrapped_key_in_another_row_opens_nothing(
    path: Path, rotating: SqliteTokens, rotated: bool
) -> None:
    """The whole of another set's secrets, put into the row of this one, is refused."""
    if rotated:
        rotating.rotate()
    with rotating._pool.session("begin immediate") as session:
        session.run(
            "update token_set set (key_id, data_key, access_token, refresh_token) = (select"
            " key_id, data_key, access_token, refresh_token from token_set where token_set_id = ?)"
            " where token_set_id = ?",
            SETS[1],
            SETS[0],
        )
        session.run("commit")
    with pytest.raises(StoreError, match="changed or moved"):
        rotating.read(SETS[0])


def test_a_row_said_to_be_under_another_key_is_not_wrapped_anew(
    path: Path, rotating: SqliteTokens
) -> None:
    with rotating._pool.session("begin immediate") as session:
        session.run("update token_set set key_id = ? where token_set_id = ?", "2025", SETS[0])
        session.run("commit")
    with pytest.raises(StoreError, match="2025"):
        rotating.rotate()
    assert rotating.keys_in_use() == {KeyId("2025"), NEW}
