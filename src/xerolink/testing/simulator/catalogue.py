"""What lines refer to: accounts, tax rates, currencies, tracking, items (fact sheet 4.4)."""

from collections.abc import Mapping

from attrs import evolve, frozen

from .money import Component, effective

ACTIVE, ARCHIVED, DELETED = "ACTIVE", "ARCHIVED", "DELETED"
BANK = "BANK"
ACCOUNT_CLASSES: Mapping[str, str] = {
    "BANK": "ASSET",
    "CURRENT": "ASSET",
    "FIXED": "ASSET",
    "INVENTORY": "ASSET",
    "NONCURRENT": "ASSET",
    "PREPAYMENT": "ASSET",
    "EQUITY": "EQUITY",
    "DEPRECIATN": "EXPENSE",
    "DIRECTCOSTS": "EXPENSE",
    "EXPENSE": "EXPENSE",
    "OVERHEADS": "EXPENSE",
    "CURRLIAB": "LIABILITY",
    "LIABILITY": "LIABILITY",
    "PAYG": "LIABILITY",
    "TERMLIAB": "LIABILITY",
    "OTHERINCOME": "REVENUE",
    "REVENUE": "REVENUE",
    "SALES": "REVENUE",
}
"""The class of each account type."""


@frozen
class Account:
    """``code`` is text: ``"090"`` is not ``"90"``. Lines take no bank and no system account."""

    account_id: str
    code: str
    name: str
    type: str
    tax_type: str
    updated_ms: int
    status: str = ACTIVE
    system: str = ""
    takes_payments: bool = False

    @property
    def account_class(self) -> str:
        return ACCOUNT_CLASSES[self.type]


@frozen
class TaxComponent:
    """One named part of a tax rate, in percent x 10^8."""

    name: str
    rate: int
    compound: bool = False


@frozen
class TaxRate:
    """``classes``: the classes of account it can apply to."""

    name: str
    tax_type: str
    components: tuple[TaxComponent, ...]
    classes: tuple[str, ...]
    status: str = ACTIVE

    @property
    def parts(self) -> tuple[Component, ...]:
        return tuple(Component(one.rate, one.compound) for one in self.components)

    @property
    def display_rate(self) -> int:
        """The effective rate in percent x 10^8."""
        return effective(self.parts)


@frozen
class Currency:
    """``day_rate``: units of it for one of the base currency, x 10^8."""

    code: str
    name: str
    day_rate: int


@frozen
class TrackingOption:
    option_id: str
    name: str
    status: str = ACTIVE


@frozen
class TrackingCategory:
    category_id: str
    name: str
    options: tuple[TrackingOption, ...]
    status: str = ACTIVE


@frozen
class BrandingTheme:
    theme_id: str
    name: str
    created_ms: int


@frozen
class Price:
    """What an item puts on a line that does not say it."""

    unit_price: int
    account_code: str
    tax_type: str


@frozen
class Item:
    """Something sold or bought; None: it is not."""

    item_id: str
    code: str
    name: str
    description: str
    updated_ms: int
    sale: Price | None = None
    purchase: Price | None = None


@frozen
class Catalogue:
    """All of one organisation's; a change makes another catalogue."""

    accounts: tuple[Account, ...] = ()
    tax_rates: tuple[TaxRate, ...] = ()
    currencies: tuple[Currency, ...] = ()
    tracking: tuple[TrackingCategory, ...] = ()
    themes: tuple[BrandingTheme, ...] = ()
    items: tuple[Item, ...] = ()

    def account(self, code_or_id: str) -> Account | None:
        """By code or by AccountID, of any status; case ignored."""
        sought = code_or_id.lower()
        found = (a for a in self.accounts if sought in (a.code.lower(), a.account_id))
        return next(found, None)

    def tax_rate(self, tax_type: str) -> TaxRate | None:
        return next((one for one in self.tax_rates if one.tax_type == tax_type), None)

    def currency(self, code: str) -> Currency | None:
        return next((one for one in self.currencies if one.code == code), None)

    def item(self, code_or_id: str) -> Item | None:
        """By code or by ItemID."""
        return next((i for i in self.items if code_or_id in (i.code, i.item_id)), None)

    def theme(self, theme_id: str) -> BrandingTheme | None:
        return next((one for one in self.themes if one.theme_id == theme_id), None)

    def with_account(self, account: Account) -> "Catalogue":
        """Added at the end, or in the place of the one with its id."""
        others = [one for one in self.accounts if one.account_id != account.account_id]
        return evolve(self, accounts=(*others, account))
