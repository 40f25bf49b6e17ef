"""A simulator over real HTTP, a store and a host book in SQLite files, wired by the front door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.identity import Actor, ConnectionId, TenantId
from xerolink.domain.settings import ContactSettings
from xerolink.ports.suggestions import SuggestionModel
from xerolink.testing.simulator import Organisation, XeroSimulator

ANNA = Actor.person("anna")


@define
class Office:
    """One firm with real adapters."""

    xero: XeroSimulator
    organisation: Organisation
    host: SqliteHostBook
    store: SqliteStore
    token: str
    base_url: str
    suggestions: SuggestionModel | None = None

    def sides(self) -> Sides:
        tenant = TenantId(self.organisation.tenant_id)
        client = XeroClient(lambda: self.token, tenant, base_url=self.base_url)
        return Sides(XeroApiContacts(client), XeroApiOrganisation(client), self.host)

    def connect(self, settings: ContactSettings | None = None) -> Connection:
        ports = (self.store, SystemClock(), RandomIds(), EmbeddedClassifier(), Silent())
        app = Xerolink(*ports, suggestions=self.suggestions)
        return app.connect(ConnectionId("firm"), self.sides(), ANNA, settings)

    def imported(self) -> Connection:
        connection = self.connect()
        connection.import_contacts(ANNA)
        return connection

    def host_names(self) -> set[str | None]:
        return {contact.fields.name for contact in self.host.contacts().values()}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with XeroSimulator(seed=1) as xero:
        organisation = xero.add_organisation("Kauri Accounting")
        store = SqliteStore(tmp_path / "xerolink.sqlite", SystemClock())
        host = SqliteHostBook(tmp_path / "host.sqlite", "firm")
        token = organisation.access_token
        yield Office(xero, organisation, host, store, token, xero.base_url)
        host.close()
        store.close()
