"""Refusals: what the caller asked for is not possible now; each says what is."""

from collections.abc import Collection
from functools import partial
from typing import Any, Self

from xerolink.domain.identity import (
    ConnectionId,
    HostContactId,
    TenantId,
    TokenSetId,
    XeroContactId,
)


class XerolinkError(Exception):
    """The base of every error that this library raises on purpose.

    It can be pickled, parts and all, so that it passes between the processes of a worker pool.
    """

    _again: partial[Self]

    def __new__(cls, *given: Any, **named: Any) -> Self:
        made = super().__new__(cls, *given)
        made._again = partial(cls, *given, **named)
        return made

    def __reduce__(self) -> tuple[partial[Self], tuple[()]]:
        return self._again, ()


class RefusedError(XerolinkError):
    """The caller must act; nothing was changed."""


class IllegalTransitionError(RefusedError):
    """A step that the state table does not have. Nothing moved."""

    def __init__(self, state: str, event: str, allowed: Collection[str]) -> None:
        self.state, self.event, self.allowed = state, event, tuple(sorted(allowed))
        possible = ", ".join(self.allowed) or "nothing"
        super().__init__(f"{event} is not possible while {state}; possible: {possible}")


class UnknownConnectionError(RefusedError):
    """No organisation was connected under this id."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(f"connection {connection_id!r} is not known; call Xerolink.connect first")


class OtherTenantError(RefusedError):
    """A connection stays with its organisation (semantics row 41)."""

    def __init__(self, connection_id: ConnectionId, bound: TenantId, offered: TenantId) -> None:
        self.connection_id, self.bound, self.offered = connection_id, bound, offered
        super().__init__(
            f"connection {connection_id!r} is bound to tenant {bound}, not {offered}; "
            "reconnect to the same organisation, or connect this one under a new connection id"
        )


class BusyError(RefusedError):
    """Another worker holds the lease of this connection."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(f"another run works on connection {connection_id!r}; try again later")


class AlreadyLinkedError(RefusedError):
    """The host contact has a Xero contact already; the link is the answer (semantics row 30)."""

    def __init__(self, host_id: HostContactId, xero_id: XeroContactId) -> None:
        self.host_id, self.xero_id = host_id, xero_id
        super().__init__(f"host contact {host_id!r} is linked to Xero contact {xero_id}")


class RunningLoopError(RefusedError):
    """A blocking call on an event loop's own thread would stop every other task."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(
            f"{verb} blocks and was called on a running event loop; "
            f"use: await asyncio.to_thread(connection.{verb}, ...)"
        )


class OpenTransactionError(RefusedError):
    """A call to the host or to Xero was about to start inside a store transaction."""

    def __init__(self) -> None:
        super().__init__(
            "a unit of work of this thread is open; end it before calling the host or Xero"
        )


class NotImportedError(RefusedError):
    """The sync goes on by itself only after a person has imported once."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"connection {connection_id!r} was never imported; look at preview(), "
            "then call import_contacts()"
        )


class UnknownContactError(RefusedError):
    """The host does not have this contact."""

    def __init__(self, host_id: HostContactId) -> None:
        self.host_id = host_id
        super().__init__(f"the host has no contact {host_id!r}")


class UnusableContactError(RefusedError):
    """The contact cannot be written to Xero as it is; *why* lists what to mend."""

    def __init__(self, host_id: HostContactId, why: Collection[str]) -> None:
        self.host_id, self.why = host_id, tuple(why)
        super().__init__(f"host contact {host_id!r} cannot be used: " + "; ".join(self.why))


class PreviouslySyncedError(RefusedError):
    """Somebody separated this pair; only a person links it again (semantics row 26)."""

    def __init__(self, host_id: HostContactId, xero_id: XeroContactId) -> None:
        self.host_id, self.xero_id = host_id, xero_id
        super().__init__(
            f"host contact {host_id!r} was synced with Xero contact {xero_id} before; re-sync it"
        )


class NotSetUpError(RefusedError):
    """The app was made without the ports that this verb needs."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(
            f"{verb} reaches Xero's identity service, and this app was made without; "
            "use: Xerolink(..., identity=..., tokens=...)"
        )


class UnknownTokenSetError(RefusedError):
    """No tokens are stored under this id, or no longer."""

    def __init__(self, token_set_id: TokenSetId) -> None:
        self.token_set_id = token_set_id
        super().__init__(f"token set {token_set_id!r} is not known; ask for a consent anew")


class NoTokenSetError(RefusedError):
    """The connection was made without naming the tokens that it uses."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"no token set is known for connection {connection_id!r}; "
            "name it when connecting: Sides(..., token_set_id=...)"
        )


class ConsentError(RefusedError):
    """A consent that cannot be completed; *why* says what happened. Nothing was stored."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the consent is not complete: {why}; start again with authorise_url")


class MissingScopesError(RefusedError):
    """The consent does not cover what was asked for; *scopes* are the missing ones."""

    def __init__(self, scopes: Collection[str]) -> None:
        self.scopes = tuple(scopes)
        super().__init__(
            f"the consent lacks {', '.join(self.scopes)}; allow the app these scopes at "
            "developer.xero.com and consent again"
        )
