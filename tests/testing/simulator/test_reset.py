"""Back to the state after construction."""

from tests.testing.simulator.caller import START, Caller
from xerolink.testing.simulator import Offline


def test_nothing_is_left(caller: Caller) -> None:
    caller.xero.faults.add(Offline("PUT *"))
    caller.contacts()
    caller.xero.reset()
    left = caller.xero.organisations, len(caller.xero.requests), caller.xero.faults.pending()
    assert left == ((), 0, ())


def test_old_tokens_are_unknown(caller: Caller) -> None:
    caller.xero.reset()
    assert caller.ask("GET", "/Contacts").status == 401


def test_it_goes_on_listening(caller: Caller) -> None:
    caller.xero.reset()
    caller.org = caller.xero.add_organisation("Again")
    assert caller.contacts() == []


def test_ids_start_again(caller: Caller) -> None:
    before = caller.org.identity, caller.xero.client_id
    caller.xero.reset()
    again = caller.xero.add_organisation("Kauri & Co").identity, caller.xero.client_id
    assert again == before


def test_the_clock_is_right_again(caller: Caller) -> None:
    caller.xero.skew(3600)
    caller.xero.reset()
    org = caller.xero.add_organisation("A", [{"Name": "A"}])
    assert [one.updated for one in org.contacts.values()] == [START]


def test_a_transport_goes_on(caller: Caller) -> None:
    transport = caller.xero.transport()
    caller.xero.reset()
    assert transport.request("GET", "http://xero.test/connections").status == 401
