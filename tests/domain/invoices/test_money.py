"""Money is exact, in a currency that there is, and never finer than its coins."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.invoices.currencies import DECIMALS, CurrencyCode
from xerolink.domain.invoices.errors import NotMoneyError
from xerolink.domain.invoices.money import DIGITS, Money, cents, exact, finer, plain, rounded

NZD, JPY, KWD = CurrencyCode("NZD"), CurrencyCode("JPY"), CurrencyCode("KWD")


@pytest.mark.parametrize("value", [Decimal("19.95"), "19.95", "+19.95"])
def test_an_amount_is_what_it_spells(value: Any) -> None:
    assert exact(value) == Decimal("19.95")


def test_a_whole_number_is_an_amount() -> None:
    assert exact(-3) == Decimal(-3)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (19.95, "an amount cannot be made of a float; give a Decimal, an int, or a text such as"),
        (True, "cannot be made of a bool"),
        (None, "cannot be made of a NoneType"),
        ("1,000", "a text is no amount; write digits and one point"),
        ("", "a text is no amount"),
        ("1_0", "a text is no amount"),
        ("1e5", "a text is no amount"),
        ("\u0661", "a text is no amount"),
        ("1.5\n", "a text is no amount"),
        (Decimal("NaN"), "NaN or infinity is no amount; give a number"),
        (Decimal("-Infinity"), "NaN or infinity is no amount"),
        (Decimal("1E+18"), "an amount has at most 18 digits before the point, and 18 after it"),
        (Decimal("1E-19"), "an amount has at most 18 digits before the point"),
        (Decimal("1E-999999"), "an amount has at most 18 digits before the point"),
        (Decimal("1E+999999"), "an amount has at most 18 digits before the point"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(value: Any, told: str) -> None:
    with pytest.raises(NotMoneyError) as caught:
        exact(value)
    assert told in str(caught.value)


UNUSABLE = ["1,000", Decimal("NaN"), Decimal("1E+18"), 19.95]


@pytest.mark.parametrize("value", UNUSABLE)
def test_what_is_refused_for_a_field_is_told_with_the_field(value: Any) -> None:
    with pytest.raises(NotMoneyError, match=r"^the total: "):
        exact(value, "the total")


@pytest.mark.parametrize("value", UNUSABLE)
def test_what_is_refused_for_no_field_names_none(value: Any) -> None:
    with pytest.raises(NotMoneyError, match=r"^(an amount|a text|NaN or infinity) "):
        exact(value)


def test_the_longest_amount_is_taken() -> None:
    longest = f"{'9' * DIGITS}.{'9' * DIGITS}"
    assert f"{exact(longest)}" == longest


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [("12.3", NZD, "NZD 12.30"), ("1000", JPY, "JPY 1000"), ("1.234", KWD, "KWD 1.234")],
)
def test_money_is_shown_with_its_currencys_decimals(
    amount: str, currency: CurrencyCode, shown: str
) -> None:
    assert str(Money(amount, currency)) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        ("0.5", JPY, "an amount is finer than JPY has coins for: it has 0 decimals"),
        ("0.001", NZD, "finer than NZD has coins for: it has 2 decimals"),
        ("0.0001", KWD, "finer than KWD has coins for: it has 3 decimals"),
        ("1", CurrencyCode("XYZ"), "the currency is not one of ISO 4217"),
        ("1", CurrencyCode("nzd"), "the currency is not one of ISO 4217"),
    ],
)
def test_what_cannot_be_paid_is_no_money(amount: str, currency: CurrencyCode, told: str) -> None:
    with pytest.raises(NotMoneyError) as caught:
        Money(amount, currency)
    assert told in str(caught.value)


def test_trailing_zeros_are_no_decimals() -> None:
    assert Money("1.000", JPY) == Money("1", JPY)


def test_every_currency_has_three_capitals() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in DECIMALS)


@pytest.mark.parametrize(
    ("amount", "shown"), [("2.165", "2.17"), ("-2.165", "-2.17"), ("2.1649", "2.16"), ("0", "0.00")]
)
def test_half_a_cent_goes_away_from_zero(amount: str, shown: str) -> None:
    assert f"{cents(Fraction(amount))}" == shown


@pytest.mark.parametrize(
    ("amount", "places", "shown"),
    [
        ("15", 2, "15"),
        ("8.8750", 4, "8.875"),
        ("100", 0, "100"),
        ("2.165", 2, "2.17"),
        ("0", 2, "0"),
    ],
)
def test_a_number_is_shown_without_zeros_after_the_point(
    amount: str, places: int, shown: str
) -> None:
    """A hundred keeps those that are before it."""
    assert plain(Fraction(amount), places) == shown


@given(st.fractions(), st.integers(0, 8))
def test_rounding_moves_by_half_a_step_at_most(amount: Fraction, places: int) -> None:
    assert abs(rounded(amount, places) - amount) * 2 * 10**places <= 1


@given(st.fractions())
def test_rounding_what_is_below_zero_mirrors_what_is_above(amount: Fraction) -> None:
    assert rounded(-amount, 2) == -rounded(amount, 2)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_what_is_not_finer_is_kept_by_rounding(amount: Decimal) -> None:
    assert finer(amount, 2) is (cents(Fraction(amount)) != amount)


def test_a_host_that_counts_in_three_digits_changes_nothing() -> None:
    """`decimal.getcontext` belongs to the host: what it says of Decimals is not heard here."""
    with localcontext() as context:
        context.prec = 3
        assert f"{cents(Fraction('123456.785'))}" == "123456.79"
