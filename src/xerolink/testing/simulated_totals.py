"""An invoice as the simulator counts it, in process: without HTTP, and without being kept.

The simulator computes in whole numbers of 10^-8 and shares no code with the domain. What passes
between the two are texts, as in a call.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

from xerolink.domain.invoices.model import AmountOff, HostInvoice, InvoiceLine, PercentOff
from xerolink.domain.invoices.tax import HostTaxRateId, TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.totals import LineTotal, Rates, Totals
from xerolink.testing.simulator import Organisation, Switches, XeroSimulator
from xerolink.testing.simulator.bookkeeping import setting_of
from xerolink.testing.simulator.catalogue import ACTIVE
from xerolink.testing.simulator.invoice_body import read_invoice
from xerolink.testing.simulator.invoice_rules import applied, blank

FOREIGN = ("JPY", "KWD", "USD", "EUR")
"""Every organisation here can bill in these too."""


@frozen
class Office:
    """Two simulated organisations of one country; one rounds the parts of a tax rate apart.

    *rates* holds each rate that sales can have, under its TaxType for the host too.
    """

    together: Organisation
    apart: Organisation
    rates: Rates


def office(country: str, *percents: str, compound: tuple[str, str] | None = None) -> Office:
    """An office of *country* (NZ, AU, UK, US) with a rate of its own for each of *percents*.

    *compound*: one more rate, a percentage and another that is taken on top of it.
    """
    switches = (Switches(), Switches(tax_by_component=True))
    together, apart = (_organisation(country, each, percents, compound) for each in switches)
    return Office(together, apart, _sales_rates(together))


def _organisation(
    country: str, switches: Switches, percents: Iterable[str], compound: tuple[str, str] | None
) -> Organisation:
    made = XeroSimulator().add_organisation("Kauri & Co", country=country, switches=switches)
    for percent in percents:
        made.people.add_tax_rate(f"Sales {percent}%", percent)
    if compound is not None:
        made.people.add_tax_rate("Compound", compound[0], compound=compound[1])
    for code in FOREIGN:
        made.people.add_currency(code)
    return made


def _sales_rates(organisation: Organisation) -> dict[HostTaxRateId, TaxRate]:
    found = organisation.ledger.catalogue.tax_rates
    return {
        HostTaxRateId(rate.tax_type): TaxRate(
            XeroTaxType(rate.tax_type),
            rate.name,
            tuple(TaxComponent(p.name, _decimal(p.rate), p.compound) for p in rate.components),
        )
        for rate in found
        if rate.status == ACTIVE and "REVENUE" in rate.classes
    }


def simulated_totals(organisation: Organisation, invoice: HostInvoice) -> Totals:
    """What *organisation* makes of *invoice* under `unitdp=4`; raises RefusedError of Xero's."""
    sent = read_invoice(_body(organisation, invoice))
    setting = setting_of(organisation)
    made = applied(blank(sent, "", setting), sent, setting)
    lines = (LineTotal(_decimal(one.line_amount), _decimal(one.tax_amount)) for one in made.lines)
    sums = map(_decimal, (made.sub_total, made.total_tax, made.total))
    return Totals(tuple(lines), *sums)


def _body(organisation: Organisation, invoice: HostInvoice) -> dict[str, Any]:
    """The JSON of a call; numbers are texts."""
    country = organisation.ledger.country
    account = country.codes.get("200", "200")
    return {
        "Type": "ACCREC",
        "Status": "AUTHORISED",
        "Date": f"{invoice.issued}",
        "DueDate": f"{invoice.due}",
        "CurrencyCode": invoice.currency,
        "LineAmountTypes": invoice.line_amount_types.value,
        "LineItems": [{**_line(one), "AccountCode": account} for one in invoice.lines],
    }


def _line(line: InvoiceLine) -> dict[str, str]:
    found = {
        "Description": line.description,
        "Quantity": f"{line.quantity:f}",
        "UnitAmount": f"{line.unit_price:f}",
    }
    if line.tax_rate is not None:
        found["TaxType"] = line.tax_rate
    match line.discount:
        case None:
            return found
        case PercentOff(percent):
            return {**found, "DiscountRate": f"{percent:f}"}
        case AmountOff(amount):
            return {**found, "DiscountAmount": f"{amount:f}"}


def _decimal(units: int) -> Decimal:
    return Decimal(f"{units}E-8")


def on_half_a_cent(invoice: HostInvoice, counted: Totals, rates: Rates) -> bool:
    """Whether the tax of a line of *invoice* falls exactly on half a cent before it is rounded.

    By its own arithmetic, from the line amounts in *counted* and what the rates come to.
    """
    return any(
        (_exact_tax(invoice, line, total, rates) * 200) % 2 == 1
        for line, total in zip(invoice.lines, counted.lines, strict=True)
    )


def _exact_tax(invoice: HostInvoice, line: InvoiceLine, total: LineTotal, rates: Rates) -> Fraction:
    if line.tax_rate is None or invoice.line_amount_types.value == "NoTax":
        return Fraction(0)
    rate = rates[line.tax_rate].effective_rate
    whole = 100 + rate if invoice.line_amount_types.value == "Inclusive" else Fraction(100)
    return Fraction(total.amount) * rate / whole
