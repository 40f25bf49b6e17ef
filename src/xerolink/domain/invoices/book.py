"""What is remembered of a connection's invoices as a whole."""

from datetime import datetime
from typing import NewType

from attrs import field, frozen

from xerolink.domain.invoices.settings import InvoiceSettings

InvoiceCursor = NewType("InvoiceCursor", str)
"""Where the host's feed of invoices was read to; opaque to everybody but the host."""


@frozen
class InvoiceBook:
    """Settings and cursors. *xero_cursor* is Xero's own time, never ours (protocol).

    *read_back_at*, by our clock: when Xero's changes were last read to their end; None: never.
    """

    settings: InvoiceSettings = field(factory=InvoiceSettings)
    host_cursor: InvoiceCursor | None = None
    xero_cursor: datetime | None = None
    read_back_at: datetime | None = None
