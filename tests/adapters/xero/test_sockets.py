"""A call has one time for everything that it waits for, however little it waits each time."""

import socket
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.adapters.xero.dripping import (
    ANSWER,
    AT_ONCE,
    HEAD,
    SILENT,
    STATUS,
    DrippingServer,
    certified,
    dripping,
)
from xerolink.adapters.xero.request import Request
from xerolink.adapters.xero.sockets import bound
from xerolink.adapters.xero.wire import Wire
from xerolink.ports.errors import UnavailableError

ONE_WAIT = urllib3.Timeout(connect=20, read=20)
"""Seconds, much longer than a drop takes, and than a whole call may."""


@pytest.fixture
def wire() -> Wire:
    """Its calls have one second."""
    return Wire(urllib3.PoolManager(), 1, time.monotonic)


def asked(server: DrippingServer, path: str = "/", body: bytes | None = None) -> Request:
    method = "GET" if body is None else "PUT"
    return Request(method, f"http://{server.place}{path}", {}, body, ONE_WAIT)


IN_DROPS = {
    "status line": (0, len(STATUS), None),
    "headers": (len(STATUS), len(HEAD), None),
    "headers after a write": (len(STATUS), len(HEAD), b"{}"),
    "body": (len(HEAD), len(ANSWER), None),
}


@pytest.mark.parametrize(("start", "end", "body"), IN_DROPS.values(), ids=IN_DROPS.keys())
def test_an_answer_in_drops_is_given_up(
    wire: Wire, start: int, end: int, body: bytes | None
) -> None:
    """While the server has more of that part to send; what a write did is then not known."""
    with dripping(start) as server, pytest.raises(UnavailableError, match="more than 1 s"):
        wire.send(asked(server, body=body))
    assert start + server.dripped < end


def test_an_answer_in_drops_on_a_connection_in_use_is_given_up(wire: Wire) -> None:
    with dripping() as server:
        wire.send(asked(server, AT_ONCE))
        with pytest.raises(UnavailableError, match="more than 1 s"):
            wire.send(asked(server))
    assert server.dripped < len(STATUS)


def test_a_connection_is_used_again(wire: Wire) -> None:
    with dripping() as server:
        for _ in range(3):
            wire.send(asked(server, AT_ONCE))
    assert server.connections == 1


def test_an_answer_in_drops_over_tls_is_given_up(tmp_path: Path) -> None:
    certificate = certified(tmp_path)
    wire = Wire(urllib3.PoolManager(ca_certs=str(certificate)), 1, time.monotonic)
    with (
        dripping(len(STATUS), certificate) as server,
        pytest.raises(UnavailableError, match="more than 1 s"),
    ):
        wire.send(Request("GET", f"https://{server.place}/", {}, None, ONE_WAIT))
    assert len(STATUS) + server.dripped < len(HEAD)


def test_an_answer_over_tls_is_read(tmp_path: Path) -> None:
    certificate = certified(tmp_path)
    wire = Wire(urllib3.PoolManager(ca_certs=str(certificate)), 20, time.monotonic)
    with dripping(certificate=certificate) as server:
        answer = wire.send(Request("GET", f"https://{server.place}{AT_ONCE}", {}, None, ONE_WAIT))
    assert answer.received == len(ANSWER) - len(HEAD)


def test_a_handshake_that_never_ends_is_given_up(wire: Wire) -> None:
    """TLS with somebody who listens, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(UnavailableError, match="more than 1 s"):
            wire.send(Request("GET", url, {}, None, ONE_WAIT))


def test_a_body_that_nobody_takes_is_given_up(wire: Wire) -> None:
    with dripping() as server, pytest.raises(UnavailableError, match="more than 1 s"):
        wire.send(asked(server, SILENT, bytes(64 * 1024 * 1024)))


def a_second_each_time() -> Callable[[], float]:
    """A clock on which a second passes whenever it is looked at."""
    passing = count()
    return lambda: float(next(passing))


def test_a_body_that_is_taken_slowly_is_given_up() -> None:
    """Each piece of it may be quick; the time is counted by hand here."""
    wire = Wire(urllib3.PoolManager(), 30, a_second_each_time())
    body = bytes(1024 * 1024)
    with dripping() as server, pytest.raises(UnavailableError, match="more than 30 s"):
        wire.send(asked(server, body=body))
    assert server.received < len(body)


class Addresses:
    """Of every name, *found*; *tried* are those that somebody went on to connect to."""

    def __init__(self, *found: str) -> None:
        self._found, self._look_up = found, socket.getaddrinfo
        self.tried: list[str] = []

    def __call__(self, host: str, port: int, *given: Any, **named: Any) -> list[Any]:
        if host == "xero.test":
            found = (self._look_up(one, port, *given, **named) for one in self._found)
            return [place for places in found for place in places]
        self.tried.append(host)
        return self._look_up(host, port, *given, **named)


@pytest.fixture
def nobody() -> int:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_the_addresses_of_a_name_share_the_time(
    monkeypatch: pytest.MonkeyPatch, nobody: int
) -> None:
    addresses = Addresses(*["127.0.0.1"] * 100)
    monkeypatch.setattr(socket, "getaddrinfo", addresses)
    wire = Wire(urllib3.PoolManager(), 30, a_second_each_time())
    with pytest.raises(UnavailableError, match="more than 30 s"):
        wire.send(Request("GET", f"http://xero.test:{nobody}/", {}, None, ONE_WAIT))
    assert 0 < len(addresses.tried) < 100


def test_the_next_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
    with dripping() as server:
        # No stream leads to the first one: it means everybody (RFC 919).
        monkeypatch.setattr(socket, "getaddrinfo", Addresses("255.255.255.255", "127.0.0.1"))
        port = server.server_address[1]
        request = Request("GET", f"http://xero.test:{port}{AT_ONCE}", {}, None, ONE_WAIT)
        answer = wire.send(request)
    assert answer.status == 200


def test_a_name_without_an_address_cannot_be_reached(
    monkeypatch: pytest.MonkeyPatch, wire: Wire
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnavailableError, match="cannot be reached"):
        wire.send(Request("GET", "http://xero.test/", {}, None, ONE_WAIT))


def test_a_name_that_is_none_cannot_be_reached(wire: Wire) -> None:
    with pytest.raises(UnavailableError, match="cannot be reached"):
        wire.send(Request("GET", f"http://{'a' * 70}.test/", {}, None, ONE_WAIT))


def test_a_pool_still_serves_others_with_their_own_times() -> None:
    pool = urllib3.PoolManager()
    bound(pool)
    with dripping() as server, pool:
        answer = pool.request("GET", f"http://{server.place}{AT_ONCE}", timeout=None)
    assert answer.status == 200


class Elsewhere(urllib3.HTTPSConnectionPool):
    """Connections that are made in their own way, as those through a SOCKS proxy."""


def test_connections_of_another_kind_stay_as_they_are() -> None:
    pool = urllib3.PoolManager()
    pool.pool_classes_by_scheme = {"https": Elsewhere}
    bound(pool)
    assert pool.pool_classes_by_scheme == {"https": Elsewhere}
