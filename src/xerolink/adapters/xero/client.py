"""One organisation's calls: composed by the SDK, let through by a gate, sent by a wire, counted."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

import urllib3
from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient
from xero_python.api_client.configuration import Configuration
from xero_python.api_client.oauth2 import OAuth2Token

from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.errors import succeeded, token_expired
from xerolink.adapters.xero.gate import Gate, Visit
from xerolink.adapters.xero.places import secured
from xerolink.adapters.xero.request import Composer, Request
from xerolink.adapters.xero.wire import Seconds, Wire
from xerolink.domain.identity import TenantId
from xerolink.domain.rate_gate import CallKind
from xerolink.domain.run import Cost, Traffic
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.ports.xero import LONGEST_WAIT, DayLeft

BASE_URL = "https://api.xero.com"
REPLACEMENTS = 3
"""How many tokens one call may get in the place of those that Xero calls expired.

The next token may die before its first use here, by what another process does: from one call that
cannot be told from a refusal. So a few are tried, and then Xero is believed.
"""

_FAR = 1 << 40
"""Seconds since 1970 at which the SDK would refresh a token: never."""
_PLACE_OF_A_TOKEN = {
    "access_token": "",
    "token_type": "Bearer",
    "scope": "",
    "expires_in": _FAR,
    "expires_at": _FAR,
}
"""The SDK keeps one token for all threads of a client, so it is not told any."""


class Calls(Protocol):
    """What the adapters of the ports need of a client; `XeroClient` is the one for real."""

    tenant_id: TenantId
    api: Any

    def call(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        """See `XeroClient.call`."""

    def ask(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        """See `XeroClient.ask`."""

    def traffic(self) -> Traffic:
        """See `XeroClient.traffic`."""

    def day_left(self) -> DayLeft | None:
        """See `XeroClient.day_left`."""


class XeroClient:
    """Reaches one organisation. Threads may share it.

    *token* is asked before every call for an access token that is valid now; what it raises
    comes through. *timeout* is in whole seconds, to connect and to wait for each read; an answer
    whose body takes longer than both together is given up. *pool* takes the place of the SDK's
    connections, for a simulator without a socket.

    *refused* is told of a token that Xero calls expired before its time; the call is then sent
    again, with the token that follows: a call that Xero did not let in did nothing. That ends
    after `REPLACEMENTS` tokens, where no other token follows, and where *refused* or *token*
    raises, as both do for a consent that has ended. No call is sent again later than
    `LONGEST_WAIT` after its start; it raises `UnavailableError` then.

    *gate* holds the organisation's limits; without one the client keeps its own. *kind* says who
    waits for these calls: BACKGROUND leaves a reserve to people. A call waits at most
    *wait_seconds*, up to `LONGEST_WAIT`, for its turn; then it raises `UnavailableError` with
    `retry_after`. A call is sent again only where Xero refused it for its limits; then it did
    nothing.

    Raises `ValueError` for a tenant id that cannot stand in a header ("" is a custom connection's),
    and for a *base_url* that is not reached by TLS, but for this machine.
    """

    def __init__(
        self,
        token: Callable[[], str],
        tenant_id: TenantId,
        *,
        base_url: str = BASE_URL,
        timeout: tuple[int, int] = (5, 25),
        seconds: Seconds = time.monotonic,
        pool: urllib3.PoolManager | None = None,
        refused: Callable[[str], None] | None = None,
        gate: Gate | None = None,
        kind: CallKind = CallKind.BACKGROUND,
        wait_seconds: int = LONGEST_WAIT,
    ) -> None:
        if not _fits_header(tenant_id):
            raise ValueError(f"{tenant_id!r} is no tenant id; take one that Xero lists")
        if pool is None:
            secured(base_url)
        self.tenant_id = tenant_id
        self._token, self._timeout, self._kind = token, timeout, kind
        self._refused = refused
        self._gate, self._wait_seconds = gate or Gate(), min(wait_seconds, LONGEST_WAIT)
        client = ApiClient(_configuration(), oauth2_token_getter=lambda: _PLACE_OF_A_TOKEN)
        self._wire = Wire(pool or client.rest_client.pool_manager, sum(timeout), seconds)
        client.rest_client.pool_manager = Composer()
        self.api: Any = AccountingApi(client, base_url=f"{base_url.rstrip('/')}/api.xro/2.0")
        self._lock = Lock()
        self._traffic = Traffic()

    def call(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        """The answer of *verb*, a method of `api`, if its status is 2xx.

        Raises `UnavailableError`, `UnauthorisedError` or `RejectedError` (fact sheet 5).
        """
        return succeeded(self.ask(verb, **arguments))

    def ask(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        """The answer of *verb* whatever its status; raises `UnavailableError` without one.

        Raises `RejectedError`, with nothing sent, for an address or a body that is too large.
        """
        # From here on: a token that has to be refreshed first takes from the time to wait.
        visit = self._gate.visit(self._wait_seconds)
        late = self._gate.now() + timedelta(seconds=LONGEST_WAIT)
        request = self._composed(verb, arguments)
        answer = self._through(request, visit)
        for _ in range(REPLACEMENTS):
            following = self._following(request, answer)
            if following is None:
                break
            self._require_time(late)
            request, answer = following, self._through(following, visit)
        return answer

    def _following(self, request: Request, answer: Answer) -> Request | None:
        """*request* with the token after the one that *answer* calls expired; none: None."""
        if self._refused is None or not token_expired(answer):
            return None
        self._refused(request.token)
        token = self._good_token()
        return None if token == request.token else request.carrying(token)

    def _require_time(self, late: datetime) -> None:
        """Whoever asked holds a lease for `LONGEST_WAIT` and one call, however many were sent."""
        if self._gate.now() > late:
            raise UnavailableError(XERO, "no time is left after its tokens were replaced", 1)

    def _composed(self, verb: Callable[..., Any], arguments: dict[str, Any]) -> Request:
        request: Request = verb(
            self.tenant_id,
            _request_timeout=self._timeout,
            _preload_content=False,
            **arguments,
        )
        return request.carrying(self._good_token())

    def _through(self, request: Request, visit: Visit) -> Answer:
        """Send *request* in its turn, and again where Xero says only that it came too early."""
        visit.enter(self._kind_of(request))
        answer = self._send(request, visit)
        while visit.again(answer):
            answer = self._send(request, visit)
        return answer

    def traffic(self) -> Traffic:
        """What the calls of this client have cost until now."""
        with self._lock:
            return self._traffic

    def day_left(self) -> DayLeft | None:
        """What is left of the day, as the gate knows it."""
        return self._gate.day_left()

    def _kind_of(self, request: Request) -> CallKind:
        finishing = request.writes and self._kind is CallKind.BACKGROUND
        return CallKind.WRITE if finishing else self._kind

    def _send(self, request: Request, visit: Visit) -> Answer:
        answer: Answer | None = None
        try:
            answer = self._wire.send(request)
        finally:
            visit.leave(answer)
            self._count(request, answer, visit)
        return answer

    def _count(self, request: Request, answer: Answer | None, visit: Visit) -> None:
        cost = Cost(
            calls=1,
            sent=len(request.body or b""),
            received=0 if answer is None else answer.received,
            waited=visit.lap(),
        )
        with self._lock:
            self._traffic = self._traffic.plus(request.operation, cost)

    def _good_token(self) -> str:
        token = self._token()
        # Python's own complaint about such a header would show the token.
        if not _fits_header(token):
            raise UnauthorisedError(XERO, "the access token holds characters that no token has")
        return token


def _fits_header(text: str) -> bool:
    """Whether *text* can neither end a header nor hold two words."""
    return text.isascii() and text.isprintable() and " " not in text


def _configuration() -> Configuration:
    """A configuration with a token of its own: the SDK's are copies that share one."""
    configuration = Configuration()
    configuration.oauth2_token = OAuth2Token()
    return configuration
