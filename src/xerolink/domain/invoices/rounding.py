"""The usual ways of counting an invoice that are not Xero's: by which a host's total may differ."""

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from xerolink.domain.invoices.currencies import DECIMALS, CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceLine,
    LineAmountTypes,
    PercentOff,
)
from xerolink.domain.invoices.money import rounded
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.totals import PRICE_PLACES, Rates

CENTS = 2
"""The decimals that Xero counts with."""

Step = Callable[[Fraction], Fraction]
"""How an amount is rounded."""


def half_up(amount: Fraction) -> Fraction:
    return rounded(amount, CENTS)


def half_even(amount: Fraction) -> Fraction:
    """To cents, a half to the even one, as `round` does."""
    return Fraction(round(amount * 100), 100)


def cut(amount: Fraction) -> Fraction:
    """To cents, whatever is finer left out."""
    return Fraction(int(amount * 100), 100)


def not_at_all(amount: Fraction) -> Fraction:
    return amount


@frozen
class Way:
    """One way of counting; *told* ends the sentence "that is what comes out where".

    *discount* rounds what a percentage takes off a line, *amount* what the line comes to, *tax*
    its tax, *sum_tax* the sum of the taxes of one rate. Prices have *places* decimals; None: they
    keep all, and quantities too.
    """

    told: str
    amount: Step = half_up
    tax: Step = half_up
    sum_tax: Step = not_at_all
    discount: Step = not_at_all
    places: int | None = PRICE_PLACES

    @property
    def by_line(self) -> bool:
        """Whether the total is a sum of rounded lines, rather than a rounded sum."""
        return not_at_all not in (self.amount, self.tax)


WAYS: tuple[Way, ...] = (
    Way("tax is taken of the sum of the lines", tax=not_at_all, sum_tax=half_up),
    Way("half a cent of tax goes to the even cent", tax=half_even),
    Way("cents of tax are cut off", tax=cut),
    Way("prices have two decimals", places=2),
    Way("a discount is rounded before it is taken off", discount=half_up),
    Way("prices and quantities keep more than four decimals", places=None),
    Way("only the total is rounded", not_at_all, not_at_all),
    Way("half a cent of a line or its tax goes to the even cent", half_even, half_even),
    Way("cents of a line and its tax are cut off", cut, cut),
    Way(
        "tax is taken of the sum of the lines, half a cent of it going to the even cent",
        tax=not_at_all,
        sum_tax=half_even,
    ),
    Way(
        "tax is taken of the sum of the lines, and its cents are cut off",
        tax=not_at_all,
        sum_tax=cut,
    ),
)
"""The commonest first."""


def ways_of(currency: CurrencyCode) -> tuple[Way, ...]:
    """The ways that are usual in *currency*; one without cents is often counted in whole coins."""
    places = DECIMALS[currency]
    if places == CENTS:
        return WAYS

    def coins(amount: Fraction) -> Fraction:
        return rounded(amount, places)

    return (Way("each line and its tax come to whole coins", coins, coins), *WAYS)


@frozen
class Counted:
    """What each line comes to, its tax included, and the total, in the currency's coins."""

    lines: tuple[Fraction, ...]
    total: Fraction


def count(invoice: HostInvoice, rates: Rates, way: Way) -> Counted:
    """*invoice* counted *way*; every line of one that is taxed has a rate in *rates*."""
    amounts = tuple(_amount(line, way) for line in invoice.lines)
    coins = DECIMALS[invoice.currency]
    if invoice.line_amount_types is not LineAmountTypes.EXCLUSIVE:
        return Counted(amounts, rounded(sum(amounts, Fraction(0)), coins))
    taxes: dict[HostTaxRateId | None, Fraction] = {}
    lines = []
    for line, amount in zip(invoice.lines, amounts, strict=True):
        tax = way.tax(amount * _share(line, rates))
        taxes[line.tax_rate] = taxes.get(line.tax_rate, Fraction(0)) + tax
        lines.append(amount + tax)
    total = sum(amounts, Fraction(0)) + sum(map(way.sum_tax, taxes.values()), Fraction(0))
    return Counted(tuple(lines), rounded(total, coins))


def _share(line: InvoiceLine, rates: Rates) -> Fraction:
    rate = None if line.tax_rate is None else rates.get(line.tax_rate)
    return Fraction(0) if rate is None else Fraction(rate.effective_rate, 100)


def _amount(line: InvoiceLine, way: Way) -> Fraction:
    quantity, price = Fraction(line.quantity), Fraction(line.unit_price)
    if way.places is not None:
        quantity, price = rounded(quantity, PRICE_PLACES), rounded(price, way.places)
    whole = quantity * price
    match line.discount:
        case None:
            return way.amount(whole)
        case PercentOff(percent):
            return way.amount(whole - way.discount(whole * Fraction(Fraction(percent), 100)))
        case AmountOff(amount):
            return way.amount(whole) - Fraction(amount)
