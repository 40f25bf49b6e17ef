"""XML is taken as JSON is."""

import pytest
import urllib3

from tests.testing.simulator.billing import invoices_of, totals
from tests.testing.simulator.caller import Caller, contacts_of

XML = {"Content-Type": "application/xml"}


def put(caller: Caller, path: str, body: str) -> urllib3.BaseHTTPResponse:
    return caller.ask("PUT", path, body.encode(), headers=XML)


@pytest.mark.parametrize(
    "body",
    [
        "<Contact><Name>Anna &amp; Co</Name></Contact>",
        "<Contacts><Contact><Name>Anna &amp; Co</Name></Contact></Contacts>",
        "<?xml version='1.0' encoding='utf-8'?><Contact><Name>Anna &amp; Co</Name></Contact>",
    ],
)
def test_a_contact_is_created(caller: Caller, body: str) -> None:
    assert [one["Name"] for one in contacts_of(put(caller, "/Contacts", body))] == ["Anna & Co"]


def test_an_empty_element_clears(caller: Caller) -> None:
    anna = caller.created(Name="Anna", EmailAddress="anna@lee.example")
    body = f"<Contact><ContactID>{anna}</ContactID><EmailAddress/></Contact>"
    caller.ask("POST", "/Contacts", body.encode(), headers=XML)
    assert caller.org.contacts[anna].email == ""


def test_false_is_false(caller: Caller) -> None:
    person = "<FirstName>Ida</FirstName><IncludeInEmails>false</IncludeInEmails>"
    persons = f"<ContactPersons><ContactPerson>{person}</ContactPerson></ContactPersons>"
    body = f"<Contact><Name>A</Name><EmailAddress>a@b.example</EmailAddress>{persons}</Contact>"
    (made,) = contacts_of(put(caller, "/Contacts", body))
    assert made["ContactPersons"][0]["IncludeInEmails"] is False


def test_lines_are_rows(caller: Caller) -> None:
    contact = f"<Contact><ContactID>{caller.created(Name='Anna')}</ContactID></Contact>"
    amounts = "<Quantity>2</Quantity><UnitAmount>5.00</UnitAmount>"
    line = f"<LineItem><Description>A</Description>{amounts}</LineItem>"
    lines = f"<LineItems>{line}{line}</LineItems>"
    sent = f"<Invoice><Type>ACCREC</Type>{contact}{lines}</Invoice>"
    (made,) = invoices_of(put(caller, "/Invoices", sent))
    assert totals(made)[0] == 20.0


BOMB = (
    '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<Contact><Name>&b;</Name></Contact>"
)
OUTSIDE = (
    '<!DOCTYPE c [<!ENTITY a SYSTEM "file:///etc/hostname">]><Contact><Name>&a;</Name></Contact>'
)


@pytest.mark.parametrize("body", [BOMB, OUTSIDE], ids=["entities that grow", "a file"])
def test_a_document_that_declares_entities_is_refused(caller: Caller, body: str) -> None:
    answer = put(caller, "/Contacts", body)
    assert (answer.status, caller.org.contacts) == (400, {})


@pytest.mark.parametrize(
    "body", ["<Contact>", "<", "<?xml version='1.0' encoding='none'?><Contact/>", "<Contacts>x"]
)
def test_what_is_no_xml_is_refused(caller: Caller, body: str) -> None:
    answer = put(caller, "/Contacts", body)
    assert (answer.status, answer.json()["Type"]) == (400, "PostDataInvalidException")


def test_the_date_of_http_counts_too(caller: Caller) -> None:
    """If-Modified-Since in HTTP's own form, as pyxero sends it."""
    caller.created(Name="Old")
    caller.clock.move(hours=1)
    caller.created(Name="New")
    since = {"If-Modified-Since": "Mon, 14 Sep 2026 10:00:00 GMT"}
    found = contacts_of(caller.ask("GET", "/Contacts", headers=since))
    assert [one["Name"] for one in found] == ["New"]
