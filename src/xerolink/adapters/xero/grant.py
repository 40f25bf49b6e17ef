"""What the token endpoint answers: tokens, or one of OAuth's words (RFC 6749, 5)."""

import json
import re
from typing import Any, TypeGuard

from xerolink.adapters.xero.answer import XERO, Answer
from xerolink.adapters.xero.errors import failure
from xerolink.domain.contacts.check import Problem
from xerolink.domain.tokens import GrantedTokens, Scope
from xerolink.ports.errors import PortError, RejectedError, UnavailableError
from xerolink.ports.identity import ConsentEndedError

LIFE_SECONDS = 1800
"""How long an access token lives where the answer does not say (fact sheet 1)."""

_LONGEST_LIFE = 24 * 60 * 60
_OK = 200
_REFUSALS = (400, 401)
_TOKEN = re.compile(r"[!-~]+")
_WORD = re.compile(r"[a-z_]{1,40}")
_WRONG_APP = ("invalid_client", "unauthorized_client")


def granted(answer: Answer) -> GrantedTokens:
    """The tokens in *answer*; what else it holds is ignored, whatever it is.

    Raises `ConsentEndedError` for `invalid_grant`, `RejectedError` for OAuth's other words, and
    `UnavailableError` for anything that is neither: the tokens may have been given and lost.
    """
    found = _json(answer)
    if answer.status != _OK:
        raise _refused(answer, found)
    access, refresh = found.get("access_token"), found.get("refresh_token")
    if not _is_token(access):
        raise UnavailableError(XERO, "its answer holds no access token")
    scope = found.get("scope")
    return GrantedTokens(
        access_token=access,
        refresh_token=refresh if _is_token(refresh) else "",
        seconds=_seconds(found.get("expires_in")),
        scopes=frozenset(map(Scope, scope.split())) if isinstance(scope, str) else None,
    )


def _is_token(found: Any) -> TypeGuard[str]:
    """Whether *found* is a text of the letters that a token has (RFC 6749, A.12)."""
    return isinstance(found, str) and bool(_TOKEN.fullmatch(found))


def _refused(answer: Answer, found: dict[str, Any]) -> PortError:
    word = found.get("error")
    if answer.status not in _REFUSALS or not isinstance(word, str) or not _WORD.fullmatch(word):
        return _without_a_word(answer)
    if word == "invalid_grant":
        return ConsentEndedError()
    if word in _WRONG_APP:
        why = f"Xero does not accept the app ({word}); check the client id and the client secret"
        return RejectedError(XERO, (Problem(why),))
    return RejectedError(XERO, (Problem(f"Xero gives no tokens: {word}"),))


def _without_a_word(answer: Answer) -> PortError:
    found = failure(answer)
    if isinstance(found, UnavailableError):
        return found
    return UnavailableError(XERO, f"its token endpoint answers HTTP {answer.status}")


def _seconds(found: Any) -> int:
    try:
        return max(0, min(int(found), _LONGEST_LIFE))
    except (TypeError, ValueError, OverflowError):
        return LIFE_SECONDS


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
