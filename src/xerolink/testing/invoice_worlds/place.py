"""Where a story of invoices is lived: the real adapters straight into the simulator."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from attrs import define, evolve, field

from xerolink.adapters.memory.host_invoices import MemoryHostInvoices
from xerolink.adapters.xero.catalogue import XeroApiCatalogue
from xerolink.adapters.xero.invoices import XeroApiInvoices
from xerolink.app import Sides
from xerolink.domain.errors import BusyError
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.xero import AccountCode
from xerolink.testing.billing_world import MAPPED, TERMS
from xerolink.testing.crashes import Trapped
from xerolink.testing.simulator import Switches, XeroSimulator
from xerolink.testing.simulator.invoice import Invoice
from xerolink.testing.simulator.people import People
from xerolink.testing.worlds.direct import DirectClient
from xerolink.testing.worlds.simulated import SimulatedXero
from xerolink.testing.worlds.world import ANNA, World, fields
from xerolink.usecases.run import InvoiceSides

NAMES = ("Kauri", "Rimu", "Totara", "Matai", "Rata", "Nikau", "Miro", "Kahikatea")


@define
class InvoicePlace:
    """One firm, one simulated organisation, and the library between them."""

    skew: int = 0
    tally: Counter[str] = field(factory=Counter)
    world: World = field(factory=World)
    bills: MemoryHostInvoices = field(factory=lambda: MemoryHostInvoices(TERMS, page_size=5))
    simulator: XeroSimulator = field(init=False)
    xero: SimulatedXero = field(init=False)
    _given: tuple[Any, ...] = field(init=False)
    _account: int = 0

    def __attrs_post_init__(self) -> None:
        clock = self.world.clock
        self.simulator = XeroSimulator(0, clock.now, sleep=clock.advance)
        self.simulator.skew(self.skew)
        home = self.simulator.add_organisation("Kauri", switches=Switches())
        self.xero = SimulatedXero(DirectClient(self.simulator, home))
        self.world.organisation = self.xero
        self.undisturbed()

    @property
    def people(self) -> People:
        return self.xero.client.home.people

    def ports(self) -> tuple[Any, ...]:
        """As nothing stands between: store, contacts of both sides, invoices, catalogue."""
        client = self.xero.client
        sides = (self.bills, XeroApiInvoices(client), XeroApiCatalogue(client))
        return (self.world.store, self.world.host, self.xero, *sides)

    def undisturbed(self) -> None:
        self._given = self.ports()

    def trapped(self, snare: Any) -> None:
        """From now on *snare* sees every call."""
        names = ("store", "host", "xero", "bills", "invoices", "catalogue")
        pairs = zip(self.ports(), names, strict=True)
        self._given = tuple(Trapped(port, name, snare) for port, name in pairs)

    def sides(self) -> Sides:
        store, host, xero, bills, invoices, catalogue = self._given
        self.world.seen_store, self.world.seen_host, self.world.seen_xero = store, host, xero
        return evolve(self.world.sides(), invoices=InvoiceSides(bills, invoices, catalogue))

    def connection(self) -> Any:
        sides = self.sides()
        return self.world.app().connection(self.world.connection_id, sides)

    def begin(self) -> HostContactId:
        """Connected, imported and set up, with one client."""
        first = self.client(0)
        sides = self.sides()
        self.world.app().connect(self.world.connection_id, sides, ANNA)
        self.connection().import_contacts(ANNA)
        self.connection().save_invoice_settings(MAPPED, ANNA)
        self.world.pass_time()
        return first

    def client(self, number: int) -> HostContactId:
        """A client of both books, linked by the next sync."""
        name = f"{NAMES[number % len(NAMES)]} {number}"
        both = fields(name, f"{name.replace(' ', '').lower()}@x.example")
        self.xero.add(both)
        return self.world.host.add(both).host_id

    def stop_syncing(self, host_id: HostContactId) -> None:
        link = self.link_of(host_id)
        if link is not None and link.live:
            self._undisturbed_verb(lambda c: c.stop_syncing([link.xero_id], ANNA))

    def link_of(self, host_id: HostContactId) -> Any:
        with self.world.store.reading(self.world.connection_id) as unit:
            return unit.links.by_host([host_id]).get(host_id)

    def archive_account(self) -> None:
        """The account that is billed on is archived; one has to be chosen anew."""
        self.people.archive_account(self.account)

    def choose_account(self) -> None:
        """A new account is made, and chosen."""
        self._account += 1
        self.people.add_account(self.account, f"Sales {self._account}")
        chosen = evolve(MAPPED, revenue_account=AccountCode(self.account))
        self._undisturbed_verb(lambda c: c.save_invoice_settings(chosen, ANNA))

    @property
    def account(self) -> str:
        return f"2{self._account:02}"

    @property
    def account_is_active(self) -> bool:
        found = self.xero.client.home.ledger.catalogue.account(self.account)
        return found is not None and found.status == "ACTIVE"

    def xero_invoices(self) -> Sequence[Invoice]:
        """Every sales invoice in Xero, in any status."""
        found = self.xero.client.home.ledger.invoices
        return sorted((i for i in found if i.type == "ACCREC"), key=lambda i: i.invoice_id)

    def writes(self) -> int:
        """How many writes of invoices reached Xero."""
        return sum(
            r.method in ("PUT", "POST") and r.path.endswith("/Invoices")
            for r in self.simulator.requests
        )

    def _undisturbed_verb(self, verb: Any) -> None:
        """Whoever finds a worker's lease in the way comes back when it has run out."""
        given, self._given = self._given, self.ports()
        try:
            verb(self.connection())
        except BusyError:
            self.world.pass_time()
            verb(self.connection())
        finally:
            self._given = given
