"""Processes and threads at one connection, and threads at several: one works, nothing is doubled.

The sides are real: Xero over HTTP, the host's book and the store in files.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any, Protocol

import pytest
from attrs import frozen

from tests.end_to_end.conftest import ANNA
from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import BusyError
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.simulator import XeroSimulator

MANY = 30
SECONDS = 60
"""What a test that hangs waits for."""


class Signal(Protocol):
    """An event of threads or of processes."""

    def set(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...


class Gate(Trap):
    """Stands still before the first write to the host: tells so, and goes on when it may."""

    def __init__(self, here: Signal, go: Signal) -> None:
        super().__init__()
        self.here, self.go = here, go

    def check(self, point: str) -> None:
        if point == "before host.create_many":
            self.here.set()
            self.go.wait(SECONDS)


@frozen
class Place:
    """Where everything is, for any process."""

    base_url: str
    tenant: str
    token: str
    folder: Path
    name: str = "firm"


def opened(place: Place, stack: ExitStack, gate: Trap | None = None) -> Connection:
    """The connection, over files and a client of its own."""
    store = stack.enter_context(closing(SqliteStore(place.folder / "store.db", SystemClock())))
    host: Any = stack.enter_context(SqliteHostBook(place.folder / "host.db", place.name))
    app = Xerolink(store, SystemClock(), RandomIds(), EmbeddedClassifier(), Silent())
    client = XeroClient(lambda: place.token, TenantId(place.tenant), base_url=place.base_url)
    seen = Trapped(host, "host", gate) if gate else host
    sides = Sides(XeroApiContacts(client), XeroApiOrganisation(client), seen)
    if ConnectionId(place.name) in app.connections():
        return app.connection(ConnectionId(place.name), sides)
    return app.connect(ConnectionId(place.name), sides, ANNA)


def outcome(work: Callable[[], object]) -> str:
    """What came of it, in a word."""
    try:
        work()
    except BusyError:
        return "busy"
    return "done"


@pytest.fixture
def xero() -> Iterator[XeroSimulator]:
    with XeroSimulator(seed=1) as xero:
        yield xero


def furnished(xero: XeroSimulator, folder: Path, name: str = "firm") -> Place:
    """An organisation of many contacts, and a host that has a few of them; connected."""
    organisation = xero.add_organisation(name)
    for n in range(MANY):
        organisation.people.add(Name=f"{name} {n}", EmailAddress=f"c{n}@x.example")
    place = Place(xero.base_url, organisation.tenant_id, organisation.access_token, folder, name)
    with ExitStack() as stack:
        opened(place, stack)
    return place


@pytest.fixture
def place(xero: XeroSimulator, tmp_path: Path) -> Place:
    return furnished(xero, tmp_path)


def host_names(place: Place) -> Counter[str | None]:
    """How often each name is in the host."""
    with SqliteHostBook(place.folder / "host.db", place.name) as host:
        return Counter(contact.fields.name for contact in host.contacts().values())


def each_once(name: str = "firm") -> Counter[str | None]:
    return Counter({f"{name} {n}": 1 for n in range(MANY)})


def import_elsewhere(place: Place, here: Any, go: Any, told: Any) -> None:
    """A process that imports, and stands still in the middle of it."""
    with ExitStack() as stack:
        connection = opened(place, stack, Gate(here, go))
        told.put(outcome(lambda: connection.import_contacts(ANNA)))


def race_elsewhere(place: Place, ready: Any, told: Any) -> None:
    """A process that imports at the same time as another one."""
    with ExitStack() as stack:
        connection = opened(place, stack)
        ready.wait(SECONDS)
        told.put(outcome(lambda: connection.import_contacts(ANNA)))


class TestProcesses:
    @pytest.fixture
    def stopped(self, place: Place) -> Iterator[tuple[Any, Any, Any]]:
        """Another process in the middle of an import; what lets it go on, and what it tells."""
        context = get_context("spawn")
        here, go, told = context.Event(), context.Event(), context.Queue()
        other = context.Process(target=import_elsewhere, args=(place, here, go, told))
        other.start()
        here.wait(SECONDS)
        yield go, told, other
        go.set()
        other.join(SECONDS)

    def test_the_second_one_is_told_that_the_connection_is_busy(
        self, place: Place, stopped: tuple[Any, Any, Any]
    ) -> None:
        with ExitStack() as stack:
            connection = opened(place, stack)
            with pytest.raises(BusyError, match="another run works on connection 'firm'"):
                connection.import_contacts(ANNA)

    def test_the_first_one_goes_on_as_if_nobody_had_come(
        self, place: Place, stopped: tuple[Any, Any, Any]
    ) -> None:
        go, told, _ = stopped
        with ExitStack() as stack:
            outcome(lambda: opened(place, stack).import_contacts(ANNA))
        go.set()
        assert (told.get(timeout=SECONDS), host_names(place)) == ("done", each_once())

    def test_two_that_begin_together_create_each_contact_once(self, place: Place) -> None:
        context = get_context("spawn")
        ready, told = context.Barrier(2), context.Queue()
        both = [context.Process(target=race_elsewhere, args=(place, ready, told)) for _ in range(2)]
        for one in both:
            one.start()
        ends = {told.get(timeout=SECONDS) for _ in both}
        for one in both:
            one.join(SECONDS)
        assert ("done" in ends, host_names(place)) == (True, each_once())


class TestThreadsOfOneConnection:
    @pytest.fixture
    def connection(self, place: Place) -> Iterator[Connection]:
        with ExitStack() as stack:
            yield opened(place, stack)

    def test_while_one_works_the_others_are_told_that_it_is_busy(self, place: Place) -> None:
        here, go = Event(), Event()
        with ExitStack() as stack, ThreadPoolExecutor(5) as pool:
            connection = opened(place, stack, Gate(here, go))
            first = pool.submit(outcome, lambda: connection.import_contacts(ANNA))
            here.wait(SECONDS)
            others = [
                pool.submit(outcome, lambda: connection.import_contacts(ANNA)) for _ in range(4)
            ]
            told = [other.result() for other in others]
            go.set()
            assert (told, first.result()) == (["busy"] * 4, "done")

    def test_many_that_import_together_create_each_contact_once(
        self, place: Place, connection: Connection
    ) -> None:
        with ThreadPoolExecutor(8) as pool:
            ends = list(
                pool.map(lambda _: outcome(lambda: connection.import_contacts(ANNA)), range(8))
            )
        assert ("done" in ends, host_names(place)) == (True, each_once())

    def test_many_that_sync_together_write_each_edit_once(
        self, xero: XeroSimulator, place: Place, connection: Connection
    ) -> None:
        connection.import_contacts(ANNA)
        with SqliteHostBook(place.folder / "host.db", "firm") as host:
            for host_id in host.contacts():
                host.edit(host_id, {FieldName.BILLING_EMAIL: f"{host_id.lower()}@x.example"})
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: outcome(lambda: connection.sync_contacts(ANNA)), range(8)))
        assert xero.requests.written() == MANY

    def test_lists_can_be_read_while_one_works(self, place: Place) -> None:
        here, go = Event(), Event()
        with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
            connection = opened(place, stack, Gate(here, go))
            working = pool.submit(connection.import_contacts, ANNA)
            here.wait(SECONDS)
            running = [run.phase.value for run in connection.latest_runs(1)]
            go.set()
            working.result()
            assert running == ["writing"]


class TestThreadsOfSeveralConnections:
    NAMES = ("ash", "birch", "cedar", "dogwood")

    @pytest.fixture
    def places(self, xero: XeroSimulator, tmp_path: Path) -> list[Place]:
        return [furnished(xero, tmp_path, name) for name in self.NAMES]

    def test_each_imports_its_own_contacts(self, places: list[Place]) -> None:
        """They share the files, and nobody waits for another's run to end."""
        with ExitStack() as stack, ThreadPoolExecutor(4) as pool:
            connections = [opened(place, stack) for place in places]
            list(pool.map(lambda connection: connection.import_contacts(ANNA), connections))
        assert [host_names(place) for place in places] == [each_once(n) for n in self.NAMES]

    def test_one_app_serves_them_all_at_once(self, places: list[Place]) -> None:
        """While the run of one stands still, the others begin and end."""
        here, go = Event(), Event()
        with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
            slow, *others = [
                opened(place, stack, Gate(here, go) if n == 0 else None)
                for n, place in enumerate(places)
            ]
            working: Future[object] = pool.submit(slow.import_contacts, ANNA)
            here.wait(SECONDS)
            ends = [outcome(lambda o=other: o.import_contacts(ANNA)) for other in others]  # type: ignore[misc]
            go.set()
            working.result()
            assert ends == ["done"] * 3
