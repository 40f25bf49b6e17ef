"""Stage: which invoices are new or changed in the host, and are to be decided."""

from collections.abc import Collection, Mapping

from attrs import evolve

from xerolink.domain.invoices.model import HostInvoice, HostInvoiceId, HostInvoiceVersion
from xerolink.domain.invoices.record import InvoiceRecord, Standing
from xerolink.domain.invoices.status import status_shown
from xerolink.domain.run import Phase
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.feed import moving
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run

PAGE = 500
"""How many queued invoices are taken at a time."""


def stage_invoices(run: Run) -> None:
    """Take what was queued by `invoice_sent`, then the host's feed to its head.

    A cursor moves, and an invoice leaves the queue, in the transaction that makes it due.
    """
    run.at(Phase.READING_HOST)
    _stage_queue(run)
    _stage_feed(run)


def _stage_queue(run: Run) -> None:
    while ids := _queued(run):
        found = _read(run, ids)
        with run.transaction() as unit:
            _make_due(unit, ids, found, asked=True)
            unit.requests.sending(ids)


def drop_queue(run: Run) -> None:
    """Nothing that was queued waits any more."""
    while ids := _queued(run):
        with run.transaction() as unit:
            unit.requests.sending(ids)


def _queued(run: Run) -> tuple[HostInvoiceId, ...]:
    with run.reading() as unit:
        return unit.requests.to_send(PAGE)


def _stage_feed(run: Run) -> None:
    with run.reading() as unit:
        cursor = unit.invoice_book.get().host_cursor
    more, read = True, 0
    while more:
        run.at(Phase.READING_HOST, read)
        run.before_call()
        feed = moving(sides_of(run).host.changes(cursor), cursor)
        found = _read(run, feed.changed) if feed.changed else {}
        if feed.cursor != cursor:
            with run.transaction() as unit:
                _make_due(unit, feed.changed, found)
                unit.invoice_book.put(evolve(unit.invoice_book.get(), host_cursor=feed.cursor))
        cursor, more, read = feed.cursor, feed.more, read + len(feed.changed)


def _read(run: Run, ids: Collection[HostInvoiceId]) -> Mapping[HostInvoiceId, HostInvoice]:
    run.before_call()
    return sides_of(run).host.get_many(ids)


def _make_due(
    unit: UnitOfWork,
    ids: Collection[HostInvoiceId],
    found: Mapping[HostInvoiceId, HostInvoice],
    *,
    asked: bool = False,
) -> None:
    """What has the version that was decided is no news: our own mark, a page that is read again.

    *asked*: it is decided all the same, for the sending itself may not move the version. What the
    host shows of what changed there nobody knows: it is told again, unless that would move what
    a person set.
    """
    known = unit.invoices.get_many(ids)
    due = (_due(host_id, found.get(host_id), known.get(host_id), asked) for host_id in ids)
    unit.invoices.put([record for record in due if record is not None])


def _due(
    host_id: HostInvoiceId,
    invoice: HostInvoice | None,
    known: InvoiceRecord | None,
    asked: bool,
) -> InvoiceRecord | None:
    if known is None:
        if invoice is None:
            return None
        never = HostInvoiceVersion("")
        return InvoiceRecord(host_id, invoice.contact_id, invoice.number, never)
    seen = invoice is not None and invoice.version == known.version and not known.due
    if seen and not asked:
        return None
    untold = known.untold or _moves_nothing(known.told, invoice)
    return evolve(known, due=True, untold=untold, revision=known.revision + 1)


def _moves_nothing(told: Standing | None, invoice: HostInvoice | None) -> bool:
    """Whether what the host was *told* last leaves its status as people set it since.

    What they set is theirs: "paid" for cash that Xero does not know of, "billed again" after a
    void. That is not taken back only because the invoice changed; another standing is told.
    """
    if told is None or invoice is None:
        return True
    return status_shown(invoice.status, told) is invoice.status
