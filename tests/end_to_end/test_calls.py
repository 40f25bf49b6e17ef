"""What a run costs in calls to Xero, counted by the simulator."""

from collections import Counter

from tests.end_to_end.conftest import ANNA, Office
from xerolink.domain.contacts.model import FieldName

GET, POST = "GET Contacts", "POST Contacts"


def calls(office: Office) -> Counter[str]:
    return Counter(request.operation for request in office.xero.requests)


def test_preview_and_import_read_xero_once(office: Office) -> None:
    for number in range(1_200):
        office.organisation.people.add(Name=f"Contact {number}")
    connection = office.connect()
    connection.preview(ANNA)
    connection.import_contacts(ANNA)
    assert calls(office) == {"GET Organisation": 1, GET: 2}


def test_sync_without_news_is_one_call(office: Office) -> None:
    office.organisation.people.add(Name="Contact")
    connection = office.imported()
    office.xero.requests.clear()
    connection.sync_contacts()
    assert calls(office) == {GET: 1}


def test_edits_of_ninety_contacts_are_written_in_groups(office: Office) -> None:
    """Three groups: each is read by its ids, then written in one call."""
    for number in range(90):
        office.organisation.people.add(Name=f"Contact {number}")
    connection = office.imported()
    for host_id in office.host.contacts():
        office.host.edit(host_id, {FieldName.BILLING_EMAIL: f"{host_id}@x.example"})
    office.xero.requests.clear()
    connection.sync_contacts()
    assert calls(office) == {GET: 1 + 3, POST: 3}


def test_second_import_writes_nothing(office: Office) -> None:
    for number in range(30):
        office.organisation.people.add(Name=f"Contact {number}", EmailAddress="one@x.example")
    connection = office.imported()
    before = office.host.written
    connection.import_contacts(ANNA)
    assert (office.host.written, office.xero.requests.written()) == (before, 0)
