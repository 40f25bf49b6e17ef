"""The WSGI application: access, idempotency, faults and the log around the endpoints."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING

from attrs import evolve, frozen
from werkzeug.http import http_date

from . import endpoints, wire
from .call import Call, path_of, read_call
from .door import Door, RefusedCallError, check_size
from .endpoints import Route
from .faults import (
    ConnectionDroppedError,
    CutBody,
    ExpiredToken,
    Fault,
    Faults,
    LostReply,
    LostRequest,
    Offline,
    RateLimited,
    RewriteBody,
    ServerError,
    Slow,
    StaleReplica,
    TooSlowError,
)
from .idempotency import LONGEST_KEY, KeyReusedError
from .identifiers import Identifiers
from .identity import IdentityService
from .limits import Limits, Meter
from .oauth import IdentityRoute, identity_route
from .organisation import Clock, Organisation
from .packing import packed
from .requests import LoggedRequest, RequestLog
from .wire import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATIENCE = "xerolink.patience"
"""In the environ, in process: how many seconds the caller waits for an answer."""

_OFFLINE = Answer(503, b"The Xero API is currently offline", "text/plain")
_BROKEN = Answer(500, b"<html><body>An error occurred in Xero</body></html>", wire.HTML_TYPE)
_DROPPED = Answer(0, b"")

Sleep = Callable[[float], None]


@frozen
class _Asked:
    """One request on its way; ``patience`` None: the caller hangs up by itself."""

    call: Call
    route: Route | IdentityRoute | None
    fault: Fault | None
    patience: float | None


class SimulatedApi:
    """All organisations and their identity service behind one WSGI callable, for any thread.

    A dropped connection raises ConnectionDroppedError, which the server turns into a closed
    socket. *clock* is Xero's own, which may be skewed.
    """

    def __init__(
        self,
        organisations: Mapping[str, Organisation],
        identity: IdentityService,
        limits: Limits | None,
        clock: Clock,
        sleep: Sleep,
    ) -> None:
        self.organisations = organisations
        self.identity = identity
        self.faults = Faults()
        self.requests = RequestLog()
        self._clock, self._sleep = clock, sleep
        self._answers = count(1)
        meter = Meter(limits, identity.clock)
        self._door = Door(identity, meter, Identifiers("answers"), clock)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], path_of(environ)
        found = identity_route(method, path) or endpoints.route_of(method, path)
        route, key = found or (None, "")
        operation = f"{method} unknown" if route is None else route.operation
        call = read_call(environ, path, operation, key)
        answer = self._meets_fault(call, route, environ.get(PATIENCE))
        sent = packed(answer, environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response(_status_line(sent.status), self._headers(sent))
        return (sent.body,)

    def answer(self, call: Call, patience: float) -> Answer:
        """The answer to *call*, of an accounting endpoint, past HTTP: all but its bytes is real.

        Raises ConnectionDroppedError, as the WSGI callable does.
        """
        found = endpoints.route_of(call.method, call.path)
        route, key = found or (None, "")
        operation = f"{call.method} unknown" if route is None else route.operation
        return self._meets_fault(evolve(call, operation=operation, key=key), route, patience)

    def _meets_fault(
        self, call: Call, route: Route | IdentityRoute | None, patience: float | None
    ) -> Answer:
        return self._answered(_Asked(call, route, self.faults.due(call.operation), patience))

    def _answered(self, asked: _Asked) -> Answer:
        if isinstance(asked.fault, LostRequest):
            self._log(asked, _DROPPED)
            raise ConnectionDroppedError("the request is lost")
        answer = self._before_the_work(asked) or self._worked(asked)
        lost = _lost(asked)
        if lost is not None:
            self._log(asked, evolve(_DROPPED, written=answer.written))
            raise lost
        sent = _damaged(answer, asked.fault)
        self._log(asked, sent)
        return sent

    def _before_the_work(self, asked: _Asked) -> Answer | None:
        match asked.fault:
            case Offline():
                return _OFFLINE
            case RateLimited(problem=problem, retry_after=wait):
                return self._door.meter.refusal(asked.call.tenant_id, problem, wait)
            case ExpiredToken():
                self.identity.access.expire(asked.call.bearer)
                return None
            case _:
                return None

    def _worked(self, asked: _Asked) -> Answer:
        try:
            check_size(asked.call)
            if isinstance(asked.route, IdentityRoute):
                return self._at_identity(asked, asked.route)
            return self._at_the_organisation(asked, asked.route)
        except RefusedCallError as refused:
            return refused.answer

    def _at_identity(self, asked: _Asked, route: IdentityRoute) -> Answer:
        if route.signed_in:
            self._door.token(asked.call)
        answer = route.handle(self.identity, asked.call)
        self._wait(asked)
        return _BROKEN if isinstance(asked.fault, ServerError) else answer

    def _at_the_organisation(self, asked: _Asked, route: Route | None) -> Answer:
        tenant_id = self._door.tenant(asked.call)
        organisation = self.organisations[tenant_id]

        def work() -> Answer:
            if route is None:
                return wire.not_found()
            with organisation.lock:
                answer = _once(organisation, asked, route)
            self._wait(asked)
            return answer

        return self._door.rationed(tenant_id, work)

    def _wait(self, asked: _Asked) -> None:
        if isinstance(asked.fault, Slow):
            seconds = asked.fault.seconds
            self._sleep(seconds if asked.patience is None else min(seconds, asked.patience))

    def _log(self, asked: _Asked, answer: Answer) -> None:
        call, fault = asked.call, asked.fault
        self.requests.add(
            LoggedRequest(
                method=call.method,
                path=call.path,
                query=call.url.partition("?")[2],
                operation=call.operation,
                tenant_id=call.tenant_id,
                status=answer.status or None,
                written=answer.written,
                request_bytes=len(call.body),
                response_bytes=len(answer.body),
                if_modified_since=call.modified_since,
                idempotency_key=call.idempotency_key,
                fault=None if fault is None else type(fault).__name__,
            )
        )

    def _headers(self, answer: Answer) -> list[tuple[str, str]]:
        kind = () if answer.content_type is None else (("Content-Type", answer.content_type),)
        return [
            *kind,
            ("Content-Length", str(len(answer.body))),
            ("Date", _date(int(self._clock().timestamp()))),
            ("Xero-Correlation-Id", f"00000000-0000-4000-a000-{next(self._answers):012x}"),
            *answer.headers.items(),
        ]


@lru_cache(maxsize=8)
def _date(second: int) -> str:
    return http_date(second)


@lru_cache(maxsize=32)
def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _lost(asked: _Asked) -> ConnectionDroppedError | None:
    match asked.fault:
        case LostReply():
            return ConnectionDroppedError("the reply is lost")
        case Slow(seconds=seconds) if asked.patience is not None and seconds > asked.patience:
            return TooSlowError("the reply comes too late")
        case _:
            return None


def _damaged(answer: Answer, fault: Fault | None) -> Answer:
    match fault:
        case CutBody():
            return evolve(answer, body=answer.body[: len(answer.body) // 2])
        case RewriteBody():
            return evolve(answer, body=fault.rewrite(answer.body))
        case _:
            return answer


def _handled(organisation: Organisation, asked: _Asked, route: Route) -> Answer:
    match asked.fault:
        case ServerError():
            return evolve(_BROKEN, written=route.handle(organisation, asked.call).written)
        case StaleReplica(writes=writes, seconds=seconds) if asked.call.method == "GET":
            since = organisation.now_ms() - seconds * 1_000 if seconds else None
            with organisation.as_of(writes, since):
                return route.handle(organisation, asked.call)
        case _:
            return route.handle(organisation, asked.call)


def _once(organisation: Organisation, asked: _Asked, route: Route) -> Answer:
    call = asked.call
    key = call.idempotency_key
    if key is None or call.method == "GET":
        return _handled(organisation, asked, route)
    if len(key) > LONGEST_KEY:
        return wire.bad_body(f"Idempotency Key must not be over {LONGEST_KEY} characters.")
    fingerprint, now_ms = (call.method, call.url, call.body), organisation.now_ms()
    try:
        known = organisation.idempotency.answer(key, fingerprint, now_ms)
    except KeyReusedError as reused:
        return wire.bad_body(str(reused))
    if known is not None:
        return known
    answer = _handled(organisation, asked, route)
    organisation.idempotency.keep(key, fingerprint, answer, now_ms)
    return answer
