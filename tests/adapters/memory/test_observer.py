"""Observers in memory."""

import pytest

from xerolink.adapters.memory.observer import Recorder, Silent
from xerolink.testing.conformance.observer import EVENTS, ObserverContract


class TestRecorder(ObserverContract):
    @pytest.fixture
    def observer(self) -> Recorder:
        return Recorder()


class TestSilent(ObserverContract):
    @pytest.fixture
    def observer(self) -> Silent:
        return Silent()


def test_a_recorder_keeps_events_in_the_order_in_which_they_came() -> None:
    recorder = Recorder()
    for event in EVENTS:
        recorder.notice(event)
    assert recorder.events == list(EVENTS)


def test_two_recorders_share_nothing() -> None:
    Recorder().notice(EVENTS[0])
    assert Recorder().events == []
