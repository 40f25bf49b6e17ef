"""A threaded HTTP/1.1 server for one WSGI callable on the loopback interface.

Werkzeug's own handler closes every connection after one answer; this one keeps it alive, as
Xero does, and sends head and body together without Nagle's delay (fact sheet 8.2).
"""

from __future__ import annotations

import socket
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from .faults import ConnectionDroppedError
from .wsgi import called

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_POLL_SECONDS = 0.02


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 20

    def run_wsgi(self) -> None:
        try:
            status, headers, body = called(self.server.app, self.make_environ())
        except (ConnectionDroppedError, ClientDisconnected):
            self.close_connection = True
            return
        code, _, reason = status.partition(" ")
        self.send_response_only(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def handle_expect_100(self) -> bool:
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - Werkzeug's name
        """Say nothing: the request log has it."""


class LoopbackServer(ThreadedWSGIServer):
    """Serves *app* on 127.0.0.1 from `start` to `stop`; port 0 takes a free one."""

    def __init__(self, app: WSGIApplication, port: int) -> None:
        super().__init__("127.0.0.1", port, app, handler=_Handler)
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self._workers: list[Thread] = []
        self._acceptor = Thread(target=self.serve_forever, args=(_POLL_SECONDS,), daemon=True)

    def start(self) -> None:
        self._acceptor.start()

    def stop(self) -> None:
        """Accept no more, close every connection, and wait for every thread."""
        self.shutdown()
        self._acceptor.join()
        with self._lock:
            for connection in self._open:
                _hang_up(connection)
        for worker in self._workers:
            worker.join()

    def process_request(self, request: Any, client_address: Any) -> None:
        worker = Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._lock:
            self._open.add(request)
        self._workers = [*(one for one in self._workers if one.is_alive()), worker]
        worker.start()

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster
