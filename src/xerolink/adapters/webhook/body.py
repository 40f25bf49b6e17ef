"""The bytes of a request, as far as they may be read."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

LIMIT = 1_000_000
"""The most bytes that are read: a payload has a few hundred for each event."""


class BodyError(Exception):
    """The body cannot be had; *status* is the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
        super().__init__(status.phrase)


def read_body(environ: Mapping[str, Any], limit: int = LIMIT) -> bytes:
    """The raw body, at most *limit* bytes; raises `BodyError` for one that is longer.

    Without a Content-Length it is read to its end where the server knows the end
    (`wsgi.input_terminated`); else it is refused, since reading on could wait for ever. What is
    shorter than its Content-Length is taken as it is: its signature will not fit.
    """
    claimed = str(environ.get("CONTENT_LENGTH") or "")
    if claimed:
        return _read(environ, _length(claimed, limit))
    if not environ.get("wsgi.input_terminated"):
        raise BodyError(HTTPStatus.LENGTH_REQUIRED)
    found = _read(environ, limit + 1)
    if len(found) > limit:
        raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return found


def _length(claimed: str, limit: int) -> int:
    if not (claimed.isascii() and claimed.isdigit()):
        raise BodyError(HTTPStatus.BAD_REQUEST)
    digits = claimed.lstrip("0") or "0"
    # By length first: Python refuses to read very long numbers.
    if len(digits) > len(str(limit)) or int(digits) > limit:
        raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(digits)


def _read(environ: Mapping[str, Any], size: int) -> bytes:
    parts, left = [], size
    try:
        while left and (part := environ["wsgi.input"].read(left)):
            parts.append(part)
            left -= len(part)
    except OSError:
        raise BodyError(HTTPStatus.BAD_REQUEST) from None
    return b"".join(parts)
