"""Stored values as JSON text and back, without loss.

Datetimes are ISO 8601 in UTC, days too, enums their values, a Decimal the text of its digits; a
set is in order; a member of a union carries its class's name.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar, get_origin

from cattrs import Converter
from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

from xerolink.domain.contacts.decide import Action
from xerolink.domain.contacts.intent import IntentBody
from xerolink.domain.contacts.model import Address, FieldValue, Phone
from xerolink.domain.errors import RefusedError
from xerolink.domain.invoices.decision import InvoiceAction
from xerolink.domain.invoices.intent import InvoiceIntentBody
from xerolink.domain.invoices.model import AmountOff, BillableExpense, PercentOff, Service
from xerolink.domain.invoices.record import Standing
from xerolink.ports.errors import StoreError

T = TypeVar("T")

_TAG = "_type"
_NO_SUCH_VALUE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RefusedError)
"""What a text that is no such value makes the reading of it raise."""


def encode(value: object) -> str:
    """*value*, an attrs object, as JSON text of ASCII characters alone."""
    return json.dumps(_CONVERTER.unstructure(value), separators=(",", ":"))


def decode(text: str, cls: type[T]) -> T:
    """The object that `encode` made *text* of; raises `StoreError` if it is none of *cls*.

    The error neither repeats nor chains what was read: it is somebody's data.
    """
    try:
        return _CONVERTER.structure(json.loads(text), cls)
    except _NO_SUCH_VALUE as error:
        why = f"it cannot be read ({type(error).__name__})"
    raise StoreError(f"a stored {cls.__name__}", why, "restore the database from a backup")


def _converter() -> Converter:
    converter = make_converter(detailed_validation=False)
    converter.register_unstructure_hook(datetime, lambda at: at.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda text, _: _time(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: _decimal(text))
    converter.register_unstructure_hook_func(
        _is_set, lambda found: sorted(map(converter.unstructure, found))
    )
    # Field values and discounts first: the members of the other unions hold some.
    _register_field_values(converter)
    _register_optional(converter, PercentOff | AmountOff)
    configure_tagged_union(Service | BillableExpense, converter, tag_name=_TAG)
    configure_tagged_union(Action, converter, tag_name=_TAG)
    configure_tagged_union(IntentBody, converter, tag_name=_TAG)
    configure_tagged_union(InvoiceIntentBody, converter, tag_name=_TAG)
    configure_tagged_union(InvoiceAction, converter, tag_name=_TAG)
    _register_optional(converter, Standing)
    return converter


def _is_set(cls: Any) -> bool:
    """A set has no order of its own: two texts of one value are to be equal."""
    return get_origin(cls) is frozenset


def _time(text: str) -> datetime:
    """A time that is in no year in UTC is none."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is None else at.astimezone(UTC)


def _decimal(text: str) -> Decimal:
    """A number of JSON has lost digits: it is none of ours, and neither is one without an end."""
    if not isinstance(text, str):
        raise TypeError(type(text).__name__)
    found = Decimal(text)
    if not found.is_finite():
        raise ValueError("NaN or infinity")
    return found


def _register_optional(converter: Converter, union: Any) -> None:
    """Members of *union* are tagged objects, also where there may be none."""
    configure_tagged_union(union, converter, tag_name=_TAG)
    optional = union | None

    def unstructured(value: Any) -> Any:
        return None if value is None else converter.unstructure(value, union)

    def structured(raw: Any, _: Any) -> Any:
        return None if raw is None else converter.structure(raw, union)

    converter.register_unstructure_hook_func(lambda cls: cls == optional, unstructured)
    converter.register_structure_hook_func(lambda cls: cls == optional, structured)


def _register_field_values(converter: Converter) -> None:
    """Text and unknown are themselves in JSON; a phone and an address are tagged objects."""
    parts: Any = Phone | Address
    configure_tagged_union(parts, converter, tag_name=_TAG)

    def unstructured(value: FieldValue) -> Any:
        return converter.unstructure(value, parts) if isinstance(value, parts) else value

    def structured(raw: Any, _: Any) -> Any:
        return raw if raw is None or isinstance(raw, str) else converter.structure(raw, parts)

    converter.register_unstructure_hook_func(lambda cls: cls == FieldValue, unstructured)
    converter.register_structure_hook_func(lambda cls: cls == FieldValue, structured)


_CONVERTER = _converter()
