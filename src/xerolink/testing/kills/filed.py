"""A firm in SQLite files, and one whose Xero is the simulator: what a killed process leaves."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

from attrs import define, field

from xerolink.adapters.memory.clock import CountingIds
from xerolink.adapters.sealed import HostKeys, Sealer
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.host_invoices import SqliteHostInvoices
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.sqlite.tokens import SqliteTokens
from xerolink.adapters.xero import (
    Addresses,
    OpenGate,
    XeroApiInvoices,
    XeroApiOrganisation,
    XeroClient,
    XeroOAuth,
)
from xerolink.domain.identity import TenantId
from xerolink.domain.invoices.xero import XeroInvoice
from xerolink.ports.keys import KeyId
from xerolink.testing.billing_world import TERMS
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.line import Line
from xerolink.testing.kills.simulated import SimulatedXero
from xerolink.testing.kills.simulated_invoices import SimulatedAccountants, SimulatedCatalogue
from xerolink.testing.simulator import CustomConnection, Organisation, XeroSimulator

_KEYS = HostKeys({KeyId("one"): bytes(32)}, KeyId("one"))
_XERO = "http://xero.example"


@define
class FiledFirm(Firm):
    """The store, the tokens and the host's books are files in *folder*, which is there."""

    folder: Path = field(kw_only=True)

    def furnish(self) -> None:
        super().furnish()
        self._found()

    def _found(self) -> None:
        """The files are new: the firm says by what it bills."""
        self.open()
        self.invoices.bill_with(TERMS)

    def open(self) -> None:
        """Open the files, as a process does that starts."""
        store: Any = SqliteStore(self.folder / "store.sqlite", self.clock)
        host: Any = SqliteHostBook(self.folder / "host.sqlite", "firm", self.page_size)
        self.store = self.seen_store = store
        self.host = self.seen_host = host
        invoices: Any = SqliteHostInvoices(self.folder / "host.sqlite", "firm")
        self.invoices = self.seen_invoices = invoices
        self.tokens = SqliteTokens(self.folder / "store.sqlite", self.clock, Sealer(_KEYS))
        self.heal()

    def close(self) -> None:
        """Close the files: they hold everything."""
        closing: Any = (self.store, self.host, self.invoices, self.tokens)
        for one in closing:
            one.close()

    def move(self, folder: Path) -> None:
        """Work on a copy of the files, which are closed, in *folder*, which is not there yet."""
        copytree(self.folder, folder)
        self.folder = folder

    def begin_anew(self, prefix: str) -> None:
        """Another process: its ids are not those of the one before."""
        self.ids = CountingIds(prefix)


@define
class SimulatedFirm(FiledFirm):
    """Xero is the simulator, at the other end of *line*, through the real adapter."""

    line: Line = field(init=False)
    organisation: XeroApiOrganisation = field(init=False)
    _custom: CustomConnection = field(init=False)
    _looking: XeroApiInvoices = field(init=False)

    def furnish(self) -> None:
        simulator = XeroSimulator(seed=1, clock=self.clock.now)
        simulated = simulator.add_organisation("Kauri")
        self.line = Line(simulator.wsgi)
        self._custom = simulator.custom_connection(simulated)
        token, tenant = simulated.access_token, TenantId(simulated.tenant_id)
        client = self._client(lambda: self._good(token), tenant)
        looking = self._client(lambda: token, tenant)
        self.organisation = XeroApiOrganisation(client)
        book: Any = SimulatedXero(client, looking, simulated)
        self.xero = self.seen_xero = book
        self._sell(client, looking, simulated)
        self._found()
        self.identity = self._app_at_xero(simulator.client_id, simulator.client_secret)
        self.agree = self._consented

    def _sell(self, client: XeroClient, looking: XeroClient, simulated: Organisation) -> None:
        sales: Any = XeroApiInvoices(client)
        catalogue: Any = SimulatedCatalogue(client, simulated)
        accountants: Any = SimulatedAccountants(simulated)
        self.xero_invoices = self.seen_xero_invoices = sales
        self.catalogue = self.seen_catalogue = catalogue
        self.accountants, self._looking = accountants, XeroApiInvoices(looking)

    def in_xero(self) -> list[XeroInvoice]:
        """Ordered by id; whoever looks disturbs nobody."""
        return list(self._looking.page(1, None).invoices)

    def be_custom(self) -> None:
        self.identity = self._app_at_xero(self._custom.client_id, self._custom.client_secret)

    def ports(self) -> dict[str, object]:
        return {**super().ports(), "organisation": self.organisation}

    def _app_at_xero(self, client_id: str, secret: str) -> XeroOAuth:
        return XeroOAuth(client_id, secret, addresses=Addresses.at(_XERO), pool=self.line)

    def _client(self, token: Callable[[], str], tenant: TenantId) -> XeroClient:
        return XeroClient(token, tenant, base_url=_XERO, pool=self.line, gate=OpenGate())

    def _good(self, first: str) -> str:
        """*first* until the firm has tokens of its own."""
        used = self.token_set_id
        return first if used is None else self.app().access_token(used)()

    def _consented(self, url: str) -> str:
        answer = self.line.urlopen("GET", url, redirect=False)
        return str(answer.headers["Location"])
