"""What a sales invoice may use of a catalogue: accounts by class, tax rates by state and side."""

from decimal import Decimal

import pytest

from tests.domain.invoices.books import rate
from tests.domain.invoices.shelves import NEW_ZEALAND, code, tax_type
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.tax import HostTaxRateId
from xerolink.domain.invoices.usable import (
    AccountUse,
    account_cause,
    allowed,
    rate_cause,
    same_percent,
    shown_percent,
    unusable_account,
    unusable_rate,
)

GST = HostTaxRateId("gst")


def why_not(number: str, use: AccountUse) -> str:
    found = unusable_account(NEW_ZEALAND, code(number), use)
    return "" if found is None else f"{found.why}; {found.fix}"


def why_no_rate(name: str) -> str:
    found = unusable_rate(NEW_ZEALAND, tax_type(name))
    return "" if found is None else f"{found.why}; {found.fix}"


@pytest.mark.parametrize("number", ["200", "270"])
def test_revenue_goes_to_an_active_account_of_class_revenue(number: str) -> None:
    assert not why_not(number, AccountUse.REVENUE)


@pytest.mark.parametrize("number", ["310", "429", "200"])
def test_a_billable_expense_goes_to_an_account_of_either_class(number: str) -> None:
    """Passed on with a tax of sales, it is income to Xero: such taxes go with revenue alone."""
    assert not why_not(number, AccountUse.EXPENSE)


@pytest.mark.parametrize(
    ("number", "use", "told"),
    [
        (
            "999",
            AccountUse.REVENUE,
            "Xero has no account of this code; choose one of those that there are",
        ),
        (
            "210",
            AccountUse.REVENUE,
            "it is archived in Xero; restore it there, or choose another account",
        ),
        (
            "090",
            AccountUse.EXPENSE,
            "it is a bank account, and no line can be on one; choose another account",
        ),
        (
            "429",
            AccountUse.REVENUE,
            "its class is EXPENSE; revenue goes to REVENUE; choose an account of such a class",
        ),
        (
            "610",
            AccountUse.EXPENSE,
            (
                "its class is ASSET; a billable expense goes to EXPENSE or REVENUE; "
                "choose an account of such a class"
            ),
        ),
    ],
)
def test_an_account_that_cannot_be_used_says_why_and_what_helps(
    number: str, use: AccountUse, told: str
) -> None:
    assert why_not(number, use) == told


def test_a_code_is_a_text_and_keeps_its_zeros() -> None:
    """ "0200" is not "200" (fact sheet 4.4)."""
    assert why_not("0200", AccountUse.REVENUE)


@pytest.mark.parametrize("name", ["OUTPUT2", "NONE", "ZERORATED", "TAX001"])
def test_an_active_rate_of_sales_can_be_used(name: str) -> None:
    assert not why_no_rate(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("GONE", "Xero has no such tax rate; map it to one of those that there are"),
        ("OUTPUT", "it is archived in Xero; restore it there, or map it to another one"),
        (
            "INPUT2",
            (
                "it cannot be used with revenue accounts, so it is no rate of sales; "
                "map it to a rate of sales"
            ),
        ),
    ],
)
def test_a_rate_that_cannot_be_used_says_why_and_what_helps(name: str, told: str) -> None:
    assert why_no_rate(name) == told


@pytest.mark.parametrize(
    ("name", "number", "fits"),
    [("OUTPUT2", "200", True), ("OUTPUT2", "429", False), ("NONE", "429", True)],
)
def test_xero_takes_a_rate_on_the_classes_that_it_applies_to(
    name: str, number: str, fits: bool
) -> None:
    found = NEW_ZEALAND.rate_of[tax_type(name)], NEW_ZEALAND.account_of[code(number)]
    assert allowed(*found) is fits


def test_an_effective_rate_is_shown_to_four_decimals() -> None:
    assert f"{shown_percent(rate(5, compound='9.5'))}" == "14.9750"


@pytest.mark.parametrize(
    ("percent", "same"),
    [("14.97500775", True), ("14.975", True), ("14.9750077", False), ("14.98", False)],
)
def test_a_percentage_is_the_same_exactly_or_as_xero_shows_it(percent: str, same: bool) -> None:
    assert same_percent(rate("0.000775", "14.97423275"), Decimal(percent)) is same


def test_an_account_is_one_cause_whatever_the_line_is_for() -> None:
    causes = {account_cause(NEW_ZEALAND, code("610"), use) for use in AccountUse}
    assert causes == {Cause(CauseKind.ACCOUNT_UNUSABLE, CauseThing("610"))}


def test_a_rate_is_a_cause_of_the_hosts_rate_that_is_mapped_to_it() -> None:
    found = rate_cause(NEW_ZEALAND, GST, tax_type("INPUT2"))
    assert found == Cause(CauseKind.TAX_RATE_UNUSABLE, CauseThing("gst"))


def test_what_can_be_used_is_no_cause() -> None:
    assert (
        account_cause(NEW_ZEALAND, code("200"), AccountUse.REVENUE),
        rate_cause(NEW_ZEALAND, GST, tax_type("OUTPUT2")),
    ) == (None, None)
