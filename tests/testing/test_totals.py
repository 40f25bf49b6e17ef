"""Two countings of an invoice that share no code: both pass what is published, and agree."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.published import CASES, Case, expected, invoice_of, rates_of, told_of
from tests.testing.simulator.honest.description import ACCOUNTING, HERE, description
from xerolink.domain.invoices.model import HostInvoice, InvoiceLine
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.totals import (
    LineTotal,
    Rates,
    Totals,
    UnprovedTax,
    xero_totals,
)
from xerolink.testing.simulated_totals import Office, office, simulated_totals
from xerolink.testing.totals import Compared, compare_many

PERCENTS = ("0", "9.5", "10", "15")


@pytest.fixture(scope="module")
def kauri() -> Office:
    """An organisation of Australia with a rate for each percentage that is published."""
    made = office("AU", *PERCENTS)
    made.together.people.add_currency("NZD")
    return made


def in_xero(case: Case, at: Office) -> HostInvoice:
    """The invoice of *case* with the tax types that *at* has for its percentages."""
    types = {f"{p}": XeroTaxType(f"TAX{n:03}") for n, p in enumerate(PERCENTS, 1)}
    invoice = invoice_of(case)
    assert set(rates_of(case)) <= set(types)
    lines = tuple(
        evolve(one, tax_rate=one.tax_rate and HostTaxRateId(types[one.tax_rate]))
        for one in invoice.lines
    )
    return evolve(invoice, lines=lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"])
def test_a_published_figure_is_what_the_simulator_computes(case: Case, kauri: Office) -> None:
    assert told_of(simulated_totals(kauri.together, in_xero(case, kauri))) == expected(case)


def described(found: Any) -> Iterator[Case]:
    """Every example in *found* with lines and totals; none where the description is not here."""
    if isinstance(found, list):
        for part in found:
            yield from described(part)
    elif isinstance(found, dict):
        # The schemas have parts of these names too, which are no figures.
        lines = found.get("LineItems")
        if isinstance(lines, list) and lines and "Total" in found:
            yield found
        for part in found.values():
            yield from described(part)


def figures(example: Case) -> tuple[Any, ...]:
    """What an example says in numbers."""
    lines = [
        tuple(f"{line.get(name, 0):.2f}" for name in ("UnitAmount", "LineAmount", "TaxAmount"))
        for line in example["LineItems"]
    ]
    sums = (f"{example[name]:.2f}" for name in ("SubTotal", "TotalTax", "Total"))
    return example["LineAmountTypes"].lower(), *lines, *sums


def case_figures(case: Case) -> tuple[Any, ...]:
    lines = [
        (f"{float(one['unit_price']):.2f}", one["line_amount"], one["tax"]) for one in case["lines"]
    ]
    return case["amounts"].lower(), *lines, case["sub_total"], case["total_tax"], case["total"]


@pytest.mark.parametrize("where", ["here" if HERE else "not here: nothing is held against it"])
def test_every_example_of_the_official_description_is_a_case(where: str) -> None:
    """With lines and totals; said in the name where the description is not there."""
    document = description(ACCOUNTING).document if where == "here" else {}
    examples = {figures(example) for example in described(document)}
    assert not examples - {case_figures(case) for case in CASES}


@pytest.fixture(scope="module")
def compared() -> Compared:
    return compare_many(400, seed=3)


def test_our_totals_are_the_simulators(compared: Compared) -> None:
    """Every line, sum and total; of an unproved tax under both readings."""
    assert (compared.different, compared.first) == (0, ())


def test_a_fifth_of_the_invoices_has_a_tax_on_half_a_cent(compared: Compared) -> None:
    assert compared.half_a_cent_share >= 0.2


def test_every_country_and_kind_is_drawn(compared: Compared) -> None:
    kinds = {"AU", "NZ", "UK", "US", "Exclusive", "Inclusive", "NoTax", "discounted"}
    assert set(compared.kinds) == kinds


def test_an_unproved_tax_is_compared_too(compared: Compared) -> None:
    assert compared.unproved > 0


def by_bankers(invoice: HostInvoice, rates: Rates) -> Totals:
    """Half a cent to the even neighbour, as Python rounds by itself."""
    match xero_totals(invoice, rates):
        case UnprovedTax(together=right) | right:
            return evolve(
                right, lines=tuple(map(_rounded, invoice.lines, right.lines, repeat(rates)))
            )


def _rounded(line: InvoiceLine, right: LineTotal, rates: Rates) -> LineTotal:
    percent = rates[line.tax_rate].effective_rate if line.tax_rate else Fraction(0)
    return evolve(right, tax=Decimal(round(Fraction(right.amount) * percent)) / 100)


def test_another_way_of_rounding_is_noticed() -> None:
    assert compare_many(40, 3, by_bankers).different > 0


def test_the_first_that_differ_are_told_both_ways() -> None:
    first, *_ = compare_many(40, 3, by_bankers).first
    assert set(first) == {"invoice", "ours", "simulator"}
