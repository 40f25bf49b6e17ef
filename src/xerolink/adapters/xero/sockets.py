"""Sockets whose every wait ends with the call: connect, TLS, send, status, headers and body.

A socket's own time-out is for one wait. It begins anew with each byte that comes, and with each
address of a name, so that an answer in drops would never be too late.
"""

import io
import socket
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPResponse
from typing import Any

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.exceptions import TimeoutError as LateError

_PIECE = 16 * 1024
"""The most bytes of one send: TLS may wait anew for each record (RFC 8446, 5.1)."""


class Patience(float):
    """Seconds that one wait may take, as urllib3 takes them; *left* tells those of the call.

    urllib3 hands a time-out through to the connection as it is, and so the rest comes along.
    """

    left: Callable[[], float]

    def __new__(cls, seconds: float, left: Callable[[], float]) -> "Patience":
        patience = super().__new__(cls, seconds)
        patience.left = left
        return patience


def bound(pool: PoolManager) -> None:
    """Let new connections of *pool* heed a `Patience`; those of other kinds stay as they are."""
    kinds = pool.pool_classes_by_scheme.items()
    pool.pool_classes_by_scheme = {scheme: _BOUND.get(kind, kind) for scheme, kind in kinds}


def _now(timeout: float | None) -> float | None:
    """What a wait that begins now may take; raises `TimeoutError` if nothing is left."""
    if not isinstance(timeout, Patience):
        return timeout
    seconds = min(timeout, timeout.left())
    if seconds <= 0:
        raise TimeoutError("the call has had its time")
    return seconds


class _Reader(io.RawIOBase):
    """What *raw* reads from *sock*, each time waiting no longer than *timeout* allows."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, timeout: float | None) -> None:
        self._raw, self._sock, self._timeout = raw, sock, timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._sock.settimeout(_now(self._timeout))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    """Status line, headers and body all come by one file, which is bounded here."""

    def __init__(self, sock: socket.socket, *given: Any, timeout: float | None, **named: Any):
        super().__init__(sock, *given, **named)
        self.fp = io.BufferedReader(_Reader(self.fp.detach(), sock, timeout))


class _Connection(HTTPConnection):
    target = ""
    """The whole address of the request that is sent next."""

    def request(self, method: str, url: str, *given: Any, **named: Any) -> None:
        super().request(method, self.target or url, *given, **named)

    def response_class(  # type: ignore[override]  # called as the class would be
        self, sock: socket.socket, *given: Any, **named: Any
    ) -> HTTPResponse:
        return _Response(sock, *given, timeout=self.timeout, **named)

    def send(self, data: Any) -> None:
        """Raises urllib3's error for a time-out, where urllib3 sees a broken connection."""
        try:
            for start in range(0, len(data), _PIECE):
                if self.sock is not None:
                    self.sock.settimeout(_now(self.timeout))
                super().send(data[start : start + _PIECE])
        except TimeoutError as late:
            raise LateError(str(late)) from late

    def _new_conn(self) -> socket.socket:
        try:
            return self._first_reached()
        except TimeoutError as late:
            raise ConnectTimeoutError(self, str(late)) from late
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, str(error)) from error

    def _first_reached(self) -> socket.socket:
        """To the first address that can be reached; the look-up itself knows no time-out."""
        found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        *others, last = ((str(place[0]), int(place[1])) for *_, place in found)
        for address in others:
            with suppress(OSError):
                return self._reached(address)
        return self._reached(last)

    def _reached(self, address: tuple[str, int]) -> socket.socket:
        sock = socket.create_connection(address, _now(self.timeout), self.source_address)
        try:
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            # TLS shakes hands within the time-out that it finds.
            sock.settimeout(_now(self.timeout))
        except OSError:
            sock.close()
            raise
        return sock


class _TlsConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    """urllib3 logs the address of every request, in which a filter may hold somebody's name.

    So it is told the address without its query; the connection sends the whole one.
    """

    ConnectionCls = _Connection

    def _make_request(  # type: ignore[override]  # all else is handed through
        self, conn: _Connection, method: str, url: str, *given: Any, **named: Any
    ) -> BaseHTTPResponse:
        conn.target = url
        return super()._make_request(conn, method, url.partition("?")[0], *given, **named)


class _TlsPool(_Pool, HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_BOUND: dict[Any, Any] = {HTTPConnectionPool: _Pool, HTTPSConnectionPool: _TlsPool}
