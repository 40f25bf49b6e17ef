"""A total that Xero would not make is held, with the difference and the line (row 37)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.invoices.books import (
    GOOD,
    GST15,
    INCLUSIVE,
    NEW_YORK,
    NO_TAX,
    ON_TOP,
    RATES,
    billed,
    line,
    proved,
)
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import HostInvoice, InvoiceLine, LineAmountTypes
from xerolink.domain.invoices.money import written
from xerolink.domain.invoices.rounding import WAYS, Way, count
from xerolink.domain.invoices.settings import UnprovedTaxRule
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.total_causes import known_total, total_causes
from xerolink.domain.invoices.totals import UnprovedTax, xero_totals

HOLD, SEND = UnprovedTaxRule.HOLD, UnprovedTaxRule.SEND_AND_COMPARE
THREE = (line("25.06"), line("25.61"), line("25.63"))
"""Xero's own example: 15% of each is 11.44, of their sum 11.45."""


def causes(invoice: HostInvoice, rule: UnprovedTaxRule = HOLD) -> tuple[Cause, ...]:
    return tuple(total_causes(invoice, RATES, rule))


def why(total: str, *lines: InvoiceLine, amounts: LineAmountTypes | None = None) -> str:
    """Why an invoice of *lines* that was billed at *total* is held, after the difference."""
    invoice = evolve(GOOD, lines=lines, total=total)
    if amounts is not None:
        invoice = evolve(invoice, line_amount_types=amounts)
    (cause,) = causes(invoice)
    return cause.why.split("; ", 1)[1]


def said(one: InvoiceLine, amount: str | None = None, tax: str | None = None) -> InvoiceLine:
    """*one* with what the client's invoice shows of it."""
    return evolve(one, billed=amount, billed_tax=tax)


def test_what_xero_makes_too_is_not_held() -> None:
    assert causes(evolve(GOOD, lines=THREE, total="87.74")) == ()


def test_a_cent_is_held_with_the_difference() -> None:
    (cause,) = causes(evolve(GOOD, lines=THREE, total="87.75"))
    assert (cause.key, cause.why.split("; ")[0], cause.fix) == (
        "total differs:invoice-1",
        "Xero would make it NZD 87.74 where the client was billed NZD 87.75, 0.01 less",
        "bill 87.74, or let the host count as Xero does",
    )


def test_the_way_of_counting_and_its_line_are_named() -> None:
    assert why("87.75", *THREE) == (
        "the billed total is what comes out where tax is taken of the sum of the lines: "
        "line 3 then comes to 29.4745, in Xero to 29.47"
    )


def test_a_line_whose_rounding_makes_up_for_others_is_not_named() -> None:
    """Of its 1.5 cents Xero makes two, which brings its total nearer."""
    assert why("88.54", line("0.10"), *[line("25.63")] * 3).endswith(
        "line 2 then comes to 29.4745, in Xero to 29.47"
    )


def test_each_line_that_is_rounded_otherwise_is_named() -> None:
    assert why("3.44", line("2.30"), line("0.70")) == (
        "the billed total is what comes out where half a cent of tax goes to the even cent: "
        "line 1 then comes to 2.64, in Xero to 2.65; line 2 then comes to 0.80, in Xero to 0.81"
    )


def test_a_line_that_was_billed_otherwise_is_named() -> None:
    lines = (said(THREE[0], "25.06", "3.76"), THREE[1], said(THREE[2], "25.63", "3.85"))
    assert why("87.75", *lines) == "line 3 is billed with a tax of 3.85, in Xero 3.84"


def test_both_figures_of_a_line_are_told() -> None:
    assert why("116.15", said(line("100"), "101", "15.15")) == (
        "line 1 is billed at 101, in Xero 100.00 and billed with a tax of 15.15, in Xero 15.00"
    )


def test_what_the_named_lines_leave_is_told() -> None:
    lines = (said(THREE[0], "25.07"), *THREE[1:])
    assert why("87.78", *lines) == (
        "line 1 is billed at 25.07, in Xero 25.06; that leaves 0.03, which no line tells"
    )


def test_a_sum_that_is_none_is_told() -> None:
    lines = tuple(
        said(one, amount, tax)
        for one, amount, tax in zip(
            THREE, ("25.06", "25.61", "25.63"), ("3.76", "3.84", "3.84"), strict=True
        )
    )
    assert why("87.75", *lines) == (
        "each line was billed as Xero counts it, but their sum is not the billed total"
    )


def test_inside_prices_the_tax_need_not_be_told() -> None:
    inside = why("11", said(line("10"), "10"), amounts=INCLUSIVE)
    assert inside == "each line was billed as Xero counts it, but their sum is not the billed total"


def test_what_cannot_be_told_is_said() -> None:
    assert why("90", *THREE) == (
        "no usual way of counting comes to the billed total, and which line makes the difference "
        "cannot be told: the host does not say what each was billed at"
    )


def test_of_many_lines_the_first_are_named() -> None:
    many = [said(line("1"), "2", "0.15") for _ in range(7)]
    assert why("15.05", *many).endswith("; so are 2 more lines")


def test_what_has_no_coins_cannot_be_billed_as_xero_counts() -> None:
    yen = evolve(GOOD, currency=CurrencyCode("JPY"), lines=(line("333"),), total="383")
    (cause,) = causes(yen)
    assert cause.fix == "choose prices whose tax comes to whole coins: Xero counts in hundredths"


def test_a_line_that_cannot_be_taxed_has_no_total() -> None:
    assert causes(billed(line("1", tax_rate=HostTaxRateId("unmapped")))) == ()


def test_a_line_without_tax_has_a_total() -> None:
    untaxed = evolve(billed(line("1", tax_rate=None), amounts=NO_TAX), total="2")
    assert len(causes(untaxed)) == 1


# Unproved tax


NEW_YORKER = evolve(GOOD, lines=(line("100", tax_rate=NEW_YORK),), total="108.88")


def keys(invoice: HostInvoice, rule: UnprovedTaxRule) -> list[str]:
    return [cause.key for cause in causes(invoice, rule)]


def test_unproved_tax_is_held() -> None:
    assert keys(NEW_YORKER, HOLD) == ["unproved tax:TAX001"]


def test_unproved_tax_is_sent_where_that_is_chosen() -> None:
    assert keys(NEW_YORKER, SEND) == []


@pytest.mark.parametrize("total", ["108.85", "108.91"])
def test_what_rounding_could_make_is_sent_and_compared(total: str) -> None:
    """Three parts of a rate, each a cent up or down."""
    assert keys(evolve(NEW_YORKER, total=total), SEND) == []


@pytest.mark.parametrize("total", ["108.84", "108.92"])
def test_what_no_rounding_could_make_is_never_sent(total: str) -> None:
    assert keys(evolve(NEW_YORKER, total=total), SEND) == ["total differs:invoice-1"]


def test_inside_prices_an_unproved_tax_leaves_the_total_certain() -> None:
    inside = evolve(NEW_YORKER, line_amount_types=INCLUSIVE, total="100.01")
    assert keys(inside, SEND) == ["total differs:invoice-1"]


def test_both_are_told_at_once() -> None:
    assert keys(evolve(NEW_YORKER, total="200"), HOLD) == [
        "unproved tax:TAX001",
        "total differs:invoice-1",
    ]


def test_a_known_total_is_known() -> None:
    assert known_total(evolve(GOOD, lines=THREE), RATES) == Decimal("87.74")


def test_an_unproved_total_is_not_known() -> None:
    assert known_total(NEW_YORKER, RATES) is None


# Laws


PRICES = st.decimals(0, 1_000, places=4).map(lambda value: f"{value:f}")
LINES = st.lists(st.builds(line, PRICES, st.integers(1, 9)), min_size=1, max_size=6).map(tuple)
MIXED = st.lists(
    st.builds(line, PRICES, st.integers(1, 9), st.sampled_from((GST15, NEW_YORK, ON_TOP))),
    min_size=1,
    max_size=6,
).map(tuple)


@given(lines=LINES, cents=st.integers(-3, 3))
def test_an_invoice_is_held_just_when_it_is_a_cent_off(
    lines: tuple[InvoiceLine, ...], cents: int
) -> None:
    """Law."""
    invoice = evolve(GOOD, lines=lines)
    off = written(Fraction(proved(invoice).total) + Fraction(cents, 100), 2)
    assert bool(causes(evolve(invoice, total=off))) == bool(cents)


@given(lines=LINES, way=st.sampled_from(WAYS))
def test_a_host_that_counts_in_a_usual_way_is_told_a_way_and_a_line(
    lines: tuple[InvoiceLine, ...], way: Way
) -> None:
    """Law."""
    invoice = evolve(GOOD, lines=lines)
    theirs = count(invoice, RATES, way).total
    assume(theirs != Fraction(proved(invoice).total))
    told = why(f"{written(theirs, 2)}", *lines)
    assert told.startswith("the billed total is what comes out where ")
    assert ": line " in told


@given(lines=MIXED)
def test_either_reading_of_an_unproved_tax_is_sent_where_that_is_chosen(
    lines: tuple[InvoiceLine, ...],
) -> None:
    """Law."""
    found = xero_totals(evolve(GOOD, lines=lines), RATES)
    assume(isinstance(found, UnprovedTax))
    assert isinstance(found, UnprovedTax)
    for reading in (found.together, found.apart):
        assert keys(evolve(GOOD, lines=lines, total=reading.total), SEND) == []
