"""PUT and POST of contacts (fact sheet 3.1 and 3.3)."""

from typing import Any

import pytest

from tests.testing.simulator.caller import (
    ZERO_GUID,
    Caller,
    Json,
    calling,
    contacts_of,
    names,
    problems,
)
from xerolink.testing.simulator import Switches

NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."
ARCHIVED_MATCHED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
NO_IDENTITY = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)


def taken(name: str) -> str:
    return (
        f"The contact name {name} is already assigned to another contact. "
        "The contact name must be unique across all active contacts."
    )


@pytest.mark.parametrize("name", ["CAFÉ ACME", "cafe acme", " Cafe\u0301 Acme "])
def test_a_name_is_taken_whatever_its_case_and_accents(caller: Caller, name: str) -> None:
    caller.created(Name="Café Acme")
    assert problems(caller.put({"Name": name})) == [taken(name.strip())]


@pytest.mark.parametrize("name", ["Acme.", "Ac me", "Acme Ltd"])
def test_a_name_that_differs_otherwise_is_free(caller: Caller, name: str) -> None:
    caller.created(Name="Acme")
    assert caller.put({"Name": name}).status == 200


def test_the_name_of_an_archived_contact_is_free(caller: Caller) -> None:
    caller.org.people.archive(caller.created(Name="Acme"))
    assert caller.put({"Name": "Acme"}).status == 200


def test_put_refuses_a_taken_number(caller: Caller) -> None:
    caller.created(Name="Acme", ContactNumber="X-1")
    assert problems(caller.put({"Name": "Other", "ContactNumber": "X-1"})) == [NUMBER_TAKEN]


def test_an_archived_contact_keeps_its_number(caller: Caller) -> None:
    caller.org.people.archive(caller.created(Name="Acme", ContactNumber="X-1"))
    assert problems(caller.put({"Name": "Other", "ContactNumber": "X-1"})) == [NUMBER_TAKEN]


def test_put_never_updates_even_with_a_contact_id(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    caller.put({"ContactID": contact_id, "Name": "Other"})
    assert sorted(names(caller.contacts())) == ["Acme", "Other"]


def test_without_unique_names_two_contacts_share_one() -> None:
    with calling(Switches(enforce_unique_names=False)) as caller:
        caller.put({"Name": "Acme"}, {"Name": "Acme"})
        assert names(caller.contacts()) == ["Acme", "Acme"]


def test_without_unique_numbers_two_contacts_share_one() -> None:
    with calling(Switches(enforce_unique_numbers=False)) as caller:
        answer = caller.put(
            {"Name": "A", "ContactNumber": "X"}, {"Name": "B", "ContactNumber": "X"}
        )
        assert answer.status == 200


def test_post_without_id_overwrites_the_contact_of_that_name(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme", EmailAddress="old@acme.example")
    caller.post({"Name": "ACME", "EmailAddress": "new@acme.example"})
    assert caller.org.contacts[contact_id].email == "new@acme.example"


def test_post_without_id_overwrites_the_contact_of_that_number(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme", ContactNumber="X-1")
    caller.post({"ContactNumber": "X-1", "Name": "Renamed"})
    assert caller.org.contacts[contact_id].name == "Renamed"


def test_post_matches_the_number_before_the_name(caller: Caller) -> None:
    by_number = caller.created(Name="Numbered", ContactNumber="X-1")
    caller.created(Name="Named")
    answer = caller.post({"ContactNumber": "X-1", "Name": "Named"})
    assert (problems(answer), caller.org.contacts[by_number].name) == ([taken("Named")], "Numbered")


def test_post_without_a_match_creates(caller: Caller) -> None:
    caller.post({"Name": "Acme"})
    assert names(caller.contacts()) == ["Acme"]


def test_post_by_the_name_of_an_archived_contact_creates(caller: Caller) -> None:
    caller.org.people.archive(caller.created(Name="Acme"))
    caller.post({"Name": "Acme"})
    assert len(caller.org.contacts) == 2


def test_post_by_the_number_of_an_archived_contact_is_refused(caller: Caller) -> None:
    caller.org.people.archive(caller.created(Name="Acme", ContactNumber="X-1"))
    answer = caller.post({"Name": "Other", "ContactNumber": "X-1"})
    assert problems(answer) == [ARCHIVED_MATCHED]


def test_post_with_an_unknown_contact_id_is_refused(caller: Caller) -> None:
    unknown = "11111111-1111-4111-8111-111111111111"
    assert caller.post({"ContactID": unknown, "Name": "Acme"}).status == 400


def test_the_zero_guid_counts_as_no_contact_id(caller: Caller) -> None:
    caller.post({"ContactID": ZERO_GUID, "Name": "Acme"})
    assert names(caller.contacts()) == ["Acme"]


def test_post_to_the_contacts_own_path_updates_it(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    caller.ask("POST", f"/Contacts/{contact_id}", {"Contacts": [{"Name": "Renamed"}]})
    assert caller.org.contacts[contact_id].name == "Renamed"


def test_post_to_an_unknown_path_is_not_found(caller: Caller) -> None:
    assert caller.ask("POST", f"/Contacts/{ZERO_GUID}", {"Name": "Acme"}).status == 404


def test_one_bare_contact_may_be_sent(caller: Caller) -> None:
    caller.ask("PUT", "/Contacts", {"Name": "Acme"})
    assert names(caller.contacts()) == ["Acme"]


def test_keys_may_come_in_any_case(caller: Caller) -> None:
    phone = {"phonetype": "default", "PHONENUMBER": "1"}
    caller.ask("PUT", "/Contacts", {"contacts": [{"nAmE": "Acme", "phones": [phone]}]})
    (contact,) = caller.org.contacts.values()
    assert (contact.name, contact.phone()) == ("Acme", {"PhoneNumber": "1"})


FULL: Json = {
    "Name": "Acme",
    "EmailAddress": "a@acme.example",
    "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "555", "PhoneAreaCode": "09"}],
    "Addresses": [{"AddressType": "POBOX", "AddressLine1": "1 Quay St", "City": "Auckland"}],
    "ContactPersons": [{"FirstName": "Ann"}, {"FirstName": "Bob"}],
}


def updated(caller: Caller, **change: Any) -> Json:
    """The full contact after a POST of *change*, as GET shows it."""
    contact_id = caller.created(**FULL)
    contacts_of(caller.post({"ContactID": contact_id, **change}))
    return contacts_of(caller.ask("GET", f"/Contacts/{contact_id}"))[0]


def slot(contact: Json, name: str, slot_type: str) -> Json:
    (found,) = [one for one in contact[name] if slot_type in one.values()]
    return {key: value for key, value in found.items() if value != slot_type}


def test_what_is_omitted_is_kept(caller: Caller) -> None:
    shown = updated(caller, EmailAddress="b@acme.example")
    kept = shown["Name"], slot(shown, "Phones", "DEFAULT"), slot(shown, "Addresses", "POBOX")
    assert kept == (
        "Acme",
        {"PhoneNumber": "555", "PhoneAreaCode": "09"},
        {"AddressLine1": "1 Quay St", "City": "Auckland"},
    )


def test_an_empty_text_clears(caller: Caller) -> None:
    assert "EmailAddress" not in updated(caller, EmailAddress="")


def test_null_keeps(caller: Caller) -> None:
    assert updated(caller, EmailAddress=None, Phones=None)["EmailAddress"] == "a@acme.example"


def test_a_slot_of_another_type_is_kept(caller: Caller) -> None:
    mobile = {"PhoneType": "MOBILE", "PhoneNumber": "021"}
    shown = updated(caller, Phones=[mobile])
    assert slot(shown, "Phones", "DEFAULT") == {"PhoneNumber": "555", "PhoneAreaCode": "09"}


def test_a_part_left_out_of_a_slot_is_kept(caller: Caller) -> None:
    shown = updated(caller, Phones=[{"PhoneType": "DEFAULT", "PhoneNumber": "556"}])
    assert slot(shown, "Phones", "DEFAULT") == {"PhoneNumber": "556", "PhoneAreaCode": "09"}


def test_a_part_left_out_of_a_slot_is_cleared_by_switch() -> None:
    with calling(Switches(unsent_parts_cleared=True)) as caller:
        shown = updated(caller, Phones=[{"PhoneType": "DEFAULT", "PhoneNumber": "556"}])
        assert slot(shown, "Phones", "DEFAULT") == {"PhoneNumber": "556"}


def test_an_empty_part_clears_that_part(caller: Caller) -> None:
    shown = updated(caller, Addresses=[{"AddressType": "POBOX", "City": ""}])
    assert slot(shown, "Addresses", "POBOX") == {"AddressLine1": "1 Quay St"}


def test_a_phone_is_stored_as_given(caller: Caller) -> None:
    shown = updated(caller, Phones=[{"PhoneType": "DDI", "PhoneNumber": "09 111 1111"}])
    assert slot(shown, "Phones", "DDI") == {"PhoneNumber": "09 111 1111"}


def test_contact_persons_are_replaced_as_a_whole(caller: Caller) -> None:
    shown = updated(caller, ContactPersons=[{"FirstName": "Cy"}])
    assert [person["FirstName"] for person in shown["ContactPersons"]] == ["Cy"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("IsCustomer", True), ("IsSupplier", True), ("UpdatedDateUTC", "/Date(1+0000)/")],
)
def test_read_only_fields_are_ignored(caller: Caller, name: str, value: object) -> None:
    assert updated(caller, **{name: value})[name] != value


def test_the_update_answer_shows_the_merged_contact(caller: Caller) -> None:
    contact_id = caller.created(**FULL)
    (shown,) = contacts_of(caller.post({"ContactID": contact_id, "EmailAddress": ""}))
    assert slot(shown, "Addresses", "POBOX") == {
        "AddressLine1": "1 Quay St",
        "City": "Auckland",
        "Region": "",
        "PostalCode": "",
        "Country": "",
    }


@pytest.mark.parametrize("email", ["acme", "a@b", "a b@c.example", "jörg@acme.example", "@c.d"])
def test_an_email_address_must_be_valid(caller: Caller, email: str) -> None:
    answer = caller.put({"Name": "Acme", "EmailAddress": email})
    assert problems(answer) == ["Email address must be valid."]


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"Name": "x" * 256}, 255),
        ({"ContactNumber": "x" * 51}, 50),
        ({"Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "1" * 51}]}, 50),
        ({"Phones": [{"PhoneType": "DEFAULT", "PhoneAreaCode": "1" * 11}]}, 10),
        ({"Phones": [{"PhoneType": "DEFAULT", "PhoneCountryCode": "1" * 21}]}, 20),
        ({"Addresses": [{"AddressType": "POBOX", "AddressLine1": "x" * 501}]}, 500),
        ({"Addresses": [{"AddressType": "POBOX", "City": "x" * 256}]}, 255),
        ({"Addresses": [{"AddressType": "POBOX", "Country": "x" * 51}]}, 50),
    ],
)
def test_what_is_too_long_is_refused(caller: Caller, fields: Json, limit: int) -> None:
    (problem,) = problems(caller.put({"Name": "Acme", **fields}))
    assert f"longer than {limit} characters" in problem


def test_what_just_fits_is_stored(caller: Caller) -> None:
    assert caller.put({"Name": "x" * 255, "ContactNumber": "x" * 50}).status == 200


def test_a_contact_needs_something_to_be_known_by(caller: Caller) -> None:
    assert problems(caller.post({"EmailAddress": "a@b.example"})) == [NO_IDENTITY]


def test_a_name_cannot_be_cleared(caller: Caller) -> None:
    assert caller.post({"ContactID": caller.created(Name="Acme"), "Name": ""}).status == 400


def test_persons_need_a_primary_email_address(caller: Caller) -> None:
    answer = caller.put({"Name": "Acme", "ContactPersons": [{"FirstName": "Ann"}]})
    assert problems(answer) == [
        "Additional people cannot be added when the primary person has no email address set."
    ]


def test_all_problems_of_an_element_come_at_once(caller: Caller) -> None:
    caller.created(Name="Acme")
    answer = caller.put({"Name": "Acme", "EmailAddress": "acme"})
    assert problems(answer) == [taken("Acme"), "Email address must be valid."]


def test_post_archives(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    (shown,) = contacts_of(caller.post({"ContactID": contact_id, "ContactStatus": "ARCHIVED"}))
    assert shown["ContactStatus"] == "ARCHIVED"


@pytest.mark.parametrize("change", [{"ContactStatus": "ACTIVE"}, {"Name": "Other"}])
def test_an_archived_contact_cannot_be_edited(caller: Caller, change: Json) -> None:
    contact_id = caller.created(Name="Acme")
    caller.org.people.archive(contact_id)
    assert problems(caller.post({"ContactID": contact_id, **change})) == [ARCHIVED_MATCHED]


def test_the_own_name_in_another_case_is_not_taken(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    caller.post({"ContactID": contact_id, "Name": "ACME"})
    assert caller.org.contacts[contact_id].name == "ACME"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"Contacts": {}}',
        b'{"Name": ["A"]}',
        b'{"Name": "A", "ContactStatus": "GONE"}',
        b'{"Name": "A", "ContactID": "A"}',
        b'{"Name": "A", "Phones": [{"PhoneType": "HOME"}]}',
    ],
)
def test_a_body_that_cannot_be_read_is_refused(caller: Caller, body: bytes) -> None:
    shown = caller.ask("PUT", "/Contacts", body).json()
    assert (shown["ErrorNumber"], shown["Type"]) == (14, "PostDataInvalidException")


def test_a_body_over_the_limit_is_refused(caller: Caller) -> None:
    assert caller.ask("PUT", "/Contacts", b" " * 3_500_001).status == 413
