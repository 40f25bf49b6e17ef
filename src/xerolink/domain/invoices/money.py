"""Money: an exact amount in a currency, never finer than its minor unit.

What comes from outside is made a `Decimal` here, or refused. Binary fractions are refused, for
19.95 is none: who has one has lost the amount already.
"""

import re
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from xerolink.domain.invoices.currencies import DECIMALS, CurrencyCode
from xerolink.domain.invoices.errors import NotMoneyError

Number = Decimal | int | str
"""What an exact number is made of; a text as it is written down: `"19.95"`, `"-3"`."""
DIGITS = 18
"""The most digits before the point, and after it; more is no bill but a mistake."""

_WRITTEN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_HALF = Fraction(1, 2)


def exact(value: Number, of: str = "") -> Decimal:
    """*value*, exactly; raises NotMoneyError for what is no number or too long to be billed.

    *of*: the field that it is for, which the error names then.
    """
    what = f"{of}: " if of else ""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        why = f"cannot be made of a {type(value).__name__}; give a Decimal, an int, or a text"
        raise NotMoneyError(f"{what}an amount", f'{why} such as "19.95"')
    if isinstance(value, str) and not _WRITTEN.fullmatch(value):
        why = 'is no amount; write digits and one point: "19.95"'
        raise NotMoneyError(f"{what}a text", why)
    made = Decimal(value)
    if not made.is_finite():
        raise NotMoneyError(f"{what}NaN or infinity", "is no amount; give a number")
    if made.adjusted() >= DIGITS or _decimals(made) > DIGITS:
        why = f"has at most {DIGITS} digits before the point, and {DIGITS} after it; round it"
        raise NotMoneyError(f"{what}an amount", why)
    return made


def _decimals(finite: Decimal) -> int:
    exponent = finite.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def finer(amount: Decimal, places: int) -> bool:
    """Whether *amount* has more than *places* decimals; trailing zeros do not count."""
    return Fraction(amount) != rounded(Fraction(amount), places)


def rounded(amount: Fraction, places: int) -> Fraction:
    """*amount* to *places* decimals, a half away from zero (fact sheet 4.3)."""
    step = Fraction(1, int(f"1{'0' * places}"))
    steps = Fraction(abs(amount), step) + _HALF
    return steps // 1 * step * (-1 if amount < 0 else 1)


def written(amount: Fraction, places: int) -> Decimal:
    """*amount* as a Decimal of *places* decimals, a half away from zero.

    Made of text: arithmetic with Decimals would obey whatever context the host has set.
    """
    whole = rounded(amount, places) * int(f"1{'0' * places}")
    return Decimal(f"{whole.numerator}E-{places}")


def cents(amount: Fraction) -> Decimal:
    """*amount* in hundredths, a half away from zero."""
    return written(amount, 2)


def plain(amount: Fraction, places: int) -> str:
    """*amount* to at most *places* decimals, without zeros at the end: `15`, `8.875`."""
    text = f"{written(amount, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@frozen
class Money:
    """An amount in a currency, as a client can be billed or pay it.

    Raises NotMoneyError for a currency that is none and for an amount finer than the minor unit:
    half a yen, a tenth of a cent.
    """

    amount: Decimal = field(converter=exact)
    currency: CurrencyCode

    def __attrs_post_init__(self) -> None:
        places = DECIMALS.get(self.currency)
        if places is None:
            raise NotMoneyError("the currency", "is not one of ISO 4217; give its three capitals")
        if finer(self.amount, places):
            why = f"finer than {self.currency} has coins for: it has {places} decimals"
            raise NotMoneyError("an amount is", why)

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:.{DECIMALS[self.currency]}f}"
