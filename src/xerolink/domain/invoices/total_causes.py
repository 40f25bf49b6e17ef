"""Whether Xero will ask for what the client was billed, to the cent (semantics row 37)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.currencies import DECIMALS, CurrencyCode
from xerolink.domain.invoices.explain import explain
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, LineAmountTypes
from xerolink.domain.invoices.money import Money, finer, written
from xerolink.domain.invoices.settings import UnprovedTaxRule
from xerolink.domain.invoices.tax import TaxRate
from xerolink.domain.invoices.totals import Rates, Totals, UnprovedTax, xero_totals

CENT = Fraction(1, 100)


def total_causes(invoice: HostInvoice, rates: Rates, rule: UnprovedTaxRule) -> Iterator[Cause]:
    """Why *invoice* is held for its total; one with a line that cannot be taxed has none to tell.

    Where Xero's rounding is not known, *rule* says whether it is sent; a difference that no
    rounding of the parts could make holds it under either rule.
    """
    taxed = invoice.line_amount_types is not LineAmountTypes.NO_TAX
    if taxed and any(line.tax_rate not in rates for line in invoice.lines):
        return
    found = xero_totals(invoice, rates)
    match found:
        case Totals():
            if found.over(Money(invoice.total, invoice.currency)):
                yield _differs(invoice, rates, found)
        case UnprovedTax():
            if rule is UnprovedTaxRule.HOLD:
                yield from _unproved(invoice, rates, found)
            if _beyond_rounding(invoice, rates, found):
                yield _differs(invoice, rates, found.together)
        case _:
            assert_never(found)


def known_total(invoice: HostInvoice, rates: Rates) -> Decimal | None:
    """What Xero will make of *invoice*; None: how it rounds its taxes is not known."""
    found = xero_totals(invoice, rates)
    return found.total if isinstance(found, Totals) else None


def drift(
    host_id: HostInvoiceId, currency: CurrencyCode, billed: Decimal, xero: Decimal
) -> Cause | None:
    """That Xero's total of an invoice that is there is not the billed one; None: it is."""
    if Fraction(xero) == Fraction(billed):
        return None
    why = f"Xero made it {_difference(currency, billed, xero)}"
    fix = "void it in the host and bill it anew as Xero counts, or mend the invoice in Xero"
    return Cause(CauseKind.TOTAL_DIFFERS, CauseThing(host_id), why, fix)


def _differs(invoice: HostInvoice, rates: Rates, found: Totals) -> Cause:
    difference = _difference(invoice.currency, invoice.total, found.total)
    why = f"Xero would make it {difference}; {explain(invoice, rates, found)}"
    coins = not finer(found.total, DECIMALS[invoice.currency])
    fix = (
        f"bill {found.total}, or let the host count as Xero does"
        if coins
        else "choose prices whose tax comes to whole coins: Xero counts in hundredths"
    )
    return Cause(CauseKind.TOTAL_DIFFERS, CauseThing(invoice.host_id), why, fix)


def _difference(currency: CurrencyCode, billed: Decimal, xero: Decimal) -> str:
    over = Fraction(xero) - Fraction(billed)
    way = "more" if over > 0 else "less"
    made, asked, apart = (
        written(amount, max(2, DECIMALS.get(currency, 0)))
        for amount in (Fraction(xero), Fraction(billed), abs(over))
    )
    return f"{currency} {made} where the client was billed {currency} {asked}, {apart} {way}"


def _unproved(invoice: HostInvoice, rates: Rates, found: UnprovedTax) -> Iterator[Cause]:
    for line in found.lines:
        tax_type = _rate(invoice, rates, line).tax_type
        why = f"the tax rate {tax_type} has several parts, and how Xero rounds these is not known"
        fix = "choose in the settings that such invoices are sent and compared, or use another rate"
        yield Cause(CauseKind.UNPROVED_TAX, CauseThing(tax_type), why, fix)


def _rate(invoice: HostInvoice, rates: Rates, line: int) -> TaxRate:
    named = invoice.lines[line - 1].tax_rate
    assert named is not None
    return rates[named]


def _beyond_rounding(invoice: HostInvoice, rates: Rates, found: UnprovedTax) -> bool:
    """Rounded up or down, each part of a rate moves a line by less than a cent."""
    readings = [Fraction(one.total) for one in (found.together, found.apart)]
    parts = sum(len(_rate(invoice, rates, line).shares) for line in found.lines)
    inside = invoice.line_amount_types is LineAmountTypes.INCLUSIVE
    slack = Fraction(0) if inside else parts * CENT
    return not min(readings) - slack <= Fraction(invoice.total) <= max(readings) + slack
