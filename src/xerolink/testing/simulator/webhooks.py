"""The sender of webhooks: signed, retried for a day, driven by the simulator's clock."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha512
from random import Random
from string import ascii_uppercase
from threading import Lock, local
from typing import TYPE_CHECKING

from . import webhook_delivery as delivery
from .contact import milliseconds
from .organisation import Clock, Organisation
from .webhook_delivery import Attempt, Letter, Post
from .webhook_events import WebhookEvent, payload, signature
from .webhook_faults import EventFaults, waiting
from .webhook_parcels import Parcel, Subscription
from .webhook_thread import DeliveryThread

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Which requests of an intent to receive are signed as they should be; how many it is ours (?).
_INTENT = (True, False, True, False)


class Webhooks:
    """The webhooks of the app: events of every connected organisation, to every subscriber.

    Nothing is sent but by `deliver` and `intent_to_receive`, or after `start_delivering`.
    *key* signs; *own_writes*: what the app writes by the API comes back as events too (?);
    *faults* strike events, by names like ``"CONTACT UPDATE"``; *attempts* is every POST so far.
    Safe from any thread.
    """

    def __init__(
        self,
        seed: int,
        clock: Clock,
        is_connected: Callable[[str], bool],
        base_url: Callable[[], str],
    ) -> None:
        self.key = b64encode(sha512(f"webhook key {seed}".encode()).digest()).decode()
        self.faults = EventFaults()
        self.own_writes = True
        self.attempts: list[Attempt] = []
        self._clock = clock
        self._is_connected = is_connected
        self._base_url = base_url
        self._dice = Random(f"entropy {seed}")
        self._subscriptions: list[Subscription] = []
        self._taken = 0
        self._lock = Lock()
        self._calling = local()
        self._thread = DeliveryThread(self.deliver)

    def subscribe(self, url: str, key: str | None = None) -> str:
        """Send what happens from now on to *url*; the key that signs it, `key` by default.

        Redirects are not followed; plain HTTP will do. ValueError for another scheme.
        """
        return self._subscribe(url, delivery.post_to(url), key)

    def subscribe_wsgi(self, app: WSGIApplication, path: str = "/", key: str | None = None) -> str:
        """As `subscribe`, to a WSGI callable in process."""
        return self._subscribe(path, delivery.post_in_process(app, path), key)

    def _subscribe(self, receiver: str, post: Post, key: str | None) -> str:
        with self._lock:
            self._subscriptions.append(Subscription(receiver, key or self.key, post))
        return key or self.key

    @property
    def receivers(self) -> Mapping[str, bool]:
        """Every receiver, and whether it is served: not after a day of failure."""
        with self._lock:
            return {one.receiver: one.active for one in self._subscriptions}

    def deliver(self) -> tuple[Attempt, ...]:
        """Send what is due by the simulator's clock, each payload once.

        A payload that is not answered with an empty 200 without cookies within 5 s is due again
        after 15 s, then 30 s, a minute and so on (?), last 24 hours after its first failure.
        Then the receiver is switched off and loses what waits, until an intent to receive.
        """
        now_ms = self._now_ms()
        with self._lock:
            due = [
                (subscription, parcel)
                for subscription in self._subscriptions
                for parcel in subscription.take(now_ms, self._entropy)
            ]
        sent = (self._sent(one, parcel, now_ms) for one, parcel in due if one.active)
        return tuple(sent)

    def intent_to_receive(self) -> bool:
        """Send empty payloads, some wrongly signed: 200 and 401 are right, see `deliver`.

        A receiver that is wrong once is switched off, one that is right is switched on.
        RuntimeError when nobody has subscribed.
        """
        with self._lock:
            subscriptions = tuple(self._subscriptions)
        if not subscriptions:
            raise RuntimeError("nobody has subscribed to webhooks")
        right = [self._intends(subscription) for subscription in subscriptions]
        return all(right)

    def start_delivering(self) -> None:
        """Deliver in the background until `stop_delivering`, or until the simulator stops.

        RuntimeError when it does already.
        """
        self._thread.start()

    def stop_delivering(self) -> None:
        """Wait for a delivery under way; nothing happens when it is stopped already."""
        self._thread.stop()

    def watch(self, organisation: Organisation) -> None:
        """Hear of every write that *organisation* keeps."""

        def listen(category: str, resource_id: str, event_type: str) -> None:
            if self._is_heard(organisation.tenant_id):
                self._happened(organisation, category, resource_id, event_type)

        organisation.listeners.append(listen)

    @contextmanager
    def by_the_app(self) -> Iterator[None]:
        """What this thread writes meanwhile is the app's own."""
        self._calling.now = True
        try:
            yield
        finally:
            self._calling.now = False

    def _is_heard(self, tenant_id: str) -> bool:
        own = getattr(self._calling, "now", False)
        wanted = bool(self._subscriptions) and (self.own_writes or not own)
        return wanted and self._is_connected(tenant_id)

    def _happened(
        self, organisation: Organisation, category: str, resource_id: str, event_type: str
    ) -> None:
        tenant_id, moment_ms = organisation.tenant_id, organisation.now_ms()
        now_ms = self._now_ms()
        with self._lock:
            self._taken += 1
            event = WebhookEvent(
                self._taken, category, event_type, resource_id, tenant_id, moment_ms
            )
            placed = waiting(event, self.faults.due(event.operation), now_ms)
            for subscription in self._subscriptions:
                subscription.offer(placed)
        self._thread.wake()

    def _sent(self, subscription: Subscription, parcel: Parcel, now_ms: int) -> Attempt:
        done = self._posted(subscription, parcel.events, parcel.entropy)
        if not done.right:
            with self._lock:
                subscription.failed(parcel, now_ms)
        return done

    def _intends(self, subscription: Subscription) -> bool:
        answers = [
            self._posted(subscription, (), self._entropy(), genuine).right for genuine in _INTENT
        ]
        with self._lock:
            subscription.switch(on=all(answers))
        return all(answers)

    def _posted(
        self,
        subscription: Subscription,
        events: tuple[WebhookEvent, ...],
        entropy: str,
        genuine: bool = True,
    ) -> Attempt:
        body = payload(events, entropy, self._base_url())
        key = subscription.key if genuine else f"not {subscription.key}"
        letter = Letter(events, body, signature(key, body), genuine)
        done = delivery.attempt(letter, subscription.receiver, subscription.post, self._now_ms)
        self.attempts.append(done)
        return done

    def _now_ms(self) -> int:
        return milliseconds(self._clock())

    def _entropy(self) -> str:
        return "".join(self._dice.choices(ascii_uppercase, k=20))
