"""Who and what: the ids of everything, and who caused a change."""

from enum import Enum
from typing import NewType

from attrs import frozen

ConnectionId = NewType("ConnectionId", str)
"""One organisation bound to one firm, named by the host; every stored key starts with it."""
TenantId = NewType("TenantId", str)
"""Xero's id of an organisation (`xero-tenant-id`)."""
XeroConnectionId = NewType("XeroConnectionId", str)
"""Xero's id of one person's connection of an organisation to the app; not the tenant's id."""
TokenSetId = NewType("TokenSetId", str)
"""One consent's tokens; they may reach several organisations and belong to the app."""
HostContactId = NewType("HostContactId", str)
XeroContactId = NewType("XeroContactId", str)
"""Xero's ContactID, lower-case: the only safe key of a Xero contact (fact sheet 3.1)."""
LinkId = NewType("LinkId", str)
IssueId = NewType("IssueId", str)
RunId = NewType("RunId", str)
DecisionId = NewType("DecisionId", str)
IntentId = NewType("IntentId", str)
"""Also the idempotency key that the host sees: never reused for another decision."""
PlanId = NewType("PlanId", str)
EntityKey = NewType("EntityKey", str)
"""What an intent changes; at most one open intent for each (protocol, State)."""


class ActorKind(Enum):
    """What sort of somebody caused a change."""

    PERSON = "person"
    SYSTEM = "system"


@frozen
class Actor:
    """Who caused a change: a person of the host, named by the host's own id, or the sync."""

    kind: ActorKind
    name: str

    @classmethod
    def person(cls, name: str) -> "Actor":
        return cls(ActorKind.PERSON, name)


SYNC = Actor(ActorKind.SYSTEM, "sync")
"""The unattended sync."""


def xero_entity(xero_id: XeroContactId) -> EntityKey:
    """The entity of everything that changes one Xero contact or its partner."""
    return EntityKey(f"xero:{xero_id}")


def host_entity(host_id: HostContactId) -> EntityKey:
    """The entity of a host contact that has no Xero partner yet."""
    return EntityKey(f"host:{host_id}")


def invoice_entity(host_id: str) -> EntityKey:
    """The entity of one invoice, by its id in the host."""
    return EntityKey(f"invoice:{host_id}")


def xero_id_of(entity: EntityKey) -> XeroContactId | None:
    """The Xero contact that *entity* is about; None: it is about a host contact."""
    prefix = xero_entity(XeroContactId(""))
    return XeroContactId(entity.removeprefix(prefix)) if entity.startswith(prefix) else None


def host_id_of(entity: EntityKey) -> HostContactId | None:
    """The host contact that *entity* is about; None: it is about another thing."""
    prefix = host_entity(HostContactId(""))
    return HostContactId(entity.removeprefix(prefix)) if entity.startswith(prefix) else None
