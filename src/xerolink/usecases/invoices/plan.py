"""Plan: what would be done about invoices, decided and shown, and written to neither side."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from xerolink.domain.identity import Actor, ConnectionId, PlanId
from xerolink.domain.invoice_plan import InvoicePlan, PlannedInvoice
from xerolink.domain.invoices.decision import InvoiceVerdict
from xerolink.domain.invoices.invoice_state import IN_XERO, InvoiceState
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.record import InvoiceRecord, NotEligible
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.plan import Impossible
from xerolink.domain.run import Phase, RunKind
from xerolink.usecases.given import one_of
from xerolink.usecases.invoices.desk import Desk
from xerolink.usecases.invoices.read_back import drop_events, read_changes, read_named
from xerolink.usecases.invoices.send import PAGE, Decided, decide_page, looked_at
from xerolink.usecases.invoices.set_up import checked
from xerolink.usecases.invoices.sides import sides_in
from xerolink.usecases.invoices.stage import stage_invoices
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running


@frozen
class DrawnInvoices:
    """What somebody wants, decided: the rows to perform, and what cannot be done, and why."""

    rows: tuple[PlannedInvoice, ...]
    impossible: tuple[Impossible, ...] = ()
    settings: InvoiceSettings | None = None


DrawInvoices = Callable[[Run], DrawnInvoices]
"""Gathers and decides; writes to neither side."""


def make_invoice_plan(
    ports: Ports, connection_id: ConnectionId, kind: RunKind, by: Actor, draw: DrawInvoices
) -> InvoicePlan:
    """What *draw* would do, for a person to read. Nothing is written to the host or to Xero.

    Raises `NoInvoicesError` where the connection has no sides of invoices, and what a run raises.
    """
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.PLAN, by) as run:
        drawn = draw(run)
        with run.reading() as unit:
            before = unit.invoice_book.get().settings
        return InvoicePlan(
            PlanId(run.run.run_id),
            connection_id,
            kind,
            ports.clock.now(),
            by,
            drawn.rows,
            drawn.impossible,
            drawn.settings,
            None if drawn.settings is None else before,
        )


def draw_send() -> DrawInvoices:
    """What a run over the invoices would do now."""

    def draw(run: Run) -> DrawnInvoices:
        read_news(run)
        with run.reading() as unit:
            settings = unit.invoice_book.get().in_force
        return DrawnInvoices(tuple(rows_of(decided_now(run, Desk(run, settings)))))

    return draw


def draw_invoice_settings(settings: InvoiceSettings) -> DrawInvoices:
    """What would be done under other *settings*; applying it sets them.

    Of an earlier start date: what was left out for having been issued before the one of now, too
    (semantics row 33). Raises `InvoiceSettingsError` where they could not be saved.
    """
    one_of(InvoiceSettings, settings, "settings")

    def draw(run: Run) -> DrawnInvoices:
        with run.reading() as unit:
            before = unit.invoice_book.get().settings
        checked(run, settings, before)
        read_news(run)
        desk = Desk(run, settings)
        found = (*decided_now(run, desk), *_old_ones(run, desk))
        return DrawnInvoices(tuple(rows_of(found)), settings=settings)

    return draw


def _old_ones(run: Run, desk: Desk) -> Iterator[Decided]:
    """Those that a start date kept out, and that the one of *desk* does not."""
    for page in _kept_out(run):
        for one in decide_page(run, desk, page):
            if one.decision.verdict is not InvoiceVerdict.LEFT_OUT:
                yield one


def _kept_out(run: Run) -> Iterator[Sequence[InvoiceRecord]]:
    """Page by page; what a run looks at anyway is not in it."""
    after: HostInvoiceId | None = None
    while True:
        with run.reading() as unit:
            page = unit.invoices.page(_OUTSIDE, after, PAGE)
        if not page:
            return
        after = page[-1].host_id
        old = [r for r in page if r.not_eligible is NotEligible.BEFORE_START and not r.looked_at]
        if old:
            yield old


_OUTSIDE = tuple(state for state in InvoiceState if state not in IN_XERO)


def read_news(run: Run) -> None:
    """What became of the invoices in Xero, and what is new in the host, as a run reads it.

    What the host is to be told of it, it is told by the next run that writes.
    """
    with run.reading() as unit:
        on = unit.invoice_book.get().settings.on
    if on:
        read_named(run)
        read_changes(run)
    else:
        drop_events(run)
    stage_invoices(run)


def decided_now(run: Run, desk: Desk) -> Iterator[Decided]:
    """What is to be done about everything that a run looks at; nothing of it is taken."""
    done = 0
    for page in looked_at(run):
        run.at(Phase.DECIDING, done)
        yield from decide_page(run, desk, page)
        done += len(page)


def rows_of(decided: Iterable[Decided]) -> Iterator[PlannedInvoice]:
    """What a person wants to see of it: where nothing is to be done, nothing."""
    for one in decided:
        if one.decision.verdict is not InvoiceVerdict.NOTHING:
            yield row_of(one)


def row_of(one: Decided) -> PlannedInvoice:
    invoice = one.invoice
    if invoice is None:
        return PlannedInvoice(one.decision, one.record.number, one.record.contact_id)
    return PlannedInvoice(
        one.decision, invoice.number, invoice.contact_id, invoice.total, invoice.currency
    )
