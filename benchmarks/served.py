"""A simulator in a process of its own, so that the measured process holds nothing of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from attrs import field, frozen

from xerolink.testing.practice import practice
from xerolink.testing.simulator import XeroSimulator
from xerolink.testing.simulator.server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@frozen
class Served:
    """Where it listens; ``constant_url`` is the same server with bytes that never change."""

    base_url: str
    constant_url: str
    tenant_id: str
    access_token: str = field(repr=False)
    wire: Connection = field(repr=False)

    def log(self) -> tuple[int, int]:
        """Calls so far, and the bytes of their answers' bodies; the log is empty after."""
        self.wire.send("log")
        calls, size = self.wire.recv()
        return calls, size

    def answer_constantly(self, body: bytes) -> None:
        """From now on this is what ``constant_url`` answers."""
        self.wire.send(body)
        self.wire.recv()


@contextmanager
def served(contacts: int, seed: int) -> Iterator[Served]:
    """An organisation of *contacts* contacts, until the end of the context."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, contacts, seed), daemon=True)
    process.start()
    try:
        base_url, constant_url, tenant_id, access_token = ours.recv()
        yield Served(base_url, constant_url, tenant_id, access_token, ours)
    finally:
        ours.send("stop")
        process.join()


class _Constant:
    """A WSGI application that does nothing but answer."""

    def __init__(self) -> None:
        self.body = b""

    def become(self, body: bytes) -> int:
        self.body = body
        return len(body)

    def __call__(self, _: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        kind, size = ("Content-Type", "application/json"), ("Content-Length", str(len(self.body)))
        start_response("200 OK", [kind, size])
        return (self.body,)


def _serve(wire: Connection, contacts: int, seed: int) -> None:
    constant = _Constant()
    server = LoopbackServer(constant, 0)
    server.start()
    with XeroSimulator(seed=seed) as xero:
        rows = practice(seed, contacts, 0).xero
        org = xero.add_organisation("Big", contacts=rows)
        url = f"http://127.0.0.1:{server.port}/"
        wire.send((xero.base_url, url, org.tenant_id, org.access_token))
        while (asked := wire.recv()) != "stop":
            wire.send(_logged(xero) if asked == "log" else constant.become(asked))
    server.stop()


def _logged(xero: XeroSimulator) -> tuple[int, int]:
    logged = xero.requests.all()
    xero.requests.clear()
    return len(logged), sum(one.response_bytes for one in logged)
