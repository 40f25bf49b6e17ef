"""How contacts are archived: one call, and a second look only at what was archived before."""

import json

import pytest

from xerolink.adapters.xero import XeroApiContacts
from xerolink.domain.contacts.effects import Refused
from xerolink.ports.xero import GROUP, READ_GROUP
from xerolink.testing.conformance.xero_world import KAURI, XeroPeople, add_many
from xerolink.testing.simulator import Organisation, XeroSimulator


def test_an_archive_sends_the_id_and_the_status_alone(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople
) -> None:
    """One call; what else it sent it could overwrite (fact sheet 3.3)."""
    kauri = people.add(KAURI)
    xero.archive_many([kauri])
    (request,) = simulator.requests
    sent = {"Contacts": [{"ContactID": kauri, "ContactStatus": "ARCHIVED"}]}
    assert request.request_bytes == len(json.dumps(sent))


@pytest.mark.parametrize(("archived", "reads"), [(0, 0), (1, 1), (READ_GROUP, 1), (GROUP, 2)])
def test_only_what_was_archived_before_is_read_again(
    simulator: XeroSimulator, xero: XeroApiContacts, people: XeroPeople, archived: int, reads: int
) -> None:
    ids = add_many(people, GROUP)
    for xero_id in ids[:archived]:
        people.archive(xero_id)
    xero.archive_many(ids)
    assert (len(simulator.requests.writes()), len(simulator.requests)) == (1, 1 + reads)


def test_an_erased_contact_is_not_archived(
    kauri_org: Organisation, xero: XeroApiContacts, people: XeroPeople
) -> None:
    """Its fields are to go: it is no longer a contact to put away."""
    kauri = people.add(KAURI)
    kauri_org.people.erase(kauri)
    assert isinstance(xero.archive_many([kauri])[0], Refused)
