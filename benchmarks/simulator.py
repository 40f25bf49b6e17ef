"""How fast the simulator lists contacts, beside the same server answering constant bytes."""

import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from benchmarks.served import Served, served

CONTACTS = 1_000
STALL_MS = 40
"""What Nagle's algorithm and a delayed acknowledgement cost together (fact sheet 8.2)."""


def measure_simulator(seed: int, rounds: int = 20, calls: int = 100) -> dict[str, Any]:
    """Lists of 100 contacts and constants of that size, by turns, over one connection each."""
    with served(CONTACTS, seed) as xero:
        listing = _Line(f"{xero.base_url}/api.xro/2.0/Contacts?page=1&pageSize=100", xero)
        constant = _Line(xero.constant_url, xero)
        xero.answer_constantly(listing.ask())
        seconds: dict[str, list[float]] = {"list": [], "constant": []}
        for _ in range(rounds):
            seconds["list"] += _timed(listing.ask, calls)
            seconds["constant"] += _timed(constant.ask, calls)
        size = len(constant.ask())
    return _figures(seconds["list"], seconds["constant"], size)


def _timed(ask: Callable[[], bytes], calls: int) -> list[float]:
    found = []
    for _ in range(calls):
        started = time.perf_counter()
        ask()
        found.append(time.perf_counter() - started)
    return found


def _figures(listed: list[float], constant: list[float], size: int) -> dict[str, Any]:
    list_rate, constant_rate = len(listed) / sum(listed), len(constant) / sum(constant)
    ordered = sorted(one * 1_000 for one in listed)
    return {
        "bytes": size,
        "constant_per_second": round(constant_rate),
        "list_per_second": round(list_rate),
        "ratio": round(list_rate / constant_rate, 3),
        "p99_ms": round(ordered[len(ordered) * 99 // 100], 2),
        "slowest_ms": round(ordered[-1], 2),
        "stalled": sum(one >= STALL_MS for one in ordered),
    }


class _Line:
    """One kept connection that costs its caller next to nothing."""

    def __init__(self, url: str, xero: Served) -> None:
        parts = urlsplit(url)
        self._line = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self._asked = (
            f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Authorization: Bearer {xero.access_token}\r\nxero-tenant-id: {xero.tenant_id}\r\n"
            "Accept: application/json\r\nAccept-Encoding: identity\r\n\r\n"
        ).encode()

    def ask(self) -> bytes:
        """The body of the answer."""
        self._line.sendall(self._asked)
        head, _, body = self._line.recv(1 << 18).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"the server answers {head[:40]!r}")
        return self._rest(_length(head), body)

    def _rest(self, length: int, begun: bytes) -> bytes:
        pieces, missing = [begun], length - len(begun)
        while missing > 0:
            pieces.append(self._line.recv(1 << 18))
            missing -= len(pieces[-1])
        return b"".join(pieces)


def _length(head: bytes) -> int:
    found = head.lower().partition(b"content-length: ")[2]
    return int(found.partition(b"\r\n")[0])
