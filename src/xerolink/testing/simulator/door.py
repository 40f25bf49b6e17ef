"""Before the organisation: sizes, tokens, tenants, scopes and limits (fact sheet 2 and 5)."""

from collections.abc import Callable
from datetime import datetime

from . import scopes, wire
from .access import AccessToken
from .call import Call
from .identifiers import Identifiers
from .identity import IdentityService
from .limits import Meter
from .organisation import Clock
from .wire import Answer

LONGEST_URL = 2_000
LARGEST_BODY = 3_500_000


class RefusedCallError(Exception):
    """A call that does not come in; *answer* says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"refused with {answer.status}")
        self.answer = answer


class Door:
    """Lets calls in or raises RefusedCallError. *clock* is Xero's own, which may be skewed."""

    def __init__(
        self, identity: IdentityService, meter: Meter, ids: Identifiers, clock: Clock
    ) -> None:
        self.meter = meter
        self._identity = identity
        self._ids = ids
        self._clock = clock

    def token(self, call: Call) -> AccessToken:
        """The token that *call* came with, if it is known and its time is not over."""
        found = self._identity.access.token(call.bearer)
        if found is None:
            raise self._expired(self._clock())
        if not found.alive(self._identity.clock()):
            raise self._expired(found.expires or self._clock())
        return found

    def tenant(self, call: Call) -> str:
        """The tenant that *call* is for, if its token is connected and has the scope."""
        token = self.token(call)
        tenant_id = self._identity.access.tenant(token, call.tenant_id)
        if tenant_id is None:
            raise self._refused(403, "Forbidden", "AuthenticationUnsuccessful")
        if token.scopes is not None and not scopes.allows(token.scopes, call.method, call.path):
            raise self._refused(401, "Unauthorized", "AuthorizationUnsuccessful")
        return tenant_id

    def rationed(self, tenant_id: str, work: Callable[[], Answer]) -> Answer:
        """The answer of *work* with the limits' headers, or 429 instead."""
        entry = self.meter.enter(tenant_id)
        if entry.refusal is not None:
            return entry.refusal
        try:
            answer = work()
        finally:
            self.meter.leave(tenant_id)
        headers = {**answer.headers, **entry.headers}
        return Answer(answer.status, answer.body, answer.content_type, answer.written, headers)

    def _expired(self, moment: datetime) -> RefusedCallError:
        detail = f"TokenExpired: token expired at {moment:%m/%d/%Y %H:%M:%S}"
        return self._refused(401, "Unauthorized", detail)

    def _refused(self, status: int, title: str, detail: str) -> RefusedCallError:
        instance = self._ids.next("problem")
        return RefusedCallError(wire.refused_access(status, title, detail, instance))


def check_size(call: Call) -> None:
    """Raise RefusedCallError for a longer URL or body than Xero takes."""
    if len(call.url) > LONGEST_URL:
        raise RefusedCallError(_html(414, b"Request-URI Too Long"))
    if len(call.body) > LARGEST_BODY:
        raise RefusedCallError(_html(413, b"Body too large"))


def _html(status: int, text: bytes) -> Answer:
    return Answer(status, b"<html><body>" + text + b"</body></html>", wire.HTML_TYPE)
