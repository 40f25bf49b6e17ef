"""The remembered pair."""

from datetime import UTC, datetime
from enum import Enum

from attrs import evolve, frozen

from xerolink.domain.contacts.link_state import INITIAL, LinkEvent, LinkState, advance
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.identity import HostContactId, LinkId, XeroContactId

NOTHING_SEEN = datetime(1970, 1, 1, tzinfo=UTC)
"""Earlier than every UpdatedDateUTC: nothing of the Xero contact has been seen yet."""


class Direction(Enum):
    """Which way later changes flow (semantics row 1)."""

    TWO_WAY = "two_way"
    FROM_XERO = "from_xero"


@frozen
class Link:
    """One host contact and one Xero contact that are the same.

    *base_host* and *base_xero* are what each side last held when both agreed, each in that
    side's own spelling (protocol, State). *xero_updated* is the newest UpdatedDateUTC that this
    link has seen: anything older is a stale replica. *revision* grows with every change of the
    link, so that a decision can tell whether it still rests on it.
    """

    link_id: LinkId
    host_id: HostContactId
    xero_id: XeroContactId
    base_host: SyncedFields
    base_xero: SyncedFields
    xero_updated: datetime
    linked_at: datetime
    state: LinkState = INITIAL
    direction: Direction = Direction.TWO_WAY
    revision: int = 1

    def after(self, event: LinkEvent) -> "Link":
        """This link after *event*; raises `IllegalTransitionError`."""
        return evolve(self, state=advance(self.state, event), revision=self.revision + 1)

    def agreed(
        self, base_host: SyncedFields, base_xero: SyncedFields, xero_updated: datetime
    ) -> "Link":
        """This link with new bases; *xero_updated* never goes back."""
        newest = max(self.xero_updated, xero_updated)
        return evolve(
            self,
            base_host=base_host,
            base_xero=base_xero,
            xero_updated=newest,
            revision=self.revision + 1,
        )

    def moved(self, survivor: XeroContactId) -> "Link":
        """This link with the survivor of a merge in Xero; the bases stay, so its values flow.

        The survivor may be older than what this link has seen of the loser: that is no replica.
        """
        return evolve(self, xero_id=survivor, xero_updated=NOTHING_SEEN, revision=self.revision + 1)

    def held_by(self, host_id: HostContactId) -> "Link":
        """This link with the host contact that its own was merged into (semantics row 25)."""
        return evolve(self, host_id=host_id, revision=self.revision + 1)

    @property
    def live(self) -> bool:
        """Whether changes flow."""
        return self.state is LinkState.SYNCED
