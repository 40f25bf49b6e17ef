"""Issues of invoices: one for each cause, open while it holds an invoice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from xerolink.domain.identity import SYNC, IssueId
from xerolink.domain.invoices.causes import Cause, InvoiceIssue
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.run import Run


def note_causes(
    unit: UnitOfWork,
    run: Run,
    before: Mapping[HostInvoiceId, InvoiceRecord],
    after: Sequence[InvoiceRecord],
) -> None:
    """Open and close issues for records that are *after* and were *before*; those are put already.

    A cause that an invoice had before and still has is counted again only where it was due.
    """
    found = Counter(c for record in after for c in _found(before.get(record.host_id), record))
    gone = {c for r in after for c in _causes(before.get(r.host_id))} - set(_all(after))
    open_issues = unit.invoice_issues.open_for([*found, *gone])
    held = unit.invoices.count_held(gone)
    now = run.ports.clock.now()
    closed = [open_issues[c].close(now, SYNC) for c in gone if c in open_issues and not held.get(c)]
    unit.invoice_issues.put([*closed, *_opened(run, found, open_issues)])


def _opened(
    run: Run, found: Mapping[Cause, int], standing: Mapping[Cause, InvoiceIssue]
) -> Iterable[InvoiceIssue]:
    now, ids = run.ports.clock.now(), run.ports.ids
    for cause, times in found.items():
        if cause in standing:
            yield standing[cause].again(cause, times)
        else:
            yield InvoiceIssue(IssueId(ids.new()), cause, now, times)


def _found(before: InvoiceRecord | None, after: InvoiceRecord) -> Iterable[Cause]:
    known = set(_causes(before)) if before is not None and not before.due else set()
    return (cause for cause in after.causes if cause not in known)


def _causes(record: InvoiceRecord | None) -> tuple[Cause, ...]:
    return record.causes if record is not None else ()


def _all(records: Sequence[InvoiceRecord]) -> Iterable[Cause]:
    return (cause for record in records for cause in record.causes)
