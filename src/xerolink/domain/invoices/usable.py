"""What of a catalogue a sales invoice may use, and what is in the way (semantics rows 36 to 38).

Asked at the set-up, again before each batch, and when the catalogue is looked over: one answer.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen

from xerolink.domain.invoices.catalogue import Account, AccountClass, Catalogue, CatalogueRate
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.money import written
from xerolink.domain.invoices.tax import HostTaxRateId, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode

BANK = "BANK"
"""The type of account that no line can be on (fact sheet 4.4)."""
SHOWN_PLACES = 4
"""The decimals to which Xero shows an effective rate."""


class AccountUse(Enum):
    """What a line is for, which says to what class of account it may go (row 36)."""

    REVENUE = "revenue"
    EXPENSE = "a billable expense"

    @property
    def classes(self) -> frozenset[AccountClass]:
        """An expense that is passed on may be income: Xero's sales taxes go with revenue alone
        (docs/decisions/0033).
        """
        return _CLASSES[self]


_CLASSES: Mapping[AccountUse, frozenset[AccountClass]] = MappingProxyType(
    {
        AccountUse.REVENUE: frozenset({AccountClass.REVENUE}),
        AccountUse.EXPENSE: frozenset({AccountClass.EXPENSE, AccountClass.REVENUE}),
    }
)


@frozen
class Unusable:
    """Why an account or a tax rate cannot be used, and what would help; it is not named."""

    why: str
    fix: str


def unusable_account(catalogue: Catalogue, code: AccountCode, use: AccountUse) -> Unusable | None:
    """What keeps lines that are for *use* out of the account; None: nothing does."""
    account = catalogue.account_of.get(code)
    if account is None:
        return Unusable("Xero has no account of this code", "choose one of those that there are")
    if not account.active:
        return Unusable("it is archived in Xero", "restore it there, or choose another account")
    if account.kind == BANK:
        return Unusable("it is a bank account, and no line can be on one", "choose another account")
    if account.account_class not in use.classes:
        wanted = " or ".join(sorted(one.value for one in use.classes))
        why = f"its class is {account.account_class.value}; {use.value} goes to {wanted}"
        return Unusable(why, "choose an account of such a class")
    return None


def unusable_rate(catalogue: Catalogue, tax_type: XeroTaxType) -> Unusable | None:
    """What keeps the tax rate off a sales invoice; None: nothing does."""
    found = catalogue.rate_of.get(tax_type)
    if found is None:
        return Unusable("Xero has no such tax rate", "map it to one of those that there are")
    if not found.active:
        return Unusable("it is archived in Xero", "restore it there, or map it to another one")
    if AccountClass.REVENUE not in found.applies_to:
        why = "it cannot be used with revenue accounts, so it is no rate of sales"
        return Unusable(why, "map it to a rate of sales")
    return None


def allowed(rate: CatalogueRate, account: Account) -> bool:
    """Whether Xero takes the tax rate on a line of the account."""
    return account.account_class in rate.applies_to


def shown_percent(rate: TaxRate) -> Decimal:
    """The effective rate as Xero shows it: in percent, to four decimals."""
    return written(rate.effective_rate, SHOWN_PLACES)


def same_percent(rate: TaxRate, percent: Decimal) -> bool:
    """Whether *percent* is the effective rate, exactly or as Xero shows it (row 37)."""
    return Fraction(percent) in (rate.effective_rate, Fraction(shown_percent(rate)))


def other_percent(rate: TaxRate, percent: Decimal) -> Unusable | None:
    """What keeps a rate of the host of so many *percent* from being *rate*; None: nothing does."""
    if same_percent(rate, percent):
        return None
    here, there = plain(percent), plain(shown_percent(rate))
    why = f"it is {here}%, and tax rate {rate.tax_type} of Xero is {there}%"
    return Unusable(why, "map it to a rate of the same percentage")


def plain(percent: Decimal) -> str:
    """*percent* without zeros at its end, whatever context of decimals the host has set."""
    whole, _, decimals = f"{percent:f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def account_cause(catalogue: Catalogue, code: AccountCode, use: AccountUse) -> Cause | None:
    """The cause that holds lines that are for *use* and go to the account; None: nothing does."""
    found = unusable_account(catalogue, code, use)
    if found is None:
        return None
    why = f"account {code}: {found.why}"
    return Cause(CauseKind.ACCOUNT_UNUSABLE, CauseThing(code), why, found.fix)


def rate_cause(catalogue: Catalogue, rate_id: HostTaxRateId, mapped: XeroTaxType) -> Cause | None:
    """The cause that holds lines of the host's rate, which is *mapped*; None: nothing does."""
    found = unusable_rate(catalogue, mapped)
    if found is None:
        return None
    why = f"tax rate {mapped}, which {rate_id} is mapped to: {found.why}"
    return Cause(CauseKind.TAX_RATE_UNUSABLE, CauseThing(rate_id), why, found.fix)
