"""Suggestions over the front door: real HTTP, SQLite files, the model that ships."""

import pytest

from tests.end_to_end.conftest import ANNA, Office
from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.connection import Connection
from xerolink.domain.contacts.issues import CandidateReason
from xerolink.domain.contacts.model import Phone, SyncedFields
from xerolink.usecases.review import CandidateView

PHONE = Phone("5550101", "9", "64")


@pytest.fixture
def advised(office: Office) -> Office:
    """One mailbox for the wrong host contact, and the right one with another address."""
    office.suggestions = embedded_suggestions()
    office.organisation.people.add(
        Name="Harakeke Weaving Ltd",
        EmailAddress="books@practice.example",
        Phones=[
            {
                "PhoneType": "DEFAULT",
                "PhoneNumber": PHONE.number,
                "PhoneAreaCode": PHONE.area,
                "PhoneCountryCode": PHONE.country,
            }
        ],
    )
    office.host.add(SyncedFields("Bo Lee", "books@practice.example"))
    office.host.add(SyncedFields("Harakeke Weaving Limited", "jo@harakeke.example", PHONE))
    for number in range(40):
        office.host.add(SyncedFields(f"Client {number} Ltd", f"c{number}@x.example"))
    return office


def likeliest(connection: Connection) -> CandidateView:
    (issue,) = connection.match_issues()
    return issue.candidates[0]


def test_the_right_one_comes_first_although_another_has_the_email(advised: Office) -> None:
    found = likeliest(advised.imported())
    assert (found.contact.fields.name, found.reason) == (
        "Harakeke Weaving Limited",
        CandidateReason.SUGGESTED,
    )


def test_the_one_that_was_suggested_can_be_confirmed(advised: Office) -> None:
    connection = advised.imported()
    (issue,) = connection.match_issues()
    host_id = issue.candidates[0].contact.host_id
    connection.confirm_link(issue.contact.xero_id, host_id, ANNA)
    assert [client.link.host_id for client in connection.client_list()] == [host_id]


def test_a_store_that_had_no_suggestions_has_them_after_a_sync(advised: Office) -> None:
    advised.suggestions = None
    before = likeliest(advised.imported())
    advised.suggestions = embedded_suggestions()
    connection = advised.connect()
    connection.sync_contacts()
    assert (before.probability, likeliest(connection).reason) == (None, CandidateReason.SUGGESTED)


def test_a_second_import_writes_nothing(advised: Office) -> None:
    connection = advised.imported()
    connection.import_contacts(ANNA)
    before = advised.host.written
    connection.import_contacts(ANNA)
    assert (advised.host.written, advised.xero.requests.written()) == (before, 0)
