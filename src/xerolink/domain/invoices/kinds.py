"""Kinds of values: what a host gives as another kind is refused where it is made, and by name.

`"draft"` is no `InvoiceStatus.DRAFT`, and would count as sent; a datetime is a date that cannot be
compared with one. A run that met either would end for all invoices of the firm.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import Attribute

from xerolink.domain.contacts.check import require_id
from xerolink.domain.given_errors import WrongKindError

Validator = Callable[[Any, "Attribute[Any]", Any], None]


def of_kind(*kinds: type | None) -> Validator:
    """A validator: WrongKindError for a value of none of *kinds*, which it does not repeat.

    None among them lets the field be None. A datetime is no date here.
    """
    wanted = " or ".join("None" if kind is None else kind.__name__ for kind in kinds)

    def check(made: object, attribute: "Attribute[Any]", value: object) -> None:
        if not _is_one(value, kinds):
            raise _wrong(made, attribute.name, value, wanted)

    return check


def an_id(*others: None) -> Validator:
    """A validator for an id of the host, or one of *others*; as `of_kind`, and as `require_id`."""
    is_text = of_kind(str, *others)

    def check(made: object, attribute: "Attribute[Any]", value: object) -> None:
        is_text(made, attribute, value)
        if isinstance(value, str):
            require_id(value, f"{type(made).__name__}.{attribute.name}")

    return check


def tuple_of(kind: type) -> Validator:
    """A validator: WrongKindError for what is no tuple, or holds anything but values of *kind*."""
    wanted = f"a tuple of {kind.__name__}"

    def check(made: object, attribute: "Attribute[Any]", value: object) -> None:
        if not isinstance(value, tuple):
            raise _wrong(made, attribute.name, value, wanted)
        for one in value:
            if not isinstance(one, kind):
                raise _wrong(made, f"{attribute.name} has one that", one, wanted)

    return check


def texts_by_text(made: object, attribute: "Attribute[Any]", value: object) -> None:
    """A validator: WrongKindError for what is no mapping, or has anything but texts in it.

    Its keys are ids of the host: as `require_id`.
    """
    wanted = "texts by text"
    if not isinstance(value, Mapping):
        raise _wrong(made, attribute.name, value, wanted)
    for one in (*value.keys(), *value.values()):
        if not isinstance(one, str):
            raise _wrong(made, f"{attribute.name} has one that", one, wanted)
    for key in value:
        require_id(key, f"a key of {type(made).__name__}.{attribute.name}")


def _is_one(value: object, kinds: tuple[type | None, ...]) -> bool:
    if isinstance(value, datetime):
        return datetime in kinds
    return any(value is None if kind is None else isinstance(value, kind) for kind in kinds)


def _wrong(made: object, where: str, value: object, wanted: str) -> WrongKindError:
    return WrongKindError(f"{type(made).__name__}.{where}", type(value).__name__, wanted)
