"""A Xero organisation, as the core needs it.

One method call is at most one call to Xero, but for the reads that `archive_many` may add.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import XeroDraft, XeroOutcome, XeroPatch
from xerolink.domain.contacts.model import XeroContact
from xerolink.domain.identity import XeroContactId
from xerolink.domain.run import Organisation, Traffic

GROUP = 50
"""The most contacts in one write (fact sheet 2)."""
READ_GROUP = 40
"""The most ids in one read by ids: the address stays under 2,000 bytes."""
PAGE = 1_000
"""The most contacts in one page (fact sheet 3.4)."""
LONGEST_WAIT = 65
"""The most seconds that a call waits for its turn under Xero's limits, before it leaves."""
LONGEST_CALL = 30
"""The most seconds that a call takes once it has left (protocol, Cycle 1)."""


@frozen
class OddContact:
    """A contact that cannot be read; *xero_id* None if even that is missing."""

    xero_id: XeroContactId | None
    problem: Problem


@frozen
class XeroPage:
    """One page of contacts. *at* is Xero's own time when it answered; *more*: another follows.

    A contact that cannot be read is in *odd*; it never loses its page. *total*: how many contacts
    all pages hold, as this answer counted; None: it does not say. Nothing leaves a list while its
    pages are read, so a total that shrinks comes of a replica that lags.
    """

    contacts: tuple[XeroContact, ...]
    odd: tuple[OddContact, ...]
    at: datetime
    more: bool
    total: int | None = None


@frozen
class DayLeft:
    """How many *calls* are left of those *of* a day that Xero allows for the organisation."""

    calls: int
    of: int


class XeroContacts(Protocol):
    """The contacts of one organisation.

    Every call may raise `UnavailableError` (a write that raises it may have happened),
    `UnauthorisedError`, or `RejectedError` where Xero refuses a call as a whole.
    """

    @abstractmethod
    def page(self, number: int, since: datetime | None) -> XeroPage:
        """Page *number*, from 1, of at most `PAGE` contacts, archived ones included.

        With *since*, those changed at or after it; None: all. The order does not depend on
        edits, so that a contact edited while pages are read is never skipped.
        """

    @abstractmethod
    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        """At most `READ_GROUP` contacts, archived ones included; unknown ids are left out."""

    @abstractmethod
    def by_number(self, number: str) -> XeroContact | None:
        """The contact whose ContactNumber is *number*, archived or not; None: there is none."""

    @abstractmethod
    def by_name(self, name: str) -> tuple[XeroContact, ...]:
        """The contacts named *name*, whatever their case, archived ones included."""

    @abstractmethod
    def create_many(self, drafts: Sequence[XeroDraft]) -> Sequence[XeroOutcome]:
        """Create at most `GROUP` contacts; one outcome for each draft, in order.

        Never changes a contact that exists: a taken name is `Refused` with a problem on that
        field, a taken number is `NumberTaken`. Repeating the call with the same drafts within
        six minutes creates nothing more.
        """

    @abstractmethod
    def update_many(self, patches: Sequence[XeroPatch]) -> Sequence[XeroOutcome]:
        """Set fields of at most `GROUP` contacts; one outcome for each patch, in order.

        Fields that a patch does not name keep their values; an empty value clears. A refused row
        names the field where Xero tells it; the other rows stand.
        """

    @abstractmethod
    def archive_many(self, ids: Sequence[XeroContactId]) -> Sequence[XeroOutcome]:
        """Archive at most `GROUP` contacts; one outcome for each id, in order.

        `XeroStored` holds the contact as it is afterwards; one that was archived before stays so.
        A refused row, an id that Xero does not know among them, says why; the other rows stand.
        Here alone further calls may follow the first: reads of those that were archived before,
        which Xero refuses without telling what they hold (fact sheet 3.3).
        """

    @abstractmethod
    def traffic(self) -> Traffic:
        """What the calls of this object cost until now; asks nothing of Xero, raises nothing.

        Those of the invoices and of the catalogue that go through the same client are in it.
        Never less than it was. A call that raised counts; one that had nothing to ask does not.
        """

    @abstractmethod
    def day_left(self) -> DayLeft | None:
        """What is left of the day as Xero's answers told it; asks nothing of Xero, raises nothing.

        None: no answer has told it yet.
        """


class XeroOrganisation(Protocol):
    """What an organisation says of itself. May raise as `XeroContacts` does."""

    @abstractmethod
    def organisation(self) -> Organisation:
        """The organisation that these calls reach."""
