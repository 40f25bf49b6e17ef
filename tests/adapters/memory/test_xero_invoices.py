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
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    AccountCode,
    NumberHeld,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceStatus,
)
from xerolink.ports.errors import RejectedError
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.conformance.xero_invoices import InvoicePeople, XeroInvoicesContract
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    ISSUED,
    TRAVEL,
    UNKNOWN_CONTACT,
    UNKNOWN_ID,
    change,
    creation,
    draft,
    stored,
    void,
)


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


@pytest.fixture
def office(clock: ManualClock) -> Office:
    return opened(clock)


@pytest.fixture
def kauri(office: Office) -> XeroContactId:
    return office.contact("Kauri Timber Ltd")


@pytest.fixture
def made(office: Office, kauri: XeroContactId) -> XeroInvoiceId:
    """An approved invoice over 288.65."""
    return office.people.add(draft(kauri))


def now(office: Office, xero_id: XeroInvoiceId) -> XeroInvoice:
    return office.invoices.ledger.rows[xero_id]


def test_an_approved_invoice_makes_its_contact_a_customer(
    office: Office, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    found = office.contacts.find(kauri)
    assert found is not None
    assert found.is_customer


def test_a_draft_makes_nobody_a_customer(office: Office, kauri: XeroContactId) -> None:
    office.people.add(draft(kauri, status=XeroInvoiceStatus.DRAFT))
    found = office.contacts.find(kauri)
    assert found is not None
    assert not found.is_customer


def test_an_edit_keeps_the_ids_of_the_lines(office: Office, made: XeroInvoiceId) -> None:
    (before,) = now(office, made).lines or ()
    office.people.edit(made, lines=(TRAVEL, ADVICE))
    first, _ = now(office, made).lines or ()
    assert (first.line_id, first.line) == (before.line_id, TRAVEL)


def test_people_approve_a_draft(office: Office, kauri: XeroContactId) -> None:
    unapproved = office.people.add(draft(kauri, status=XeroInvoiceStatus.DRAFT))
    office.people.approve(unapproved)
    assert now(office, unapproved).status is XeroInvoiceStatus.AUTHORISED


def test_a_payment_that_is_removed_leaves_all_due(office: Office, made: XeroInvoiceId) -> None:
    office.people.pay(made)
    office.people.unpay(made)
    found = now(office, made)
    assert (found.status, found.amount_due) == (XeroInvoiceStatus.AUTHORISED, found.total)


def test_a_credit_counts_as_money(office: Office, made: XeroInvoiceId) -> None:
    office.people.credit(made, Decimal("88.65"))
    found = now(office, made)
    assert (found.amount_due, found.settled_in_part) == (Decimal("200.00"), True)


def test_nobody_pays_more_than_what_is_due(office: Office, made: XeroInvoiceId) -> None:
    with pytest.raises(RejectedError):
        office.people.pay(made, Decimal("288.66"))


def test_nobody_pays_a_draft(office: Office, kauri: XeroContactId) -> None:
    unapproved = office.people.add(draft(kauri, status=XeroInvoiceStatus.DRAFT))
    with pytest.raises(RejectedError):
        office.people.pay(unapproved, Decimal(1))


def test_people_cannot_void_what_is_paid(office: Office, made: XeroInvoiceId) -> None:
    office.people.pay(made)
    with pytest.raises(RejectedError):
        office.people.void(made)


def test_people_cannot_edit_the_price_of_what_is_paid_in_part(
    office: Office, made: XeroInvoiceId
) -> None:
    office.people.pay(made, Decimal(1))
    with pytest.raises(RejectedError):
        office.people.edit(made, lines=(TRAVEL,))


def test_people_cannot_take_a_number_that_is_held(
    office: Office, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    with pytest.raises(RejectedError):
        office.people.add(draft(kauri, "k-1"))


def test_people_cannot_bill_whom_nobody_knows(office: Office) -> None:
    with pytest.raises(RejectedError):
        office.people.add(draft(UNKNOWN_CONTACT))


def test_a_year_that_is_closed_is_locked_too(office: Office, kauri: XeroContactId) -> None:
    office.catalogue.lock_year(ISSUED)
    with pytest.raises(RejectedError):
        office.people.add(draft(kauri))


def test_a_currency_that_people_add_can_be_billed_in(office: Office, kauri: XeroContactId) -> None:
    office.catalogue.add_currency(CurrencyCode("EUR"))
    made = office.people.add(draft(kauri, currency=CurrencyCode("EUR")))
    assert now(office, made).currency == "EUR"


def test_written_lists_what_the_port_stored(
    office: Office, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    (outcome,) = office.invoices.create_many([creation(draft(kauri, "K-2"))])
    office.invoices.change_many([change(now(office, made), draft(kauri))])
    office.invoices.void_many([void(stored(outcome))])
    assert [one.number for one in office.invoices.written] == ["K-2", "K-1", "K-2"]


def test_a_refused_row_was_not_written(
    office: Office, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    office.invoices.create_many([creation(draft(kauri))])
    assert office.invoices.written == []


def test_after_six_minutes_a_repeated_create_finds_its_number_held(
    office: Office, clock: ManualClock, kauri: XeroContactId
) -> None:
    office.invoices.create_many([creation(draft(kauri))])
    clock.advance(360)
    assert list(office.invoices.create_many([creation(draft(kauri))])) == [NumberHeld()]


def test_after_six_minutes_a_repeated_change_makes_a_line_without_an_id_another_one(
    office: Office, clock: ManualClock, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    wanted = [change(now(office, made), draft(kauri, "K-1", ADVICE, TRAVEL))]
    (first,) = office.invoices.change_many(wanted)
    clock.advance(360)
    (second,) = office.invoices.change_many(wanted)
    ids = [[one.line_id for one in stored(outcome).lines or ()] for outcome in (first, second)]
    assert ids[0][1] != ids[1][1]


def test_calls_are_counted_by_the_organisation(
    office: Office, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    invoices = office.invoices
    invoices.create_many([creation(draft(kauri, "K-2")), creation(draft(kauri, ""))])
    invoices.change_many([change(now(office, made), draft(kauri))])
    invoices.void_many([void(now(office, made))])
    invoices.get_many([made])
    invoices.by_numbers([InvoiceNumber("K-1")])
    invoices.page(1, None)
    costs = office.contacts.traffic().costs.items()
    expected = {"PUT Invoices": 1, "POST Invoices": 2, "GET Invoices": 3}
    assert {name: cost.calls for name, cost in costs} == expected


def test_nothing_to_ask_costs_nothing(
    office: Office, kauri: XeroContactId, made: XeroInvoiceId
) -> None:
    office.people.void(made)
    office.invoices.create_many([])
    office.invoices.create_many([creation(draft(kauri, ""))])
    office.invoices.void_many([void(now(office, made))])
    office.invoices.by_numbers([InvoiceNumber(" ")])
    office.invoices.get_many([])
    assert office.contacts.traffic().costs == {}
