"""Checks of Xero's side: is it reached, by which tokens, at what time, within which limits."""

from datetime import datetime, timedelta

from attrs import field, frozen

from xerolink.domain.identity import ConnectionId
from xerolink.domain.tokens import CUSTOM_SCOPES, StoredTokens, TokenState, missing_scopes
from xerolink.ports.errors import UnauthorisedError, UnavailableError
from xerolink.usecases.checks import Check, ago, span
from xerolink.usecases.run import Ports

SKEW = timedelta(seconds=60)
"""How far our clock and Xero's may be apart: a good part of the overlap of two reads."""
OVERDUE = timedelta(minutes=10)
"""How long a refresh may take: Xero honours the old token for 30 minutes (fact sheet 1)."""

_RECONNECT = "reconnect the organisation: authorise_url(), then connect()"
_NO_ANSWER = "see the check of Xero"


@frozen
class Asked:
    """One call to Xero: how far our clock is ahead of Xero's and behind it, or what was raised."""

    ahead: timedelta | None = None
    behind: timedelta | None = None
    failure: Exception | None = field(default=None, repr=lambda error: type(error).__name__)


def ask(ports: Ports) -> Asked:
    """Ask Xero for what changed since now, which is next to nothing: one call.

    Whatever the clock or Xero raises is the answer.
    """
    try:
        before = ports.clock.now()
        at = ports.xero.page(1, before).at
        return Asked(before - at, at - ports.clock.now())
    except Exception as failure:
        return Asked(failure=failure)


def check_xero(asked: Asked) -> Check:
    """Whether Xero answers."""
    match asked.failure:
        case None:
            return Check("xero", True, "it answers")
        case UnauthorisedError():
            return Check("xero", False, "it refuses access", _RECONNECT)
        case UnavailableError(retry_after=int(seconds)):
            found = f"it does not answer before {span(timedelta(seconds=seconds))} have passed"
            return Check("xero", False, found, "wait; the next run tries again by itself")
        case failure:
            found = f"it does not answer ({type(failure).__name__})"
            return Check("xero", False, found, "look at status.xero.com, and at the network")


def check_token(ports: Ports, connection_id: ConnectionId, asked: Asked) -> Check:
    """Whether the connection's tokens are good."""
    stored, now = _stored(ports, connection_id), ports.clock.now()
    if stored is not None and stored.state is TokenState.DEAD:
        return Check("token", False, "Xero has ended the consent", _RECONNECT)
    if isinstance(asked.failure, UnauthorisedError):
        return Check("token", False, "Xero refuses it", _RECONNECT)
    if stored is not None and _is_overdue(stored, now):
        found = f"its refresh is open since {ago(stored.tokens.expires_at, now)} or longer"
        fix = "call resume_refreshes(); if that does not help, reconnect the organisation"
        return Check("token", False, found, fix)
    if asked.failure is not None:
        return Check("token", None, "Xero gave no answer", _NO_ANSWER)
    return Check("token", True, "Xero accepts it")


def check_scopes(ports: Ports, connection_id: ConnectionId) -> Check:
    """Whether the consent covers what this library needs."""
    stored = _stored(ports, connection_id)
    if stored is None:
        return Check("scopes", None, "the host keeps the tokens", "compare them with SCOPES")
    missing = missing_scopes(stored.tokens.scopes, CUSTOM_SCOPES)
    if missing:
        fix = "allow the app these scopes at developer.xero.com, and reconnect the organisation"
        return Check("scopes", False, f"missing: {', '.join(missing)}", fix)
    return Check("scopes", True, "all that are needed")


def check_clock(asked: Asked) -> Check:
    """Whether our clock and Xero's agree."""
    if asked.ahead is None or asked.behind is None:
        return Check("clock", None, "Xero gave no answer", _NO_ANSWER)
    skew = max(asked.ahead, asked.behind, timedelta())
    if skew <= SKEW:
        return Check("clock", True, "it agrees with Xero's")
    word = "ahead of" if asked.ahead > asked.behind else "behind"
    found = f"it is {span(skew)} {word} Xero's"
    return Check("clock", False, found, "let NTP set this machine's clock")


def check_limits(ports: Ports) -> Check:
    """Whether enough of the day's calls is left."""
    left = ports.xero.day_left()
    if left is None:
        return Check("limits", None, "no answer has told them", "look again after a run")
    found = f"{left.calls} of the day's {left.of} calls are left"
    if left.calls * 5 >= left.of:
        return Check("limits", True, found)
    fix = "reads wait for a new day by themselves; look for other apps that use the organisation"
    return Check("limits", False, found, fix)


def _stored(ports: Ports, connection_id: ConnectionId) -> StoredTokens | None:
    if ports.tokens is None:
        return None
    bound = ports.tokens.bound(connection_id)
    return None if bound is None else ports.tokens.read(bound)


def _is_overdue(stored: StoredTokens, now: datetime) -> bool:
    return stored.state is TokenState.PENDING and now - stored.tokens.expires_at > OVERDUE
