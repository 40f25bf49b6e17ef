"""The usual ways of counting, which are not Xero's."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.books import (
    EXCLUSIVE,
    GOOD,
    GST15,
    INCLUSIVE,
    NO_TAX,
    ON_TOP,
    RATES,
    billed,
    line,
    proved,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceLine,
    LineAmountTypes,
    PercentOff,
)
from xerolink.domain.invoices.rounding import WAYS, Way, count, cut, half_even, half_up, ways_of

JPY, KWD, NZD = map(CurrencyCode, ("JPY", "KWD", "NZD"))
XERO_S = Way("it is counted as Xero does")
HALVES = (
    ("0.005", "0.01", "0", "0"),
    ("0.015", "0.02", "0.02", "0.01"),
    ("-0.005", "-0.01", "0", "0"),
    ("-0.015", "-0.02", "-0.02", "-0.01"),
    ("0.0051", "0.01", "0.01", "0"),
    ("0.0049", "0", "0", "0"),
)


@pytest.mark.parametrize(("amount", "up", "even", "off"), HALVES)
def test_half_a_cent_is_rounded_in_three_ways(amount: str, up: str, even: str, off: str) -> None:
    found = tuple(step(Fraction(amount)) for step in (half_up, half_even, cut))
    assert found == (Fraction(up), Fraction(even), Fraction(off))


def total(invoice: HostInvoice, told: str) -> Fraction:
    """The total that comes out where *told*."""
    (way,) = (way for way in ways_of(invoice.currency) if way.told == told)
    return count(invoice, RATES, way).total


COUNTED = (
    (
        "tax is taken of the sum of the lines",
        billed(line("25.06"), line("25.61"), line("25.63")),
        "87.75",
    ),
    (
        "half a cent of tax goes to the even cent",
        billed(line("0.30")),
        "0.34",
    ),
    ("cents of tax are cut off", billed(line("25.06")), "28.81"),
    ("prices have two decimals", billed(line("0.125", 10, None), amounts=NO_TAX), "1.30"),
    (
        "a discount is rounded before it is taken off",
        billed(line("19.95", 1, None, PercentOff(10)), amounts=NO_TAX),
        "17.95",
    ),
    (
        "prices and quantities keep more than four decimals",
        billed(line("0.00005", 10_000, None), amounts=NO_TAX),
        "0.50",
    ),
    (
        "only the total is rounded",
        billed(line("0.005"), line("0.005"), amounts=INCLUSIVE),
        "0.01",
    ),
    (
        "half a cent of a line or its tax goes to the even cent",
        billed(line("0.005"), amounts=INCLUSIVE),
        "0.00",
    ),
    ("cents of a line and its tax are cut off", billed(line("0.019"), amounts=INCLUSIVE), "0.01"),
    (
        "tax is taken of the sum of the lines, half a cent of it going to the even cent",
        billed(line("0.10"), line("0.20")),
        "0.34",
    ),
    (
        "tax is taken of the sum of the lines, and its cents are cut off",
        billed(line("25.06"), line("25.61"), line("25.63")),
        "87.74",
    ),
)


def test_every_way_has_an_example() -> None:
    assert {told for told, *_ in COUNTED} == {way.told for way in WAYS}


@pytest.mark.parametrize(("told", "invoice", "expected"), COUNTED)
def test_each_way_comes_to_its_own_total(told: str, invoice: HostInvoice, expected: str) -> None:
    assert total(invoice, told) == Fraction(expected)


def test_tax_is_summed_by_its_rate() -> None:
    """Half a cent of each of two rates are two cents."""
    mixed = billed(line("0.10"), line("0.20", tax_rate=ON_TOP))
    assert total(mixed, "tax is taken of the sum of the lines") == Fraction("0.35")


@pytest.mark.parametrize(("currency", "more"), [(JPY, 1), (KWD, 1), (NZD, 0)])
def test_a_currency_without_cents_is_counted_in_its_coins_too(
    currency: CurrencyCode, more: int
) -> None:
    assert len(ways_of(currency)) == len(WAYS) + more


def test_yen_are_counted_whole() -> None:
    yen = evolve(GOOD, currency=JPY, lines=(line("333"),))
    assert total(yen, "each line and its tax come to whole coins") == 383


def test_the_tax_of_each_line_in_yen_is_whole() -> None:
    """Of 1 and 3 yen it is 0.15 and 0.45: nothing of either, though half a yen of both."""
    yen = evolve(GOOD, currency=JPY, lines=(line("1"), line("3")))
    assert total(yen, "each line and its tax come to whole coins") == 4


AMOUNTS = st.decimals(-10_000, 10_000, places=5).map(lambda value: f"{value:f}")
DISCOUNTS = st.one_of(
    st.none(),
    st.decimals(0, 100, places=2).map(lambda value: PercentOff(f"{value:f}")),
    st.decimals(0, 100, places=2).map(lambda value: AmountOff(f"{value:f}")),
)
LINES = st.lists(
    st.builds(line, AMOUNTS, st.integers(-9, 9), st.just(GST15), DISCOUNTS),
    min_size=1,
    max_size=6,
)


@given(lines=LINES, amounts=st.sampled_from((EXCLUSIVE, INCLUSIVE, NO_TAX)))
def test_counted_as_xero_does_it_comes_to_what_xero_makes(
    lines: list[InvoiceLine], amounts: LineAmountTypes
) -> None:
    """Law: the ways differ from Xero's by what they say, and by nothing else."""
    invoice = evolve(GOOD, lines=tuple(lines), line_amount_types=amounts)
    assert count(invoice, RATES, XERO_S).total == Fraction(proved(invoice).total)
