"""Xero's arithmetic: where it rounds, where it does not, and what is not known."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.books import (
    EXCLUSIVE,
    GST15,
    INCLUSIVE,
    NEW_YORK,
    NO_TAX,
    ON_TOP,
    Discount,
    billed,
    line,
    proved,
    rate,
    sums,
    unproved,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.errors import UntaxableLineError
from xerolink.domain.invoices.model import AmountOff, InvoiceLine, LineAmountTypes, PercentOff
from xerolink.domain.invoices.money import Money
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.totals import Totals, xero_totals

JPY, KWD, NZD = map(CurrencyCode, ("JPY", "KWD", "NZD"))


@pytest.mark.parametrize(("price", "amount"), [("2.16454", "216.45"), ("2.16455", "216.46")])
def test_a_price_is_rounded_to_four_decimals_before_it_is_multiplied(
    price: str, amount: str
) -> None:
    assert sums(proved(billed(line(price, 100))))[0] == amount


def test_a_quantity_is_rounded_to_four_decimals() -> None:
    assert sums(proved(billed(line("1000", "0.00005"))))[0] == "0.10"


@pytest.mark.parametrize(
    ("price", "quantity", "discount", "amount"),
    [
        ("0.3333", "3", PercentOff("10"), "0.90"),
        ("0.005", "1", None, "0.01"),
        ("19.95", "1", PercentOff("10"), "17.96"),
        ("10", "2", AmountOff("0.50"), "19.50"),
        ("0.005", "1", AmountOff("0.01"), "0.00"),
        ("-19.95", "1", PercentOff("10"), "-17.96"),
        ("10", "1", PercentOff("100"), "0.00"),
    ],
)
def test_a_line_less_its_discount_is_rounded_once(
    price: str, quantity: str, discount: Discount, amount: str
) -> None:
    assert f"{proved(billed(line(price, quantity, discount=discount))).lines[0].amount}" == amount


def test_a_tax_on_half_a_cent_goes_up() -> None:
    assert sums(proved(billed(line("0.10")))) == ("0.10", "0.02", "0.12")


def test_a_tax_of_what_is_taken_back_on_half_a_cent_goes_down() -> None:
    assert sums(proved(billed(line("-0.10")))) == ("-0.10", "-0.02", "-0.12")


def test_the_tax_is_that_of_the_rounded_line() -> None:
    """0.0349 is 0.03, whose tax is 0.0045; that of 0.0349 would be more than half a cent."""
    assert sums(proved(billed(line("0.0349")))) == ("0.03", "0.00", "0.03")


def test_an_invoice_without_tax_asks_for_no_rate() -> None:
    assert sums(proved(billed(line("1.50", tax_rate=None), amounts=NO_TAX)))[1:] == ("0.00", "1.50")


def test_an_invoice_without_tax_ignores_the_rates_of_its_lines() -> None:
    assert sums(proved(billed(line("1.50"), amounts=NO_TAX)))[1] == "0.00"


@pytest.mark.parametrize("missing", [None, HostTaxRateId("unmapped")])
def test_a_line_whose_rate_is_not_known_has_no_total(missing: HostTaxRateId | None) -> None:
    with pytest.raises(UntaxableLineError, match="line 2 has no known tax rate"):
        proved(billed(line("1"), line("1", tax_rate=missing)))


def test_no_lines_are_nothing() -> None:
    assert sums(proved(billed())) == ("0.00", "0.00", "0.00")


def test_a_rounding_that_nobody_could_prove_says_so_with_its_lines() -> None:
    found = unproved(billed(line("1"), line("1.10", tax_rate=ON_TOP), line("1", tax_rate=NEW_YORK)))
    assert found.lines == (2, 3)


@pytest.mark.parametrize("amounts", [EXCLUSIVE, INCLUSIVE])
def test_one_unproved_line_makes_the_whole_total_unproved(amounts: LineAmountTypes) -> None:
    assert unproved(billed(line("1"), line("1.10", tax_rate=ON_TOP), amounts=amounts)).lines == (2,)


def test_both_readings_of_a_compound_rate_are_told() -> None:
    """Of 1.10, 5% is 0.055 and 9.5% on top of both is 0.109725: 0.16 together, 0.17 apart."""
    found = unproved(billed(line("1.10", tax_rate=ON_TOP)))
    assert (sums(found.together)[1], sums(found.apart)[1]) == ("0.16", "0.17")


def test_a_tax_that_is_held_is_taken_apart_too() -> None:
    """0.04 holds 0.0052 of tax, of which 0.0017 and 0.0035 are the parts: 0.01, or nothing."""
    found = unproved(billed(line("0.04", tax_rate=ON_TOP), amounts=INCLUSIVE))
    assert (sums(found.together)[1], sums(found.apart)[1]) == ("0.01", "0.00")


@pytest.mark.parametrize(
    ("total", "currency", "over"),
    [("115.00", NZD, "0"), ("114.99", NZD, "0.01"), ("115.01", NZD, "-0.01"), ("115", KWD, "0")],
)
def test_the_difference_from_what_was_billed_is_told(
    total: str, currency: CurrencyCode, over: str
) -> None:
    assert proved(billed(line("100"))).over(Money(total, currency)) == Decimal(over)


@pytest.mark.parametrize(("currency", "shown"), [(NZD, "0.00"), (JPY, "0.00"), (KWD, "0.000")])
def test_the_difference_has_cents_and_finer_coins_where_there_are_such(
    currency: CurrencyCode, shown: str
) -> None:
    assert f"{proved(billed(line('100'))).over(Money('115', currency))}" == shown


def test_a_bill_in_thousandths_differs_by_thousandths() -> None:
    found = proved(billed(line("1.234"), amounts=NO_TAX))
    assert found.over(Money("1.234", KWD)) == Decimal("-0.004")


def test_a_host_that_counts_in_three_digits_changes_no_total() -> None:
    with localcontext() as context:
        context.prec = 3
        found = sums(proved(billed(line("123456.78"), line("0.01"))))
    assert found == ("123456.79", "18518.52", "141975.31")


PRICES = st.decimals(-1000, 1_000_000, places=4)
QUANTITIES = st.decimals(0, 1000, places=4)
DISCOUNTS = st.one_of(
    st.none(),
    st.builds(PercentOff, st.decimals(0, 100, places=2)),
    st.builds(AmountOff, st.decimals(0, 100, places=2)),
)
LINES = st.lists(
    st.builds(line, PRICES, QUANTITIES, discount=DISCOUNTS), min_size=1, max_size=6
).map(tuple)
Lines = tuple[InvoiceLine, ...]


@given(LINES, st.sampled_from(LineAmountTypes))
def test_without_tax_and_tax_are_the_total(lines: Lines, amounts: LineAmountTypes) -> None:
    found = proved(billed(*lines, amounts=amounts))
    assert found.sub_total + found.total_tax == found.total


@given(
    LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines).map(tuple))),
    st.sampled_from(LineAmountTypes),
)
def test_the_order_of_lines_changes_no_sum(
    orders: tuple[Lines, Lines], amounts: LineAmountTypes
) -> None:
    one, other = (sums(proved(billed(*lines, amounts=amounts))) for lines in orders)
    assert one == other


CENTS = st.decimals(-100_000, 1_000_000, places=2)
PERCENTS = st.decimals(0, 100, places=3)


def tax_of(price: Decimal, percent: Decimal, amounts: LineAmountTypes) -> Decimal:
    found = xero_totals(billed(line(price), amounts=amounts), {GST15: rate(percent)})
    assert isinstance(found, Totals)
    return found.total_tax


@given(CENTS, PERCENTS)
def test_a_price_with_the_tax_that_was_added_holds_that_tax(
    price: Decimal, percent: Decimal
) -> None:
    """The rounding that went in, less than half a cent of what is held, comes out again."""
    added = tax_of(price, percent, EXCLUSIVE)
    assert tax_of(price + added, percent, INCLUSIVE) == added


@given(CENTS, PERCENTS)
def test_what_is_left_without_the_held_tax_is_taxed_with_it_but_for_a_cent(
    price: Decimal, percent: Decimal
) -> None:
    held = tax_of(price, percent, INCLUSIVE)
    assert abs(tax_of(price - held, percent, EXCLUSIVE) - held) <= Decimal("0.01")
