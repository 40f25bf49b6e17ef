"""The JSON of what lines refer to, and of the organisation itself (fact sheet 4.4)."""

from typing import Any

from . import money
from .catalogue import (
    ACCOUNT_CLASSES,
    ARCHIVED,
    Account,
    BrandingTheme,
    Currency,
    Item,
    Price,
    TaxRate,
    TrackingCategory,
)
from .invoice_wire import day_stamp
from .ledger import Ledger
from .wire import Json, stamped

_CLASSES = {
    "CanApplyToAssets": "ASSET",
    "CanApplyToEquity": "EQUITY",
    "CanApplyToExpenses": "EXPENSE",
    "CanApplyToLiabilities": "LIABILITY",
    "CanApplyToRevenue": "REVENUE",
}


def organisation_json(ledger: Ledger, name: str, short_code: str, tenant_id: str) -> Json:
    country, (day, month) = ledger.country, ledger.country.year_end
    return {
        "Name": name,
        "LegalName": name,
        "PaysTax": True,
        "Version": country.version,
        "OrganisationType": "COMPANY",
        "BaseCurrency": country.currency,
        "CountryCode": country.code,
        "IsDemoCompany": False,
        "OrganisationStatus": "ACTIVE",
        "FinancialYearEndDay": day,
        "FinancialYearEndMonth": month,
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        **_locks(ledger),
        "OrganisationEntityType": "COMPANY",
        "Timezone": country.timezone,
        "ShortCode": short_code,
        "OrganisationID": tenant_id,
        "Edition": "BUSINESS",
        "Class": "PREMIUM",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
    }


def _locks(ledger: Ledger) -> dict[str, str]:
    books = ledger.books
    dates = {"PeriodLockDate": books.period_lock, "EndOfYearLockDate": books.year_end_lock}
    return {name: day_stamp(found) for name, found in dates.items() if found is not None}


def account_json(account: Account) -> Json:
    bank = {"BankAccountType": "BANK"} if account.type == "BANK" else {}
    system = {"SystemAccount": account.system} if account.system else {}
    return {
        "AccountID": account.account_id,
        "Code": account.code,
        "Name": account.name,
        "Status": account.status,
        "Type": account.type,
        "TaxType": account.tax_type,
        "Class": ACCOUNT_CLASSES[account.type],
        **system,
        **bank,
        "EnablePaymentsToAccount": account.takes_payments,
        "ShowInExpenseClaims": False,
        "HasAttachments": False,
        "UpdatedDateUTC": stamped(account.updated_ms),
        "AddToWatchlist": False,
    }


def tax_rate_json(rate: TaxRate) -> Json:
    components = [
        {
            "Name": one.name,
            "Rate": money.as_json(one.rate),
            "IsCompound": one.compound,
            "IsNonRecoverable": False,
        }
        for one in rate.components
    ]
    shown = money.as_json(rate.display_rate)
    return {
        "Name": rate.name,
        "TaxType": rate.tax_type,
        **{name: one in rate.classes for name, one in _CLASSES.items()},
        "DisplayTaxRate": shown,
        "EffectiveRate": shown,
        "Status": rate.status,
        "TaxComponents": components,
    }


def currency_json(currency: Currency) -> Json:
    return {"Code": currency.code, "Description": currency.name}


def tracking_json(category: TrackingCategory) -> Json:
    options = [
        {
            "TrackingOptionID": one.option_id,
            "Name": one.name,
            "Status": one.status,
            "HasValidationErrors": False,
            "IsDeleted": False,
            "IsArchived": one.status == ARCHIVED,
            "IsActive": one.status != ARCHIVED,
        }
        for one in category.options
    ]
    return {
        "Name": category.name,
        "Status": category.status,
        "TrackingCategoryID": category.category_id,
        "Options": options,
    }


def theme_json(theme: BrandingTheme) -> Json:
    return {
        "BrandingThemeID": theme.theme_id,
        "Name": theme.name,
        "SortOrder": 0,
        "CreatedDateUTC": stamped(theme.created_ms),
    }


def item_json(item: Item) -> Json:
    return {
        "ItemID": item.item_id,
        "Code": item.code,
        "Name": item.name,
        "Description": item.description,
        "UpdatedDateUTC": stamped(item.updated_ms),
        "SalesDetails": _price(item.sale),
        "PurchaseDetails": _price(item.purchase),
        "IsTrackedAsInventory": False,
        "IsSold": item.sale is not None,
        "IsPurchased": item.purchase is not None,
    }


def _price(price: Price | None) -> dict[str, Any]:
    if price is None:
        return {}
    return {
        "UnitPrice": money.as_json(price.unit_price),
        "AccountCode": price.account_code,
        "TaxType": price.tax_type,
    }
