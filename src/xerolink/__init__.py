"""Keeps the contacts of a host application and of a Xero organisation the same."""

from xerolink.adapters.plan_file import (
    PlanFileError,
    load_invoice_plan,
    load_plan,
    save_invoice_plan,
    save_plan,
)
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import BulkRule, Side
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
from xerolink.domain.invoice_plan import InvoicePlan, InvoicesApplied
from xerolink.domain.invoice_plan_text import describe_invoices
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.plan import Applied, Impossible, Plan, Preview
from xerolink.domain.plan_text import describe
from xerolink.domain.run import RunKind, RunState
from xerolink.domain.settings import (
    BothChanged,
    ContactSettings,
    ContactTypeFilter,
    DeletedInHost,
    Direction,
    MassChange,
    MatchingMode,
    NearMatch,
    SyncMode,
)
from xerolink.ports.errors import (
    PortError,
    RejectedError,
    StoreError,
    UnauthorisedError,
    UnavailableError,
)
from xerolink.usecases.export_journal import ExportForm
from xerolink.usecases.run import InvoiceSides

__all__ = [
    "SYNC",
    "Actor",
    "Address",
    "Applied",
    "BothChanged",
    "BulkRule",
    "Connection",
    "ConnectionId",
    "ContactKind",
    "ContactSettings",
    "ContactTypeFilter",
    "DeletedInHost",
    "Direction",
    "ExportForm",
    "FieldName",
    "HostContact",
    "HostContactId",
    "Impossible",
    "InvoicePlan",
    "InvoiceSettings",
    "InvoiceSides",
    "InvoicesApplied",
    "IssueKind",
    "LinkState",
    "MassChange",
    "MatchingMode",
    "NearMatch",
    "Phone",
    "Plan",
    "PlanFileError",
    "PortError",
    "Preview",
    "RefusedError",
    "RejectedError",
    "RunKind",
    "RunState",
    "Side",
    "Sides",
    "StoreError",
    "SyncMode",
    "SyncedFields",
    "TenantId",
    "UnauthorisedError",
    "UnavailableError",
    "XeroContact",
    "XeroContactId",
    "Xerolink",
    "XerolinkError",
    "describe",
    "describe_invoices",
    "load_invoice_plan",
    "load_plan",
    "save_invoice_plan",
    "save_plan",
]
