"""Faults on order, over a real socket."""

import pytest
import urllib3
from werkzeug.test import Client

from tests.testing.simulator.caller import Caller, names
from xerolink.testing.simulator import (
    ConnectionDroppedError,
    CutBody,
    Fault,
    LostReply,
    LostRequest,
    Offline,
    RewriteBody,
    ServerError,
)

PUT = "PUT Contacts"


def stored(caller: Caller) -> list[str]:
    return [contact.name for contact in caller.org.contacts.values()]


def test_a_lost_reply_is_a_closed_connection(caller: Caller) -> None:
    caller.xero.faults.add(LostReply(PUT))
    with pytest.raises(urllib3.exceptions.ProtocolError, match="without response"):
        caller.put({"Name": "A"})


def test_a_lost_reply_has_written(caller: Caller) -> None:
    caller.xero.faults.add(LostReply(PUT))
    with pytest.raises(urllib3.exceptions.ProtocolError):
        caller.put({"Name": "A"})
    assert stored(caller) == ["A"]


def test_a_lost_request_is_a_closed_connection_and_has_not_written(caller: Caller) -> None:
    caller.xero.faults.add(LostRequest(PUT))
    with pytest.raises(urllib3.exceptions.ProtocolError, match="without response"):
        caller.put({"Name": "A"})
    assert stored(caller) == []


def test_a_lost_reply_can_be_asked_for_again_by_key(caller: Caller) -> None:
    caller.xero.faults.add(LostReply(PUT))
    key = {"Idempotency-Key": "k"}
    with pytest.raises(urllib3.exceptions.ProtocolError):
        caller.ask("PUT", "/Contacts", {"Name": "A"}, headers=key)
    assert caller.ask("PUT", "/Contacts", {"Name": "A"}, headers=key).status == 200


def test_a_server_error_has_written(caller: Caller) -> None:
    caller.xero.faults.add(ServerError(PUT))
    assert (caller.put({"Name": "A"}).status, stored(caller)) == (500, ["A"])


def test_a_server_error_is_kept_under_its_key(caller: Caller) -> None:
    caller.xero.faults.add(ServerError(PUT))
    key = {"Idempotency-Key": "k"}
    told = [caller.ask("PUT", "/Contacts", {"Name": "A"}, headers=key).status for _ in range(2)]
    assert told == [500, 500]


def test_offline_is_plain_text_and_has_not_written(caller: Caller) -> None:
    caller.xero.faults.add(Offline(PUT))
    answer = caller.put({"Name": "A"})
    told = answer.status, answer.headers["Content-Type"].partition(";")[0], stored(caller)
    assert told == (503, "text/plain", [])


def test_a_cut_body_is_no_json(caller: Caller) -> None:
    caller.xero.faults.add(CutBody("GET Contacts"))
    with pytest.raises(ValueError):
        caller.ask("GET", "/Contacts").json()


def test_a_body_can_be_rewritten(caller: Caller) -> None:
    caller.created(Name="A")
    strange = RewriteBody("GET Contacts", lambda body: body.replace(b'"DDI"', b'"PIGEON"'))
    caller.xero.faults.add(strange)
    assert b"PIGEON" in caller.ask("GET", "/Contacts").data


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        (Offline("GET Contacts", times=2), [503, 503, 200]),
        (Offline("GET Contacts", skip=1), [200, 503, 200]),
        (Offline("GET *"), [503, 200, 200]),
        (Offline("PUT Contacts"), [200, 200, 200]),
    ],
)
def test_a_fault_waits_for_its_requests(caller: Caller, fault: Fault, statuses: list[int]) -> None:
    caller.xero.faults.add(fault)
    assert [caller.ask("GET", "/Contacts").status for _ in range(3)] == statuses


def test_faults_of_one_operation_happen_one_after_the_other(caller: Caller) -> None:
    caller.xero.faults.add(Offline(PUT), ServerError(PUT))
    assert [caller.put({"Name": "A"}).status for _ in range(3)] == [503, 500, 400]


def test_what_has_not_happened_is_pending(caller: Caller) -> None:
    caller.xero.faults.add(Offline("GET Contacts", times=3))
    caller.ask("GET", "/Contacts")
    assert caller.xero.faults.pending() == (Offline("GET Contacts", times=2),)


def test_cleared_faults_do_not_happen(caller: Caller) -> None:
    caller.xero.faults.add(Offline("*"))
    caller.xero.faults.clear()
    assert names(caller.contacts()) == []


def test_the_next_request_after_a_dropped_one_is_answered(caller: Caller) -> None:
    caller.xero.faults.add(LostRequest("GET Contacts"))
    with pytest.raises(urllib3.exceptions.ProtocolError):
        caller.ask("GET", "/Contacts")
    assert caller.contacts() == []


def test_in_process_a_dropped_connection_is_an_error(caller: Caller) -> None:
    caller.xero.faults.add(LostReply("GET Contacts"))
    with pytest.raises(ConnectionDroppedError):
        Client(caller.xero.wsgi).get("/api.xro/2.0/Contacts", headers=caller.headers)
