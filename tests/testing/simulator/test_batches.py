"""summarizeErrors, and the six minutes of an Idempotency-Key (fact sheet 3.3 and 7)."""

from tests.testing.simulator.caller import ZERO_GUID, Caller, contacts_of, names, problems

GOOD = {"Name": "Good"}
BAD = {"Name": "Bad", "EmailAddress": "bad"}


def test_one_refused_element_stores_none_by_default(caller: Caller) -> None:
    caller.put(GOOD, BAD)
    assert caller.contacts() == []


def test_a_refused_update_leaves_the_earlier_elements_as_they_were(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    before = caller.org.contacts[contact_id]
    caller.post({"ContactID": contact_id, "Name": "Renamed"}, BAD)
    assert caller.org.contacts[contact_id] == before


def test_a_name_that_a_refused_call_gave_back_is_free(caller: Caller) -> None:
    caller.put(GOOD, BAD)
    assert caller.put(GOOD).status == 200


def test_a_call_refused_as_a_whole_names_the_refused_elements_only(caller: Caller) -> None:
    elements = caller.put(GOOD, BAD).json()["Elements"]
    assert names(elements) == ["Bad"]


def test_without_summary_each_element_has_its_status(caller: Caller) -> None:
    shown = contacts_of(caller.put(GOOD, BAD, summarizeErrors=False))
    told = [(one["StatusAttributeString"], one["HasValidationErrors"]) for one in shown]
    assert told == [("OK", False), ("ERROR", True)]


def test_without_summary_the_good_elements_are_stored(caller: Caller) -> None:
    caller.put(GOOD, BAD, summarizeErrors=False)
    assert names(caller.contacts()) == ["Good"]


def test_a_refused_element_echoes_what_was_sent(caller: Caller) -> None:
    phone = {"PhoneType": "DDI", "PhoneNumber": "1"}
    (shown,) = contacts_of(caller.put({**BAD, "Phones": [phone]}, summarizeErrors=False))
    assert shown == {
        "ContactID": ZERO_GUID,
        "Name": "Bad",
        "EmailAddress": "bad",
        "Addresses": [],
        "Phones": [{**phone, "ValidationErrors": []}],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": True,
        "ValidationErrors": [{"Message": "Email address must be valid."}],
        "StatusAttributeString": "ERROR",
    }


def test_a_refused_update_keeps_the_id_that_was_sent(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    answer = caller.post({"ContactID": contact_id, "EmailAddress": "x"}, summarizeErrors=False)
    assert contacts_of(answer)[0]["ContactID"] == contact_id


def test_with_summary_a_success_carries_no_status(caller: Caller) -> None:
    assert "StatusAttributeString" not in contacts_of(caller.put(GOOD))[0]


def test_elements_of_one_call_see_each_other(caller: Caller) -> None:
    shown = contacts_of(caller.put(GOOD, GOOD, summarizeErrors=False))
    assert [one["StatusAttributeString"] for one in shown] == ["OK", "ERROR"]


def test_answers_come_in_the_order_of_the_elements(caller: Caller) -> None:
    shown = contacts_of(caller.put({"Name": "B"}, {"Name": "A"}))
    assert names(shown) == ["B", "A"]


def keyed(caller: Caller, key: str, name: str = "Acme") -> tuple[int, bytes]:
    body = {"Contacts": [{"Name": name}]}
    answer = caller.ask("PUT", "/Contacts", body, headers={"Idempotency-Key": key})
    return answer.status, answer.data


def test_the_same_key_gives_the_same_answer(caller: Caller) -> None:
    assert keyed(caller, "k") == keyed(caller, "k")


def test_the_same_key_writes_once(caller: Caller) -> None:
    keyed(caller, "k")
    keyed(caller, "k")
    assert [one.written for one in caller.xero.requests] == [1, 0]


def test_errors_are_kept_under_a_key_too(caller: Caller) -> None:
    blocking = caller.created(Name="Acme")
    refused = keyed(caller, "k")
    caller.org.people.archive(blocking)
    assert keyed(caller, "k") == refused


def test_a_key_is_forgotten_after_six_minutes(caller: Caller) -> None:
    keyed(caller, "k")
    caller.clock.move(minutes=6)
    assert keyed(caller, "k")[0] == 400


def test_a_key_is_kept_for_just_under_six_minutes(caller: Caller) -> None:
    first = keyed(caller, "k")
    caller.clock.move(minutes=5, seconds=59)
    assert keyed(caller, "k") == first


def test_a_key_cannot_serve_another_request(caller: Caller) -> None:
    keyed(caller, "k")
    assert b"Idempotency Key: k is used with a different request." in keyed(caller, "k", "Other")[1]


def test_a_key_over_128_characters_is_refused(caller: Caller) -> None:
    assert [keyed(caller, "k" * 129)[0], keyed(caller, "k" * 128)[0]] == [400, 200]


def test_a_key_belongs_to_one_organisation(caller: Caller) -> None:
    keyed(caller, "k")
    caller.org = caller.xero.add_organisation("Other")
    keyed(caller, "k")
    assert [contact.name for contact in caller.org.contacts.values()] == ["Acme"]


def test_another_key_asks_again(caller: Caller) -> None:
    keyed(caller, "k")
    answer = caller.ask("PUT", "/Contacts", {"Name": "Acme"}, headers={"Idempotency-Key": "l"})
    assert len(problems(answer)) == 1
