"""The client over a simulator without a socket."""

import pytest

from xerolink import TenantId
from xerolink.adapters.xero import XeroApiContacts, XeroClient
from xerolink.ports.errors import UnavailableError
from xerolink.testing.simulator import Fault, LostReply, RateLimited, Slow, XeroSimulator


@pytest.fixture
def nowhere() -> XeroSimulator:
    """A simulator that listens to nobody; a slow answer costs it nothing."""
    return XeroSimulator(seed=1, sleep=lambda _: None)


@pytest.fixture
def contacts(nowhere: XeroSimulator) -> XeroApiContacts:
    org = nowhere.add_organisation("Kauri & Co", [{"Name": "A"}])
    token = nowhere.consent()["access_token"]
    client = XeroClient(
        lambda: token,
        TenantId(org.tenant_id),
        base_url="http://xero.test",
        pool=nowhere.transport(),
    )
    return XeroApiContacts(client)


def test_the_client_reads_without_a_socket(contacts: XeroApiContacts) -> None:
    assert [one.fields.name for one in contacts.page(1, None).contacts] == ["A"]


@pytest.mark.parametrize("fault", [LostReply("*"), Slow("*", 40), RateLimited("*", "day", 60_000)])
def test_a_fault_is_the_same_without_a_socket(
    nowhere: XeroSimulator, contacts: XeroApiContacts, fault: Fault
) -> None:
    nowhere.faults.add(fault)
    with pytest.raises(UnavailableError):
        contacts.page(1, None)
