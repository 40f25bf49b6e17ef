"""A refused field holds itself alone: the others are tried again (semantics row 18)."""

import pytest

from tests.domain.contacts.desk import EMAIL, NAME, PHONE, host
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostOutcome,
    HostStale,
    HostStored,
    NumberTaken,
    Refused,
    XeroOutcome,
    refused_fields,
    without_refused,
)
from xerolink.domain.contacts.model import FieldName, FieldValue, Phone

TAKEN, LOCKED = Problem("taken", NAME), Problem("locked", EMAIL)
WHOLE = Problem("the contact is locked")


def test_a_field_is_refused_by_its_last_problem() -> None:
    again = Problem("taken, too", NAME)
    assert refused_fields(Refused((TAKEN, WHOLE, LOCKED, again))) == {NAME: again, EMAIL: LOCKED}


@pytest.mark.parametrize("outcome", [HostStored(host()), HostStale(), NumberTaken()])
def test_what_was_not_refused_refuses_no_field(outcome: HostOutcome | XeroOutcome) -> None:
    assert refused_fields(outcome) == {}


def test_the_other_fields_are_tried_again() -> None:
    values: dict[FieldName, FieldValue] = {NAME: "Acme", EMAIL: "a@acme.example", PHONE: Phone("1")}
    assert without_refused(values, Refused((TAKEN, LOCKED))) == {PHONE: Phone("1")}


def test_where_no_field_is_named_nothing_is_tried_again() -> None:
    assert without_refused({NAME: "Acme"}, Refused((WHOLE,))) == {}


def test_where_no_other_field_is_left_nothing_is_tried_again() -> None:
    assert without_refused({NAME: "Acme"}, Refused((TAKEN,))) == {}
