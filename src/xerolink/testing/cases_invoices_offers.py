"""What invoices are billed with in a golden case: the host's terms, Xero's catalogue, settings."""

from collections.abc import Callable, Mapping
from typing import Any, get_origin, get_type_hints

from attrs import evolve

from xerolink.adapters.memory.xero_catalogue import MemoryXeroCatalogue
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.catalogue import (
    Account,
    AccountClass,
    CatalogueRate,
    TrackingCategory,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms, InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId, TaxComponent, TaxRate, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId
from xerolink.testing.billing_world import MAPPED, TERMS
from xerolink.testing.cases_invoices_words import as_choice, as_date, as_number, as_text
from xerolink.testing.cases_words import CaseError, as_setting, only

_TERMS = ("tax rates", "service types", "expense types", "books in")
_OFFERS = ("accounts", "tax rates", "currencies", "locked to", "year locked to", "tracking")


def as_terms(given: Any) -> HostTerms:
    """What the host bills with; of what *given* does not name, the usual."""
    only("what the host bills with", given, known=_TERMS)
    named: dict[str, Any] = {}
    if "tax rates" in given:
        named["tax_rates"] = tuple(_host_rate(*one) for one in given["tax rates"].items())
    if "books in" in given:
        named["base_currency"] = CurrencyCode(as_text(given["books in"]))
    for word in ("service types", "expense types"):
        if word in given:
            named[word.replace(" ", "_")] = dict(given[word])
    return evolve(TERMS, **named)


def _host_rate(rate_id: str, percent: Any) -> HostTaxRate:
    """Null: the host does not say how many percent."""
    return HostTaxRate(
        HostTaxRateId(rate_id), rate_id, None if percent is None else as_number(percent)
    )


def offer(catalogue: MemoryXeroCatalogue, given: Any) -> None:
    """Change what Xero has to choose from, as *given* says."""
    only("what Xero offers", given, known=_OFFERS)
    for code, account in given.get("accounts", {}).items():
        _account(catalogue, AccountCode(code), account)
    for tax_type, rate in given.get("tax rates", {}).items():
        _rate(catalogue, XeroTaxType(tax_type), rate)
    for currency in given.get("currencies", ()):
        catalogue.add_currency(CurrencyCode(currency))
    for category, options in given.get("tracking", {}).items():
        catalogue.add_tracking(TrackingCategory(category, tuple(options)))
    if "locked to" in given:
        catalogue.lock_period(as_date(given["locked to"]))
    if "year locked to" in given:
        catalogue.lock_year(as_date(given["year locked to"]))


def _account(catalogue: MemoryXeroCatalogue, code: AccountCode, given: Any) -> None:
    """A new one or another of its code; "archived", or "active again"."""
    if isinstance(given, str):
        known = _there("account", catalogue.whole.account_of, code)
        catalogue.add_account(evolve(known, active=_active("an account", given)))
        return
    only(f"the account {code}", given, known=("name", "type"), needed=("class",))
    of = as_choice(AccountClass, given["class"])
    name, kind = as_text(given.get("name", code)), as_text(given.get("type", of.value))
    catalogue.add_account(Account(code, name, kind, of))


def _rate(catalogue: MemoryXeroCatalogue, tax_type: XeroTaxType, given: Any) -> None:
    """A new one or another of its type; "archived", "active again", or "gone"."""
    if isinstance(given, str):
        known = _there("tax rate", catalogue.whole.rate_of, tax_type)
        if given == "gone":
            catalogue.delete_rate(tax_type)
        else:
            catalogue.add_rate(evolve(known, active=_active("a tax rate", given)))
        return
    only(f"the tax rate {tax_type}", given, known=("compound",), needed=("parts", "for"))
    compound = given.get("compound", ())
    if strange := [name for name in compound if name not in given["parts"]]:
        raise CaseError(f"the tax rate {tax_type} has no parts {strange}")
    parts = tuple(
        TaxComponent(name, as_number(percent), name in compound)
        for name, percent in given["parts"].items()
    )
    classes = frozenset(as_choice(AccountClass, one) for one in given["for"])
    catalogue.add_rate(CatalogueRate(TaxRate(tax_type, tax_type, parts), applies_to=classes))


def _active(what: str, given: str) -> bool:
    if given not in ("archived", "active again"):
        raise CaseError(f"{what} cannot become {given!r}")
    return given == "active again"


def _there(what: str, known: Mapping[Any, Any], wanted: str) -> Any:
    if wanted not in known:
        raise CaseError(f"Xero has no {what} {wanted!r}; there are {list(known)}")
    return known[wanted]


def as_invoice_settings(
    given: object,
    before: InvoiceSettings = MAPPED,
    client: Callable[[str], HostContactId] = HostContactId,
    theme: Callable[[str], ThemeId] = ThemeId,
) -> InvoiceSettings:
    """*before* with what *given* names; *client* and *theme* find what a case calls by a name."""
    hints = get_type_hints(InvoiceSettings)
    only("invoice settings", given, known=hints)
    assert isinstance(given, Mapping)  # only() has looked
    readers: Mapping[str, Callable[[Any], Any]] = {
        "sync_start_date": as_date,
        "theme": lambda name: None if name is None else theme(name),
        "excluded": lambda names: frozenset(map(client, names)),
    }
    values = {
        name: readers[name](value) if name in readers else _setting(name, hints[name], value)
        for name, value in given.items()
    }
    return evolve(before, **values)


def _setting(name: str, hint: Any, value: Any) -> Any:
    """Codes by the host's ids, a code or none, or what settings of contacts may be too."""
    if get_origin(hint) is Mapping:
        only(name, value, known=value)
        return {key: as_text(code) for key, code in value.items()}
    if isinstance(hint, type):
        return as_setting(name, hint, value)
    return None if value is None else as_text(value)
