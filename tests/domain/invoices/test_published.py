"""Figures that Xero or its staff published, each with its source: the domain passes them all."""

import pytest

from tests.domain.invoices.published import CASES, Case, expected, invoice_of, rates_of, told_of
from xerolink.domain.invoices.check import check_invoice
from xerolink.domain.invoices.totals import Totals, xero_totals


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"])
def test_a_published_figure_is_what_we_compute(case: Case) -> None:
    found = xero_totals(invoice_of(case), rates_of(case))
    assert isinstance(found, Totals)
    assert told_of(found) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["source"])
def test_what_is_published_has_no_problem(case: Case) -> None:
    assert check_invoice(invoice_of(case), rates_of(case)) == ()


def test_every_case_says_where_it_comes_from() -> None:
    assert all(case["source"] and case["what"] for case in CASES)
