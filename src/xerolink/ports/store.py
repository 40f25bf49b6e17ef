"""What is remembered: the store's parts, under one unit of work, for one connection at a time.

Every part is bound to the unit's connection: rows of other connections, with equal ids, are
neither seen nor touched. Mappings leave out what there is none of.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from attrs import frozen

from xerolink.domain.contacts.decide import Decision, DecisionState, Verdict
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import (
    ConnectionId,
    DecisionId,
    EntityKey,
    HostContactId,
    IssueId,
    RunId,
    XeroContactId,
)
from xerolink.ports.books import HostIndex, Staged
from xerolink.ports.inbox import AppStore, Inbox
from xerolink.ports.invoice_rows import (
    InvoiceBooks,
    InvoiceIntents,
    InvoiceIssues,
    InvoiceRecords,
)
from xerolink.ports.journal import Journal
from xerolink.ports.requests import Requests
from xerolink.ports.runs import Record, Runs


@frozen
class Lease:
    """The right of one worker to one connection until *until*; *fence* outdates older holders."""

    connection_id: ConnectionId
    owner: str
    until: datetime
    fence: int


class Links(Protocol):
    """The remembered pairs. A Xero id and a host id are each in one link that is not ENDED."""

    @abstractmethod
    def by_xero(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, Link]:
        """The links of *ids* that are not ENDED."""

    @abstractmethod
    def by_host(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Link]:
        """The links of *ids* that are not ENDED."""

    @abstractmethod
    def history(self, ids: Collection[XeroContactId]) -> tuple[Link, ...]:
        """Every link of *ids*, ENDED ones too, ordered by link id."""

    @abstractmethod
    def put(self, links: Iterable[Link]) -> None:
        """Write links by their id, new or changed.

        Raises `StaleVersionError` if one would give an id a second link that is not ENDED.
        """

    @abstractmethod
    def page(
        self,
        states: Collection[LinkState],
        after: XeroContactId | None,
        size: int,
        search: str = "",
    ) -> tuple[Link, ...]:
        """At most *size* links in one of *states*, ordered by Xero id, those after *after*.

        With *search*, those alone that `Link.found_by` it; that reads on until *size* are found.
        """

    @abstractmethod
    def count(self) -> Mapping[LinkState, int]:
        """How many links are in each state; a state without links is absent."""


class Issues(Protocol):
    """What waits for a person, and what did. A subject has one open issue of each family."""

    @abstractmethod
    def get(self, issue_id: IssueId) -> Issue | None:
        """The issue, open or closed; None if there is none."""

    @abstractmethod
    def open_for(self, subjects: Collection[EntityKey]) -> Mapping[EntityKey, tuple[Issue, ...]]:
        """The open issues of *subjects*, each subject's ordered by issue id."""

    @abstractmethod
    def naming(self, ids: Collection[HostContactId]) -> tuple[Issue, ...]:
        """The open issues of which one of *ids* is a candidate, ordered by issue id."""

    @abstractmethod
    def put(self, issues: Iterable[Issue]) -> None:
        """Write issues by their id, new or changed.

        Raises `StaleVersionError` if a subject would have a second open issue of one family.
        """

    @abstractmethod
    def page(
        self, kinds: Collection[IssueKind], after: IssueId | None, size: int
    ) -> tuple[Issue, ...]:
        """At most *size* open issues of *kinds*, ordered by issue id, those after *after*."""

    @abstractmethod
    def count(self) -> Mapping[IssueKind, int]:
        """How many issues are open, by kind; a kind without any is absent."""


class Decisions(Protocol):
    """Decisions, open and past. A Xero contact has one open decision at most."""

    @abstractmethod
    def put(self, decisions: Iterable[Decision]) -> None:
        """Add open decisions; an open one about the same Xero contact becomes STALE."""

    @abstractmethod
    def open(self, after: DecisionId | None, size: int) -> tuple[Decision, ...]:
        """At most *size* open decisions, in the order of their ids, those after *after*."""

    @abstractmethod
    def close(self, states: Mapping[DecisionId, DecisionState]) -> None:
        """These decisions are OPEN no more; an id that was never put is no error."""

    @abstractmethod
    def states(self, ids: Collection[DecisionId]) -> Mapping[DecisionId, DecisionState]:
        """What became of *ids*; one that was never put is absent."""

    @abstractmethod
    def left_out(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, int]:
        """Of *ids*, those with a decision that is LEFT_OUT, and the latest revision of such."""

    @abstractmethod
    def count_open(self) -> Mapping[Verdict, int]:
        """How many decisions are open, by verdict; a verdict without any is absent."""

    @abstractmethod
    def count_conflicts(self) -> Mapping[IssueKind, int]:
        """How many open decisions would ask a person, by the kind of issue."""

    @abstractmethod
    def of_run(
        self, run_id: RunId, after: DecisionId | None, size: int
    ) -> tuple[tuple[Decision, DecisionState], ...]:
        """At most *size* decisions of a run with what became of them, in the order of their ids."""

    @abstractmethod
    def forget(self, entities: Collection[EntityKey]) -> None:
        """Remove every decision about *entities*, whatever became of it.

        Those that ask about one of them as a candidate stay, without a word of why it is one.
        """


class Intents(Protocol):
    """Effects recorded before they are attempted. An entity has one open intent at most."""

    @abstractmethod
    def put(self, intents: Iterable[Intent]) -> None:
        """Write intents by their id, new or changed.

        Raises `StaleVersionError` if an entity would have a second open intent.
        """

    @abstractmethod
    def open(self, size: int) -> tuple[Intent, ...]:
        """At most *size* open intents, in the order in which they were first put."""

    @abstractmethod
    def open_for(self, entities: Collection[EntityKey]) -> Mapping[EntityKey, Intent]:
        """The open intents of *entities*."""

    @abstractmethod
    def forget(self, entities: Collection[EntityKey]) -> None:
        """Remove every closed intent of *entities*; open ones stay."""


class UnitOfWork(Protocol):
    """The parts of the store for one connection, in one transaction."""

    links: Links
    issues: Issues
    staged: Staged
    index: HostIndex
    decisions: Decisions
    intents: Intents
    runs: Runs
    record: Record
    inbox: Inbox
    requests: Requests
    journal: Journal
    invoices: InvoiceRecords
    invoice_intents: InvoiceIntents
    invoice_issues: InvoiceIssues
    invoice_book: InvoiceBooks

    @abstractmethod
    def erase(self) -> None:
        """Remove everything of the connection but its lease and its journal.

        That is every part, its record, its pause and when it is due. Nothing there: no error.
        """


class Store(AppStore, Protocol):
    """Where everything is remembered. Every call may raise `StoreError`."""

    @abstractmethod
    def reading(self, connection_id: ConnectionId) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that reads one consistent state. What is written in it is lost."""

    @abstractmethod
    def transaction(self, lease: Lease) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that is committed when its block ends, all of it or, on an error, nothing.

        The commit extends the lease by its full time; it raises `LeaseLostError`, and nothing is
        written, if the lease has run out or another worker holds it.
        """

    @abstractmethod
    def busy(self) -> bool:
        """Whether a unit of work of the calling thread is open: no effect may start then."""

    @abstractmethod
    def claim(self, connection_id: ConnectionId, owner: str, seconds: int) -> Lease | None:
        """Take the lease of a connection for *seconds*; None while it is held, by whomever.

        The fence is greater than that of every earlier holder.
        """

    @abstractmethod
    def renew(self, lease: Lease) -> Lease:
        """The same lease with its full time from now; raises `LeaseLostError` if it is lost."""

    @abstractmethod
    def release(self, lease: Lease) -> None:
        """Give the lease back. A lease that is lost already is no error."""

    @abstractmethod
    def holder(self, connection_id: ConnectionId) -> str | None:
        """The owner of the lease that is held now; None while nobody holds it."""

    @abstractmethod
    def connections(self) -> tuple[ConnectionId, ...]:
        """The connections that have a record, ordered by id."""

    @abstractmethod
    def purge(self) -> None:
        """What was erased, changed or pruned before is not to be found on the disk any more.

        As far as it lies with the store: its files, logs included; not in copies of them. It may
        take long, for the rows of all connections may be written anew. Raises `StoreError` inside
        a unit of work, and where somebody else is at the store for too long: call it again.
        """

    @abstractmethod
    def schema(self) -> tuple[str, str]:
        """The layout of what is stored, and the one that this code knows: names to compare."""
