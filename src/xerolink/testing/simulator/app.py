"""The WSGI application: limits, access, idempotency, faults and the log around the endpoints."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from typing import TYPE_CHECKING

from attrs import evolve
from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

from . import endpoints, wire
from .access import Access, connection_of
from .call import Call, read_call
from .endpoints import Route
from .faults import (
    ConnectionDroppedError,
    CutBody,
    Fault,
    Faults,
    LostReply,
    LostRequest,
    Offline,
    RewriteBody,
    ServerError,
)
from .idempotency import LONGEST_KEY, KeyReusedError
from .identifiers import Identifiers
from .organisation import Clock, Organisation
from .requests import LoggedRequest, RequestLog
from .wire import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LONGEST_URL = 2_000
LARGEST_BODY = 3_500_000
CONNECTIONS = "GET Connections"
# Nothing is rationed yet: what an idle organisation of a paying app shows.
_LIMITS = {
    "X-DayLimit-Remaining": "4999",
    "X-MinLimit-Remaining": "59",
    "X-AppMinLimit-Remaining": "9999",
}
_OFFLINE = Answer(503, b"The Xero API is currently offline", "text/plain")
_BROKEN = Answer(500, b"<html><body>An error occurred in Xero</body></html>", wire.HTML_TYPE)


class SimulatedApi:
    """All organisations behind one WSGI callable. Threads may call it at once.

    A dropped connection raises ConnectionDroppedError, which the server turns into a closed
    socket.
    """

    def __init__(self, organisations: Mapping[str, Organisation], clock: Clock) -> None:
        self.organisations = organisations
        self.access = Access()
        self.faults = Faults()
        self.requests = RequestLog()
        self._clock = clock
        self._ids = Identifiers("answers")

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        request = Request(environ)
        found = endpoints.route_of(request.method, request.path)
        route, key = found or (None, "")
        call = read_call(request, _operation(request, route), key)
        answer = self._answered(call, route)
        return self._response(call, answer)(environ, start_response)

    def _answered(self, call: Call, route: Route | None) -> Answer:
        fault = self.faults.due(call.operation)
        answer = self._before_the_work(call, fault) or self._worked(call, route, fault)
        if isinstance(fault, LostReply):
            self._log(call, answer, fault, lost=True)
            raise ConnectionDroppedError("the reply is lost")
        sent = _damaged(answer, fault)
        self._log(call, sent, fault)
        return sent

    def _before_the_work(self, call: Call, fault: Fault | None) -> Answer | None:
        if isinstance(fault, LostRequest):
            self._log(call, _OFFLINE, fault, lost=True)
            raise ConnectionDroppedError("the request is lost")
        return _OFFLINE if isinstance(fault, Offline) else None

    def _worked(self, call: Call, route: Route | None, fault: Fault | None) -> Answer:
        refused = self._refused(call)
        if refused is not None:
            return refused
        if call.operation == CONNECTIONS:
            grants = self.access.grants(call.bearer)
            return Answer(200, wire.encoded([connection_of(grant) for grant in grants]))
        return self._at_the_organisation(call, route, fault)

    def _refused(self, call: Call) -> Answer | None:
        if len(call.url) > LONGEST_URL:
            return Answer(414, b"<html><body>Request-URI Too Long</body></html>", wire.HTML_TYPE)
        if len(call.body) > LARGEST_BODY:
            return Answer(413, b"<html><body>Body too large</body></html>", wire.HTML_TYPE)
        if not self.access.knows(call.bearer):
            expired = f"TokenExpired: token expired at {self._clock():%m/%d/%Y %H:%M:%S}"
            return wire.refused_access(401, "Unauthorized", expired, self._ids.next("problem"))
        return None

    def _at_the_organisation(self, call: Call, route: Route | None, fault: Fault | None) -> Answer:
        if not self.access.reaches(call.bearer, call.tenant_id):
            detail, instance = "AuthenticationUnsuccessful", self._ids.next("problem")
            return wire.refused_access(403, "Forbidden", detail, instance)
        if route is None:
            return wire.not_found()
        organisation = self.organisations[call.tenant_id]
        with organisation.lock:
            return _once(organisation, call, lambda: _handled(organisation, call, route, fault))

    def _log(self, call: Call, answer: Answer, fault: Fault | None, *, lost: bool = False) -> None:
        self.requests.add(
            LoggedRequest(
                method=call.method,
                path=call.path,
                query=call.url.partition("?")[2],
                operation=call.operation,
                tenant_id=call.tenant_id,
                status=None if lost else answer.status,
                written=answer.written,
                request_bytes=len(call.body),
                response_bytes=0 if lost else len(answer.body),
                if_modified_since=call.modified_since,
                idempotency_key=call.idempotency_key,
                fault=None if fault is None else type(fault).__name__,
            )
        )

    def _response(self, call: Call, answer: Answer) -> Response:
        response = Response(answer.body, answer.status, content_type=answer.content_type)
        response.headers["Date"] = http_date(self._clock().astimezone(UTC))
        response.headers["Xero-Correlation-Id"] = self._ids.next("correlation")
        if self.access.reaches(call.bearer, call.tenant_id) and call.operation != CONNECTIONS:
            response.headers.update(_LIMITS)
        return response


def _operation(request: Request, route: Route | None) -> str:
    if route is not None:
        return route.operation
    if request.method == "GET" and request.path.rstrip("/").lower() == "/connections":
        return CONNECTIONS
    return f"{request.method} unknown"


def _damaged(answer: Answer, fault: Fault | None) -> Answer:
    match fault:
        case CutBody():
            return evolve(answer, body=answer.body[: len(answer.body) // 2])
        case RewriteBody():
            return evolve(answer, body=fault.rewrite(answer.body))
        case _:
            return answer


def _handled(organisation: Organisation, call: Call, route: Route, fault: Fault | None) -> Answer:
    answer = route.handle(organisation, call)
    return evolve(_BROKEN, written=answer.written) if isinstance(fault, ServerError) else answer


def _once(organisation: Organisation, call: Call, handle: Callable[[], Answer]) -> Answer:
    key = call.idempotency_key
    if key is None or call.method == "GET":
        return handle()
    if len(key) > LONGEST_KEY:
        return wire.bad_body(f"Idempotency Key must not be over {LONGEST_KEY} characters.")
    fingerprint, now_ms = (call.method, call.url, call.body), organisation.now_ms()
    try:
        known = organisation.idempotency.answer(key, fingerprint, now_ms)
    except KeyReusedError as reused:
        return wire.bad_body(str(reused))
    if known is not None:
        return known
    answer = handle()
    organisation.idempotency.keep(key, fingerprint, answer, now_ms)
    return answer
