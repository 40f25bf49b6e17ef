"""Issues of invoices: one for each cause, open while it holds an invoice or is a broken mapping."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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

    A cause that an invoice had before and still has is counted again only where it was due. A
    broken mapping keeps the words that name it.
    """
    broken = {cause: cause for cause in unit.invoice_book.get().broken}
    found = Counter(c for record in after for c in _found(before.get(record.host_id), record))
    gone = {c for r in after for c in _causes(before.get(r.host_id))} - set(_all(after))
    told = {broken.get(cause, cause): times for cause, times in found.items()}
    _write(unit, run, told, gone - broken.keys())


def note_broken(
    unit: UnitOfWork, run: Run, before: Collection[Cause], now: Collection[Cause]
) -> None:
    """Open and close issues for the mappings that are broken *now*, and were *before*.

    One that holds no invoice is told too: the next one that needs it would be held.
    """
    _write(unit, run, dict.fromkeys(now, 0), set(before) - set(now))


def _write(unit: UnitOfWork, run: Run, found: Mapping[Cause, int], gone: set[Cause]) -> None:
    """*found*: how many times more each cause was found; *gone* ones are over if they hold none."""
    standing = unit.invoice_issues.open_for([*found, *gone])
    held = unit.invoices.count_held(gone)
    now = run.ports.clock.now()
    closed = [standing[c].close(now, SYNC) for c in gone if c in standing and not held.get(c)]
    unit.invoice_issues.put([*closed, *_opened(run, found, standing)])


def _opened(
    run: Run, found: Mapping[Cause, int], standing: Mapping[Cause, InvoiceIssue]
) -> Iterator[InvoiceIssue]:
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
