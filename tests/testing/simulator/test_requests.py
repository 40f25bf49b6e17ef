"""The log of requests."""

import pytest
import urllib3

from tests.testing.simulator.caller import Caller
from xerolink.testing.simulator import LoggedRequest, LostReply, LostRequest


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/Contacts", "GET Contacts"),
        ("PUT", "/Contacts", "PUT Contacts"),
        ("POST", "/Contacts", "POST Contacts"),
        ("GET", "/Contacts/X-1", "GET Contact"),
        ("POST", "/Contacts/X-1", "POST Contact"),
        ("GET", "/Contacts/X-1/", "GET Contact"),
        ("GET", "/Contacts/X-1/History/", "GET Contact History"),
        ("GET", "/Organisation", "GET Organisation"),
        ("GET", "/Organisations", "GET Organisation"),
        ("DELETE", "/Contacts/X-1", "DELETE unknown"),
    ],
)
def test_requests_are_logged_by_operation(
    caller: Caller, method: str, path: str, operation: str
) -> None:
    caller.ask(method, path)
    assert caller.xero.requests.count(operation) == 1


def test_a_request_is_logged_with_all_that_was_asked_and_answered(caller: Caller) -> None:
    header = {"If-Modified-Since": "2026-09-14T00:00:00"}
    answer = caller.ask("GET", "/Contacts", headers=header, page=1, order="Name ASC")
    assert caller.xero.requests.all() == (
        LoggedRequest(
            method="GET",
            path="/api.xro/2.0/Contacts",
            query="page=1&order=Name+ASC",
            operation="GET Contacts",
            tenant_id=caller.org.tenant_id,
            status=200,
            written=0,
            request_bytes=0,
            response_bytes=len(answer.data),
            if_modified_since="2026-09-14T00:00:00",
            idempotency_key=None,
        ),
    )


def test_the_elements_that_were_stored_are_counted(caller: Caller) -> None:
    caller.put({"Name": "A"}, {"Name": "B"}, {"Name": "B"}, summarizeErrors=False)
    assert [one.written for one in caller.xero.requests.writes()] == [2]


def test_a_call_refused_as_a_whole_wrote_nothing(caller: Caller) -> None:
    caller.put({"Name": "A"}, {"Name": "A"})
    assert caller.xero.requests.written() == 0


def test_a_lost_reply_is_logged_with_what_it_wrote(caller: Caller) -> None:
    caller.xero.faults.add(LostReply("PUT Contacts"))
    with pytest.raises(urllib3.exceptions.ProtocolError):
        caller.put({"Name": "A"})
    (one,) = caller.xero.requests
    assert (one.status, one.written, one.fault) == (None, 1, "LostReply")


def test_a_lost_request_is_logged_as_writing_nothing(caller: Caller) -> None:
    caller.xero.faults.add(LostRequest("PUT Contacts"))
    with pytest.raises(urllib3.exceptions.ProtocolError):
        caller.put({"Name": "A"})
    (one,) = caller.xero.requests
    assert (one.status, one.written, one.response_bytes) == (None, 0, 0)


def test_request_bytes_are_counted(caller: Caller) -> None:
    caller.ask("PUT", "/Contacts", b'{"Name":"A"}')
    assert [one.request_bytes for one in caller.xero.requests] == [12]


def test_reads_are_no_writes(caller: Caller) -> None:
    caller.contacts()
    assert caller.xero.requests.writes() == ()


def test_a_cleared_log_is_empty(caller: Caller) -> None:
    caller.contacts()
    caller.xero.requests.clear()
    assert len(caller.xero.requests) == 0


def test_the_log_shows_no_names_in_its_repr(caller: Caller) -> None:
    caller.contacts(where='Name=="Anna"')
    assert "Anna" not in repr(caller.xero.requests.all())
