"""`MemoryXeroInvoices` keeps every promise of `ports.xero_invoices`."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from attrs import frozen

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.adapters.memory.xero_invoice_people import MemoryInvoicePeople
from xerolink.adapters.memory.xero_invoices import MemoryXeroInvoices
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import AccountCode, XeroInvoiceDraft, XeroInvoiceId
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.conformance.xero_invoices import InvoicePeople, XeroInvoicesContract
from xerolink.testing.conformance.xero_invoices_world import UNKNOWN_ID


@frozen
class Office(InvoicePeople):
    """One organisation, and its people as the suite knows them."""

    contacts: MemoryXero
    catalogue: MemoryXeroCatalogue
    invoices: MemoryXeroInvoices
    people: MemoryInvoicePeople

    def contact(self, name: str) -> XeroContactId:
        return self.contacts.add(SyncedFields(name=name))

    def archive_contact(self, contact_id: XeroContactId) -> None:
        self.contacts.archive(contact_id)

    def add(self, draft: XeroInvoiceDraft) -> XeroInvoiceId:
        return self.people.add(draft)

    def add_bill(self, number: InvoiceNumber, contact_id: XeroContactId) -> XeroInvoiceId:
        """There are no bills in memory."""
        return UNKNOWN_ID

    def edit(self, xero_id: XeroInvoiceId, draft: XeroInvoiceDraft) -> None:
        self.people.edit(xero_id, lines=draft.lines, status=draft.status, reference=draft.reference)

    def void(self, xero_id: XeroInvoiceId) -> None:
        self.people.void(xero_id)

    def pay(self, xero_id: XeroInvoiceId, amount: Decimal) -> None:
        self.people.pay(xero_id, amount)

    def lock_period(self, day: date) -> None:
        self.catalogue.lock_period(day)

    def archive_account(self, code: AccountCode) -> None:
        self.catalogue.archive_account(code)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 9, 14, 9, 30, 0, 123_456, tzinfo=UTC))


def opened(clock: ManualClock) -> Office:
    contacts = MemoryXero(clock)
    catalogue = MemoryXeroCatalogue(contacts)
    invoices = MemoryXeroInvoices(clock, contacts, catalogue)
    return Office(contacts, catalogue, invoices, MemoryInvoicePeople(invoices, catalogue))


class TestInvoices(XeroInvoicesContract):
    @pytest.fixture
    def people(self, clock: ManualClock) -> Office:
        return opened(clock)

    @pytest.fixture
    def invoices(self, people: Office) -> XeroInvoices:
        return people.invoices

    @pytest.fixture
    def others(self, clock: ManualClock) -> Office:
        return opened(clock)

    @pytest.fixture
    def other(self, others: Office) -> XeroInvoices:
        return others.invoices
