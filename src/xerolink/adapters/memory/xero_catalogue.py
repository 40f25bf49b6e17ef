"""What an organisation in memory has to choose from: the reference for `ports.xero_catalogue`."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from attrs import evolve

from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.invoices.catalogue import (
    Account,
    AccountClass,
    Catalogue,
    CataloguePart,
    CatalogueRate,
    Item,
    Theme,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import ItemCode
from xerolink.domain.invoices.tax import TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId
from xerolink.ports.xero_catalogue import XeroCatalogue

_SALES = frozenset(AccountClass) - {AccountClass.EXPENSE}
_BUYING = frozenset(AccountClass) - {AccountClass.REVENUE}


def _rate(
    tax_type: str, name: str, percent: str, applies: frozenset[AccountClass]
) -> CatalogueRate:
    parts = (TaxComponent("Tax", Decimal(percent)),)
    return CatalogueRate(TaxRate(XeroTaxType(tax_type), name, parts), applies_to=applies)


def _account(code: str, name: str, kind: str, of: AccountClass, tax_type: str) -> Account:
    return Account(AccountCode(code), name, kind, of, tax_type=XeroTaxType(tax_type))


NEW_ZEALAND = Catalogue(
    base_currency=CurrencyCode("NZD"),
    currencies=frozenset({CurrencyCode("NZD")}),
    accounts=(
        _account("090", "Business Bank Account", "BANK", AccountClass.ASSET, "NONE"),
        _account("200", "Sales", "REVENUE", AccountClass.REVENUE, "OUTPUT2"),
        _account("260", "Other Revenue", "REVENUE", AccountClass.REVENUE, "OUTPUT2"),
        _account("400", "Advertising", "EXPENSE", AccountClass.EXPENSE, "INPUT2"),
        _account("429", "General Expenses", "EXPENSE", AccountClass.EXPENSE, "INPUT2"),
    ),
    tax_rates=(
        _rate("INPUT2", "15% GST on Expenses", "15", _BUYING),
        _rate("OUTPUT2", "15% GST on Income", "15", _SALES),
        _rate("NONE", "No GST", "0", frozenset(AccountClass)),
        _rate("ZERORATED", "Zero Rated", "0", frozenset({AccountClass.REVENUE})),
    ),
    tracking=(TrackingCategory("Region", ("Eastside", "North", "South", "West Coast")),),
    items=(Item(ItemCode("BOOK"), "Fish out of Water"),),
    themes=(Theme(ThemeId("6b1c9f0e-3d52-4c57-9a51-000000000001"), "Standard"),),
    timezone="NEWZEALANDSTANDARDTIME",
)
"""What Xero gives an organisation of New Zealand to begin with, as far as sales go."""

_CALLS = ("GET Organisation", "GET Accounts", "GET TaxRates", "GET Currencies")
_CALL_FOR = {
    CataloguePart.TRACKING: "GET TrackingCategories",
    CataloguePart.ITEMS: "GET Items",
    CataloguePart.THEMES: "GET BrandingThemes",
}


class MemoryXeroCatalogue(XeroCatalogue):
    """The catalogue of *organisation*, which counts the calls, and what people change in it.

    *whole* is all of it now, every part of it; tests may set it.
    """

    def __init__(self, organisation: MemoryXero, whole: Catalogue = NEW_ZEALAND) -> None:
        self.whole = whole
        self._organisation = organisation

    def read(self, parts: Collection[CataloguePart] = ()) -> Catalogue:
        for operation in _CALLS:
            self._organisation.called(operation)
        bare = evolve(self.whole, tracking=None, items=None, themes=None)
        return self.with_parts(bare, parts)

    def with_parts(self, known: Catalogue, parts: Collection[CataloguePart]) -> Catalogue:
        read = [part for part in CataloguePart if part in parts]
        for part in read:
            self._organisation.called(_CALL_FOR[part])
        return evolve(known, **{part.value: getattr(self.whole, part.value) for part in read})

    def add_account(self, account: Account) -> None:
        """A new account, or another one of its code."""
        others = (one for one in self.whole.accounts if one.code != account.code)
        self.whole = evolve(self.whole, accounts=(*others, account))

    def archive_account(self, code: AccountCode) -> None:
        self.add_account(evolve(self.whole.account_of[code], active=False))

    def add_rate(self, rate: CatalogueRate) -> None:
        """A new tax rate, or another one of its TaxType."""
        kept = (one for one in self.whole.tax_rates if one.rate.tax_type != rate.rate.tax_type)
        self.whole = evolve(self.whole, tax_rates=(*kept, rate))

    def archive_rate(self, tax_type: XeroTaxType) -> None:
        self.add_rate(evolve(self.whole.rate_of[tax_type], active=False))

    def delete_rate(self, tax_type: XeroTaxType) -> None:
        """Xero lists it no more."""
        kept = (one for one in self.whole.tax_rates if one.rate.tax_type != tax_type)
        self.whole = evolve(self.whole, tax_rates=tuple(kept))

    def delete_theme(self, theme_id: ThemeId) -> None:
        """Xero lists it no more."""
        kept = (one for one in self.whole.themes or () if one.theme_id != theme_id)
        self.whole = evolve(self.whole, themes=tuple(kept))

    def add_tracking(self, category: TrackingCategory) -> None:
        """A new tracking category, or another one of its name."""
        kept = (one for one in self.whole.tracking or () if one.name != category.name)
        self.whole = evolve(self.whole, tracking=(*kept, category))

    def add_currency(self, code: CurrencyCode) -> None:
        self.whole = evolve(self.whole, currencies=self.whole.currencies | {code})

    def lock_period(self, day: date | None) -> None:
        """Close the books up to *day*, itself included; None opens them."""
        self.whole = evolve(self.whole, period_lock=day)

    def lock_year(self, day: date | None) -> None:
        """Close the books of years up to *day*, itself included; None opens them."""
        self.whole = evolve(self.whole, year_lock=day)
