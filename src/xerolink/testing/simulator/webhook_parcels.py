"""What waits for a receiver: events, and payloads that it has not answered rightly yet."""

from collections.abc import Callable, Iterable

from attrs import evolve, field, frozen

from .webhook_delivery import Post
from .webhook_events import WebhookEvent, runs
from .webhook_faults import Waiting

FIRST_RETRY_MS = 15_000  # (?)
GIVE_UP_MS = 24 * 60 * 60 * 1000


@frozen
class Parcel:
    """One payload on its way, the same at every try; *failed_ms* is its first failure."""

    events: tuple[WebhookEvent, ...]
    entropy: str = field(repr=False)
    due_ms: int
    tries: int = 0
    failed_ms: int | None = None

    def after_failure(self, now_ms: int) -> "Parcel | None":
        """When to try again: twice as late each time, last a day after the first failure.

        None when that was the last time (fact sheet 6).
        """
        failed_ms = now_ms if self.failed_ms is None else self.failed_ms
        last_ms = failed_ms + GIVE_UP_MS
        if now_ms >= last_ms:
            return None
        due_ms = min(now_ms + (FIRST_RETRY_MS << self.tries), last_ms)
        return evolve(self, due_ms=due_ms, tries=self.tries + 1, failed_ms=failed_ms)


class Subscription:
    """A receiver and what waits for it. Not thread-safe: the lock of Webhooks guards it."""

    def __init__(self, receiver: str, key: str, post: Post) -> None:
        self.receiver = receiver
        self.key = key
        self.post = post
        self.active = True
        self._waiting: list[Waiting] = []
        self._parcels: list[Parcel] = []

    def offer(self, waiting: Iterable[Waiting]) -> None:
        """Keep them until they are due; while switched off they are lost."""
        if self.active:
            self._waiting.extend(waiting)

    def take(self, now_ms: int, entropy: Callable[[], str]) -> tuple[Parcel, ...]:
        """What is due, no longer kept: old payloads, then events in order, then lone ones."""
        again = [one for one in self._parcels if one.due_ms <= now_ms]
        fresh = [one for one in self._waiting if one.due_ms <= now_ms]
        self._parcels = [one for one in self._parcels if one.due_ms > now_ms]
        self._waiting = [one for one in self._waiting if one.due_ms > now_ms]
        together = runs([one.event for one in fresh if not one.alone])
        lone = [[one.event] for one in fresh if one.alone]
        return (*again, *(Parcel(tuple(one), entropy(), now_ms) for one in (*together, *lone)))

    def failed(self, parcel: Parcel, now_ms: int) -> None:
        """Keep *parcel* for its next try, or switch off after the last."""
        again = parcel.after_failure(now_ms)
        if again is None:
            self.switch(on=False)
        else:
            self._parcels.append(again)

    def switch(self, *, on: bool) -> None:
        """Serve this receiver or not; switched off, it loses what waits."""
        self.active = on
        if not on:
            self._waiting.clear()
            self._parcels.clear()
