"""A simulator behind real HTTP whose requests and answers are kept, bodies and all."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import field, frozen

from tests.testing.simulator.caller import Ticking
from xerolink.testing.simulator import Organisation, XeroSimulator
from xerolink.testing.simulator.server import LoopbackServer
from xerolink.testing.simulator.wsgi import called

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@frozen
class Exchange:
    """One request and its answer; headers without those that HTTP itself needs."""

    method: str
    path: str
    query: str
    sent_type: str
    sent: bytes = field(repr=False)
    status: int
    answered_type: str
    answered: bytes = field(repr=False)


class Recorder:
    """Stands before *app* and writes down what passes, unpacked."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self.exchanges: list[Exchange] = []

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(sent)
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        status, headers, body = called(self._app, environ)
        self.exchanges.append(
            Exchange(
                method=environ["REQUEST_METHOD"],
                path=environ["PATH_INFO"],
                query=environ.get("QUERY_STRING", ""),
                sent_type=environ.get("CONTENT_TYPE", ""),
                sent=sent,
                status=int(status.split()[0]),
                answered_type=dict(headers).get("Content-Type", ""),
                answered=body,
            )
        )
        start_response(status, headers)
        return (body,)


@frozen
class Stage:
    """Where a script is played: one organisation, at an address that is recorded."""

    xero: XeroSimulator
    organisation: Organisation
    clock: Ticking
    base_url: str
    exchanges: list[Exchange] = field(repr=False)


@contextmanager
def stage() -> Iterator[Stage]:
    """A new simulator with one empty organisation, on a clock that stands still."""
    clock = Ticking()
    xero = XeroSimulator(seed=11, clock=clock)
    organisation = xero.add_organisation("Kauri & Co")
    recorder = Recorder(xero.wsgi)
    server = LoopbackServer(recorder, 0)
    server.start()
    try:
        base_url = f"http://127.0.0.1:{server.port}"
        yield Stage(xero, organisation, clock, base_url, recorder.exchanges)
    finally:
        server.stop()
