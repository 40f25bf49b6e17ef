"""What an import costs: calls on each port, over real HTTP and SQLite files."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xerolink import Actor, Connection, ConnectionId, Sides, TenantId, Xerolink
from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.domain.contacts.effects import HostDraft
from xerolink.domain.contacts.model import ContactKind
from xerolink.domain.identity import IntentId
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.practice import Practice, practice
from xerolink.testing.simulator import XeroSimulator

ANNA = Actor.person("anna")
SETUP = "set-up"


def measure_import(contacts: int, seed: int) -> dict[str, Any]:
    """Preview and import *contacts* Xero contacts against as many host contacts."""
    trap = Trap(only=lambda point: point.startswith("before"))
    with _office(practice(seed, contacts, contacts), trap) as (xero, app, sides):
        started = time.perf_counter()
        connection = app.connect(ConnectionId("firm"), sides, ANNA)
        connection.preview(ANNA)
        connection.import_contacts(ANNA)
        seconds = time.perf_counter() - started
        read = Counter(request.operation for request in xero.requests)
        written_again = _again(connection, sides, xero)
    return {
        "contacts": contacts,
        "xero_calls": sum(read.values()),
        "xero_calls_allowed": -(-contacts // 1_000) + 3,
        **_calls(trap),
        "written_by_second_import": written_again,
        "seconds": round(seconds, 1),
    }


def _again(connection: Connection, sides: Sides, xero: XeroSimulator) -> dict[str, int]:
    host: Any = sides.host
    before = host.written, xero.requests.written()
    connection.import_contacts(ANNA)
    return {"host": host.written - before[0], "xero": xero.requests.written() - before[1]}


def _calls(trap: Trap) -> dict[str, int]:
    """Calls of preview and import on the host and the store, before the second import."""
    points = [point.removeprefix("before ") for point in trap.points]
    cut = _second_claim(points)
    calls = Counter(point.partition(".")[0] for point in points[:cut])
    units = Counter(point for point in points[:cut])
    return {
        "host_calls": calls["host"],
        "store_commits": units["store.transaction"],
        "store_reads": units["store.reading"],
    }


def _second_claim(points: list[str]) -> int:
    """Where the second import begins: the fourth claim, after connect, preview and import."""
    claims = [index for index, point in enumerate(points) if point == "store.claim"]
    return claims[3] if len(claims) > 3 else len(points)


@contextmanager
def _office(book: Practice, trap: Trap) -> Iterator[tuple[XeroSimulator, Xerolink, Sides]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        xero = XeroSimulator()
        organisation = xero.add_organisation("Big", contacts=book.xero)
        stack.enter_context(xero)
        store = stack.enter_context(closing(SqliteStore(folder / "store.sqlite", SystemClock())))
        host = stack.enter_context(closing(SqliteHostBook(folder / "host.sqlite", "firm")))
        fill(host, book)
        token, tenant = organisation.access_token, TenantId(organisation.tenant_id)
        client = XeroClient(lambda: token, tenant, base_url=xero.base_url, gate=OpenGate())
        seen_host: Any = Trapped(host, "host", trap)
        seen_store: Any = Trapped(store, "store", trap)
        sides = Sides(XeroApiContacts(client), XeroApiOrganisation(client), seen_host)
        app = Xerolink(seen_store, SystemClock(), RandomIds(), EmbeddedClassifier(), Silent())
        yield xero, app, sides


def fill(host: SqliteHostBook, book: Practice) -> None:
    """Put the contacts of *book* into the host, past any run."""
    drafts = [
        HostDraft(IntentId(f"{SETUP}-{n}"), row.fields, row.kind or ContactKind.ORGANISATION, "")
        for n, row in enumerate(book.host)
    ]
    for start in range(0, len(drafts), 1_000):
        host.create_many(drafts[start : start + 1_000])
