"""Requests on their way: each sent once, each answer bounded in bytes and in time."""

import zlib
from collections.abc import Callable
from typing import Any

import urllib3

from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.request import Request
from xerolink.adapters.xero.sockets import Patience, bound
from xerolink.ports.errors import TooLargeError, UnavailableError

LARGEST = 32 * 1024 * 1024
"""The most bytes of an answer, unpacked: fifty times a full page of contacts (fact sheet 2)."""

_CHUNK = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS

Seconds = Callable[[], float]


class Wire:
    """The connections of *pool*: no request is repeated, no redirect followed.

    Answers are asked for in gzip, for what leaves Xero is billed (fact sheet 2). A call that
    takes more than *total* seconds is given up, whatever it waits for: a connection, TLS, to be
    sent, or any part of the answer. The look-up of Xero's name alone has its own limits.
    """

    def __init__(self, pool: Any, total: int, seconds: Seconds) -> None:
        pool.connection_pool_kw["retries"] = False
        bound(pool)
        self._pool, self._total, self._seconds = pool, total, seconds

    def send(self, request: Request) -> Answer:
        """The answer, whatever its status; raises `UnavailableError` without a whole one."""
        end = self._seconds() + self._total
        try:
            return self._sent(request, end)
        except urllib3.exceptions.HTTPError as error:
            why = self._why(error, end)
        # Outside of the block: urllib3's error shows the address, which may hold a name.
        raise UnavailableError(XERO, why)

    def _sent(self, request: Request, end: float) -> Answer:
        response = self._pool.request(
            request.method,
            request.url,
            body=request.body,
            headers={**request.headers, "Accept-Encoding": "gzip"},
            timeout=self._until(end, request.timeout),
            redirect=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            body = _read(response)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return Answer(
            response.status, response.headers, body.whole(), request.operation, body.received
        )

    def _until(self, end: float, timeout: Any) -> urllib3.Timeout:
        def left() -> float:
            return end - self._seconds()

        return urllib3.Timeout(
            connect=Patience(timeout.connect_timeout, left),
            read=Patience(timeout.read_timeout, left),
        )

    def _why(self, error: urllib3.exceptions.HTTPError, end: float) -> str:
        match error:
            case urllib3.exceptions.NewConnectionError():
                return "it cannot be reached"
            case urllib3.exceptions.TimeoutError() if self._seconds() >= end:
                return f"its answer takes more than {self._total} s"
            case urllib3.exceptions.TimeoutError():
                return "it does not answer in time"
            case urllib3.exceptions.SSLError():
                return "its certificate cannot be verified"
            case _:
                return "the connection broke before the answer was complete"


def _read(response: urllib3.BaseHTTPResponse) -> "_Body":
    body = _Body(response.headers.get("Content-Encoding", ""))
    while chunk := response.read1(_CHUNK, decode_content=False):
        body.add(chunk)
    return body


class _Body:
    """The bytes of an answer, unpacked as they come, never more than `LARGEST` of them."""

    def __init__(self, encoding: str) -> None:
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise UnavailableError(XERO, "its answer is packed in a way that was not asked for")
        self._gzip = zlib.decompressobj(_GZIP) if coding.endswith("gzip") else None
        self._bytes = bytearray()
        self.received = 0

    def add(self, chunk: bytes) -> None:
        self.received += len(chunk)
        self._bytes += chunk if self._gzip is None else self._unpacked(chunk)
        # What follows a packed answer's end is not unpacked, but is counted.
        if max(len(self._bytes), self.received) > LARGEST:
            raise TooLargeError(XERO, f"its answer has more than {LARGEST:,} bytes")

    def whole(self) -> bytes:
        """All of it; raises `UnavailableError` if the packing is not complete."""
        if self._gzip is not None and self.received and not self._gzip.eof:
            raise UnavailableError(XERO, "its answer is cut")
        return bytes(self._bytes)

    def _unpacked(self, chunk: bytes) -> bytes:
        assert self._gzip is not None
        if self._gzip.eof:
            return b""
        try:
            # One byte more than allowed is enough to know; a bomb is not unpacked further.
            return self._gzip.decompress(chunk, LARGEST + 1 - len(self._bytes))
        except zlib.error:
            raise UnavailableError(XERO, "its answer cannot be unpacked") from None
