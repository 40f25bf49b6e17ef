"""Calls wait for their turn, never longer than they may, and Xero has no reason to refuse them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.xero.conftest import CannedServer
from tests.adapters.xero.timekeeper import Timekeeper
from xerolink.adapters.xero import AppGate, Gate, OpenGate, XeroApiContacts, XeroClient
from xerolink.adapters.xero.answer import Answer
from xerolink.adapters.xero.gate import RETRIES, SteadyClock
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import TenantId
from xerolink.domain.rate_gate import CallKind, Limits
from xerolink.domain.run import Operation
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero import LONGEST_WAIT, DayLeft
from xerolink.testing.conformance.xero_world import KAURI, XeroPeople, draft, update
from xerolink.testing.simulator import Limits as XeroLimits
from xerolink.testing.simulator import LostReply, Organisation, RateLimited, XeroSimulator

EMPTY = b'{"DateTimeUTC": "/Date(0)/", "Contacts": []}'
TENANT, OTHER = TenantId("kauri"), TenantId("rimu")
INTERACTIVE = CallKind.INTERACTIVE


@pytest.fixture
def time() -> Timekeeper:
    return Timekeeper()


@pytest.fixture
def gate(time: Timekeeper) -> Gate:
    """Two calls a minute, so that the third one has to wait."""
    return narrow(time)


def narrow(time: Timekeeper, minute: int = 2) -> Gate:
    return Gate(Limits(minute=minute), clock=time, sleep=time.sleep)


def wide(time: Timekeeper) -> Gate:
    return Gate(clock=time, sleep=time.sleep)


class At:
    """Contacts of the simulated organisation through a gate."""

    def __init__(self, simulator: XeroSimulator, organisation: Organisation) -> None:
        self.simulator, self.organisation = simulator, organisation

    def contacts(self, gate: Gate, wait: int = LONGEST_WAIT) -> XeroApiContacts:
        client = XeroClient(
            lambda: self.organisation.access_token,
            TenantId(self.organisation.tenant_id),
            base_url=self.simulator.base_url,
            gate=gate,
            wait_seconds=wait,
        )
        return XeroApiContacts(client)


@pytest.fixture
def at(simulator: XeroSimulator, kauri_org: Organisation) -> At:
    return At(simulator, kauri_org)


def canned(
    server: CannedServer,
    gate: Gate,
    kind: CallKind = CallKind.BACKGROUND,
    wait: int = LONGEST_WAIT,
) -> XeroApiContacts:
    """Contacts of a server that has one answer."""
    client = XeroClient(
        lambda: "t", TENANT, base_url=server.base_url, gate=gate, kind=kind, wait_seconds=wait
    )
    return XeroApiContacts(client)


def read(xero: XeroApiContacts, times: int = 1) -> None:
    for _ in range(times):
        xero.page(1, None)


def test_a_call_over_the_minute_waits_and_goes_on(at: At, gate: Gate, time: Timekeeper) -> None:
    read(at.contacts(gate), 3)
    (nap,) = time.naps
    assert 60 <= nap < 61


def test_a_caller_that_does_not_wait_is_told_when(at: At, gate: Gate) -> None:
    xero = at.contacts(gate, wait=0)
    read(xero, 2)
    with pytest.raises(UnavailableError, match="minute limit") as caught:
        read(xero)
    assert caught.value.retry_after == 60


def test_a_caller_that_may_not_wait_so_long_does_not_sleep_at_all(
    at: At, gate: Gate, time: Timekeeper
) -> None:
    with pytest.raises(UnavailableError):
        read(at.contacts(gate, wait=59), 3)
    assert time.naps == []


def test_a_call_without_a_turn_is_not_sent(at: At, gate: Gate) -> None:
    with pytest.raises(UnavailableError):
        read(at.contacts(gate, wait=0), 3)
    assert len(at.simulator.requests) == 2


def test_nobody_may_wait_longer_than_a_lease_allows(at: At, time: Timekeeper) -> None:
    xero = at.contacts(wide(time), wait=3_600)
    at.simulator.faults.add(RateLimited("*", "minute", LONGEST_WAIT + 1))
    with pytest.raises(UnavailableError):
        read(xero)
    assert time.naps == []


def test_a_token_that_comes_late_takes_from_the_time_to_wait(
    server: CannedServer, gate: Gate, time: Timekeeper
) -> None:
    def token() -> str:
        time.sleep(10)
        return "t"

    server.says(200, EMPTY)
    client = XeroClient(token, TENANT, base_url=server.base_url, gate=gate, wait_seconds=40)
    with pytest.raises(UnavailableError):
        read(XeroApiContacts(client), 3)
    assert time.naps == [10, 10, 10]


def test_a_refused_read_is_sent_again_when_xero_says(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(RateLimited("*", "minute", 26))
    read(at.contacts(wide(time)))
    (nap,) = time.naps
    assert 26 <= nap < 27


def test_a_refused_create_is_sent_again_and_creates_once(at: At, time: Timekeeper) -> None:
    """What Xero refuses for its limits was not done (fact sheet 2)."""
    at.simulator.faults.add(RateLimited("PUT Contacts", "minute", 26))
    at.contacts(wide(time)).create_many([draft(KAURI)])
    assert (len(at.simulator.requests), at.simulator.requests.written()) == (2, 1)


def test_a_refused_create_keeps_its_idempotency_key(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(RateLimited("PUT Contacts", "minute", 26))
    at.contacts(wide(time)).create_many([draft(KAURI)])
    assert len({request.idempotency_key for request in at.simulator.requests}) == 1


def test_a_call_that_is_refused_again_and_again_is_given_up(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(RateLimited("*", "minute", 1, times=10))
    with pytest.raises(UnavailableError, match="minute limit"):
        read(at.contacts(wide(time)))
    assert len(at.simulator.requests) == 1 + RETRIES


def test_a_day_that_is_over_is_not_waited_for(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(RateLimited("*", "day", 66_975))
    with pytest.raises(UnavailableError, match="day limit") as caught:
        read(at.contacts(wide(time)))
    assert (caught.value.retry_after, time.naps) == (66_975, [])


def test_even_a_short_rest_of_a_day_is_not_waited_for(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(RateLimited("*", "day", 1))
    with pytest.raises(UnavailableError, match="day limit"):
        read(at.contacts(wide(time)))
    assert time.naps == []


def test_after_a_day_is_over_nothing_is_sent(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(RateLimited("*", "day", 66_975))
    xero = at.contacts(wide(time))
    for _ in range(2):
        with pytest.raises(UnavailableError, match="day limit"):
            read(xero)
    assert len(at.simulator.requests) == 1


def test_a_refusal_without_a_time_is_tried_again_after_about_a_second(
    server: CannedServer, time: Timekeeper
) -> None:
    server.says(429, X_Rate_Limit_Problem="concurrent")
    with pytest.raises(UnavailableError, match="concurrency limit"):
        read(canned(server, wide(time)))
    assert [int(nap) for nap in time.naps] == [1] * RETRIES


def test_a_retry_after_of_years_is_not_slept(server: CannedServer, time: Timekeeper) -> None:
    server.says(429, Retry_After="999999999", X_Rate_Limit_Problem="minute")
    with pytest.raises(UnavailableError):
        read(canned(server, wide(time)))
    assert time.naps == []


def test_a_call_whose_answer_was_lost_gives_its_place_back(at: At, time: Timekeeper) -> None:
    at.simulator.faults.add(LostReply("*", times=6))
    xero = at.contacts(wide(time), wait=0)
    for _ in range(6):
        with pytest.raises(UnavailableError, match="connection"):
            read(xero)
    read(xero)
    assert xero.traffic().total.calls == 7


def test_background_reads_leave_the_rest_of_the_day_to_people(
    server: CannedServer, time: Timekeeper
) -> None:
    server.says(200, EMPTY, X_DayLimit_Remaining="900")
    xero = canned(server, wide(time))
    read(xero)
    with pytest.raises(UnavailableError, match="kept for people") as caught:
        read(xero)
    assert caught.value.retry_after == 3_600


def test_what_is_left_of_the_day_is_told_once_xero_has_told_it(
    server: CannedServer, time: Timekeeper
) -> None:
    server.says(200, EMPTY, X_DayLimit_Remaining="900")
    xero = canned(server, wide(time))
    before = xero.day_left()
    read(xero)
    assert (before, xero.day_left()) == (None, DayLeft(900, 5_000))


def test_people_use_the_rest_of_the_day(server: CannedServer, time: Timekeeper) -> None:
    server.says(200, EMPTY, X_DayLimit_Remaining="900")
    read(canned(server, wide(time), INTERACTIVE), 2)
    assert len(server.asked) == 2


def test_a_write_uses_what_is_kept_from_the_read_before_it(
    at: At, time: Timekeeper, people: XeroPeople
) -> None:
    """Waiting between the two would be the time in which somebody's edit is overwritten."""
    xero = at.contacts(narrow(time, minute=10))
    kauri = people.add(KAURI)
    read(xero, 8)
    update(xero, kauri, {FieldName.NAME: "Kauri Trading"})
    assert time.naps == []


def test_a_sixth_call_at_once_has_no_turn(time: Timekeeper) -> None:
    gate = wide(time)
    for _ in range(5):
        gate.visit(0).enter(INTERACTIVE)
    with pytest.raises(UnavailableError, match="concurrency limit"):
        gate.visit(0).enter(INTERACTIVE)


def test_a_sixth_call_goes_when_one_of_five_has_ended(time: Timekeeper) -> None:
    gate, entered = wide(time), Event()
    visits = [gate.visit(0) for _ in range(5)]
    for visit in visits:
        visit.enter(INTERACTIVE)

    def sixth() -> None:
        gate.visit(LONGEST_WAIT).enter(INTERACTIVE)
        entered.set()

    thread = Thread(target=sixth)
    thread.start()
    visits[0].leave(None)
    thread.join()
    assert entered.is_set()


def test_an_organisation_has_one_gate(time: Timekeeper) -> None:
    app = AppGate(clock=time)
    assert app.gate(TENANT) is app.gate(TENANT)


def test_organisations_do_not_share_their_minute(server: CannedServer, time: Timekeeper) -> None:
    server.says(200, EMPTY)
    app = AppGate(Limits(minute=1), clock=time, sleep=time.sleep)
    for tenant in (TENANT, OTHER):
        read(canned(server, app.gate(tenant)))
    assert time.naps == []


def test_what_one_organisations_answer_says_of_the_app_slows_another(
    server: CannedServer, time: Timekeeper
) -> None:
    server.says(200, EMPTY, X_AppMinLimit_Remaining="750")
    app = AppGate(clock=time, sleep=time.sleep)
    for tenant in (TENANT, OTHER):
        read(canned(server, app.gate(tenant)))
    (nap,) = time.naps
    assert 15 <= nap < 16


def test_a_call_that_waits_for_the_app_does_not_count_for_its_organisation(
    server: CannedServer, time: Timekeeper
) -> None:
    server.says(200, EMPTY, X_AppMinLimit_Remaining="0")
    app = AppGate(Limits(minute=2), clock=time, sleep=time.sleep)
    xero = canned(server, app.gate(TENANT), INTERACTIVE, wait=0)
    read(xero)
    with pytest.raises(UnavailableError, match="app limit"):
        read(xero)
    server.says(200, EMPTY, X_AppMinLimit_Remaining="9999")
    time.sleep(61)
    read(xero, 2)
    assert len(server.asked) == 3


def test_an_open_gate_lets_everything_pass(server: CannedServer, time: Timekeeper) -> None:
    server.says(200, EMPTY, X_MinLimit_Remaining="0")
    read(canned(server, OpenGate(clock=time, sleep=time.sleep)), 70)
    assert time.naps == []


def test_an_open_gate_sends_nothing_again(server: CannedServer) -> None:
    server.says(429)
    with pytest.raises(UnavailableError):
        read(canned(server, OpenGate()))
    assert len(server.asked) == 1


def test_the_time_of_a_gate_never_goes_back() -> None:
    clock = SteadyClock()
    assert clock.now() <= clock.now()


def refusal(problem: str, seconds: int | None) -> Answer:
    after = {} if seconds is None else {"Retry-After": str(seconds)}
    headers = {"X-Rate-Limit-Problem": problem, **after}
    return Answer(429, headers, b"", Operation("GET Contacts"), 0)


refusals = st.builds(
    refusal,
    st.sampled_from(["minute", "day", "concurrent", "appminute", "?"]),
    st.none() | st.integers(0, 100),
)


@settings(deadline=None)
@given(st.lists(refusals, max_size=12), st.integers(0, 100), st.sampled_from(CallKind))
def test_no_call_sleeps_longer_than_it_may(
    answers: list[Answer], wait: int, kind: CallKind
) -> None:
    """Whatever Xero answers, and however often: over one gate, each call within its own time."""
    time = Timekeeper()
    gate = narrow(time)
    while answers:
        before = sum(time.naps)
        visit_with(gate, kind, wait, answers)
        assert sum(time.naps) - before <= wait + 0.000_001


def visit_with(gate: Gate, kind: CallKind, wait: int, answers: list[Answer]) -> None:
    """One call that meets the first of *answers*, which are used up as it is sent again."""
    visit = gate.visit(wait)
    answer = answers.pop(0)
    try:
        visit.enter(kind)
    except UnavailableError:
        return
    visit.leave(answer)
    while answers and visit.again(answer):
        answer = answers.pop(0)
        visit.leave(answer)


def test_threads_at_real_limits_are_never_refused(time: Timekeeper) -> None:
    """200 calls from 8 threads to an organisation with Xero's limits, on one clock with it."""
    calls, threads = 200, 8
    with XeroSimulator(seed=3, clock=time.now, limits=XeroLimits()) as simulator:
        xero = At(simulator, simulator.add_organisation("Busy")).contacts(wide(time))
        with ThreadPoolExecutor(threads) as pool:
            longest = max(pool.map(lambda _: patient_read(xero, time), range(calls)))
        statuses = [request.status for request in simulator.requests]
    assert (statuses, longest <= LONGEST_WAIT) == ([200] * calls, True)


def patient_read(xero: XeroApiContacts, time: Timekeeper) -> float:
    """Read until there was a turn; the seconds that the longest try slept."""
    longest = 0.0
    while True:
        before = time.slept_here()
        try:
            read(xero)
        except UnavailableError:
            longest = max(longest, time.slept_here() - before)
        else:
            return max(longest, time.slept_here() - before)
