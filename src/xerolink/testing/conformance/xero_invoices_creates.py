"""What creating invoices promises."""

from decimal import Decimal

import pytest
from attrs import evolve

from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import (
    AmountOff,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.xero import (
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.ports.xero_invoices import GROUP, XeroInvoices
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    TRAVEL,
    UNKNOWN_CONTACT,
    TwoLedgers,
    create,
    creation,
    draft,
    lines_of,
    read,
    stored,
)

NORTH = Tracking("Region", "North")
LINES = {
    "plain": ADVICE,
    "four decimals": evolve(ADVICE, unit_price=Decimal("0.1234"), quantity=Decimal("1.0005")),
    "percent off": evolve(ADVICE, discount=PercentOff(Decimal("12.5"))),
    "amount off": evolve(ADVICE, discount=AmountOff(Decimal("10.05"))),
    "tracked": evolve(ADVICE, tracking=(NORTH,)),
    "item": evolve(ADVICE, item=ItemCode("BOOK")),
    "taken back": evolve(ADVICE, quantity=Decimal(-1)),
}


class InvoiceCreates(TwoLedgers):
    """The promises of `create_many`."""

    def test_create_answers_what_a_read_answers(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri, "K-1", ADVICE, TRAVEL))
        assert read(invoices, made.xero_id) == made

    @pytest.mark.parametrize(
        "name", ["number", "contact_id", "currency", "issued", "due", "line_amount_types"]
    )
    def test_create_stores_the_head(
        self, invoices: XeroInvoices, kauri: XeroContactId, name: str
    ) -> None:
        wanted = draft(kauri)
        assert getattr(create(invoices, wanted), name) == getattr(wanted, name)

    @pytest.mark.parametrize(
        ("name", "value"), [("reference", "PO 7"), ("url", "https://host.example/invoices/1")]
    )
    def test_create_stores_the_texts(
        self, invoices: XeroInvoices, kauri: XeroContactId, name: str, value: str
    ) -> None:
        assert getattr(create(invoices, draft(kauri, **{name: value})), name) == value

    @pytest.mark.parametrize("line", LINES.values(), ids=LINES)
    def test_create_stores_a_line_as_it_was_written(
        self, invoices: XeroInvoices, kauri: XeroContactId, line: XeroLine
    ) -> None:
        made = create(invoices, draft(kauri, "K-1", ADVICE, line))
        assert lines_of(made) == [ADVICE, line]

    def test_each_line_has_an_id_of_its_own(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri, "K-1", ADVICE, ADVICE))
        assert len({one.line_id for one in made.lines or ()}) == 2

    def test_tax_is_rounded_for_each_line(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        """Xero's own example (fact sheet 4.3): 11.44, where 15% of the sum is 11.45."""
        prices = ("25.06", "25.61", "25.63")
        lines = (evolve(ADVICE, quantity=Decimal(1), unit_price=Decimal(p)) for p in prices)
        made = create(invoices, draft(kauri, "K-1", *lines))
        found = (made.sub_total, made.total_tax, made.total)
        assert found == (Decimal("76.30"), Decimal("11.44"), Decimal("87.74"))

    def test_a_price_that_holds_its_tax_is_the_total(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        line = evolve(ADVICE, quantity=Decimal(1), unit_price=Decimal("541.25"))
        wanted = draft(kauri, "K-1", line, line_amount_types=LineAmountTypes.INCLUSIVE)
        made = create(invoices, wanted)
        found = (made.sub_total, made.total_tax, made.total)
        assert found == (Decimal("470.65"), Decimal("70.60"), Decimal("541.25"))

    def test_the_lines_of_an_invoice_without_tax_have_no_tax(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        line = evolve(ADVICE, tax_type=None)
        wanted = draft(kauri, "K-1", line, line_amount_types=LineAmountTypes.NO_TAX)
        assert lines_of(create(invoices, wanted)) == [line]

    def test_prices_of_four_decimals_count(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        """Without unitdp=4 Xero would cut them first (fact sheet 4.3)."""
        line = evolve(ADVICE, quantity=Decimal(1_000), unit_price=Decimal("0.1234"))
        assert create(invoices, draft(kauri, "K-1", line)).sub_total == Decimal("123.40")

    def test_each_line_tells_its_amount_and_its_tax(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        (line,) = create(invoices, draft(kauri)).lines or ()
        assert (line.amount, line.tax) == (Decimal(251), Decimal("37.65"))

    def test_all_is_due_at_first(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        made = create(invoices, draft(kauri))
        assert (made.amount_due, made.settled_in_part) == (made.total, False)

    def test_an_approved_invoice_says_that_it_was_sent(
        self, invoices: XeroInvoices, kauri: XeroContactId
    ) -> None:
        made = create(invoices, draft(kauri))
        assert (made.status, made.sent_to_contact) == (XeroInvoiceStatus.AUTHORISED, True)

    def test_a_draft_was_not_sent(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        made = create(invoices, draft(kauri, status=XeroInvoiceStatus.DRAFT))
        assert (made.status, made.sent_to_contact) == (XeroInvoiceStatus.DRAFT, False)

    def test_create_answers_in_order(self, invoices: XeroInvoices, kauri: XeroContactId) -> None:
        wanted = [draft(kauri, f"K-{number}") for number in range(GROUP)]
        outcomes = invoices.create_many([creation(one) for one in wanted])
        assert [stored(one).number for one in outcomes] == [one.number for one in wanted]

    def test_create_of_nothing_answers_nothing(self, invoices: XeroInvoices) -> None:
        assert list(invoices.create_many([])) == []

    def test_create_of_more_than_a_group_is_an_error(self, invoices: XeroInvoices) -> None:
        with pytest.raises(ValueError, match=f"at most {GROUP}"):
            invoices.create_many([creation(draft(UNKNOWN_CONTACT))] * (GROUP + 1))
