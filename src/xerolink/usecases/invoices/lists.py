"""Lists: what is held and why, and where each invoice stands."""

from collections.abc import Collection, Sequence

from attrs import frozen

from xerolink.domain.identity import ConnectionId, IssueId
from xerolink.domain.invoices.causes import InvoiceIssue
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.usecases.run import Ports

SHOWN = 50
"""How many of an issue's invoices are shown with it; all are counted."""


@frozen
class BlockedInvoices:
    """An open issue and the invoices that it holds now: *count* of them, the first `SHOWN`."""

    issue: InvoiceIssue
    count: int
    invoices: tuple[InvoiceRecord, ...]


def invoice_issues(
    ports: Ports, connection_id: ConnectionId, after: IssueId | None = None, size: int = 50
) -> tuple[BlockedInvoices, ...]:
    """At most *size* open issues with what they hold, ordered by id, those after *after*."""
    with ports.store.reading(connection_id) as unit:
        page = unit.invoice_issues.page(after, size)
        numbers = unit.invoices.count_held([issue.cause for issue in page])
        return tuple(
            BlockedInvoices(
                issue,
                numbers.get(issue.cause, 0),
                unit.invoices.held_by(issue.cause, None, SHOWN),
            )
            for issue in page
        )


def invoices(
    ports: Ports,
    connection_id: ConnectionId,
    states: Collection[InvoiceState],
    after: HostInvoiceId | None,
    size: int,
) -> tuple[InvoiceRecord, ...]:
    """At most *size* invoices in one of *states*, ordered by id, those after *after*."""
    with ports.store.reading(connection_id) as unit:
        return unit.invoices.page(states, after, size)


def invoices_by_id(
    ports: Ports, connection_id: ConnectionId, ids: Sequence[HostInvoiceId]
) -> tuple[InvoiceRecord, ...]:
    """Where these stand, in their order; one that nothing is known of is left out."""
    with ports.store.reading(connection_id) as unit:
        found = unit.invoices.get_many(ids)
    return tuple(found[host_id] for host_id in ids if host_id in found)
