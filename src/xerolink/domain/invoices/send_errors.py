"""Refusals of verbs about invoices."""

from xerolink.domain.errors import RefusedError
from xerolink.domain.invoices.model import HostInvoiceId


class UnknownInvoiceError(RefusedError):
    """The host does not have this invoice, or cannot show where it stands."""

    def __init__(self, host_id: HostInvoiceId) -> None:
        self.host_id = host_id
        super().__init__(f"the host has no invoice {host_id!r}; save it there first")
