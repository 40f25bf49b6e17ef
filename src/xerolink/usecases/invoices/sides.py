"""The sides of a connection's invoices, where it has any."""

from xerolink.domain.errors import NoInvoicesError
from xerolink.domain.identity import ConnectionId
from xerolink.usecases.run import InvoiceSides, Ports, Run


def sides_of(run: Run) -> InvoiceSides:
    """The sides; raises `NoInvoicesError` where the connection was opened for contacts alone."""
    return sides_in(run.ports, run.connection_id)


def sides_in(ports: Ports, connection_id: ConnectionId) -> InvoiceSides:
    """As `sides_of`, outside of a run."""
    if ports.invoices is None:
        raise NoInvoicesError(connection_id)
    return ports.invoices
