"""The remembered pair."""

from datetime import UTC, datetime

from attrs import evolve, field, frozen

from xerolink.domain.contacts.link_state import INITIAL, LinkEvent, LinkState, advance
from xerolink.domain.contacts.model import SyncedFields, veiled
from xerolink.domain.contacts.normalise import fold
from xerolink.domain.identity import Actor, HostContactId, LinkId, XeroContactId
from xerolink.domain.settings import Direction

APART = frozenset({LinkState.PREVIOUSLY_SYNCED, LinkState.ENDED})
"""States of a pair that is none any more."""
NOTHING_SEEN = datetime(1970, 1, 1, tzinfo=UTC)
"""Earlier than every UpdatedDateUTC: nothing of the Xero contact has been seen yet."""


@frozen
class Separation:
    """When a pair was separated, by whom and why: what Previously Synced shows (row 26)."""

    at: datetime
    by: Actor
    why: str = field(repr=veiled)


@frozen
class Link:
    """One host contact and one Xero contact that are the same.

    *base_host* and *base_xero* are what each side last held when both agreed, each in that
    side's own spelling (protocol, State). *xero_updated* is the newest UpdatedDateUTC that this
    link has seen: anything older is a stale replica. *revision* grows with every change of the
    link, so that a decision can tell whether it still rests on it. *separated*: how the pair came
    apart, if it did. *near_match*: a host contact that resembled the Xero contact when a new one
    was created for it, as a warning (semantics row 9). *synced_at*: when values last flowed or were
    agreed; None: not since the two were linked.
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
    separated: Separation | None = None
    near_match: HostContactId | None = None
    synced_at: datetime | None = None

    def after(self, event: LinkEvent, separated: Separation | None = None) -> "Link":
        """This link after *event*; raises `IllegalTransitionError`."""
        state = advance(self.state, event)
        apart = separated if state in APART else None
        return evolve(self, state=state, separated=apart, revision=self.revision + 1)

    def flowing(self, direction: Direction) -> "Link":
        """This link with changes flowing as *direction* says."""
        return evolve(self, direction=direction, revision=self.revision + 1)

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

    def seeing(self, updated: datetime) -> "Link":
        """This link after a reading of *updated*: what is older is a stale replica from now on."""
        return evolve(self, xero_updated=max(self.xero_updated, updated))

    def synced(self, at: datetime) -> "Link":
        """This link, whose values flowed or were agreed *at* that time."""
        return evolve(self, synced_at=at)

    def found_by(self, search: str) -> bool:
        """Whether *search*, in any case, is part of a name or billing email of either base."""
        wanted = fold(search)
        sides = (self.base_host, self.base_xero)
        texts = (text or "" for side in sides for text in (side.name, side.billing_email))
        return any(wanted in fold(text) for text in texts)

    def moved(self, survivor: XeroContactId) -> "Link":
        """This link with the survivor of a merge in Xero; the bases stay, so its values flow.

        The survivor may be older than what this link has seen of the loser: that is no replica.
        """
        return evolve(self, xero_id=survivor, xero_updated=NOTHING_SEEN, revision=self.revision + 1)

    def held_by(self, host_id: HostContactId) -> "Link":
        """This link with the host contact that its own was merged into (semantics row 25)."""
        return evolve(self, host_id=host_id, revision=self.revision + 1)

    def standing_again(self, link_id: LinkId, separated: Separation | None) -> "Link":
        """This link as a tombstone of its own, under *link_id*: what ended stays ended."""
        return evolve(
            self,
            link_id=link_id,
            state=LinkState.PREVIOUSLY_SYNCED,
            revision=self.revision + 1,
            separated=separated,
        )

    def replaced(self, separated: Separation) -> "Link":
        """This link ended by another pair of its contacts; one in sync is stopped first."""
        apart = self.state is LinkState.PREVIOUSLY_SYNCED
        stopped = self if apart else self.after(LinkEvent.STOPPED, separated)
        return stopped.after(LinkEvent.REPLACED)

    def taking_over(self, host_id: HostContactId, survivor: XeroContactId) -> "Link":
        """This link, in sync, with the two contacts that a merge left (semantics rows 23, 25)."""
        apart = self.state is LinkState.PREVIOUSLY_SYNCED
        link = self.after(LinkEvent.RELINKED) if apart else self
        link = link if survivor == link.xero_id else link.moved(survivor)
        return link if host_id == link.host_id else link.held_by(host_id)

    @property
    def last_sync(self) -> datetime:
        """When values last flowed or were agreed, or the two were linked."""
        return self.synced_at or self.linked_at

    @property
    def live(self) -> bool:
        """Whether changes flow."""
        return self.state is LinkState.SYNCED
