"""What keeps an invoice out of Xero: named by line and field, with why and how to fix it."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from tests.domain.invoices.books import (
    GOOD,
    GST15,
    NO_TAX,
    RATES,
    billed,
    line,
)
from xerolink.domain.contacts.check import blocked
from xerolink.domain.invoices.check import InvoiceField, check_invoice
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    HostInvoice,
    InvoiceLine,
    InvoiceNumber,
    ItemCode,
    PercentOff,
    Tracking,
)
from xerolink.domain.invoices.tax import HostTaxRateId

BEFORE_IT_IS_ISSUED = date(2026, 9, 13)
WHOLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"number": " "}, "number: it has none; give the invoice a number"),
    (
        {"number": "INV-\u2116-1"},
        (
            "number: it holds U+2116; Xero takes printable ASCII only; "
            "number it with plain letters, digits and signs"
        ),
    ),
    ({"number": "9" * 256}, "number: it has 256 characters; Xero takes 255; give a shorter number"),
    (
        {"currency": "XYZ"},
        "currency: there is no such currency; give the three capitals of ISO 4217, such as NZD",
    ),
    ({"due": None}, "due date: it has none; Xero asks for it; give a due date"),
    (
        {"due": BEFORE_IT_IS_ISSUED},
        "due date: it is before the issue date; let it be due on the issue date or later",
    ),
    (
        {"reference": "x" * 256},
        "reference: it has 256 characters; Xero takes 255; shorten it",
    ),
    (
        {"reference": "PO\x007"},
        ("reference: it holds a control character (U+0000); remove it; typing the text anew helps"),
    ),
    ({"lines": ()}, "lines: there are none; bill at least one line"),
    (
        {"total": "-0.01"},
        (
            "total: it is below zero: an invoice asks for money; "
            "write a credit note, or bill what the client owes"
        ),
    ),
    (
        {"lines": (line("100"), line("-100.01"))},
        (
            "total: it is below zero: an invoice asks for money; "
            "write a credit note, or bill what the client owes"
        ),
    ),
    (
        {"currency": "JPY", "total": "115.5"},
        "total: it is finer than JPY has coins for: 0 decimals; bill an amount that can be paid",
    ),
)
LINES: tuple[tuple[InvoiceLine, str], ...] = (
    (
        line("1", description="x" * 5000),
        (
            "line 2, description: it has 5,000 characters; Xero takes 4,000; "
            "shorten it, or spread it over several lines"
        ),
    ),
    (
        line("1", description=" "),
        "line 2, description: it is empty; Xero asks for it; say what is billed",
    ),
    (
        line("1", description="Advice\x00"),
        (
            "line 2, description: it holds a control character (U+0000); "
            "remove it; typing the text anew helps"
        ),
    ),
    (
        line("0.0001", 10**13),
        "line 2, quantity: it has 14 digits; Xero takes 13; bill in larger units",
    ),
    (
        line("10000000000"),
        (
            "line 2, amount: the line comes to more than 9,999,999,999.99, "
            "the most that Xero takes; spread it over several lines"
        ),
    ),
    (
        line("1", discount=PercentOff("100.01")),
        "line 2, discount: it is not between 0% and 100%; give a percentage of the line",
    ),
    (
        line("1", discount=PercentOff(-1)),
        "line 2, discount: it is not between 0% and 100%; give a percentage of the line",
    ),
    (
        line("1", discount=PercentOff("33.33333")),
        (
            "line 2, discount: it has more than 4 decimals, and what Xero keeps is not known; "
            "give it as an amount, or with fewer decimals"
        ),
    ),
    (
        line("1", discount=AmountOff(-1)),
        "line 2, discount: it is below zero; give what is taken off, or raise the price",
    ),
    (
        line("1", discount=AmountOff("0.005")),
        "line 2, discount: it is finer than a hundredth; give it in hundredths",
    ),
    (
        evolve(line("1"), item=ItemCode("x" * 31)),
        (
            "line 2, item: its code has 31 characters; Xero's have at most 30; "
            "give the code of an item of Xero"
        ),
    ),
    (
        evolve(line("1"), tracking=(Tracking("Region", "North"),) * 3),
        "line 2, tracking: it names 3 categories; Xero takes 2; name two at most",
    ),
    (
        line("1", tax_rate=None),
        "line 2, tax rate: it has none, and the invoice is taxed; choose one, such as a rate of 0%",
    ),
    (
        line("1", tax_rate=HostTaxRateId("unmapped")),
        "line 2, tax rate: it is mapped to no tax rate of Xero; map it in the settings",
    ),
)


def told(invoice: HostInvoice) -> list[str]:
    return [str(problem) for problem in check_invoice(invoice, RATES)]


def test_an_ordinary_invoice_has_no_problem() -> None:
    assert told(GOOD) == []


@pytest.mark.parametrize(("wrong", "problem"), WHOLE)
def test_a_problem_of_the_whole_names_its_field(wrong: dict[str, Any], problem: str) -> None:
    assert told(evolve(GOOD, **wrong)) == [problem]


@pytest.mark.parametrize(("wrong", "problem"), LINES)
def test_a_problem_of_a_line_names_its_line_and_field(wrong: InvoiceLine, problem: str) -> None:
    assert told(billed(line("1"), wrong)) == [problem]


@pytest.mark.parametrize(
    "edge",
    [
        line("1", description="x" * 4000),
        line("0.0001", 10**13 - 1),
        line("9999999999.99"),
        line("1", discount=PercentOff(100)),
        line("1", discount=PercentOff("33.3333")),
        line("1", discount=AmountOff("0.01")),
        evolve(line("1"), item=ItemCode("x" * 30), tracking=(Tracking("Region", "North"),) * 2),
    ],
)
def test_what_xero_just_takes_is_no_problem(edge: InvoiceLine) -> None:
    assert told(billed(edge)) == []


@pytest.mark.parametrize(
    "url", ["invoices/1", "https://host.example/in voices", "https://host.example/\ud800"]
)
def test_a_link_back_that_is_no_address_is_told(url: str) -> None:
    fix = "give one that begins with https:// and has no blanks, or none"
    assert told(evolve(GOOD, url=url)) == [f"link back: it is no address of a page; {fix}"]


@pytest.mark.parametrize(
    "url", ["", "http://host.example", "https://host.example/r\u0101kau?n=1#2"]
)
def test_an_address_or_none_is_no_problem(url: str) -> None:
    assert told(evolve(GOOD, url=url)) == []


def test_a_reference_that_xero_just_takes_is_no_problem() -> None:
    assert told(evolve(GOOD, reference="x" * 255)) == []


def test_an_invoice_that_is_due_at_once_is_no_problem() -> None:
    assert told(evolve(GOOD, due=GOOD.issued)) == []


def test_an_invoice_over_nothing_is_no_problem() -> None:
    assert told(billed(line("5"), line("-5"))) == []


def test_an_invoice_without_tax_needs_no_rates() -> None:
    assert told(billed(line("1", tax_rate=None), amounts=NO_TAX)) == []


def test_every_problem_is_told_at_once_those_of_the_whole_first() -> None:
    wrong = evolve(
        GOOD,
        number=InvoiceNumber(""),
        currency=CurrencyCode("XYZ"),
        due=BEFORE_IT_IS_ISSUED,
        total=-1,
        lines=(line("1", description=""), line("0.0001", 10**13, GST15, PercentOff(101))),
    )
    found = [(problem.line, problem.part) for problem in check_invoice(wrong, RATES)]
    assert found == [
        (None, InvoiceField.NUMBER),
        (None, InvoiceField.CURRENCY),
        (None, InvoiceField.DUE),
        (None, InvoiceField.TOTAL),
        (1, InvoiceField.DESCRIPTION),
        (2, InvoiceField.QUANTITY),
        (2, InvoiceField.DISCOUNT),
    ]


def test_every_problem_keeps_the_invoice_out() -> None:
    assert blocked(check_invoice(evolve(GOOD, due=None), RATES))


def test_what_is_wrong_is_not_repeated() -> None:
    """A description may tell of anybody."""
    (problem,) = check_invoice(billed(line("1", description="Ann Lee\x00")), RATES)
    assert "Ann" not in f"{problem} {problem!r}"
