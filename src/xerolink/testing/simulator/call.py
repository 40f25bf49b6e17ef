"""One HTTP request as the simulator sees it."""

from collections.abc import Mapping

from attrs import field, frozen
from werkzeug.wrappers import Request


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
    bearer: str = field(repr=False)
    tenant_id: str
    modified_since: str | None
    idempotency_key: str | None = field(repr=False)
    operation: str
    key: str = field(default="", repr=False)


def read_call(request: Request, operation: str, key: str) -> Call:
    """The call in *request*, its body read to the end so that the connection can live on."""
    headers = request.headers
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    query = request.query_string.decode("latin-1")
    return Call(
        method=request.method,
        path=request.path,
        url=request.environ.get("REQUEST_URI") or f"{request.path}?{query}".rstrip("?"),
        query={name.lower(): value for name, value in request.args.items()},
        body=request.get_data(),
        bearer=token if scheme.lower() == "bearer" else "",
        tenant_id=headers.get("xero-tenant-id", ""),
        modified_since=headers.get("If-Modified-Since"),
        idempotency_key=headers.get("Idempotency-Key"),
        operation=operation,
        key=key,
    )
