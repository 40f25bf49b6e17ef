"""Tell the host where its invoices stand (semantics row 40).

A mark is a state, not an event: telling it again changes nothing, so it needs no intent. What is
to be told is remembered with the change itself, and forgotten once the host has answered. Until
then nobody knows what the host shows: where a mark may have landed, the next one is told even if
it is the last that was answered for.
"""

from collections.abc import Sequence

from attrs import evolve

from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.read_back import standing_of
from xerolink.domain.invoices.record import InvoiceRecord, Standing
from xerolink.ports.host_invoices import Mark, MarkRefused
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import LOOKING, Run


def tell_host(run: Run, ids: Sequence[HostInvoiceId]) -> None:
    """Mark those of *ids* that are to be told of; one call to the host.

    A run that only looks writes to no side: the next one that writes tells it.
    """
    if run.run.kind in LOOKING:
        return
    with run.reading() as unit:
        untold = [record for record in unit.invoices.get_many(ids).values() if record.untold]
    marks = {r.host_id: standing_of(r) for r in untold}
    new = [Mark(host_id, standing) for host_id, standing in marks.items() if standing is not None]
    if new:
        run.before_call()
        outcomes = sides_of(run).host.mark_many(new)
        run.counts["host_marked"] += len(outcomes)
        run.counts["marks_refused"] += sum(isinstance(one, MarkRefused) for one in outcomes)
    if untold:
        with run.transaction() as unit:
            unit.invoices.put([_told(record, marks[record.host_id]) for record in untold])


def _told(record: InvoiceRecord, standing: Standing | None) -> InvoiceRecord:
    return evolve(record, told=standing or record.told, untold=False)
