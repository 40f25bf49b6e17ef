"""Bodies as Xero reads them: keys in any case, null as absent, numbers as text or texts as numbers.

XML is taken as JSON is.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from .money import parse
from .xml_body import from_xml

_NO_ID = UUID(int=0)
_STAMP = re.compile(r"/Date\((?P<ms>-?\d{1,14})(?:[+-]\d{4})?\)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadBodyError(ValueError):
    """The body is not what Xero can read: 400 PostDataInvalidException (fact sheet 5)."""


def invalid(why: str) -> BadBodyError:
    return BadBodyError(f"JSON for post data was invalid,{why}")


def by_lower_case(names: Iterable[str]) -> Mapping[str, str]:
    return {name.lower(): name for name in names}


def elements(body: bytes, name: str) -> tuple[Any, ...]:
    """The elements of ``{name: […]}``, or one bare object; raises BadBodyError."""
    found = lowered(_parsed(body))
    return tuple(array(found[name.lower()], name)) if name.lower() in found else (found,)


def _parsed(body: bytes) -> Any:
    # Decimals stay text: the nearest float is not what was sent.
    try:
        if body.lstrip().startswith(b"<"):
            return from_xml(body)
        return json.loads(body, parse_float=str, parse_constant=_refused_constant)
    except ValueError:
        raise invalid("Could not parse the body") from None


def _refused_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def lowered(element: Any) -> dict[str, Any]:
    if not isinstance(element, Mapping):
        raise invalid("An object was expected")
    return {key.lower(): value for key, value in element.items()}


def array(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise invalid(f"{name} must be an array")
    return value


def text(value: Any, name: str) -> str:
    if isinstance(value, bool | list | dict):
        raise invalid(f"{name} must be a string")
    return str(value)


def uuid(value: Any, name: str) -> str | None:
    """In lower case; absent, ``""`` and the zero Guid: None."""
    if not value:
        return None
    try:
        found = UUID(str(value))
    except ValueError:
        raise invalid(f"{name} must be a Guid") from None
    return None if found == _NO_ID else str(found)


def literal(value: Any, name: str, allowed: tuple[str, ...]) -> str:
    """The one of *allowed* that *value* spells, in any case."""
    found = by_lower_case(allowed).get(str(value).lower())
    if found is None:
        raise invalid(f"Error converting value to {name}")
    return found


def amount(value: Any, name: str) -> int | None:
    """A number or a text that holds one, in units of 10^-8; absent and ``""``: None."""
    if value is None or value == "":
        return None
    found = None if isinstance(value, bool) else parse(str(value))
    if found is None:
        raise invalid(f"{name} must be a number")
    return found


def truth(value: Any, name: str) -> bool | None:
    """A boolean, also as the text that .NET would read; absent: None."""
    if value is None or value == "":
        return None
    return literal(value, name, ("true", "false")) == "true"


def day(value: Any, name: str) -> date | None:
    """``2026-09-14``, with a time or not, or ``/Date(ms)/``, whose UTC day counts; absent: None."""
    if value is None or value == "":
        return None
    found = _STAMP.fullmatch(str(value).strip())
    try:
        if found is not None:
            return (_EPOCH + timedelta(milliseconds=int(found["ms"]))).date()
        return datetime.fromisoformat(str(value).strip()).date()
    except (ValueError, OverflowError):
        raise invalid(f"{name} must be a date") from None
