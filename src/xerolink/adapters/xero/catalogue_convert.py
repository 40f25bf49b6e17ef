"""Xero's JSON as what lines refer to (fact sheet 4.4). None: it is left out of the catalogue."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from xerolink.adapters.xero.convert import OddError, flag, guid, objects, read_time, text
from xerolink.adapters.xero.numbers import number
from xerolink.domain.invoices.catalogue import (
    Account,
    AccountClass,
    CatalogueRate,
    Item,
    Theme,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import ItemCode
from xerolink.domain.invoices.tax import TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId

Json = Mapping[str, Any]

_ACTIVE, _DELETED = "ACTIVE", "DELETED"
_APPLIES = {
    "CanApplyToAssets": AccountClass.ASSET,
    "CanApplyToEquity": AccountClass.EQUITY,
    "CanApplyToExpenses": AccountClass.EXPENSE,
    "CanApplyToLiabilities": AccountClass.LIABILITY,
    "CanApplyToRevenue": AccountClass.REVENUE,
}


@frozen
class Books:
    """What the organisation says of its books."""

    base_currency: CurrencyCode
    period_lock: date | None
    year_lock: date | None
    timezone: str


def read_books(element: Json) -> Books:
    """Raises `OddError`."""
    base = text(element, "BaseCurrency").upper()
    if not base:
        raise OddError("BaseCurrency is missing")
    return Books(
        base_currency=CurrencyCode(base),
        period_lock=_day(element, "PeriodLockDate"),
        year_lock=_day(element, "EndOfYearLockDate"),
        timezone=text(element, "Timezone"),
    )


def read_account(element: Json) -> Account | None:
    """None without a code: no line can name it. Raises `OddError`, for a new class too."""
    code = text(element, "Code")
    if not code:
        return None
    return Account(
        code=AccountCode(code),
        name=text(element, "Name"),
        kind=text(element, "Type").upper(),
        account_class=_class(element),
        active=_status(element) == _ACTIVE,
        tax_type=XeroTaxType(found) if (found := text(element, "TaxType")) else None,
    )


def read_rate(element: Json) -> CatalogueRate | None:
    """None for one that was deleted. Raises `OddError`."""
    tax_type, status = text(element, "TaxType"), _status(element)
    if not tax_type:
        raise OddError("TaxType is missing")
    if status == _DELETED:
        return None
    rate = TaxRate(XeroTaxType(tax_type), text(element, "Name"), _components(element))
    applies = frozenset(one for key, one in _APPLIES.items() if flag(element, key))
    return CatalogueRate(rate, status == _ACTIVE, applies)


def read_currency(element: Json) -> CurrencyCode | None:
    return CurrencyCode(found) if (found := text(element, "Code").upper()) else None


def read_category(element: Json) -> TrackingCategory | None:
    """With its active options alone. None for one that was deleted. Raises `OddError`."""
    name, status = text(element, "Name"), _status(element)
    if not name or status == _DELETED:
        return None
    options = (one for one in objects(element, "Options") if _status(one) == _ACTIVE)
    return TrackingCategory(name, tuple(text(one, "Name") for one in options), status == _ACTIVE)


def read_item(element: Json) -> Item | None:
    code = text(element, "Code")
    return Item(ItemCode(code), text(element, "Name")) if code else None


def read_theme(element: Json) -> Theme:
    """Raises `OddError` for one without an id."""
    return Theme(ThemeId(guid(element, "BrandingThemeID")), text(element, "Name"))


def _day(element: Json, key: str) -> date | None:
    """A calendar day, which Xero stamps at 00:00 UTC: it is in no zone (fact sheet 9)."""
    value = element.get(key)
    return None if value is None or value == "" else read_time(value, key).date()


def _status(element: Json) -> str:
    """What says nothing is active."""
    return text(element, "Status").upper() or _ACTIVE


def _class(element: Json) -> AccountClass:
    try:
        return AccountClass(text(element, "Class").upper())
    except ValueError:
        raise OddError("Class is not one that is known") from None


def _components(element: Json) -> tuple[TaxComponent, ...]:
    """The parts of a rate; where Xero lists none, its effective rate is the only one."""
    if found := objects(element, "TaxComponents"):
        return tuple(map(_component, found))
    effective = _percent(element, "EffectiveRate")
    return (TaxComponent(text(element, "Name"), effective),) if effective else ()


def _component(element: Json) -> TaxComponent:
    rate = _percent(element, "Rate")
    return TaxComponent(text(element, "Name"), rate, flag(element, "IsCompound"))


def _percent(element: Json, key: str) -> Decimal:
    found = number(element, key)
    if found < 0:
        raise OddError(f"{key} is below 0")
    return found
