"""What a Xero organisation has to choose from: accounts, tax rates, currencies, and what it locks.

Each as Xero lists it, what is archived included; what may be chosen is asked of `choices`.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.normalise import fold
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import ItemCode
from xerolink.domain.invoices.tax import TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId


class AccountClass(Enum):
    """Xero's Class of an account (fact sheet 4.4)."""

    ASSET = "ASSET"
    EQUITY = "EQUITY"
    EXPENSE = "EXPENSE"
    LIABILITY = "LIABILITY"
    REVENUE = "REVENUE"


@frozen
class Account:
    """An account by its code; one of *kind* BANK cannot be on a line. *tax_type*: its default."""

    code: AccountCode
    name: str
    kind: str
    account_class: AccountClass
    active: bool = True
    tax_type: XeroTaxType | None = None


@frozen
class CatalogueRate:
    """A tax rate, whether it is active, and the classes of account that it can be used with."""

    rate: TaxRate
    active: bool = True
    applies_to: frozenset[AccountClass] = frozenset()


@frozen
class TrackingCategory:
    """A tracking category with its active options, all by name."""

    name: str = field(repr=veiled)
    options: tuple[str, ...] = field(default=(), repr=veiled)
    active: bool = True


@frozen
class Item:
    code: ItemCode
    name: str = ""


@frozen
class Theme:
    theme_id: ThemeId
    name: str


class CataloguePart(Enum):
    """Parts that are read only where something needs them: each costs a call."""

    TRACKING = "tracking"
    ITEMS = "items"
    THEMES = "themes"


ALL_PARTS = frozenset(CataloguePart)


@frozen
class Catalogue:
    """One organisation's. *tracking*, *items*, *themes* None: that part was not read.

    *period_lock*, *year_lock*: nothing dated on or before may be written (fact sheet 4.4); None:
    not locked. *timezone* is Xero's name of it.
    """

    base_currency: CurrencyCode
    currencies: frozenset[CurrencyCode]
    accounts: tuple[Account, ...]
    tax_rates: tuple[CatalogueRate, ...]
    tracking: tuple[TrackingCategory, ...] | None = None
    items: tuple[Item, ...] | None = None
    themes: tuple[Theme, ...] | None = None
    period_lock: date | None = None
    year_lock: date | None = None
    timezone: str = ""

    @cached_property
    def account_of(self) -> Mapping[AccountCode, Account]:
        """The accounts by code."""
        return {account.code: account for account in self.accounts}

    @cached_property
    def rate_of(self) -> Mapping[XeroTaxType, CatalogueRate]:
        """The tax rates by TaxType."""
        return {one.rate.tax_type: one for one in self.tax_rates}

    @cached_property
    def item_spelled(self) -> Mapping[str, ItemCode]:
        """The codes of the items, by themselves and by their folded form; not read: empty."""
        codes = [item.code for item in self.items or ()]
        return {fold(code): code for code in codes} | {code: code for code in codes}

    @property
    def locked_to(self) -> date | None:
        """The last day that is locked, by whichever of the two dates; None: none is."""
        return max((day for day in (self.period_lock, self.year_lock) if day), default=None)
