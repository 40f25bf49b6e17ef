"""The small world in memory, with invoices: what the firm bills, and what Xero makes of it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from attrs import define, evolve, field

from xerolink.adapters.memory.host_invoices import MemoryHostInvoices
from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.adapters.memory.xero_invoice_people import MemoryInvoicePeople
from xerolink.adapters.memory.xero_invoices import MemoryXeroInvoices
from xerolink.app import Sides
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
)
from xerolink.domain.invoices.record import InvoiceRecord, Standing
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms, InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, XeroInvoice
from xerolink.ports.host_invoices import HostInvoices
from xerolink.ports.xero_catalogue import XeroCatalogue
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.worlds.world import ANNA, START, World, fields
from xerolink.usecases.run import InvoiceSides

GST, ZERO = HostTaxRateId("gst15"), HostTaxRateId("zero")
NZD = CurrencyCode("NZD")
TODAY = START.date()
TERMS = HostTerms((HostTaxRate(GST, "GST 15%", "15"), HostTaxRate(ZERO, "Zero rated", "0")))
START_DATE = date(2026, 7, 1)
MAPPED = InvoiceSettings(
    on=True,
    sync_start_date=START_DATE,
    revenue_account=AccountCode("200"),
    expense_account=AccountCode("260"),
    tax_rates={GST: XeroTaxType("OUTPUT2"), ZERO: XeroTaxType("ZERORATED")},
)
"""How the firm set it up: 15% and 0%, on 200 and 260, from the first of July."""


@define
class BillingWorld(World):
    """`World`, whose sides have invoices too; *seen_...* as there."""

    catalogue: MemoryXeroCatalogue = field(init=False)
    xero_invoices: MemoryXeroInvoices = field(init=False)
    accountants: MemoryInvoicePeople = field(init=False)
    invoices: MemoryHostInvoices = field(factory=lambda: MemoryHostInvoices(TERMS))
    seen_invoices: HostInvoices = field(init=False)
    seen_xero_invoices: XeroInvoices = field(init=False)
    seen_catalogue: XeroCatalogue = field(init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.open_books()

    def open_books(self) -> None:
        """Books of the organisation that *xero* is, with nothing in them."""
        self.catalogue = self.seen_catalogue = MemoryXeroCatalogue(self.xero)
        made = MemoryXeroInvoices(self.clock, self.xero, self.catalogue)
        self.xero_invoices = self.seen_xero_invoices = made
        self.accountants = MemoryInvoicePeople(made, self.catalogue)
        self.seen_invoices = self.invoices

    def sides(self) -> Sides:
        seen = InvoiceSides(self.seen_invoices, self.seen_xero_invoices, self.seen_catalogue)
        return evolve(super().sides(), invoices=seen)

    def client(self, name: str) -> HostContactId:
        """A client of both books; linked by the next import."""
        email = f"{name.split(maxsplit=1)[0].lower()}@x.example"
        self.xero.add(fields(name, email))
        return self.host.add(fields(name, email)).host_id

    def opened(self, settings: InvoiceSettings = MAPPED) -> HostContactId:
        """Connected, imported and set up, with one client in sync."""
        kauri = self.client("Kauri Ltd")
        self.imported()
        self.set_up(settings)
        return kauri

    def set_up(self, settings: InvoiceSettings) -> None:
        """As saved, without a look at whether it can be used."""
        lease = self.store.claim(self.connection_id, "set-up", 60)
        assert lease is not None
        with self.store.transaction(lease) as unit:
            unit.invoice_book.put(evolve(unit.invoice_book.get(), settings=settings))
        self.store.release(lease)

    def bill(self, contact: HostContactId, number: str = "INV-1", **more: Any) -> HostInvoiceId:
        """An invoice of 100 plus GST that was sent today; *more* as of `HostInvoice`.

        Its *host_id* is the number in small letters, unless it is given.
        """
        host_id = more.setdefault("host_id", HostInvoiceId(number.lower()))
        given = {
            "number": InvoiceNumber(number),
            "currency": NZD,
            "issued": TODAY,
            "due": TODAY + timedelta(days=14),
            "line_amount_types": LineAmountTypes.EXCLUSIVE,
            "lines": (InvoiceLine("Advice", 1, "100", GST),),
            "total": Decimal(115),
            "status": InvoiceStatus.AWAITING_PAYMENT,
            "url": f"https://host.example/invoices/{host_id}",
            **more,
        }
        return self.invoices.add(HostInvoice(contact_id=contact, **given)).host_id

    def send(self) -> None:
        """A run over the invoices, and some minutes."""
        self.connection().send_invoices(ANNA)
        self.pass_time()

    def record(self, host_id: HostInvoiceId) -> InvoiceRecord:
        found = self.connection().invoice(host_id)
        assert found is not None
        return found

    def state(self, host_id: HostInvoiceId) -> InvoiceState:
        return self.record(host_id).state

    def told(self, host_id: HostInvoiceId) -> Standing | None:
        return self.invoices.standing(host_id)

    def in_xero(self) -> list[XeroInvoice]:
        """Every sales invoice in Xero, in the order in which they were made."""
        return list(self.xero_invoices.ledger.rows.values())
