"""What is wrong with the mapping of tax rates (semantics row 37)."""

from collections.abc import Iterator

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import CauseThing
from xerolink.domain.invoices.setting_problems import Setting, SettingsProblem, Stops
from xerolink.domain.invoices.settings import (
    HostTaxRate,
    HostTerms,
    InvoiceSettings,
    UnprovedTaxRule,
)
from xerolink.domain.invoices.tax import HostTaxRateId, TaxRate, XeroTaxType
from xerolink.domain.invoices.usable import other_percent, unusable_rate


def rate_problems(
    settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> Iterator[SettingsProblem]:
    """Those of each rate of the host, in its order, then those of rates that it does not have."""
    for rate in terms.tax_rates:
        mapped = settings.tax_rates.get(rate.rate_id)
        if mapped is None:
            why, fix = "it is mapped to no tax rate of Xero", "map it, or end it in the host"
            yield _problem(rate.rate_id, why, fix, Stops.SWITCHING_ON)
        else:
            yield from _mapped_problems(rate, mapped, settings, catalogue)
    for unknown in sorted(settings.tax_rates.keys() - terms.rate_of.keys()):
        why, fix = "the host has no such tax rate", "take it out, or map one that there is"
        yield _problem(unknown, why, fix, Stops.SAVING)


def _mapped_problems(
    rate: HostTaxRate, mapped: XeroTaxType, settings: InvoiceSettings, catalogue: Catalogue
) -> Iterator[SettingsProblem]:
    found = unusable_rate(catalogue, mapped)
    if found is not None:
        yield _problem(rate.rate_id, f"tax rate {mapped}: {found.why}", found.fix, Stops.SAVING)
        return
    there = catalogue.rate_of[mapped].rate
    yield from _percent_problems(rate, there)
    if not there.proved and settings.unproved_tax is UnprovedTaxRule.HOLD:
        why = f"tax rate {mapped} has several or compound parts, whose rounding is not known"
        fix = "its invoices will be held, unless unproved_tax is send_and_compare"
        yield _problem(rate.rate_id, why, fix, Stops.NOTHING)


def _percent_problems(rate: HostTaxRate, there: TaxRate) -> Iterator[SettingsProblem]:
    if rate.percent is None:
        why = f"the host does not say its percentage, so that of {there.tax_type} is not compared"
        yield _problem(rate.rate_id, why, "see that they are equal", Stops.NOTHING)
    elif differs := other_percent(there, rate.percent):
        yield _problem(rate.rate_id, differs.why, differs.fix, Stops.SAVING)


def _problem(rate_id: HostTaxRateId, why: str, fix: str, stops: Stops) -> SettingsProblem:
    return SettingsProblem(Setting.TAX_RATES, CauseThing(rate_id), why, fix, stops)
