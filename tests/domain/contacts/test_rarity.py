"""Logarithms and powers in whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.rarity import log2, power2

WHOLE = [(1, 0), (2, 1000), (3, 1500), (1024, 10_000)]


@pytest.mark.parametrize(("number", "thousandths"), WHOLE, ids=[str(number) for number, _ in WHOLE])
def test_a_logarithm_is_exact_at_powers_of_two(number: int, thousandths: int) -> None:
    assert log2(number) == thousandths


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_greater_number_has_no_smaller_logarithm(one: int, other: int) -> None:
    assert (log2(one) <= log2(other)) == (one <= other) or log2(one) == log2(other)


@given(st.integers(-200_000, 200_000), st.integers(-200_000, 200_000))
def test_a_greater_exponent_has_no_smaller_power(one: int, other: int) -> None:
    assert power2(min(one, other)) <= power2(max(one, other))


def test_a_power_is_scaled() -> None:
    assert power2(3000) == 8 * power2(0)
