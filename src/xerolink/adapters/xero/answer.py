"""An HTTP answer as it came, and the JSON in it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from xerolink.ports.errors import UnavailableError


@frozen
class Answer:
    """Status, headers (looked up in any case) and the whole body.

    *reason*, *data* and `getheaders` are what the SDK asks of a response.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    data: bytes = field(repr=False)
    reason: str = ""

    def getheaders(self) -> Mapping[str, str]:
        return self.headers


def parsed(answer: Answer) -> dict[str, Any]:
    """The JSON object in *answer*, numbers with a fraction as `Decimal`.

    Raises `UnavailableError` for HTML, plain text, truncated JSON, and anything but an object.
    """
    try:
        found = json.loads(answer.data, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise UnavailableError("Xero", "its answer is not JSON, or not all of it") from None
    if not isinstance(found, dict):
        raise UnavailableError("Xero", "its answer is not a JSON object")
    return found


def elements(envelope: Mapping[str, Any], name: str) -> list[Any]:
    """The list called *name*; raises `UnavailableError` if there is none."""
    found = envelope.get(name)
    if not isinstance(found, list):
        raise UnavailableError("Xero", f"its answer holds no {name}")
    return found
