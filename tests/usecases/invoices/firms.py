"""A firm whose invoices are to be set up: both sides in memory, an organisation of New Zealand."""

from datetime import date

from attrs import define, evolve, field

from tests.domain.invoices.terms import ADVICE, GST, TRAVEL, ZERO, host_rate
from xerolink.adapters.memory.host_invoices import MemoryHostInvoices
from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.adapters.memory.xero_invoices import MemoryXeroInvoices
from xerolink.connection import Connection
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import AccountCode
from xerolink.ports.xero_catalogue import XeroCatalogue
from xerolink.testing.worlds import World
from xerolink.usecases.run import InvoiceSides

TERMS = HostTerms(
    (host_rate(GST, "GST", 15), host_rate(ZERO, "Zero rated", 0)),
    {ADVICE: "Advice"},
    {TRAVEL: "Travel"},
    CurrencyCode("NZD"),
)
RIGHT = InvoiceSettings(
    on=True,
    sync_start_date=date(2026, 7, 1),
    revenue_account=AccountCode("200"),
    expense_account=AccountCode("260"),
    service_accounts={ADVICE: AccountCode("200")},
    tax_rates={GST: XeroTaxType("OUTPUT2"), ZERO: XeroTaxType("ZERORATED")},
)
OFF = evolve(RIGHT, on=False)


@define
class Firm:
    """*seen* is what the library asks for the catalogue: put a trap around it to watch."""

    world: World = field(factory=World)
    host: MemoryHostInvoices = field(factory=lambda: MemoryHostInvoices(TERMS))
    catalogue: MemoryXeroCatalogue = field(init=False)
    seen: XeroCatalogue = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.world.connect()
        self.catalogue = self.seen = MemoryXeroCatalogue(self.world.xero)

    def connection(self) -> Connection:
        invoices = MemoryXeroInvoices(self.world.clock, self.world.xero, self.catalogue)
        sides = evolve(self.world.sides(), invoices=InvoiceSides(self.host, invoices, self.seen))
        return self.world.app().connection(self.world.connection_id, sides)
