"""What Xero's limits allow; the laws hold for any schedule and any window that Xero may have."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, evolve, field
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.rate_gate import (
    BACK_OFF,
    DAY,
    MINUTE,
    PROBE,
    AppRate,
    AwaitAnswer,
    CallKind,
    Day,
    Limit,
    Limits,
    OrganisationRate,
    Refused,
    Remaining,
    WaitUntil,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BACKGROUND, WRITE, INTERACTIVE = CallKind
SECOND = timedelta(seconds=1)


def after(seconds: int) -> datetime:
    return NOON + seconds * SECOND


@define
class Call:
    """One call: when it leaves, arrives at Xero and ends."""

    left: datetime
    arrives: datetime
    ends: datetime


@define
class Line:
    """Calls through a rate, as time passes."""

    rate: OrganisationRate
    now: datetime = NOON
    calls: list[Call] = field(factory=list)
    on_way: list[Call] = field(factory=list)

    def pass_time(self, span: timedelta) -> None:
        until = self.now + span
        for call in sorted(self.on_way, key=lambda one: one.ends):
            if call.ends <= until:
                self.on_way.remove(call)
                self.rate = self.rate.ended(call.ends)
        self.now = until

    def call(self, kind: CallKind, travel: timedelta, work: timedelta) -> None:
        """Leave as soon as may be; but nobody waits for another's answer."""
        found = self.rate.admit(self.now, kind)
        if isinstance(found, WaitUntil):
            self.pass_time(found.at - self.now)
            found = self.rate.admit(self.now, kind)
        if isinstance(found, OrganisationRate):
            arrives = self.now + travel
            call = Call(self.now, arrives, arrives + work)
            self.rate = found
            self.calls.append(call)
            self.on_way.append(call)


def spans(most: timedelta) -> st.SearchStrategy[timedelta]:
    return st.integers(0, most // timedelta(milliseconds=1)).map(
        lambda ms: timedelta(milliseconds=ms)
    )


small_limits = st.builds(Limits, st.integers(1, 5), st.integers(1, 12), st.integers(1, 60))
steps = st.lists(
    st.tuples(
        spans(20 * SECOND), st.sampled_from(CallKind), spans(10 * SECOND), spans(10 * SECOND)
    ),
    max_size=80,
)
Steps = list[tuple[timedelta, CallKind, timedelta, timedelta]]


def lines(limits: Limits, taken: Steps) -> Iterator[Line]:
    """The line after each step."""
    line = Line(OrganisationRate(limits))
    for gap, kind, travel, work in taken:
        line.pass_time(gap)
        line.call(kind, travel, work)
        yield line


@given(small_limits, steps)
def test_no_window_of_a_minute_sees_more_calls_than_it_allows(limits: Limits, taken: Steps) -> None:
    """Whenever Xero's windows begin, and however long a call is on its way there."""
    *_, line = (Line(OrganisationRate(limits)), *lines(limits, taken))
    arrivals = sorted(call.arrives for call in line.calls)
    for begin in arrivals:
        inside = [one for one in arrivals if begin <= one < begin + MINUTE]
        assert len(inside) <= limits.minute


@given(small_limits, steps)
def test_no_more_calls_are_on_their_way_than_may_be(limits: Limits, taken: Steps) -> None:
    for line in lines(limits, taken):
        assert len(line.on_way) <= limits.concurrent


@given(small_limits, steps)
def test_no_day_has_more_calls_than_its_budget(limits: Limits, taken: Steps) -> None:
    """Where no header says more: a schedule here takes less than a day."""
    *_, line = (Line(OrganisationRate(limits)), *lines(limits, taken))
    assert len(line.calls) <= limits.day


@given(small_limits, steps, st.sampled_from(CallKind))
def test_a_wait_is_never_longer_than_the_minute_that_it_waits_for(
    limits: Limits, taken: Steps, kind: CallKind
) -> None:
    """And the second to which ends are rounded."""
    for line in lines(limits, taken):
        found = line.rate.admit(line.now, kind)
        if isinstance(found, WaitUntil):
            assert line.now < found.at <= line.now + MINUTE + SECOND


@given(small_limits, steps)
def test_whoever_waits_as_told_has_a_turn(limits: Limits, taken: Steps) -> None:
    for line in lines(limits, taken):
        found = line.rate.admit(line.now, INTERACTIVE)
        if isinstance(found, WaitUntil) and not line.on_way:
            assert isinstance(line.rate.admit(found.at, INTERACTIVE), OrganisationRate)


@given(small_limits, steps, st.integers(0, 100_000), st.sampled_from(CallKind))
def test_a_day_that_is_over_is_never_waited_for(
    limits: Limits, taken: Steps, seconds: int, kind: CallKind
) -> None:
    for line in lines(limits, taken):
        closed = line.rate.limited(Limit.DAY, seconds + 1, line.now)
        assert isinstance(closed.admit(line.now, kind), Refused)


@given(small_limits, steps)
def test_headers_that_say_nothing_change_nothing(limits: Limits, taken: Steps) -> None:
    for line in lines(limits, taken):
        assert line.rate.learned(Remaining(), line.now) == line.rate


@given(small_limits, steps, st.integers(0, 12), st.sampled_from(CallKind))
def test_what_a_header_says_never_lets_more_calls_pass(
    limits: Limits, taken: Steps, minute: int, kind: CallKind
) -> None:
    """An older answer may arrive after a newer one."""
    for line in lines(limits, taken):
        taught = line.rate.learned(Remaining(minute=minute), line.now)
        if isinstance(taught.admit(line.now, kind), OrganisationRate):
            assert isinstance(line.rate.admit(line.now, kind), OrganisationRate)


@given(small_limits, steps)
def test_what_is_remembered_stays_small(limits: Limits, taken: Steps) -> None:
    """One entry for each second of the last minute at the most."""
    for line in lines(limits, taken):
        assert len(line.rate.recent.ended) <= 61


def used(calls: int, rate: OrganisationRate | None = None) -> OrganisationRate:
    """A rate after *calls* at NOON, one after another."""
    rate = rate or OrganisationRate()
    for _ in range(calls):
        found = rate.admit(NOON, INTERACTIVE)
        assert isinstance(found, OrganisationRate)
        rate = found.ended(NOON)
    return rate


def test_the_sixty_first_call_waits_for_the_minute() -> None:
    assert used(60).admit(NOON, INTERACTIVE) == WaitUntil(after(60), Limit.MINUTE)


def test_a_background_read_leaves_the_last_six_calls_of_the_minute() -> None:
    assert used(54).admit(NOON, BACKGROUND) == WaitUntil(after(60), Limit.MINUTE)


def test_a_write_finishes_what_a_background_read_has_begun() -> None:
    assert isinstance(used(54).admit(NOON, WRITE), OrganisationRate)


def test_a_sixth_call_at_once_awaits_an_answer() -> None:
    rate = OrganisationRate()
    for _ in range(5):
        found = rate.admit(NOON, INTERACTIVE)
        assert isinstance(found, OrganisationRate)
        rate = found
    assert rate.admit(NOON, INTERACTIVE) == AwaitAnswer()


def test_a_call_counts_until_a_minute_after_its_end() -> None:
    """It may have arrived at Xero as late as that."""
    rate = OrganisationRate(Limits(minute=1)).admit(NOON, INTERACTIVE)
    assert isinstance(rate, OrganisationRate)
    ended = rate.ended(after(20))
    assert ended.admit(after(79), INTERACTIVE) == WaitUntil(after(80), Limit.MINUTE)


def test_calls_of_somebody_else_count_as_ours() -> None:
    rate = used(59).learned(Remaining(minute=0), NOON)
    assert rate.admit(NOON, INTERACTIVE) == WaitUntil(after(60), Limit.MINUTE)


def test_the_header_of_our_own_calls_is_no_news() -> None:
    assert used(3).learned(Remaining(minute=57), NOON).recent == used(3).recent


def low(left: int) -> OrganisationRate:
    """A rate that was told at NOON how much of the day is left."""
    return OrganisationRate().learned(Remaining(day=left), NOON)


@pytest.mark.parametrize("kind", [WRITE, INTERACTIVE])
def test_the_last_fifth_of_the_day_is_kept_from_background_reads_alone(kind: CallKind) -> None:
    assert isinstance(low(999).admit(NOON, kind), OrganisationRate)


def test_background_reads_pause_below_a_fifth_of_the_day() -> None:
    assert low(999).admit(NOON, BACKGROUND) == Refused(NOON + PROBE, Limit.RESERVE)


def test_background_reads_go_on_at_a_fifth_of_the_day() -> None:
    assert isinstance(low(1_000).admit(NOON, BACKGROUND), OrganisationRate)


@pytest.mark.parametrize("kind", CallKind)
def test_a_day_without_calls_left_refuses(kind: CallKind) -> None:
    assert isinstance(low(0).admit(NOON, kind), Refused)


def test_once_an_hour_a_call_finds_out_whether_there_is_a_new_day() -> None:
    hour = NOON + PROBE
    probing = low(0).admit(hour, BACKGROUND)
    assert isinstance(probing, OrganisationRate)
    assert probing.admit(hour, BACKGROUND) == Refused(hour + PROBE, Limit.DAY)


def test_a_header_of_a_new_day_opens_it() -> None:
    rate = low(0).learned(Remaining(day=4_999), after(5))
    assert isinstance(rate.admit(after(5), BACKGROUND), OrganisationRate)


def test_a_budget_counted_by_ourselves_is_new_after_a_day() -> None:
    rate = used(1, OrganisationRate(Limits(day=1)))
    assert isinstance(rate.admit(NOON + DAY, INTERACTIVE), OrganisationRate)


def test_the_small_day_of_the_starter_tier_has_a_small_reserve() -> None:
    rate = OrganisationRate(Limits(day=1_000)).learned(Remaining(day=200), NOON)
    assert isinstance(rate.admit(NOON, BACKGROUND), OrganisationRate)


def test_a_minute_that_xero_says_is_over_is_waited_for_as_long_as_it_says() -> None:
    rate = OrganisationRate().limited(Limit.MINUTE, 26, NOON)
    assert rate.admit(NOON, INTERACTIVE) == WaitUntil(after(26), Limit.MINUTE)


@pytest.mark.parametrize(
    ("problem", "span"), [(Limit.MINUTE, MINUTE), (Limit.CONCURRENT, BACK_OFF), (None, BACK_OFF)]
)
def test_a_refusal_without_a_time_has_one(problem: Limit | None, span: timedelta) -> None:
    found = OrganisationRate().limited(problem, None, NOON).admit(NOON, INTERACTIVE)
    assert isinstance(found, WaitUntil)
    assert found.at == NOON + span


def test_a_day_that_xero_says_is_over_is_over_until_it_says() -> None:
    rate = OrganisationRate().limited(Limit.DAY, 66_975, NOON)
    assert rate.admit(NOON, INTERACTIVE) == Refused(after(66_975), Limit.DAY)


def test_no_limit_shuts_for_longer_than_a_day() -> None:
    """A Retry-After of years is a mistake."""
    rate = OrganisationRate().limited(Limit.DAY, 999_999_999, NOON)
    assert rate.admit(NOON, INTERACTIVE) == Refused(NOON + DAY, Limit.DAY)


def test_a_day_that_was_over_begins_anew() -> None:
    rate = evolve(used(1), day=Day(0, NOON, NOON)).limited(Limit.DAY, 7_200, NOON)
    assert isinstance(rate.admit(after(7_200), INTERACTIVE), OrganisationRate)


def test_the_limit_of_the_app_is_not_that_of_the_organisation() -> None:
    assert OrganisationRate().limited(Limit.APP, 30, NOON) == OrganisationRate()


def app_called(rate: AppRate, now: datetime = NOON) -> AppRate:
    found = rate.admit(now)
    assert isinstance(found, AppRate)
    return found


def test_the_app_waits_when_its_own_minute_is_full() -> None:
    rate = app_called(AppRate(minute=1)).ended(NOON)
    assert rate.admit(NOON) == WaitUntil(after(60), Limit.APP)


@given(st.lists(spans(5 * SECOND), max_size=60), st.integers(1, 12))
def test_no_minute_of_the_app_has_more_calls_than_it_allows(
    gaps: list[timedelta], minute: int
) -> None:
    rate, now, made = AppRate(minute), NOON, list[datetime]()
    for gap in gaps:
        now += gap
        if isinstance(found := rate.admit(now), AppRate):
            rate = found.ended(now)
            made.append(now)
    for begin in made:
        assert sum(begin <= one < begin + MINUTE for one in made) <= minute


def test_the_app_is_not_slowed_with_fifteen_percent_left() -> None:
    rate = app_called(AppRate().learned(Remaining(app=1_501), NOON))
    assert isinstance(rate.admit(NOON), AppRate)


def test_the_app_is_slowed_below_fifteen_percent() -> None:
    rate = app_called(AppRate().learned(Remaining(app=1_400), NOON))
    found = rate.admit(NOON)
    assert isinstance(found, WaitUntil)


def test_with_half_of_that_left_calls_keep_a_quarter_of_a_minute() -> None:
    rate = app_called(AppRate().learned(Remaining(app=751), NOON))
    assert rate.admit(NOON) == WaitUntil(after(15), Limit.APP)


def test_with_nothing_left_the_app_waits_a_minute() -> None:
    rate = app_called(AppRate()).learned(Remaining(app=0), NOON)
    assert rate.admit(NOON) == WaitUntil(after(60), Limit.APP)


def test_what_the_app_was_told_a_minute_ago_is_no_longer_so() -> None:
    rate = app_called(AppRate().learned(Remaining(app=0), NOON), after(59))
    assert isinstance(rate.admit(after(60)), AppRate)


def test_a_header_without_the_apps_own_changes_nothing() -> None:
    assert AppRate().learned(Remaining(minute=0, day=0), NOON) == AppRate()


@pytest.mark.parametrize("problem", [Limit.MINUTE, Limit.DAY, Limit.CONCURRENT, None])
def test_an_organisations_limit_is_not_that_of_the_app(problem: Limit | None) -> None:
    assert AppRate().limited(problem, 30, NOON) == AppRate()


def test_the_apps_own_limit_pauses_everybody() -> None:
    rate = AppRate().limited(Limit.APP, None, NOON)
    assert rate.admit(NOON) == WaitUntil(after(60), Limit.APP)
