"""Refusals: what the caller asked for is not possible now; each says what is."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any, Self

from xerolink.domain.identity import (
    Actor,
    ConnectionId,
    EntityKey,
    HostContactId,
    PlanId,
    RunId,
    TenantId,
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
    """Another worker holds the lease of this connection.

    *lease_seconds*: so long after that worker's last sign of life the lease is over.
    """

    def __init__(self, connection_id: ConnectionId, lease_seconds: int) -> None:
        self.connection_id, self.lease_seconds = connection_id, lease_seconds
        super().__init__(
            f"another run works on connection {connection_id!r}; try again later: its lease ends "
            f"with it, or {lease_seconds} s after its worker's last sign of life at the latest"
        )


class PausedError(RefusedError):
    """Somebody said that nothing is to be written now; reading and planning go on."""

    def __init__(self, connection_id: ConnectionId, by: Actor, at: datetime, why: str) -> None:
        self.connection_id, self.by, self.at, self.why = connection_id, by, at, why
        super().__init__(
            f"connection {connection_id!r} was paused by {by.name} at {at:%Y-%m-%d %H:%M} UTC "
            f"({why or 'no reason was given'}); possible: resume() or resume_all(), preview, plans"
        )


class DisconnectedError(RefusedError):
    """The organisation was disconnected: its links are remembered, and nothing flows (row 41)."""

    def __init__(self, connection_id: ConnectionId, at: datetime) -> None:
        self.connection_id, self.at = connection_id, at
        super().__init__(
            f"connection {connection_id!r} was disconnected at {at:%Y-%m-%d %H:%M} UTC; possible: "
            "Xerolink.connect to the same organisation, which resumes its links"
        )


class RunCancelledError(RefusedError):
    """Somebody asked the run to end. What it has done stands, and nothing is left half done."""

    def __init__(self, run_id: RunId, by: Actor) -> None:
        self.run_id, self.by = run_id, by
        super().__init__(
            f"run {run_id!r} was cancelled by {by.name}; journal(run_id=...) lists what it did by "
            "then; start it again, or apply the same plan, and it goes on from there"
        )


class NoSuchRunError(RefusedError):
    """The connection has no run of this id."""

    def __init__(self, run_id: RunId) -> None:
        self.run_id = run_id
        super().__init__(f"there is no run {run_id!r}; runs() lists them")


class NotStartableError(RefusedError):
    """A run of this kind needs more than its kind: it is begun by its own verb."""

    def __init__(self, kind: str, possible: Collection[str]) -> None:
        self.kind, self.possible = kind, tuple(sorted(possible))
        super().__init__(f"a run to {kind} cannot be queued; possible: {', '.join(self.possible)}")


class EmptySideError(RefusedError):
    """A side looks as if somebody had emptied it; nothing is decided on that (semantics row 20)."""

    def __init__(self, side: str, why: str) -> None:
        self.side, self.why = side, why
        super().__init__(
            f"{side} looks suddenly empty: {why}; nothing was decided on that. Mend the cause and "
            "run again"
        )


class OtherSettingsError(RefusedError):
    """The settings are neither those that a plan was made under nor those that it sets."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"the settings of connection {connection_id!r} were changed since this plan was made; "
            "make another one"
        )


class AlreadyLinkedError(RefusedError):
    """The host contact has a Xero contact already; the link is the answer (semantics row 30)."""

    def __init__(self, host_id: HostContactId, xero_id: XeroContactId) -> None:
        self.host_id, self.xero_id = host_id, xero_id
        super().__init__(
            f"host contact {host_id!r} is linked to Xero contact {xero_id}; "
            "stop_syncing ends that link"
        )


class RunningLoopError(RefusedError):
    """A blocking call on an event loop's own thread would stop every other task."""

    def __init__(self, verb: str, owner: str = "connection") -> None:
        self.verb, self.owner = verb, owner
        super().__init__(
            f"{verb} blocks and was called on a running event loop; "
            f"use: await asyncio.to_thread({owner}.{verb}, ...)"
        )


class OpenTransactionError(RefusedError):
    """A call to the host or to Xero was about to start inside a store transaction."""

    def __init__(self) -> None:
        super().__init__(
            "a unit of work of this thread is open; end it before calling the host or Xero"
        )


class NoInvoicesError(RefusedError):
    """This connection was opened without the sides of its invoices."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"connection {connection_id!r} was opened for contacts alone; "
            "give Sides(..., invoices=InvoiceSides(host, xero, catalogue))"
        )


class NotImportedError(RefusedError):
    """The sync goes on by itself only after a person has imported once."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"connection {connection_id!r} was never imported; look at preview(), "
            "then call import_contacts()"
        )


class OtherPlanError(RefusedError):
    """A plan belongs to the connection that it was made for."""

    def __init__(self, connection_id: ConnectionId, planned: ConnectionId) -> None:
        self.connection_id, self.planned = connection_id, planned
        super().__init__(
            f"this plan was made for connection {planned!r}, not {connection_id!r}; "
            "apply it there, or make another one"
        )


class NotInPlanError(RefusedError):
    """What was to be left out is no row of the plan."""

    def __init__(self, plan_id: PlanId, strange: Collection[str]) -> None:
        self.plan_id, self.strange = plan_id, tuple(sorted(strange))
        super().__init__(
            f"plan {plan_id!r} has no row {', '.join(self.strange)}; "
            "give the decision_id of some of its rows"
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
            f"host contact {host_id!r} was synced with Xero contact {xero_id} before; re-sync it: "
            "relink or rematch the pair, or call create_new_contact from the host's data"
        )


class NotLinkedError(RefusedError):
    """The Xero contact has no partner, and never had one that is remembered."""

    def __init__(self, xero_id: XeroContactId) -> None:
        self.xero_id = xero_id
        super().__init__(
            f"Xero contact {xero_id} has no link; possible: import_contacts, or confirm_link "
            "where it has a match issue"
        )


class NotPossibleError(RefusedError):
    """The two sides do not allow it as they stand; *instead* lists what they do. Nothing moved."""

    def __init__(self, subject: EntityKey, why: str, instead: Collection[str]) -> None:
        self.subject, self.why, self.instead = subject, why, tuple(instead)
        possible = ", ".join(self.instead) or "nothing"
        super().__init__(f"not possible for {subject}: {why}; possible: {possible}")


class NameTakenError(RefusedError):
    """The former partner still has the name in Xero, so a new contact needs another (row 28)."""

    def __init__(self, host_id: HostContactId, holder: XeroContactId) -> None:
        self.host_id, self.holder = host_id, holder
        super().__init__(
            f"the name of host contact {host_id!r} is used in Xero by its former partner {holder}; "
            "possible: relink the two, give another name, or archive that contact in Xero first"
        )
