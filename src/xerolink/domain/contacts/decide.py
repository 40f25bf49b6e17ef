"""Decisions about contacts: what will be written and why, and what that rests on."""

from collections.abc import Mapping
from enum import Enum
from typing import assert_never

from attrs import field, frozen

from xerolink.domain.contacts.classify import doubtful
from xerolink.domain.contacts.effects import HostDraft
from xerolink.domain.contacts.issues import Candidate, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    FieldValue,
    HostVersion,
    SyncedFields,
    veiled,
)
from xerolink.domain.identity import (
    Actor,
    DecisionId,
    EntityKey,
    HostContactId,
    IntentId,
    LinkId,
    RunId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.settings import Direction


class Verdict(Enum):
    """What a decision comes to; previews and reports count these."""

    FULL_MATCH = "full_match"
    CONFLICT = "conflict"
    NO_MATCH = "no_match"
    UPDATE = "update"
    """A linked pair: an edit flows, or both sides already agree."""
    STATE = "state"
    """A linked pair: archived, restored, merged or deleted on one side, or stopped."""
    PUSH = "push"
    """A host contact gets a Xero contact of its own."""
    TAKE_BACK = "take_back"
    """Something that was done is taken back."""
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
    near_match: HostContactId | None = None
    """The host contact that it resembles, if there is one (semantics row 9)."""

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at the kind (semantics row 12)."""
        return doubtful(self.confidence)

    def draft(self, key: IntentId, fields: SyncedFields) -> HostDraft:
        """What the host is asked to create."""
        told = (self.confidence, self.kind_reason)
        return HostDraft(key, fields, self.kind, self.contact_type, *told)


@frozen
class AskPerson:
    """Open a match issue, or bring the open one up to date; *event* moves the link first."""

    kind: IssueKind
    candidates: tuple[Candidate, ...]
    shared_by: int
    event: LinkEvent | None = None


@frozen
class MergePair:
    """Carry edits of a linked pair; *agreed* moves the bases alone, *held* opens an issue.

    *event* moves the link first: RESTORED_IN_XERO resumes a suspended one (semantics row 21),
    RELINKED one that was stopped (rows 27, 29). *direction*: the link's from now on. *apart*: each
    side keeps its own value of what is written, as after an undo: only the written side's base
    moves, and nothing of it flows.
    """

    host_id: HostContactId
    event: LinkEvent | None
    to_host: Mapping[FieldName, FieldValue] = field(repr=veiled)
    to_xero: Mapping[FieldName, FieldValue] = field(repr=veiled)
    agreed: tuple[FieldName, ...]
    held: tuple[FieldName, ...]
    direction: Direction | None = None
    apart: bool = False

    @property
    def writes(self) -> bool:
        """Whether anything is written outside the store."""
        return bool(self.to_host or self.to_xero)


@frozen
class MoveLink:
    """Something befell one side of a pair: the link's state moves, nothing is written.

    *why*: a person's own words, for Previously Synced; they may name anybody.
    """

    host_id: HostContactId
    event: LinkEvent
    why: str = field(default="", repr=False)


@frozen
class FollowMerge:
    """The Xero contact lost a merge: its link moves to the survivor (semantics row 23)."""

    host_id: HostContactId
    survivor: XeroContactId


@frozen
class TakeOver:
    """Of two pairs that a merge made one, this one stands (semantics rows 23, 25).

    Its link goes to the contacts that are left, *host_id* and *survivor*. The other pair's link,
    one of the decision's `replaces`, is stopped; its tombstone takes what this one leaves behind.
    """

    host_id: HostContactId
    survivor: XeroContactId


@frozen
class CreateInXero:
    """Create a Xero contact from the host contact and link it in the same step (rows 30, 31)."""

    host_id: HostContactId
    direction: Direction


@frozen
class RemoveFromHost:
    """Take away the host contact that was created, unless the host refuses; move its link first.

    *event* None: the pair came apart before.
    """

    host_id: HostContactId
    event: LinkEvent | None


@frozen
class ArchiveInXero:
    """Archive the Xero contact, for Xero deletes none; move its link first.

    *event* None: the pair came apart before.
    """

    host_id: HostContactId
    event: LinkEvent | None


@frozen
class Leave:
    """Nothing to do."""


Action = (
    LinkPair
    | CreateInHost
    | AskPerson
    | MergePair
    | MoveLink
    | FollowMerge
    | TakeOver
    | CreateInXero
    | RemoveFromHost
    | ArchiveInXero
    | Leave
)


@frozen
class RestsOn:
    """The versions a decision was taken on; one that moved makes the decision stale.

    *staged_revision* 0: no Xero contact is concerned, or it is not staged.
    """

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
    """What will be done about one pair, or one contact of either side, and why.

    *xero_id* None: there is no Xero contact yet (`CreateInXero`). *host_before*, *host_after*,
    *xero_before* and *xero_after* are the four fields of each side as they stand and as they will;
    None: that contact is not there. *replaces*: links that end when this is done, tombstones of
    either side that a person acts on; *restores*: tombstones that stand again afterwards.
    *warnings* is what a person should read first. *answers*: kinds of issues about the contact
    that this closes, and that no run closes by itself.
    """

    stamp: Stamp
    xero_id: XeroContactId | None
    verdict: Verdict
    action: Action
    reason: str
    rests_on: RestsOn
    host_before: SyncedFields | None
    host_after: SyncedFields | None
    xero_before: SyncedFields | None
    xero_after: SyncedFields | None
    replaces: tuple[LinkId, ...] = ()
    restores: tuple[Link, ...] = ()
    warnings: tuple[str, ...] = ()
    answers: tuple[IssueKind, ...] = ()

    @property
    def decision_id(self) -> DecisionId:
        return self.stamp.decision_id

    @property
    def host_id(self) -> HostContactId | None:
        """The host contact of the action, or that it rests on; None: there is none yet."""
        found: HostContactId | None = getattr(self.action, "host_id", self.rests_on.host_id)
        return found

    @property
    def entity(self) -> EntityKey:
        """What an intent of this decision changes."""
        if self.xero_id is not None:
            return xero_entity(self.xero_id)
        return host_entity(self.host_id or HostContactId(""))

    @property
    def writes(self) -> bool:
        """Whether anything is written on either side."""
        match self.action:
            case LinkPair(to_host=values):
                return bool(values)
            case MergePair() as merge:
                return merge.writes
            case CreateInHost() | CreateInXero() | RemoveFromHost() | ArchiveInXero():
                return True
            case AskPerson() | MoveLink() | FollowMerge() | TakeOver() | Leave():
                return False
            case _:
                assert_never(self.action)


class DecisionState(Enum):
    """What became of a decision."""

    OPEN = "open"
    TAKEN = "taken"
    """Its intent is recorded, or it needed none and is done."""
    STALE = "stale"
    """Something it rests on moved; it is decided anew."""
    REFUSED = "refused"
    """It was taken, and a side would not do all of it."""
    LEFT_OUT = "left_out"
    """A person took it out of a plan over everything."""
