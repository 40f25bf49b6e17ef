"""The admin's first page: organisations, faults to come, webhooks, the last requests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request

from . import admin_forms as forms
from .admin_answers import HOME, Page, See, Text, organisation_of

if TYPE_CHECKING:
    from .simulator import XeroSimulator

_STYLE = Path(__file__).with_name("pages") / "style.css"
_SHOWN_REQUESTS = 20
_SHOWN_ATTEMPTS = 8


def style(xero: XeroSimulator, request: Request) -> Text:
    return Text(_STYLE.read_text(encoding="utf-8"), "text/css; charset=utf-8")


def overview(xero: XeroSimulator, request: Request) -> Page:
    return Page(
        "overview.html",
        {
            "rows": [(one, xero.access.connected(one.tenant_id)) for one in xero.organisations],
            "pending": (*xero.faults.pending(), *xero.webhooks.faults.pending()),
            "faults": forms.FAULTS,
            "event_faults": forms.EVENT_FAULTS,
            "webhooks": xero.webhooks,
            "attempts": xero.webhooks.attempts[: -_SHOWN_ATTEMPTS - 1 : -1],
            "requests": xero.requests.all()[: -_SHOWN_REQUESTS - 1 : -1],
        },
    )


def add_fault(xero: XeroSimulator, request: Request) -> See:
    xero.faults.add(forms.fault(request.form, forms.FAULTS))
    return See(HOME)


def add_event_fault(xero: XeroSimulator, request: Request) -> See:
    xero.webhooks.faults.add(forms.fault(request.form, forms.EVENT_FAULTS))
    return See(HOME)


def clear_faults(xero: XeroSimulator, request: Request) -> See:
    xero.faults.clear()
    xero.webhooks.faults.clear()
    return See(HOME)


def expire(xero: XeroSimulator, request: Request) -> See:
    """Every access token that is out; refresh tokens live on."""
    tokens, _ = xero.access.everything()
    for token in tokens:
        xero.access.expire(token.text)
    return See(HOME)


def subscribe(xero: XeroSimulator, request: Request) -> See:
    try:
        xero.webhooks.subscribe(request.form.get("url", "").strip())
    except ValueError as error:
        raise BadRequest(str(error)) from None
    return See(HOME)


def deliver(xero: XeroSimulator, request: Request) -> See:
    xero.webhooks.deliver()
    return See(HOME)


def intend(xero: XeroSimulator, request: Request) -> See:
    try:
        xero.webhooks.intent_to_receive()
    except RuntimeError as error:
        raise BadRequest(str(error)) from None
    return See(HOME)


def disconnect(xero: XeroSimulator, request: Request, tenant: str) -> See:
    organisation_of(xero, tenant)
    xero.access.disconnect(tenant)
    return See(HOME)
