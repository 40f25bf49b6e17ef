"""Organisations of NZ, AU, UK and US as Xero sets them up (fact sheet 4.4).

Short on purpose: the accounts and rates that a sync of invoices meets. The names of deleted and
of US rates are ours.
"""

from collections.abc import Mapping

from attrs import frozen

from .catalogue import (
    DELETED,
    Account,
    BrandingTheme,
    Catalogue,
    Currency,
    Item,
    Price,
    TaxComponent,
    TaxRate,
    TrackingCategory,
    TrackingOption,
)
from .identifiers import Identifiers
from .money import ONE, parse

_ALL = ("ASSET", "EQUITY", "EXPENSE", "LIABILITY", "REVENUE")
_SALES = ("ASSET", "EQUITY", "LIABILITY", "REVENUE")
_BUYING = ("ASSET", "EQUITY", "EXPENSE", "LIABILITY")


@frozen
class Country:
    """What GET /Organisation tells of a country, and what its organisations begin with.

    ``zone`` is the IANA name of ``timezone``; ``year_end`` is (day, month).
    """

    code: str
    version: str
    currency: str
    currency_name: str
    timezone: str
    zone: str
    year_end: tuple[int, int]
    sales_tax: str
    purchase_tax: str
    no_tax: str
    tax_rates: tuple[TaxRate, ...]
    codes: Mapping[str, str]


def _rate(
    tax_type: str, name: str, percent: str, classes: tuple[str, ...], status: str = "ACTIVE"
) -> TaxRate:
    return TaxRate(name, tax_type, (_part("Tax", percent),), classes, status)


def _part(name: str, percent: str) -> TaxComponent:
    return TaxComponent(name, parse(percent) or 0)


_NZ_RATES = (
    _rate("INPUT2", "15% GST on Expenses", "15", _BUYING),
    _rate("OUTPUT2", "15% GST on Income", "15", _SALES),
    _rate("GSTONIMPORTS", "GST on Imports", "0", ("LIABILITY",)),
    _rate("NONE", "No GST", "0", _ALL),
    _rate("ZERORATED", "Zero Rated", "0", ("LIABILITY", "REVENUE")),
    _rate("INPUT", "12.5% GST on Expenses", "12.5", _BUYING, DELETED),
    _rate("OUTPUT", "12.5% GST on Income", "12.5", _SALES, DELETED),
)
_AU_RATES = (
    _rate("OUTPUT", "GST on Income", "10", _SALES),
    _rate("INPUT", "GST on Expenses", "10", _BUYING),
    _rate("CAPEXINPUT", "GST on Capital", "10", _BUYING),
    _rate("EXEMPTOUTPUT", "GST Free Income", "0", ("LIABILITY", "REVENUE")),
    _rate("EXEMPTEXPENSES", "GST Free Expenses", "0", _BUYING),
    _rate("EXEMPTEXPORT", "GST Free Exports", "0", ("LIABILITY", "REVENUE")),
    _rate("INPUTTAXED", "Input Taxed", "0", ("LIABILITY", "REVENUE")),
    _rate("BASEXCLUDED", "BAS Excluded", "0", _ALL),
    _rate("GSTONIMPORTS", "GST on Imports", "0", ("LIABILITY",)),
)
_UK_RATES = (
    _rate("OUTPUT2", "20% (VAT on Income)", "20", _SALES),
    _rate("INPUT2", "20% (VAT on Expenses)", "20", _BUYING),
    _rate("RROUTPUT", "5% (VAT on Income)", "5", _SALES),
    _rate("RRINPUT", "5% (VAT on Expenses)", "5", _BUYING),
    _rate("ZERORATEDOUTPUT", "Zero Rated Income", "0", _SALES),
    _rate("ZERORATEDINPUT", "Zero Rated Expenses", "0", _BUYING),
    _rate("EXEMPTOUTPUT", "Exempt Income", "0", _SALES),
    _rate("EXEMPTINPUT", "Exempt Expenses", "0", _BUYING),
    _rate("REVERSECHARGES", "Reverse Charge Expenses (20%)", "0", _BUYING),
    _rate("DRCHARGE20", "Domestic Reverse Charge @ 20%", "0", _ALL),
    _rate("NONE", "No VAT", "0", _ALL),
    _rate("OUTPUT", "17.5% (VAT on Income)", "17.5", _SALES, DELETED),
    _rate("SROUTPUT", "15% (VAT on Income)", "15", _SALES, DELETED),
)
_US_RATES = (
    _rate("OUTPUT", "Tax on Sales", "0", _SALES),
    _rate("INPUT", "Tax on Purchases", "0", _BUYING),
    _rate("NONE", "Tax Exempt", "0", _ALL),
    TaxRate(
        "New York City",
        "TAX001",
        (
            _part("State", "4"),
            _part("City", "4.5"),
            _part("District", "0.375"),
        ),
        _SALES,
    ),
)
# In the US the code of sales elsewhere is accounts payable: codes are not to be guessed.
_US_CODES = {
    "200": "400",
    "260": "470",
    "270": "460",
    "310": "500",
    "400": "600",
    "404": "604",
    "429": "628",
    "469": "668",
    "610": "120",
    "710": "150",
    "800": "200",
    "820": "220",
    "860": "261",
    "960": "320",
    "970": "300",
}
COUNTRIES: Mapping[str, Country] = {
    "NZ": Country(
        code="NZ",
        version="NZ",
        currency="NZD",
        currency_name="New Zealand Dollar",
        timezone="NEWZEALANDSTANDARDTIME",
        zone="Pacific/Auckland",
        year_end=(31, 3),
        sales_tax="OUTPUT2",
        purchase_tax="INPUT2",
        no_tax="NONE",
        tax_rates=_NZ_RATES,
        codes={},
    ),
    "AU": Country(
        code="AU",
        version="AU",
        currency="AUD",
        currency_name="Australian Dollar",
        timezone="AUSEASTERNSTANDARDTIME",
        zone="Australia/Sydney",
        year_end=(30, 6),
        sales_tax="OUTPUT",
        purchase_tax="INPUT",
        no_tax="BASEXCLUDED",
        tax_rates=_AU_RATES,
        codes={},
    ),
    "UK": Country(
        code="GB",
        version="UK",
        currency="GBP",
        currency_name="British Pound",
        timezone="GMTSTANDARDTIME",
        zone="Europe/London",
        year_end=(31, 3),
        sales_tax="OUTPUT2",
        purchase_tax="INPUT2",
        no_tax="NONE",
        tax_rates=_UK_RATES,
        codes={},
    ),
    "US": Country(
        code="US",
        version="US",
        currency="USD",
        currency_name="United States Dollar",
        timezone="EASTERNSTANDARDTIME",
        zone="America/New_York",
        year_end=(31, 12),
        sales_tax="OUTPUT",
        purchase_tax="INPUT",
        no_tax="NONE",
        tax_rates=_US_RATES,
        codes=_US_CODES,
    ),
}
# Code, name, type, tax ("+" sales, "-" purchases, "" none), system account, takes payments.
_CHART = (
    ("090", "Business Bank Account", "BANK", "", "", True),
    ("091", "Business Savings Account", "BANK", "", "", True),
    ("200", "Sales", "REVENUE", "+", "", False),
    ("260", "Other Revenue", "REVENUE", "+", "", False),
    ("270", "Interest Income", "REVENUE", "", "", False),
    ("310", "Cost of Goods Sold", "DIRECTCOSTS", "-", "", False),
    ("400", "Advertising", "EXPENSE", "-", "", False),
    ("404", "Bank Fees", "EXPENSE", "", "", False),
    ("429", "General Expenses", "EXPENSE", "-", "", False),
    ("469", "Rent", "EXPENSE", "-", "", False),
    ("610", "Accounts Receivable", "CURRENT", "", "DEBTORS", False),
    ("710", "Office Equipment", "FIXED", "-", "", False),
    ("800", "Accounts Payable", "CURRLIAB", "", "CREDITORS", False),
    ("820", "Sales Tax", "CURRLIAB", "", "GST", False),
    ("860", "Rounding", "CURRLIAB", "", "ROUNDING", False),
    ("960", "Retained Earnings", "EQUITY", "", "RETAINEDEARNINGS", False),
    ("970", "Owner A Funds Introduced", "EQUITY", "", "", True),
)
_OPTIONS = ("Eastside", "North", "South", "West Coast")


def catalogue_of(country: Country, ids: Identifiers, now_ms: int) -> Catalogue:
    """What a new organisation of *country* begins with; its ids follow from *ids*."""
    tax = {"+": country.sales_tax, "-": country.purchase_tax, "": country.no_tax}
    options = tuple(TrackingOption(ids.next("tracking option"), name) for name in _OPTIONS)
    return Catalogue(
        accounts=tuple(_account(row, country, tax, ids, now_ms) for row in _CHART),
        tax_rates=country.tax_rates,
        currencies=(Currency(country.currency, country.currency_name, ONE),),
        tracking=(TrackingCategory(ids.next("tracking category"), "Region", options),),
        themes=(BrandingTheme(ids.next("branding theme"), "Standard", now_ms),),
        items=(_item(country, ids, now_ms),),
    )


def _account(
    row: tuple[str, str, str, str, str, bool],
    country: Country,
    tax: Mapping[str, str],
    ids: Identifiers,
    now_ms: int,
) -> Account:
    code, name, kind, side, system, payments = row
    return Account(
        account_id=ids.next("account"),
        code=country.codes.get(code, code),
        name=name,
        type=kind,
        tax_type=tax[side],
        updated_ms=now_ms,
        system=system,
        takes_payments=payments and kind != "BANK",
    )


def _item(country: Country, ids: Identifiers, now_ms: int) -> Item:
    sales, costs = country.codes.get("200", "200"), country.codes.get("310", "310")
    return Item(
        item_id=ids.next("item"),
        code="BOOK",
        name="Fish out of Water",
        description="'Fish out of Water: Finding Your Brand'",
        updated_ms=now_ms,
        sale=Price(1995 * ONE // 100, sales, country.sales_tax),
        purchase=Price(12 * ONE, costs, country.purchase_tax),
    )
