"""Sent: the host's word that a client got an invoice (semantics row 32)."""

from xerolink.domain.identity import ConnectionId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import AwaitingPayment
from xerolink.domain.invoices.send_errors import UnknownInvoiceError
from xerolink.ports.host_invoices import Mark, MarkRefused
from xerolink.usecases.invoices.sides import sides_in
from xerolink.usecases.run import Ports


def invoice_sent(ports: Ports, connection_id: ConnectionId, host_id: HostInvoiceId) -> None:
    """Set *host_id* to Awaiting Payment in the host, and queue it for a worker.

    It needs no lease: any process may call it while a run goes on. Should the process end between
    the two, the host's feed tells of the invoice. Raises `UnknownInvoiceError` if the host has
    none such, and `NoInvoicesError`.
    """
    sides = sides_in(ports, connection_id)
    (outcome,) = sides.host.mark_many([Mark(host_id, AwaitingPayment())])
    if isinstance(outcome, MarkRefused):
        raise UnknownInvoiceError(host_id)
    with ports.store.app_wide() as unit:
        unit.requests(connection_id).send([host_id])
