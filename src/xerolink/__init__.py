"""Keeps the contacts of a host application and of a Xero organisation the same."""

from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    FieldName,
    HostContact,
    Phone,
    SyncedFields,
    XeroContact,
)
from xerolink.domain.errors import RefusedError, XerolinkError
from xerolink.domain.identity import (
    SYNC,
    Actor,
    ConnectionId,
    HostContactId,
    TenantId,
    XeroContactId,
)
from xerolink.domain.plan import Preview
from xerolink.domain.settings import (
    BothChanged,
    ContactSettings,
    ContactTypeFilter,
    MatchingMode,
)
from xerolink.ports.errors import PortError, UnauthorisedError, UnavailableError

__all__ = [
    "SYNC",
    "Actor",
    "Address",
    "BothChanged",
    "Connection",
    "ConnectionId",
    "ContactKind",
    "ContactSettings",
    "ContactTypeFilter",
    "FieldName",
    "HostContact",
    "HostContactId",
    "IssueKind",
    "LinkState",
    "MatchingMode",
    "Phone",
    "PortError",
    "Preview",
    "RefusedError",
    "Sides",
    "SyncedFields",
    "TenantId",
    "UnauthorisedError",
    "UnavailableError",
    "XeroContact",
    "XeroContactId",
    "Xerolink",
    "XerolinkError",
]
