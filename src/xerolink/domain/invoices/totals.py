"""What Xero will make of an invoice: lines, taxes and total, to the cent (fact sheet 4.3).

In fractions, which forget nothing; rounded exactly where Xero rounds, a half away from zero:
1. a price and a quantity to four decimals (every call says `unitdp=4`);
2. quantity x price, less its discount, once, to cents;
3. the tax of each line, to cents; sums are sums of what is rounded.
Cents are hundredths in every currency (docs/decisions/0031).
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from xerolink.domain.invoices.currencies import DECIMALS
from xerolink.domain.invoices.errors import UntaxableLineError
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceLine,
    LineAmountTypes,
    PercentOff,
)
from xerolink.domain.invoices.money import Money, cents, rounded, written
from xerolink.domain.invoices.tax import HostTaxRateId, TaxRate, XeroTaxType

PRICE_PLACES = 4
"""The decimals of a price and of a quantity, under `unitdp=4`."""
UNTAXED = TaxRate(XeroTaxType("NONE"), "No tax")
"""What Xero puts on every line of an invoice without tax."""

Rates = Mapping[HostTaxRateId, TaxRate]
"""The Xero rate of each rate of the host."""


@frozen
class LineTotal:
    """Xero's LineAmount and TaxAmount of one line; the amount holds the tax if prices do."""

    amount: Decimal
    tax: Decimal


@frozen
class Totals:
    """What Xero shows, each a Decimal of two places; *sub_total* is without tax."""

    lines: tuple[LineTotal, ...]
    sub_total: Decimal
    total_tax: Decimal
    total: Decimal

    def over(self, billed: Money) -> Decimal:
        """How much more than *billed* Xero's total is; 0: equal to the cent (semantics row 37)."""
        places = max(2, DECIMALS[billed.currency])
        return written(Fraction(self.total) - Fraction(billed.amount), places)


@frozen
class UnprovedTax:
    """Totals that rest on a rounding that nobody could prove (semantics row 37).

    *lines* (from 1) have rates of several or compound parts. *together*: Xero rounds the sum of
    their parts; *apart*: each by itself. Both may be equal, and Xero may do a third thing.
    """

    lines: tuple[int, ...]
    together: Totals
    apart: Totals


def xero_totals(invoice: HostInvoice, rates: Rates) -> Totals | UnprovedTax:
    """What Xero will compute for *invoice*; raises UntaxableLineError for a rate not in *rates*."""
    found = tuple(_rate(invoice, place, rates) for place in range(len(invoice.lines)))
    together = _totals(invoice, found, _together)
    unproved = tuple(place for place, rate in enumerate(found, 1) if not rate.proved)
    if not unproved:
        return together
    return UnprovedTax(unproved, together, _totals(invoice, found, _apart))


def line_amount(line: InvoiceLine) -> Decimal:
    """Quantity x price less the discount, rounded once, to cents."""
    quantity, price = (
        rounded(Fraction(value), PRICE_PLACES) for value in (line.quantity, line.unit_price)
    )
    whole = quantity * price
    match line.discount:
        case None:
            return cents(whole)
        case PercentOff(percent):
            return cents(whole * (1 - Fraction(Fraction(percent), 100)))
        case AmountOff(amount):
            return _sum((cents(whole), cents(-Fraction(amount))))


def _rate(invoice: HostInvoice, place: int, rates: Rates) -> TaxRate:
    if invoice.line_amount_types is LineAmountTypes.NO_TAX:
        return UNTAXED
    named = invoice.lines[place].tax_rate
    found = None if named is None else rates.get(named)
    if found is None:
        raise UntaxableLineError(place + 1)
    return found


Rounding = Callable[[Fraction, tuple[Fraction, ...]], Decimal]
"""From a line without its tax, and the share that each part of the rate takes of it, to cents."""


def _together(base: Fraction, shares: tuple[Fraction, ...]) -> Decimal:
    return cents(base * sum(shares, Fraction(0)))


def _apart(base: Fraction, shares: tuple[Fraction, ...]) -> Decimal:
    return _sum(cents(base * share) for share in shares)


def _totals(invoice: HostInvoice, rates: tuple[TaxRate, ...], rounding: Rounding) -> Totals:
    inclusive = invoice.line_amount_types is LineAmountTypes.INCLUSIVE
    lines = tuple(
        _line_total(line, rate, inclusive, rounding)
        for line, rate in zip(invoice.lines, rates, strict=True)
    )
    amounts, total_tax = _sum(one.amount for one in lines), _sum(one.tax for one in lines)
    if inclusive:
        return Totals(lines, cents(Fraction(amounts) - Fraction(total_tax)), total_tax, amounts)
    return Totals(lines, amounts, total_tax, _sum((amounts, total_tax)))


def _line_total(line: InvoiceLine, rate: TaxRate, inclusive: bool, rounding: Rounding) -> LineTotal:
    amount = line_amount(line)
    held = 1 + sum(rate.shares, Fraction(0)) if inclusive else Fraction(1)
    return LineTotal(amount, rounding(Fraction(Fraction(amount), held), rate.shares))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return cents(sum(map(Fraction, amounts), Fraction(0)))
