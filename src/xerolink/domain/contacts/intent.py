"""An effect recorded before it is attempted, so that a crash can neither lose nor double it.

Laws (tests/domain/contacts/test_intent.py): a state changes only by a row of the table; DONE and
REFUSED are the only ends; an UNCERTAIN intent is read before anything is tried again (protocol).
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from attrs import evolve, field, frozen

from xerolink.domain.contacts.effects import HostDraft, HostPatch, HostRemoval, XeroDraft
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, veiled
from xerolink.domain.errors import IllegalTransitionError
from xerolink.domain.identity import (
    Actor,
    DecisionId,
    EntityKey,
    HostContactId,
    IntentId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.settings import Direction


class IntentState(Enum):
    """How far an effect has come."""

    INTENDED = "intended"
    """Recorded; no call has left."""
    SENT = "sent"
    """A call may have left."""
    UNCERTAIN = "uncertain"
    """A call left and its answer was lost."""
    DONE = "done"
    REFUSED = "refused"


_I = IntentState
STEPS: Mapping[IntentState, frozenset[IntentState]] = MappingProxyType(
    {
        _I.INTENDED: frozenset({_I.SENT}),
        _I.SENT: frozenset({_I.DONE, _I.REFUSED, _I.UNCERTAIN}),
        _I.UNCERTAIN: frozenset({_I.DONE, _I.REFUSED, _I.UNCERTAIN}),
        _I.DONE: frozenset(),
        _I.REFUSED: frozenset(),
    }
)
OPEN_STATES = frozenset({_I.INTENDED, _I.SENT, _I.UNCERTAIN})


def reached(state: IntentState, to: IntentState) -> IntentState:
    """*to*, which follows *state*; raises `IllegalTransitionError` where it does not."""
    if to not in STEPS[state]:
        possible = [step.value for step in STEPS[state]]
        raise IllegalTransitionError(state.value, to.value, possible)
    return to


@frozen
class ImportContact:
    """Create a host contact and link it; the bases are *snapshot* and what the host stored."""

    xero_id: XeroContactId
    draft: HostDraft
    snapshot: SyncedFields
    xero_updated: datetime


@frozen
class XeroEdit:
    """What a merge sends to Xero: the values, and what each field was when that was decided."""

    values: Mapping[FieldName, FieldValue] = field(repr=veiled)
    was: SyncedFields


@frozen
class MergeContact:
    """Carry edits of a pair: the host's part first, then Xero's; *link* as it will be after both.

    *link* is new for a Full Match that overwrites host fields. *apart*: each side keeps its own
    value of what is written, and only that side's base moves.
    """

    link: Link
    host: HostPatch | None
    xero: XeroEdit | None
    apart: bool = False


@frozen
class CreateContact:
    """Create a Xero contact from a host contact and link it (semantics rows 30, 31)."""

    host_id: HostContactId
    draft: XeroDraft
    direction: Direction


@frozen
class RemoveContact:
    """Take away a host contact whose pair came apart; *link* as it stands after that."""

    link: Link
    removal: HostRemoval


@frozen
class ArchiveContact:
    """Archive a Xero contact whose pair came apart; *link* as it stands after that."""

    link: Link


IntentBody = ImportContact | MergeContact | CreateContact | RemoveContact | ArchiveContact


@frozen
class Before:
    """The four fields of each side at the decision; None: that contact was not there."""

    host: SyncedFields | None = None
    xero: SyncedFields | None = None


@frozen
class Intent:
    """One effect on one entity, its body frozen at the decision."""

    intent_id: IntentId
    entity: EntityKey
    link_id: LinkId
    body: IntentBody
    run_id: RunId
    actor: Actor
    recorded: datetime
    decision_id: DecisionId | None = None
    state: IntentState = IntentState.INTENDED
    attempts: int = 0
    replaces: tuple[LinkId, ...] = ()
    """Links that end in the step that makes the new one."""
    near_match: HostContactId | None = None
    before: Before = Before()
    """Both sides as they stood at the decision, for the journal."""

    def become(self, state: IntentState) -> "Intent":
        """This intent in *state*; raises `IllegalTransitionError`, and nothing moves."""
        return evolve(self, state=reached(self.state, state), attempts=self.attempts + 1)

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES
