"""Xero's answers that are no success, as the port's errors (fact sheet 5)."""

import json
import re
from typing import Any

from xerolink.adapters.xero.answer import Answer
from xerolink.adapters.xero.problems import problems_of
from xerolink.domain.contacts.check import Problem
from xerolink.ports.errors import PortError, RejectedError, UnauthorisedError, UnavailableError

XERO = "Xero"

_SUCCESS = 2
_SECONDS = re.compile(r"[0-9]{1,9}")
_LIMITS = {"minute": "minute", "day": "day", "concurrent": "concurrency", "appminute": "app"}
_NOT_ACCEPTED = "it does not accept the access token"
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
            return UnauthorisedError(XERO, _why_unauthorised(_json(answer)))
        case 403:
            return UnauthorisedError(XERO, _NOT_CONNECTED)
        case 404:
            return RejectedError(XERO, (Problem("Xero does not have what was asked for"),))
        case 429:
            return UnavailableError(XERO, _limit(answer), retry_after(answer))
        case 501 | 405 | 406 | 409 | 410 | 411 | 412 | 413 | 414 | 415 | 422 | 431:
            return RejectedError(XERO, (Problem(f"Xero refuses the call (HTTP {answer.status})"),))
        case _:
            return UnavailableError(XERO, f"it answers HTTP {answer.status}", retry_after(answer))


def retry_after(answer: Answer) -> int | None:
    """Whole seconds of Retry-After; None where it is absent or not a number of seconds."""
    text = answer.headers.get("Retry-After", "").strip()
    return int(text) if _SECONDS.fullmatch(text) else None


def _refused(body: dict[str, Any]) -> PortError:
    if body.get("error") == "invalid_grant":
        return UnauthorisedError(XERO, _NOT_ACCEPTED)
    kind = body.get("Type")
    if not isinstance(kind, str) or not kind.isidentifier():
        return UnavailableError(XERO, "it answers HTTP 400 without a reason")
    found = problems_of(body.get("Elements"))
    return RejectedError(XERO, found or (Problem(f"Xero refuses the call: {kind}"),))


def _why_unauthorised(body: dict[str, Any]) -> str:
    detail = body.get("Detail")
    text = detail if isinstance(detail, str) else ""
    if text.startswith("TokenExpired"):
        return "the access token has expired"
    if text == "AuthorizationUnsuccessful":
        return "the consent lacks a scope that this call needs"
    return _NOT_ACCEPTED


def _limit(answer: Answer) -> str:
    problem = answer.headers.get("X-Rate-Limit-Problem", "").lower()
    return f"its {_LIMITS.get(problem, 'rate')} limit is reached"


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
