"""What a connection does with invoices: send, read back, and show what is held."""

from collections.abc import Collection, Sequence

from xerolink.connection.verbs import Verbs
from xerolink.domain.identity import SYNC, Actor, IssueId
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.run import RunRecord
from xerolink.usecases.given import each_of, some_ids
from xerolink.usecases.invoices import flow, lists, retry, sent
from xerolink.usecases.invoices.lists import BlockedInvoices


class Invoices(Verbs):
    """Invoices of the host, and what becomes of them in Xero."""

    def invoice_sent(self, host_id: HostInvoiceId) -> None:
        """The client got it: Awaiting Payment, and queued; see `usecases.invoices.sent`."""
        sent.invoice_sent(self._called("invoice_sent"), self.connection_id, host_id)

    def send_invoices(self, by: Actor = SYNC) -> RunRecord:
        """Let invoices flow, and payments come back; see `usecases.invoices.flow`."""
        return flow.send_now(self._called("send_invoices"), self.connection_id, by)

    def retry_invoices(self, by: Actor, ids: Sequence[HostInvoiceId] | None = None) -> RunRecord:
        """Try held invoices again, all or these; see `usecases.invoices.retry`."""
        chosen = None if ids is None else some_ids(ids)
        return retry.retry_invoices(self._called("retry_invoices"), self.connection_id, chosen, by)

    def invoice_issues(
        self, after: IssueId | None = None, size: int = 50
    ) -> tuple[BlockedInvoices, ...]:
        """Open issues, one for each cause, with the invoices that each holds.

        A mapping that broke in Xero is one although it holds none yet.
        """
        ports = self._called("invoice_issues")
        return lists.invoice_issues(ports, self.connection_id, after, size)

    def invoices(
        self,
        states: Collection[InvoiceState] = tuple(InvoiceState),
        after: HostInvoiceId | None = None,
        size: int = 50,
    ) -> tuple[InvoiceRecord, ...]:
        """Where invoices stand, ordered by id; why one is not in Xero is told with it."""
        chosen = each_of(InvoiceState, states, "states")
        return lists.invoices(self._called("invoices"), self.connection_id, chosen, after, size)

    def invoice(self, host_id: HostInvoiceId) -> InvoiceRecord | None:
        """Where one invoice stands; None: nothing is known of it yet."""
        found = lists.invoices_by_id(self._called("invoice"), self.connection_id, [host_id])
        return found[0] if found else None
