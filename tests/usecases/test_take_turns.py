"""A worker's round over several connections."""

from collections.abc import Callable, Iterable
from contextlib import suppress

import pytest
from attrs import define, field

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.app import Sides, Xerolink
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.run import Organisation
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.sync_contacts import POLL
from xerolink.usecases.take_turns import LONGEST_PAUSE, PAUSE, Turn


@define
class Firms:
    """Several firms on one app, each with a pair; *refusing* ones raise at every call to Xero."""

    world: World = field(factory=World)
    sides: dict[ConnectionId, Sides] = field(factory=dict)
    refusing: dict[ConnectionId, Callable[[str], BaseException]] = field(factory=dict)

    def add(self, name: str, *, imported: bool = True) -> ConnectionId:
        connection_id = ConnectionId(name)
        tenant = f"717f2bfc-c6d4-41fd-b238-{len(self.sides):012}"
        xero = MemoryXero(self.world.clock, Organisation(TenantId(tenant), name))
        xero.add(fields("Acme", f"{name}@x.example"))
        self.sides[connection_id] = Sides(xero, xero, MemoryHostBook())
        made = self.app().connect(connection_id, self.sides[connection_id], ANNA)
        if imported:
            made.import_contacts(ANNA)
        return connection_id

    def app(self) -> Xerolink:
        return self.world.app()

    def seen(self, connection_id: ConnectionId) -> Sides:
        """The sides of a connection, as a host gives them to its worker."""
        sides = self.sides[connection_id]
        if connection_id not in self.refusing:
            return sides
        trap = Trap(1, self.refusing[connection_id])
        return Sides(Trapped(sides.xero, "xero", trap), sides.organisation, sides.host)

    def edit(self, connection_id: ConnectionId) -> None:
        """Somebody edits in Xero, and its webhook comes."""
        self.world.clock.advance(1)
        xero = self.sides[connection_id].xero
        assert isinstance(xero, MemoryXero)
        (contact,) = xero.contacts()
        xero.edit(contact.xero_id, {FieldName.BILLING_EMAIL: f"{connection_id}@new.example"})
        (contact,) = xero.contacts()
        event = {
            "resourceId": contact.xero_id,
            "eventDateUtc": contact.updated.isoformat(),
            "eventType": "UPDATE",
            "eventCategory": "CONTACT",
            "tenantId": xero.organisation().tenant_id,
        }
        self.app().receive({"events": [event]})

    def turns(self, budget: int = 20) -> tuple[Turn, ...]:
        return self.app().run_once(self.seen, budget)

    def worked(self, budget: int = 20) -> list[ConnectionId]:
        return [turn.connection_id for turn in self.turns(budget) if turn.run is not None]

    def hourly(self, rounds: int, budget: int) -> list[list[ConnectionId]]:
        """Who had a turn in each round that did not end with the process."""
        had = []
        for _ in range(rounds):
            with suppress(Crash):
                had.append([turn.connection_id for turn in self.turns(budget)])
            self.wait(LONGEST_PAUSE.total_seconds())
        return had

    def email(self, connection_id: ConnectionId) -> str | None:
        host = self.sides[connection_id].host
        assert isinstance(host, MemoryHostBook)
        (contact,) = host.contacts().values()
        return contact.fields.billing_email

    def wait(self, seconds: float) -> None:
        self.world.clock.advance(seconds)


@pytest.fixture
def firms() -> Firms:
    return Firms()


def unavailable(seconds: int | None) -> Callable[[str], Exception]:
    return lambda point: UnavailableError(point, "the day's limit", seconds)


def test_nobody_waits_after_the_imports(firms: Firms) -> None:
    firms.add("a")
    assert firms.turns() == ()


def test_each_firm_gets_its_own_edit(firms: Firms) -> None:
    a, b = firms.add("a"), firms.add("b")
    firms.edit(b)
    firms.edit(a)
    assert firms.worked() == [b, a]
    assert [firms.email(c) for c in (a, b)] == ["a@new.example", "b@new.example"]


def test_webhooks_go_before_polls(firms: Firms) -> None:
    """Of those that had their turns at the same time, as of those that had none."""
    a, b = firms.add("a"), firms.add("b")
    firms.wait(POLL.total_seconds())
    firms.edit(b)
    assert firms.worked() == [b, a]


def test_budget_is_a_number_of_connections(firms: Firms) -> None:
    a, b = firms.add("a"), firms.add("b")
    firms.wait(POLL.total_seconds())
    assert (firms.worked(1), firms.worked(1), firms.worked(1)) == ([a], [b], [])


def test_firm_that_was_never_imported_takes_nobodys_turn(firms: Firms) -> None:
    firms.add("a", imported=False)
    b = firms.add("b")
    firms.edit(ConnectionId("a"))
    firms.wait(POLL.total_seconds())
    assert [turn.connection_id for turn in firms.turns(1)] == [b]


def test_failure_stops_nobody_else(firms: Firms) -> None:
    a, b = firms.add("a"), firms.add("b")
    firms.edit(a)
    firms.edit(b)
    firms.refusing[a] = unavailable(None)
    failed, done = firms.turns()
    assert (failed.connection_id, type(failed.failure), failed.run) == (a, UnavailableError, None)
    assert (done.connection_id, done.failure, firms.email(b)) == (b, None, "b@new.example")


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (unavailable(3_000), 3_000),
        (unavailable(0), 1),
        (unavailable(-5), 1),
        (unavailable(10**9), 24 * 3600),
        (unavailable(10**30), 24 * 3600),
        (unavailable(None), PAUSE.total_seconds()),
        (lambda point: UnauthorisedError(point, "revoked"), POLL.total_seconds()),
        (ZeroDivisionError, PAUSE.total_seconds()),
    ],
    ids=[
        "told",
        "nothing",
        "negative",
        "decades",
        "absurd",
        "not told",
        "unauthorised",
        "a mistake of the host",
    ],
)
def test_firm_that_failed_rests_and_is_taken_up_again(
    firms: Firms, error: Callable[[str], Exception], seconds: float
) -> None:
    a = firms.add("a")
    firms.edit(a)
    firms.refusing[a] = error
    firms.turns()
    firms.refusing.clear()
    firms.wait(seconds - 1)
    assert firms.turns() == ()
    firms.wait(1)
    assert (firms.worked(), firms.email(a)) == ([a], "a@new.example")


def failing(firms: Firms, connection_id: ConnectionId) -> None:
    firms.refusing[connection_id] = ZeroDivisionError


def rests(firms: Firms, seconds: Iterable[int]) -> list[bool]:
    """Whether each turn was a failure after which the firms had none for so many seconds."""
    found = []
    for rest in seconds:
        failures = [turn.failure is not None for turn in firms.turns()]
        firms.wait(rest - 1)
        found.append(failures == [True] and firms.turns() == ())
        firms.wait(1)
    return found


def test_rests_grow_with_each_failure_up_to_an_hour(firms: Firms) -> None:
    a = firms.add("a")
    firms.edit(a)
    failing(firms, a)
    minutes = (1, 2, 4, 8, 16, 32, 60, 60)
    assert rests(firms, (60 * n for n in minutes)) == [True] * 8


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (unavailable(5), (5, 120, 240)),
        (unavailable(200), (200, 200, 240)),
        (lambda point: UnauthorisedError(point, "revoked"), (900, 900, 900, 900, 960)),
    ],
    ids=["told a short one", "told a longer one", "unauthorised"],
)
def test_rest_is_never_shorter_than_the_failures_before_it_ask_for(
    firms: Firms, error: Callable[[str], Exception], seconds: tuple[int, ...]
) -> None:
    a = firms.add("a")
    firms.edit(a)
    firms.refusing[a] = error
    assert rests(firms, seconds) == [True] * len(seconds)


def test_success_lets_the_next_rest_be_short_again(firms: Firms) -> None:
    a = firms.add("a")
    found = []
    for _ in range(2):
        firms.edit(a)
        failing(firms, a)
        found += rests(firms, (60, 120))
        firms.refusing.clear()
        firms.turns()
    assert found == [True] * 4


def test_news_for_a_firm_that_rests_waits_with_it(firms: Firms) -> None:
    a = firms.add("a")
    firms.edit(a)
    firms.refusing[a] = unavailable(600)
    firms.turns()
    firms.edit(a)
    assert firms.turns() == ()


def crashing(firms: Firms, connection_id: ConnectionId) -> None:
    firms.refusing[connection_id] = Crash


def busy(firms: Firms, connection_id: ConnectionId) -> None:
    firms.world.store.claim(connection_id, "another worker", 10**6)


@pytest.mark.parametrize("trouble", [failing, crashing, busy])
def test_as_many_in_trouble_as_the_budget_starve_nobody(
    firms: Firms, trouble: Callable[[Firms, ConnectionId], None]
) -> None:
    """Though they have the oldest events, and their rest is over in every round."""
    bad, good = [firms.add(name) for name in "abcd"], [firms.add(name) for name in "ef"]
    for connection_id in (*bad, *good):
        firms.edit(connection_id)
    for connection_id in bad:
        trouble(firms, connection_id)
    firms.hourly(6, budget=2)
    assert [firms.email(c) for c in good] == ["e@new.example", "f@new.example"]


def test_events_without_end_do_not_starve_polls(firms: Firms) -> None:
    loud, quiet = [firms.add(name) for name in "ab"], firms.add("c")
    had = []
    for _ in range(3):
        firms.wait(POLL.total_seconds())
        for connection_id in loud:
            firms.edit(connection_id)
        had += firms.worked(2)
    assert quiet in had


def test_turns_go_round(firms: Firms) -> None:
    """Between two turns of one, everybody else who waits has one."""

    def fails_slowly(point: str) -> Exception:
        firms.wait(1)
        return ZeroDivisionError(point)

    for name in "abcde":
        firms.refusing[firms.add(name)] = fails_slowly
    firms.wait(POLL.total_seconds())
    rounds = ["".join(had) for had in firms.hourly(5, budget=2)]
    assert rounds == ["ab", "cd", "ea", "bc", "de"]


def test_sides_that_cannot_be_had_are_a_failure_of_that_firm(firms: Firms) -> None:
    a, b = firms.add("a"), firms.add("b")
    firms.edit(a)
    firms.edit(b)
    del firms.sides[a]
    assert [type(turn.failure) for turn in firms.turns()] == [KeyError, type(None)]


def test_firm_that_another_worker_has_is_passed_over(firms: Firms) -> None:
    a = firms.add("a")
    firms.edit(a)
    firms.world.store.claim(a, "another worker", 120)
    assert firms.turns() == (Turn(a),)
    firms.wait(121)
    assert firms.worked() == [a]


def test_failure_shows_its_class_alone(firms: Firms) -> None:
    """What a host's own exception says may be personal."""
    turn = Turn(ConnectionId("a"), failure=ValueError("Ann Lee"))
    assert repr(turn) == "Turn(connection_id='a', run=None, failure=ValueError)"
