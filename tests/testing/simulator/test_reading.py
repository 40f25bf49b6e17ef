"""GET of contacts: pages, orders, filters (fact sheet 3.4)."""

from urllib.parse import quote

import pytest

from tests.testing.simulator.caller import Caller, Json, calling, contacts_of, names
from xerolink.testing.simulator import Switches


def several(caller: Caller, *contact_names: str) -> list[str]:
    return [caller.created(Name=name) for name in contact_names]


def test_pages_are_of_the_size_asked_for(caller: Caller) -> None:
    several(caller, "A", "B", "C")
    pages = [names(caller.contacts(page=page, pageSize=2)) for page in (1, 2, 3)]
    assert pages == [["A", "B"], ["C"], []]


def test_pagination_counts_pages_and_items(caller: Caller) -> None:
    several(caller, "A", "B", "C")
    shown = caller.ask("GET", "/Contacts", page=2, pageSize=2).json()["pagination"]
    assert shown == {"page": 2, "pageSize": 2, "pageCount": 2, "itemCount": 3}


def test_a_page_holds_a_hundred_unless_asked_otherwise() -> None:
    with calling(contacts=tuple({"Name": f"C{number}"} for number in range(101))) as caller:
        assert len(caller.contacts(page=1)) == 100


def test_without_page_all_come() -> None:
    with calling(contacts=tuple({"Name": f"C{number}"} for number in range(101))) as caller:
        assert len(caller.contacts()) == 101


@pytest.mark.parametrize("query", [{"page": 0}, {"page": "x"}, {"page": 1, "pageSize": 1001}])
def test_a_page_that_is_none_is_refused(caller: Caller, query: Json) -> None:
    assert caller.ask("GET", "/Contacts", **query).status == 400


def test_a_thousand_is_a_page(caller: Caller) -> None:
    assert caller.ask("GET", "/Contacts", page=1, pageSize=1000).status == 200


def test_the_default_order_is_by_the_last_update(caller: Caller) -> None:
    first, _ = several(caller, "A", "B")
    caller.org.people.edit(first, EmailAddress="a@b.example")
    assert names(caller.contacts()) == ["B", "A"]


def test_contacts_can_be_ordered_by_id(caller: Caller) -> None:
    ids = several(caller, "A", "B", "C", "D")
    shown = caller.contacts(order="ContactID", page=1)
    assert [one["ContactID"] for one in shown] == sorted(ids)


def test_contacts_can_be_ordered_downwards(caller: Caller) -> None:
    several(caller, "b", "A", "c")
    assert names(caller.contacts(order="Name DESC")) == ["c", "b", "A"]


def test_an_order_that_xero_does_not_know_is_refused(caller: Caller) -> None:
    assert caller.ask("GET", "/Contacts", order="Shoes").json()["Type"] == "QueryParseException"


def test_a_write_shows_in_an_order_that_was_read_before(caller: Caller) -> None:
    several(caller, "B")
    caller.contacts(order="Name", page=1)
    several(caller, "A")
    assert names(caller.contacts(order="Name", page=1)) == ["A", "B"]


def test_an_offset_page_skips_a_row_when_a_row_that_was_read_moves(caller: Caller) -> None:
    """The hazard of paging over UpdatedDateUTC is there as in Xero."""
    first, *_ = several(caller, "A", "B", "C")
    seen = names(caller.contacts(page=1, pageSize=1))
    caller.org.people.edit(first, EmailAddress="a@b.example")
    assert seen + names(caller.contacts(page=2, pageSize=1)) == ["A", "C"]


def test_ids_select(caller: Caller) -> None:
    first, _, third = several(caller, "A", "B", "C")
    assert names(caller.contacts(IDs=f"{third},{first.upper()}")) == ["A", "C"]


def test_unknown_ids_are_left_out(caller: Caller) -> None:
    assert caller.contacts(IDs="11111111-1111-4111-8111-111111111111") == []


def test_archived_contacts_are_hidden(caller: Caller) -> None:
    (contact_id,) = several(caller, "A")
    caller.org.people.archive(contact_id)
    assert caller.contacts(IDs=contact_id) == []


@pytest.mark.parametrize("value", ["true", "True"])
def test_archived_contacts_show_when_asked_for(caller: Caller, value: str) -> None:
    (contact_id,) = several(caller, "A")
    caller.org.people.archive(contact_id)
    assert names(caller.contacts(includeArchived=value)) == ["A"]


def since(caller: Caller, moment: str) -> list[str]:
    answer = caller.ask("GET", "/Contacts", headers={"If-Modified-Since": moment})
    return names(contacts_of(answer))


def test_if_modified_since_includes_its_own_second(caller: Caller) -> None:
    several(caller, "A")
    assert since(caller, "2026-09-14T09:29:53") == ["A"]


def test_if_modified_since_is_accurate_to_the_second(caller: Caller) -> None:
    several(caller, "A")
    assert since(caller, "2026-09-14T09:29:53.999") == ["A"]


def test_if_modified_since_leaves_out_what_is_older(caller: Caller) -> None:
    several(caller, "A")
    caller.clock.move(seconds=1)
    several(caller, "B")
    assert since(caller, "2026-09-14T09:29:54") == ["B"]


def test_if_modified_since_may_carry_an_offset(caller: Caller) -> None:
    several(caller, "A")
    assert since(caller, "2026-09-14T21:29:54+12:00") == []


def test_if_modified_since_can_exclude_its_own_second() -> None:
    with calling(Switches(since_inclusive=False)) as caller:
        several(caller, "A")
        assert since(caller, "2026-09-14T09:29:53") == []


def test_if_modified_since_must_be_a_time(caller: Caller) -> None:
    answer = caller.ask("GET", "/Contacts", headers={"If-Modified-Since": "yesterday"})
    assert answer.status == 400


@pytest.mark.parametrize("name", ["acme", "ACMÉ"])
def test_where_finds_a_name_in_another_case(caller: Caller, name: str) -> None:
    several(caller, "Acme", "Other")
    assert names(caller.contacts(where=f'Name=="{name}"')) == ["Acme"]


def test_where_finds_an_email_address(caller: Caller) -> None:
    caller.created(Name="A", EmailAddress="a@b.example")
    several(caller, "B")
    assert names(caller.contacts(where='EmailAddress == "A@b.example"')) == ["A"]


@pytest.mark.parametrize("word", ["AND", "and", "&&"])
def test_where_clauses_must_all_hold(caller: Caller, word: str) -> None:
    caller.created(Name="A", EmailAddress="a@b.example")
    where = f'Name=="A" {word} EmailAddress=="other@b.example"'
    assert caller.contacts(where=where) == []


def test_where_literals_are_escaped_by_backslashes(caller: Caller) -> None:
    several(caller, 'Say "\\Co"')
    assert names(caller.contacts(where='Name=="Say \\"\\\\Co\\""')) == ['Say "\\Co"']


@pytest.mark.parametrize(
    "where",
    [
        'Name=="a"b"',
        'Name=="a\\n"',
        'Name="a"',
        'Name=="a" AND',
        'Name=="a" AND AND Name=="b"',
        'Shoes=="a"',
    ],
)
def test_a_where_that_cannot_be_read_is_refused(caller: Caller, where: str) -> None:
    answer = caller.ask("GET", "/Contacts", where=where)
    assert (answer.status, answer.json()["Type"]) == (400, "QueryParseException")


@pytest.mark.parametrize("term", ["acme", "x-1", "OFFICE@"])
def test_the_search_term_looks_in_name_number_and_email(caller: Caller, term: str) -> None:
    caller.created(Name="Acme", ContactNumber="X-1", EmailAddress="office@b.example")
    several(caller, "Other")
    assert names(caller.contacts(searchTerm=term)) == ["Acme"]


@pytest.mark.parametrize("number", ["X-1", "A/B C#1?", "Ü"])
def test_a_contact_is_found_by_its_number(caller: Caller, number: str) -> None:
    caller.created(Name="Acme", ContactNumber=number)
    answer = caller.ask("GET", f"/Contacts/{quote(number, safe='')}")
    assert names(contacts_of(answer)) == ["Acme"]


def test_one_contact_is_shown_archived_too(caller: Caller) -> None:
    (contact_id,) = several(caller, "A")
    caller.org.people.archive(contact_id)
    assert names(contacts_of(caller.ask("GET", f"/Contacts/{contact_id}"))) == ["A"]


@pytest.mark.parametrize(("rows", "status"), [(2, 200), (3, 400)])
def test_too_many_rows_need_paging(rows: int, status: int) -> None:
    contacts = tuple({"Name": f"C{number}"} for number in range(rows))
    with calling(Switches(most_rows=2), contacts) as caller:
        assert caller.ask("GET", "/Contacts").status == status


def test_a_hundred_thousand_rows_may_come_at_once() -> None:
    assert Switches().most_rows == 100_000
