"""Faults by seed: any request may be hit, and the same ones are hit again."""

from tests.testing.simulator.caller import Caller
from xerolink.testing.simulator import ANY_FAULT, Fault, Faults, LostRequest, Offline, ServerError


def met(seed: int, rate: float, kinds: tuple[Fault, ...] = ANY_FAULT) -> list[str | None]:
    """The names of what hits a thousand requests."""
    faults = Faults()
    faults.by_seed(seed, rate, kinds)
    hits = [faults.due("GET Contacts") for _ in range(1000)]
    return [None if one is None else type(one).__name__ for one in hits]


def test_the_same_seed_hits_the_same_requests() -> None:
    assert met(7, 0.2) == met(7, 0.2)


def test_another_seed_hits_others() -> None:
    assert met(7, 0.2) != met(8, 0.2)


def test_about_as_many_are_hit_as_were_asked_for() -> None:
    assert 150 < sum(one is not None for one in met(7, 0.2)) < 250


def test_every_kind_hits() -> None:
    assert {*met(7, 1.0)} == {type(kind).__name__ for kind in ANY_FAULT}


def test_a_rate_of_nothing_hits_nothing() -> None:
    assert {*met(7, 0.0)} == {None}


def test_a_kind_hits_its_own_operation_only() -> None:
    assert {*met(7, 1.0, (Offline("PUT *"),))} == {None}


def test_an_ordered_fault_goes_first() -> None:
    faults = Faults()
    faults.by_seed(7, 1.0, (Offline("*"),))
    faults.add(LostRequest("GET Contacts"))
    told = [type(faults.due("GET Contacts")).__name__ for _ in range(2)]
    assert told == ["LostRequest", "Offline"]


def test_an_ordered_fault_does_not_move_the_others() -> None:
    plain, mixed = Faults(), Faults()
    for one in (plain, mixed):
        one.by_seed(7, 0.5)
    mixed.add(Offline("*"))
    later = [[one.due("GET Contacts") for _ in range(50)][1:] for one in (plain, mixed)]
    assert later[0] == later[1]


def test_cleared_seeds_hit_nothing() -> None:
    faults = Faults()
    faults.by_seed(7, 1.0)
    faults.clear()
    assert faults.due("GET Contacts") is None


def test_what_hits_a_request_is_in_the_log(caller: Caller) -> None:
    caller.xero.faults.by_seed(7, 1.0, (ServerError("*"),))
    caller.ask("GET", "/Contacts")
    assert [one.fault for one in caller.xero.requests] == ["ServerError"]
