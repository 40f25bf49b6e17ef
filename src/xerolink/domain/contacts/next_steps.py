"""What a person can do now about a contact: the verbs that would not be refused."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

from attrs import frozen

from xerolink.domain.contacts.check import blocked, check_fields
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import TRANSITIONS, LinkEvent, LinkState
from xerolink.domain.contacts.model import FieldName, HostContact, XeroStatus
from xerolink.domain.settings import Direction


class NextStep(Enum):
    """A verb, by its name at the front door, with the side whose data it takes."""

    CREATE_IN_XERO = "create_xero_contact"
    CONFIRM_LINK = "confirm_link"
    STOP_SYNCING = "stop_syncing"
    MAKE_TWO_WAY = "make_two_way"
    RESOLVE_CONFLICT = "resolve_conflict"
    RELINK = "relink"
    REMATCH = "rematch"
    CREATE_NEW_FROM_XERO = "create_new_contact from Xero's data"
    CREATE_NEW_FROM_HOST = "create_new_contact from the host's data"


@frozen
class Situation:
    """What decides which steps there are.

    *xero_status* None: there is no Xero contact. *issues*: kinds that are open about the Xero
    contact. *pending*: an effect is outstanding, and what comes of it decides. *candidate*: an open
    match issue names the host contact. *drifting*: a field of the two is drift. *halted*: the
    connection is paused or disconnected, and refuses every verb.
    """

    link: Link | None
    host: HostContact | None
    xero_status: XeroStatus | None = None
    issues: frozenset[IssueKind] = frozenset()
    pending: bool = False
    candidate: bool = False
    drifting: bool = False
    halted: bool = False

    def may(self, event: LinkEvent) -> bool:
        """Whether the link's table has a row for *event*."""
        return self.link is not None and event in TRANSITIONS[self.link.state]

    @property
    def creatable(self) -> bool:
        """Whether Xero could take the host contact, if it is given another name where needed."""
        if self.host is None:
            return False
        problems = check_fields(self.host.fields)
        return not any(p.blocks and p.field is not FieldName.NAME for p in problems)

    @property
    def free(self) -> bool:
        """Whether a person may give the host contact a partner."""
        apart = LinkState.PREVIOUSLY_SYNCED
        return self.usable and (self.link is None or self.link.state is apart)

    @property
    def one_way(self) -> bool:
        return self.link is not None and self.link.direction is Direction.FROM_XERO

    @property
    def whole(self) -> bool:
        """Whether the pair is in sync, and both of its contacts are there."""
        live = self.link is not None and self.link.live
        return live and self.active and self.host is not None

    @property
    def active(self) -> bool:
        return self.xero_status is XeroStatus.ACTIVE

    @property
    def usable(self) -> bool:
        """Whether the host has the contact, and it can be used as it is."""
        return self.host is not None and not blocked(check_fields(self.host.fields))


def next_steps(now: Situation) -> tuple[NextStep, ...]:
    """The steps that are possible, in the order of `NextStep`; none while pending or halted.

    To create in Xero may need another name: the host's cannot be used, or is taken (row 28).
    """
    if now.pending or now.halted:
        return ()
    return tuple(step for step in NextStep if _POSSIBLE[step](now))


_WAITING = frozenset({IssueKind.FIELD_CONFLICT, IssueKind.NAME_TAKEN, IssueKind.REFUSED})
"""Issues about fields of a linked pair that did not flow."""


def _to_choose(now: Situation) -> bool:
    """Whether a person may choose which side's value of a field stands."""
    return now.whole and bool(_WAITING & now.issues or (now.one_way and now.drifting))


_POSSIBLE: Mapping[NextStep, Callable[[Situation], bool]] = MappingProxyType(
    {
        NextStep.CREATE_IN_XERO: lambda now: now.link is None and now.creatable,
        NextStep.CONFIRM_LINK: lambda now: now.free and now.candidate,
        NextStep.STOP_SYNCING: lambda now: now.may(LinkEvent.STOPPED),
        NextStep.MAKE_TWO_WAY: lambda now: now.whole and now.one_way,
        NextStep.RESOLVE_CONFLICT: _to_choose,
        NextStep.RELINK: lambda now: (
            now.may(LinkEvent.RELINKED) and now.active and now.host is not None
        ),
        NextStep.REMATCH: lambda now: now.may(LinkEvent.RELINKED) and now.active,
        NextStep.CREATE_NEW_FROM_XERO: lambda now: now.may(LinkEvent.REPLACED) and now.active,
        NextStep.CREATE_NEW_FROM_HOST: lambda now: now.may(LinkEvent.REPLACED) and now.creatable,
    }
)
