"""The address that Xero's webhooks are sent to, as a WSGI callable."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from xerolink.adapters.webhook.body import BodyError, read_body
from xerolink.adapters.webhook.signature import Keys, is_signed, keys_of
from xerolink.app import Xerolink
from xerolink.domain.inbox import ONLY_WEBHOOK, WebhookId
from xerolink.ports.errors import PortError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_SIGNATURE = "HTTP_X_XERO_SIGNATURE"


class WebhookReceiver:
    """Hands Xero's payloads to *app* and answers at once; the work is a worker's.

    *keys* as `Keys` says; raises `ValueError` where there is none. *webhook* names it where the
    app has several. Threads may share it. Mount it under any path, by HTTPS, for POST.
    """

    def __init__(self, app: Xerolink, keys: Keys, webhook: WebhookId = ONLY_WEBHOOK) -> None:
        self._app, self._keys, self._webhook = app, keys, webhook
        if not callable(keys):
            keys_of(keys)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer with an empty body and no cookie, as Xero asks for (fact sheet 6)."""
        status = self._answer(environ)
        headers = [("Content-Type", "text/plain"), ("Content-Length", "0")]
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "POST"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [b""]

    def receive(self, body: bytes, signature: str) -> HTTPStatus:
        """What to answer to the raw *body* with that `x-xero-signature`, "" if there is none.

        200: kept, or there is nothing in it to keep. 401: the signature is wrong. 503: the store
        does not answer; Xero tries again. For hosts whose framework has read the request already.
        """
        if not is_signed(keys_of(self._keys), body, signature):
            self._app.refuse_webhook(self._webhook)
            return HTTPStatus.UNAUTHORIZED
        try:
            self._app.receive(_decoded(body), self._webhook)
        except PortError:
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    def _answer(self, environ: "WSGIEnvironment") -> HTTPStatus:
        if environ["REQUEST_METHOD"] != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        try:
            body = read_body(environ)
        except BodyError as error:
            return error.status
        return self.receive(body, environ.get(_SIGNATURE, ""))


def _decoded(body: bytes) -> object:
    """None for what is no JSON: it is counted, and Xero would only send it again (0009)."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
