"""What an organisation tells its listeners: every write that was kept, once, in order."""

import pytest

from tests.testing.simulator.caller import Caller
from xerolink.testing.simulator import RefusedError


@pytest.fixture
def told(caller: Caller) -> list[tuple[str, str, str]]:
    """What the organisation of `caller` told since the test began."""
    heard: list[tuple[str, str, str]] = []
    caller.org.listeners.append(lambda *news: heard.append(news))
    return heard


def test_a_contact_that_a_person_makes_is_told(
    caller: Caller, told: list[tuple[str, str, str]]
) -> None:
    contact_id = caller.created(Name="A")
    assert told == [("CONTACT", contact_id, "CREATE")]


def test_a_contact_that_comes_by_the_api_is_told(
    caller: Caller, told: list[tuple[str, str, str]]
) -> None:
    contact_id = caller.put({"Name": "A"}).json()["Contacts"][0]["ContactID"]
    assert told == [("CONTACT", contact_id, "CREATE")]


def test_an_update_is_told_as_one(caller: Caller, told: list[tuple[str, str, str]]) -> None:
    contact_id = caller.created(Name="A")
    caller.post({"ContactID": contact_id, "Name": "B"})
    assert told[1:] == [("CONTACT", contact_id, "UPDATE")]


def test_an_archiving_is_an_update(caller: Caller, told: list[tuple[str, str, str]]) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.archive(contact_id)
    assert told[1:] == [("CONTACT", contact_id, "UPDATE")]


def test_nothing_is_told_of_what_was_undone(
    caller: Caller, told: list[tuple[str, str, str]]
) -> None:
    caller.put({"Name": "A"}, {"Name": "a"})
    assert told == []


def test_nothing_is_told_of_a_refusal(caller: Caller, told: list[tuple[str, str, str]]) -> None:
    with pytest.raises(RefusedError):
        caller.org.people.add(Name="")
    assert told == []


def test_the_flag_of_the_first_invoice_is_not_told(
    caller: Caller, told: list[tuple[str, str, str]]
) -> None:
    caller.org.people.invoice(caller.created(Name="A"))
    assert len(told) == 1


def test_an_answer_from_the_cache_of_keys_is_not_told_again(
    caller: Caller, told: list[tuple[str, str, str]]
) -> None:
    for _ in range(2):
        body = {"Contacts": [{"Name": "A"}]}
        caller.ask("PUT", "/Contacts", body, headers={"Idempotency-Key": "k"})
    assert len(told) == 1
