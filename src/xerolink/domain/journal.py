"""The journal's entries: each decision and write, and the chain that shows if one was changed."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from typing import NewType

from attrs import field, frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import SyncedFields, veiled
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
    invoice_entity,
    xero_entity,
)
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InXeroNow
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.domain.run import RunKind

Digest = NewType("Digest", str)
"""64 hexadecimal digits of SHA-256 or HMAC-SHA-256."""
Salt = NewType("Salt", str)
"""What hides scrubbed values from whoever guesses them and compares digests."""
JournalKeyId = NewType("JournalKeyId", str)
"""The name of the host's key that an entry was made with; "": none."""


class EntryKind(Enum):
    """What an entry tells of."""

    DECIDED = "decided"
    """A decision was taken: links, states and issues moved with it."""
    WRITTEN = "written"
    """An effect ended: what was written on either side, or refused."""
    FOLLOWED = "followed"
    """A pair followed a merge in the host, or moved with its connection."""
    SETTINGS = "settings"
    APPLIED = "applied"
    """A plan was applied: who had made it, and how many of its rows were left out."""
    SCRUBBED = "scrubbed"
    """The values of a contact were taken out of all earlier entries (semantics row 22)."""
    FORGOTTEN = "forgotten"
    """The connection was forgotten, journal included; `Fact.pruned` names its last entry then."""
    PRUNED = "pruned"
    """Entries older than the host keeps fell away; `Fact.pruned` names the last of them."""


@frozen
class Values:
    """The personal part of an entry: the fields of each side before and after, and the links.

    Of an invoice: how it stood in Xero. None: that side was not concerned. Kept beside the chain,
    so that it can be scrubbed.
    """

    host_before: SyncedFields | None = field(default=None, repr=veiled)
    host_after: SyncedFields | None = field(default=None, repr=veiled)
    xero_before: SyncedFields | None = field(default=None, repr=veiled)
    xero_after: SyncedFields | None = field(default=None, repr=veiled)
    links_before: tuple[Link, ...] = field(default=(), repr=veiled)
    links_after: tuple[Link, ...] = field(default=(), repr=veiled)
    invoice_before: InXeroNow | None = field(default=None, repr=veiled)
    invoice_after: InXeroNow | None = field(default=None, repr=veiled)


@frozen
class Head:
    """One place in the chain: an entry's number and digest. The last one's vouches for all."""

    sequence: int
    digest: Digest


@frozen
class Fact:
    """The public part of an entry: who, when, why and what came of it. It is never scrubbed.

    *what* is the action's name ("LinkPair"); *outcome* a word ("taken", "done", "refused").
    *reason* never repeats a value of a contact. *pruned*: the last entry that fell away when this
    one was written (kinds PRUNED, FORGOTTEN). *invoice_id*: the host's invoice that it tells of;
    *host_id* and *xero_id* are then those of its contact. *also*: the contacts of the links in the
    values, besides those two; it is filled in when the entry gets its place.
    """

    kind: EntryKind
    at: datetime
    actor: Actor
    trigger: RunKind
    run_id: RunId
    what: str
    reason: str
    outcome: str
    host_id: HostContactId | None = None
    xero_id: XeroContactId | None = None
    link_id: LinkId | None = None
    decision_id: DecisionId | None = None
    intent_id: IntentId | None = None
    pruned: Head | None = field(default=None, kw_only=True)
    invoice_id: HostInvoiceId | None = field(default=None, kw_only=True)
    xero_invoice_id: XeroInvoiceId | None = field(default=None, kw_only=True)
    also: tuple[EntityKey, ...] = field(default=(), kw_only=True)

    @property
    def about(self) -> frozenset[EntityKey]:
        """The contacts that the entry tells of: whose history it is in, who may scrub it.

        And the invoice, for its own history.
        """
        own = {host_entity(self.host_id)} if self.host_id is not None else set()
        if self.invoice_id is not None:
            own.add(invoice_entity(self.invoice_id))
        if self.xero_id is not None:
            own.add(xero_entity(self.xero_id))
        return frozenset((*own, *self.also))


@frozen
class Note(Fact):
    """Something to be written into the journal; it gets its place in the chain there."""

    values: Values = Values()


@frozen
class Entry:
    """A note in its place. *sequence* counts from 1 in each connection, without gaps.

    *values* and *salt* are None once they were scrubbed; *values_digest* still stands for them.
    *previous* is the digest of the entry before ("" for the first); *digest* is over everything
    but values and salt. *key_id* names the host's key that made it; "": no key.
    """

    sequence: int
    fact: Fact
    values: Values | None
    salt: Salt | None = field(repr=False)
    values_digest: Digest
    previous: Digest
    digest: Digest
    key_id: JournalKeyId

    @property
    def place(self) -> Head:
        return Head(self.sequence, self.digest)

    def follows(self, head: Head | None) -> bool:
        """Whether this is the next entry after *head*; None: whether it is a first one."""
        expected = (head.sequence + 1, head.digest) if head else (1, Digest(""))
        return (self.sequence, self.previous) == expected


def in_line(entries: Iterable[Entry], head: Head | None) -> bool:
    """Whether each of *entries* follows the one before it, and the first one *head*."""
    for entry in entries:
        if not entry.follows(head):
            return False
        head = entry.place
    return True
