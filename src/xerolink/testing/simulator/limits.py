"""Rate limits: fixed windows per organisation and for the app, and the recorded 429."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from threading import Lock

from attrs import define, field, frozen

from .organisation import Clock
from .wire import Answer

MINUTE, DAY = "minute", "day"
_MINUTE_SECONDS, _DAY_SECONDS = 60, 86_400
# Nothing is rationed: what an idle organisation of a paying app shows.
_IDLE = {
    "X-DayLimit-Remaining": "4999",
    "X-MinLimit-Remaining": "59",
    "X-AppMinLimit-Remaining": "9999",
}


@frozen
class Limits:
    """Calls per organisation and minute, day, at once; and of the app per minute (fact sheet 2).

    How a 429 names the last two problems is not recorded: ``concurrent_problem`` and
    ``app_minute_problem``.
    """

    minute: int = 60
    day: int = 5_000
    concurrent: int = 5
    app_minute: int = 10_000
    concurrent_problem: str = "concurrent"
    app_minute_problem: str = "appminute"


STARTER = Limits(day=1_000)
"""The limits of the tier without a fee."""


@frozen
class Entry:
    """A call that came in with ``headers`` for its answer, or its ``refusal``."""

    headers: Mapping[str, str]
    refusal: Answer | None = None


@define
class _Window:
    """*most* calls in each *length* seconds, counted from *offset*."""

    most: int
    length: int
    offset: int
    number: int = -1
    used: int = 0

    def left(self, now: int) -> int:
        number = (now - self.offset) // self.length
        if number != self.number:
            self.number, self.used = number, 0
        return self.most - self.used

    def ends_in(self, now: int) -> int:
        return self.length - (now - self.offset) % self.length


@define
class _Tenant:
    minute: _Window
    day: _Window
    running: int = field(default=0)


class Meter:
    """Counts calls by *limits*; None: all pass, with the headers of an idle organisation.

    Windows start at another moment for each tenant. A call that Xero refuses counts, one that
    the limits refuse does not. Safe from any thread.
    """

    def __init__(self, limits: Limits | None, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = Lock()
        self._tenants: dict[str, _Tenant] = {}
        self._app = _Window(limits.app_minute if limits else 0, _MINUTE_SECONDS, 0)

    def enter(self, tenant_id: str) -> Entry:
        """A call begins; unless it is refused, `leave` has to follow."""
        if self._limits is None:
            return Entry(_IDLE)
        with self._lock:
            now, tenant = self._now(), self._tenant(tenant_id, self._limits)
            for problem, wait in self._problems(tenant, now, self._limits):
                return Entry({}, self._refusal(tenant, now, problem, wait))
            return Entry(self._taken(tenant, now))

    def leave(self, tenant_id: str) -> None:
        """A call that came in has its answer."""
        if self._limits is not None:
            with self._lock:
                self._tenants[tenant_id].running -= 1

    def refusal(self, tenant_id: str, problem: str, retry_after: int) -> Answer:
        """The 429 of *problem* whatever the counts say."""
        if self._limits is None:
            return _too_many(_IDLE["X-DayLimit-Remaining"], "59", problem, retry_after)
        with self._lock:
            tenant = self._tenant(tenant_id, self._limits)
            return self._refusal(tenant, self._now(), problem, retry_after)

    def _problems(
        self, tenant: _Tenant, now: int, limits: Limits
    ) -> Iterator[tuple[str, int | None]]:
        if tenant.day.left(now) <= 0:
            yield DAY, tenant.day.ends_in(now)
        if tenant.minute.left(now) <= 0:
            yield MINUTE, tenant.minute.ends_in(now)
        if tenant.running >= limits.concurrent:
            yield limits.concurrent_problem, None
        if self._app.left(now) <= 0:
            yield limits.app_minute_problem, None

    def _taken(self, tenant: _Tenant, now: int) -> Mapping[str, str]:
        tenant.running += 1
        for window in (tenant.minute, tenant.day, self._app):
            window.used += 1
        return {
            "X-DayLimit-Remaining": str(tenant.day.left(now)),
            "X-MinLimit-Remaining": str(tenant.minute.left(now)),
            "X-AppMinLimit-Remaining": str(self._app.left(now)),
        }

    def _refusal(self, tenant: _Tenant, now: int, problem: str, wait: int | None) -> Answer:
        return _too_many(str(tenant.day.left(now)), str(tenant.minute.left(now)), problem, wait)

    def _tenant(self, tenant_id: str, limits: Limits) -> _Tenant:
        found = self._tenants.get(tenant_id)
        if found is None:
            lot = int.from_bytes(sha256(tenant_id.encode()).digest()[:8], "big")
            found = self._tenants[tenant_id] = _Tenant(
                _Window(limits.minute, _MINUTE_SECONDS, lot % _MINUTE_SECONDS),
                _Window(limits.day, _DAY_SECONDS, lot % _DAY_SECONDS),
            )
        return found

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _too_many(day: str, minute: str, problem: str, wait: int | None) -> Answer:
    """As recorded: no body, no content type; no Retry-After but for minute and day."""
    headers = {
        "X-DayLimit-Remaining": "0" if problem == DAY else day,
        "X-MinLimit-Remaining": "0" if problem == MINUTE else minute,
        **({} if wait is None else {"Retry-After": str(wait)}),
        "X-Rate-Limit-Problem": problem,
    }
    return Answer(429, b"", None, headers=headers)
