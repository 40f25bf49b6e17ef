"""What the store keeps of invoices: each one's record, its open write, and what waits for people.

Parts of `UnitOfWork`; as there, other connections' rows are neither seen nor touched.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from xerolink.domain.identity import HostContactId, IntentId, IssueId
from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import Cause, InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import XeroInvoiceId


class InvoiceRecords(Protocol):
    """The invoices by their host id. A Xero invoice is in one record at most."""

    @abstractmethod
    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, InvoiceRecord]:
        """The records of *ids*."""

    @abstractmethod
    def by_xero(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, InvoiceRecord]:
        """The records of these Xero invoices."""

    @abstractmethod
    def put(self, records: Iterable[InvoiceRecord]) -> None:
        """Write records by their host id, new or changed.

        Raises `StaleVersionError`, and writes none, if two would have one Xero invoice.
        """

    @abstractmethod
    def to_decide(self, after: HostInvoiceId | None, size: int) -> tuple[InvoiceRecord, ...]:
        """At most *size* records that are `looked_at`, ordered by host id, those after *after*.

        Those with an open intent are left out.
        """

    @abstractmethod
    def page(
        self, states: Collection[InvoiceState], after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        """At most *size* records in one of *states*, ordered by host id, those after *after*."""

    @abstractmethod
    def held_by(
        self, cause: Cause, after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        """At most *size* records that *cause* holds, ordered by host id, those after *after*."""

    @abstractmethod
    def count_held(self, causes: Collection[Cause]) -> Mapping[Cause, int]:
        """How many records each of *causes* holds; one that holds none is absent."""

    @abstractmethod
    def to_decide_of(
        self, ids: Collection[HostContactId], after: HostInvoiceId | None, size: int
    ) -> tuple[InvoiceRecord, ...]:
        """As `to_decide`, of these contacts alone."""

    @abstractmethod
    def count(self) -> Mapping[InvoiceState, int]:
        """How many records are in each state; a state without any is absent."""


class InvoiceIntents(Protocol):
    """Writes recorded before they are attempted. An invoice has one open intent at most."""

    @abstractmethod
    def put(self, intents: Iterable[InvoiceIntent]) -> None:
        """Write intents by their id, new or changed.

        Raises `StaleVersionError`, and writes none, if an invoice would have a second open one.
        """

    @abstractmethod
    def open(self, size: int) -> tuple[InvoiceIntent, ...]:
        """At most *size* open intents, in the order in which they were first put."""

    @abstractmethod
    def open_for(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, InvoiceIntent]:
        """The open intents of these invoices."""

    @abstractmethod
    def forget(self, ids: Collection[IntentId]) -> None:
        """Remove closed intents of *ids*; open ones stay, an unknown id is no error."""


class InvoiceIssues(Protocol):
    """What waits for a person. A cause has one open issue at most."""

    @abstractmethod
    def get(self, issue_id: IssueId) -> InvoiceIssue | None:
        """The issue, open or closed; None if there is none."""

    @abstractmethod
    def open_for(self, causes: Collection[Cause]) -> Mapping[Cause, InvoiceIssue]:
        """The open issues of *causes*."""

    @abstractmethod
    def put(self, issues: Iterable[InvoiceIssue]) -> None:
        """Write issues by their id, new or changed.

        Raises `StaleVersionError`, and writes none, if a cause would have a second open issue.
        """

    @abstractmethod
    def page(self, after: IssueId | None, size: int) -> tuple[InvoiceIssue, ...]:
        """At most *size* open issues, ordered by id, those after *after*."""


class InvoiceBooks(Protocol):
    """What is remembered of the connection's invoices as a whole."""

    @abstractmethod
    def get(self) -> InvoiceBook:
        """The book; before anything was put, an empty one."""

    @abstractmethod
    def put(self, book: InvoiceBook) -> None:
        """Write the book."""
