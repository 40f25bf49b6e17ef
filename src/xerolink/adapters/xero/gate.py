"""Where calls wait for their turn, so that Xero has no reason to refuse them (protocol).

The rules are `domain.rate_gate`; here are the clock, the threads and the sleeping.
"""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Condition, Lock
from typing import TypeVar, assert_never

from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.limits import problem_of, remaining, retry_after, why
from xerolink.domain.identity import TenantId
from xerolink.domain.rate_gate import (
    BACK_OFF,
    AppRate,
    AwaitAnswer,
    CallKind,
    Limit,
    Limits,
    OrganisationRate,
    Refused,
    WaitUntil,
)
from xerolink.ports.clock import Clock
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero import DayLeft

RETRIES = 3
"""How often a call that Xero refused for its limits is sent again; a refused call did nothing."""

Rate = TypeVar("Rate", AppRate, OrganisationRate)
Sleep = Callable[[float], None]
Obstacle = AwaitAnswer | WaitUntil | Refused

_START = datetime(2000, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_JITTER = 250
"""Milliseconds, at the most, that keep threads from waking all at once."""


class SteadyClock(Clock):
    """Time since the machine started, from a date that means nothing: only spans are true.

    Setting the machine's time neither opens nor shuts a gate.
    """

    def now(self) -> datetime:
        return _START + timedelta(seconds=time.monotonic())


class AppGate:
    """The app's own limit, followed over all organisations of this process.

    One for each `Xerolink`; `gate` gives each organisation its own. Threads may share it.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        clock: Clock | None = None,
        sleep: Sleep = time.sleep,
    ) -> None:
        self._limits, self._clock, self._sleep = limits, clock or SteadyClock(), sleep
        self._lock = Lock()
        self._rate = AppRate()
        self._gates: dict[TenantId, Gate] = {}

    def gate(self, tenant_id: TenantId) -> "Gate":
        """The gate of one organisation, the same at every call."""
        with self._lock:
            if tenant_id not in self._gates:
                self._gates[tenant_id] = Gate(
                    self._limits, app=self, clock=self._clock, sleep=self._sleep
                )
            return self._gates[tenant_id]

    def start(self, now: datetime) -> WaitUntil | None:
        """Count a call that leaves; or, uncounted, until when it must wait."""
        with self._lock:
            found = self._rate.admit(now)
            if isinstance(found, WaitUntil):
                return found
            self._rate = found
            return None

    def end(self, answer: Answer | None, now: datetime) -> None:
        """Count a call that came back, and learn from its *answer*."""
        with self._lock:
            self._rate = self._rate.ended(now)
            if answer is not None:
                self._rate = _taught(self._rate, answer, now)


class Gate:
    """The limits of one organisation: 5 calls at once, 60 a minute, the day's budget.

    Share it between all clients of the organisation; threads may use it at once. It knows what
    passed through it and what the answers said: a new one starts with nothing and learns.
    """

    retries = RETRIES

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        app: AppGate | None = None,
        clock: Clock | None = None,
        sleep: Sleep = time.sleep,
    ) -> None:
        self._app, self._clock, self._sleep = app or AppGate(), clock or SteadyClock(), sleep
        self._changed = Condition()
        self._rate = OrganisationRate(limits or Limits())

    def visit(self, wait_seconds: int) -> "Visit":
        """One call, which may wait *wait_seconds* from now in all, its repetitions included."""
        return Visit(self, wait_seconds)

    def now(self) -> datetime:
        return self._clock.now()

    def start(self, kind: CallKind, until: datetime) -> Obstacle | None:
        """Count a call that leaves; or, uncounted, what it must wait for.

        Waits itself for the end of another call, not longer than *until*.
        """
        with self._changed:
            while isinstance(found := self._start(kind), AwaitAnswer):
                left = until - self.now()
                if left <= timedelta() or not self._changed.wait(left.total_seconds()):
                    break
            return found

    def end(self, answer: Answer | None) -> None:
        """Count a call that came back, without an *answer* perhaps, and learn from it."""
        now = self.now()
        with self._changed:
            self._rate = self._rate.ended(now)
            if answer is not None:
                self._rate = _taught(self._rate, answer, now)
            self._changed.notify_all()
        self._app.end(answer, now)

    def day_left(self) -> DayLeft | None:
        """What is left of the day; None: Xero has not told it yet."""
        with self._changed:
            day, limits = self._rate.day, self._rate.limits
        return None if day is None or day.told is None else DayLeft(max(0, day.left), limits.day)

    def rest(self, span: timedelta) -> None:
        self._sleep(span.total_seconds())

    def _start(self, kind: CallKind) -> Obstacle | None:
        now = self.now()
        found = self._rate.admit(now, kind)
        match found:
            case AwaitAnswer() | WaitUntil() | Refused():
                return found
            case OrganisationRate():
                wait = self._app.start(now)
                if wait is None:
                    self._rate = found
                return wait
            case _:
                assert_never(found)


class OpenGate(Gate):
    """Lets every call pass at once, once: for a server without limits."""

    retries = 0

    def start(self, kind: CallKind, until: datetime) -> Obstacle | None:  # noqa: ARG002 - as Gate's
        return None

    def end(self, answer: Answer | None) -> None:
        """Nothing is counted."""


class Visit:
    """One call's way through a gate. Not for sharing between threads."""

    def __init__(self, gate: Gate, wait_seconds: int) -> None:
        self._gate = gate
        self._kind = CallKind.BACKGROUND
        self._until = gate.now() + timedelta(seconds=wait_seconds)
        self._retries = gate.retries
        self._waited = timedelta()

    def enter(self, kind: CallKind) -> None:
        """Wait for the turn of a call of *kind*; it has started then, and `leave` must follow.

        Raises `UnavailableError` if the turn does not come in the time that the call may wait,
        and at once, without waiting, where it is known not to.
        """
        self._kind = kind
        obstacle = self._wait()
        if obstacle is not None:
            raise _unavailable(obstacle, self._gate.now())

    def leave(self, answer: Answer | None) -> None:
        """The call came back; None: without an answer."""
        self._gate.end(answer)

    def again(self, answer: Answer) -> bool:
        """Whether the call has started once more, since *answer* says only that it was too early.

        A write too: what Xero refuses for its limits was not done (fact sheet 2).
        """
        if answer.status != HTTPStatus.TOO_MANY_REQUESTS or not self._retries:
            return False
        self._retries -= 1
        return self._wait() is None

    def lap(self) -> int:
        """Milliseconds of waiting since it was asked last."""
        waited, self._waited = self._waited, timedelta()
        return waited // _MILLISECOND

    def _wait(self) -> Obstacle | None:
        before = self._gate.now()
        obstacle = self._gate.start(self._kind, self._until)
        while isinstance(obstacle, WaitUntil) and self._rest(obstacle.at):
            obstacle = self._gate.start(self._kind, self._until)
        self._waited += self._gate.now() - before
        return obstacle

    def _rest(self, at: datetime) -> bool:
        """Sleep until *at* and a little; False, without sleeping, if that is too long."""
        if at > self._until:
            return False
        now = self._gate.now()
        late = at + secrets.randbelow(_JITTER) * _MILLISECOND
        self._gate.rest(max(timedelta(), min(late, self._until) - now))
        return True


def _taught(rate: Rate, answer: Answer, now: datetime) -> Rate:
    """What *answer* says of the limits. A refusal says it by its own headers, and better."""
    if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
        return rate.learned(remaining(answer), now)
    return rate.limited(problem_of(answer), retry_after(answer), now)


def _unavailable(obstacle: Obstacle, now: datetime) -> UnavailableError:
    match obstacle:
        case AwaitAnswer():
            return UnavailableError(XERO, why(Limit.CONCURRENT), _seconds(BACK_OFF))
        case WaitUntil(at, limit) | Refused(at, limit):
            return UnavailableError(XERO, why(limit), _seconds(at - now))
        case _:
            assert_never(obstacle)


def _seconds(span: timedelta) -> int:
    """Whole seconds, rounded up; at least one."""
    return max(1, -(-span // timedelta(seconds=1)))
