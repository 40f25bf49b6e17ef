"""Money as Xero counts it: whole numbers of 10^-8, halves away from zero (fact sheet 4.3).

Rates are percentages in the same unit: 15% is ``15 * ONE``. No Decimal and no float on the way,
so that it cannot share a mistake with those who count otherwise.
"""

import re
from collections.abc import Sequence

from attrs import frozen

ONE = 10**8
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{0,15})(?:\.(?P<part>\d*))?(?:[eE](?P<power>[+-]?\d{1,2}))?",
    re.ASCII,
)


@frozen
class Component:
    """One part of a tax rate; a compound one is taken on the line plus the simple taxes."""

    rate: int
    compound: bool = False


def parse(text: str) -> int | None:
    """*text* (``"24.15"``, ``"2.9104e-05"``) in units of 10^-8, rounded; not a number: None."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or not (found["whole"] or found["part"]):
        return None
    part = found["part"] or ""
    digits = int((found["whole"] or "") + part) * (-1 if found["sign"] == "-" else 1)
    power = int(found["power"] or 0) - len(part) + 8
    return divided(digits * _ten_to(max(power, 0)), _ten_to(max(-power, 0)))


def divided(number: int, by: int) -> int:
    """*number* / *by*, to the nearest whole number, a half away from zero; *by* over zero."""
    whole = (2 * abs(number) + by) // (2 * by)
    return whole if number >= 0 else -whole


def rounded(amount: int, places: int) -> int:
    """*amount* to *places* decimals, still in units of 10^-8."""
    step = _ten_to(8 - places)
    return divided(amount, step) * step


def _ten_to(power: int) -> int:
    return int(f"1{'0' * power}")


def as_json(amount: int) -> float:
    """The JSON number that Xero answers with: the float nearest to *amount*."""
    return amount / ONE


def line_total(quantity: int, unit: int, discount_rate: int = 0, discount: int = 0) -> int:
    """Quantity x unit x (1 - rate/100) - discount, rounded once to cents."""
    exact = quantity * unit * (100 * ONE - discount_rate)
    return rounded_product(exact, ONE * 100 * ONE) - rounded(discount, 2)


def rounded_product(exact: int, scale: int) -> int:
    """*exact* / *scale* to cents, in one rounding."""
    return divided(exact, scale * 10**6) * 10**6


def unit_of(total: int, quantity: int, discount_rate: int, places: int) -> int:
    """The unit amount that makes *total*, to *places*; nothing makes it: *total*."""
    whole = quantity * (100 * ONE - discount_rate)
    if whole <= 0:
        return total
    return rounded(divided(total * ONE * 100 * ONE, whole), places)


def exclusive_tax(line: int, components: Sequence[Component], *, apart: bool) -> int:
    """The tax on top of *line*, in cents; *apart*: each component is rounded by itself."""
    base = 100 * ONE
    return _total(line, _shares(components), base * base, apart=apart)


def inclusive_tax(line: int, components: Sequence[Component], *, apart: bool) -> int:
    """The tax inside of *line*: line x r/(1+r), in cents."""
    shares, base = _shares(components), 100 * ONE
    return _total(line, shares, base * base + sum(shares), apart=apart)


def effective(components: Sequence[Component]) -> int:
    """The rate that a compound rate comes to, to 4 decimals of a percent."""
    return rounded(divided(sum(_shares(components)), 100 * ONE), 4)


def _shares(components: Sequence[Component]) -> tuple[int, ...]:
    # Each component's part of the line, as parts of (100%)².
    base = 100 * ONE
    simple = sum(one.rate for one in components if not one.compound)
    return tuple(one.rate * (base + simple if one.compound else base) for one in components)


def _total(line: int, shares: Sequence[int], scale: int, *, apart: bool) -> int:
    if apart:
        return sum(rounded_product(line * share, scale) for share in shares)
    return rounded_product(line * sum(shares), scale)
