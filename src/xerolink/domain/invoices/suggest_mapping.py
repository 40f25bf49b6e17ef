"""Proposals for what is not mapped yet, each with its reason; a person takes them or does not.

Where two fit equally well there is none: a tax on the wrong side is found at the year's end.
"""

from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve, field, frozen

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.model import ExpenseTypeId, ServiceTypeId
from xerolink.domain.invoices.proposals import AccountProposal, RateProposal
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.suggest_accounts import Shelf, default_account, type_account
from xerolink.domain.invoices.suggest_rates import suggest_rate
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.usable import AccountUse, unusable_account, unusable_rate
from xerolink.domain.invoices.xero import AccountCode

K = TypeVar("K", bound=str)
T = TypeVar("T")


@frozen
class Suggested:
    """What might be mapped, of what is not or cannot be used any more; absent: nobody can tell."""

    revenue_account: AccountProposal | None = None
    expense_account: AccountProposal | None = None
    service_accounts: Mapping[ServiceTypeId, AccountProposal] = field(factory=dict)
    expense_accounts: Mapping[ExpenseTypeId, AccountProposal] = field(factory=dict)
    tax_rates: Mapping[HostTaxRateId, RateProposal] = field(factory=dict)

    def taken(self, settings: InvoiceSettings) -> InvoiceSettings:
        """*settings* with every proposal in it, to be looked over and saved by a person."""
        return evolve(
            settings,
            revenue_account=_code(self.revenue_account) or settings.revenue_account,
            expense_account=_code(self.expense_account) or settings.expense_account,
            service_accounts={**settings.service_accounts, **_codes(self.service_accounts)},
            expense_accounts={**settings.expense_accounts, **_codes(self.expense_accounts)},
            tax_rates={
                **settings.tax_rates,
                **{rate_id: one.tax_type for rate_id, one in self.tax_rates.items()},
            },
        )


def suggest_mapping(catalogue: Catalogue, terms: HostTerms, settings: InvoiceSettings) -> Suggested:
    """Proposals for what *settings* leave open, by code, name and rate.

    What is mapped and can be used is left as it is. Nothing is changed by it.
    """
    rates = {
        one.rate_id: found
        for one in terms.tax_rates
        if _open_rate(catalogue, settings.tax_rates.get(one.rate_id))
        and (found := suggest_rate(catalogue, one))
    }
    taxes = frozenset((*settings.tax_rates.values(), *(one.tax_type for one in rates.values())))
    revenue = Shelf.of(catalogue, AccountUse.REVENUE, taxes)
    expense = Shelf.of(catalogue, AccountUse.EXPENSE, taxes)
    return Suggested(
        _default(catalogue, revenue, settings.revenue_account),
        _default(catalogue, expense, settings.expense_account),
        _types(catalogue, revenue, terms.service_types, settings.service_accounts),
        _types(catalogue, expense, terms.expense_types, settings.expense_accounts),
        rates,
    )


def _default(
    catalogue: Catalogue, shelf: Shelf, code: AccountCode | None
) -> AccountProposal | None:
    return default_account(shelf) if _open_account(catalogue, code, shelf.use) else None


def _types(
    catalogue: Catalogue,
    shelf: Shelf,
    types: Mapping[K, str],
    mapped: Mapping[K, AccountCode],
) -> dict[K, AccountProposal]:
    return {
        type_id: found
        for type_id, name in types.items()
        if _open_account(catalogue, mapped.get(type_id), shelf.use)
        and (found := type_account(shelf, name))
    }


def _open_account(catalogue: Catalogue, code: AccountCode | None, use: AccountUse) -> bool:
    return code is None or unusable_account(catalogue, code, use) is not None


def _open_rate(catalogue: Catalogue, tax_type: XeroTaxType | None) -> bool:
    return tax_type is None or unusable_rate(catalogue, tax_type) is not None


def _code(proposal: AccountProposal | None) -> AccountCode | None:
    return None if proposal is None else proposal.code


def _codes(proposals: Mapping[K, AccountProposal]) -> dict[K, AccountCode]:
    return {key: one.code for key, one in proposals.items()}
