"""The host application's contacts, as the core needs them: the port that every host writes.

What an adapter of it is written with can be imported from here.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from attrs import frozen

from xerolink.domain.contacts.check import Problem, check_fields
from xerolink.domain.contacts.effects import (
    HostDraft,
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStale,
    HostStored,
    Refused,
)
from xerolink.domain.contacts.model import FieldValue, HostContact, HostVersion
from xerolink.domain.identity import HostContactId, IntentId
from xerolink.domain.run import HostCursor

__all__ = [
    "Changed",
    "Deleted",
    "FieldValue",
    "HostChange",
    "HostContacts",
    "HostCursor",
    "HostDraft",
    "HostFeed",
    "HostOutcome",
    "HostPatch",
    "HostRemoval",
    "HostRemoved",
    "HostStale",
    "HostStored",
    "HostVersion",
    "IntentId",
    "Merged",
    "Problem",
    "Refused",
    "check_fields",
]


@frozen
class Changed:
    """A contact was created or edited, by anybody, this library included."""

    host_id: HostContactId


@frozen
class Deleted:
    """A contact is gone for good."""

    host_id: HostContactId


@frozen
class Merged:
    """*from_id* is gone; what it was is now part of *into_id*."""

    from_id: HostContactId
    into_id: HostContactId


HostChange = Changed | Deleted | Merged


@frozen
class HostFeed:
    """One page of changes; *cursor* is where the next page starts, *more* whether there is one."""

    changes: tuple[HostChange, ...]
    cursor: HostCursor
    more: bool


class HostContacts(Protocol):
    """The contacts of one firm. Every call may raise `UnavailableError`."""

    @abstractmethod
    def changes(self, cursor: HostCursor | None) -> HostFeed:
        """The changes after *cursor*, oldest first; None: from the beginning, every contact once.

        A contact appears once in a page, as its latest change. From the beginning, who is gone
        need not be told of. A change that is committed late is still delivered. Reading with one
        cursor twice yields at least the same changes. With nothing new: no changes, more is False.
        """

    @abstractmethod
    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, HostContact]:
        """The contacts that there are; an unknown, deleted or merged id is left out.

        A contact that cannot be made raises what its making raises, a ValueError for one; it is
        not left out. Others, asked for without it, are answered.
        """

    @abstractmethod
    def create_many(self, drafts: Sequence[HostDraft]) -> Sequence[HostOutcome]:
        """Create contacts; one outcome for each draft, in order, of `HostStored` or `Refused`.

        A key that was stored before creates nothing: it answers what was stored then, for as long
        as the contact exists, whatever became of it since and whatever else the draft holds. A
        refused draft leaves no trace, its key is unused, and the other rows stand. An id is never
        given again, also when its contact is gone.
        """

    @abstractmethod
    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        """Set fields; one outcome for each patch, in order.

        `HostStored` holds the contact as this patch left it; a key that was stored before changes
        nothing and answers that same value, whatever was edited since and whatever else the patch
        holds. `HostStale`: the contact's version is not the expected one, or the contact is gone.
        The key of a patch that is stale or refused is unused. Fields that a patch does not name
        keep their values; the other rows stand.
        """

    @abstractmethod
    def remove_many(self, removals: Sequence[HostRemoval]) -> Sequence[HostOutcome]:
        """Take contacts away that this library created; one outcome for each, in order.

        `HostRemoved`: the contact is gone, whoever took it away; the feed tells of it as
        `Deleted`. `HostStale`: its version is not the expected one. A host that keeps a contact,
        for what else hangs on it, answers `Refused` with its reason; the other rows stand.
        """
