"""What one worker's calls to a simulator carried and how long they slept, seen from outside."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import urllib3
from attrs import define, field

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.xero import Gate, XeroClient
from xerolink.adapters.xero.answer import Answer
from xerolink.domain.identity import TenantId
from xerolink.testing.simulator import InProcessPool, Organisation, XeroSimulator

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STEP = 0.25
"""Seconds, no less than the gate's jitter: whoever sleeps wakes at the next one, seed by seed."""


class Witness(InProcessPool):
    """Writes down the token and the tenant of each request, before other things happen."""

    def __init__(self, app: "WSGIApplication", meanwhile: Callable[[], None]) -> None:
        super().__init__(app)
        self._meanwhile = meanwhile
        self.carried: list[tuple[str, str]] = []

    def urlopen(  # type: ignore[override]  # as PoolManager itself departs from its base class
        self, method: str, url: str, redirect: bool = True, **kw: Any
    ) -> urllib3.BaseHTTPResponse:
        headers = kw.get("headers") or {}
        token = headers["Authorization"].removeprefix("Bearer ")
        self.carried.append((token, headers["xero-tenant-id"]))
        self._meanwhile()
        return super().urlopen(method, url, redirect, **kw)


@define
class Sleeper:
    """Sleeps in virtual time. One call may sleep *allowed* seconds, and not at a day's limit."""

    clock: ManualClock
    allowed: int
    slept: float = 0.0
    day_is_over: bool = False
    wrongs: list[str] = field(factory=list)

    def call_begins(self) -> None:
        self.slept, self.day_is_over = 0.0, False

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        if self.slept > self.allowed:
            self.wrongs.append(f"a call slept {self.slept:.3f} s, {self.allowed} s are allowed")
        if self.day_is_over:
            self.wrongs.append("a call slept although the day's limit was reached")
        self.clock.advance(seconds // STEP * STEP + STEP)


class WatchedClient(XeroClient):
    """A client that tells its sleeper when a call begins and what the day's limit is.

    Arguments as XeroClient's, and *sleeper*.
    """

    def __init__(
        self, token: Callable[[], str], tenant_id: TenantId, *, sleeper: Sleeper, **given: Any
    ) -> None:
        super().__init__(token, tenant_id, **given)
        self._sleeper = sleeper

    def ask(self, verb: Callable[..., Any], **arguments: Any) -> Answer:
        self._sleeper.call_begins()
        return super().ask(verb, **arguments)


class WatchedGate(Gate):
    """A gate that tells *sleeper* of a day's limit."""

    def __init__(self, sleeper: Sleeper, **given: Any) -> None:
        super().__init__(clock=sleeper.clock, sleep=sleeper.sleep, **given)
        self._sleeper = sleeper

    def end(self, answer: Answer | None) -> None:
        super().end(answer)
        if answer is not None and answer.headers.get("X-Rate-Limit-Problem") == "day":
            self._sleeper.day_is_over = True


class Keyring:
    """One organisation's access tokens, of which the last one is good."""

    def __init__(self, xero: XeroSimulator, organisation: Organisation) -> None:
        self._xero, self._organisation = xero, organisation
        self.tokens = [organisation.access_token]

    def token(self) -> str:
        return self.tokens[-1]

    def replace(self, refused: str) -> None:
        """Refresh or reconnect, unless *refused* has been replaced before."""
        if refused == self.token():
            self.tokens.append(f"{self.tokens[0]}-{len(self.tokens)}")
            self._xero.connect(self._organisation, self.token())
