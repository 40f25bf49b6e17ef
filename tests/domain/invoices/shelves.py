"""A catalogue as the tests have it: a chart and the tax rates of New Zealand, and some more."""

from xerolink.domain.invoices.catalogue import (
    Account,
    AccountClass,
    Catalogue,
    CatalogueRate,
    Theme,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.money import Number
from xerolink.domain.invoices.tax import TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId

ASSET, EQUITY, EXPENSE, LIABILITY, REVENUE = AccountClass
SALES_SIDE = frozenset({ASSET, EQUITY, LIABILITY, REVENUE})
BUYING_SIDE = frozenset({ASSET, EQUITY, EXPENSE, LIABILITY})
ANYWHERE = frozenset(AccountClass)
NZD, AUD = CurrencyCode("NZD"), CurrencyCode("AUD")


def code(text: str) -> AccountCode:
    return AccountCode(text)


def tax_type(text: str) -> XeroTaxType:
    return XeroTaxType(text)


def account(number: str, name: str, kind: str, of: AccountClass, *, active: bool = True) -> Account:
    return Account(AccountCode(number), name, kind, of, active)


def listed(
    tax_code: str,
    name: str,
    *percents: Number,
    where: frozenset[AccountClass] = SALES_SIDE,
    active: bool = True,
) -> CatalogueRate:
    parts = tuple(TaxComponent("Part", percent) for percent in percents)
    return CatalogueRate(TaxRate(XeroTaxType(tax_code), name, parts), active, where)


ACCOUNTS = (
    account("090", "Business Bank Account", "BANK", ASSET),
    account("200", "Sales", "REVENUE", REVENUE),
    account("210", "Old Sales", "REVENUE", REVENUE, active=False),
    account("260", "Other Revenue", "REVENUE", REVENUE),
    account("270", "Interest Income", "OTHERINCOME", REVENUE),
    account("310", "Cost of Goods Sold", "DIRECTCOSTS", EXPENSE),
    account("429", "General Expenses", "EXPENSE", EXPENSE),
    account("610", "Accounts Receivable", "CURRENT", ASSET),
)
RATES = (
    listed("INPUT2", "15% GST on Expenses", 15, where=BUYING_SIDE),
    listed("OUTPUT2", "15% GST on Income", 15),
    listed("GSTONIMPORTS", "GST on Imports", 0, where=frozenset({LIABILITY})),
    listed("NONE", "No GST", 0, where=ANYWHERE),
    listed("ZERORATED", "Zero Rated", 0, where=frozenset({LIABILITY, REVENUE})),
    listed("OUTPUT", "12.5% GST on Income", "12.5", active=False),
    listed("TAX001", "City Tax", 4, "4.5", "0.375"),
)
THEME = ThemeId("theme-1")
NEW_ZEALAND = Catalogue(
    NZD,
    frozenset({NZD, AUD}),
    ACCOUNTS,
    RATES,
    tracking=(TrackingCategory("Region", ("North", "South")),),
    items=(),
    themes=(Theme(THEME, "Standard"),),
)
