"""What is remembered of a connection's invoices as a whole."""

from datetime import date, datetime
from typing import NewType

from attrs import evolve, field, frozen

from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.settings import InvoiceSettings

InvoiceCursor = NewType("InvoiceCursor", str)
"""Where the host's feed of invoices was read to; opaque to everybody but the host."""


@frozen
class InvoiceBook:
    """Settings and cursors. *xero_cursor* is Xero's own time, never ours (protocol).

    *read_back_at*, by our clock: when Xero's changes were last read to their end; None: never.
    *flows_from*: the first issue date of which invoices go by themselves; an earlier one in the
    settings waits for its plan (docs/decisions/0036). None: none was in force yet. *broken*: the
    mappings that did not work when the catalogue was last looked over, as `catalogue_drift` tells.
    """

    settings: InvoiceSettings = field(factory=InvoiceSettings)
    host_cursor: InvoiceCursor | None = None
    xero_cursor: datetime | None = None
    read_back_at: datetime | None = None
    flows_from: date | None = None
    broken: tuple[Cause, ...] = ()

    @property
    def in_force(self) -> InvoiceSettings:
        """The settings as invoices are decided by them."""
        start, flows = self.settings.sync_start_date, self.flows_from
        if start is None or flows is None or start >= flows:
            return self.settings
        return evolve(self.settings, sync_start_date=flows)

    def saved(self, settings: InvoiceSettings) -> "InvoiceBook":
        """With *settings*: a later start date is in force at once, an earlier one is not."""
        start, flows = settings.sync_start_date, self._began
        if settings.on and start is not None:
            flows = start if flows is None else max(flows, start)
        return evolve(self, settings=settings, flows_from=flows)

    def planned(self, settings: InvoiceSettings) -> "InvoiceBook":
        """With *settings*, whose plan a person has looked at: they are in force as they are."""
        flows = settings.sync_start_date if settings.on else None
        return evolve(self, settings=settings, flows_from=flows or self._began)

    @property
    def _began(self) -> date | None:
        on = self.settings.on
        return self.flows_from or (self.settings.sync_start_date if on else None)
