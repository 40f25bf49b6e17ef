"""Bad input: a clear error, or an issue that names the contact; the rest of the page goes on."""

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.conftest import ANNA, Office
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.testing.simulator import CutBody, RewriteBody

Contact = dict[str, Any]


def rewritten(office: Office, change: Callable[[list[Contact]], object]) -> None:
    """Let the next page of contacts arrive as *change* leaves it."""

    def rewrite(body: bytes) -> bytes:
        page = json.loads(body)
        change(page["Contacts"])
        return json.dumps(page).encode()

    office.xero.faults.add(RewriteBody("GET Contacts", rewrite))


def first(office: Office) -> str:
    """The id of the contact named First; Second stands beside it."""
    first_id = office.organisation.people.add(Name="First", EmailAddress="f@x.example")
    office.organisation.people.add(Name="Second", EmailAddress="s@x.example")
    return first_id


def set_on(contact_id: str, **values: object) -> Callable[[list[Contact]], object]:
    def change(contacts: list[Contact]) -> None:
        for contact in contacts:
            if contact["ContactID"] == contact_id:
                contact.update(values)

    return change


def test_unreachable_server_is_a_clear_error(office: Office) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        office.base_url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(UnavailableError, match="Xero is unavailable: it cannot be reached"):
            office.connect()


def test_wrong_token_says_reconnect(office: Office) -> None:
    office.token = "wrong"
    with pytest.raises(UnauthorisedError, match="reconnect the organisation"):
        office.connect()


def test_token_that_dies_in_mid_run_leaves_nothing_half_linked(office: Office) -> None:
    first(office)
    connection = office.connect()
    office.token = "wrong"
    with pytest.raises(UnauthorisedError):
        office.connect()
    assert (connection.client_list(), office.host_names()) == ((), set())


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"Contacts": 7}', b"<html>busy</html>", b"\xff\xfe"]
)
def test_malformed_page_is_a_clear_error_and_the_next_run_goes_on(
    office: Office, body: bytes
) -> None:
    first(office)
    connection = office.connect()
    office.xero.faults.add(RewriteBody("GET Contacts", lambda _: body))
    with pytest.raises(UnavailableError, match="Xero is unavailable"):
        connection.import_contacts(ANNA)
    connection.import_contacts(ANNA)
    assert office.host_names() == {"First", "Second"}


def test_cut_page_is_a_clear_error(office: Office) -> None:
    first(office)
    connection = office.connect()
    office.xero.faults.add(CutBody("GET Contacts"))
    with pytest.raises(UnavailableError):
        connection.import_contacts(ANNA)


ODD_VALUES: list[dict[str, object]] = [
    {"Name": ""},
    {"Name": None},
    {"Name": 7},
    {"Name": "x" * 4_000_000},
    {"Name": "bell\u0007"},
    {"Name": "lone \ud800 surrogate"},
    {"EmailAddress": ["a", "list"]},
    {"ContactStatus": "UNHEARD_OF"},
    {"UpdatedDateUTC": "yesterday"},
    {"Phones": "none"},
    {"Addresses": [{"AddressType": "POBOX", "AddressLine1": {"odd": True}}]},
]


@pytest.mark.parametrize("values", ODD_VALUES, ids=lambda values: next(iter(values)))
def test_odd_contact_is_an_issue_that_names_it_and_the_page_goes_on(
    office: Office, values: dict[str, object]
) -> None:
    first_id = first(office)
    rewritten(office, set_on(first_id, **values))
    connection = office.imported()
    (issue,) = connection.issues()
    assert (issue.kind, issue.subject) == (IssueKind.INVALID, f"xero:{first_id}")
    assert office.host_names() == {"Second"}


def test_odd_contact_that_was_mended_is_imported_and_its_issue_closed(office: Office) -> None:
    rewritten(office, set_on(first(office), Name="x" * 300))
    connection = office.imported()
    connection.import_contacts(ANNA)
    assert connection.issues() == ()
    assert office.host_names() == {"First", "Second"}


def test_email_that_is_none_is_flagged_and_never_matches(office: Office) -> None:
    first_id = first(office)
    rewritten(office, set_on(first_id, EmailAddress="ask reception"))
    connection = office.imported()
    (issue,) = connection.issues()
    assert (issue.kind, issue.subject, issue.fields) == (
        IssueKind.INVALID,
        f"xero:{first_id}",
        (FieldName.BILLING_EMAIL,),
    )
    assert office.host_names() == {"First", "Second"}


def test_duplicate_ids_are_one_contact(office: Office) -> None:
    first(office)
    rewritten(office, lambda contacts: contacts.extend([dict(c) for c in contacts]))
    office.imported()
    names = [contact.fields.name for contact in office.host.contacts().values()]
    assert sorted(map(str, names)) == ["First", "Second"]


def test_row_without_an_id_is_counted_and_the_page_goes_on(office: Office) -> None:
    first_id = first(office)
    rewritten(office, set_on(first_id, ContactID=None))
    connection = office.connect()
    done = connection.import_contacts(ANNA)
    assert done.counts["unnamed_rows"] == 1
    assert office.host_names() == {"Second"}
