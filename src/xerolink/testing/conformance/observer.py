"""The promise of `xerolink.ports.observer`; an adapter inherits `ObserverContract`."""

import pytest

from xerolink.domain.identity import SYNC, ConnectionId, RunId
from xerolink.domain.inbox import ONLY_WEBHOOK, Received
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.run import Cost, Operation, RunKind
from xerolink.ports.observer import (
    Event,
    IntentsRecovered,
    MappingsChanged,
    Observer,
    PageDecided,
    PagePerformed,
    PageStaged,
    Resumed,
    RunEnded,
    RunHeldBack,
    RunStarted,
    WebhookReceived,
    WebhookRefused,
    XeroCalled,
)
from xerolink.testing.conformance.hooks import missing

_WHERE = (ConnectionId("connection"), RunId("run"))
EVENTS: tuple[Event, ...] = (
    RunStarted(*_WHERE, RunKind.IMPORT),
    PageStaged(*_WHERE, page=1, staged=1_000),
    PageDecided(*_WHERE, decided=1_000),
    PagePerformed(*_WHERE, done=50, total=1_000),
    IntentsRecovered(*_WHERE, finished=2),
    XeroCalled(*_WHERE, Operation("GET Contacts"), Cost(1, 0, 600_000, 25)),
    RunEnded(*_WHERE, counts={"full_match": 7}),
    RunEnded(*_WHERE, counts={}, failure="UnavailableError"),
    RunHeldBack(*_WHERE, why="watch only"),
    MappingsChanged(*_WHERE, broke={CauseKind.ACCOUNT_UNUSABLE: 1}, mended={}),
    WebhookReceived(ONLY_WEBHOOK, Received(new=3, known=1, gap=True)),
    WebhookRefused(ONLY_WEBHOOK),
    Resumed(_WHERE[0], SYNC),
    Resumed(None, SYNC),
)
"""One of each, and a run that failed."""


class ObserverContract:
    """Inherit and give `observer`."""

    @pytest.fixture
    def observer(self) -> Observer:
        """The observer under test."""
        raise missing("observer")

    @pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
    def test_every_event_is_taken_note_of_without_an_error(
        self, observer: Observer, event: Event
    ) -> None:
        observer.notice(event)
