"""What is wrong with the accounts that lines are to go to (semantics row 36)."""

from collections.abc import Collection, Iterator

from attrs import frozen

from xerolink.domain.invoices.catalogue import Catalogue, CatalogueRate
from xerolink.domain.invoices.causes import CauseThing
from xerolink.domain.invoices.setting_problems import UNSET, Setting, SettingsProblem, Stops
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings
from xerolink.domain.invoices.usable import AccountUse, allowed, unusable_account, unusable_rate
from xerolink.domain.invoices.xero import AccountCode


@frozen
class _Place:
    """Where an account is set, for which lines, and by the host's id what goes there."""

    setting: Setting
    use: AccountUse
    code: AccountCode
    part: CauseThing | None = None

    def problem(self, why: str, fix: str, stops: Stops) -> SettingsProblem:
        if self.part is None:
            return SettingsProblem(self.setting, CauseThing(self.code), why, fix, stops)
        told = f"account {self.code}: {why}"
        return SettingsProblem(self.setting, self.part, told, fix, stops)


def account_problems(
    settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> Iterator[SettingsProblem]:
    """Those of the default accounts, then those of each service type and expense type."""
    rates = _mapped_rates(settings, catalogue)
    yield from _missing_defaults(settings)
    yield from _unknown_types(
        Setting.SERVICE_ACCOUNTS, settings.service_accounts, terms.service_types
    )
    yield from _unknown_types(
        Setting.EXPENSE_ACCOUNTS, settings.expense_accounts, terms.expense_types
    )
    for place in _places(settings):
        yield from _place_problems(place, catalogue, rates)


def _missing_defaults(settings: InvoiceSettings) -> Iterator[SettingsProblem]:
    for setting, code in (
        (Setting.REVENUE_ACCOUNT, settings.revenue_account),
        (Setting.EXPENSE_ACCOUNT, settings.expense_account),
    ):
        if code is None:
            why, fix = "there is none", "choose where lines go whose type has no account"
            yield SettingsProblem(setting, UNSET, why, fix, Stops.SWITCHING_ON)


def _unknown_types(
    setting: Setting, mapped: Collection[str], known: Collection[str]
) -> Iterator[SettingsProblem]:
    for type_id in sorted(set(mapped) - set(known)):
        why, fix = "the host has no such type", "take it out, or map one that there is"
        yield SettingsProblem(setting, CauseThing(type_id), why, fix, Stops.SAVING)


def _places(settings: InvoiceSettings) -> Iterator[_Place]:
    if settings.revenue_account is not None:
        yield _Place(Setting.REVENUE_ACCOUNT, AccountUse.REVENUE, settings.revenue_account)
    if settings.expense_account is not None:
        yield _Place(Setting.EXPENSE_ACCOUNT, AccountUse.EXPENSE, settings.expense_account)
    for service, code in sorted(settings.service_accounts.items()):
        yield _Place(Setting.SERVICE_ACCOUNTS, AccountUse.REVENUE, code, CauseThing(service))
    for expense, code in sorted(settings.expense_accounts.items()):
        yield _Place(Setting.EXPENSE_ACCOUNTS, AccountUse.EXPENSE, code, CauseThing(expense))


def _place_problems(
    place: _Place, catalogue: Catalogue, rates: tuple[CatalogueRate, ...]
) -> Iterator[SettingsProblem]:
    found = unusable_account(catalogue, place.code, place.use)
    if found is not None:
        yield place.problem(found.why, found.fix, Stops.SAVING)
        return
    account = catalogue.account_of[place.code]
    barred = [one.rate.tax_type for one in rates if not allowed(one, account)]
    if barred:
        why = f"Xero takes these tax rates on no line of it: {', '.join(barred)}"
        fix = "choose an account of class REVENUE, or lines with such a tax will be held"
        stops = Stops.SWITCHING_ON if len(barred) == len(rates) else Stops.NOTHING
        yield place.problem(why, fix, stops)


def _mapped_rates(settings: InvoiceSettings, catalogue: Catalogue) -> tuple[CatalogueRate, ...]:
    """The Xero rates that are mapped and can be used, each once, by their codes."""
    used = sorted(set(settings.tax_rates.values()))
    return tuple(catalogue.rate_of[one] for one in used if unusable_rate(catalogue, one) is None)
