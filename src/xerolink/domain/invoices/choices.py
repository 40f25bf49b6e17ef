"""What people may choose of a catalogue when they set invoices up, as a screen shows it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import frozen

from xerolink.domain.invoices.catalogue import (
    Account,
    Catalogue,
    CatalogueRate,
    Item,
    Theme,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.usable import (
    AccountUse,
    allowed,
    shown_percent,
    unusable_account,
    unusable_rate,
)


@frozen
class AccountChoice:
    """An account, and which of the tax rates to choose from Xero takes with it."""

    account: Account
    tax_types: tuple[XeroTaxType, ...]


@frozen
class RateChoice:
    """A tax rate of sales. *percent* is the effective rate, as Xero shows it: four decimals.

    *proved*: whether Xero's rounding of it is known; what happens to the others is the setting
    `unproved_tax` (semantics row 37).
    """

    tax_type: XeroTaxType
    name: str
    percent: Decimal
    proved: bool


@frozen
class Choices:
    """Accounts by code, tax rates by name, currencies with the organisation's own first.

    What cannot be used is left out, with what is archived. *themes*, *tracking*, *items*: none if
    that part of the catalogue was not read. Nothing up to *locked_to* can be sent; None: all can.
    """

    base_currency: CurrencyCode
    currencies: tuple[CurrencyCode, ...]
    revenue_accounts: tuple[AccountChoice, ...]
    expense_accounts: tuple[AccountChoice, ...]
    tax_rates: tuple[RateChoice, ...]
    themes: tuple[Theme, ...]
    tracking: tuple[TrackingCategory, ...]
    items: tuple[Item, ...]
    timezone: str
    locked_to: date | None


def choices(catalogue: Catalogue) -> Choices:
    """What there is to choose from *catalogue*."""
    own = catalogue.base_currency
    rates = rates_of_sales(catalogue)
    return Choices(
        own,
        (own, *sorted(catalogue.currencies - {own})),
        _accounts(catalogue, AccountUse.REVENUE, rates),
        _accounts(catalogue, AccountUse.EXPENSE, rates),
        tuple(map(_rate, rates)),
        tuple(sorted(catalogue.themes or (), key=lambda one: (one.name, one.theme_id))),
        tuple(one for one in catalogue.tracking or () if one.active),
        catalogue.items or (),
        catalogue.timezone,
        catalogue.locked_to,
    )


def usable_accounts(catalogue: Catalogue, use: AccountUse) -> Iterator[Account]:
    """The accounts that lines for *use* may go to, by code."""
    for account in sorted(catalogue.accounts, key=lambda one: one.code):
        if unusable_account(catalogue, account.code, use) is None:
            yield account


def rates_of_sales(catalogue: Catalogue) -> tuple[CatalogueRate, ...]:
    """The tax rates that may be on a sales invoice, by name."""
    found = sorted(catalogue.tax_rates, key=lambda one: (one.rate.name, one.rate.tax_type))
    return tuple(one for one in found if unusable_rate(catalogue, one.rate.tax_type) is None)


def _accounts(
    catalogue: Catalogue, use: AccountUse, rates: tuple[CatalogueRate, ...]
) -> tuple[AccountChoice, ...]:
    return tuple(
        AccountChoice(account, tuple(r.rate.tax_type for r in rates if allowed(r, account)))
        for account in usable_accounts(catalogue, use)
    )


def _rate(listed: CatalogueRate) -> RateChoice:
    rate = listed.rate
    return RateChoice(rate.tax_type, rate.name, shown_percent(rate), rate.proved)
