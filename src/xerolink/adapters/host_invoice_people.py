"""What people do with an invoice in a host, step by step: hosts in memory and in SQLite alike."""

from abc import ABC, abstractmethod
from typing import Any

from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, InvoiceStatus


class HostInvoicePeople(ABC):
    """The steps of an invoice's life, each an edit of its status, from whichever it is in."""

    @abstractmethod
    def edit(self, host_id: HostInvoiceId, **changes: Any) -> HostInvoice:
        """A person sets fields, by name; what changes nothing keeps the version.

        Raises `KeyError` if there is no such invoice, TypeError if there is no such field.
        """

    def approve(self, host_id: HostInvoiceId) -> HostInvoice:
        """A person approves an invoice; raises `KeyError` if there is no such invoice."""
        return self.edit(host_id, status=InvoiceStatus.APPROVED)

    def withdraw(self, host_id: HostInvoiceId) -> HostInvoice:
        """A person takes an invoice back to a draft; raises `KeyError` if it is missing."""
        return self.edit(host_id, status=InvoiceStatus.DRAFT)

    def send(self, host_id: HostInvoiceId) -> HostInvoice:
        """A person sends an invoice to the client; raises `KeyError` if it is missing."""
        return self.edit(host_id, status=InvoiceStatus.AWAITING_PAYMENT)

    def void(self, host_id: HostInvoiceId) -> HostInvoice:
        """A person voids an invoice; raises `KeyError` if there is no such invoice."""
        return self.edit(host_id, status=InvoiceStatus.VOIDED)
