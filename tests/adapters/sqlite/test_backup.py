"""A copy is whole and of one moment; a restore puts it back and lets nobody go on unawares."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest
from attrs import frozen

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.backup import HELD, RESTORED, backup, restore
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.migrate import migrate, shipped
from xerolink.adapters.sqlite.pool import Pool
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import Actor
from xerolink.ports.clock import Clock
from xerolink.ports.errors import LeaseLostError, StoreError
from xerolink.ports.keys import KeyId
from xerolink.ports.requests import Paused
from xerolink.ports.store import Lease
from xerolink.ports.tokens import TokenLease
from xerolink.testing.conformance.store_base import FULL, claimed
from xerolink.testing.conformance.store_values import HERE, START, link
from xerolink.testing.conformance.tokens_base import ONE, leased, standing, tokens_of

ANNA = Actor.person("anna")
SEALER = Sealer(HostKeys({KeyId("k"): b"k" * 32}, KeyId("k")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def store(path: Path, clock: ManualClock) -> Iterator[SqliteStore]:
    with closing(SqliteStore(path, clock)) as store:
        yield store


@pytest.fixture
def lease(store: SqliteStore) -> Lease:
    """Of a store with link 1 in it."""
    lease = claimed(store, HERE)
    put(store, lease, 1)
    return lease


def put(store: SqliteStore, lease: Lease, n: int) -> None:
    with store.transaction(lease) as unit:
        unit.links.put([link(n)])


def links(store: SqliteStore) -> tuple[Link, ...]:
    with store.reading(HERE) as unit:
        return unit.links.page(tuple(LinkState), None, 99)


def links_in(path: Path) -> tuple[Link, ...]:
    with closing(SqliteStore(path, ManualClock(START))) as store:
        return links(store)


def refusal(work: Callable[[], None]) -> StoreError:
    with pytest.raises(StoreError) as caught:
        work()
    return caught.value


def files(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


class TestBackup:
    def test_a_copy_holds_what_was_committed(self, path: Path, copy: Path, lease: Lease) -> None:
        backup(path, copy)
        assert links_in(copy) == (link(1),)

    def test_a_copy_waits_for_no_writer_and_holds_nothing_of_it(
        self, path: Path, copy: Path, store: SqliteStore, lease: Lease
    ) -> None:
        with store.transaction(lease) as unit:
            unit.links.put([link(2)])
            backup(path, copy)
        assert links_in(copy) == (link(1),)

    def test_a_writer_waits_for_no_copy_of_another_process(
        self, path: Path, copy: Path, store: SqliteStore, lease: Lease
    ) -> None:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            with store.transaction(lease) as unit:
                unit.links.put([link(2)])
                elsewhere.submit(backup, path, copy).result()
            put(store, lease, 3)
        assert (len(links_in(copy)), len(links(store))) == (1, 3)

    def test_a_copy_of_a_file_that_nobody_has_open(self, path: Path, copy: Path) -> None:
        with closing(SqliteStore(path, ManualClock(START))) as store:
            put(store, claimed(store, HERE), 1)
        backup(path, copy)
        assert links_in(copy) == (link(1),)

    def test_a_copy_is_sound(self, path: Path, copy: Path, lease: Lease) -> None:
        backup(path, copy)
        with closing(sqlite3.connect(copy)) as raw:
            assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]

    def test_a_copy_is_one_file(self, path: Path, copy: Path, lease: Lease) -> None:
        before = files(path)
        backup(path, copy)
        assert files(path) == sorted([*before, copy.name])

    def test_an_earlier_copy_is_not_written_over(
        self, path: Path, copy: Path, store: SqliteStore, lease: Lease
    ) -> None:
        backup(path, copy)
        put(store, lease, 2)
        assert refusal(lambda: backup(path, copy)).why == "there is a file already"
        assert links_in(copy) == (link(1),)

    def test_a_copy_is_for_those_alone_who_may_read_the_database(
        self, path: Path, copy: Path, lease: Lease
    ) -> None:
        """It holds the same client list."""
        path.chmod(0o600)
        backup(path, copy)
        assert copy.stat().st_mode & 0o777 == 0o600

    def test_a_copy_that_others_may_read_was_shared_on_purpose(
        self, path: Path, copy: Path, lease: Lease
    ) -> None:
        path.chmod(0o640)
        backup(path, copy)
        assert copy.stat().st_mode & 0o777 == 0o640

    def test_what_an_earlier_process_of_this_number_left_stands_in_no_way(
        self, path: Path, copy: Path, lease: Lease
    ) -> None:
        """In a container each has the same, and one that was killed left half a copy."""
        copy.with_name(f"{copy.name}.{os.getpid()}.part").write_bytes(b"half a copy" * 1_000)
        backup(path, copy)
        assert links_in(copy) == (link(1),)

    def test_a_link_that_waits_beside_a_copy_leads_nowhere(
        self, path: Path, copy: Path, lease: Lease
    ) -> None:
        """Whoever may write to the folder of the copies writes over no other file by it."""
        other = copy.with_name("other")
        other.write_bytes(b"")
        copy.with_name(f"{copy.name}.{os.getpid()}.part").symlink_to(other)
        backup(path, copy)
        assert (other.read_bytes(), copy.is_symlink()) == (b"", False)

    def test_of_many_threads_that_copy_to_one_place_one_does(
        self, path: Path, copy: Path, lease: Lease
    ) -> None:
        said = []

        def copied() -> None:
            try:
                backup(path, copy)
                said.append("done")
            except StoreError as error:
                said.append(error.why)

        threads = [Thread(target=copied) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == ["done", *["there is a file already"] * 5]

    def test_what_is_not_there_cannot_be_copied(self, path: Path, copy: Path) -> None:
        assert refusal(lambda: backup(path, copy)).why == "there is no such file"
        assert files(path) == []

    def test_a_damaged_file_makes_no_copy(self, path: Path, copy: Path) -> None:
        damaged(path)
        assert "damaged" in refusal(lambda: backup(path, copy)).why
        assert files(path) == [path.name]

    def test_a_folder_that_is_not_there_is_named(self, path: Path, lease: Lease) -> None:
        nowhere = path.parent / "missing" / "copy.db"
        assert "missing" in refusal(lambda: backup(path, nowhere)).what

    def test_no_copy_is_made_in_memory(self, path: Path, lease: Lease) -> None:
        """It would be a file of that name in the folder of the process."""
        assert "memory" in refusal(lambda: backup(path, ":memory:")).why

    def test_a_host_book_is_copied_too(self, path: Path, copy: Path) -> None:
        with SqliteHostBook(path, "firm") as book:
            ash = book.add(link(1).base_host)
            backup(path, copy)
        with SqliteHostBook(copy, "firm") as again:
            assert again.contacts() == {ash.host_id: ash}


def damaged(path: Path) -> None:
    """A store whose pages are overwritten from the second on."""
    with closing(SqliteStore(path, ManualClock(START))) as store:
        put(store, claimed(store, HERE), 1)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def by_itself(path: Path) -> Path:
    return path


def by_a_detour(path: Path) -> Path:
    return path.parent / ".." / path.parent.name / path.name


def by_a_symlink(path: Path) -> Path:
    other = path.with_name("symlink.db")
    other.symlink_to(path)
    return other


def by_a_hard_link(path: Path) -> Path:
    other = path.with_name("link.db")
    other.hardlink_to(path)
    return other


ITSELF = (by_itself, by_a_detour, by_a_symlink, by_a_hard_link)


@frozen
class Refreshing(Clock):
    """The time, and somebody who refreshes once while it is asked for."""

    tokens: SqliteTokens
    leases: list[TokenLease]
    clock: ManualClock

    def now(self) -> datetime:
        while self.leases:
            self.tokens.write(self.leases.pop(), tokens_of(2))
        return self.clock.now()


class TestRestore:
    @pytest.fixture
    def later(self, path: Path, copy: Path, store: SqliteStore, lease: Lease) -> SqliteStore:
        """A store with link 2 in it, and a copy from before that."""
        backup(path, copy)
        put(store, lease, 2)
        return store

    def test_a_store_that_is_open_goes_on_from_the_copy(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        restore(copy, path, ANNA, clock)
        assert links(later) == (link(1),)

    def test_a_missing_file_is_made(self, path: Path, copy: Path, lease: Lease) -> None:
        backup(path, copy)
        restore(copy, path.parent / "new.db", ANNA, ManualClock(START))
        assert links_in(path.parent / "new.db") == (link(1),)

    def test_the_copy_stays_as_it_is(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        before = copy.read_bytes()
        restore(copy, path, ANNA, clock)
        assert copy.read_bytes() == before

    def test_whoever_held_a_lease_has_lost_it(
        self, path: Path, copy: Path, later: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        """A worker that still lives commits nothing more."""
        restore(copy, path, ANNA, clock)
        with pytest.raises(LeaseLostError):
            put(later, lease, 3)

    def test_nobody_begins_before_the_last_call_of_a_living_worker_is_over(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        restore(copy, path, ANNA, clock)
        clock.advance(HELD.total_seconds() - 1)
        assert (later.claim(HERE, "me", FULL), later.holder(HERE)) == (None, RESTORED)

    def test_after_that_a_worker_begins(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        restore(copy, path, ANNA, clock)
        clock.advance(HELD.total_seconds())
        assert later.claim(HERE, "me", FULL) is not None

    def test_no_fence_comes_twice(
        self, path: Path, copy: Path, later: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        """Although many were claimed between the copy and the restore."""
        last = lease
        for _ in range(5):
            later.release(last)
            last = claimed(later, HERE)
        restore(copy, path, ANNA, clock)
        clock.advance(HELD.total_seconds())
        assert claimed(later, HERE).fence > last.fence

    def test_no_fence_comes_twice_where_the_file_was_lost(
        self, path: Path, copy: Path, later: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        later.release(lease)
        last = claimed(later, HERE)
        new = path.parent / "new.db"
        restore(copy, new, ANNA, clock)
        clock.advance(HELD.total_seconds())
        with closing(SqliteStore(new, clock)) as restored:
            assert claimed(restored, HERE).fence > last.fence

    def test_nothing_is_written_to_any_side_until_somebody_resumes(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        restore(copy, path, ANNA, clock)
        with later.app_wide() as app:
            assert app.paused_all() == Paused(ANNA, START, "restored from the backup copy.db")

    def test_a_pause_that_stood_stays(
        self, path: Path, copy: Path, store: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        bob = Paused(Actor.person("bob"), START, "holidays")
        with store.app_wide() as app:
            app.pause_all(bob)
        backup(path, copy)
        restore(copy, path, ANNA, clock)
        with store.app_wide() as app:
            assert app.paused_all() == bob

    def test_tokens_are_those_of_the_file_that_is_there(
        self, path: Path, copy: Path, store: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        """Xero takes the latest refresh token alone."""
        with closing(SqliteTokens(path, clock, SEALER)) as tokens:
            tokens.put(ONE, tokens_of(1))
            tokens.bind(HERE, ONE)
            backup(path, copy)
            tokens.write(leased(tokens), tokens_of(2))
            restore(copy, path, ANNA, clock)
            assert (standing(tokens).tokens, tokens.bound(HERE)) == (tokens_of(2), ONE)

    def test_tokens_that_are_refreshed_meanwhile_are_kept(
        self, path: Path, copy: Path, store: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        """By a worker that nobody could reach: the old ones open nothing after half an hour."""
        with closing(SqliteTokens(path, clock, SEALER)) as tokens:
            tokens.put(ONE, tokens_of(1))
            backup(path, copy)
            worker = Refreshing(tokens, [leased(tokens)], clock)
            restore(copy, path, ANNA, worker)
            assert standing(tokens).tokens == tokens_of(2)

    def test_tokens_of_a_lost_file_are_those_of_the_copy(
        self, path: Path, copy: Path, clock: ManualClock
    ) -> None:
        with closing(SqliteTokens(path, clock, SEALER)) as tokens:
            tokens.put(ONE, tokens_of(1))
        backup(path, copy)
        restore(copy, path.parent / "new.db", ANNA, clock)
        with closing(SqliteTokens(path.parent / "new.db", clock, SEALER)) as restored:
            assert standing(restored).tokens == tokens_of(1)

    @pytest.mark.parametrize("version", range(1, len(shipped()) + 1))
    def test_a_copy_of_an_earlier_version_is_brought_up_to_date(
        self, path: Path, copy: Path, version: int, clock: ManualClock
    ) -> None:
        with closing(Pool(path)) as pool:
            migrate(pool, shipped()[:version])
        backup(path, copy)
        path.unlink()
        restore(copy, path, ANNA, clock)
        with closing(SqliteStore(path, clock)) as restored:
            assert restored.schema()[0] == restored.schema()[1]

    def test_a_copy_of_a_newer_version_is_refused(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        with closing(sqlite3.connect(copy)) as raw, raw:
            raw.execute("insert into migration values (99, '0099_later', 'x')")
        assert "newer" in refusal(lambda: restore(copy, path, ANNA, clock)).why
        assert links(later) == (link(1), link(2))

    def test_a_copy_of_something_else_is_refused(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        other = path.parent / "host.db"
        SqliteHostBook(other, "firm").close()
        assert "migrations" in refusal(lambda: restore(other, path, ANNA, clock)).why
        assert links(later) == (link(1), link(2))

    @pytest.mark.parametrize("named", ITSELF, ids=[named.__name__ for named in ITSELF])
    def test_a_file_is_not_restored_onto_itself(
        self, path: Path, lease: Lease, clock: ManualClock, named: Callable[[Path], Path]
    ) -> None:
        other = named(path)
        before = path.read_bytes()
        refused = refusal(lambda: restore(other, path, ANNA, clock))
        assert (refused.why, path.read_bytes()) == (f"it is {other} itself", before)

    def test_a_store_that_was_to_be_restored_onto_itself_works_on(
        self, path: Path, store: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        refusal(lambda: restore(path, path, ANNA, clock))
        put(store, lease, 2)
        assert links(store) == (link(1), link(2))

    def test_a_damaged_copy_is_refused(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        bad = path.parent / "bad.db"
        damaged(bad)
        assert "damaged" in refusal(lambda: restore(bad, path, ANNA, clock)).why
        assert links(later) == (link(1), link(2))

    def test_what_to_do_with_a_damaged_file_is_said(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        bad = path.parent / "bad.db"
        damaged(bad)
        assert "move it away" in refusal(lambda: restore(copy, bad, ANNA, clock)).fix

    def test_a_log_that_was_left_behind_is_not_taken_for_the_copys(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        """Where only the database was moved away, SQLite would apply the old log."""
        new = path.parent / "new.db"
        (path.parent / "new.db-wal").write_bytes(b"log")
        assert "left behind" in refusal(lambda: restore(copy, new, ANNA, clock)).why
        assert not new.exists()

    def test_a_file_that_somebody_writes_to_is_not_written_over(
        self, path: Path, copy: Path, later: SqliteStore, lease: Lease, clock: ManualClock
    ) -> None:
        with later.transaction(lease) as unit:
            unit.links.put([link(3)])
            refused = refusal(lambda: restore(copy, path, ANNA, clock, busy_seconds=0))
        assert refused.why == "somebody else is writing to it"
        assert links(later) == (link(1), link(2), link(3))

    def test_nothing_is_left_beside_the_file(
        self, path: Path, copy: Path, later: SqliteStore, clock: ManualClock
    ) -> None:
        before = files(path)
        restore(copy, path, ANNA, clock)
        assert files(path) == before
