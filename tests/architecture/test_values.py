"""Every value of the package is silent about people in its repr; those of the core are frozen."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import ModuleType, NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

import xerolink
import xerolink.domain
import xerolink.ports
from xerolink.domain.contacts.normalise import MatchKey
from xerolink.domain.invoices.currencies import CurrencyCode

SECRET = "\u2603 Ann Lee \u2603"
PUBLIC = {
    "Account.kind": "Xero's type of an account",
    "Account.name": "an account",
    "Books.timezone": "the organisation, not a person",
    "Catalogue.timezone": "the organisation, not a person",
    "Cause.fix": "in words, without values",
    "Cause.why": "in words, without values",
    "Held.reasons": "in words, without values",
    "HostTaxRate.name": "a tax",
    "InvoiceDecision.reason": "in words, without values",
    "Item.name": "an item",
    "Refusal.why": "in words, without values",
    "Theme.name": "a theme",
    "Way.told": "our own text",
    "Actor.name": "the host's own id of a person",
    "Addresses.authorise": "an address of Xero",
    "Addresses.connections": "an address of Xero",
    "Addresses.tokens": "an address of Xero",
    "Check.name": "the name of a check",
    "Check.found": "in words, without values",
    "Check.fix": "in words, without values",
    "Client.xero_url": "an id in an address of Xero",
    "ContactSettings.default_contact_type": "a category",
    "CreateInHost.contact_type": "a category",
    "ComparedKey.what": "the name of a key",
    "Decision.reason": "in words, without values",
    "Decision.warnings": "in words, without values",
    "Hits.ids": "ids",
    "Fact.outcome": "a word",
    "Fact.reason": "in words, without values",
    "Fact.what": "the name of a class",
    "HostContact.contact_type": "a category",
    "HostDraft.contact_type": "a category",
    "Impossible.why": "in words, without values",
    "InvoiceProblem.fix": "in words, without values",
    "InvoiceProblem.why": "in words, without values",
    "Issue.why": "in words, without values",
    "Lease.owner": "a worker",
    "Linkable.awaited": "our markers",
    "Migration.name": "the name of a file",
    "Migration.sql": "our own text",
    "Note.outcome": "a word",
    "Note.reason": "in words, without values",
    "Note.what": "the name of a class",
    "Performed.refused": "in words, without values",
    "Request.method": "an HTTP method",
    "RateChoice.name": "a tax",
    "SettingsProblem.fix": "in words, without values",
    "SettingsProblem.why": "in words, without values",
    "Choices.timezone": "the organisation, not a person",
    "AccountProposal.reason": "in words, without values",
    "RateProposal.reason": "in words, without values",
    "Sealing.keys": "our own text",
    "Sealing.outdated": "our own text",
    "Sealing.rewrap": "our own text",
    "Sealing.table": "our own text",
    "TaxComponent.name": "a tax",
    "TaxRate.name": "a tax",
    "Unusable.fix": "in words, without values",
    "Unusable.why": "in words, without values",
    "Why.reasons": "in words, without values",
    "Organisation.base_currency": "the organisation, not a person",
    "Organisation.country_code": "the organisation, not a person",
    "Organisation.name": "the organisation, not a person",
    "Organisation.short_code": "the organisation, not a person",
    "Organisation.timezone": "the organisation, not a person",
    "Problem.why": "in words, without values",
    "RunHeldBack.why": "in words, without values",
    "RunEnded.counts": "names of verdicts",
    "RunEnded.failure": "the name of a class",
    "RunRecord.counts": "names of verdicts",
    "RunRecord.failure": "the name of a class",
    "RunRecord.why": "in words, without values",
    "XeroContact.number": "our marker",
    "XeroDraft.number": "our marker",
    "_Line.told": "in words, without values",
    "_Known.why": "in words, without values",
    "_Code.redirect_uri": "an address of the host",
    "_Row.owner": "a worker",
}
"""Texts that a repr may show, and why; every other `str` must be veiled."""


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def values(*packages: ModuleType) -> list[type[Any]]:
    """Every attrs class that is written in *packages*."""
    found = {
        thing
        for package in packages
        for module in modules(package)
        for thing in vars(module).values()
        if isinstance(thing, type) and attrs.has(thing) and thing.__module__ == module.__name__
    }
    return sorted(found, key=lambda cls: (cls.__module__, cls.__name__))


INVENTED = ("xerolink.cli.", "xerolink.testing.")
"""What is there to be looked at holds invented contacts only; some of its parts are veiled too."""
CORE = values(xerolink.domain, xerolink.ports)
EVERY = [cls for cls in values(xerolink) if not cls.__module__.startswith(INVENTED)]
PRACTICE = [cls for cls in values(xerolink) if cls.__module__.startswith(INVENTED)]


TOLD_APART: Mapping[Any, str] = {MatchKey: SECRET, CurrencyCode: "NZD"}
"""New types of text that are no ids, each with a value that it can have."""


def filled(hint: Any) -> Any:
    """A value of type *hint* in which every text that is not an id is the secret."""
    if isinstance(hint, NewType):
        return TOLD_APART.get(hint, "id-1")
    if isinstance(hint, type) and attrs.has(hint):
        return _instance(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return _composed(hint) if get_origin(hint) else _plain(hint)


def _instance(cls: type[Any]) -> Any:
    hints = get_type_hints(cls)
    names = [field.name for field in attrs.fields(cls)]
    shown = {name for name in names if f"{cls.__name__}.{name}" in PUBLIC}
    values = {
        name: _public(hints[name]) if name in shown else filled(hints[name]) for name in names
    }
    return cls(**values)


def _public(hint: Any) -> Any:
    return "shown" if hint is str else type(filled(hint))()


class _Stranger:
    """Stands for an object of the host, or for one that has no parts to be seen."""

    def classify(self) -> None:
        """An app looks for this one when it is made."""


def _composed(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return filled(next(arg for arg in args if arg is not NoneType))
    if origin is Callable:
        return len
    if issubclass(origin, Mapping):
        return {filled(args[0]): filled(args[1])}
    if origin is frozenset:
        return frozenset({filled(args[0])})
    return (filled(args[0]),)


def _plain(hint: type[Any]) -> object:
    plain = {
        str: SECRET,
        # As long as a key has to be.
        bytes: SECRET.encode("utf-16").ljust(32),
        int: 1,
        bool: True,
        date: date(2026, 1, 1),
        datetime: datetime(2026, 1, 1, tzinfo=UTC),
        Decimal: Decimal(1),
        timedelta: timedelta(1),
        Exception: Exception(SECRET),
    }
    return plain.get(hint) or _Stranger()


@pytest.mark.parametrize("cls", EVERY, ids=lambda cls: cls.__name__)
def test_a_repr_shows_nothing_personal(cls: type[Any]) -> None:
    """Names, emails, phones and addresses; see `PUBLIC` for the texts that are none of these."""
    shown = repr(_instance(cls))
    assert "\u2603" not in shown
    assert repr(SECRET.encode("utf-16"))[2:-1] not in shown


PERSONAL = {
    *("name", "first_name", "last_name", "email", "email_address", "phone", "phones", "address"),
    *("addresses", "access_token", "refresh_token", "verifier", "secret", "token", "body"),
}
"""What a part of a value is called that holds somebody's data or a secret."""
NOBODYS = {
    "Account.name": "the chart of accounts",
    "BrandingTheme.name": "a branding theme",
    "Card.address": "veils itself",
    "Card.phone": "veils itself",
    "Currency.name": "a currency",
    "Firm.name": "a firm of the demonstration",
    "Item.name": "an item",
    "Probe.name": "what a probe is called",
    "TaxComponent.name": "a tax",
    "TaxRate.name": "a tax",
    "TrackingCategory.name": "a tracking category",
    "TrackingOption.name": "a tracking option",
}


@pytest.mark.parametrize("cls", PRACTICE, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")
def test_what_is_for_practice_veils_what_it_calls_personal(cls: type[Any]) -> None:
    """A host's tests may hold more than they should; a failure prints reprs."""
    shown = {f"{cls.__name__}.{part.name}" for part in attrs.fields(cls) if part.repr is True}
    assert not {part for part in shown if part.split(".")[1] in PERSONAL} - set(NOBODYS)


@pytest.mark.parametrize("cls", CORE, ids=lambda cls: cls.__name__)
def test_a_value_is_frozen(cls: type[Any]) -> None:
    instance = _instance(cls)
    name = next((field.name for field in attrs.fields(cls)), "anything")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(instance, name, None)


def test_every_text_that_is_listed_as_public_exists() -> None:
    """The list of exceptions holds no leftovers."""
    known = {
        f"{cls.__name__}.{part.name}" for cls in values(xerolink) for part in attrs.fields(cls)
    }
    assert not {*PUBLIC, *NOBODYS} - known
