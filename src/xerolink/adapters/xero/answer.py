"""An HTTP answer as it came, and the JSON in it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from xerolink.domain.run import Operation
from xerolink.ports.errors import TooLargeError, UnavailableError

XERO = "Xero"
"""What the port's errors call it."""
MOST_VALUES = 2_000_000
"""Values in one answer: twenty times a full page's. Each takes memory, however few its bytes."""
_NOT_JSON = object()
_PARTED = (b",", b"[", b"{")


@frozen
class Answer:
    """Status, headers (looked up in any case) and the whole body, unpacked.

    *operation* is what was asked; *received* the bytes of the body as they came.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    data: bytes = field(repr=False)
    operation: Operation
    received: int


def parsed(answer: Answer) -> dict[str, Any]:
    """The JSON object in *answer*, numbers with a fraction as `Decimal`.

    Raises `UnavailableError` for HTML, plain text, truncated JSON, and anything but an object,
    and `TooLargeError` for one of more than about `MOST_VALUES` values.
    """
    if sum(map(answer.data.count, _PARTED)) > MOST_VALUES:
        raise TooLargeError(XERO, f"its answer has more than {MOST_VALUES:,} values")
    found = _decoded(answer.data)
    if found is _NOT_JSON:
        raise UnavailableError(XERO, "its answer is not JSON, or not all of it")
    if not isinstance(found, dict):
        raise UnavailableError(XERO, "its answer is not a JSON object")
    return found


def _decoded(data: bytes) -> Any:
    """Raised from here, an error would carry json's own along, and that the whole answer."""
    try:
        return json.loads(data, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        # Of the second kind: an exponent that no Decimal holds.
        return _NOT_JSON


def elements(envelope: Mapping[str, Any], name: str) -> list[Any]:
    """The list called *name*; raises `UnavailableError` if there is none."""
    found = envelope.get(name)
    if not isinstance(found, list):
        raise UnavailableError(XERO, f"its answer holds no {name}")
    return found
