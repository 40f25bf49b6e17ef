"""Workers in processes of their own, at one store: a queued run is done by one of them, once."""

from contextlib import closing, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.errors import BusyError
from xerolink.domain.identity import RunId
from xerolink.domain.run import RunKind, RunState
from xerolink.testing.worlds import ANNA, World, fields

WORKERS = 3


def world_at(path: Path) -> tuple[World, SqliteStore]:
    """The same two books in every process."""
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    store = SqliteStore(path, world.clock)
    world.store = world.seen_store = store
    return world, store


def work(path: Path, ready: Any, done: Any) -> None:
    """A worker: one turn, together with the others. It tells which run it has done."""
    world, store = world_at(path)
    with closing(store):
        ready.wait(60)
        run = None
        with suppress(BusyError):
            run = world.connection().run_once()
        done.put(run.run_id if run is not None else None)


def test_queued_run_is_done_by_one_of_several_processes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    world, store = world_at(path)
    with closing(store):
        connection = world.connect()
        run_id = connection.start(RunKind.PREVIEW, ANNA)
        assert worked(path) == [run_id]
        assert [run.run_id for run in connection.runs(states=[RunState.FINISHED])] == [run_id]


def worked(path: Path) -> list[RunId]:
    """The runs that the workers say they have done."""
    context = get_context("spawn")
    ready, done = context.Barrier(WORKERS), context.Queue()
    workers = [context.Process(target=work, args=(path, ready, done)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    told = [done.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(60)
    return [run_id for run_id in told if run_id is not None]
