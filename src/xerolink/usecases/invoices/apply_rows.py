"""The rows of a plan: each decided anew on the present ground, and performed if it is the same."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, frozen

from xerolink.domain.invoice_plan import PlannedInvoice
from xerolink.domain.invoices.is_so import is_so, refusal_of
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord, NotEligible
from xerolink.domain.run import Phase
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.groups import groups
from xerolink.usecases.invoices.book import note_drift
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.issues import note_causes
from xerolink.usecases.invoices.send import PAGE, Decided, perform_page
from xerolink.usecases.perform import Performed
from xerolink.usecases.run import Run

DecidePage = Callable[[Run, Desk, Sequence[InvoiceRecord]], Sequence[Decided]]
"""Decides records anew, each of them, in the way in which the plan was made."""
MOVED = "it is not as it was planned"


@frozen
class _Known:
    """How invoices stand: their records, and which of them have an open write."""

    records: Mapping[HostInvoiceId, InvoiceRecord]
    busy: frozenset[HostInvoiceId]


def apply_rows(
    run: Run, desk: Desk, rows: Sequence[PlannedInvoice], decide: DecidePage
) -> Performed:
    """Perform *rows* as they were planned; what has moved is told, never forced."""
    outcome = Performed()
    for start in range(0, len(rows), PAGE):
        run.at(Phase.WRITING, start, len(rows))
        outcome = outcome.plus(_page(run, desk, rows[start : start + PAGE], decide))
    return outcome


def outstanding(run: Run, rows: Sequence[PlannedInvoice]) -> int:
    """How many of *rows* are still to be done."""
    number = 0
    for page in groups(rows, PAGE):
        known = _known(run, page)
        number += sum(_outstanding(row, known) for row in page)
    return number


def _page(run: Run, desk: Desk, rows: Sequence[PlannedInvoice], decide: DecidePage) -> Performed:
    known = _known(run, rows)
    rest = [row for row in rows if _outstanding(row, known)]
    decided = decide(run, desk, [known.records[row.host_id] for row in rest]) if rest else ()
    note_drift(run, desk)
    fit = [
        evolve(now, decision=row.decision)
        for row, now in zip(rest, decided, strict=True)
        if evolve(now.decision, stamp=row.decision.stamp) == row.decision
    ]
    perform_page(run, fit)
    return _outcome(rows, _known(run, rows), {one.record.host_id for one in fit})


def _known(run: Run, rows: Sequence[PlannedInvoice]) -> _Known:
    ids = [row.host_id for row in rows]
    with run.reading() as unit:
        return _Known(unit.invoices.get_many(ids), frozenset(unit.invoice_intents.open_for(ids)))


def _outstanding(row: PlannedInvoice, known: _Known) -> bool:
    record = known.records.get(row.host_id)
    if record is None or row.host_id in known.busy:
        return False
    return not is_so(record, row.decision) and not refusal_of(record, row.decision)


def _outcome(rows: Sequence[PlannedInvoice], now: _Known, fit: set[HostInvoiceId]) -> Performed:
    outcome = Performed()
    for row in rows:
        outcome = outcome.plus(_became(row, now, performed=row.host_id in fit))
    return outcome


def _became(row: PlannedInvoice, now: _Known, *, performed: bool) -> Performed:
    one, record = (row.decision_id,), now.records.get(row.host_id)
    if record is None:
        return Performed(moved=one)
    if row.host_id in now.busy:
        return Performed(uncertain=one)
    if is_so(record, row.decision):
        return Performed(done=one)
    why = refusal_of(record, row.decision)
    if performed:
        why = why or "; ".join(cause.why for cause in record.causes) or MOVED
    return Performed(refused={row.decision_id: why}) if why else Performed(moved=one)


def leave(unit: UnitOfWork, run: Run, rows: Sequence[PlannedInvoice]) -> None:
    """Settle what was left out: no run does it until the host changes it, or a person asks for it.

    A row whose invoice moved since is not what was left out, and stays due.
    """
    ids = [row.host_id for row in rows]
    before, busy = unit.invoices.get_many(ids), unit.invoice_intents.open_for(ids)
    same = [
        _left(before[row.host_id], row)
        for row in rows
        if row.host_id not in busy and _is_about(row, before.get(row.host_id))
    ]
    unit.invoices.put(same)
    note_causes(unit, run, before, same)


def _is_about(row: PlannedInvoice, record: InvoiceRecord | None) -> bool:
    rests = row.decision.rests_on
    return record is not None and rests.revision == record.revision


def _left(record: InvoiceRecord, row: PlannedInvoice) -> InvoiceRecord:
    """What was taken back stays so: nothing sends it any more, left out or not."""
    taken_back = record.not_eligible is NotEligible.TAKEN_BACK
    return evolve(
        record,
        contact_id=row.contact_id,
        number=row.number,
        version=row.decision.rests_on.version or record.version,
        due=False,
        waits=False,
        causes=(),
        not_eligible=NotEligible.TAKEN_BACK if taken_back else NotEligible.LEFT_OUT,
    )
