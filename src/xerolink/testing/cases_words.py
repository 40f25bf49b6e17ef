"""The words of a golden case, read into values; one that is not known raises."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import Enum
from typing import Any, get_type_hints

import attrs

from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
)
from xerolink.domain.contacts.normalise import EMPTY
from xerolink.domain.settings import ContactSettings, MassChange

FIELDS: Mapping[str, FieldName] = {
    "name": FieldName.NAME,
    "email": FieldName.BILLING_EMAIL,
    "phone": FieldName.PRIMARY_PHONE,
    "address": FieldName.BILLING_ADDRESS,
}
WORD_OF = {field: word for word, field in FIELDS.items()}

_PHONE_WORDS = ("number", "area", "country")
_ADDRESS_WORDS = ("lines", "city", "region", "postal_code", "country")
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_COPY = "{n}"


class CaseError(Exception):
    """A case that cannot be understood: a misspelt word, an id that nobody has."""


def only(
    where: str, given: object, *, known: Collection[str] = (), needed: Collection[str] = ()
) -> None:
    """Raise `CaseError` unless *given* is an object of known words with the needed ones."""
    if not isinstance(given, Mapping):
        raise CaseError(f"{where} must be an object, not {given!r}")
    if strange := [word for word in given if word not in {*known, *needed}]:
        raise CaseError(f"{where} does not know {strange}; known: {sorted({*known, *needed})}")
    if missing := [word for word in needed if word not in given]:
        raise CaseError(f"{where} lacks {missing}")


def copied(node: Any, copies: int) -> Any:
    """*node* with every entry that holds "{n}" repeated for 1 to *copies*; the outermost one."""
    if isinstance(node, list):
        return [one for item in node for one in _copies(item, item, copies)]
    if isinstance(node, dict):
        return {
            key: value
            for name, item in node.items()
            for key, value in _entries(name, item, copies).items()
        }
    return node


def _entries(name: str, item: Any, copies: int) -> dict[str, Any]:
    if _COPY not in name:
        return {name: copied(item, copies)}
    _need_copies(name, copies)
    return {_numbered(name, n): _numbered(item, n) for n in range(1, copies + 1)}


def _copies(item: Any, text: object, copies: int) -> list[Any]:
    if _COPY not in repr(text) or _holds_book(item):
        return [copied(item, copies)]
    _need_copies(repr(text), copies)
    return [_numbered(item, n) for n in range(1, copies + 1)]


def _holds_book(item: Any) -> bool:
    """A step that looks at a whole book is one step, whatever it lists."""
    return isinstance(item, dict) and bool({"then", "answers", "pairs"} & item.keys())


def _need_copies(where: str, copies: int) -> None:
    if not copies:
        raise CaseError(f'{where} holds {_COPY}, but the case has no "copies"')


def _numbered(node: Any, n: int) -> Any:
    if isinstance(node, str):
        return node.replace(_COPY, str(n))
    if isinstance(node, list):
        return [_numbered(item, n) for item in node]
    if isinstance(node, dict):
        return {_numbered(key, n): _numbered(item, n) for key, item in node.items()}
    return node


def as_values(given: Mapping[str, Any]) -> dict[FieldName, FieldValue]:
    """The synced fields that *given* names; other words are the caller's to know."""
    return {field: _value(field, given[word]) for word, field in FIELDS.items() if word in given}


def as_fields(given: Mapping[str, Any]) -> SyncedFields:
    """Four known fields; those not given are empty."""
    return SyncedFields().with_values({**EMPTY, **as_values(given)})


def _value(field: FieldName, given: Any) -> FieldValue:
    match field, given:
        case FieldName.PRIMARY_PHONE, str():
            return Phone(given)
        case FieldName.PRIMARY_PHONE, dict():
            only("a phone", given, known=_PHONE_WORDS)
            return Phone(**given)
        case FieldName.BILLING_ADDRESS, str():
            return Address((given,)) if given else Address()
        case FieldName.BILLING_ADDRESS, dict():
            only("an address", given, known=_ADDRESS_WORDS)
            return Address(**{**given, "lines": tuple(given.get("lines", ()))})
        case ((FieldName.NAME | FieldName.BILLING_EMAIL), str()):
            return given
        case _:
            raise CaseError(f"{given!r} is no {WORD_OF[field]}")


def shown(fields: SyncedFields) -> dict[str, object]:
    """The filled fields in the words of a case."""
    return {
        WORD_OF[name]: value if isinstance(value, str) else str(attrs.astuple(value))
        for name in FieldName
        if (value := fields.get(name))
    }


def as_settings(given: object, before: ContactSettings | None = None) -> ContactSettings:
    """*before*, or the default settings, with those that *given* names."""
    hints = get_type_hints(ContactSettings)
    only("settings", given, known=hints)
    assert isinstance(given, Mapping)  # only() has looked
    values: dict[str, Any] = {n: as_setting(n, hints[n], value) for n, value in given.items()}
    return attrs.evolve(before or ContactSettings(), **values)


def as_setting(name: str, hint: Any, value: Any) -> object:
    """*value* as a setting of the type *hint*; raises `CaseError`."""
    if hint is MassChange:
        only(name, value, needed=("percent", "at_least"))
        return MassChange(**value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        if value not in {one.value for one in hint}:
            raise CaseError(f"{value!r} is no {name}; known: {[one.value for one in hint]}")
        return hint(value)
    if isinstance(hint, type) and not isinstance(value, hint):
        raise CaseError(f"{value!r} is no {name}")
    return value


def as_duration(text: str) -> timedelta:
    """ "10 minutes", "1 day"."""
    number, _, unit = text.partition(" ")
    seconds = _SECONDS.get(unit.removesuffix("s"))
    if not number.isdecimal() or seconds is None:
        raise CaseError(f"{text!r} is no time; write it as '10 minutes'")
    return timedelta(seconds=int(number) * seconds)
