"""What an import and a sync cost in commits: three for each page at the most."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from xerolink.adapters.memory.observer import Recorder
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.domain.contacts.model import FieldName
from xerolink.ports.observer import Event, PageDecided, PagePerformed, PageStaged
from xerolink.testing.worlds import ANNA, World, fields

CONTACTS = 1_200
"""Two pages of Xero's and three of decisions."""
MOST = 3


class Pages(Recorder):
    """How many commits SQLite was told before the end of each page, by the kind of page."""

    def __init__(self) -> None:
        super().__init__()
        self.commits = 0
        self.ends: dict[type[Event], list[int]] = {}

    def statement(self, sql: str) -> None:
        self.commits += sql == "commit"

    def notice(self, event: Event) -> None:
        self.ends.setdefault(type(event), []).append(self.commits)

    def forget(self) -> None:
        self.commits = 0
        self.ends.clear()

    def each(self, kind: type[Event]) -> list[int]:
        """The commits from the end of each page to that of the next."""
        return [end - start for start, end in pairwise(self.ends[kind])]

    def count(self) -> int:
        """The pages of Xero's, of decisions made and of decisions written."""
        return sum(len(self.ends[kind]) for kind in (PageStaged, PageDecided, PagePerformed))


def imported(world: World, pages: Pages) -> None:
    connection = world.connect()
    pages.forget()
    connection.import_contacts(ANNA)


def synced(world: World, pages: Pages) -> None:
    """After an edit of every contact in the host."""
    connection = world.imported()
    for host_id in world.host.contacts():
        world.host.edit(host_id, {FieldName.BILLING_EMAIL: f"{host_id}@x.example"})
    pages.forget()
    connection.sync_contacts(ANNA)


@pytest.fixture(scope="module", params=[imported, synced])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of a run over one file."""
    found, live = Pages(), request.param
    world = World(events=found)
    for n in range(CONTACTS):
        world.xero.add(fields(f"Kauri {n}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(_counted, found.statement))
        path = tmp_path_factory.mktemp("counted") / "store.db"
        with closing(SqliteStore(path, world.clock)) as store:
            world.store = world.seen_store = store
            live(world, found)
    return found


def _counted(statement: Callable[[str], None], path: Path, **named: Any) -> sqlite3.Connection:
    raw = sqlite3.Connection(path, **named)
    raw.set_trace_callback(statement)
    return raw


def test_no_page_that_is_read_costs_more_than_three_commits(pages: Pages) -> None:
    assert max(pages.each(PageStaged)) <= MOST


def test_no_page_that_is_decided_costs_more_than_three_commits(pages: Pages) -> None:
    assert max(pages.each(PageDecided)) <= MOST


def test_no_page_that_is_written_costs_more_than_three_commits(pages: Pages) -> None:
    assert max(pages.each(PagePerformed)) <= MOST


def test_a_run_costs_no_more_than_three_commits_for_each_of_its_pages(pages: Pages) -> None:
    """What begins it and ends it is counted too."""
    assert pages.commits <= MOST * pages.count()
