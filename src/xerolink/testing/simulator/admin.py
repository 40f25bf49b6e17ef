"""Pages under /simulator, where people do in Xero what people do. No script is needed.

A change is a POST that ends in a redirect; every value is escaped by the templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Request, Response

from .admin_answers import Done, Page, See, Text
from .admin_routes import ROUTES
from .reading import BadBodyError
from .rules import RefusedError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from .simulator import XeroSimulator

_PAGES = Path(__file__).with_name("pages")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class AdminPages:
    """The pages of *xero* as a WSGI callable, for people at this machine only.

    What Xero refuses is shown in its words (400); a browser elsewhere, or a form on another
    site, is turned away (403).
    """

    def __init__(self, xero: XeroSimulator) -> None:
        self._xero = xero
        self._templates = Environment(
            loader=FileSystemLoader(_PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        try:
            response = self._answer(request)
        except (RefusedError, BadBodyError) as refused:
            problems = getattr(refused, "problems", (str(refused),))
            response = self._problem("Xero refuses this", problems, 400)
        except HTTPException as error:
            response = self._other(error)
        response.headers.update(_HEADERS)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        _check_sender(request)
        handle, values = ROUTES.bind_to_environ(request.environ).match()
        done: Done = handle(self._xero, request, **values)
        match done:
            case Page(name, shown):
                return self._page(name, 200, **shown)
            case See(path):
                return Response(status=303, headers={"Location": path})
            case Text(text, content_type):
                return Response(text, content_type=content_type)
            case _:
                assert_never(done)

    def _other(self, error: HTTPException) -> Response:
        """An error of ours, or the redirect to an address with its last slash."""
        if error.code is None or error.code < 400:
            return Response.force_type(error.get_response())
        return self._problem(error.name, (error.description or "",), error.code)

    def _problem(self, title: str, problems: Iterable[str], status: int) -> Response:
        return self._page("problem.html", status, title=title, problems=problems)

    def _page(self, name: str, status: int, **shown: object) -> Response:
        template = self._templates.get_template(name)
        text = template.render(organisations=self._xero.organisations, **shown)
        return Response(text, status, content_type="text/html; charset=utf-8")


def _check_sender(request: Request) -> None:
    """Raise Forbidden unless a browser here asks for itself, not for another site's page.

    The name in Host counts too, or another site's name could be made to lead here.
    """
    address = request.remote_addr
    if address is not None and not ip_address(address).is_loopback:
        raise Forbidden("These pages are for this machine only.")
    if urlsplit(f"//{request.host}").hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise Forbidden("Ask for 127.0.0.1 or localhost.")
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin not in {None, request.host_url.rstrip("/")}:
        raise Forbidden("Forms of other sites are not taken.")
