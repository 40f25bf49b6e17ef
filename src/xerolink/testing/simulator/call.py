"""One HTTP request as the simulator sees it."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from attrs import field, frozen

from .faults import ConnectionDroppedError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@frozen
class Call:
    """``query`` has lower-cased keys, the last value wins; ``key`` is what follows the resource.

    ``url`` is the target as it was sent, path and query.
    """

    method: str
    path: str = field(repr=False)
    url: str = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    authorization: str = field(repr=False)
    tenant_id: str
    modified_since: str | None
    idempotency_key: str | None = field(repr=False)
    operation: str
    key: str = field(default="", repr=False)

    @property
    def bearer(self) -> str:
        """The access token that was sent; none: empty."""
        scheme, _, token = self.authorization.partition(" ")
        return token if scheme.lower() == "bearer" else ""


def read_call(environ: "WSGIEnvironment", path: str, operation: str, key: str) -> Call:
    """The call in *environ*, its body read to the end so that the connection can live on.

    Raises ConnectionDroppedError when the caller hangs up in its body.
    """
    query = environ.get("QUERY_STRING", "")
    return Call(
        method=environ["REQUEST_METHOD"],
        path=path,
        url=environ.get("REQUEST_URI") or f"{path}?{query}".rstrip("?"),
        query=_parameters(query),
        body=_body(environ),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
        tenant_id=environ.get("HTTP_XERO_TENANT_ID", ""),
        modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
        idempotency_key=environ.get("HTTP_IDEMPOTENCY_KEY"),
        operation=operation,
        key=key,
    )


def path_of(environ: "WSGIEnvironment") -> str:
    """The path, unquoted."""
    return _text(environ.get("PATH_INFO", ""))


@lru_cache(maxsize=256)
def _parameters(query: str) -> Mapping[str, str]:
    found = parse_qsl(_text(query), keep_blank_values=True)
    return MappingProxyType({name.lower(): value for name, value in found})


def _text(bytewise: str) -> str:
    # WSGI hands bytes over as Latin-1.
    return bytewise.encode("latin-1").decode("utf-8", "replace")


def _body(environ: "WSGIEnvironment") -> bytes:
    source = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        whole: bytes = source.read()
        return whole
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = source.read(length) if length > 0 else b""
    if len(body) < length:
        raise ConnectionDroppedError("the caller hung up")
    return body
