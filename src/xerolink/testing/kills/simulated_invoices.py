"""What people do with invoices in a simulated organisation, by the verbs of those in memory."""

from datetime import date
from decimal import Decimal

from xerolink.adapters.xero import XeroApiCatalogue, XeroClient
from xerolink.domain.invoices.xero import AccountCode, XeroInvoiceId
from xerolink.testing.simulator import Organisation


class SimulatedAccountants:
    """`MemoryInvoicePeople`'s verbs, as far as scenes need them."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation, self._people = organisation, organisation.people

    def edit(self, xero_id: XeroInvoiceId, *, issued: date) -> None:
        self._people.edit_invoice(xero_id, Date=str(issued))

    def void(self, xero_id: XeroInvoiceId) -> None:
        self._people.void(xero_id)

    def pay(self, xero_id: XeroInvoiceId, amount: Decimal | None = None) -> None:
        self._people.pay(xero_id, amount)

    def unpay(self, xero_id: XeroInvoiceId) -> None:
        """Remove its payments."""
        for payment in self._organisation.payments.values():
            if payment.invoice_id == xero_id:
                self._people.unpay(payment.payment_id)


class SimulatedCatalogue(XeroApiCatalogue):
    """The port by *client*, and what people change: `MemoryXeroCatalogue`'s verbs, as needed."""

    def __init__(self, client: XeroClient, organisation: Organisation) -> None:
        super().__init__(client)
        self._people = organisation.people

    def archive_account(self, code: AccountCode) -> None:
        self._people.archive_account(code)

    def lock_period(self, day: date | None) -> None:
        self._people.lock_period(day)
