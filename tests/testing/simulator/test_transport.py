"""In process: a urllib3 pool that ends in the simulator."""

import pytest
import urllib3

from tests.testing.simulator.caller import Caller, Json
from xerolink.testing.simulator import CutBody, LostReply, LostRequest, Offline, Slow

URL = "http://xero.test/api.xro/2.0/Contacts"


def both(caller: Caller, method: str, path: str, body: bytes | None = None) -> list[Json]:
    """One request over a socket and one in process: what came back but the ids of the answer."""
    pools = (caller.pool, caller.xero.base_url), (caller.xero.transport(), "http://xero.test")
    found = []
    for pool, base in pools:
        url = f"{base}/api.xro/2.0{path}"
        answer = pool.request(method, url, body=body, headers=caller.headers)
        headers = {name for name in answer.headers if name != "Server"}
        shown = answer.data.partition(b"ProviderName")[2]
        found.append({"status": answer.status, "headers": headers, "body": shown})
    return found


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/Contacts?page=1&where=Name%3D%3D%22M%C4%81ori%22", None),
        ("GET", "/Contacts/nobody%2Fhere", None),
        ("PUT", "/Contacts", b'{"Name":""}'),
        ("PUT", "/Contacts", b"{"),
        ("GET", "/Organisation", None),
    ],
)
def test_an_answer_is_the_same_as_over_a_socket(
    caller: Caller, method: str, path: str, body: bytes | None
) -> None:
    caller.created(Name="Māori")
    over_socket, in_process = both(caller, method, path, body)
    assert over_socket == in_process


def test_it_needs_no_started_server(caller: Caller) -> None:
    transport = caller.xero.transport()
    caller.xero.stop()
    assert transport.request("GET", URL, headers=caller.headers).status == 200


def test_a_json_body_arrives(caller: Caller) -> None:
    caller.xero.transport().request("PUT", URL, json={"Name": "A"}, headers=caller.headers)
    assert [one.name for one in caller.org.contacts.values()] == ["A"]


def test_an_answer_can_be_read_in_pieces(caller: Caller) -> None:
    caller.created(Name="A")
    transport = caller.xero.transport()
    answer = transport.request("GET", URL, headers=caller.headers, preload_content=False)
    pieces = iter(lambda: answer.read1(64), b"")
    whole = b"".join(pieces)
    answer.release_conn()
    assert len(whole) == int(answer.headers["Content-Length"])


@pytest.mark.parametrize("fault", [LostReply("*"), LostRequest("*")])
def test_a_dropped_connection_is_urllib3s_own_error(
    caller: Caller, fault: LostReply | LostRequest
) -> None:
    caller.xero.faults.add(fault)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        caller.xero.transport().request("GET", URL, headers=caller.headers)


@pytest.mark.parametrize(
    "timeout",
    [2, 2.5, urllib3.Timeout(connect=1, read=2), urllib3.Timeout(total=2)],
)
def test_an_answer_that_takes_too_long_times_out(
    caller: Caller, timeout: float | urllib3.Timeout
) -> None:
    slept = patient(caller)
    caller.xero.faults.add(Slow("*", 40))
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        caller.xero.transport().request("GET", URL, headers=caller.headers, timeout=timeout)
    assert 1.9 < sum(slept) <= 2.5


def patient(caller: Caller) -> list[float]:
    """The waits of a simulator that was made anew with a sleep that only takes notes."""
    slept: list[float] = []
    again = type(caller.xero)(clock=caller.clock, sleep=slept.append)
    caller.xero.stop()
    caller.org = again.add_organisation("Again")
    caller.xero = again
    return slept


def test_what_takes_too_long_has_been_done(caller: Caller) -> None:
    patient(caller)
    caller.xero.faults.add(Slow("*", 40))
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        caller.xero.transport().request(
            "PUT", URL, json={"Name": "A"}, headers=caller.headers, timeout=2
        )
    assert len(caller.org.contacts) == 1


def test_what_takes_too_long_is_logged_without_a_status(caller: Caller) -> None:
    patient(caller)
    caller.xero.faults.add(Slow("*", 40))
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        caller.xero.transport().request("GET", URL, headers=caller.headers, timeout=2)
    assert [(one.status, one.fault) for one in caller.xero.requests] == [(None, "Slow")]


def test_what_is_slow_within_the_time_out_is_answered(caller: Caller) -> None:
    patient(caller)
    caller.xero.faults.add(Slow("*", 2))
    answer = caller.xero.transport().request("GET", URL, headers=caller.headers, timeout=3)
    assert answer.status == 200


def test_nothing_is_sent_twice(caller: Caller) -> None:
    caller.xero.faults.add(Offline("*"))
    caller.xero.transport().request("GET", URL, headers=caller.headers)
    assert len(caller.xero.requests) == 1


def test_a_cut_body_is_no_json(caller: Caller) -> None:
    caller.xero.faults.add(CutBody("*"))
    with pytest.raises(ValueError):
        caller.xero.transport().request("GET", URL, headers=caller.headers).json()
