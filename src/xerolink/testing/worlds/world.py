"""A whole small world in memory: one organisation, one host, one store, one connection."""

from collections.abc import Mapping
from datetime import UTC, datetime

from attrs import define, field

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.clock import CountingIds, ManualClock
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.observer import Recorder
from xerolink.adapters.memory.store import MemoryStore
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.model import Address, HostContact, Phone, SyncedFields, XeroContact
from xerolink.domain.identity import Actor, ConnectionId, HostContactId, XeroContactId
from xerolink.domain.settings import ContactSettings
from xerolink.ports.host import HostContacts
from xerolink.ports.store import Store
from xerolink.ports.suggestions import SuggestionModel
from xerolink.ports.xero import XeroContacts, XeroOrganisation

START = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
ANNA = Actor.person("anna")
SEVERAL_MINUTES = 300
"""Longer than a lease and than the overlap of two reads."""


@define
class World:
    """Both sides, everything between them, and what people and time do.

    *seen_store*, *seen_host* and *seen_xero* are what the library is given: replace them with
    wrappers to count, to refuse or to crash.
    """

    clock: ManualClock = field(factory=lambda: ManualClock(START))
    settings: ContactSettings = field(factory=ContactSettings)
    connection_id: ConnectionId = field(default=ConnectionId("firm-1"))
    ids: CountingIds = field(factory=lambda: CountingIds("id"))
    events: Recorder = field(factory=Recorder)
    host: MemoryHostBook = field(factory=MemoryHostBook)
    suggestions: SuggestionModel | None = None
    """None: candidates are not ranked and nobody is suggested; that is quicker."""
    xero: MemoryXero = field(init=False)
    organisation: XeroOrganisation | None = field(default=None, init=False)
    """Who answers for the organisation, where that is not *xero*."""
    store: Store = field(init=False)
    seen_store: Store = field(init=False)
    seen_host: HostContacts = field(init=False)
    seen_xero: XeroContacts = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.xero = MemoryXero(self.clock)
        self.store = self.seen_store = MemoryStore(self.clock)
        self.seen_host, self.seen_xero = self.host, self.xero

    def app(self) -> Xerolink:
        return Xerolink(
            self.seen_store,
            self.clock,
            self.ids,
            EmbeddedClassifier(),
            self.events,
            suggestions=self.suggestions,
        )

    def sides(self) -> Sides:
        return Sides(self.seen_xero, self.organisation or self.xero, self.seen_host)

    def connect(self) -> Connection:
        return self.app().connect(self.connection_id, self.sides(), ANNA, self.settings)

    def connection(self) -> Connection:
        return self.app().connection(self.connection_id, self.sides())

    def imported(self) -> Connection:
        """Connected, imported, and some minutes later."""
        connection = self.connect()
        connection.import_contacts(ANNA)
        self.pass_time()
        return connection

    def pass_time(self) -> None:
        """Let every lease run out and every overlap pass."""
        self.clock.advance(SEVERAL_MINUTES)

    def pairs(self) -> Mapping[XeroContactId, HostContactId]:
        """The pairs in sync, from the client list."""
        clients = self.connection().client_list(size=100_000)
        return {client.link.xero_id: client.link.host_id for client in clients}

    def host_fields(self) -> list[SyncedFields]:
        return [contact.fields for contact in self.host.contacts().values()]

    def partner(self, xero_id: XeroContactId) -> HostContact:
        return self.host.contacts()[self.pairs()[xero_id]]

    def xero_contact(self, xero_id: XeroContactId) -> XeroContact:
        return next(c for c in self.xero.contacts() if c.xero_id == xero_id)


def fields(
    name: str, email: str = "", phone: Phone | None = None, address: Address | None = None
) -> SyncedFields:
    """Four known fields; those not given are empty."""
    return SyncedFields(name, email, phone or Phone(), address or Address())
