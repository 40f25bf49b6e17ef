"""A server that answers in drops, for as long as somebody listens; over TLS if it is asked to."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from select import select
from socketserver import StreamRequestHandler, TCPServer
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

STATUS = b"HTTP/1.1 200 " + b"O" * 400 + b"\r\n"
HEAD = STATUS + b"Content-Length: 400\r\nX-Drops: " + b"." * 400 + b"\r\n\r\n"
ANSWER = HEAD + b" " * 400
AT_ONCE = "/at-once"
"""Where the answer comes in one piece."""
SILENT = "/silent"
"""Where it never comes, and what is sent is not read."""

_SECONDS_OF_A_DROP = 0.05


class DrippingServer(TCPServer):
    """Of each answer the first *at_once* bytes come at once.

    *dripped* counts the drops that were sent before the peer left, *received* the bytes of
    bodies that were read, *connections* those that were opened.
    """

    def __init__(self, at_once: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.at_once, self.dripped, self.received, self.connections = at_once, 0, 0, 0
        self.ended = Event()
        self.last: socket.socket | None = None

    def end(self) -> None:
        """Hang up, and serve nobody any more."""
        self.ended.set()
        if self.last is not None:
            with suppress(OSError):
                self.last.shutdown(socket.SHUT_RDWR)
        self.shutdown()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(StreamRequestHandler):
    server: DrippingServer

    def handle(self) -> None:
        self.server.connections += 1
        self.server.last = self.request
        while not self.server.ended.is_set() and (line := self.rfile.readline()):
            path = line.split()[1].decode()
            if path == SILENT:
                self.server.ended.wait()
                return
            self._read()
            if path == AT_ONCE:
                self.wfile.write(ANSWER)
            else:
                self._drip()

    def _read(self) -> None:
        length = 0
        while (header := self.rfile.readline()).strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        while length and (chunk := self.rfile.read1(length)):
            self.server.received += len(chunk)
            length -= len(chunk)

    def _drip(self) -> None:
        self.wfile.write(ANSWER[: self.server.at_once])
        for drop in ANSWER[self.server.at_once :]:
            left, _, _ = select([self.request], [], [], _SECONDS_OF_A_DROP)
            if left:
                return
            self.wfile.write(bytes([drop]))
            self.server.dripped += 1


class _TlsServer(DrippingServer):
    def __init__(self, at_once: int, certificate: Path) -> None:
        super().__init__(at_once)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)


@contextmanager
def dripping(at_once: int = 0, certificate: Path | None = None) -> Iterator[DrippingServer]:
    """One that serves; when it is left, its connections have come to their end."""
    with (
        DrippingServer(at_once)
        if certificate is None
        else _TlsServer(at_once, certificate) as server
    ):
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.end()
            thread.join()


def certified(folder: Path) -> Path:
    """A new certificate of 127.0.0.1, signed by itself, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "drops")])
    public = key.public_key()
    made = (
        x509.CertificateBuilder(name, name, public, x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(0x7F000001))]), False
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "drops.pem"
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path
