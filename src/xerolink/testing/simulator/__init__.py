"""A Xero organisation over real HTTP, for tests and for trying things out.

It shares no code with the rest of the package: a second opinion on how Xero behaves.
"""

try:
    from .simulator import XeroSimulator
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] not in {"jinja2", "urllib3", "werkzeug"}:
        raise
    raise ImportError(
        'the simulator is not installed; pip install "xerolink[testing]"'
    ) from missing

from .access import Access
from .contact import Contact
from .faults import (
    ANY_FAULT,
    ConnectionDroppedError,
    CutBody,
    ExpiredToken,
    Fault,
    Faults,
    LostReply,
    LostRequest,
    Offline,
    RateLimited,
    RewriteBody,
    ServerError,
    Slow,
    StaleReplica,
    TooSlowError,
)
from .identity import AppSwitches, CustomConnection
from .limits import STARTER, Limits
from .organisation import Organisation
from .people import People
from .reading import BadBodyError
from .requests import LoggedRequest, RequestLog
from .rules import RefusedError
from .switches import Switches
from .transport import InProcessPool
from .webhook_delivery import Attempt
from .webhook_events import WebhookEvent
from .webhook_faults import (
    ANY_EVENT_FAULT,
    DuplicateEvent,
    EventFaults,
    LateEvent,
    LostEvent,
    OvertakenEvent,
)
from .webhooks import Webhooks

__all__ = [
    "ANY_EVENT_FAULT",
    "ANY_FAULT",
    "Access",
    "AppSwitches",
    "Attempt",
    "BadBodyError",
    "ConnectionDroppedError",
    "Contact",
    "CustomConnection",
    "CutBody",
    "DuplicateEvent",
    "EventFaults",
    "ExpiredToken",
    "Fault",
    "Faults",
    "InProcessPool",
    "LateEvent",
    "Limits",
    "LoggedRequest",
    "LostEvent",
    "LostReply",
    "LostRequest",
    "Offline",
    "Organisation",
    "OvertakenEvent",
    "People",
    "RateLimited",
    "RefusedError",
    "RequestLog",
    "RewriteBody",
    "STARTER",
    "ServerError",
    "Slow",
    "StaleReplica",
    "Switches",
    "TooSlowError",
    "WebhookEvent",
    "Webhooks",
    "XeroSimulator",
]
