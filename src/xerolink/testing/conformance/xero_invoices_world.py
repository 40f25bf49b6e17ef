"""The two organisations of the contract of `ports.xero_invoices`, and what its tests say often."""

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import pytest
from attrs import evolve

from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import InvoiceNumber, LineAmountTypes
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    InvoiceChange,
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    InvoiceVoid,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroInvoiceOutcome,
    XeroLine,
)
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.conformance.hooks import missing

SALES, COSTS, BANK = AccountCode("200"), AccountCode("429"), AccountCode("090")
GST, ZERO = XeroTaxType("OUTPUT2"), XeroTaxType("ZERORATED")
"""Of the organisation: Xero's own of New Zealand."""
ADVICE = XeroLine("Advice of Ana Kauri", Decimal(2), Decimal("125.50"), SALES, GST)
TRAVEL = XeroLine("Travel to Rimutaka", Decimal(1), Decimal("80"), SALES, ZERO)
ISSUED, DUE = date(2026, 9, 14), date(2026, 10, 14)
UNKNOWN_ID = XeroInvoiceId("00000000-0000-4000-8000-00000000000f")
UNKNOWN_CONTACT = XeroContactId("00000000-0000-4000-8000-00000000000e")


class InvoicePeople(Protocol):
    """What people do in Xero's own pages: the suite's other hand. Ids are equal in equal order."""

    @abstractmethod
    def contact(self, name: str) -> XeroContactId:
        """Make a contact to be billed; its id."""

    @abstractmethod
    def archive_contact(self, contact_id: XeroContactId) -> None:
        """Archive the contact."""

    @abstractmethod
    def add(self, draft: XeroInvoiceDraft) -> XeroInvoiceId:
        """Make a sales invoice, of lines without discount, item and tracking; its id."""

    @abstractmethod
    def add_bill(self, number: InvoiceNumber, contact_id: XeroContactId) -> XeroInvoiceId:
        """Enter a bill of that number; its id. Where there are no bills: an id that nobody has."""

    @abstractmethod
    def edit(self, xero_id: XeroInvoiceId, draft: XeroInvoiceDraft) -> None:
        """Make the invoice as *draft* says; lines keep their ids by their place."""

    @abstractmethod
    def void(self, xero_id: XeroInvoiceId) -> None:
        """Void the invoice."""

    @abstractmethod
    def pay(self, xero_id: XeroInvoiceId, amount: Decimal) -> None:
        """Pay so much of it."""

    @abstractmethod
    def lock_period(self, day: date) -> None:
        """Close the books up to *day*, itself included."""

    @abstractmethod
    def archive_account(self, code: AccountCode) -> None:
        """Archive the account."""


class TwoLedgers:
    """What an adapter provides: *invoices* and *other* are of two organisations of New Zealand.

    Both as Xero sets them up, without contacts and invoices: accounts 200 and 429, the rates
    OUTPUT2, INPUT2, ZERORATED and NONE, the tracking category Region with the options North and
    South, the item BOOK, and no currency but NZD.
    """

    @pytest.fixture
    def invoices(self) -> XeroInvoices:
        raise missing("invoices")

    @pytest.fixture
    def people(self) -> InvoicePeople:
        raise missing("people")

    @pytest.fixture
    def other(self) -> XeroInvoices:
        raise missing("other")

    @pytest.fixture
    def others(self) -> InvoicePeople:
        raise missing("others")

    @pytest.fixture
    def kauri(self, people: InvoicePeople) -> XeroContactId:
        """A contact of the first organisation."""
        return people.contact("Kauri Timber Ltd")


def draft(
    contact_id: XeroContactId, number: str = "K-1", *lines: XeroLine, **details: Any
) -> XeroInvoiceDraft:
    """An invoice of *lines*, or of one; *details*: other attributes."""
    made = XeroInvoiceDraft(
        number=InvoiceNumber(number),
        contact_id=contact_id,
        currency=CurrencyCode("NZD"),
        issued=ISSUED,
        due=DUE,
        line_amount_types=LineAmountTypes.EXCLUSIVE,
        lines=lines or (ADVICE,),
    )
    return evolve(made, **details)


def creation(wanted: XeroInvoiceDraft) -> InvoiceCreation:
    return InvoiceCreation(IntentId(f"create {wanted.number}"), wanted)


def create(invoices: XeroInvoices, wanted: XeroInvoiceDraft) -> XeroInvoice:
    """The invoice that a create of *wanted* stored."""
    (outcome,) = invoices.create_many([creation(wanted)])
    return stored(outcome)


def change(before: XeroInvoice, wanted: XeroInvoiceDraft, key: str = "change") -> InvoiceChange:
    """A change of *before*: lines keep their ids by their place, those beyond them are new."""
    ids = tuple(one.line_id for one in before.lines or ())
    places = (*ids, *(None,) * len(wanted.lines))[: len(wanted.lines)]
    return InvoiceChange(IntentId(f"{key} {before.number}"), before.xero_id, wanted, places)


def changed(
    invoices: XeroInvoices, before: XeroInvoice, wanted: XeroInvoiceDraft
) -> XeroInvoiceOutcome:
    """The outcome of one change."""
    (outcome,) = invoices.change_many([change(before, wanted)])
    return outcome


def void(invoice: XeroInvoice, key: str = "void") -> InvoiceVoid:
    return InvoiceVoid(IntentId(f"{key} {invoice.number}"), invoice)


def voided(invoices: XeroInvoices, invoice: XeroInvoice) -> XeroInvoiceOutcome:
    """The outcome of one void."""
    (outcome,) = invoices.void_many([void(invoice)])
    return outcome


def read(invoices: XeroInvoices, xero_id: XeroInvoiceId) -> XeroInvoice:
    return invoices.get_many([xero_id])[xero_id]


def stored(outcome: XeroInvoiceOutcome) -> XeroInvoice:
    assert isinstance(outcome, InvoiceStored), outcome
    return outcome.invoice


def kinds(outcome: XeroInvoiceOutcome) -> set[RefusalKind]:
    """What a refused row was refused for."""
    assert isinstance(outcome, InvoiceRefused), outcome
    return {one.kind for one in outcome.refusals}


def lines_of(invoice: XeroInvoice) -> list[XeroLine]:
    return [one.line for one in invoice.lines or ()]


def descriptions(invoice: XeroInvoice) -> list[str]:
    return [line.description for line in lines_of(invoice)]


def numbers(invoices: Iterable[XeroInvoice]) -> list[str]:
    return sorted(one.number for one in invoices)


def add_many(people: InvoicePeople, contact_id: XeroContactId, count: int) -> list[XeroInvoiceId]:
    return [people.add(draft(contact_id, f"K-{number:04}")) for number in range(count)]
