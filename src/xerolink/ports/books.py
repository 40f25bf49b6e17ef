"""The two books as they were last read: Xero's contacts, and what the host's are matched by."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.normalise import MatchKey
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.shortlist import LISTED
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import HostContactId, XeroContactId

SHOWN_HITS = 21
"""How many ids a look-up by key lists for one key; all are counted."""


class Staged(Protocol):
    """The Xero side as last read."""

    @abstractmethod
    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, StagedContact]:
        """The staged rows of *ids*."""

    @abstractmethod
    def put(self, rows: Iterable[StagedContact]) -> None:
        """Write rows by their contact's id, new or changed."""

    @abstractmethod
    def undecided(self, after: XeroContactId | None, size: int) -> tuple[StagedContact, ...]:
        """At most *size* rows that are due and have no open decision on their revision.

        Ordered by Xero id, those after *after*.
        """

    @abstractmethod
    def settle(self, revisions: Mapping[XeroContactId, int]) -> None:
        """These rows are no longer due, where they still have that revision."""

    @abstractmethod
    def touch(self, ids: Collection[XeroContactId]) -> None:
        """These rows are due: their revision grows."""

    @abstractmethod
    def touch_unlinked(self, keys: Collection[MatchKey]) -> None:
        """Rows that carry one of *keys* and have no link but an ENDED one are due."""

    @abstractmethod
    def matching(self, keys: Collection[MatchKey]) -> Mapping[MatchKey, Hits]:
        """Admitted rows by key, linked or not: all counted, the first `SHOWN_HITS` by id listed."""

    @abstractmethod
    def page(self, after: XeroContactId | None, size: int) -> tuple[StagedContact, ...]:
        """At most *size* rows of any kind, ordered by Xero id, those after *after*."""

    @abstractmethod
    def losers(
        self, ids: Collection[XeroContactId]
    ) -> Mapping[XeroContactId, tuple[XeroContactId, ...]]:
        """The contacts whose `merged_to` is one of *ids*, ordered by id; none: absent."""

    @abstractmethod
    def excluded(self) -> int:
        """How many rows are active, not admitted, and have no link but an ENDED one."""


class HostIndex(Protocol):
    """The match index of the host side. It proposes; the row decides.

    An entry with a profile is also found by the `terms` of that, for suggestions.
    """

    @abstractmethod
    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, IndexEntry]:
        """The entries of *ids*."""

    @abstractmethod
    def put(self, entries: Iterable[IndexEntry]) -> None:
        """Write entries by host id, new or changed."""

    @abstractmethod
    def remove(self, ids: Collection[HostContactId]) -> None:
        """Forget the entries of *ids*; an unknown id is no error."""

    @abstractmethod
    def matching(self, keys: Collection[MatchKey]) -> Mapping[MatchKey, Hits]:
        """Entries by key: all counted, the first `SHOWN_HITS` by host id listed."""

    @abstractmethod
    def profiles(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Profile]:
        """The profiles of those of *ids* that have one."""

    @abstractmethod
    def profiled(self) -> int:
        """How many entries have a profile."""

    @abstractmethod
    def bearing(self, terms: Collection[Term], listed: int = LISTED) -> Mapping[Term, Hits]:
        """Entries by a term of their profile: all counted, and listed where they are few.

        Up to *listed* of them all ids are listed, in no order; of more, none.
        """

    @abstractmethod
    def strip(self) -> None:
        """Forget every profile, and its terms; the entries and their keys stay."""
