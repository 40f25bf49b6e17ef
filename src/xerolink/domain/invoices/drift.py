"""Mappings that broke after they were saved: an account archived, a tax rate gone or another one.

Found before an invoice meets them, as the causes that such an invoice would be held by.
"""

from collections.abc import Iterator

from attrs import evolve

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import Cause, together
from xerolink.domain.invoices.mapped import account_causes, rate_causes
from xerolink.domain.invoices.preflight import theme_causes
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.usable import AccountUse
from xerolink.domain.invoices.xero import AccountCode

Mapped = tuple[AccountCode, AccountUse, str]
"""An account, what lines of it are for, and by what it is reached, in words."""


def catalogue_drift(
    settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> tuple[Cause, ...]:
    """The causes of every mapping that does not work now, none twice; all work: empty.

    *why* names the mapping. What the host does not bill with any more is not told, nor what was
    never mapped. Where invoices are off, nothing depends on a mapping: empty.
    """
    if not settings.on:
        return ()
    return together(
        (
            *_account_drift(settings, catalogue, terms),
            *_rate_drift(settings, catalogue, terms),
            *theme_causes(settings, catalogue),
        )
    )


def _account_drift(
    settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> Iterator[Cause]:
    for code, use, reached_by in _accounts(settings, terms):
        for cause in account_causes(code, use, catalogue):
            yield evolve(cause, why=f"{cause.why} ({reached_by})")


def _accounts(settings: InvoiceSettings, terms: HostTerms) -> Iterator[Mapped]:
    if settings.revenue_account is not None:
        yield settings.revenue_account, AccountUse.REVENUE, "the default revenue account"
    if settings.expense_account is not None:
        yield settings.expense_account, AccountUse.EXPENSE, "the default expense account"
    for service in sorted(settings.service_accounts.keys() & terms.service_types.keys()):
        yield settings.service_accounts[service], AccountUse.REVENUE, f"service type {service}"
    for expense in sorted(settings.expense_accounts.keys() & terms.expense_types.keys()):
        yield settings.expense_accounts[expense], AccountUse.EXPENSE, f"expense type {expense}"


def _rate_drift(
    settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> Iterator[Cause]:
    for rate in terms.tax_rates:
        mapped = settings.tax_rates.get(rate.rate_id)
        if mapped is not None:
            yield from rate_causes(rate.rate_id, mapped, rate, catalogue)
