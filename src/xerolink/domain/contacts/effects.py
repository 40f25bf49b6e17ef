"""What is written to either side, as data, and what the side answered."""

from collections.abc import Mapping

from attrs import field, frozen

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.classify import SUREST, doubtful
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    HostVersion,
    SyncedFields,
    XeroContact,
    veiled,
)
from xerolink.domain.identity import HostContactId, IntentId, XeroContactId


@frozen
class HostDraft:
    """A contact to create in the host. *key* is the intent's id: equal on retry only.

    *confidence*, in thousandths, and *kind_reason* tell how the classifier came to *kind*; a draft
    that was stored before there were any is sure, and has no reason.
    """

    key: IntentId
    fields: SyncedFields
    kind: ContactKind
    contact_type: str
    confidence: int = SUREST
    kind_reason: str = field(default="", repr=False)

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at the kind: show it (semantics row 12)."""
        return doubtful(self.confidence)


@frozen
class HostPatch:
    """Fields to set on a host contact that still has *expected* as its version."""

    key: IntentId
    host_id: HostContactId
    expected: HostVersion
    values: Mapping[FieldName, FieldValue] = field(repr=veiled)


@frozen
class HostRemoval:
    """A contact to take away that still has *expected* as its version."""

    key: IntentId
    host_id: HostContactId
    expected: HostVersion


@frozen
class XeroDraft:
    """A contact to create in Xero. *number* is our marker for ContactNumber; "": none is set."""

    key: IntentId
    fields: SyncedFields
    number: str


@frozen
class XeroPatch:
    """Fields to set on a Xero contact. *current* is that contact as read in the same step."""

    xero_id: XeroContactId
    values: Mapping[FieldName, FieldValue] = field(repr=veiled)
    current: XeroContact


@frozen
class HostStored:
    """The host did it (or had done it before under this key): the contact as it stored it then."""

    contact: HostContact


@frozen
class HostRemoved:
    """The contact is gone, now or since an earlier removal under this key."""


@frozen
class HostStale:
    """The contact is gone or no longer has the expected version; nothing was written."""


@frozen
class Refused:
    """The side will not: why, in words that a person can act on."""

    problems: tuple[Problem, ...]


@frozen
class XeroStored:
    """Xero did it: the contact as Xero answered."""

    contact: XeroContact


@frozen
class NumberTaken:
    """Xero has a contact with this ContactNumber: an earlier attempt of this very create."""


HostOutcome = HostStored | HostRemoved | HostStale | Refused
XeroOutcome = XeroStored | Refused | NumberTaken


def refused_fields(outcome: HostOutcome | XeroOutcome) -> dict[FieldName, Problem]:
    """The fields that *outcome* refuses by name, each with its last problem."""
    if not isinstance(outcome, Refused):
        return {}
    return {p.field: p for p in outcome.problems if p.field is not None}


def without_refused(
    values: Mapping[FieldName, FieldValue], outcome: HostOutcome | XeroOutcome
) -> dict[FieldName, FieldValue]:
    """What to try again of *values*: the others than the refused ones (semantics row 18).

    Empty if no field was refused by name, or no other is left.
    """
    refused = refused_fields(outcome)
    return {name: value for name, value in values.items() if name not in refused} if refused else {}
