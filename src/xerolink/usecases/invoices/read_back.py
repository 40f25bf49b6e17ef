"""Read back: what became of the invoices in Xero, by webhook and by poll (semantics row 40)."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta

from attrs import evolve

from xerolink.domain.contacts.link import Link
from xerolink.domain.identity import XeroContactId
from xerolink.domain.inbox import EventCategory, WebhookEvent
from xerolink.domain.invoices.read_back import read_back, to_be_told
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceId
from xerolink.domain.journal import Note
from xerolink.domain.run import Phase
from xerolink.ports.errors import TooLargeError
from xerolink.ports.store import UnitOfWork
from xerolink.ports.xero_invoices import LOOK_GROUP, PAGE, OddInvoice, XeroInvoicePage
from xerolink.usecases.groups import groups
from xerolink.usecases.invoices.by_id import read_by_id
from xerolink.usecases.invoices.issues import note_causes
from xerolink.usecases.invoices.notes import invoice_followed
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.invoices.tell import tell_host
from xerolink.usecases.journal import record
from xerolink.usecases.run import Run
from xerolink.usecases.stage_xero import OVERLAP

EVENTS = 1_000
"""How many webhook events are looked at together: those of one invoice cost one reading."""
SMALLER = 10
"""By how much pages become smaller; what was read is whole pages of the smaller ones, too."""
FIRST_LOOK = timedelta(hours=1)
"""How far back the very first poll looks; it is for Xero's time, not for what it shows."""


def read_named(run: Run) -> None:
    """Read every invoice with a pending event once; the events are settled with what they told.

    An invoice that is not ours costs no call.
    """
    while events := _pending(run):
        with run.reading() as unit:
            ours = unit.invoices.by_xero([XeroInvoiceId(e.resource_id) for e in events])
        strange = [e for e in events if XeroInvoiceId(e.resource_id) not in ours]
        settle_events(run, strange)
        for ids in groups(sorted(ours), LOOK_GROUP):
            _read_group(run, ids, events)


def settle_events(run: Run, events: Sequence[WebhookEvent]) -> None:
    """These ask for nothing."""
    if events:
        with run.transaction() as unit:
            unit.inbox.settle(events)


def drop_events(run: Run) -> None:
    """Where invoices are not switched on, nobody waits for news of them."""
    while events := _pending(run):
        settle_events(run, events)


def _pending(run: Run) -> tuple[WebhookEvent, ...]:
    with run.reading() as unit:
        return unit.inbox.pending(EventCategory.INVOICE, EVENTS)


def _read_group(run: Run, ids: Sequence[XeroInvoiceId], events: Sequence[WebhookEvent]) -> None:
    told = [event for event in events if XeroInvoiceId(event.resource_id) in ids]
    run.at(Phase.READING_XERO, run.counts["webhook_events"])
    found = read_by_id(run, ids)
    _take(run, list(found.values()), also=lambda unit: unit.inbox.settle(told))
    run.counts["webhook_events"] += len(told)


def read_these(run: Run, ids: Collection[XeroInvoiceId]) -> None:
    """Read these invoices now, so that nobody decides on what was true at the last poll."""
    for group in groups(sorted(ids), LOOK_GROUP):
        _take(run, list(read_by_id(run, group).values()))


def read_changes(run: Run) -> None:
    """Every page of what changed since the last poll; the cursor moves when all is taken.

    It is Xero's own time in the first answer, less the overlap (protocol, Cycle 7). Before the
    first poll nothing was sent, so there is nothing to read back: only the time is taken.
    """
    with run.reading() as unit:
        book = unit.invoice_book.get()
    since = book.xero_cursor or run.ports.clock.now() - FIRST_LOOK
    began: datetime | None = None
    for page in _pages(run, since):
        began = began or page.at
        _take(run, page.invoices)
        _count_unreadable(run, page.odd)
    _move(run, (began or since) - OVERLAP)


def _count_unreadable(run: Run, odd: Sequence[OddInvoice]) -> None:
    """Those of ours: what became of them nobody knows, and the run says that there are some."""
    with run.reading() as unit:
        ours = unit.invoices.by_xero([one.xero_id for one in odd if one.xero_id is not None])
    if ours:
        run.counts["invoices_unreadable"] += len(ours)


def _pages(run: Run, since: datetime) -> Iterator[XeroInvoicePage]:
    """Every page; where one is too large, it and those after it are asked for in smaller ones."""
    done, size, more = 0, PAGE, True
    while more:
        run.at(Phase.READING_XERO, done // size + 1)
        run.before_call()
        try:
            page = sides_of(run).xero.page(done // size + 1, since, size)
        except TooLargeError:
            if size == 1:
                raise
            size //= SMALLER
            continue
        yield page
        done, more = done + size, page.more


def _move(run: Run, cursor: datetime) -> None:
    """Back with Xero's clock too, as the contacts' cursor goes (docs/decisions/0026)."""
    with run.transaction() as unit:
        book = unit.invoice_book.get()
        now = run.ports.clock.now()
        unit.invoice_book.put(evolve(book, xero_cursor=cursor, read_back_at=now))


def _take(
    run: Run,
    invoices: Sequence[XeroInvoice],
    also: Callable[[UnitOfWork], None] = lambda _: None,
) -> None:
    """Of one with an open write nothing is taken: what it shows is read when that is finished."""
    with run.transaction() as unit:
        known = unit.invoices.by_xero([one.xero_id for one in invoices])
        before = {r.host_id: r for r in known.values()}
        busy = unit.invoice_intents.open_for(before)
        links = unit.links.by_host({r.contact_id for r in known.values()})
        after = [
            seen
            for one in invoices
            if (found := known.get(one.xero_id)) is not None and found.host_id not in busy
            if (seen := read_back(found, one, _borne_by(links.get(found.contact_id)))) != found
        ]
        moved = [to_be_told(r) for r in after]
        unit.invoices.put(moved)
        note_causes(unit, run, before, moved)
        record(unit, run, [n for r in moved if (n := _note(run, before[r.host_id], r))])
        also(unit)
    run.counts["invoices_read_back"] += len(moved)
    tell_host(run, [r.host_id for r in moved])


def _borne_by(link: Link | None) -> frozenset[XeroContactId]:
    """Whom an invoice of the contact may stand on by now: who is left of a merge in Xero."""
    return frozenset({link.xero_id}) if link is not None and link.live else frozenset()


def _note(run: Run, before: InvoiceRecord, after: InvoiceRecord) -> Note | None:
    return invoice_followed(run, before, after) if before.state is not after.state else None
