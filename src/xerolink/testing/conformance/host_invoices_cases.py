"""What the suites of the host's invoices share: made invoices, and what a subclass gives."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Generic, TypeVar

import pytest
from attrs import evolve

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
    Service,
    ServiceTypeId,
)
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.ports.host_invoices import HostInvoices, Mark, Marked
from xerolink.testing.conformance.hooks import missing

Invoices = TypeVar("Invoices", bound=HostInvoices)
Move = tuple[InvoiceStatus, InvoiceStatus]

DRAFT, APPROVED, AWAITING, PART_PAID, PAID, VOIDED = InvoiceStatus
MOVES: tuple[Move, ...] = (
    (DRAFT, APPROVED),
    (DRAFT, AWAITING),
    (APPROVED, DRAFT),
    (APPROVED, AWAITING),
    (AWAITING, DRAFT),
    (AWAITING, VOIDED),
)
"""From where to where people move an invoice, in the hosts that let them do all of it."""

GST, ADVICE, TRAVEL = HostTaxRateId("gst"), ServiceTypeId("advice"), ExpenseTypeId("travel")
NZD = CurrencyCode("NZD")
TERMS = HostTerms((HostTaxRate(GST, "15% GST", 15),), {ADVICE: "Advice"}, {TRAVEL: "Travel"})
"""What every invoice of these suites is billed with."""
NOWHERE = HostInvoiceId("00000000-0000-0000-0000-00000000none")

IN_XERO = InXero(XeroInvoiceId("00000000-0000-4000-8000-000000000001"))
PART = PartPaid(Money("15.00", NZD))
HELD = Held(("the number is taken in Xero", "the contact is archived"))
STATUS_AFTER: Mapping[Standing, tuple[InvoiceStatus, ...]] = MappingProxyType(
    {
        AwaitingPayment(): (AWAITING, AWAITING, AWAITING, PART_PAID, PAID, VOIDED),
        IN_XERO: (DRAFT, APPROVED, AWAITING, AWAITING, AWAITING, VOIDED),
        PART: (PART_PAID, PART_PAID, PART_PAID, PART_PAID, PART_PAID, VOIDED),
        Paid(): (PAID, PAID, PAID, PAID, PAID, VOIDED),
        Voided(): (VOIDED, VOIDED, VOIDED, VOIDED, VOIDED, VOIDED),
        HELD: (DRAFT, APPROVED, AWAITING, PART_PAID, PAID, VOIDED),
    }
)
"""What each mark makes of each status, these in the order of `InvoiceStatus`."""
STANDINGS = tuple(STATUS_AFTER)
NO_CHANGE = tuple(standing for standing in STANDINGS if standing != AwaitingPayment())
"""The marks that send nothing, whatever they are put on."""


def status_after(status: InvoiceStatus, standing: Standing) -> InvoiceStatus:
    """The status that an invoice of *status* has once it is marked, by the table above."""
    (row,) = (after for each, after in STATUS_AFTER.items() if type(each) is type(standing))
    return row[list(InvoiceStatus).index(status)]


def invoice(number: int, status: InvoiceStatus = DRAFT) -> HostInvoice:
    """An invoice of a service and an expense, 115.00 with tax; *number* makes its id."""
    return HostInvoice(
        HostInvoiceId(f"I{number}"),
        HostContactId("C1"),
        InvoiceNumber(f"INV-{number}"),
        NZD,
        issued=date(2026, 9, 14),
        due=date(2026, 10, 14),
        line_amount_types=LineAmountTypes.EXCLUSIVE,
        lines=(
            InvoiceLine("Advice", 3, "30.00", GST, sold=Service(ADVICE)),
            InvoiceLine("Train to the client", 1, "10.00", GST, sold=BillableExpense(TRAVEL)),
        ),
        total="115.00",
        status=status,
        reference="Autumn",
    )


def dearer(before: HostInvoice, price: Decimal | int | str) -> HostInvoice:
    """The same invoice with one line of that price, as a person edits it."""
    line = InvoiceLine("Advice", 1, price, GST, sold=Service(ADVICE))
    with_tax = Decimal(price) * Decimal("1.15")
    return evolve(before, lines=(line,), total=with_tax.quantize(Decimal("0.01")))


def read(book: HostInvoices, host_id: HostInvoiceId) -> HostInvoice:
    """The invoice of an id that there must be."""
    return book.get_many([host_id])[host_id]


def put_mark(book: HostInvoices, host_id: HostInvoiceId, standing: Standing) -> None:
    """A mark that the host must not refuse."""
    assert list(book.mark_many([Mark(host_id, standing)])) == [Marked()]


def drain(
    book: HostInvoices, cursor: InvoiceCursor | None = None
) -> tuple[list[HostInvoiceId], InvoiceCursor]:
    """Every change after *cursor*, page by page, and the head of the feed."""
    changed: list[HostInvoiceId] = []
    while True:
        page = book.changes(cursor)
        changed.extend(page.changed)
        cursor = page.cursor
        if not page.more:
            return changed, cursor


class InvoiceCases(Generic[Invoices]):
    """What a subclass gives: its invoices, and what people do with them in the host."""

    moves: Collection[Move] = MOVES
    """From where to where people move an invoice; leave out what nobody can do in your host."""
    can_delete = True
    """False for a host in which nobody can delete an invoice: it gives no `delete_as_user`."""
    lacks: Collection[str] = ()
    """What no invoice of your host has: names of `host_invoices_lines.PARTS`."""

    @pytest.fixture
    def books(self) -> Callable[[str], Invoices]:
        """Opens the invoices of the firm of a name; a name seen for the first time: there are none.

        All of them are in one place, where there is one. They bill with `TERMS` and to a contact
        `C1`; where your host has other ids, `add_as_user` puts those.
        """
        raise missing("books")

    def add_as_user(self, book: Invoices, wanted: HostInvoice) -> HostInvoiceId:
        """A person makes *wanted*, and brings it to its status: a draft, or one that `moves` names.

        The answer is its id: that of *wanted*, or another one where your host gives ids; then two
        firms give equal ones.
        """
        raise missing("add_as_user")

    def edit_as_user(self, book: Invoices, host_id: HostInvoiceId, wanted: HostInvoice) -> None:
        """A person bills the lines and the total of *wanted* instead."""
        raise missing("edit_as_user")

    def move_as_user(self, book: Invoices, host_id: HostInvoiceId, to: InvoiceStatus) -> None:
        """A person approves, takes back, sends or voids an invoice: one of `moves`."""
        raise missing("move_as_user")

    def delete_as_user(self, book: Invoices, host_id: HostInvoiceId) -> None:
        """A person deletes an invoice; needed where `can_delete`."""
        raise missing("delete_as_user")

    def bill_with_as_user(self, book: Invoices, terms: HostTerms) -> None:
        """A person sets the tax rates, service types and expense types of the firm."""
        raise missing("bill_with_as_user")

    def shown(self, book: Invoices, host_id: HostInvoiceId) -> Standing | None:
        """What the host shows of an invoice, as it was last marked; None: it was not marked."""
        raise missing("shown")

    def overtaken(self, book: Invoices, late: HostInvoice) -> tuple[InvoiceCursor, HostInvoiceId]:
        """A change is committed after the feed was read past it: that cursor, and whose it is.

        A host with several writers overrides this: begin to store *late*, store another invoice
        and read the feed to its head meanwhile, then commit *late*. Where one writer follows the
        other, as here, the order of the changes is the order of the commits.
        """
        self.add_as_user(book, invoice(99))
        _, head = drain(book)
        return head, self.add_as_user(book, late)

    @pytest.fixture
    def book(self, books: Callable[[str], Invoices]) -> Invoices:
        return books("first")

    @pytest.fixture
    def other(self, books: Callable[[str], Invoices]) -> Invoices:
        """The invoices of another firm."""
        return books("second")

    def add(self, book: Invoices, *numbers: int) -> list[HostInvoiceId]:
        """Drafts that a person makes one after the other."""
        return [self.add_as_user(book, invoice(number)) for number in numbers]

    def standing_at(self, book: Invoices, status: InvoiceStatus, number: int = 1) -> HostInvoiceId:
        """An invoice in *status*: people bring it there, and where they cannot, a mark does."""
        if status in (PART_PAID, PAID):
            host_id = self.add_as_user(book, invoice(number, AWAITING))
            put_mark(book, host_id, PART if status is PART_PAID else Paid())
            return host_id
        if status is not DRAFT and status not in {to for _, to in self.moves}:
            pytest.skip(f"nobody can make an invoice {status.value} in this host")
        return self.add_as_user(book, invoice(number, status))

    def needs_move(self, move: Move) -> None:
        """Leave out a test of what nobody can do."""
        if move not in self.moves:
            pytest.skip("nobody can do that to an invoice in this host")

    def needs_part(self, part: str) -> None:
        """Leave out a test of what no invoice has."""
        if part in self.lacks:
            pytest.skip(f"no invoice of this host has that: {part}")

    def needs_deletion(self) -> None:
        """Leave out a test where nobody can delete."""
        if not self.can_delete:
            pytest.skip("nobody can delete invoices in this host")
