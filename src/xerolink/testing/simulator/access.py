"""Which access token is known, and which organisations it reaches."""

from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from typing import Any

from attrs import evolve, field, frozen


@frozen
class Grant:
    """A user connected an organisation to the app; ``connection_id`` is not the tenant's id.

    ``auth_event_id`` is the consent that did so last, at ``updated``.
    """

    connection_id: str
    user: str = field(repr=False)
    tenant_id: str
    tenant_name: str = field(repr=False)
    since: datetime
    updated: datetime
    auth_event_id: str


@frozen
class AccessToken:
    """What a bearer may do. ``scopes`` None: everything; ``expires`` None: never.

    ``custom``: of a custom connection, which needs no tenant id (fact sheet 1).
    """

    text: str = field(repr=False)
    user: str = field(repr=False)
    scopes: frozenset[str] | None = None
    expires: datetime | None = None
    custom: bool = False

    def alive(self, now: datetime) -> bool:
        return self.expires is None or now < self.expires


class Access:
    """Tokens and connections of the whole simulator; safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tokens: dict[str, AccessToken] = {}
        self._grants: dict[str, dict[str, Grant]] = {}

    def admit(self, token: AccessToken) -> None:
        """Know *token* from now on."""
        with self._lock:
            self._tokens[token.text] = token

    def connect(self, grant: Grant) -> Grant:
        """Connect; a user who was connected already keeps the connection, dated anew."""
        with self._lock:
            mine = self._grants.setdefault(grant.user, {})
            before = mine.get(grant.tenant_id)
            kept = grant if before is None else _renewed(before, grant)
            mine[grant.tenant_id] = kept
            return kept

    def expire(self, token: str) -> None:
        """From now on *token* is answered with 401; its connections and refresh token stay."""
        with self._lock:
            self._tokens.pop(token, None)

    def disconnect(self, tenant_id: str) -> None:
        """Somebody disconnected the app in Xero: 403 for this tenant, whichever the token."""
        with self._lock:
            for mine in self._grants.values():
                mine.pop(tenant_id, None)

    def delete(self, user: str, connection_id: str) -> bool:
        """Take one connection of *user* away; False when there is none of this id."""
        with self._lock:
            mine = self._grants.get(user, {})
            found = [one.tenant_id for one in mine.values() if one.connection_id == connection_id]
            for tenant_id in found:
                del mine[tenant_id]
            return bool(found)

    def forget(self, user: str) -> None:
        """Every token and connection of *user* is gone: a revocation."""
        with self._lock:
            self._grants.pop(user, None)
            kept = (one for one in self._tokens.values() if one.user != user)
            self._tokens = {one.text: one for one in kept}

    def token(self, bearer: str) -> AccessToken | None:
        """The token of this text, also one whose time is over; unknown or expired by hand: None."""
        with self._lock:
            return self._tokens.get(bearer)

    def tenant(self, token: AccessToken, tenant_id: str) -> str | None:
        """The tenant that a call with *tenant_id* reaches; no connection to it: None."""
        with self._lock:
            mine = self._grants.get(token.user, {})
            if token.custom and not tenant_id:
                return next(iter(mine), None)
            return tenant_id if tenant_id in mine else None

    def grants(self, user: str) -> tuple[Grant, ...]:
        """What *user* connected, oldest first; nothing: empty."""
        with self._lock:
            return tuple(self._grants.get(user, {}).values())

    def connected(self, tenant_id: str) -> bool:
        """Whether anybody has connected this organisation."""
        with self._lock:
            return any(tenant_id in mine for mine in self._grants.values())

    def everything(self) -> tuple[tuple[AccessToken, ...], tuple[Grant, ...]]:
        """All tokens and all grants: what a saved simulator keeps."""
        with self._lock:
            grants = tuple(one for mine in self._grants.values() for one in mine.values())
            return tuple(self._tokens.values()), grants

    def restore(self, tokens: Iterable[AccessToken], grants: Iterable[Grant]) -> None:
        """Take the place of everything that was there."""
        with self._lock:
            self._tokens = {one.text: one for one in tokens}
            self._grants = {}
            for one in grants:
                self._grants.setdefault(one.user, {})[one.tenant_id] = one


def _renewed(before: Grant, again: Grant) -> Grant:
    return evolve(before, updated=again.updated, auth_event_id=again.auth_event_id)


def connection_of(grant: Grant) -> dict[str, Any]:
    """One element of ``GET /connections``; times have seven decimals and no zone (fact sheet 1)."""
    return {
        "id": grant.connection_id,
        "authEventId": grant.auth_event_id,
        "tenantId": grant.tenant_id,
        "tenantType": "ORGANISATION",
        "tenantName": grant.tenant_name,
        "createdDateUtc": _seven_decimals(grant.since),
        "updatedDateUtc": _seven_decimals(grant.updated),
    }


def _seven_decimals(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"
