"""Undo: invoices that a run sent are voided in Xero, while nothing has happened to them since."""

from collections.abc import Collection, Mapping, Sequence

from xerolink.domain.identity import RunId, invoice_entity
from xerolink.domain.invoice_plan import PlannedInvoice
from xerolink.domain.invoice_undo import NO_MORE, SentInvoice, StandsNow, sent_by, stays, take_back
from xerolink.domain.invoices.intent import VoidInvoice
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord, InXeroNow
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.domain.plan import Impossible
from xerolink.domain.run import Phase
from xerolink.usecases.given import one_of, some_ids
from xerolink.usecases.groups import groups
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.plan import DrawInvoices, DrawnInvoices, read_news, row_of
from xerolink.usecases.invoices.read_back import read_these
from xerolink.usecases.invoices.send import PAGE, Decided
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run
from xerolink.usecases.undo import entries_of

_OPEN = 1_000


def draw_undo_invoices(run_id: RunId, only: Collection[HostInvoiceId] = ()) -> DrawInvoices:
    """What takes back each invoice that the run created in Xero, the last first.

    *only*: of these invoices. What was paid, edited or locked since is impossible, with why; so
    are edits and voids that the run carried over. Raises `NoSuchRunError`.
    """
    one_of(str, run_id, "run_id")
    chosen = frozenset(some_ids(only))

    def draw(run: Run) -> DrawnInvoices:
        entries, lost = entries_of(run, run_id)
        sent = [one for one in sent_by(entries) if not chosen or one.host_id in chosen]
        read_news(run)
        read_these(run, {one.made.xero_id for one in sent if one.made is not None})
        rows, cannot = _drawn(run, sent)
        said = () if chosen else stays(entries)
        return DrawnInvoices(rows, (*cannot, *said, *lost, *_open_yet(run, run_id)))

    return draw


def _drawn(
    run: Run, sent: Sequence[SentInvoice]
) -> tuple[tuple[PlannedInvoice, ...], tuple[Impossible, ...]]:
    with run.reading() as unit:
        desk = Desk(run, unit.invoice_book.get().in_force)
        records = unit.invoices.get_many([one.host_id for one in sent])
    made = {one.host_id: one.made for one in sent}
    known = [records[one.host_id] for one in sent if one.host_id in records]
    decided = [one for page in groups(known, PAGE) for one in _decided(run, desk, page, made)]
    gone = (one.host_id for one in sent if one.host_id not in records)
    return (
        tuple(row_of(one) for one in decided if one.decision.body is not None),
        (
            *(
                Impossible(invoice_entity(one.record.host_id), one.decision.reason)
                for one in decided
                if one.decision.body is None
            ),
            *(Impossible(invoice_entity(host_id), NO_MORE) for host_id in gone),
        ),
    )


def _open_yet(run: Run, run_id: RunId) -> tuple[Impossible, ...]:
    """The writes of the run whose answers were lost."""
    with run.reading() as unit:
        intents = unit.invoice_intents.open(_OPEN)
    why = "its outcome is not known yet; the next run finds out first"
    return tuple(
        Impossible(invoice_entity(one.host_id), why) for one in intents if one.run_id == run_id
    )


def take_back_page(run: Run, desk: Desk, records: Sequence[InvoiceRecord]) -> Sequence[Decided]:
    """As they stand: what was edited since the plan was made has another version by now."""
    return _decided(run, desk, records, {r.host_id: r.in_xero for r in records})


def _decided(
    run: Run,
    desk: Desk,
    records: Sequence[InvoiceRecord],
    made: Mapping[HostInvoiceId, InXeroNow | None],
) -> list[Decided]:
    run.at(Phase.DECIDING)
    run.before_call()
    invoices = sides_of(run).host.get_many([record.host_id for record in records])
    if any(record.in_xero is not None for record in records):
        desk.look()
    found = []
    for record in records:
        invoice = invoices.get(record.host_id)
        stands = StandsNow(record, invoice, desk.catalogue)
        decision = take_back(stands, made[record.host_id], run.stamp())
        found.append(Decided(record, invoice, None, decision))
    return found


def void_of(row: PlannedInvoice) -> XeroInvoiceId | None:
    """The invoice in Xero that *row* voids; None: none."""
    body = row.decision.body
    return body.xero_id if isinstance(body, VoidInvoice) else None
