"""What a firm in a story bills, and what it comes to in Xero, counted by hand and written down.

The judge compares with these; nothing here is asked of the library.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from xerolink.domain.invoices.model import (
    BillableExpense,
    HostInvoice,
    InvoiceLine,
    LineAmountTypes,
    PercentOff,
    Service,
)
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.tax import HostTaxRateId

GST, ZERO, SPLIT, NEW = map(HostTaxRateId, ("gst15", "zero", "split", "retainer"))
PERCENT: Mapping[HostTaxRateId, str] = {GST: "15", ZERO: "0", SPLIT: "15"}
"""SPLIT has two parts in Xero, 10% and 5%; NEW is not billed with from the beginning."""
_ON_TOP, _INSIDE, _NONE = (
    LineAmountTypes.EXCLUSIVE,
    LineAmountTypes.INCLUSIVE,
    LineAmountTypes.NO_TAX,
)
Key = tuple[LineAmountTypes, tuple[InvoiceLine, ...]]


@frozen
class Priced:
    """*total* is Xero's; *apart* too, where it rounds each part of a tax rate by itself."""

    types: LineAmountTypes
    lines: tuple[InvoiceLine, ...]
    total: Decimal
    apart: Decimal

    @property
    def rates(self) -> frozenset[HostTaxRateId]:
        return frozenset(line.tax_rate for line in self.lines if line.tax_rate is not None)


def _priced(
    types: LineAmountTypes, lines: Sequence[InvoiceLine], total: str, apart: str = ""
) -> Priced:
    return Priced(types, tuple(lines), Decimal(total), Decimal(apart or total))


def _line(price: str, rate: HostTaxRateId | None = GST, quantity: str = "1") -> InvoiceLine:
    return InvoiceLine("", quantity, price, rate)


USUAL = (
    _priced(_ON_TOP, [_line("100.00")], "115.00"),
    _priced(_ON_TOP, [_line("33.35")], "38.35"),
    _priced(_ON_TOP, [_line("0.10")], "0.12"),
    _priced(_ON_TOP, [_line("1234.5678")], "1419.76"),
    _priced(_ON_TOP, [_line("19.99")], "22.99"),
    _priced(_ON_TOP, [_line("7.15")], "8.22"),
    _priced(_INSIDE, [_line("100.00")], "100.00"),
    _priced(_INSIDE, [_line("19.99"), _line("0.35")], "20.34"),
    _priced(_NONE, [_line("33.33", None)], "33.33"),
    _priced(_ON_TOP, [_line("25.06"), _line("25.61"), _line("25.63")], "87.74"),
    _priced(_ON_TOP, [_line("84.5678", GST, "1.75")], "170.19"),
    _priced(_ON_TOP, [_line("50.00", ZERO), _line("0.30")], "50.35"),
    _priced(_ON_TOP, [InvoiceLine("", 1, "19.99", GST, PercentOff("7.5"))], "21.26"),
    _priced(_ON_TOP, [InvoiceLine("", 1, "12.00", GST, None, BillableExpense())], "13.80"),
)
UNPROVED = (
    _priced(_ON_TOP, [_line("100.00", SPLIT)], "115.00"),
    _priced(_ON_TOP, [_line("33.35", SPLIT)], "38.35", "38.36"),
)
"""Sent only where the settings say: send and compare."""
ALL = (*USUAL, *UNPROVED)
RETAINER = _priced(_ON_TOP, [_line("200.00", NEW)], "230.00")
_OF: Mapping[Key, Priced] = {(p.types, p.lines): p for p in (*ALL, RETAINER)}


def priced(invoice: HostInvoice) -> Priced:
    """What *invoice* bills, whatever its lines say and whether Xero knows its items."""
    bare = tuple(evolve(line, description="", item=None) for line in invoice.lines)
    return _OF[invoice.line_amount_types, bare]


def worded(what: Priced, words: str) -> tuple[InvoiceLine, ...]:
    """The lines of *what*, each with *words* of its own."""
    return tuple(
        evolve(line, description=f"{words}, {place}") for place, line in enumerate(what.lines, 1)
    )


def is_service(line: InvoiceLine) -> bool:
    """Whether it goes to the default revenue account."""
    return isinstance(line.sold, Service)


def terms(gst: str = PERCENT[GST], *, retainers: bool = False) -> HostTerms:
    """What the firm bills with: GST of so many percent, and retainers or not."""
    percents = {**PERCENT, GST: gst, **({NEW: "15"} if retainers else {})}
    return HostTerms(tuple(HostTaxRate(rate, rate, held) for rate, held in percents.items()))
