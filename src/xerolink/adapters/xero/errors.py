"""Xero's answers that are no success, as the port's errors (fact sheet 5)."""

import json
from http import HTTPStatus
from typing import Any

from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.limits import problem_of, retry_after, why
from xerolink.adapters.xero.problems import problems_of
from xerolink.domain.contacts.check import Problem
from xerolink.ports.errors import PortError, RejectedError, UnauthorisedError, UnavailableError

_SUCCESS = 2
_SCOPES = {
    "GET Contacts": "accounting.contacts.read",
    "PUT Contacts": "accounting.contacts",
    "POST Contacts": "accounting.contacts",
    "GET Organisation": "accounting.settings.read",
    "GET Invoices": "accounting.invoices.read",
    "PUT Invoices": "accounting.invoices",
    "POST Invoices": "accounting.invoices",
    "GET Accounts": "accounting.settings.read",
    "GET TaxRates": "accounting.settings.read",
    "GET Currencies": "accounting.settings.read",
    "GET TrackingCategories": "accounting.settings.read",
    "GET BrandingThemes": "accounting.settings.read",
    "GET Items": "accounting.invoices.read",
}
"""The narrowest scope for each call that is made (fact sheet 1)."""
_NOT_ACCEPTED = "it does not accept the access token"
_NO_SCOPE = "the consent lacks a scope that this call needs"
_NOT_CONNECTED = "the organisation is not connected to this app, or no longer"


def succeeded(answer: Answer) -> Answer:
    """*answer* if its status is 2xx; raises what `failure` makes of any other."""
    if answer.status // 100 != _SUCCESS:
        raise failure(answer)
    return answer


def failure(answer: Answer) -> PortError:
    """The error that *answer*, of any status but 2xx, stands for.

    The body is read only where the status says that there may be JSON, and may be anything.
    """
    match answer.status:
        case 400:
            return _refused(_json(answer))
        case 401:
            return UnauthorisedError(XERO, _why_unauthorised(answer))
        case 403:
            return UnauthorisedError(XERO, _NOT_CONNECTED)
        case 404:
            return RejectedError(XERO, (Problem("Xero does not have what was asked for"),))
        case 429:
            return UnavailableError(XERO, why(problem_of(answer)), retry_after(answer))
        case 501 | 405 | 406 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 422 | 431:
            return RejectedError(XERO, (Problem(f"Xero refuses the call (HTTP {answer.status})"),))
        case _:
            return UnavailableError(XERO, f"it answers HTTP {answer.status}", retry_after(answer))


def _refused(body: dict[str, Any]) -> PortError:
    if body.get("error") == "invalid_grant":
        return UnauthorisedError(XERO, _NOT_ACCEPTED)
    kind = body.get("Type")
    if not isinstance(kind, str) or not kind.isidentifier():
        return UnavailableError(XERO, "it answers HTTP 400 without a reason")
    found = problems_of(body.get("Elements"))
    return RejectedError(XERO, found or (Problem(f"Xero refuses the call: {kind}"),))


def token_expired(answer: Answer) -> bool:
    """Whether Xero refuses the token for its age: another one helps (fact sheet 5)."""
    return answer.status == HTTPStatus.UNAUTHORIZED and _detail(answer).startswith("TokenExpired")


def _detail(answer: Answer) -> str:
    detail = _json(answer).get("Detail")
    return detail if isinstance(detail, str) else ""


def _why_unauthorised(answer: Answer) -> str:
    if token_expired(answer):
        return "the access token has expired"
    text = _detail(answer)
    if text == "AuthorizationUnsuccessful":
        scope = _SCOPES.get(answer.operation)
        return f"the consent lacks the scope {scope}" if scope else _NO_SCOPE
    return _NOT_ACCEPTED


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
