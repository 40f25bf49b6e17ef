"""The doctor: each check finds what it is for, says what helps, and stops no other."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import Actor, ConnectionId, TokenSetId
from xerolink.domain.inbox import EventCategory, EventType, ResourceId, WebhookEvent
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings, SyncMode
from xerolink.domain.tokens import CUSTOM_SCOPES, Scope, TokenSet
from xerolink.ports.errors import PortError, UnauthorisedError, UnavailableError
from xerolink.ports.xero import DayLeft, XeroPage
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases import pause
from xerolink.usecases.checks import Check
from xerolink.usecases.checks_store import LATE, QUIET
from xerolink.usecases.checks_xero import OVERDUE, SKEW
from xerolink.usecases.doctor import doctor
from xerolink.usecases.run import LEASE_SECONDS, Ports
from xerolink.usecases.running import running

TOKENS = TokenSetId("tokens")
BEN = Actor.person("ben")
NAMES = (
    "xero token scopes clock limits schema webhooks polling feed effects connection pause mode runs"
    " mappings"
)


def imported() -> World:
    world = World()
    world.xero.add(fields("Ann Lee", "ann@x.example"))
    world.imported()
    return world


def ports(world: World, tokens: MemoryTokens | None = None) -> Ports:
    return evolve(world.connection()._ports, tokens=tokens)


def check(world: World, name: str, tokens: MemoryTokens | None = None) -> Check:
    found = {one.name: one for one in doctor(ports(world, tokens), world.connection_id)}
    return found[name]


def judged(world: World, name: str, tokens: MemoryTokens | None = None) -> bool | None:
    return check(world, name, tokens).ok


def kept(world: World, expires: timedelta = timedelta(minutes=20)) -> MemoryTokens:
    """Good tokens that the connection uses."""
    tokens = MemoryTokens(world.clock)
    good = TokenSet("a", "r", world.clock.now() + expires, frozenset(CUSTOM_SCOPES))
    tokens.put(TOKENS, good)
    tokens.bind(world.connection_id, TOKENS)
    return tokens


def told(world: World, at: datetime) -> None:
    event = WebhookEvent(
        world.xero.organisation().tenant_id,
        EventCategory.CONTACT,
        ResourceId("r"),
        EventType.UPDATE,
        at,
    )
    with world.store.app_wide() as app:
        app.inbox(world.connection_id).put([event])


class OddXero(MemoryXero):
    """Another clock, a refusal, or a day with few calls left."""

    ahead = timedelta()
    raises: PortError | None = None
    left: DayLeft | None = None

    def page(self, number: int, since: datetime | None) -> XeroPage:
        if self.raises is not None:
            raise self.raises
        found = super().page(number, since)
        return evolve(found, at=found.at + self.ahead)

    def day_left(self) -> DayLeft | None:  # type: ignore[override]  # the one above has no limit
        return self.left


def odd(world: World, **changes: object) -> World:
    xero = OddXero(world.clock)
    for name, value in changes.items():
        setattr(xero, name, value)
    world.seen_xero = xero
    return world


def test_every_check_is_made_in_one_order() -> None:
    world = imported()
    found = doctor(ports(world), world.connection_id)
    assert " ".join(one.name for one in found) == NAMES


def test_nothing_is_wrong_with_a_connection_that_works() -> None:
    world = imported()
    found = doctor(ports(world, kept(world)), world.connection_id)
    assert [one for one in found if one.ok is False] == []


def test_what_is_not_well_has_a_fix() -> None:
    world = odd(imported(), raises=UnauthorisedError("Xero", "ended"))
    pause.pause_all(world.store, world.clock, BEN, "")
    world.clock.advance(2 * LATE.total_seconds())
    found = doctor(ports(world), world.connection_id)
    assert all(one.fix for one in found if not one.ok)


def test_it_costs_one_call_to_xero_and_one_to_the_host() -> None:
    world = imported()
    trap = Trap(only=lambda point: point.startswith("before") and "day_left" not in point)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    doctor(ports(world), world.connection_id)
    assert trap.points == ["before xero.page", "before host.changes"]


def test_it_can_be_asked_while_a_run_goes_on() -> None:
    world = imported()
    with running(ports(world), world.connection_id, RunKind.PLAN, ANNA):
        assert judged(world, "runs") is True


@pytest.mark.parametrize("port", ["xero", "host", "store"])
def test_port_that_fails_makes_checks_impossible_and_raises_nothing(port: str) -> None:
    world = imported()
    made = ports(world)
    broken: dict[str, Any] = {port: Trapped(getattr(made, port), port, _Always(error=lost))}
    found = doctor(evolve(made, **broken), world.connection_id)
    assert " ".join(one.name for one in found) == NAMES
    assert any(not one.ok for one in found)


class _Always(Trap):
    def check(self, point: str) -> None:
        raise self.error(point)


@pytest.mark.parametrize("port", ["xero", "host", "store", "clock", "tokens", "both"])
def test_port_that_has_a_bug_raises_nothing_and_shows_nothing(port: str) -> None:
    """Whatever its error, and whatever its words."""
    world = imported()
    made = evolve(ports(world), tokens=kept(world))
    names = ["xero", "clock"] if port == "both" else [port]
    bug = _Always(error=lambda point: KeyError("Ann Lee"))
    broken: dict[str, Any] = {n: Trapped(getattr(made, n), n, bug) for n in names}
    found = doctor(evolve(made, **broken), world.connection_id)
    assert " ".join(one.name for one in found) == NAMES
    assert "Ann" not in repr(found)


def test_unknown_connection_is_a_check_that_cannot_be_made() -> None:
    world = imported()
    found = doctor(ports(world), ConnectionId("nobody"))
    assert {one.name: one.ok for one in found}["mode"] is None


def test_no_check_shows_anything_of_a_contact() -> None:
    world = imported()
    (host_id,) = world.pairs().values()
    world.host.edit(host_id, {FieldName.NAME: "Ann Lee-Chen"})
    assert "Ann" not in repr(doctor(ports(world), world.connection_id))


class TestXero:
    @pytest.mark.parametrize("name", ["xero", "token"])
    def test_refused_access_asks_for_a_reconnect(self, name: str) -> None:
        found = check(odd(imported(), raises=UnauthorisedError("Xero", "ended")), name)
        assert (found.ok, found.fix.startswith("reconnect")) == (False, True)

    def test_silence_is_told(self) -> None:
        world = odd(imported(), raises=UnavailableError("Xero", "closed"))
        assert (judged(world, "xero"), judged(world, "token")) == (False, None)

    def test_time_to_wait_is_told(self) -> None:
        world = odd(imported(), raises=UnavailableError("Xero", "limit", 7_200))
        assert "2 hours" in check(world, "xero").found

    @pytest.mark.parametrize(
        ("ahead", "ok"),
        [(SKEW, True), (-SKEW, True), (SKEW * 2, False), (-SKEW * 2, False)],
    )
    def test_clocks_may_be_a_minute_apart(self, ahead: timedelta, ok: bool) -> None:
        assert judged(odd(imported(), ahead=ahead), "clock") is ok

    def test_slow_answer_is_no_skew(self) -> None:
        world = imported()

        def wait(point: str) -> bool:
            if point == "before xero.page":
                world.clock.advance(90)
            return False

        world.seen_xero = Trapped(world.xero, "xero", Trap(only=wait))
        assert judged(world, "clock") is True

    @pytest.mark.parametrize(
        ("left", "ok"), [(None, None), (DayLeft(1_000, 5_000), True), (DayLeft(999, 5_000), False)]
    )
    def test_fifth_of_the_day_must_be_left(self, left: DayLeft | None, ok: bool | None) -> None:
        assert judged(odd(imported(), left=left), "limits") is ok


class TestTokens:
    def test_tokens_of_the_host_are_judged_by_xero(self) -> None:
        world = imported()
        assert (judged(world, "token"), judged(world, "scopes")) == (True, None)

    def test_ended_consent_asks_for_a_reconnect(self) -> None:
        world = imported()
        tokens = kept(world)
        lease = tokens.lease(TOKENS, "me", 30)
        assert lease is not None
        tokens.bury(lease)
        found = check(world, "token", tokens)
        assert (found.ok, found.found) == (False, "Xero has ended the consent")

    @pytest.mark.parametrize(("later", "ok"), [(OVERDUE, True), (OVERDUE + timedelta(0, 1), False)])
    def test_refresh_may_be_open_for_ten_minutes(self, later: timedelta, ok: bool) -> None:
        world = imported()
        tokens = kept(world, timedelta())
        lease = tokens.lease(TOKENS, "me", 30)
        assert lease is not None
        tokens.set_pending(lease)
        world.clock.advance(later.total_seconds())
        assert judged(world, "token", tokens) is ok

    def test_missing_scope_is_named(self) -> None:
        world = imported()
        tokens = MemoryTokens(world.clock)
        less = frozenset({Scope("accounting.contacts"), Scope("accounting.settings.read")})
        tokens.put(TOKENS, TokenSet("a", "r", world.clock.now() + timedelta(hours=1), less))
        tokens.bind(world.connection_id, TOKENS)
        found = check(world, "scopes", tokens)
        assert (found.ok, found.found) == (False, "missing: accounting.invoices")


class TestStore:
    def test_other_layout_is_told(self) -> None:
        class Old(Trapped):
            def schema(self) -> tuple[str, str]:
                return ("0005_journal", "0006_requests")

        world = imported()
        world.seen_store = Old(world.store, "store", Trap())
        assert judged(world, "schema") is False

    def test_without_events_nobody_knows_whether_webhooks_come(self) -> None:
        assert judged(imported(), "webhooks") is None

    def test_new_event_is_a_good_sign(self) -> None:
        world = imported()
        told(world, world.clock.now())
        assert judged(world, "webhooks") is True

    def test_event_that_waits_too_long_asks_for_a_worker(self) -> None:
        world = imported()
        told(world, world.clock.now())
        world.clock.advance(LATE.total_seconds() + 1)
        assert judged(world, "webhooks") is False

    def test_old_event_tells_nothing(self) -> None:
        world = imported()
        told(world, world.clock.now())
        world.connection().run_once()
        world.clock.advance(QUIET.total_seconds() + 1)
        assert judged(world, "webhooks") is None

    def test_old_scan_asks_for_a_worker(self) -> None:
        world = imported()
        world.clock.advance(LATE.total_seconds())
        assert "run_once" in check(world, "polling").fix

    def test_changes_of_the_host_may_wait_for_a_while(self) -> None:
        world = imported()
        world.connection().sync_contacts(ANNA)
        world.host.add(fields("New"))
        before = check(world, "feed")
        world.clock.advance(LATE.total_seconds() + 1)
        assert (before.ok, before.found[:2], judged(world, "feed")) == (True, "1 ", False)

    def test_before_the_import_there_is_no_lag(self) -> None:
        world = World()
        world.connect()
        assert (judged(world, "polling"), judged(world, "feed")) == (None, None)

    def test_open_effect_is_told(self) -> None:
        world = imported()
        world.xero.add(fields("New"))
        trap = Trap(1, lost, lambda point: point == "after host.create_many")
        world.seen_host = Trapped(world.host, "host", trap)
        with pytest.raises(UnavailableError):
            world.connection().sync_contacts(ANNA)
        found = check(world, "effects")
        assert (found.ok, found.found) == (
            False,
            "1 are open since 0 seconds ago, 1 of them uncertain",
        )

    def test_pause_is_told_without_its_words(self) -> None:
        world = imported()
        pause.pause(world.store, world.clock, world.connection_id, BEN, "ring Ann Lee")
        found = check(world, "pause")
        assert (found.ok, found.found) == (False, "paused by ben 0 seconds ago")

    def test_organisation_that_is_disconnected_is_told(self) -> None:
        world = imported()
        world.app().disconnect(world.connection_id, ANNA)
        world.clock.advance(180)
        found = check(world, "connection")
        assert (found.ok, found.found) == (False, "it was disconnected 3 minutes ago")

    def test_organisation_that_is_disconnected_asks_to_be_connected_again(self) -> None:
        world = imported()
        world.app().disconnect(world.connection_id, ANNA)
        assert check(world, "connection").fix.startswith("connect again")

    def test_organisation_that_was_connected_again_is_well(self) -> None:
        world = imported()
        world.app().disconnect(world.connection_id, ANNA)
        world.connect()
        assert judged(world, "connection") is True

    def test_watching_is_told(self) -> None:
        world = imported()
        world.connection().change_settings(ContactSettings(mode=SyncMode.WATCH), ANNA)
        assert judged(world, "mode") is False

    def test_run_without_a_worker_is_told(self) -> None:
        world = imported()
        world.seen_xero = Trapped(world.xero, "xero", Trap(2))
        with pytest.raises(Crash):
            world.connection().sync_contacts(ANNA)
        world.seen_xero = world.xero
        world.clock.advance(LEASE_SECONDS)
        assert judged(world, "runs") is False
