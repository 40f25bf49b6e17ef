"""The host application's invoices, as the core needs them: the port that a host writes."""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from attrs import field, frozen

from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId
from xerolink.domain.invoices.record import Standing
from xerolink.domain.invoices.settings import HostTerms


@frozen
class InvoiceFeed:
    """One page of what changed; *cursor* is where the next starts, *more* whether there is one."""

    changed: tuple[HostInvoiceId, ...]
    cursor: InvoiceCursor
    more: bool


@frozen
class Mark:
    """What the host is to show of an invoice from now on."""

    host_id: HostInvoiceId
    standing: Standing


@frozen
class Marked:
    """The host shows it, or showed it before."""


@frozen
class MarkRefused:
    """The host cannot show it, and why: the invoice is gone, for one."""

    why: str = field(repr=False)


MarkOutcome = Marked | MarkRefused


class HostInvoices(Protocol):
    """The invoices of one firm. Every call may raise `UnavailableError`."""

    @abstractmethod
    def changes(self, cursor: InvoiceCursor | None) -> InvoiceFeed:
        """The invoices that were made, sent, edited or voided after *cursor*, oldest first.

        None: from the beginning, every invoice once. An invoice appears once in a page. A change
        that is committed late is still delivered. Reading with one cursor twice yields at least
        the same. With nothing new: none, more is False.
        """

    @abstractmethod
    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
        """The invoices that there are, voided ones too; an unknown id is left out."""

    @abstractmethod
    def mark_many(self, marks: Sequence[Mark]) -> Sequence[MarkOutcome]:
        """Show where each invoice stands; one outcome for each mark, in order.

        A mark replaces the one before; the same mark again changes nothing. `AwaitingPayment`
        also moves an approved invoice to that status, and leaves one that is further on as it is;
        `PartPaid`, `Paid` and `Voided` move the status too. No mark changes the version of an
        invoice or anything that is billed. A refused mark changes nothing; the others stand.
        """

    @abstractmethod
    def terms(self) -> HostTerms:
        """The tax rates, service types and expense types that the firm bills with."""
