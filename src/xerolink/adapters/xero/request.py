"""A request as the SDK composes it: it is trusted with addresses and headers only.

The SDK by itself retries creates, waits for ever, and mixes up tokens (fact sheet 8.3, 8.4).
So it gets connections that send nothing and hand the request back.
"""

import re
from typing import Any
from urllib.parse import urlencode

from attrs import evolve, field, frozen

from xerolink.adapters.xero.answer import XERO
from xerolink.domain.contacts.check import Problem
from xerolink.domain.run import Operation
from xerolink.ports.errors import RejectedError

LONGEST_URL = 2_000
"""Bytes of an address, percent-encoding included, that Xero does not take any more."""
LARGEST_BODY = 3_500_000
"""The most bytes of a body (fact sheet 2)."""

_BEARER = "Bearer "
_RESOURCE = re.compile(r"/api\.xro/2\.0/(\w+)")


@frozen
class Request:
    """What is to be sent. *status* is what the SDK looks for in an answer: it stands for one."""

    method: str
    url: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    timeout: Any = field(repr=False)
    status: int = 200

    @property
    def operation(self) -> Operation:
        """Method and resource, as "GET Contacts"; never an id, a number or a filter."""
        found = _RESOURCE.search(self.url)
        return Operation(f"{self.method} {found[1] if found else 'unknown'}")

    @property
    def token(self) -> str:
        """The access token that it carries."""
        return self.headers.get("Authorization", "").removeprefix(_BEARER)

    def carrying(self, token: str) -> "Request":
        """The same request with that access token."""
        return evolve(self, headers={**self.headers, "Authorization": f"{_BEARER}{token}"})

    @property
    def writes(self) -> bool:
        return self.method != "GET"


class Composer:
    """Stands where the SDK's connections were, and hands each request back unsent."""

    def request(self, method: str, url: str, **given: Any) -> Request:
        """Raises `RejectedError` for an address or a body that Xero does not take."""
        fields, body = given.get("fields"), given.get("body")
        address = f"{url}?{urlencode(fields)}" if fields else url
        packed = None if body is None else str(body).encode()
        if len(address.encode()) >= LONGEST_URL:
            raise _too_large("address", LONGEST_URL)
        if packed is not None and len(packed) > LARGEST_BODY:
            raise _too_large("body", LARGEST_BODY)
        return Request(method, address, dict(given["headers"]), packed, given["timeout"])


def _too_large(part: str, most: int) -> RejectedError:
    why = f"the {part} of the call would have more than {most:,} bytes, and was not sent"
    return RejectedError(XERO, (Problem(why),))
