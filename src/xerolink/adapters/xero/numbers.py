"""Numbers of Xero's JSON, of a size to be computed with (fact sheet 4.3)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xerolink.adapters.xero.convert import OddError
from xerolink.domain.invoices.money import DIGITS, written

_PLACES = 8
"""More decimals than Xero keeps anywhere: what is finer is the dust of a binary fraction."""


def number(element: Mapping[str, Any], key: str) -> Decimal:
    """The number under *key*, also where it is written as a text; absent is 0.

    Raises `OddError` for what is none, and for one of more than 18 digits before the point.
    """
    value = element.get(key)
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise OddError(f"{key} is not a number")
    try:
        return _sized(Decimal(value), key)
    except ArithmeticError:
        raise OddError(f"{key} is not a number") from None


def _sized(given: Decimal, key: str) -> Decimal:
    # An exponent may ask for more than all memory: it is looked at first.
    if not given.is_finite() or given.adjusted() >= DIGITS:
        raise OddError(f"{key} is not a number of that many digits")
    if given.adjusted() < -DIGITS:
        return Decimal(0)
    exponent = given.as_tuple().exponent
    fine = isinstance(exponent, int) and exponent < -_PLACES
    return written(Fraction(given), _PLACES) if fine else given
