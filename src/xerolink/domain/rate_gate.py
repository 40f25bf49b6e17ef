"""Xero's limits as values: what a call may do now, and what an answer teaches (fact sheet 2).

Nobody knows when Xero's windows begin, nor when a call arrives there. So a minute is *any* sixty
seconds, and a call counts from its start until a minute after its end: never less than Xero
counts, whatever its window.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Self

from attrs import evolve, frozen

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PROBE = timedelta(hours=1)
"""When the day's budget is low, one call an hour finds out whether a new day has begun."""
BACK_OFF = timedelta(seconds=1)
"""The pause after a refusal that names no time (fact sheet 2)."""

_SECOND = timedelta(seconds=1)


class CallKind(Enum):
    """Who waits for a call: it decides what is kept back from it.

    A WRITE finishes what a read has begun, so it may use what is kept for people: the time
    between the two is when somebody's edit can be overwritten (protocol, Failure matrix).
    """

    BACKGROUND = "background"
    WRITE = "write"
    INTERACTIVE = "interactive"


class Limit(Enum):
    """What stands in the way. RESERVE: the rest of the day is kept for people."""

    MINUTE = "minute"
    DAY = "day"
    CONCURRENT = "concurrency"
    APP = "app"
    RESERVE = "reserve"


@frozen
class Limits:
    """Calls that Xero allows for one organisation: at once, in a minute, in a day.

    *day* is 1,000 on the Starter tier; no answer says which tier it is. Background reads leave a
    tenth of the minute and a fifth of the day to other calls.
    """

    concurrent: int = 5
    minute: int = 60
    day: int = 5_000

    def minute_for(self, kind: CallKind) -> int:
        """How many calls of any kind there may be in a minute before one of *kind* waits."""
        return self.minute - self.minute // 10 if kind is CallKind.BACKGROUND else self.minute

    def day_for(self, kind: CallKind) -> int:
        """How many of the day's calls must be left for one of *kind*."""
        return max(1, -(-self.day // 5)) if kind is CallKind.BACKGROUND else 1


@frozen
class Remaining:
    """What an answer's headers say is left; None: they do not say."""

    minute: int | None = None
    day: int | None = None
    app: int | None = None


@frozen
class WaitUntil:
    """Not before *at*; nothing else helps."""

    at: datetime
    why: Limit


@frozen
class AwaitAnswer:
    """As soon as a call that is on its way has ended: as many as may be are on their way."""


@frozen
class Refused:
    """Not to be waited for: *why* is DAY or RESERVE, and *until* may be a day away."""

    until: datetime
    why: Limit


@frozen
class Ended:
    """*calls* that ended in the second before *at*, a whole second."""

    at: datetime
    calls: int


@frozen
class Recent:
    """The calls that are on their way, and those that ended in the last minute, oldest first."""

    on_way: int = 0
    ended: tuple[Ended, ...] = ()

    def calls(self, now: datetime) -> int:
        """How many calls Xero may count in a minute that ends *now*, at the most."""
        return self.on_way + sum(one.calls for one in self._fresh(now))

    def frees(self, now: datetime) -> datetime | None:
        """When the oldest call no longer counts; None while none has ended."""
        return next((one.at + MINUTE for one in self._fresh(now)), None)

    def with_started(self) -> Self:
        return evolve(self, on_way=self.on_way + 1)

    def with_ended(self, now: datetime) -> Self:
        """One call less on its way; it goes on counting for a minute."""
        return evolve(self, on_way=max(0, self.on_way - 1)).with_others(1, now)

    def with_others(self, calls: int, now: datetime) -> Self:
        """*calls* more that ended at *now*; rounded up, so that a second has one entry."""
        at = now if not now.microsecond else now.replace(microsecond=0) + _SECOND
        before = self._fresh(now)
        if before and before[-1].at >= at:
            *before, last = before
            at, calls = last.at, last.calls + calls
        return evolve(self, ended=(*before, Ended(at, calls)))

    def _fresh(self, now: datetime) -> list[Ended]:
        return [one for one in self.ended if one.at > now - MINUTE]


@frozen
class Day:
    """The day's budget: *left* calls since *began*; *told* when Xero last said so."""

    left: int
    began: datetime
    told: datetime | None = None

    @property
    def again(self) -> datetime:
        """When it is worth a call to find out whether there are calls again."""
        over = self.began + DAY
        return over if self.told is None else min(over, self.told + PROBE)

    def with_spent(self, now: datetime) -> Self:
        probed = self.told is not None and now >= self.again
        return evolve(self, left=self.left - 1, told=now if probed else self.told)


@frozen
class OrganisationRate:
    """The calls to one organisation: at most `Limits`, in any window of Xero's."""

    limits: Limits = Limits()
    recent: Recent = Recent()
    day: Day | None = None
    pause: WaitUntil | None = None
    closed: Refused | None = None

    def admit(
        self, now: datetime, kind: CallKind
    ) -> "OrganisationRate | AwaitAnswer | WaitUntil | Refused":
        """The state in which a call of *kind* has started, or why it may not start now."""
        refused = self._refused(now, kind)
        if refused is not None:
            return refused
        if self.pause is not None and now < self.pause.at:
            return self.pause
        if self.recent.on_way >= self.limits.concurrent:
            return AwaitAnswer()
        if self.recent.calls(now) >= self.limits.minute_for(kind):
            frees = self.recent.frees(now)
            return AwaitAnswer() if frees is None else WaitUntil(frees, Limit.MINUTE)
        day = self._today(now).with_spent(now)
        return evolve(self, recent=self.recent.with_started(), day=day)

    def ended(self, now: datetime) -> Self:
        """A call came back, with an answer or without."""
        return evolve(self, recent=self.recent.with_ended(now))

    def learned(self, remaining: Remaining, now: datetime) -> Self:
        """What an answer's headers teach, once its call has ended.

        Calls that Xero counts and we do not are somebody else's: they count as if made now.
        """
        rate = self
        if remaining.minute is not None:
            others = self.limits.minute - remaining.minute - self.recent.calls(now)
            if others > 0:
                rate = evolve(rate, recent=self.recent.with_others(others, now))
        if remaining.day is not None:
            left = remaining.day - self.recent.on_way
            rate = evolve(rate, day=evolve(self._today(now), left=left, told=now))
        return rate

    def limited(self, problem: Limit | None, seconds: int | None, now: datetime) -> Self:
        """Xero refused a call for *problem* (None: it does not say which) and said *seconds*.

        The app's own limit is not this organisation's: it changes nothing here.
        """
        match problem:
            case Limit.APP:
                return self
            case Limit.DAY:
                return evolve(self, closed=Refused(now + _span(seconds, PROBE), Limit.DAY))
            case _:
                why = problem or Limit.CONCURRENT
                least = MINUTE if problem is Limit.MINUTE else BACK_OFF
                return evolve(self, pause=WaitUntil(now + _span(seconds, least), why))

    def _refused(self, now: datetime, kind: CallKind) -> Refused | None:
        if self.closed is not None and now < self.closed.until:
            return self.closed
        day = self._today(now)
        if day.left >= self.limits.day_for(kind) or now >= day.again:
            return None
        return Refused(day.again, Limit.DAY if day.left < 1 else Limit.RESERVE)

    def _today(self, now: datetime) -> Day:
        if self.day is None or now >= self.day.began + DAY:
            return Day(self.limits.day, now)
        return self.day


@frozen
class Told:
    """What Xero said at *at* of the app's minute: *left* calls, less those made since."""

    left: int
    at: datetime


@frozen
class AppRate:
    """The calls of the whole app, to all organisations: *minute* of them a minute.

    Other workers make calls too, so the headers know more than our own count: where less than
    15 % of the minute is left, our calls keep a distance that grows to a minute (protocol).
    """

    minute: int = 10_000
    recent: Recent = Recent()
    told: Told | None = None
    last: datetime | None = None
    pause: WaitUntil | None = None

    def admit(self, now: datetime) -> "AppRate | WaitUntil":
        """The state in which a call has started, or when it may."""
        if self.pause is not None and now < self.pause.at:
            return self.pause
        if self.recent.calls(now) >= self.minute:
            frees = self.recent.frees(now) or now + BACK_OFF
            return WaitUntil(frees, Limit.APP)
        if self.last is not None and now < (at := self.last + self._distance(now)):
            return WaitUntil(at, Limit.APP)
        told = self.told and evolve(self.told, left=self.told.left - 1)
        return evolve(self, recent=self.recent.with_started(), last=now, told=told)

    def ended(self, now: datetime) -> Self:
        """A call came back, with an answer or without."""
        return evolve(self, recent=self.recent.with_ended(now))

    def learned(self, remaining: Remaining, now: datetime) -> Self:
        """What an answer's headers teach; nothing without the app's own."""
        return self if remaining.app is None else evolve(self, told=Told(remaining.app, now))

    def limited(self, problem: Limit | None, seconds: int | None, now: datetime) -> Self:
        """Xero refused a call for *problem*; only the app's own limit changes anything here."""
        if problem is not Limit.APP:
            return self
        return evolve(self, pause=WaitUntil(now + _span(seconds, MINUTE), Limit.APP))

    def _distance(self, now: datetime) -> timedelta:
        low = self.minute * 15 // 100
        if self.told is None or now >= self.told.at + MINUTE or self.told.left >= low:
            return timedelta()
        short = low - max(0, self.told.left)
        return MINUTE * (short * short) // (low * low)


def _span(seconds: int | None, otherwise: timedelta) -> timedelta:
    """How long Xero wants us to wait; at most a day, for no limit of Xero's is longer."""
    return otherwise if seconds is None else min(DAY, timedelta(seconds=seconds))
