"""Money in whole numbers: the figures that Xero publishes, and the edges (fact sheet 4.3)."""

import pytest

from xerolink.testing.simulator.money import (
    ONE,
    Component,
    as_json,
    effective,
    exclusive_tax,
    inclusive_tax,
    line_total,
    parse,
    rounded,
    unit_of,
)

FIFTEEN = (Component(15 * ONE),)


def cents(text: str) -> int:
    found = parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("24.15", 2_415_000_000),
        ("-1", -ONE),
        (".5", ONE // 2),
        ("5.", 5 * ONE),
        ("2.9104e-05", 2910),
        ("1E3", 1000 * ONE),
        ("0.000000005", 1),
        ("0.000000004", 0),
        (" 7 ", 7 * ONE),
    ],
)
def test_a_number_is_read_exactly(text: str, units: int) -> None:
    assert parse(text) == units


@pytest.mark.parametrize("text", ["", ".", "e5", "1,000", "NaN", "1_0", "--1", "\u0661"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("amount", "shown"), [("2.165", "2.17"), ("-2.165", "-2.17"), ("2.1649", "2.16")]
)
def test_half_a_cent_goes_away_from_zero(amount: str, shown: str) -> None:
    assert rounded(cents(amount), 2) == cents(shown)


def test_tax_is_rounded_by_the_line_and_then_summed() -> None:
    """25.06, 25.61 and 25.63 at 15%: 11.44, not 11.45."""
    lines = map(cents, ("25.06", "25.61", "25.63"))
    assert sum(exclusive_tax(line, FIFTEEN, apart=False) for line in lines) == cents("11.44")


@pytest.mark.parametrize(("line", "tax"), [("541.25", "70.60"), ("500", "65.22")])
def test_tax_inside_of_an_amount(line: str, tax: str) -> None:
    assert inclusive_tax(cents(line), FIFTEEN, apart=False) == cents(tax)


def test_a_line_is_rounded_once() -> None:
    assert line_total(cents("3"), cents("0.3333"), cents("10")) == cents("0.90")


def test_a_discount_amount_is_taken_off_the_line() -> None:
    assert line_total(cents("2"), cents("10"), 0, cents("0.50")) == cents("19.50")


def test_a_unit_is_found_for_a_total() -> None:
    assert unit_of(cents("10"), cents("3"), 0, 4) == cents("3.3333")


def test_the_unit_of_a_line_that_is_given_away_is_the_total() -> None:
    assert unit_of(cents("10"), cents("3"), cents("100"), 4) == cents("10")


def test_a_compound_part_is_taken_on_the_line_and_the_simple_taxes() -> None:
    parts = (Component(5 * ONE), Component(cents("9.5"), compound=True))
    assert effective(parts) == cents("14.975")


@pytest.mark.parametrize(("apart", "tax"), [(False, "0.16"), (True, "0.17")])
def test_parts_of_a_rate_may_be_rounded_apart(apart: bool, tax: str) -> None:
    parts = (Component(5 * ONE), Component(cents("9.5"), compound=True))
    assert exclusive_tax(cents("1.10"), parts, apart=apart) == cents(tax)


@pytest.mark.parametrize("apart", [True, False])
def test_one_part_is_one_rounding_either_way(apart: bool) -> None:
    assert inclusive_tax(cents("541.25"), FIFTEEN, apart=apart) == cents("70.60")


@pytest.mark.parametrize("text", ["24.15", "0.1", "9999999999.99", "0.0"])
def test_the_json_number_is_the_nearest_float(text: str) -> None:
    assert as_json(cents(text)) == float(text)
