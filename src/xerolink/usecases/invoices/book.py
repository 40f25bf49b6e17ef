"""What is remembered of the invoices as a whole: the settings, and which mappings broke."""

from collections import Counter
from collections.abc import Collection, Iterable

from attrs import evolve

from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.setting_changes import changes
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.journal import EntryKind, Note
from xerolink.ports.observer import MappingsChanged
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.issues import note_broken
from xerolink.usecases.journal import record
from xerolink.usecases.run import Run


def put_book(unit: UnitOfWork, run: Run, book: InvoiceBook) -> None:
    """Write the book, with the issues of its broken mappings.

    The journal is told what its settings have that is another thing.
    """
    before = unit.invoice_book.get()
    unit.invoice_book.put(book)
    note_broken(unit, run, before.broken, book.broken)
    if book.settings != before.settings:
        record(unit, run, [_note(run, before.settings, book.settings)])


def note_drift(run: Run, desk: Desk) -> None:
    """Tell which mappings are broken by the catalogue of *desk*, and which are not any more.

    Where it was not read, nobody knows. To be called before what was decided by it is performed.
    """
    if not desk.seen:
        return
    with run.reading() as unit:
        known = unit.invoice_book.get().broken
    if _told(known) != _told(desk.drift):
        with run.transaction() as unit:
            put_book(unit, run, evolve(unit.invoice_book.get(), broken=desk.drift))
        tell_broken(run, known, desk.drift)


def tell_broken(run: Run, before: Collection[Cause], now: Collection[Cause]) -> None:
    """To be called once the book is written, whose broken mappings were *before* others."""
    broke = Counter(cause.kind for cause in {*now} - {*before})
    mended = Counter(cause.kind for cause in {*before} - {*now})
    if broke or mended:
        run.notice(MappingsChanged(run.connection_id, run.run.run_id, broke, mended))


def _told(causes: Iterable[Cause]) -> list[tuple[str, str]]:
    return [(cause.key, cause.why) for cause in causes]


def _note(run: Run, before: InvoiceSettings, after: InvoiceSettings) -> Note:
    now, actor, kind = run.ports.clock.now(), run.run.actor, run.trigger
    why = "; ".join(changes(before, after))
    return Note(
        EntryKind.SETTINGS, now, actor, kind, run.run.run_id, "InvoiceSettings", why, "done"
    )
