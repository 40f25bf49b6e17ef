"""What a screen offers when invoices are set up: what can be used, and nothing else."""

from datetime import date

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.shelves import (
    ACCOUNTS,
    AUD,
    NEW_ZEALAND,
    NZD,
    RATES,
    code,
    listed,
    tax_type,
)
from xerolink.domain.invoices.catalogue import Account, CatalogueRate, Theme, TrackingCategory
from xerolink.domain.invoices.choices import AccountChoice, choices
from xerolink.domain.invoices.xero import ThemeId

OFFERED = choices(NEW_ZEALAND)


def codes(offered: tuple[AccountChoice, ...]) -> list[str]:
    return [one.account.code for one in offered]


def test_revenue_accounts_are_active_ones_of_their_class_by_code() -> None:
    assert codes(OFFERED.revenue_accounts) == ["200", "260", "270"]


def test_expense_accounts_are_of_either_class() -> None:
    assert codes(OFFERED.expense_accounts) == ["200", "260", "270", "310", "429"]


def test_an_account_tells_the_rates_that_xero_takes_with_it() -> None:
    by_code = {one.account.code: one.tax_types for one in OFFERED.expense_accounts}
    assert by_code[code("429")] == (tax_type("NONE"),)


def test_tax_rates_are_those_of_sales_by_name_with_their_effective_rate() -> None:
    told = [(one.tax_type, f"{one.percent}") for one in OFFERED.tax_rates]
    assert told == [
        ("OUTPUT2", "15.0000"),
        ("TAX001", "8.8750"),
        ("NONE", "0.0000"),
        ("ZERORATED", "0.0000"),
    ]


def test_a_rate_whose_rounding_is_not_known_is_marked() -> None:
    assert [one.tax_type for one in OFFERED.tax_rates if not one.proved] == ["TAX001"]


def test_the_organisations_own_currency_comes_first() -> None:
    assert (OFFERED.base_currency, OFFERED.currencies) == (NZD, (NZD, AUD))


def test_archived_tracking_categories_are_left_out() -> None:
    tracking = (TrackingCategory("Old", active=False), TrackingCategory("Region"))
    offered = choices(evolve(NEW_ZEALAND, tracking=tracking)).tracking
    assert [one.name for one in offered] == ["Region"]


def test_themes_come_by_name() -> None:
    themes = (Theme(ThemeId("2"), "Standard"), Theme(ThemeId("1"), "Very orange"))
    assert choices(evolve(NEW_ZEALAND, themes=themes[::-1])).themes == themes


def test_a_part_that_was_not_read_offers_nothing() -> None:
    offered = choices(evolve(NEW_ZEALAND, themes=None, tracking=None, items=None))
    assert (offered.themes, offered.tracking, offered.items) == ((), (), ())


def test_the_later_of_both_lock_dates_is_told() -> None:
    locked = evolve(NEW_ZEALAND, period_lock=date(2026, 6, 30), year_lock=date(2026, 3, 31))
    assert choices(locked).locked_to == date(2026, 6, 30)


@given(st.permutations(ACCOUNTS), st.permutations((*RATES, listed("NONE2", "No GST", 0))))
def test_the_order_in_which_xero_lists_does_not_count(
    accounts: list[Account], rates: list[CatalogueRate]
) -> None:
    shuffled = evolve(NEW_ZEALAND, accounts=tuple(accounts), tax_rates=tuple(rates))
    plain = evolve(NEW_ZEALAND, tax_rates=(*RATES, listed("NONE2", "No GST", 0)))
    assert choices(shuffled) == choices(plain)
