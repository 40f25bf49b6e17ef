"""Brake: a host that has lost its invoices voids none in Xero (semantics rows 19 and 20).

What is voided in Xero nobody restores, and an answer without the invoices looks as if people had
deleted them.
"""

from collections.abc import Sequence

from xerolink.domain.brakes import vanished
from xerolink.domain.invoices.invoice_state import IN_XERO
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.usecases.brake import refuse_empty
from xerolink.usecases.groups import groups
from xerolink.usecases.host_rows import read_invoices
from xerolink.usecases.invoices.send import PAGE, looked_at
from xerolink.usecases.run import Run


def refuse_vanished(run: Run) -> None:
    """To be called before anything is decided; what a person plans and applies is exempt.

    Raises as `refuse_empty` if the host looks as if it had lost its invoices (`vanished`). It is
    asked only where so many have news.
    """
    limit, news = run.record.settings.mass_change, _news_in_xero(run)
    with run.reading() as unit:
        counts = unit.invoices.count()
    alive = sum(counts.get(state, 0) for state in IN_XERO)
    if not vanished(len(news), alive, limit):
        return
    gone = sum(_gone(run, part) for part in groups(news, PAGE))
    if vanished(gone, alive, limit):
        why = f"{gone} of {alive} invoices that are in Xero are gone at once"
        refuse_empty(run, "the host", f"{why}; if they are, apply plan_invoices()")


def _news_in_xero(run: Run) -> list[HostInvoiceId]:
    return [r.host_id for page in looked_at(run) for r in page if r.due and r.state in IN_XERO]


def _gone(run: Run, ids: Sequence[HostInvoiceId]) -> int:
    """One that is not handed over is not gone."""
    rows = read_invoices(run, ids, len(ids))
    return len(ids) - len(rows.found) - len(rows.unread)
