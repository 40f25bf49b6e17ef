"""The log of what was asked and what was answered."""

from collections.abc import Iterator
from threading import Lock

from attrs import field, frozen


@frozen
class LoggedRequest:
    """One request; *status* is None when the connection was dropped.

    *query* is as sent; *written* counts the elements that were stored by it, also when the
    answer was lost; *fault* is the name of the fault that happened to it. Bytes are of bodies.
    """

    method: str
    path: str = field(repr=False)
    query: str = field(repr=False)
    operation: str
    tenant_id: str
    status: int | None
    written: int
    request_bytes: int
    response_bytes: int
    if_modified_since: str | None
    idempotency_key: str | None = field(repr=False)
    fault: str | None = None


class RequestLog:
    """Requests in the order of their answers; safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._logged: list[LoggedRequest] = []

    def __iter__(self) -> Iterator[LoggedRequest]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.all())

    def add(self, request: LoggedRequest) -> None:
        with self._lock:
            self._logged.append(request)

    def all(self) -> tuple[LoggedRequest, ...]:
        with self._lock:
            return tuple(self._logged)

    def writes(self) -> tuple[LoggedRequest, ...]:
        """The PUT and POST requests, refused and dropped ones too."""
        return tuple(one for one in self.all() if one.method in {"PUT", "POST"})

    def written(self) -> int:
        """How many elements were stored, over all requests."""
        return sum(one.written for one in self.all())

    def count(self, operation: str) -> int:
        """How many requests of *operation* came, e.g. ``"GET Contacts"``."""
        return sum(one.operation == operation for one in self.all())

    def clear(self) -> None:
        with self._lock:
            self._logged.clear()
