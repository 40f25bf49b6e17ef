"""The status machine, paid documents and closed periods (fact sheet 4.2, 4.4)."""

from datetime import date
from typing import Any

import pytest

from tests.testing.simulator.billing import (
    approved,
    line,
    one,
    pay,
    refusals,
    refused,
    stored,
    updated,
)
from tests.testing.simulator.caller import Caller, Json, calling
from xerolink.testing.simulator import RefusedError, Switches

NOT_VALID = ["Invoice not of valid status for modification"]
PAID_EDIT = ["This document cannot be edited as it has a payment or credit note allocated to it."]
DUE = {"DueDate": "2026-10-14"}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("DRAFT", "DRAFT"),
        ("DRAFT", "SUBMITTED"),
        ("DRAFT", "AUTHORISED"),
        ("DRAFT", "DELETED"),
        ("SUBMITTED", "DRAFT"),
        ("SUBMITTED", "AUTHORISED"),
        ("SUBMITTED", "DELETED"),
        ("AUTHORISED", "AUTHORISED"),
        ("AUTHORISED", "VOIDED"),
    ],
)
def test_a_step_that_there_is(caller: Caller, first: str, then: str) -> None:
    assert updated(caller, stored(caller, Status=first, **DUE), Status=then)["Status"] == then


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("DRAFT", "VOIDED"),
        ("DRAFT", "PAID"),
        ("SUBMITTED", "VOIDED"),
        ("AUTHORISED", "DRAFT"),
        ("AUTHORISED", "DELETED"),
        ("AUTHORISED", "PAID"),
    ],
)
def test_a_step_that_there_is_not(caller: Caller, first: str, then: str) -> None:
    assert refused(caller, stored(caller, Status=first, **DUE), Status=then) == NOT_VALID


@pytest.mark.parametrize(("first", "end"), [("DRAFT", "DELETED"), ("AUTHORISED", "VOIDED")])
def test_nothing_follows_the_end(caller: Caller, first: str, end: str) -> None:
    found = updated(caller, stored(caller, Status=first, **DUE), Status=end)
    assert refused(caller, found, Reference="R") == NOT_VALID


@pytest.mark.parametrize("status", ["PAID", "VOIDED", "DELETED"])
def test_nothing_begins_at_its_end(caller: Caller, status: str) -> None:
    assert len(refusals(caller, Status=status, **DUE)) == 1


def test_an_unknown_status_is_a_bad_body(caller: Caller) -> None:
    answer = caller.ask("POST", "/Invoices", {"Status": "LOST"})
    assert answer.json()["Type"] == "PostDataInvalidException"


def test_a_voided_invoice_still_shows_what_was_due(caller: Caller) -> None:
    found = updated(caller, approved(caller), Status="VOIDED")
    assert (found["AmountDue"], found["Total"]) == (115.0, 115.0)


def test_a_void_changes_nothing_else(caller: Caller) -> None:
    found = updated(caller, approved(caller), Status="VOIDED", Date="2020-01-01")
    assert found["DateString"] == "2026-09-14T00:00:00"


def test_a_draft_is_checked_when_it_is_approved(caller: Caller) -> None:
    draft = stored(caller, LineItems=[{"Description": "x", "UnitAmount": 1}], **DUE)
    assert len(refused(caller, draft, Status="AUTHORISED")) == 1


@pytest.fixture
def part_paid(caller: Caller) -> Json:
    found = approved(caller)
    pay(caller, found, 15)
    return one(caller, found["InvoiceID"])


def test_a_paid_document_cannot_be_voided(caller: Caller, part_paid: Json) -> None:
    (told,) = refused(caller, part_paid, Status="VOIDED")
    assert told.startswith("The status VOIDED cannot be applied to the invoice because it has")


@pytest.mark.parametrize(
    "change",
    [
        {"Reference": "R"},
        {"DueDate": "2026-11-11"},
        {"InvoiceNumber": "A-9"},
        {"Url": "https://a.example"},
    ],
)
def test_this_may_change_on_a_paid_invoice(
    caller: Caller, part_paid: Json, change: dict[str, Any]
) -> None:
    name = next(iter(change))
    assert updated(caller, part_paid, **change)[name] != part_paid.get(name)


@pytest.mark.parametrize(
    "change",
    [
        {"Date": "2026-09-15"},
        {"LineAmountTypes": "Inclusive"},
        {"LineItems": [line()]},
        {"LineItems": []},
    ],
)
def test_this_may_not(caller: Caller, part_paid: Json, change: dict[str, Any]) -> None:
    assert PAID_EDIT[0] in refused(caller, part_paid, **change)


@pytest.mark.parametrize("change", [{"Description": "New"}, {"AccountCode": "260"}])
def test_this_may_change_on_a_paid_line(
    caller: Caller, part_paid: Json, change: dict[str, Any]
) -> None:
    kept = {"LineItemID": part_paid["LineItems"][0]["LineItemID"], **change}
    (shown,) = updated(caller, part_paid, LineItems=[kept])["LineItems"]
    assert shown == {**part_paid["LineItems"][0], **change}


def test_a_price_may_not(caller: Caller, part_paid: Json) -> None:
    kept = {"LineItemID": part_paid["LineItems"][0]["LineItemID"], "UnitAmount": 99}
    assert refused(caller, part_paid, LineItems=[kept]) == PAID_EDIT


def test_the_contact_of_a_paid_invoice_may_change(caller: Caller, part_paid: Json) -> None:
    other = {"ContactID": caller.created(Name="Other")}
    assert updated(caller, part_paid, Contact=other)["Contact"]["Name"] == "Other"


def test_nothing_may_change_on_a_paid_bill(caller: Caller) -> None:
    bill = approved(caller, Type="ACCPAY", LineItems=[line(AccountCode="400")])
    pay(caller, bill, 15)
    assert refused(caller, bill, DueDate="2026-11-11") == PAID_EDIT


@pytest.mark.parametrize("change", [{"DueDate": "2026-11-11"}, {"SentToContact": True}])
def test_this_leaves_the_time_of_a_part_paid_invoice(
    caller: Caller, part_paid: Json, change: dict[str, Any]
) -> None:
    found = updated(caller, part_paid, **change)
    assert found["UpdatedDateUTC"] == part_paid["UpdatedDateUTC"]


def test_an_approved_invoice_can_be_marked_as_sent(caller: Caller) -> None:
    assert approved(caller, SentToContact=True)["SentToContact"] is True


def test_a_draft_cannot_be_marked_as_sent(caller: Caller) -> None:
    assert len(refusals(caller, SentToContact=True)) == 1


LOCKED = ["The document date cannot be before the period lock date of 30 Jun 2026."]


@pytest.mark.parametrize("day", ["2026-06-30", "2026-01-01"])
def test_a_closed_period_takes_no_document(caller: Caller, day: str) -> None:
    caller.org.people.lock_period(date(2026, 6, 30))
    assert refusals(caller, Date=day) == LOCKED


def test_the_day_after_is_open(caller: Caller) -> None:
    caller.org.people.lock_period(date(2026, 6, 30))
    assert stored(caller, Date="2026-07-01")["Status"] == "DRAFT"


def test_a_document_in_a_closed_period_cannot_change(caller: Caller) -> None:
    found = approved(caller, Date="2026-06-01")
    caller.org.people.lock_period(date(2026, 6, 30))
    assert refused(caller, found, Status="VOIDED") == LOCKED


def test_a_period_can_be_opened_again(caller: Caller) -> None:
    caller.org.people.lock_period(date(2026, 6, 30))
    caller.org.people.lock_period(None)
    assert stored(caller, Date="2026-06-01")["Status"] == "DRAFT"


def test_the_period_lock_does_not_bind_an_adviser() -> None:
    with calling(Switches(adviser=True)) as caller:
        caller.org.people.lock_period(date(2026, 6, 30))
        assert stored(caller, Date="2026-06-01")["Status"] == "DRAFT"


def test_the_end_of_year_lock_binds_everybody() -> None:
    with calling(Switches(adviser=True)) as caller:
        caller.org.people.end_of_year_lock(date(2026, 3, 31))
        assert "31 Mar 2026" in refusals(caller, Date="2026-03-31")[0]


def test_people_void(caller: Caller) -> None:
    found = approved(caller)
    caller.org.people.void(found["InvoiceID"])
    assert one(caller, found["InvoiceID"])["Status"] == "VOIDED"


def test_people_edit_an_invoice(caller: Caller) -> None:
    found = stored(caller)
    caller.org.people.edit_invoice(found["InvoiceID"], Reference="By hand")
    assert one(caller, found["InvoiceID"])["Reference"] == "By hand"


def test_people_obey_the_rules_too(caller: Caller) -> None:
    with pytest.raises(RefusedError):
        caller.org.people.void(stored(caller)["InvoiceID"])


def test_what_people_make_is_not_the_apps(caller: Caller) -> None:
    invoice_id = caller.org.people.add_invoice(
        Type="ACCREC", Contact={"Name": "A"}, LineItems=[line()]
    )
    assert caller.org.invoices[invoice_id].by_app is False


def test_an_unknown_invoice_is_a_key_error(caller: Caller) -> None:
    with pytest.raises(KeyError):
        caller.org.people.void("nothing")


def test_a_merge_hands_the_documents_over(caller: Caller) -> None:
    survivor = caller.created(Name="Survivor")
    found = approved(caller)
    caller.org.people.merge(found["Contact"]["ContactID"], survivor)
    shown = one(caller, found["InvoiceID"])
    assert (shown["Contact"]["Name"], shown["UpdatedDateUTC"]) == (
        "Survivor",
        found["UpdatedDateUTC"],
    )
