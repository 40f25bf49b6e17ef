"""What would be done about invoices, for a person to read, cut and apply."""

from collections.abc import Sequence

from xerolink.connection.verbs import Verbs
from xerolink.domain.identity import Actor, RunId
from xerolink.domain.invoice_plan import InvoicePlan, InvoicesApplied
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.run import RunKind
from xerolink.usecases.invoices.apply import apply_invoices, undo_invoices
from xerolink.usecases.invoices.plan import (
    DrawInvoices,
    draw_invoice_settings,
    draw_send,
    make_invoice_plan,
)
from xerolink.usecases.invoices.undo import draw_undo_invoices


class InvoicePlanning(Verbs):
    """Plans of invoices. Making one writes to neither side; `apply_invoices` performs it."""

    def plan_invoices(self, by: Actor) -> InvoicePlan:
        """What `send_invoices` would do."""
        return self._invoice_plan("plan_invoices", RunKind.INVOICES, by, draw_send())

    def plan_invoice_settings(self, settings: InvoiceSettings, by: Actor) -> InvoicePlan:
        """What would be sent under other *settings*, such as an earlier start date."""
        draw = draw_invoice_settings(settings)
        return self._invoice_plan("plan_invoice_settings", RunKind.SETTINGS, by, draw)

    def apply_invoices(self, plan: InvoicePlan, by: Actor) -> InvoicesApplied:
        """Perform exactly the rows of *plan*; see `usecases.invoices.apply`."""
        return apply_invoices(self._called("apply_invoices"), self.connection_id, plan, by)

    def plan_undo_invoices(
        self, run_id: RunId, by: Actor, only: Sequence[HostInvoiceId] = ()
    ) -> InvoicePlan:
        """What `undo_invoices` would do, and what cannot be taken back."""
        draw = draw_undo_invoices(run_id, only)
        return self._invoice_plan("plan_undo_invoices", RunKind.UNDO, by, draw)

    def undo_invoices(
        self, run_id: RunId, by: Actor, only: Sequence[HostInvoiceId] = ()
    ) -> InvoicesApplied:
        """Void what a run sent, while it is unpaid; see `usecases.invoices.undo`."""
        ports = self._called("undo_invoices")
        return undo_invoices(ports, self.connection_id, run_id, by, only)

    def _invoice_plan(self, verb: str, kind: RunKind, by: Actor, draw: DrawInvoices) -> InvoicePlan:
        return make_invoice_plan(self._called(verb), self.connection_id, kind, by, draw)
