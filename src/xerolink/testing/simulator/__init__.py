"""A Xero organisation over real HTTP, for tests and for trying things out.

It shares no code with the rest of the package: a second opinion on how Xero behaves.
"""

from .access import Access
from .body import BadBodyError
from .contact import Contact
from .faults import (
    ConnectionDroppedError,
    CutBody,
    Fault,
    Faults,
    LostReply,
    LostRequest,
    Offline,
    RewriteBody,
    ServerError,
)
from .organisation import Organisation
from .people import People
from .requests import LoggedRequest, RequestLog
from .rules import RefusedError, Switches
from .simulator import XeroSimulator

__all__ = [
    "Access",
    "BadBodyError",
    "ConnectionDroppedError",
    "Contact",
    "CutBody",
    "Fault",
    "Faults",
    "LoggedRequest",
    "LostReply",
    "LostRequest",
    "Offline",
    "Organisation",
    "People",
    "RefusedError",
    "RequestLog",
    "RewriteBody",
    "ServerError",
    "Switches",
    "XeroSimulator",
]
