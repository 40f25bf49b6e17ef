"""The sales invoices of a Xero organisation, as the core needs them.

One method call is at most one call to Xero, but for rows or numbers that are too long for one.
Bills (ACCPAY) are never seen.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from attrs import frozen

from xerolink.domain.contacts.check import Problem
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceVoid,
    XeroInvoice,
    XeroInvoiceId,
    XeroInvoiceOutcome,
)

GROUP = 50
"""The most invoices in one write (fact sheet 2)."""
LOOK_GROUP = 40
"""The most ids or numbers in one read."""
PAGE = 1_000
"""The most invoices in one page."""


@frozen
class OddInvoice:
    """An invoice that cannot be read; *xero_id* None if even that is missing."""

    xero_id: XeroInvoiceId | None
    problem: Problem


@frozen
class XeroInvoicePage:
    """One page. *at* is Xero's own time when it answered; *more*: another page follows.

    An invoice that cannot be read is in *odd*; it never loses its page.
    """

    invoices: tuple[XeroInvoice, ...]
    odd: tuple[OddInvoice, ...]
    at: datetime
    more: bool


class XeroInvoices(Protocol):
    """The sales invoices of one organisation.

    Every call may raise `UnavailableError` (a write that raises it may have happened),
    `UnauthorisedError`, or `RejectedError` where Xero refuses a call as a whole. What is read
    here always tells its lines.
    """

    @abstractmethod
    def create_many(self, creations: Sequence[InvoiceCreation]) -> Sequence[XeroInvoiceOutcome]:
        """Create at most `GROUP` invoices; one outcome for each, in order.

        Never changes an invoice that exists: a number that a sales invoice has is `NumberHeld`;
        without a number a row is refused, for Xero would give it one. Repeating the call with the
        same creations within six minutes creates nothing more and answers the same. A refused row
        says why; the other rows stand.
        """

    @abstractmethod
    def change_many(self, changes: Sequence[InvoiceChange]) -> Sequence[XeroInvoiceOutcome]:
        """Make at most `GROUP` invoices as their drafts say; one outcome for each, in order.

        Repeating the call with the same changes within six minutes changes nothing more and
        answers the same; later, a line without an id becomes another line. A number that another
        sales invoice has is `NumberHeld`; an id that Xero does not know is refused.
        """

    @abstractmethod
    def void_many(self, voids: Sequence[InvoiceVoid]) -> Sequence[XeroInvoiceOutcome]:
        """Void at most `GROUP` invoices, of which drafts are deleted; one outcome for each.

        One that was gone when it was read is answered as it was read, and Xero is not asked. One
        that money or a credit stands against is refused as `SETTLED`; one whose status is another
        by now, as `STATUS`: it is to be read again. Repeating the call within six minutes answers
        the same.
        """

    @abstractmethod
    def by_numbers(
        self, numbers: Collection[InvoiceNumber]
    ) -> Mapping[InvoiceNumber, tuple[XeroInvoice, ...]]:
        """The invoices of at most `LOOK_GROUP` numbers, gone ones too; one without any is absent.

        As Xero compares them, whatever their case; the keys are those that were asked for. Raises
        `UnavailableError` if one of them cannot be read: it is not *none*.
        """

    @abstractmethod
    def get_many(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, XeroInvoice]:
        """At most `LOOK_GROUP` invoices, gone ones too; unknown ids and bills are left out.

        One that cannot be read is left out, as an unknown one is. Raises `TooLargeError` where
        fewer are to be asked for.
        """

    @abstractmethod
    def page(self, number: int, since: datetime | None, size: int = PAGE) -> XeroInvoicePage:
        """Page *number*, from 1, of those changed at or after *since*; None: all, gone ones too.

        A page is of *size*, at most `PAGE`. The order depends neither on that nor on edits: one
        edited while pages are read is never skipped. Raises `TooLargeError` where a page of fewer
        is to be asked for.
        """
