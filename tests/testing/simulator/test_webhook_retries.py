"""When a payload is sent again, and when Xero gives up; what else goes wrong on the way."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from werkzeug.wrappers import Response

from tests.testing.simulator.caller import Caller, calling
from tests.testing.simulator.receiver import Receiver
from xerolink.testing.simulator import (
    DuplicateEvent,
    LateEvent,
    LostEvent,
    OvertakenEvent,
    XeroSimulator,
)
from xerolink.testing.simulator.server import LoopbackServer

DAY = 24 * 60 * 60


@pytest.fixture
def receiver(caller: Caller) -> Receiver:
    found = Receiver()
    found.key = caller.xero.webhooks.subscribe_wsgi(found)
    return found


@pytest.fixture
def failing(receiver: Receiver) -> Receiver:
    """A receiver that answers 500."""
    receiver.answer = lambda: Response(status=500)
    return receiver


def tries(caller: Caller, hours: int) -> list[float]:
    """The seconds after now at which something was sent, looked at every second 15."""
    found = []
    for step in range(hours * 240 + 1):
        if caller.xero.webhooks.deliver():
            found.append(step * 15.0)
        caller.clock.move(seconds=15)
    return found


def test_a_failed_payload_is_due_again_after_15_seconds(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    assert tries(caller, hours=0) == [0]
    assert len(caller.xero.webhooks.deliver()) == 1


def test_nothing_is_sent_again_at_once(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    caller.xero.webhooks.deliver()
    assert caller.xero.webhooks.deliver() == ()


def test_what_is_sent_again_is_the_same(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    caller.xero.webhooks.deliver()
    caller.clock.move(seconds=15)
    caller.xero.webhooks.deliver()
    assert failing.heard[0] == failing.heard[1]


def test_tries_become_rare(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    assert tries(caller, hours=1) == [0, 15, 45, 105, 225, 465, 945, 1905]


def test_the_last_try_is_a_day_after_the_first(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    assert tries(caller, hours=26)[-1] == DAY


def test_a_day_of_failure_switches_the_receiver_off(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    tries(caller, hours=24)
    assert list(caller.xero.webhooks.receivers.values()) == [False]


def test_what_happens_while_switched_off_is_lost(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    tries(caller, hours=24)
    caller.created(Name="B")
    failing.answer = None
    caller.xero.webhooks.intent_to_receive()
    caller.created(Name="C")
    caller.xero.webhooks.deliver()
    assert failing.heard[-1].numbers == (3, 3)


def test_a_success_ends_the_tries(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    caller.xero.webhooks.deliver()
    failing.answer = None
    assert tries(caller, hours=25) == [15]


def test_a_failure_does_not_hold_up_later_events(caller: Caller, failing: Receiver) -> None:
    caller.created(Name="A")
    caller.xero.webhooks.deliver()
    failing.answer = None
    caller.created(Name="B")
    caller.xero.webhooks.deliver()
    assert failing.heard[-1].numbers == (2, 2)


def sent(caller: Caller, receiver: Receiver, count: int = 3) -> list[tuple[int, int]]:
    """The numbers of the payloads that *count* new contacts make."""
    for number in range(count):
        caller.created(Name=f"C{number}")
    caller.xero.webhooks.deliver()
    return [heard.numbers for heard in receiver.heard]


def test_a_lost_event_is_a_gap(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.faults.add(LostEvent("CONTACT CREATE", skip=1))
    assert sent(caller, receiver) == [(1, 1), (3, 3)]


def test_a_duplicate_comes_a_second_time(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.faults.add(DuplicateEvent("*"))
    assert sent(caller, receiver) == [(1, 3), (1, 1)]


def test_an_overtaken_event_comes_after_the_later_ones(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.faults.add(OvertakenEvent("*"))
    assert sent(caller, receiver) == [(2, 3), (1, 1)]


def test_a_late_event_waits(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.faults.add(LateEvent("*", delay=timedelta(hours=1)))
    assert sent(caller, receiver) == [(2, 3)]


def test_a_late_event_comes_in_the_end(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.faults.add(LateEvent("*", delay=timedelta(hours=1)))
    sent(caller, receiver)
    caller.clock.move(hours=1)
    caller.xero.webhooks.deliver()
    assert receiver.heard[-1].numbers == (1, 1)


def test_a_fault_strikes_its_own_kind_of_event(caller: Caller, receiver: Receiver) -> None:
    caller.xero.webhooks.faults.add(LostEvent("CONTACT UPDATE"))
    assert sent(caller, receiver) == [(1, 3)]


def struck(seed: int) -> list[tuple[int, int]]:
    """What a receiver hears of 60 contacts under the faults of *seed*, in two hours."""
    with calling() as caller:
        receiver = Receiver()
        receiver.key = caller.xero.webhooks.subscribe_wsgi(receiver)
        caller.xero.webhooks.faults.by_seed(seed, 0.3)
        sent(caller, receiver, count=60)
        caller.clock.move(hours=2)
        caller.xero.webhooks.deliver()
        return [heard.numbers for heard in receiver.heard]


def test_the_same_seed_has_the_same_faults() -> None:
    assert struck(1) == struck(1)


def test_another_seed_has_other_faults() -> None:
    assert struck(1) != struck(2)


@pytest.fixture
def listening(caller: Caller) -> Iterator[Receiver]:
    """A receiver behind real HTTP."""
    receiver = Receiver()
    server = LoopbackServer(receiver, 0)
    server.start()
    receiver.key = caller.xero.webhooks.subscribe(f"http://127.0.0.1:{server.port}/webhooks")
    yield receiver
    server.stop()


def test_a_payload_goes_over_http(caller: Caller, listening: Receiver) -> None:
    contact_id = caller.created(Name="A")
    attempts = caller.xero.webhooks.deliver()
    heard = [event["resourceId"] for event in listening.events]
    assert (heard, [attempt.right for attempt in attempts]) == ([contact_id], [True])


def test_an_intent_goes_over_http(caller: Caller, listening: Receiver) -> None:
    assert caller.xero.webhooks.intent_to_receive()


def test_a_redirect_is_not_followed(caller: Caller, listening: Receiver) -> None:
    listening.answer = lambda: Response(status=307, headers={"Location": "/elsewhere"})
    caller.created(Name="A")
    (attempt,) = caller.xero.webhooks.deliver()
    assert (attempt.status, len(listening.heard)) == (307, 1)


def test_nobody_there_is_no_answer(caller: Caller) -> None:
    with XeroSimulator() as gone:
        url = gone.base_url
    caller.xero.webhooks.subscribe(url)
    caller.created(Name="A")
    (attempt,) = caller.xero.webhooks.deliver()
    assert attempt.problems == ("no answer",)


def test_a_started_delivery_needs_no_call(caller: Caller, receiver: Receiver) -> None:
    served = threading.Event()

    def tell() -> Response:
        served.set()
        return Response()

    receiver.answer = tell
    caller.xero.webhooks.start_delivering()
    caller.created(Name="A")
    assert served.wait(timeout=30)


def test_a_second_start_is_refused(caller: Caller) -> None:
    caller.xero.webhooks.start_delivering()
    with pytest.raises(RuntimeError, match="already"):
        caller.xero.webhooks.start_delivering()


def test_a_stopped_simulator_delivers_no_more() -> None:
    before = set(threading.enumerate())
    with calling() as caller:
        caller.xero.webhooks.start_delivering()
    assert set(threading.enumerate()) == before
