"""Numbers that another invoice in Xero had: looked up before they are tried again (row 35).

Sent again at every turn of a worker, each of them would cost a write and entries of the journal.
"""

from collections.abc import Mapping, Sequence

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, InvoiceNumber
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero_invoices import LOOK_GROUP
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run


def still_taken(
    run: Run, page: Sequence[InvoiceRecord], invoices: Mapping[HostInvoiceId, HostInvoice]
) -> frozenset[HostInvoiceId]:
    """Those of *page* whose number another invoice in Xero has, as it had when they were sent.

    What was edited since, or is to be tried again by a person's word, is not looked up.
    """
    held = [record for record in page if _held(record, invoices.get(record.host_id))]
    found: set[HostInvoiceId] = set()
    for start in range(0, len(held), LOOK_GROUP):
        found |= _taken(run, held[start : start + LOOK_GROUP])
    return frozenset(found)


def _held(record: InvoiceRecord, invoice: HostInvoice | None) -> bool:
    for_it = any(cause.kind is CauseKind.NUMBER_TAKEN for cause in record.causes)
    return for_it and not record.due and invoice is not None and invoice.version == record.version


def _taken(run: Run, group: Sequence[InvoiceRecord]) -> set[HostInvoiceId]:
    """All of them, where Xero's answer cannot be used: an odd one must not end the run."""
    run.before_call()
    numbers: set[InvoiceNumber] = {record.number for record in group}
    try:
        found = sides_of(run).xero.by_numbers(sorted(numbers))
    except UnavailableError as error:
        if error.retry_after is not None:
            raise
        return {record.host_id for record in group}
    return {
        record.host_id
        for record in group
        if any(one.xero_id != record.xero_id for one in found.get(record.number, ()))
    }
