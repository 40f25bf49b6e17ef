"""Retry: what a person has mended, or wants to be tried again."""

from collections.abc import Collection, Iterator

from attrs import evolve

from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.invoices.invoice_state import InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord, NotEligible
from xerolink.domain.run import RunKind, RunRecord
from xerolink.usecases.invoices.flow import flow_invoices
from xerolink.usecases.invoices.issues import note_causes
from xerolink.usecases.invoices.sides import sides_in
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running

PAGE = 500


def retry_invoices(
    ports: Ports, connection_id: ConnectionId, ids: Collection[HostInvoiceId] | None, by: Actor
) -> RunRecord:
    """Decide these held invoices anew, and send what can be sent; None: all that are held.

    What Xero refused, and what was edited or voided there, is forgotten first: who retries has
    looked at it. One that was left out of a plan is decided too, where it is named. Of any other
    nothing is done. Raises `NoInvoicesError`.
    """
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.INVOICES, by) as run:
        for page in _pages(run, ids):
            _wake(run, page, named=ids is not None)
        flow_invoices(run)
    return run.run


def _pages(run: Run, ids: Collection[HostInvoiceId] | None) -> Iterator[Collection[InvoiceRecord]]:
    if ids is not None:
        with run.reading() as unit:
            asked = tuple(unit.invoices.get_many(ids).values())
        yield asked
        return
    after: HostInvoiceId | None = None
    while True:
        with run.reading() as unit:
            page = unit.invoices.page(tuple(InvoiceState), after, PAGE)
        if not page:
            return
        after = page[-1].host_id
        yield page


def _wake(run: Run, page: Collection[InvoiceRecord], *, named: bool) -> None:
    left_out = NotEligible.LEFT_OUT if named else None
    held = [r for r in page if r.causes or (left_out and r.not_eligible is left_out)]
    if held:
        with run.transaction() as unit:
            woken = [
                evolve(record, due=True, revision=record.revision + 1, causes=()) for record in held
            ]
            unit.invoices.put(woken)
            note_causes(unit, run, {record.host_id: record for record in held}, woken)
