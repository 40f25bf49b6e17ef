"""Why Xero's total is not the billed one, and which line makes the difference, as far as it shows.

Where the host says what each line was billed at, the lines that differ. Else the usual ways of
counting are tried: one that comes to the billed total names its lines. Else that is said.
"""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from xerolink.domain.invoices.model import HostInvoice, InvoiceLine, LineAmountTypes
from xerolink.domain.invoices.money import cents, plain
from xerolink.domain.invoices.rounding import Way, count, ways_of
from xerolink.domain.invoices.totals import LineTotal, Rates, Totals

SHOWN = 6
"""The decimals that are shown of an amount that was not rounded."""
MOST = 5
"""The most lines that are named."""


def explain(invoice: HostInvoice, rates: Rates, found: Totals) -> str:
    """In words, what makes *found* differ from what was billed; it differs."""
    differing = tuple(_billed_otherwise(invoice, found))
    if differing:
        return _lines_told(invoice, found, differing)
    if all(_all_told(line, invoice.line_amount_types) for line in invoice.lines):
        return "each line was billed as Xero counts it, but their sum is not the billed total"
    for way in ways_of(invoice.currency):
        counted = count(invoice, rates, way)
        if counted.total == Fraction(invoice.total):
            return _way_told(invoice, rates, found, way)
    return (
        "no usual way of counting comes to the billed total, and which line makes the difference "
        "cannot be told: the host does not say what each was billed at"
    )


@frozen
class _Line:
    """A line, from 1, that is billed *by* more than Xero counts, and how that shows."""

    place: int
    by: Fraction
    told: str


def _billed_otherwise(invoice: HostInvoice, found: Totals) -> Iterator[_Line]:
    inclusive = invoice.line_amount_types is LineAmountTypes.INCLUSIVE
    for place, (line, xero) in enumerate(zip(invoice.lines, found.lines, strict=True), 1):
        amount = Fraction(xero.amount if line.billed is None else line.billed)
        tax = Fraction(xero.tax if line.billed_tax is None else line.billed_tax)
        off, tax_off = amount - Fraction(xero.amount), tax - Fraction(xero.tax)
        if off or tax_off:
            by = off if inclusive else off + tax_off
            yield _Line(place, by, _billed_told(place, line, xero))


def _billed_told(place: int, line: InvoiceLine, xero: LineTotal) -> str:
    said = []
    if line.billed is not None and line.billed != xero.amount:
        said.append(f"billed at {line.billed}, in Xero {xero.amount}")
    if line.billed_tax is not None and line.billed_tax != xero.tax:
        said.append(f"billed with a tax of {line.billed_tax}, in Xero {xero.tax}")
    return f"line {place} is {' and '.join(said)}"


def _lines_told(invoice: HostInvoice, found: Totals, differing: tuple[_Line, ...]) -> str:
    rest = Fraction(invoice.total) - Fraction(found.total) - sum(line.by for line in differing)
    told = "; ".join(line.told for line in differing[:MOST])
    more = f"; so are {len(differing) - MOST} more lines" if len(differing) > MOST else ""
    left = f"; that leaves {_exactly(rest)}, which no line tells" if rest else ""
    return f"{told}{more}{left}"


def _all_told(line: InvoiceLine, amounts: LineAmountTypes) -> bool:
    taxed = amounts is LineAmountTypes.EXCLUSIVE
    return line.billed is not None and not (taxed and line.billed_tax is None)


def _way_told(invoice: HostInvoice, rates: Rates, found: Totals, way: Way) -> str:
    lines = _of_way(invoice, rates, found, way)
    told = "; ".join(line.told for line in lines[:MOST])
    return f"the billed total is what comes out where {way.told}{told and f': {told}'}"


def _of_way(invoice: HostInvoice, rates: Rates, found: Totals, way: Way) -> tuple[_Line, ...]:
    """The lines whose rounding makes the difference, the weightiest first.

    Of a rounded sum no single line is off by a cent: as many are named as there are cents.
    """
    difference = Fraction(invoice.total) - Fraction(found.total)
    counted = count(invoice, rates, way).lines
    inclusive = invoice.line_amount_types is LineAmountTypes.INCLUSIVE
    lines = []
    for place, (theirs, xero) in enumerate(zip(counted, found.lines, strict=True), 1):
        ours = Fraction(xero.amount) + (0 if inclusive else Fraction(xero.tax))
        if (theirs - ours) * difference > 0:
            told = f"line {place} then comes to {_exactly(theirs)}, in Xero to {cents(ours)}"
            lines.append(_Line(place, theirs - ours, told))
    lines.sort(key=lambda line: -abs(line.by))
    return tuple(lines if way.by_line else lines[: max(1, int(abs(difference) * 100))])


def _exactly(amount: Fraction) -> str:
    """*amount* as it is, with its cents at least: `3.8445`, `115.00`."""
    whole = cents(amount)
    return f"{whole}" if Fraction(whole) == amount else plain(amount, SHOWN)
