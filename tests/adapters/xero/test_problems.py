"""Xero's messages become problems on the right field, all of them, without personal values."""

from typing import Any

import pytest

from xerolink.adapters.xero.problems import problems_of
from xerolink.domain.contacts.model import FieldName

NAME_TAKEN = (
    "The contact name Ana Moana is already assigned to another contact. "
    "The contact name must be unique across all active contacts."
)
ARCHIVED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
NO_IDENTITY = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)
PEOPLE = "Additional people cannot be added when the primary person has no email address set."


def element(*messages: str, **sent: Any) -> dict[str, Any]:
    return {**sent, "ValidationErrors": [{"Message": message} for message in messages]}


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (NAME_TAKEN, FieldName.NAME),
        (NO_IDENTITY, FieldName.NAME),
        ("Email address must be valid.", FieldName.BILLING_EMAIL),
        (PEOPLE, FieldName.BILLING_EMAIL),
        ("Another contact has this contact number. Please enter a different one.", None),
        (ARCHIVED, None),
        ("The Name field must not be longer than 255 characters.", FieldName.NAME),
        ("The PhoneAreaCode field must not be longer than 10.", FieldName.PRIMARY_PHONE),
        ("The PostalCode field must not be longer than 50.", FieldName.BILLING_ADDRESS),
        ("Something else is wrong.", None),
    ],
)
def test_a_message_names_its_field(message: str, field: FieldName | None) -> None:
    assert [one.field for one in problems_of(element(message))] == [field]


@pytest.mark.parametrize("key", ["Phones", "Addresses"])
def test_a_nested_message_belongs_to_the_field_that_it_stands_in(key: str) -> None:
    fields = {"Phones": FieldName.PRIMARY_PHONE, "Addresses": FieldName.BILLING_ADDRESS}
    found = problems_of({key: [element("It is too long.")]})
    assert [one.field for one in found] == [fields[key]]


def test_every_message_is_kept() -> None:
    assert len(problems_of(element("One.", "Two.", Phones=[element("Three.")]))) == 3


def test_a_message_that_comes_twice_is_told_once() -> None:
    assert len(problems_of(element("One.", "One."))) == 1


def test_the_messages_of_several_elements_are_kept() -> None:
    assert len(problems_of([element("One."), element("Two.")])) == 2


def test_an_unknown_message_is_quoted() -> None:
    (problem,) = problems_of(element("The moon is wrong."))
    assert problem.why == "Xero says: The moon is wrong."


PERSONAL = {
    "a taken name": element(NAME_TAKEN, Name="Ana Moana"),
    "a value that was sent": element("What Ana Moana sent is wrong.", Name="Ana Moana"),
    "a value in another case": element("ANA MOANA is wrong.", Name="Ana Moana"),
    "a value in a slot": element("Ana Moana is wrong.", Addresses=[{"AttentionTo": "Ana Moana"}]),
    "a quotation": element("The name 'Ana Moana' is wrong."),
    "a double quotation": element('The name "Ana Moana" is wrong.'),
    "an address": element("Ana.Moana@example.com is wrong."),
}


@pytest.mark.parametrize("given", PERSONAL.values(), ids=PERSONAL.keys())
def test_no_problem_repeats(given: dict[str, Any]) -> None:
    assert not any("moana" in problem.why.lower() for problem in problems_of(given))


def test_a_long_message_is_cut() -> None:
    (problem,) = problems_of(element("word " * 1_000))
    assert len(problem.why) < 250


@pytest.mark.parametrize("errors", [[{}], [{"Message": None}], [{"Message": " "}], [7]])
def test_an_error_without_a_message_is_still_a_problem(errors: list[object]) -> None:
    assert len(problems_of({"ValidationErrors": errors})) == 1


@pytest.mark.parametrize("given", [None, 7, "x", [], {}, {"ValidationErrors": None}, element()])
def test_without_errors_there_is_no_problem(given: object) -> None:
    assert problems_of(given) == ()
