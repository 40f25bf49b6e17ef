"""One organisation's calls through the SDK, which is trusted with addresses and headers only.

The SDK by itself retries creates, waits for ever, and mixes up tokens (fact sheet 8.3, 8.4); a
pool of our own takes those decisions from it.
"""

import time
from collections.abc import Callable
from typing import Any

import urllib3
from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token
from xero_python.exceptions import HTTPStatusException

from xerolink.adapters.xero.answer import Answer
from xerolink.adapters.xero.errors import XERO, succeeded
from xerolink.domain.identity import TenantId
from xerolink.ports.errors import UnauthorisedError, UnavailableError

BASE_URL = "https://api.xero.com"
LARGEST = 32 * 1024 * 1024
"""The most bytes of an answer: fifty times a full page of contacts (fact sheet 2)."""

_CHUNK = 64 * 1024
_FAR = 1 << 40
"""Seconds since 1970 at which the SDK would refresh a token: never."""

Seconds = Callable[[], float]


class XeroClient:
    """Reaches one organisation. Threads may share it.

    *token* is asked before every call for an access token that is valid now; what it raises
    comes through. *timeout* is in whole seconds, to connect and to wait for each read; an answer
    whose body takes longer than both together is given up. No call is ever sent twice.
    """

    def __init__(
        self,
        token: Callable[[], str],
        tenant_id: TenantId,
        *,
        base_url: str = BASE_URL,
        timeout: tuple[int, int] = (5, 25),
        seconds: Seconds = time.monotonic,
    ) -> None:
        self.tenant_id = tenant_id
        self._token, self._timeout = token, timeout
        client = ApiClient(_configuration(), oauth2_token_getter=self._token_set)
        client.rest_client.pool_manager = _Pool(
            client.rest_client.pool_manager, sum(timeout), seconds
        )
        self.api: Any = AccountingApi(client, base_url=f"{base_url.rstrip('/')}/api.xro/2.0")

    def call(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        """The answer of *verb*, a method of `api`, if its status is 2xx.

        Raises `UnavailableError`, `UnauthorisedError` or `RejectedError` (fact sheet 5).
        """
        return succeeded(self.ask(verb, **arguments))

    def ask(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        """The answer of *verb* whatever its status; raises `UnavailableError` without one."""
        try:
            answer: Answer = verb(
                self.tenant_id,
                _request_timeout=self._timeout,
                _preload_content=False,
                **arguments,
            )
        except HTTPStatusException as error:
            answer = error.http_resp.urllib3_response
        return answer

    def _token_set(self) -> dict[str, Any]:
        token = self._token()
        # Python's own complaint about such a header would show the token.
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise UnauthorisedError(XERO, "the access token holds characters that no token has")
        return {
            "access_token": token,
            "token_type": "Bearer",
            "scope": "",
            "expires_in": _FAR,
            "expires_at": _FAR,
        }


class _Pool:
    """The SDK's connections, but each answer bounded, each request sent once, no redirect."""

    def __init__(self, pool: Any, total: int, seconds: Seconds) -> None:
        pool.connection_pool_kw["retries"] = False
        self._pool, self._total, self._seconds = pool, total, seconds

    def request(self, method: str, url: str, **arguments: Any) -> Answer:
        try:
            return self._request(method, url, {**arguments, "preload_content": False})
        except urllib3.exceptions.HTTPError as error:
            # The error's own text shows the address, which may hold a name.
            raise UnavailableError(XERO, _why(error)) from None

    def _request(self, method: str, url: str, arguments: dict[str, Any]) -> Answer:
        end = self._seconds() + self._total
        response = self._pool.request(method, url, redirect=False, **arguments)
        try:
            body = self._body(response, end)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return Answer(response.status, response.headers, body, response.reason or "")

    def _body(self, response: urllib3.BaseHTTPResponse, end: float) -> bytes:
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > LARGEST:
                raise UnavailableError(XERO, f"its answer has more than {LARGEST:,} bytes")
            if self._seconds() > end:
                raise UnavailableError(XERO, f"its answer takes more than {self._total} s")
        return bytes(body)


def _configuration() -> Configuration:
    """A configuration with a token of its own: the SDK's are copies that share one."""
    configuration = Configuration()
    configuration.oauth2_token = OAuth2Token()
    return configuration


def _why(error: urllib3.exceptions.HTTPError) -> str:
    match error:
        case urllib3.exceptions.NewConnectionError():
            return "it cannot be reached"
        case urllib3.exceptions.TimeoutError():
            return "it does not answer in time"
        case urllib3.exceptions.SSLError():
            return "its certificate cannot be verified"
        case _:
            return "the connection broke before the answer was complete"
