"""A lost request, a lost answer, a 500 and a 503 over real HTTP: one contact, every edit kept."""

import pytest

from tests.end_to_end.conftest import ANNA, Office
from xerolink.connection import Connection
from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.identity import HostContactId
from xerolink.ports.errors import UnavailableError
from xerolink.testing.simulator import Fault, LostReply, LostRequest, Offline, ServerError

FAULTS = [LostReply, LostRequest, ServerError, Offline]
each_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
KAURI = SyncedFields(name="Kauri", billing_email="k@kauri.example")


def pushing(office: Office) -> tuple[Connection, HostContactId]:
    host = office.host.add(KAURI)
    return office.imported(), host.host_id


@each_fault
def test_create_whose_answer_is_lost_is_one_contact(office: Office, fault: type[Fault]) -> None:
    connection, host_id = pushing(office)
    office.xero.faults.add(fault("PUT Contacts"))
    with pytest.raises(UnavailableError):
        connection.create_xero_contact(host_id, ANNA)
    connection.sync_contacts()
    connection.sync_contacts()
    assert [contact.name for contact in office.organisation.contacts.values()] == ["Kauri"]
    assert [client.link.host_id for client in connection.client_list()] == [host_id]


@each_fault
def test_create_is_written_once(office: Office, fault: type[Fault]) -> None:
    connection, host_id = pushing(office)
    office.xero.faults.add(fault("PUT Contacts"))
    with pytest.raises(UnavailableError):
        connection.create_xero_contact(host_id, ANNA)
    connection.sync_contacts()
    assert office.xero.requests.written() == 1


@each_fault
def test_update_whose_answer_is_lost_arrives(office: Office, fault: type[Fault]) -> None:
    xero_id = office.organisation.people.add(Name="Kauri")
    connection = office.imported()
    (host_id,) = office.host.contacts()
    office.host.edit(host_id, {FieldName.BILLING_EMAIL: "new@kauri.example"})
    office.xero.faults.add(fault("POST Contacts"))
    with pytest.raises(UnavailableError):
        connection.sync_contacts()
    connection.sync_contacts()
    assert office.organisation.contacts[xero_id].email == "new@kauri.example"


@each_fault
def test_edit_made_before_the_recovery_is_kept(office: Office, fault: type[Fault]) -> None:
    """Somebody edits another field in Xero while our update's answer is lost."""
    xero_id = office.organisation.people.add(Name="Kauri")
    connection = office.imported()
    (host_id,) = office.host.contacts()
    office.host.edit(host_id, {FieldName.BILLING_EMAIL: "new@kauri.example"})
    office.xero.faults.add(fault("POST Contacts"))
    with pytest.raises(UnavailableError):
        connection.sync_contacts()
    office.organisation.people.edit(xero_id, Name="Kauri Renamed")
    connection.sync_contacts()
    contact = office.organisation.contacts[xero_id]
    assert (contact.name, contact.email) == ("Kauri Renamed", "new@kauri.example")
    assert office.host_names() == {"Kauri Renamed"}


@each_fault
def test_read_that_fails_loses_nothing(office: Office, fault: type[Fault]) -> None:
    office.organisation.people.add(Name="Kauri")
    connection = office.connect()
    office.xero.faults.add(fault("GET Contacts"))
    with pytest.raises(UnavailableError):
        connection.import_contacts(ANNA)
    connection.import_contacts(ANNA)
    assert office.host_names() == {"Kauri"}
