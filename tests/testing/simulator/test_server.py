"""The server: connections live on, threads and sockets end, people and apps work at once."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3
from werkzeug.test import Client

from tests.testing.simulator.caller import Caller, calling
from xerolink.testing.simulator import XeroSimulator


def port_of(xero: XeroSimulator) -> int:
    return int(xero.base_url.rpartition(":")[2])


def test_many_calls_share_one_connection(caller: Caller) -> None:
    for _ in range(5):
        caller.ask("PUT", "/Contacts", {"Name": "A"})
    pool = caller.pool.connection_from_url(caller.xero.base_url)
    assert pool.num_connections == 1


def test_head_and_body_of_an_answer_come_together(caller: Caller) -> None:
    """In one send, or a caller waits out a delayed acknowledgement on each call."""
    with socket.create_connection(("127.0.0.1", port_of(caller.xero)), timeout=5) as connection:
        connection.sendall(b"GET /connections HTTP/1.1\r\nHost: x\r\n\r\n")
        head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head


def test_no_thread_is_left_after_a_stop() -> None:
    before = set(threading.enumerate())
    with calling() as caller:
        caller.contacts()
    assert set(threading.enumerate()) == before


def test_an_idle_connection_does_not_hold_up_a_stop() -> None:
    with XeroSimulator() as xero:
        idle = socket.create_connection(("127.0.0.1", port_of(xero)), timeout=5)
        idle.sendall(b"GET /connections HTTP/1.1\r\nHost: x\r\n\r\n")
        idle.recv(65536)
    with idle:
        assert idle.recv(1) == b""


def test_nobody_listens_after_a_stop() -> None:
    with XeroSimulator() as xero:
        url = xero.base_url
    pool = urllib3.PoolManager(retries=False)
    with pytest.raises(urllib3.exceptions.NewConnectionError):
        pool.request("GET", url)


def test_a_stopped_simulator_can_start_again() -> None:
    xero = XeroSimulator()
    xero.start()
    xero.stop()
    with xero as again:
        assert again.base_url.startswith("http://127.0.0.1:")


def test_a_second_stop_does_nothing() -> None:
    xero = XeroSimulator().start()
    xero.stop()
    xero.stop()
    with pytest.raises(RuntimeError, match="not started"):
        _ = xero.base_url


def test_a_second_start_is_refused() -> None:
    with XeroSimulator() as xero, pytest.raises(RuntimeError, match="already"):
        xero.start()


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with calling() as caller:
        caller.contacts()
    assert capfd.readouterr() == ("", "")


def test_a_caller_that_hangs_up_in_its_body_is_passed_over(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with (
        XeroSimulator() as xero,
        socket.create_connection(("127.0.0.1", port_of(xero)), timeout=5) as connection,
    ):
        connection.sendall(b"PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
    assert (capfd.readouterr(), len(xero.requests)) == (("", ""), 0)


def test_it_answers_in_process_without_a_socket() -> None:
    xero = XeroSimulator(seed=1)
    org = xero.add_organisation("Kauri & Co")
    headers = {"Authorization": f"Bearer {org.access_token}", "xero-tenant-id": org.tenant_id}
    assert Client(xero.wsgi).get("/api.xro/2.0/Contacts", headers=headers).status_code == 200


def test_a_client_that_waits_for_a_go_ahead_gets_it(caller: Caller) -> None:
    """Expect: 100-continue, as curl sends it for a long body."""
    with socket.create_connection(("127.0.0.1", port_of(caller.xero)), timeout=5) as connection:
        connection.sendall(
            b"PUT /api.xro/2.0/Contacts HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
            b"Expect: 100-continue\r\n\r\n"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 100 Continue")


def test_of_many_that_create_one_name_at_once_one_does(caller: Caller) -> None:
    pool = urllib3.PoolManager(retries=False, maxsize=8)
    url = f"{caller.xero.base_url}/api.xro/2.0/Contacts"

    def create(_: int) -> int:
        return pool.request("PUT", url, json={"Name": "A"}, headers=caller.headers).status

    with ThreadPoolExecutor(8) as workers:
        statuses = sorted(workers.map(create, range(16)))
    pool.clear()
    assert statuses == [200, *[400] * 15]


def test_people_may_work_while_the_app_writes(caller: Caller) -> None:
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda number: caller.created(Name=f"P{number}"), range(50)))
    stamps = {contact.updated_ms for contact in caller.org.contacts.values()}
    assert len(stamps) == 50
