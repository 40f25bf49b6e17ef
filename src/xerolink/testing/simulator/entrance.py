"""What one address serves: Xero's API, and the pages for people under /simulator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .webhooks import Webhooks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ADMIN = "/simulator"


class Entrance:
    """Leads to the pages what is under /simulator, to the API everything else."""

    def __init__(self, api: WSGIApplication, pages: WSGIApplication, webhooks: Webhooks) -> None:
        self._api = api
        self._pages = pages
        self._webhooks = webhooks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if f"{environ['PATH_INFO']}/".startswith(f"{ADMIN}/"):
            return self._pages(environ, start_response)
        with self._webhooks.by_the_app():
            return self._api(environ, start_response)
