"""Where a story of invoices is lived: the real adapters straight into the simulator."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, evolve, field

from xerolink.adapters.memory.host_invoices import MemoryHostInvoices
from xerolink.adapters.xero.catalogue import XeroApiCatalogue
from xerolink.adapters.xero.invoices import XeroApiInvoices
from xerolink.app import Sides
from xerolink.connection import Connection
from xerolink.domain.contacts.link import Link
from xerolink.domain.errors import BusyError
from xerolink.domain.identity import HostContactId, IssueId
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.testing.billing_world import MAPPED, START_DATE
from xerolink.testing.crashes import Trapped
from xerolink.testing.invoice_worlds.prices import GST, SPLIT, ZERO, terms
from xerolink.testing.invoice_worlds.watched import WatchedInvoices
from xerolink.testing.simulator import Switches, XeroSimulator
from xerolink.testing.simulator.invoice import Invoice
from xerolink.testing.simulator.ledger import Ledger
from xerolink.testing.simulator.people import People
from xerolink.testing.worlds.direct import DirectClient
from xerolink.testing.worlds.simulated import SimulatedXero
from xerolink.testing.worlds.world import ANNA, World, fields
from xerolink.usecases.invoices.lists import BlockedInvoices
from xerolink.usecases.run import InvoiceSides

NAMES = ("Kauri", "Rimu", "Totara", "Matai", "Rata", "Nikau", "Miro", "Kahikatea")
_PORTS = ("store", "host", "xero", "bills", "invoices", "catalogue")
_PAGE = 500


@define
class InvoicePlace:
    """One firm, one simulated organisation, and the library between them.

    *apart*: Xero rounds each part of a tax rate by itself. *settings* and *start* are what people
    have chosen, and from which issue date on invoices go by themselves.
    """

    skew: int = 0
    apart: bool = False
    tally: Counter[str] = field(factory=Counter)
    world: World = field(factory=World)
    bills: MemoryHostInvoices = field(factory=lambda: MemoryHostInvoices(terms(), page_size=5))
    store: WatchedInvoices = field(init=False)
    simulator: XeroSimulator = field(init=False)
    xero: SimulatedXero = field(init=False)
    settings: InvoiceSettings = MAPPED
    start: date = START_DATE
    _given: tuple[Any, ...] = field(init=False)
    _links: tuple[int, dict[HostContactId, Link | None]] = field(factory=lambda: (-1, {}))

    def __attrs_post_init__(self) -> None:
        clock = self.world.clock
        self.world.store = self.store = WatchedInvoices(clock)
        self.simulator = XeroSimulator(0, clock.now, sleep=clock.advance)
        self.simulator.skew(self.skew)
        home = self.simulator.add_organisation(
            "Kauri", switches=Switches(tax_by_component=self.apart)
        )
        self.xero = SimulatedXero(DirectClient(self.simulator, home))
        self.world.organisation = self.xero
        self.undisturbed()

    @property
    def people(self) -> People:
        return self.xero.client.home.people

    @property
    def ledger(self) -> Ledger:
        return self.xero.client.home.ledger

    def ports(self) -> tuple[Any, ...]:
        """As nothing stands between: store, contacts of both sides, invoices, catalogue."""
        client = self.xero.client
        sides = (self.bills, XeroApiInvoices(client), XeroApiCatalogue(client))
        return (self.world.store, self.world.host, self.xero, *sides)

    def undisturbed(self) -> None:
        self._given = self.ports()

    def trapped(self, snare: Any) -> None:
        """From now on *snare* sees every call."""
        pairs = zip(self.ports(), _PORTS, strict=True)
        self._given = tuple(Trapped(port, name, snare) for port, name in pairs)

    def connection(self) -> Connection:
        sides = self._sides()  # first, for it says which store the app has
        return self.world.app().connection(self.world.connection_id, sides)

    def begin(self) -> HostContactId:
        """Connected, imported and set up, with one client."""
        first, sides = self.client(0), self._sides()
        self.world.app().connect(self.world.connection_id, sides, ANNA)
        self.connection().import_contacts(ANNA)
        split = self.people.add_tax_rate("Two parts", "10", "5")
        rates = {GST: XeroTaxType("OUTPUT2"), ZERO: XeroTaxType("ZERORATED")}
        self.settings = evolve(MAPPED, tax_rates={**rates, SPLIT: XeroTaxType(split)})
        self.connection().save_invoice_settings(self.settings, ANNA)
        self.world.pass_time()
        return first

    def client(self, number: int, *, both: bool = True) -> HostContactId:
        """A client, linked by the next sync where it is in *both* books."""
        known = fields(*self._name(number))
        if both:
            self.xero.add(known)
        return self.world.host.add(known).host_id

    def into_xero(self, number: int) -> None:
        """The accountant adds a client that only the firm has."""
        self.xero.add(fields(*self._name(number)))

    def _name(self, number: int) -> tuple[str, str]:
        name = f"{NAMES[number % len(NAMES)]} {number}"
        return name, f"{name.replace(' ', '').lower()}@x.example"

    def link_of(self, host_id: HostContactId) -> Link | None:
        """Its link; read again only after a commit."""
        if self._links[0] != self.store.commits:
            self._links = (self.store.commits, {})
        known = self._links[1]
        if host_id not in known:
            with self.store.reading(self.world.connection_id) as unit:
                known[host_id] = unit.links.by_host([host_id]).get(host_id)
        return known[host_id]

    def xero_invoices(self) -> Sequence[Invoice]:
        """Every sales invoice in Xero, in any status."""
        found = (one for one in self.ledger.invoices if one.type == "ACCREC")
        return sorted(found, key=lambda one: one.invoice_id)

    def issues(self) -> Sequence[BlockedInvoices]:
        """Every open issue, as a person sees them."""
        connection, after = self.connection(), IssueId("")
        found: list[BlockedInvoices] = []
        while page := connection.invoice_issues(after or None, _PAGE):
            found += page
            after = page[-1].issue.issue_id
        return found

    def held(self) -> Mapping[HostInvoiceId, set[CauseKind]]:
        """By what each invoice is held, as a person sees it among the issues."""
        kinds: dict[HostInvoiceId, set[CauseKind]] = {}
        for one in self.issues():
            for record in one.invoices:
                kinds.setdefault(record.host_id, set()).add(one.issue.cause.kind)
        return kinds

    def save(self, settings: InvoiceSettings) -> None:
        """People save *settings*; an earlier start date is not in force by that."""
        self.undisturbed_verb(lambda c: c.save_invoice_settings(settings, ANNA))
        self.settings = settings
        if settings.on and settings.sync_start_date is not None:
            self.start = max(self.start, settings.sync_start_date)

    def undisturbed_verb(self, verb: Callable[[Connection], object]) -> None:
        """Whoever finds a worker's lease in the way comes back when it has run out."""
        given, self._given = self._given, self.ports()
        try:
            verb(self.connection())
        except BusyError:
            self.world.pass_time()
            verb(self.connection())
        finally:
            self._given = given

    def _sides(self) -> Sides:
        store, host, xero, bills, invoices, catalogue = self._given
        self.world.seen_store, self.world.seen_host, self.world.seen_xero = store, host, xero
        return evolve(self.world.sides(), invoices=InvoiceSides(bills, invoices, catalogue))
