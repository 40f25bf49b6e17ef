"""What a run costs at Xero is counted and told; nothing of it is personal."""

import pytest

from xerolink.domain.run import Operation
from xerolink.ports.errors import UnavailableError
from xerolink.ports.observer import RunEnded, XeroCalled
from xerolink.ports.xero import LONGEST_CALL, LONGEST_WAIT
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.run import CALL_SECONDS, LEASE_SECONDS

GET = Operation("GET Contacts")


def busy() -> World:
    """A world whose import reads two pages."""
    world = World()
    for number in range(1_200):
        world.xero.add(fields(f"Contact {number}"))
    return world


def test_a_run_knows_its_calls() -> None:
    done = busy().connect().import_contacts(ANNA)
    assert {operation: cost.calls for operation, cost in done.traffic.costs.items()} == {GET: 2}


def test_the_calls_of_a_run_are_stored() -> None:
    connection = busy().connect()
    done = connection.import_contacts(ANNA)
    assert connection.latest_runs(1)[0].traffic == done.traffic


def test_a_run_does_not_count_the_calls_of_the_one_before() -> None:
    world = World()
    world.xero.add(fields("Contact"))
    done = world.imported().sync_contacts()
    assert done.traffic.total.calls == 1


def test_every_call_of_a_run_is_told() -> None:
    world = busy()
    done = world.connect().import_contacts(ANNA)
    told = [event.cost.calls for event in world.events.events if isinstance(event, XeroCalled)]
    assert sum(told) == done.traffic.total.calls


def test_the_end_of_a_run_tells_what_it_cost() -> None:
    world = busy()
    done = world.connect().import_contacts(ANNA)
    (ended,) = [event for event in world.events.events if isinstance(event, RunEnded)]
    assert ended.traffic == done.traffic


def test_a_run_that_fails_tells_what_it_cost() -> None:
    world = busy()
    trap = Trap(2, lost, lambda point: point == "after xero.page")
    world.seen_xero = Trapped(world.xero, "xero", trap)
    connection = world.connect()
    with pytest.raises(UnavailableError):
        connection.import_contacts(ANNA)
    assert connection.latest_runs(1)[0].traffic.total.calls == 2


def test_a_lease_outlives_the_longest_wait_and_the_longest_call() -> None:
    """A call that waited for its turn never leaves with a lease that is about to end."""
    assert LONGEST_WAIT + LONGEST_CALL < CALL_SECONDS < LEASE_SECONDS
