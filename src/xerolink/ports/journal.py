"""What was done and why, in a chain that shows if it was changed."""

from abc import abstractmethod
from collections.abc import Collection, Iterable
from typing import Protocol

from xerolink.domain.identity import HostContactId, RunId, XeroContactId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.journal import Entry, Head


class Journal(Protocol):
    """The entries of a connection, numbered without gaps. Nothing changes one but `scrub`."""

    @abstractmethod
    def append(self, entries: Iterable[Entry]) -> None:
        """Add *entries* in their order.

        Raises `StaleVersionError`, and writes none, unless each is the next of the one before:
        by its sequence, and by the digest that it calls *previous*. The first follows the head.
        """

    @abstractmethod
    def head(self) -> Head | None:
        """The place of the last entry; None before the first."""

    @abstractmethod
    def page(
        self,
        after: int,
        size: int,
        run_id: RunId | None = None,
        host_id: HostContactId | None = None,
        xero_id: XeroContactId | None = None,
        *,
        invoice_id: HostInvoiceId | None = None,
    ) -> tuple[Entry, ...]:
        """At most *size* entries, ordered by sequence, those after *after*; 0: from the first.

        Only those of *run_id*, and about *host_id*, about *xero_id* and about *invoice_id*, where
        these are given; what an entry is about `Fact.about` says, scrubbed or not.
        """

    @abstractmethod
    def scrub(
        self, host_ids: Collection[HostContactId], xero_ids: Collection[XeroContactId]
    ) -> int:
        """Take values and salt out of every entry about one of these contacts.

        Answers how many entries had any. All else of them stays.
        """

    @abstractmethod
    def prune(self, up_to: int) -> None:
        """Forget the entries up to the sequence *up_to*, this one included, but never the last."""
