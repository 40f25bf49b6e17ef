"""python -m benchmarks.durable FOLDER CONTACTS SEED: what runs in the watched process.

An import and a sync that tell when they commit; `benchmarks.durability` sees what they ask of the
disk.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.imports import ANNA, fill
from xerolink import Connection, ConnectionId, Sides, TenantId, Xerolink
from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.run import HostCursor
from xerolink.ports.host import HostFeed
from xerolink.ports.observer import Event, Observer, PageDecided, PagePerformed, PageStaged
from xerolink.testing.practice import practice
from xerolink.testing.simulator import XeroSimulator

STORE, HOST = "store.sqlite", "host.sqlite"
EDITED = 10
"""Of as many pairs, one is edited in the host before the sync."""


class Log(Observer):
    """What happened when, by the machine's clock: as strace tells the time, too."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, str]] = []

    def mark(self, what: str) -> None:
        self.lines.append((time.time(), what))

    def statement(self, sql: str) -> None:
        """SQLite tells each statement before it runs it."""
        if sql.strip().lower().startswith("commit"):
            self.mark("commit")

    def notice(self, event: Event) -> None:
        match event:
            case PageStaged():
                self.mark("page read in Xero")
            case PageDecided():
                self.mark("page decided")
            case PagePerformed():
                self.mark("page written")
            case _:
                """No page."""


class _Told(SqliteHostBook):
    """A host that tells of each page of its feed."""

    log: Log

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        feed = super().changes(cursor)
        if feed.changes:
            self.log.mark("page read in the host")
        return feed


class _Connected(sqlite3.Connection):
    """A connection to the store's file that tells its statements."""

    def __init__(self, log: Log, path: Any, *args: Any, **named: Any) -> None:
        super().__init__(path, *args, **named)
        if Path(path).name == STORE:
            self.set_trace_callback(log.statement)


def run(folder: Path, contacts: int, seed: int) -> list[tuple[float, str]]:
    """Import *contacts* contacts, then sync after an edit in each tenth pair."""
    log = Log()
    with _office(folder, contacts, seed, log) as (app, sides, host):
        connection = app.connect(ConnectionId("firm"), sides, ANNA)
        log.mark("import")
        connection.import_contacts(ANNA)
        log.mark("between")
        _edit(connection, host)
        log.mark("sync")
        connection.sync_contacts(ANNA)
        log.mark("end")
    return log.lines


def _edit(connection: Connection, host: SqliteHostBook) -> None:
    for client in connection.client_list(size=10**9)[::EDITED]:
        host.edit(client.link.host_id, {FieldName.PRIMARY_PHONE: Phone("5550199", "9", "64")})


@contextmanager
def _office(
    folder: Path, contacts: int, seed: int, log: Log
) -> Iterator[tuple[Xerolink, Sides, SqliteHostBook]]:
    book = practice(seed, contacts, contacts)
    with ExitStack() as stack:
        xero = XeroSimulator()
        organisation = xero.add_organisation("Big", contacts=book.xero)
        stack.enter_context(xero)
        host = stack.enter_context(closing(_Told(folder / HOST, "firm")))
        host.log = log
        fill(host, book)
        stack.enter_context(patch("sqlite3.connect", partial(_connected, log)))
        store = stack.enter_context(closing(SqliteStore(folder / STORE, SystemClock())))
        token, tenant = organisation.access_token, TenantId(organisation.tenant_id)
        client = XeroClient(lambda: token, tenant, base_url=xero.base_url, gate=OpenGate())
        sides = Sides(XeroApiContacts(client), XeroApiOrganisation(client), host)
        yield Xerolink(store, SystemClock(), RandomIds(), EmbeddedClassifier(), log), sides, host


def _connected(log: Log, path: Any, **named: Any) -> sqlite3.Connection:
    return _Connected(log, path, **named)


if __name__ == "__main__":
    folder, contacts, seed = sys.argv[1:]
    json.dump(run(Path(folder), int(contacts), int(seed)), sys.stdout)
