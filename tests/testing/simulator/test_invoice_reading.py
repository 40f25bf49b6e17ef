"""GET of invoices: which, in which order, how much of each (fact sheet 4.4)."""

from typing import Any

import pytest

from tests.testing.simulator.billing import (
    approved,
    invoice,
    line,
    listed,
    numbers,
    one,
    post,
    put,
    stored,
    updated,
)
from tests.testing.simulator.caller import Caller, calling
from xerolink.testing.simulator import Switches


def several(caller: Caller, *named: str, **fields: Any) -> list[str]:
    """The ids of invoices with these numbers, a second apart."""
    ids = []
    for number in named:
        caller.clock.move(seconds=1)
        ids.append(stored(caller, InvoiceNumber=number, **fields)["InvoiceID"])
    return ids


def test_a_list_has_no_lines_and_a_stub_of_the_contact(caller: Caller) -> None:
    found = stored(caller)
    (shown,) = listed(caller)
    stub = {name: found["Contact"][name] for name in ("ContactID", "Name")}
    assert (shown["LineItems"], shown["Contact"]) == ([], stub)


@pytest.mark.parametrize("query", [{"page": 1}, {"Statuses": "DRAFT"}])
def test_a_page_has_lines_and_a_stub(caller: Caller, query: dict[str, Any]) -> None:
    stored(caller)
    (shown,) = listed(caller, **query)
    assert (len(shown["LineItems"]), len(shown["Contact"])) == (1, 2)


def test_one_invoice_has_all_of_its_contact(caller: Caller) -> None:
    found = stored(caller)
    shown = one(caller, found["InvoiceID"])
    assert (len(shown["LineItems"]), "Phones" in shown["Contact"]) == (1, True)


def test_one_invoice_is_found_by_its_number(caller: Caller) -> None:
    found = stored(caller, InvoiceNumber="A/1 #2")
    assert one(caller, "A%2F1%20%232")["InvoiceID"] == found["InvoiceID"]


def test_an_unknown_invoice_is_html(caller: Caller) -> None:
    answer = caller.ask("GET", "/Invoices/nothing")
    assert (answer.status, answer.headers["Content-Type"][:9]) == (404, "text/html")


def test_a_summary_has_no_lines_and_no_payments(caller: Caller) -> None:
    stored(caller)
    (shown,) = listed(caller, summaryOnly=True)
    assert not {"LineItems", "Payments"} & set(shown)


def test_pages_are_counted_when_one_is_asked_for(caller: Caller) -> None:
    several(caller, "A", "B", "C")
    answer = caller.ask("GET", "/Invoices", page=2, pageSize=2).json()
    assert (answer["pagination"]["itemCount"], numbers(answer["Invoices"])) == (3, ["C"])


def test_the_order_is_by_time_of_update(caller: Caller) -> None:
    first, _ = several(caller, "A", "B")
    updated(caller, {"InvoiceID": first}, Reference="R")
    assert numbers(listed(caller)) == ["B", "A"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("InvoiceNumber DESC", ["b", "A"]), ("Date", ["b", "A"]), ("Total", ["A", "b"])],
)
def test_another_order_can_be_asked_for(caller: Caller, order: str, expected: list[str]) -> None:
    stored(caller, InvoiceNumber="A", Date="2026-02-02", LineItems=[line(UnitAmount=1)])
    stored(caller, InvoiceNumber="b", Date="2026-01-01", LineItems=[line(UnitAmount=2)])
    assert numbers(listed(caller, order=order)) == expected


def test_an_unknown_order_is_refused(caller: Caller) -> None:
    assert caller.ask("GET", "/Invoices", order="Shoes").status == 400


def test_ids_choose(caller: Caller) -> None:
    ids = several(caller, "A", "B", "C")
    assert numbers(listed(caller, IDs=",".join(ids[:2]))) == ["A", "B"]


def test_numbers_choose(caller: Caller) -> None:
    several(caller, "A", "B", "C")
    assert numbers(listed(caller, InvoiceNumbers="a,C")) == ["A", "C"]


def test_contacts_choose(caller: Caller) -> None:
    contact = {"ContactID": caller.created(Name="Acme")}
    several(caller, "A")
    several(caller, "B", Contact=contact)
    assert numbers(listed(caller, ContactIDs=contact["ContactID"])) == ["B"]


def test_statuses_choose(caller: Caller) -> None:
    several(caller, "A")
    approved(caller, InvoiceNumber="B")
    assert numbers(listed(caller, Statuses="AUTHORISED,PAID")) == ["B"]


@pytest.mark.parametrize("query", [{"Statuses": "LOST"}, {"IDs": "1"}, {"ContactIDs": "1"}])
def test_an_unknown_status_or_id_is_refused(caller: Caller, query: dict[str, Any]) -> None:
    assert caller.ask("GET", "/Invoices", **query).status == 400


def test_deleted_invoices_are_listed_too(caller: Caller) -> None:
    updated(caller, stored(caller, InvoiceNumber="A"), Status="DELETED")
    assert numbers(listed(caller)) == ["A"]


def test_the_apps_own_invoices_can_be_asked_for(caller: Caller) -> None:
    stored(caller, InvoiceNumber="A")
    caller.org.people.add_invoice(Type="ACCREC", Contact={"Name": "X"}, LineItems=[line()])
    assert numbers(listed(caller, createdByMyApp=True)) == ["A"]


@pytest.mark.parametrize(("inclusive", "expected"), [(True, ["B"]), (False, [])])
def test_since_counts_in_whole_seconds(inclusive: bool, expected: list[str]) -> None:
    with calling(Switches(since_inclusive=inclusive)) as caller:
        several(caller, "A", "B")
        since = {"If-Modified-Since": f"{caller.clock.now:%Y-%m-%dT%H:%M:%S}"}
        found = caller.ask("GET", "/Invoices", headers=since).json()["Invoices"]
        assert numbers(found) == expected


@pytest.mark.parametrize(
    "where",
    [
        'InvoiceNumber=="a"',
        'Type=="ACCREC" AND Total>=115 AND AmountDue<116',
        "Date>=DateTime(2026,9,14)&&Date<DateTime(2026,9,15)",
        'Status=="PAID" OR Contact.Name=="Acme"',
        'Reference!=null AND Reference.StartsWith("PO")',
    ],
)
def test_where_chooses(caller: Caller, where: str) -> None:
    contact = {"ContactID": caller.created(Name="Acme")}
    stored(caller, InvoiceNumber="A", Contact=contact, Reference="PO 7")
    stored(caller, InvoiceNumber="B", Date="2026-01-01", LineItems=[line(UnitAmount=1)])
    assert numbers(listed(caller, where=where)) == ["A"]


def test_where_can_name_a_contact(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    several(caller, "A", Contact={"ContactID": contact_id})
    several(caller, "B")
    assert numbers(listed(caller, where=f'Contact.ContactID==Guid("{contact_id}")')) == ["A"]


@pytest.mark.parametrize("where", ["Shoes==1", 'Reference.StartsWith("PO")'])
def test_a_where_that_fails_is_refused(caller: Caller, where: str) -> None:
    stored(caller)
    answer = caller.ask("GET", "/Invoices", where=where)
    assert (answer.status, answer.json()["Type"]) == (400, "QueryParseException")


def test_the_search_term_looks_in_number_and_reference(caller: Caller) -> None:
    several(caller, "A", "B")
    stored(caller, InvoiceNumber="C", Reference="for a friend")
    assert numbers(listed(caller, searchTerm="FRIEND")) == ["C"]


@pytest.mark.parametrize(("rows", "status"), [(1, 200), (2, 400)])
def test_too_many_rows_need_paging(rows: int, status: int) -> None:
    with calling(Switches(most_rows=1)) as caller:
        put(caller, *(invoice(caller) for _ in range(rows)))
        assert caller.ask("GET", "/Invoices").status == status


def test_times_have_their_recorded_form(caller: Caller) -> None:
    found = stored(caller)
    assert (found["DateString"], found["UpdatedDateUTCString"]) == (
        "2026-09-14T00:00:00",
        "2026-09-14T09:29:53Z",
    )


def test_nothing_is_null(caller: Caller) -> None:
    found = stored(caller)
    assert None not in [*found.values(), *found["LineItems"][0].values()]


def test_the_operations_have_their_names(caller: Caller) -> None:
    found = stored(caller)
    post(caller, {"InvoiceID": found["InvoiceID"]})
    caller.ask("POST", f"/Invoices/{found['InvoiceID']}", {})
    one(caller, found["InvoiceID"])
    told = [each.operation for each in caller.xero.requests]
    assert told == ["PUT Invoices", "POST Invoices", "POST Invoice", "GET Invoice"]
