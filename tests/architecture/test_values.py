"""Every value of the domain and the ports: frozen, and silent about people in its repr."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum
from types import ModuleType, NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

import xerolink.domain
import xerolink.ports
from xerolink.domain.contacts.normalise import MatchKey

SECRET = "\u2603 Ann Lee \u2603"
PUBLIC = {
    "Actor.name": "the host's own id of a person",
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
    "Issue.why": "in words, without values",
    "Lease.owner": "a worker",
    "Note.outcome": "a word",
    "Note.reason": "in words, without values",
    "Note.what": "the name of a class",
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
}
"""Texts that a repr may show, and why; every other `str` must be veiled."""


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def values() -> list[type[Any]]:
    """Every attrs class that is written in the domain or the ports."""
    found = {
        thing
        for package in (xerolink.domain, xerolink.ports)
        for module in modules(package)
        for thing in vars(module).values()
        if isinstance(thing, type) and attrs.has(thing) and thing.__module__ == module.__name__
    }
    return sorted(found, key=lambda cls: (cls.__module__, cls.__name__))


def filled(hint: Any) -> Any:
    """A value of type *hint* in which every text that is not an id is the secret."""
    if isinstance(hint, NewType):
        return SECRET if hint is MatchKey else "id-1"
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


def _composed(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return filled(next(arg for arg in args if arg is not NoneType))
    if issubclass(origin, Mapping):
        return {filled(args[0]): filled(args[1])}
    if origin is frozenset:
        return frozenset({filled(args[0])})
    return (filled(args[0]),)


def _plain(hint: type[Any]) -> object:
    plain = {str: SECRET, int: 1, bool: True, datetime: datetime(2026, 1, 1, tzinfo=UTC)}
    return plain[hint]


every_value = pytest.mark.parametrize("cls", values(), ids=lambda cls: cls.__name__)


@every_value
def test_a_repr_shows_nothing_personal(cls: type[Any]) -> None:
    """Names, emails, phones and addresses; see `PUBLIC` for the texts that are none of these."""
    assert "\u2603" not in repr(_instance(cls))


@every_value
def test_a_value_is_frozen(cls: type[Any]) -> None:
    instance = _instance(cls)
    name = next((field.name for field in attrs.fields(cls)), "anything")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(instance, name, None)


def test_every_text_that_is_listed_as_public_exists() -> None:
    """The list of exceptions holds no leftovers."""
    known = {f"{cls.__name__}.{field.name}" for cls in values() for field in attrs.fields(cls)}
    assert not set(PUBLIC) - known
