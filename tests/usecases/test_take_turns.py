"""A worker's round over several connections."""

from collections.abc import Callable

import pytest
from attrs import define, field

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.app import Sides, Xerolink
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.domain.run import Organisation
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.run_once import POLL
from xerolink.usecases.take_turns import PAUSE, Turn


@define
class Firms:
    """Several firms on one app, each with a pair; *refusing* ones raise at every call to Xero."""

    world: World = field(factory=World)
    sides: dict[ConnectionId, Sides] = field(factory=dict)
    refusing: dict[ConnectionId, Callable[[str], Exception]] = field(factory=dict)

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
