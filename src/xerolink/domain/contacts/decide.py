"""Decisions about contacts: what will be written and why, and what that rests on."""

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from xerolink.domain.contacts.issues import Candidate, IssueKind
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    FieldValue,
    HostVersion,
    SyncedFields,
    veiled,
)
from xerolink.domain.identity import Actor, DecisionId, HostContactId, LinkId, RunId, XeroContactId


class Verdict(Enum):
    """What a decision comes to; previews and reports count these."""

    FULL_MATCH = "full_match"
    CONFLICT = "conflict"
    NO_MATCH = "no_match"
    UPDATE = "update"
    """A linked pair: an edit flows, or both sides already agree."""
    STATE = "state"
    """A linked pair: archived, restored, merged or deleted on one side."""
    NOTHING = "nothing"
    """Looked at, and nothing to do."""


@frozen
class LinkPair:
    """Remember the pair. *to_host*: where Xero's values overwrite the host's (semantics row 8)."""

    host_id: HostContactId
    to_host: Mapping[FieldName, FieldValue] = field(repr=veiled)


@frozen
class CreateInHost:
    """Create a host contact from the Xero contact and link it in the same step (row 11)."""

    kind: ContactKind
    confidence: int
    """Thousandths."""
    kind_reason: str = field(repr=False)
    contact_type: str


@frozen
class AskPerson:
    """Open a match issue, or bring the open one up to date."""

    kind: IssueKind
    candidates: tuple[Candidate, ...]
    shared_by: int


@frozen
class MergePair:
    """Carry edits of a linked pair; *agreed* moves the bases alone, *held* opens an issue.

    *event* RESTORED_IN_XERO resumes a suspended link first (semantics row 21).
    """

    host_id: HostContactId
    event: LinkEvent | None
    to_host: Mapping[FieldName, FieldValue] = field(repr=veiled)
    to_xero: Mapping[FieldName, FieldValue] = field(repr=veiled)
    agreed: tuple[FieldName, ...]
    held: tuple[FieldName, ...]

    @property
    def writes(self) -> bool:
        """Whether anything is written outside the store."""
        return bool(self.to_host or self.to_xero)


@frozen
class MoveLink:
    """Something befell one side of a pair: the link's state moves, nothing is written."""

    host_id: HostContactId
    event: LinkEvent


@frozen
class FollowMerge:
    """The Xero contact lost a merge: its link moves to the survivor (semantics row 23)."""

    host_id: HostContactId
    survivor: XeroContactId


@frozen
class Leave:
    """Nothing to do."""


Action = LinkPair | CreateInHost | AskPerson | MergePair | MoveLink | FollowMerge | Leave


@frozen
class RestsOn:
    """The versions a decision was taken on; one that moved makes the decision stale."""

    staged_revision: int
    host_id: HostContactId | None = None
    host_version: HostVersion | None = None
    link_id: LinkId | None = None
    link_revision: int = 0


@frozen
class Stamp:
    """Which decision of which run this is, and who caused the run."""

    decision_id: DecisionId
    run_id: RunId
    actor: Actor


@frozen
class Decision:
    """What will be done about one Xero contact, and why.

    *host_before*, *host_after*, *xero_before* and *xero_after* are the four fields of each side
    as they stand and as they will; None: that contact is not there.
    """

    stamp: Stamp
    xero_id: XeroContactId
    verdict: Verdict
    action: Action
    reason: str
    rests_on: RestsOn
    host_before: SyncedFields | None
    host_after: SyncedFields | None
    xero_before: SyncedFields
    xero_after: SyncedFields

    @property
    def decision_id(self) -> DecisionId:
        return self.stamp.decision_id


class DecisionState(Enum):
    """What became of a decision."""

    OPEN = "open"
    TAKEN = "taken"
    """Its intent is recorded, or it needed none and is done."""
    STALE = "stale"
    """Something it rests on moved; it is decided anew."""
