"""A webhook's way: an edit in Xero, its payload, the receiver, a worker, the host.

The simulator's webhooks, with their losses, delays and repetitions, before a real receiver; Xero
over real HTTP, the store and the host in SQLite files, one clock for all.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import define

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.adapters.memory.observer import Recorder
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.webhook import WebhookReceiver
from xerolink.adapters.xero import XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.app import Sides, Xerolink
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import SYNC, ConnectionId, TenantId
from xerolink.domain.inbox import Received
from xerolink.ports.observer import WebhookReceived
from xerolink.testing.simulator import (
    DuplicateEvent,
    LateEvent,
    LostEvent,
    Organisation,
    OvertakenEvent,
    XeroSimulator,
)
from xerolink.testing.simulator.server import LoopbackServer
from xerolink.usecases.sync_contacts import POLL

START = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


@define
class Firm:
    """One organisation, its firm's book, and what people and the worker do."""

    organisation: Organisation
    sides: Sides
    contact_id: str

    def edit(self, email: str, contact_id: str | None = None) -> None:
        people = self.organisation.people
        people.edit(contact_id or self.contact_id, EmailAddress=email)

    def email(self) -> str | None:
        """The email of the firm's first contact in the host."""
        host = self.sides.host
        assert isinstance(host, SqliteHostBook)
        contacts = host.contacts().values()
        return next(c.fields.billing_email for c in contacts if c.fields.name == "Kauri")


@define
class Line:
    """The app, two firms, the line from Xero, and time."""

    xero: XeroSimulator
    app: Xerolink
    clock: ManualClock
    heard: Recorder
    firms: dict[ConnectionId, Firm]

    @property
    def firm(self) -> Firm:
        return self.firms[ConnectionId("firm-1")]

    def deliver(self) -> None:
        """Let Xero send what is due."""
        self.xero.webhooks.deliver()

    def work(self) -> None:
        """Let the worker make rounds until there is nothing to do."""
        while self.app.run_once(lambda connection_id: self.firms[connection_id].sides):
            pass

    def calls(self) -> Counter[str]:
        """The calls to Xero since the imports."""
        return Counter(request.operation for request in self.xero.requests)

    def received(self) -> list[Received]:
        events = self.heard.events
        return [event.received for event in events if isinstance(event, WebhookReceived)]

    def answers(self) -> set[tuple[str, ...]]:
        """What Xero had to object to."""
        return {attempt.problems for attempt in self.xero.webhooks.attempts}


def opened(line: Line, name: str, tmp_path: Path) -> SqliteHostBook:
    """A connection, imported."""
    organisation = line.xero.add_organisation(name)
    kauri = organisation.people.add(Name="Kauri", EmailAddress="old@x.example")
    token, tenant = organisation.access_token, TenantId(organisation.tenant_id)
    client = XeroClient(lambda: token, tenant, base_url=line.xero.base_url)
    host = SqliteHostBook(tmp_path / f"{name}.sqlite", name)
    sides = Sides(XeroApiContacts(client), XeroApiOrganisation(client), host)
    line.firms[ConnectionId(name)] = Firm(organisation, sides, kauri)
    line.app.connect(ConnectionId(name), sides, SYNC).import_contacts()
    return host


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    clock, heard = ManualClock(START), Recorder()
    store = SqliteStore(tmp_path / "store.sqlite", clock)
    app = Xerolink(store, clock, CountingIds("id"), EmbeddedClassifier(), heard)
    with XeroSimulator(seed=1, clock=clock.now) as xero:
        made = Line(xero, app, clock, heard, {})
        hosts = [opened(made, name, tmp_path) for name in ("firm-1", "firm-2")]
        clock.advance(300)
        xero.requests.clear()
        xero.webhooks.subscribe_wsgi(WebhookReceiver(app, xero.webhooks.key.encode()))
        yield made
        for host in hosts:
            host.close()
        store.close()


def test_edit_in_xero_is_in_the_host_after_one_call(line: Line) -> None:
    """Read by its id; the pages of the organisation are not."""
    line.firm.edit("new@x.example")
    line.deliver()
    line.work()
    assert line.firm.email() == "new@x.example"
    assert line.calls() == {"GET Contacts": 1}
    assert [request.query for request in line.xero.requests if "IDs=" in request.query] != []


def test_receiving_makes_no_call(line: Line) -> None:
    line.firm.edit("new@x.example")
    line.deliver()
    assert (line.calls(), line.answers()) == ({}, {()})


def test_intent_to_receive_is_answered_as_xero_wants_it(line: Line) -> None:
    assert line.xero.webhooks.intent_to_receive()


def test_thirty_edits_cost_one_call(line: Line) -> None:
    for number in range(30):
        line.firm.edit(f"{number}@x.example")
    line.deliver()
    line.work()
    assert (line.firm.email(), line.calls()) == ("29@x.example", {"GET Contacts": 1})


def test_two_organisations_in_one_payload_each_get_their_own(line: Line) -> None:
    for name, firm in line.firms.items():
        firm.edit(f"{name}@x.example")
    line.deliver()
    line.work()
    assert len(line.xero.webhooks.attempts) == 1
    assert [firm.email() for firm in line.firms.values()] == [
        "firm-1@x.example",
        "firm-2@x.example",
    ]
    assert line.calls() == {"GET Contacts": 2}


def test_organisation_that_is_not_ours_is_counted(line: Line) -> None:
    stranger = line.xero.add_organisation("Stranger")
    stranger.people.add(Name="Nobody")
    line.deliver()
    assert (line.received(), line.answers()) == ([Received(unknown_tenant=1)], {()})


def test_duplicate_is_read_once(line: Line) -> None:
    line.xero.webhooks.faults.add(DuplicateEvent("*"))
    line.firm.edit("new@x.example")
    line.deliver()
    line.work()
    assert (len(line.xero.webhooks.attempts), line.calls()) == (2, {"GET Contacts": 1})


def test_overtaken_event_changes_nothing(line: Line) -> None:
    line.xero.webhooks.faults.add(OvertakenEvent("*"))
    line.firm.edit("first@x.example")
    line.clock.advance(1)
    line.firm.edit("second@x.example")
    line.deliver()
    line.work()
    assert line.firm.email() == "second@x.example"


def test_late_event_brings_nothing_old_back(line: Line) -> None:
    line.xero.webhooks.faults.add(LateEvent("*", delay=timedelta(minutes=4)))
    line.firm.edit("first@x.example")
    line.clock.advance(1)
    line.firm.edit("second@x.example")
    for _ in range(6):
        line.deliver()
        line.work()
        line.clock.advance(60)
    assert line.firm.email() == "second@x.example"
    assert sum(received.new for received in line.received()) == 2


def test_lost_event_shows_as_a_gap_and_is_found_within_minutes(line: Line) -> None:
    """Before the next poll: the gap makes every connection due."""
    line.firms[ConnectionId("firm-2")].edit("counted@x.example")
    line.deliver()
    line.xero.webhooks.faults.add(LostEvent("*"))
    line.firm.edit("lost@x.example")
    line.firms[ConnectionId("firm-2")].edit("later@x.example")
    line.deliver()
    line.clock.advance(301)
    line.work()
    assert [received.gap for received in line.received()] == [False, True]
    assert line.firm.email() == "lost@x.example"


def test_last_event_that_is_lost_is_found_by_the_next_poll(line: Line) -> None:
    line.xero.webhooks.faults.add(LostEvent("*"))
    line.firm.edit("lost@x.example")
    line.deliver()
    line.work()
    before = line.firm.email()
    line.clock.advance(POLL.total_seconds())
    line.work()
    assert (before, line.firm.email()) == ("old@x.example", "lost@x.example")


def test_our_own_write_comes_back_and_is_no_news(line: Line) -> None:
    """It costs one reading, and nothing is written on either side."""
    host = line.firm.sides.host
    assert isinstance(host, SqliteHostBook)
    line.firm.edit("new@x.example")
    line.deliver()
    line.work()
    (host_id,) = host.contacts()
    host.edit(host_id, {FieldName.BILLING_EMAIL: "host@x.example"})
    line.app.connection(ConnectionId("firm-1"), line.firm.sides).sync_contacts()
    written = host.written, line.xero.requests.written()
    line.deliver()
    line.work()
    assert (host.written, line.xero.requests.written()) == written
    assert line.received()[-1] == Received(new=1)


def test_webhook_comes_over_real_http(line: Line) -> None:
    receiver = WebhookReceiver(line.app, line.xero.webhooks.key.encode())
    server = LoopbackServer(receiver, 0)
    server.start()
    try:
        line.xero.webhooks.subscribe(f"http://127.0.0.1:{server.port}/xero")
        line.firm.edit("new@x.example")
        line.deliver()
        switched_on = line.xero.webhooks.intent_to_receive()
    finally:
        server.stop()
    assert (switched_on, line.answers(), line.received()[0].new) == (True, {()}, 1)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_becomes_of_the_webhooks_the_host_ends_up_as_xero_is(
    line: Line, seed: int
) -> None:
    """Half of all events are lost, late, doubled or overtaken; then one poll passes."""
    line.xero.webhooks.faults.by_seed(seed, 0.5)
    for number in range(6):
        for name, firm in line.firms.items():
            firm.edit(f"{name}-{number}@x.example")
        line.clock.advance(30)
        line.deliver()
        if number % 2:
            line.work()
    line.clock.advance(POLL.total_seconds())
    line.deliver()
    line.work()
    assert {name: firm.email() for name, firm in line.firms.items()} == {
        name: f"{name}-5@x.example" for name in line.firms
    }
