"""The simulator without a socket, for whoever speaks urllib3."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

import urllib3
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from .app import PATIENCE
from .faults import ConnectionDroppedError, TooSlowError
from .wsgi import called

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_UNPREFIXED = {"Content-Type": "CONTENT_TYPE", "Content-Length": "CONTENT_LENGTH"}


class InProcessPool(urllib3.PoolManager):
    """A `urllib3.PoolManager` whose every request ends in *app*, whatever its host.

    Nothing is sent twice and no redirect is followed. A dropped connection raises ProtocolError;
    an answer slower than the time-out raises ReadTimeoutError.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        super().__init__()
        self._app = app

    def urlopen(  # type: ignore[override]  # as PoolManager itself departs from its base class
        self, method: str, url: str, redirect: bool = True, **kw: Any
    ) -> urllib3.BaseHTTPResponse:
        """The answer of the simulator; raises urllib3's errors as a socket would."""
        patience = _patience(kw.get("timeout"))
        environ = _environ(method, url, kw.get("headers") or {}, _bytes(kw.get("body")))
        if patience is not None:
            environ[PATIENCE] = patience
        try:
            status, headers, body = called(self._app, environ)
        except TooSlowError:
            message = f"Read timed out. (read timeout={patience})"
            raise ReadTimeoutError(self.connection_from_url(url), url, message) from None
        except ConnectionDroppedError as dropped:
            raise ProtocolError("Connection aborted.", dropped) from None
        code, _, reason = status.partition(" ")
        return urllib3.HTTPResponse(
            BytesIO(body),
            headers=urllib3.HTTPHeaderDict(headers),
            status=int(code),
            version=11,
            reason=reason,
            preload_content=kw.get("preload_content", True),
            decode_content=kw.get("decode_content", True),
            request_method=method,
            request_url=url,
        )


def _environ(method: str, url: str, headers: Mapping[str, str], body: bytes) -> "WSGIEnvironment":
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "REQUEST_URI": target,
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": str(parts.port or 443),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **_header_keys(headers.items()),
        "CONTENT_LENGTH": str(len(body)),
    }


def _header_keys(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {
        _UNPREFIXED.get(name.title(), f"HTTP_{name.upper().replace('-', '_')}"): value
        for name, value in headers
    }


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)


def _patience(timeout: Any) -> float | None:
    if not isinstance(timeout, urllib3.Timeout):
        return timeout if isinstance(timeout, int | float) else None
    started = timeout.clone()
    started.start_connect()
    limit = started.read_timeout
    return float(limit) if isinstance(limit, int | float) else None
