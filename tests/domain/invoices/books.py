"""Invoices as the tests write them: 15% is `gst15`."""

from datetime import date

from attrs import evolve

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    LineAmountTypes,
    PercentOff,
)
from xerolink.domain.invoices.money import Number
from xerolink.domain.invoices.tax import HostTaxRateId, TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.totals import Totals, UnprovedTax, xero_totals

EXCLUSIVE, INCLUSIVE, NO_TAX = LineAmountTypes
Discount = PercentOff | AmountOff | None


def rate(*percents: Number, compound: Number | None = None) -> TaxRate:
    """A rate of *percents*, and of one that is taken on top of them."""
    parts = tuple(TaxComponent("Part", percent) for percent in percents)
    on_top = () if compound is None else (TaxComponent("On top", compound, compound=True),)
    return TaxRate(XeroTaxType("TAX001"), "A tax", (*parts, *on_top))


GST15, NEW_YORK, ON_TOP = HostTaxRateId("gst15"), HostTaxRateId("ny"), HostTaxRateId("on-top")
RATES = {GST15: rate(15), NEW_YORK: rate(4, "4.5", "0.375"), ON_TOP: rate(5, compound="9.5")}


def line(
    price: Number,
    quantity: Number = 1,
    tax_rate: HostTaxRateId | None = GST15,
    discount: Discount = None,
    description: str = "Advice",
) -> InvoiceLine:
    return InvoiceLine(description, quantity, price, tax_rate, discount)


GOOD = HostInvoice(
    HostInvoiceId("invoice-1"),
    HostContactId("contact-1"),
    InvoiceNumber("INV-1"),
    CurrencyCode("NZD"),
    date(2026, 9, 14),
    date(2026, 10, 14),
    EXCLUSIVE,
    (line("100"),),
    total="115",
)


def billed(*lines: InvoiceLine, amounts: LineAmountTypes = EXCLUSIVE) -> HostInvoice:
    return evolve(GOOD, lines=lines, line_amount_types=amounts)


def proved(invoice: HostInvoice) -> Totals:
    found = xero_totals(invoice, RATES)
    assert isinstance(found, Totals)
    return found


def unproved(invoice: HostInvoice) -> UnprovedTax:
    found = xero_totals(invoice, RATES)
    assert isinstance(found, UnprovedTax)
    return found


def sums(found: Totals) -> tuple[str, str, str]:
    return f"{found.sub_total}", f"{found.total_tax}", f"{found.total}"
