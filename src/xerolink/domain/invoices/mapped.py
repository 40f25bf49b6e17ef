"""What keeps one line's account and tax rate from being used as they are mapped (rows 36, 37)."""

from collections.abc import Iterator
from fractions import Fraction

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.model import BillableExpense, Service
from xerolink.domain.invoices.money import DIGITS, plain
from xerolink.domain.invoices.settings import HostTaxRate
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.usable import (
    AccountUse,
    account_cause,
    allowed,
    rate_cause,
    same_percent,
    shown_percent,
)
from xerolink.domain.invoices.xero import AccountCode


def use_of(sold: Service | BillableExpense) -> AccountUse:
    """What a line of *sold* is for."""
    return AccountUse.REVENUE if isinstance(sold, Service) else AccountUse.EXPENSE


def account_causes(
    code: AccountCode | None, use: AccountUse, catalogue: Catalogue
) -> Iterator[Cause]:
    """Why lines that are for *use* cannot be on the account; *code* None: none is chosen."""
    if code is not None:
        found = account_cause(catalogue, code, use)
        yield from () if found is None else (found,)
        return
    default = f"default {use.name.lower()} account"
    why = f"no account is chosen for it, and there is no {default}"
    yield Cause(CauseKind.NO_ACCOUNT, CauseThing(default), why, f"choose a {default}")


def rate_causes(
    rate_id: HostTaxRateId,
    tax_type: XeroTaxType | None,
    host: HostTaxRate | None,
    catalogue: Catalogue,
) -> Iterator[Cause]:
    """Why the host's rate cannot be used. *tax_type* None: not mapped; *host* None: not told."""
    if tax_type is None:
        why = f"the host's tax rate {rate_id} is mapped to no tax rate of Xero"
        fix = "map it in the settings"
        yield Cause(CauseKind.TAX_RATE_UNMAPPED, CauseThing(rate_id), why, fix)
        return
    found = rate_cause(catalogue, rate_id, tax_type)
    yield from () if found is None else (found,)
    if host is not None:
        yield from _differs(host, tax_type, catalogue)


def unnamed_rate(rate_id: HostTaxRateId) -> Cause:
    """That nobody can map the rate: the host bills with it, and does not name it."""
    why = f"the host's tax rate {rate_id} is not among its terms, and so cannot be mapped"
    fix = "name it in the host's terms(), then map it in the settings"
    return Cause(CauseKind.TAX_RATE_UNMAPPED, CauseThing(rate_id), why, fix)


def _differs(host: HostTaxRate, tax_type: XeroTaxType, catalogue: Catalogue) -> Iterator[Cause]:
    found = catalogue.rate_of.get(tax_type)
    if found is None or host.percent is None or same_percent(found.rate, host.percent):
        return
    ours, theirs = (
        plain(Fraction(percent), DIGITS) for percent in (host.percent, shown_percent(found.rate))
    )
    why = f"the host's tax rate {host.rate_id} is {ours}%, and {tax_type} in Xero {theirs}%"
    fix = "map it to a rate of the same percentage, or mend the percentage on one side"
    yield Cause(CauseKind.TAX_RATE_DIFFERS, CauseThing(host.rate_id), why, fix)


def pairing_causes(
    code: AccountCode | None, tax_type: XeroTaxType | None, catalogue: Catalogue
) -> Iterator[Cause]:
    """Whether Xero takes the tax on the account; of what is not known, others tell."""
    account = None if code is None else catalogue.account_of.get(code)
    rate = None if tax_type is None else catalogue.rate_of.get(tax_type)
    if account is None or rate is None or allowed(rate, account):
        return
    why = (
        f"Xero does not take the tax rate {tax_type} on account {code}, "
        f"which is of the class {account.account_class.value}"
    )
    fix = "map the tax rate or the account to another one"
    yield Cause(CauseKind.TAX_NOT_ALLOWED, CauseThing(f"{tax_type} {code}"), why, fix)
