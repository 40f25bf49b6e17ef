"""Rate limits as recorded (fact sheet 2), on a clock that stands still until it is moved."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import urllib3

from tests.testing.simulator.caller import Ticking
from xerolink.testing.simulator import STARTER, Limits, Organisation, Slow, XeroSimulator

NAMES = ("X-DayLimit-Remaining", "X-MinLimit-Remaining", "X-AppMinLimit-Remaining")


class App:
    """An app in process; *sleep* is what a slow answer does."""

    def __init__(self, limits: Limits | None) -> None:
        self.clock = Ticking()
        self.slow, self.go_on = Event(), Event()
        self.xero = XeroSimulator(seed=1, clock=self.clock, limits=limits, sleep=self.wait)
        self.org = self.xero.add_organisation("Kauri & Co")

    def wait(self, seconds: float) -> None:
        self.slow.set()
        self.go_on.wait(10)

    def ask(self, org: Organisation | None = None, **body: str) -> urllib3.BaseHTTPResponse:
        tenant = org or self.org
        headers = {
            "Authorization": f"Bearer {tenant.access_token}",
            "xero-tenant-id": tenant.tenant_id,
        }
        url = "http://xero.test/api.xro/2.0/Contacts"
        method = "PUT" if body else "GET"
        return self.xero.transport().request(method, url, headers=headers, json=body or None)

    def left(self, org: Organisation | None = None) -> tuple[int, ...]:
        """Day, minute and app minute as the next answer tells them."""
        answer = self.ask(org)
        return tuple(int(answer.headers[name]) for name in NAMES)

    def refused(self, calls: int) -> urllib3.BaseHTTPResponse:
        """The answer after *calls* that come in."""
        assert {self.ask().status for _ in range(calls)} == {200}
        return self.ask()


@pytest.fixture
def app() -> Iterator[App]:
    found = App(Limits())
    yield found
    found.go_on.set()


def test_without_limits_nothing_is_counted() -> None:
    app = App(None)
    assert [app.left() for _ in range(70)] == [(4999, 59, 9999)] * 70


def test_every_call_counts(app: App) -> None:
    assert [app.left() for _ in range(2)] == [(4999, 59, 9999), (4998, 58, 9998)]


def test_a_refused_write_counts(app: App) -> None:
    app.ask(Name="A")
    refused = app.ask(Name="A")
    assert (refused.status, refused.headers["X-MinLimit-Remaining"]) == (400, "58")


def test_the_61st_call_of_a_minute_is_refused_as_recorded(app: App) -> None:
    answer = app.refused(60)
    wanted = {name: answer.headers.get(name) for name in (*NAMES, "X-Rate-Limit-Problem")}
    assert (answer.status, answer.data, wanted, "Content-Type" in answer.headers) == (
        429,
        b"",
        {
            "X-DayLimit-Remaining": "4940",
            "X-MinLimit-Remaining": "0",
            "X-AppMinLimit-Remaining": None,
            "X-Rate-Limit-Problem": "minute",
        },
        False,
    )


def test_after_retry_after_the_minute_is_over(app: App) -> None:
    wait = int(app.refused(60).headers["Retry-After"])
    app.clock.move(seconds=wait)
    assert app.left()[1] == 59


def test_a_second_before_retry_after_it_is_not(app: App) -> None:
    wait = int(app.refused(60).headers["Retry-After"])
    app.clock.move(seconds=wait - 1)
    assert app.ask().status == 429


def test_a_call_that_the_limit_refuses_does_not_count(app: App) -> None:
    wait = int(app.refused(60).headers["Retry-After"])
    app.clock.move(seconds=wait)
    assert app.left()[0] == 4939


def test_the_day_has_its_own_problem_and_wait() -> None:
    answer = App(Limits(day=3)).refused(3)
    told = answer.headers["X-Rate-Limit-Problem"], int(answer.headers["Retry-After"]) > 60
    assert told == ("day", True)


def test_a_new_day_begins_after_its_retry_after() -> None:
    app = App(Limits(day=3))
    app.clock.move(seconds=int(app.refused(3).headers["Retry-After"]))
    assert app.left()[0] == 2


def test_the_starter_tier_has_a_thousand_calls_a_day() -> None:
    assert App(STARTER).left()[0] == 999


def test_organisations_have_windows_of_their_own(app: App) -> None:
    app.refused(60)
    assert app.left(app.xero.add_organisation("Other"))[:2] == (4999, 59)


def test_windows_of_organisations_start_at_different_times(app: App) -> None:
    waits = set()
    for number in range(5):
        app.org = app.xero.add_organisation(f"Org {number}")
        waits.add(app.refused(60).headers["Retry-After"])
    assert len(waits) > 1


def test_all_organisations_share_the_limit_of_the_app(app: App) -> None:
    app.left()
    assert app.left(app.xero.add_organisation("Other"))[2] == 9998


def test_the_limit_of_the_app_has_no_retry_after() -> None:
    answer = App(Limits(app_minute=2, app_minute_problem="app-minute")).refused(2)
    told = answer.headers["X-Rate-Limit-Problem"], answer.headers.get("Retry-After")
    assert (answer.status, told) == (429, ("app-minute", None))


def slow_calls(app: App, count: int) -> urllib3.BaseHTTPResponse:
    """The answer to a call while *count* slow ones are in the house."""
    app.xero.faults.add(Slow("GET Contacts", 3, times=count))
    with ThreadPoolExecutor(count) as workers:
        for _ in range(count):
            app.slow.clear()
            workers.submit(app.ask)
            assert app.slow.wait(10)
        answer = app.ask()
        app.go_on.set()
    return answer


def test_a_sixth_call_at_once_is_refused_without_retry_after(app: App) -> None:
    answer = slow_calls(app, 5)
    told = answer.headers["X-Rate-Limit-Problem"], answer.headers.get("Retry-After")
    assert (answer.status, told) == (429, ("concurrent", None))


def test_a_fifth_call_at_once_comes_in(app: App) -> None:
    assert slow_calls(app, 4).status == 200


def test_calls_that_have_their_answer_are_no_longer_in_the_house(app: App) -> None:
    slow_calls(app, 5)
    assert app.ask().status == 200


def test_limits_go_by_an_unskewed_clock(app: App) -> None:
    app.refused(60)
    app.xero.skew(3600)
    assert app.ask().status == 429


def test_a_refused_call_is_logged(app: App) -> None:
    app.refused(60)
    assert app.xero.requests.all()[-1].status == 429
