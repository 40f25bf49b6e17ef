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
from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.domain.contacts.decide import Verdict
from xerolink.domain.contacts.effects import HostDraft
from xerolink.domain.contacts.issues import MATCH_KINDS, CandidateReason
from xerolink.domain.contacts.model import ContactKind
from xerolink.domain.identity import IntentId
from xerolink.domain.plan import Preview
from xerolink.ports.suggestions import SuggestionModel
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


def measure_suggestions(contacts: int, seed: int) -> dict[str, Any]:
    """The same preview and import without suggestions and with them, in processor seconds.

    Three contacts in twenty are Conflicts. A first pair of runs warms the process up.
    """
    book = practice(seed, contacts, contacts * 23 // 40)
    small = practice(seed, 500, 500)
    for model in (None, embedded_suggestions()):
        _timed(small, model)
    without, with_them = (_timed(book, model) for model in (None, embedded_suggestions()))
    return {
        "contacts": contacts,
        "host_contacts": len(book.host),
        "conflicts": with_them["conflicts"],
        "candidates_ranked": with_them["ranked"],
        "suggested_beside_them": with_them["suggested"],
        "near_matches": [without["near"], with_them["near"]],
        "links": [without["links"], with_them["links"]],
        "seconds_without": round(without["seconds"], 1),
        "seconds_with": round(with_them["seconds"], 1),
        "ratio": round(with_them["seconds"] / without["seconds"], 2),
    }


def _timed(book: Practice, model: SuggestionModel | None) -> dict[str, Any]:
    with _office(book, Trap(only=lambda _: False), model) as (_, app, sides):
        started = time.process_time()
        connection = app.connect(ConnectionId("firm"), sides, ANNA)
        preview = connection.preview(ANNA)
        connection.import_contacts(ANNA)
        seconds = time.process_time() - started
        return {"seconds": seconds, **_found(connection, preview)}


def _found(connection: Connection, preview: Preview) -> dict[str, Any]:
    issues = connection.issues(tuple(MATCH_KINDS), size=100_000)
    candidates = [candidate for issue in issues for candidate in issue.candidates]
    clients = connection.client_list(size=100_000)
    return {
        "conflicts": preview.count(Verdict.CONFLICT),
        "ranked": sum(one.probability is not None for one in candidates),
        "suggested": sum(one.reason is CandidateReason.SUGGESTED for one in candidates),
        "near": sum(client.link.near_match is not None for client in clients),
        "links": len(clients),
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
def _office(
    book: Practice, trap: Trap, suggestions: SuggestionModel | None = None
) -> Iterator[tuple[XeroSimulator, Xerolink, Sides]]:
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
        ports = (seen_store, SystemClock(), RandomIds(), EmbeddedClassifier(), Silent())
        app = Xerolink(*ports, suggestions=suggestions)
        yield xero, app, sides


def fill(host: SqliteHostBook, book: Practice) -> None:
    """Put the contacts of *book* into the host, past any run."""
    drafts = [
        HostDraft(IntentId(f"{SETUP}-{n}"), row.fields, row.kind or ContactKind.ORGANISATION, "")
        for n, row in enumerate(book.host)
    ]
    for start in range(0, len(drafts), 1_000):
        host.create_many(drafts[start : start + 1_000])
