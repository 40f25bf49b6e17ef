"""The stages of a connection's invoices, in their order."""

from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.run import RunKind, RunRecord
from xerolink.usecases.brake import watching
from xerolink.usecases.invoices.book import note_drift
from xerolink.usecases.invoices.brake import refuse_vanished
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.read_back import drop_events, read_changes, read_named
from xerolink.usecases.invoices.send import send_invoices
from xerolink.usecases.invoices.sides import sides_in
from xerolink.usecases.invoices.stage import drop_queue, stage_invoices
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running


def flow_invoices(run: Run, *, poll: bool = True) -> None:
    """Read back, stage, decide and send; where invoices are not switched on, nothing waits.

    *poll*: ask Xero what changed, and whether something was mended there; else only what webhooks
    named is read. A run that only watches leaves everything for `plan_invoices`. While a mapping
    is broken a poll reads the catalogue although nothing needs it, so that its issue closes by
    itself. Raises as `refuse_vanished`.
    """
    with run.reading() as unit:
        book = unit.invoice_book.get()
    settings, desk = book.in_force, Desk(run, book.in_force)
    if run.ports.invoices is None or not settings.on:
        _let_nothing_wait(run)
        return
    if watching(run):
        return
    read_named(run)
    if poll:
        read_changes(run)
    stage_invoices(run)
    if poll and book.broken:
        desk.look()
        note_drift(run, desk)
    refuse_vanished(run)
    send_invoices(run, desk, looks=poll)


def _let_nothing_wait(run: Run) -> None:
    """A worker would be woken again and again for what it does not do.

    Nothing is lost: once invoices are switched on, the feed tells of the one, a poll of the other.
    """
    drop_queue(run)
    drop_events(run)


def send_now(ports: Ports, connection_id: ConnectionId, by: Actor) -> RunRecord:
    """A run that lets invoices flow, and what became of them in Xero come back.

    Raises `NoInvoicesError` where the connection has no sides of invoices, and what a run raises.
    """
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.INVOICES, by) as run:
        flow_invoices(run)
    return run.run
