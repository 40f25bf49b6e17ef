"""What a tax rate comes to, and whether Xero's rounding of it is known."""

from fractions import Fraction

import pytest

from tests.domain.invoices.books import rate
from xerolink.domain.invoices.errors import NotMoneyError
from xerolink.domain.invoices.tax import TaxRate


def test_a_compound_part_is_taken_on_the_line_and_its_simple_taxes() -> None:
    assert rate(5, compound="9.5").effective_rate == Fraction("14.975")


def test_parts_that_are_not_compound_add_up() -> None:
    assert rate(4, "4.5", "0.375").effective_rate == Fraction("8.875")


def test_a_rate_without_parts_is_no_tax() -> None:
    assert rate().effective_rate == 0


@pytest.mark.parametrize("known", [rate(), rate(0), rate(15), rate("8.875"), rate(15, 0)])
def test_the_rounding_of_one_part_is_known(known: TaxRate) -> None:
    """A part of 0% has nothing to round."""
    assert known.proved


@pytest.mark.parametrize("unknown", [rate(4, "4.5"), rate(5, compound="9.5"), rate(compound=5)])
def test_the_rounding_of_several_parts_and_of_compound_ones_is_not(unknown: TaxRate) -> None:
    assert not unknown.proved


def test_a_rate_below_zero_is_refused() -> None:
    with pytest.raises(NotMoneyError, match="a tax rate is not below 0%"):
        rate(-1)
