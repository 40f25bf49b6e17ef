"""Which token is known, and which organisations it reaches."""

from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from typing import Any

from attrs import field, frozen


@frozen
class Grant:
    """A token reaches an organisation; ``connection_id`` is not the tenant's id."""

    connection_id: str
    token: str = field(repr=False)
    tenant_id: str
    tenant_name: str = field(repr=False)
    since: datetime


class Access:
    """Tokens and grants of the whole simulator; safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tokens: set[str] = set()
        self._grants: list[Grant] = []

    def grant(self, grant: Grant) -> None:
        with self._lock:
            self._tokens.add(grant.token)
            self._grants.append(grant)

    def expire(self, token: str) -> None:
        """From now on *token* is answered with 401; its grants stay."""
        with self._lock:
            self._tokens.discard(token)

    def disconnect(self, tenant_id: str) -> None:
        """Somebody disconnected the app in Xero: 403 for this tenant, whichever the token."""
        with self._lock:
            self._grants = [one for one in self._grants if one.tenant_id != tenant_id]

    def knows(self, token: str) -> bool:
        with self._lock:
            return token in self._tokens

    def reaches(self, token: str, tenant_id: str) -> bool:
        with self._lock:
            return any(one.token == token and one.tenant_id == tenant_id for one in self._grants)

    def grants(self, token: str) -> tuple[Grant, ...]:
        """What *token* reaches, oldest first; nothing: empty."""
        with self._lock:
            return tuple(one for one in self._grants if one.token == token)

    def everything(self) -> tuple[tuple[str, ...], tuple[Grant, ...]]:
        """Known tokens, sorted, and all grants: what a saved simulator keeps."""
        with self._lock:
            return tuple(sorted(self._tokens)), tuple(self._grants)

    def restore(self, tokens: Iterable[str], grants: Iterable[Grant]) -> None:
        """Take the place of everything that was there."""
        with self._lock:
            self._tokens, self._grants = set(tokens), list(grants)


def connection_of(grant: Grant) -> dict[str, Any]:
    """One element of ``GET /connections``; times have seven decimals and no zone (fact sheet 1)."""
    moment = grant.since.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"
    return {
        "id": grant.connection_id,
        "authEventId": grant.connection_id,
        "tenantId": grant.tenant_id,
        "tenantType": "ORGANISATION",
        "tenantName": grant.tenant_name,
        "createdDateUtc": moment,
        "updatedDateUtc": moment,
    }
