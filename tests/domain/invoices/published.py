"""The golden cases of `tests/cases/totals`, as a bookkeeper reads them, made invoices."""

import json
from pathlib import Path
from typing import Any

from attrs import evolve

from tests.domain.invoices.books import GOOD, rate
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import HostInvoice, InvoiceLine, LineAmountTypes, PercentOff
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.totals import Rates, Totals

Case = dict[str, Any]
FOLDER = Path(__file__).parents[2] / "cases" / "totals"
CASES: list[Case] = [
    case
    for file in sorted(FOLDER.glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]


def invoice_of(case: Case) -> HostInvoice:
    return evolve(
        GOOD,
        currency=CurrencyCode(case["currency"]),
        line_amount_types=LineAmountTypes(case["amounts"]),
        lines=tuple(map(_line, case["lines"])),
        total=case["total"],
    )


def _line(told: Case) -> InvoiceLine:
    percent, off = told["tax_percent"], told.get("discount_percent")
    return InvoiceLine(
        "As published",
        told["quantity"],
        told["unit_price"],
        None if percent is None else HostTaxRateId(percent),
        None if off is None else PercentOff(off),
    )


def rates_of(case: Case) -> Rates:
    percents = {line["tax_percent"] for line in case["lines"]} - {None}
    return {HostTaxRateId(percent): rate(percent) for percent in percents}


def told_of(totals: Totals) -> Case:
    """What a case says of totals."""
    return {
        "lines": [(f"{one.amount:.2f}", f"{one.tax:.2f}") for one in totals.lines],
        "sub_total": f"{totals.sub_total:.2f}",
        "total_tax": f"{totals.total_tax:.2f}",
        "total": f"{totals.total:.2f}",
    }


def expected(case: Case) -> Case:
    lines = [(line["line_amount"], line["tax"]) for line in case["lines"]]
    return {name: case[name] for name in ("sub_total", "total_tax", "total")} | {"lines": lines}
