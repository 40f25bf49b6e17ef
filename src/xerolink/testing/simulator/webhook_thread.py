"""Deliveries in the background, for a simulator that people or another process use."""

from collections.abc import Callable
from threading import Event, Thread

_LONGEST_REST_SECONDS = 0.5


class DeliveryThread:
    """Calls *deliver* when it is woken, and now and then for what has become due."""

    def __init__(self, deliver: Callable[[], object]) -> None:
        self._deliver = deliver
        self._woken = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """RuntimeError when it is started already."""
        if self._thread is not None:
            raise RuntimeError("webhooks are being delivered already")
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for a delivery under way, then no more; nothing happens when it is stopped."""
        ending, self._thread = self._thread, None
        self._woken.set()
        if ending is not None:
            ending.join()

    def wake(self) -> None:
        """Something may be due."""
        self._woken.set()

    def _run(self) -> None:
        while self._thread is not None:
            self._woken.clear()
            self._deliver()
            self._woken.wait(_LONGEST_REST_SECONDS)
