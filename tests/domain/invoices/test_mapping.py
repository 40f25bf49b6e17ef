"""From the host's words to Xero's (semantics rows 32, 34 to 37)."""

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.books import EXCLUSIVE, GST15, INCLUSIVE, NO_TAX, line
from tests.domain.invoices.office import (
    CATALOGUE,
    CONTACT,
    COSTS,
    COURIER,
    FREE,
    OUTPUT2,
    PLAIN,
    POSTAGE,
    READ,
    SALES,
    SENT,
    SETTINGS,
    TAX,
    TAX_RETURN,
    ZERO,
)
from xerolink.domain.invoices.catalogue import Item
from xerolink.domain.invoices.errors import UnmappedError
from xerolink.domain.invoices.mapping import (
    account_of,
    draft_of,
    rates_of,
    spelled,
    spelled_item,
)
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    InvoiceLine,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Service,
    ServiceTypeId,
    Tracking,
)
from xerolink.domain.invoices.settings import InvoiceSettings, SentAs
from xerolink.domain.invoices.totals import PRICE_PLACES, xero_totals
from xerolink.domain.invoices.xero import (
    AccountCode,
    XeroInvoiceDraft,
    XeroInvoiceStatus,
    XeroLine,
)

SOLD = (
    (Service(), SALES),
    (Service(TAX_RETURN), TAX),
    (Service(ServiceTypeId("unmapped")), SALES),
    (BillableExpense(), COSTS),
    (BillableExpense(POSTAGE), COURIER),
    (BillableExpense(ExpenseTypeId("unmapped")), COSTS),
)


def draft(invoice: HostInvoice = SENT, settings: InvoiceSettings = SETTINGS) -> XeroInvoiceDraft:
    return draft_of(invoice, settings, READ, CONTACT)


def drafted(one: InvoiceLine, amounts: LineAmountTypes = EXCLUSIVE) -> XeroLine:
    return draft(evolve(SENT, lines=(one,), line_amount_types=amounts)).lines[0]


@pytest.mark.parametrize(("sold", "account"), SOLD)
def test_what_is_sold_has_the_account_of_its_type_or_the_default(
    sold: Service | BillableExpense, account: AccountCode
) -> None:
    assert account_of(sold, SETTINGS) == account


@pytest.mark.parametrize("sold", [sold for sold, _ in SOLD])
def test_without_a_mapping_and_a_default_there_is_no_account(
    sold: Service | BillableExpense,
) -> None:
    assert account_of(sold, InvoiceSettings()) is None


def test_a_mapped_rate_of_the_host_is_xero_s() -> None:
    assert rates_of(SETTINGS, CATALOGUE)[GST15].tax_type == OUTPUT2


def test_a_rate_that_xero_does_not_list_any_more_is_left_out() -> None:
    assert GST15 not in rates_of(SETTINGS, evolve(CATALOGUE, tax_rates=()))


def test_an_archived_rate_is_still_counted_with() -> None:
    archived = tuple(evolve(rate, active=False) for rate in CATALOGUE.tax_rates)
    assert GST15 in rates_of(SETTINGS, evolve(CATALOGUE, tax_rates=archived))


def test_the_whole_of_an_invoice_is_drafted() -> None:
    whole = evolve(SENT, reference="PO 7", url="https://host.example/1")
    assert draft(whole, evolve(SETTINGS, theme=PLAIN)) == XeroInvoiceDraft(
        SENT.number,
        CONTACT,
        SENT.currency,
        SENT.issued,
        evolve(SENT).due or SENT.issued,
        EXCLUSIVE,
        (XeroLine("Advice", Decimal(1), Decimal(100), SALES, OUTPUT2),),
        XeroInvoiceStatus.AUTHORISED,
        "PO 7",
        "https://host.example/1",
        PLAIN,
    )


def test_an_authorised_invoice_says_that_it_was_sent() -> None:
    assert draft().sent_to_contact


def test_where_drafts_are_chosen_a_draft_is_sent() -> None:
    sent = draft(settings=evolve(SETTINGS, xero_status=SentAs.DRAFT))
    assert sent.status is XeroInvoiceStatus.DRAFT


def test_a_line_has_the_tax_type_of_its_rate() -> None:
    assert drafted(line("1", tax_rate=FREE), INCLUSIVE).tax_type == ZERO


def test_a_line_without_tax_has_no_tax_type() -> None:
    assert drafted(line("1"), NO_TAX).tax_type is None


@pytest.mark.parametrize("discount", [PercentOff(10), AmountOff("0.05")])
def test_a_discount_stays_what_it_is(discount: PercentOff | AmountOff) -> None:
    assert drafted(line("1", discount=discount)).discount == discount


def test_an_item_is_named_by_its_code() -> None:
    assert drafted(evolve(line("1"), item=ItemCode("HOUR"))).item == "HOUR"


def test_an_item_is_spelled_as_xero_spells_it() -> None:
    assert drafted(evolve(line("1"), item=ItemCode("Hour "))).item == "HOUR"


def test_of_two_that_differ_in_case_the_one_that_is_named_is_meant() -> None:
    both = evolve(READ, items=(Item(ItemCode("HOUR")), Item(ItemCode("hour"))))
    assert [spelled_item(ItemCode(code), both) for code in ("HOUR", "hour")] == ["HOUR", "hour"]


def test_tracking_is_spelled_as_xero_spells_it() -> None:
    named = evolve(line("1"), tracking=(Tracking("region", "NORTH"),))
    assert drafted(named).tracking == (Tracking("Region", "North"),)


def test_tracking_that_was_not_read_stays_as_it_is() -> None:
    assert spelled(Tracking("region", "x"), CATALOGUE) == Tracking("region", "x")


@pytest.mark.parametrize("named", [Tracking("Region", "West"), Tracking("Team", "North")])
def test_tracking_that_xero_does_not_have_has_no_spelling(named: Tracking) -> None:
    assert spelled(named, READ) is None


def test_an_archived_category_has_no_options() -> None:
    categories = tuple(evolve(one, active=False) for one in READ.tracking or ())
    archived = evolve(READ, tracking=categories)
    assert spelled(Tracking("Region", "North"), archived) is None


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (evolve(SENT, due=None), "no due date"),
        (evolve(SENT, lines=(line("1", tax_rate=None),)), "line 1 has no mapped tax rate"),
    ],
)
def test_what_preflight_would_hold_is_not_drafted(broken: HostInvoice, why: str) -> None:
    with pytest.raises(UnmappedError, match=why):
        draft(broken)


def test_a_line_without_an_account_is_not_drafted() -> None:
    with pytest.raises(UnmappedError, match="line 1 has no account"):
        draft(settings=evolve(SETTINGS, revenue_account=None))


FINE = st.decimals(-1000, 1000, places=7).map(lambda value: f"{value:f}")


@given(price=FINE, quantity=FINE)
def test_a_draft_comes_to_what_the_invoice_does(price: str, quantity: str) -> None:
    """Law: Xero would round to four decimals what is drafted with four."""
    invoice = evolve(SENT, lines=(line(price, quantity),))
    (drawn,) = draft(invoice).lines
    rates = rates_of(SETTINGS, CATALOGUE)
    again = evolve(invoice, lines=(line(drawn.unit_price, drawn.quantity),))
    assert xero_totals(again, rates) == xero_totals(invoice, rates)


@given(price=FINE)
def test_a_price_has_no_more_decimals_than_xero_keeps(price: str) -> None:
    (drawn,) = draft(evolve(SENT, lines=(line(price),))).lines
    assert drawn.unit_price.as_tuple().exponent == -PRICE_PLACES
