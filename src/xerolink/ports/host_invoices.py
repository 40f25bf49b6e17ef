"""The host application's invoices, as the core needs them: the port that a host writes.

What an adapter of it is written with can be imported from here.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from attrs import field, frozen

from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.model import (
    AmountOff,
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceId,
    HostInvoiceVersion,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    ItemCode,
    LineAmountTypes,
    PercentOff,
    Service,
    ServiceTypeId,
    Tracking,
)
from xerolink.domain.invoices.record import (
    AwaitingPayment,
    Held,
    InXero,
    Paid,
    PartPaid,
    Standing,
    Voided,
)
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.status import sends, status_shown
from xerolink.domain.invoices.tax import HostTaxRateId

__all__ = [
    "AmountOff",
    "AwaitingPayment",
    "BillableExpense",
    "CurrencyCode",
    "ExpenseTypeId",
    "Held",
    "HostInvoice",
    "HostInvoiceId",
    "HostInvoiceVersion",
    "HostInvoices",
    "HostTaxRate",
    "HostTaxRateId",
    "HostTerms",
    "InXero",
    "InvoiceCursor",
    "InvoiceFeed",
    "InvoiceLine",
    "InvoiceNumber",
    "InvoiceStatus",
    "ItemCode",
    "LineAmountTypes",
    "Mark",
    "MarkOutcome",
    "MarkRefused",
    "Marked",
    "Paid",
    "PartPaid",
    "PercentOff",
    "Service",
    "ServiceTypeId",
    "Standing",
    "Tracking",
    "Voided",
    "sends",
    "status_shown",
]


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
        """The invoices that changed after *cursor*, oldest first.

        An invoice changed that was made, edited, approved, taken back, sent, voided or deleted,
        and one that a mark sent; what else a mark does is no change. None: from the beginning,
        every invoice once. An invoice appears once in a page, at its latest change. A change that
        is committed late is still delivered. Reading with one cursor twice yields at least the
        same. With nothing new: none, more is False, and the cursor stays good for what comes later.
        """

    @abstractmethod
    def get_many(self, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
        """The invoices that there are, voided ones too; an unknown or deleted id is left out.

        A version is equal while an invoice does not change, and another one after each change
        that `changes` tells of. An invoice that cannot be made raises what its making raises,
        NotMoneyError for one; it is not left out, for that would void it in Xero. Others, asked
        for without it, are answered.
        """

    @abstractmethod
    def mark_many(self, marks: Sequence[Mark]) -> Sequence[MarkOutcome]:
        """Show where each invoice stands; one outcome for each mark, in order.

        A mark replaces the one before, also of the same batch; the same mark again changes
        nothing. Some move the status, as `status_shown` has it: `AwaitingPayment` sends an invoice
        that was not sent yet, a draft too; `InXero` takes a part-paid or paid one back to awaiting
        payment; `PartPaid`, `Paid` and `Voided` always; `Held` never. A voided invoice stays
        voided: to mark it is no error. To send is a change, as if a person did it: the version is
        another one. No other mark changes the version, and none changes anything that is billed.
        A mark of an unknown or deleted invoice is refused; a refused mark changes nothing, and the
        others stand.
        """

    @abstractmethod
    def terms(self) -> HostTerms:
        """The tax rates, service types and expense types that the firm bills with."""
