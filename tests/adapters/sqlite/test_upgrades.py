"""A file that any earlier version wrote is brought up to date, with everything that is in it.

`written` holds what versions wrote in one story (`writing`); versions between two of them get the
rows of the later one, as far as their tables and columns go.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from tests.adapters.sqlite.writing import NEW_EMAIL, billed, lived
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.sqlite.migrate import Migration, migrate, shipped
from xerolink.adapters.sqlite.pool import Pool
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import ConnectionId
from xerolink.domain.run import RunState
from xerolink.ports.errors import StoreError
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_invoice_probes import every_invoice, fill_invoices
from xerolink.testing.worlds import ANNA, START, World

WRITTEN = Path(__file__).parent / "written"
WRITERS = sorted(int(file.stem) for file in WRITTEN.glob("*.sql"))
EARLIER = range(1, len(shipped()))
JOURNAL = 5
"""The version that brought the journal."""
INVOICES = 10
"""The version that brought invoices."""


def make(path: Path, version: int) -> None:
    """A file as *version* left it, filled with rows that it could hold."""
    writer = min(w for w in WRITERS if w >= version)
    later = path.with_name(f"{path.name}.later")
    filled(later, writer)
    with closing(Pool(path)) as pool:
        migrate(pool, shipped()[:version])
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("attach database ? as later", (str(later),))
        for table in tables(raw, "main"):
            shared = ", ".join(columns(raw, "main", table) & columns(raw, "later", table))
            raw.execute(f"insert into {table} ({shared}) select {shared} from later.{table}")
        raw.commit()
    later.unlink()


def filled(path: Path, writer: int) -> None:
    with closing(Pool(path)) as pool:
        migrate(pool, shipped()[:writer])
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((WRITTEN / f"{writer:04}.sql").read_text("utf-8"))


def tables(raw: sqlite3.Connection, schema: str) -> set[str]:
    listed = raw.execute(
        "select name from pragma_table_list where type = 'table' and schema = ?", (schema,)
    )
    return {name for (name,) in listed if not name.startswith("sqlite_")} - {"migration"}


def columns(raw: sqlite3.Connection, schema: str, table: str) -> set[str]:
    return {
        name for (name,) in raw.execute("select name from pragma_table_info(?, ?)", (table, schema))
    }


@pytest.fixture
def world() -> World:
    """Both sides as they were when the story ended, and what this version remembers of it."""
    return lived(World())


@pytest.fixture(params=EARLIER)
def version(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, bytes]:
    """A file of every earlier version."""
    folder = tmp_path_factory.mktemp("made")
    for version in EARLIER:
        make(folder / str(version), version)
    return {version: (folder / str(version)).read_bytes() for version in EARLIER}


@pytest.fixture
def path(tmp_path: Path, version: int, made: Mapping[int, bytes]) -> Path:
    """A file of an earlier version."""
    path = tmp_path / "store.db"
    path.write_bytes(made[version])
    return path


@pytest.fixture
def store(path: Path, world: World) -> Iterator[SqliteStore]:
    """The same, opened by this version."""
    with closing(SqliteStore(path, world.clock)) as store:
        world.store = world.seen_store = store
        yield store


HELD = {
    "links": "select count(*) from link where state <> 'ended'",
    "issues": "select count(*) from issue where is_open = 1",
    "staged": "select count(*) from staged",
    "index": "select count(*) from host_index",
    "open": "select count(*) from intent where is_open = 1",
    "runs": "select count(*) from run",
    "decisions": "select count(*) from decision",
    "records": "select count(*) from connection_record",
}


def held(path: Path) -> Mapping[str, int]:
    """How many rows there are of everything."""
    with closing(sqlite3.connect(path)) as raw:
        return {name: raw.execute(count).fetchone()[0] for name, count in HELD.items()}


def read(store: SqliteStore, world: World) -> Mapping[str, int]:
    """How much of everything the port reads."""
    with store.reading(world.connection_id) as unit:
        return {
            "links": len(unit.links.page(tuple(LinkState), None, 99)),
            "issues": len(unit.issues.page(tuple(IssueKind), None, 99)),
            "staged": len(unit.staged.page(None, 99)),
            "index": len(unit.index.get_many(list(world.host.contacts()))),
            "open": len(unit.intents.open(99)),
            "runs": len(unit.runs.page(tuple(RunState), None, 99)),
            "decisions": decisions(unit),
            "records": int(unit.record.get() is not None),
        }


def decisions(unit: UnitOfWork) -> int:
    runs = unit.runs.page(tuple(RunState), None, 99)
    return sum(len(unit.decisions.of_run(run.run_id, None, 99)) for run in runs)


def test_it_is_of_this_version_then(store: SqliteStore) -> None:
    assert store.schema() == (shipped()[-1].name, shipped()[-1].name)


def test_everything_in_it_can_be_read(path: Path, world: World) -> None:
    before = held(path)
    with closing(SqliteStore(path, world.clock)) as store:
        assert read(store, world) == before


def test_there_is_some_of_everything_in_it(path: Path) -> None:
    assert 0 not in held(path).values()


def test_it_has_the_pairs_that_this_version_makes(path: Path, world: World) -> None:
    pairs = world.pairs()
    with closing(SqliteStore(path, world.clock)) as store:
        world.store = world.seen_store = store
        assert world.pairs() == pairs


def test_its_journal_is_whole(store: SqliteStore, world: World, version: int) -> None:
    entries = list(world.connection().journal())
    assert (bool(entries), world.connection().verify_journal()) == (version >= JOURNAL, ())


def test_the_effect_that_was_open_is_finished(store: SqliteStore, world: World) -> None:
    world.connection().sync_contacts(ANNA)
    kauri = next(c for c in world.xero.contacts() if c.fields.name == "Kauri Ltd")
    assert kauri.fields.billing_email == NEW_EMAIL


def test_a_second_sync_writes_nothing(store: SqliteStore, world: World) -> None:
    world.connection().sync_contacts(ANNA)
    world.pass_time()
    before = (world.host.contacts(), world.xero.contacts())
    world.connection().sync_contacts(ANNA)
    assert (world.host.contacts(), world.xero.contacts()) == before


def test_it_has_the_invoices_that_were_written(
    store: SqliteStore, world: World, version: int
) -> None:
    """Before there were invoices there are none."""
    reference = MemoryStore(world.clock)
    if version >= INVOICES:
        billed(reference, world)
    assert invoices(store, world.connection_id) == invoices(reference, world.connection_id)


def test_it_keeps_invoices_as_a_new_file_does(
    store: SqliteStore, world: World, tmp_path: Path
) -> None:
    with closing(SqliteStore(tmp_path / "new.db", world.clock)) as new:
        for each in (store, new):
            with each.transaction(claimed(each, world.connection_id)) as unit:
                fill_invoices(unit)
        found = [invoices(each, world.connection_id) for each in (store, new)]
    assert found[0] == found[1]


def invoices(store: Store, connection_id: ConnectionId) -> list[object]:
    """Everything that is read of a connection's invoices."""
    with store.reading(connection_id) as unit:
        return every_invoice(unit)


STEPS = (
    "create table if not exists migration",
    "create index staged_merged",
    "insert into migration (version, name, checksum) values (9",
    "create table invoice_to_send",
    "commit",
)


@pytest.fixture(scope="module", params=STEPS, ids=lambda step: step.replace(" ", "-"))
def died(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    made: Mapping[int, bytes],
) -> Mapping[str, bytes]:
    """The files that were left of the first version when its upgrade was killed at a statement."""
    path = tmp_path_factory.mktemp("killed") / "killed.db"
    path.write_bytes(made[1])
    dying = get_context("spawn").Process(target=die_upgrading, args=(path, request.param))
    dying.start()
    dying.join()
    assert dying.exitcode == -SIGKILL
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


@pytest.fixture
def killed(tmp_path: Path, died: Mapping[str, bytes]) -> Path:
    for name, data in died.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path / "killed.db"


def die_upgrading(path: Path, step: str) -> None:
    """Open the file, and be killed as *step* is about to run."""

    def perhaps(sql: str) -> None:
        if " ".join(sql.split()).startswith(step):
            os.kill(os.getpid(), SIGKILL)

    class Dying(sqlite3.Connection):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.set_trace_callback(perhaps)

    sqlite3.connect = partial(sqlite3.connect, factory=Dying)  # type: ignore[assignment]
    SqliteStore(path, ManualClock(START))


def applied(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("select version from migration order by version").fetchall()
    return [version for (version,) in found]


def test_an_upgrade_that_was_killed_leaves_the_earlier_version(killed: Path) -> None:
    assert applied(killed) == [1]


def test_an_upgrade_that_was_killed_leaves_every_row(
    killed: Path, tmp_path: Path, made: Mapping[int, bytes]
) -> None:
    (tmp_path / "untouched.db").write_bytes(made[1])
    assert held(killed) == held(tmp_path / "untouched.db")


def test_an_upgrade_that_was_killed_leaves_a_sound_file(killed: Path) -> None:
    with closing(sqlite3.connect(killed)) as raw:
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_after_an_upgrade_that_was_killed_the_next_one_completes(killed: Path) -> None:
    SqliteStore(killed, ManualClock(START)).close()
    assert applied(killed) == [step.version for step in shipped()]


def test_a_migration_that_fails_leaves_the_earlier_version(
    tmp_path: Path, made: Mapping[int, bytes]
) -> None:
    """What ran before the statement that failed, earlier migrations too, is undone."""
    path = tmp_path / "store.db"
    path.write_bytes(made[1])
    bad = Migration(len(shipped()) + 1, "9999_bad", "create table a (b) strict;")
    with closing(Pool(path)) as pool, pytest.raises(StoreError):
        migrate(pool, (*shipped(), bad))
    assert applied(path) == [1]
