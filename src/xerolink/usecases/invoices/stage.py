"""Stage: which invoices are new or changed in the host, and are to be decided."""

from collections.abc import Collection

from attrs import evolve

from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.causes import CauseThing, together, unreadable
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    HostInvoiceVersion,
    InvoiceNumber,
)
from xerolink.domain.invoices.record import InvoiceRecord, Standing
from xerolink.domain.invoices.status import status_shown
from xerolink.domain.run import Phase
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.feed import moving
from xerolink.usecases.host_rows import Rows, read_invoices
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run

_NEVER = HostInvoiceVersion("")
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
        found = read_invoices(run, ids)
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
        found = read_invoices(run, feed.changed)
        if feed.cursor != cursor:
            with run.transaction() as unit:
                _make_due(unit, feed.changed, found)
                unit.invoice_book.put(evolve(unit.invoice_book.get(), host_cursor=feed.cursor))
        cursor, more, read = feed.cursor, feed.more, read + len(feed.changed)


def _make_due(
    unit: UnitOfWork,
    ids: Collection[HostInvoiceId],
    rows: Rows[HostInvoiceId, HostInvoice],
    *,
    asked: bool = False,
) -> None:
    """What has the version that was decided is no news: our own mark, a page that is read again.

    *asked*: it is decided all the same, for the sending itself may not move the version. What the
    host shows of what changed there nobody knows: it is told again, unless that would move what
    a person set.
    """
    known = unit.invoices.get_many(ids)
    unread = [_unread(i, known.get(i), said) for i, said in rows.unread.items()]
    others = [host_id for host_id in ids if host_id not in rows.unread]
    due = (_due(i, rows.found.get(i), known.get(i), asked) for i in others)
    unit.invoices.put([*unread, *(record for record in due if record is not None)])


def _unread(host_id: HostInvoiceId, known: InvoiceRecord | None, said: str) -> InvoiceRecord:
    """The feed passes an invoice that is not handed over only once that is remembered."""
    record = known or InvoiceRecord(host_id, HostContactId(""), InvoiceNumber(""), _NEVER)
    causes = together((*record.causes, unreadable(CauseThing(host_id), said)))
    return evolve(record, due=True, causes=causes, revision=record.revision + 1)


def _due(
    host_id: HostInvoiceId,
    invoice: HostInvoice | None,
    known: InvoiceRecord | None,
    asked: bool,
) -> InvoiceRecord | None:
    if known is None:
        if invoice is None:
            return None
        return InvoiceRecord(host_id, invoice.contact_id, invoice.number, _NEVER)
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
