"""What people do in Xero's own pages."""

import pytest

from tests.testing.simulator.caller import START, Caller, Json, contacts_of, names
from xerolink.testing.simulator import RefusedError


def shown(caller: Caller, contact_id: str) -> Json:
    return contacts_of(caller.ask("GET", f"/Contacts/{contact_id}"))[0]


def test_an_edit_shows(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    phone = {"PhoneType": "DEFAULT", "PhoneNumber": "1"}
    caller.org.people.edit(contact_id, Name="B", EmailAddress="a@b.example", Phones=[phone])
    found = shown(caller, contact_id)
    assert (found["Name"], found["EmailAddress"], phone in found["Phones"]) == (
        "B",
        "a@b.example",
        True,
    )


def test_every_write_has_a_later_time_though_the_clock_stands(caller: Caller) -> None:
    ids = [caller.created(Name=name) for name in "AB"]
    caller.org.people.edit(ids[0], Name="C")
    stamps = [caller.org.contacts[one].updated_ms for one in reversed(ids)]
    assert stamps[1] == stamps[0] + 1


def test_the_time_of_a_write_is_the_clocks(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    assert caller.org.contacts[contact_id].updated == START


def test_people_cannot_take_a_name_either(caller: Caller) -> None:
    caller.created(Name="A")
    with pytest.raises(RefusedError):
        caller.org.people.add(Name="a")


def test_a_refusal_shows_no_name(caller: Caller) -> None:
    caller.created(Name="Anna Secret")
    with pytest.raises(RefusedError) as refused:
        caller.org.people.add(Name="Anna Secret")
    assert "Anna" not in str(refused.value)


def test_a_restored_contact_is_active(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.archive(contact_id)
    caller.org.people.restore(contact_id)
    assert names(caller.contacts()) == ["A"]


def test_a_contact_whose_name_is_taken_cannot_be_restored(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.archive(contact_id)
    caller.created(Name="A")
    with pytest.raises(RefusedError):
        caller.org.people.restore(contact_id)


def merged(caller: Caller) -> tuple[str, str]:
    loser = caller.created(Name="Loser", ContactNumber="X-1")
    survivor = caller.created(Name="Survivor")
    caller.org.people.invoice(loser)
    caller.org.people.merge(loser, survivor)
    return loser, survivor


def test_the_loser_of_a_merge_is_archived(caller: Caller) -> None:
    loser, _ = merged(caller)
    assert shown(caller, loser)["ContactStatus"] == "ARCHIVED"


def test_the_loser_of_a_merge_names_the_survivor(caller: Caller) -> None:
    loser, survivor = merged(caller)
    assert shown(caller, loser)["MergedToContactID"] == survivor


def test_a_merge_shows_in_pages_of_archived_contacts_only(caller: Caller) -> None:
    merged(caller)
    unpaged = caller.contacts(includeArchived=True)
    paged = caller.contacts(includeArchived=True, page=1)
    told = [any("MergedToContactID" in one for one in rows) for rows in (unpaged, paged)]
    assert told == [False, True]


def test_the_loser_of_a_merge_keeps_its_number(caller: Caller) -> None:
    merged(caller)
    assert caller.put({"Name": "New", "ContactNumber": "X-1"}).status == 400


def test_the_survivor_of_a_merge_has_the_losers_invoices(caller: Caller) -> None:
    _, survivor = merged(caller)
    assert shown(caller, survivor)["IsCustomer"] is True


def test_an_erasure_shows_as_its_status(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.erase(contact_id)
    assert shown(caller, contact_id)["ContactStatus"] == "GDPRREQUEST"


def test_the_first_invoice_makes_a_customer(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.invoice(contact_id)
    assert shown(caller, contact_id)["IsCustomer"] is True


def test_the_first_bill_makes_a_supplier(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    caller.org.people.bill(contact_id)
    assert shown(caller, contact_id)["IsSupplier"] is True


def test_an_invoice_leaves_the_update_time(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    before = shown(caller, contact_id)["UpdatedDateUTC"]
    caller.org.people.invoice(contact_id)
    assert shown(caller, contact_id)["UpdatedDateUTC"] == before


def test_an_unknown_contact_cannot_be_edited(caller: Caller) -> None:
    with pytest.raises(KeyError):
        caller.org.people.archive("nobody")


def test_a_contact_does_not_show_its_name_in_its_repr(caller: Caller) -> None:
    contact_id = caller.created(Name="Anna", EmailAddress="anna@b.example")
    assert "nna" not in repr(caller.org.contacts[contact_id])
