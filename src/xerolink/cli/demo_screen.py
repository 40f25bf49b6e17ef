"""What a person sees of the demo: tables and a progress bar, or nothing but one JSON object."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

import click
from rich.console import Console
from rich.progress import Progress, TaskID

from xerolink.cli import demo_invoice_tables as invoice_tables
from xerolink.cli import demo_tables as tables
from xerolink.cli.demo_office import Firm, Office
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.settings import HostTerms
from xerolink.domain.invoices.suggest_mapping import Suggested
from xerolink.domain.plan import Preview
from xerolink.domain.run import RunRecord
from xerolink.ports.observer import Event, Observer, PagePerformed, PageStaged, RunEnded
from xerolink.testing.edits import Edit
from xerolink.usecases.invoices.lists import BlockedInvoices
from xerolink.usecases.review import MatchIssue

Pairs = dict[XeroContactId, HostContactId]


class Screen(Observer, Protocol):
    """What the story tells as it goes; also the observer of its runs."""

    def opening(self, office: Office) -> None: ...
    def previewed(self, firm: str, preview: Preview) -> None: ...
    def imported(self, firm: str, done: RunRecord, issues: Sequence[MatchIssue]) -> None: ...
    def edited(self, firm: str, edits: Sequence[Edit]) -> None: ...
    def flowed(self, firm: Firm, pairs: Pairs, edits: Sequence[Edit]) -> None: ...
    def synced(self, firm: str, done: RunRecord) -> None: ...
    def proposed(self, firm: str, terms: HostTerms, proposals: Suggested) -> None: ...
    def sent(self, firm: str, records: Sequence[InvoiceRecord]) -> None: ...
    def held(self, firm: str, blocked: Sequence[BlockedInvoices]) -> None: ...
    def mended(self, firm: str, fixes: Sequence[str], retried: int) -> None: ...
    def paid(self, firm: str, invoice: HostInvoice) -> None: ...
    def finish(self, report: dict[str, Any]) -> None: ...


class JsonScreen(Screen):
    """Silent to the end."""

    def notice(self, event: Event) -> None: ...
    def opening(self, office: Office) -> None: ...
    def previewed(self, firm: str, preview: Preview) -> None: ...
    def imported(self, firm: str, done: RunRecord, issues: Sequence[MatchIssue]) -> None: ...
    def edited(self, firm: str, edits: Sequence[Edit]) -> None: ...
    def flowed(self, firm: Firm, pairs: Pairs, edits: Sequence[Edit]) -> None: ...
    def synced(self, firm: str, done: RunRecord) -> None: ...
    def proposed(self, firm: str, terms: HostTerms, proposals: Suggested) -> None: ...
    def sent(self, firm: str, records: Sequence[InvoiceRecord]) -> None: ...
    def held(self, firm: str, blocked: Sequence[BlockedInvoices]) -> None: ...
    def mended(self, firm: str, fixes: Sequence[str], retried: int) -> None: ...
    def paid(self, firm: str, invoice: HostInvoice) -> None: ...

    def finish(self, report: dict[str, Any]) -> None:
        click.echo(json.dumps(report, ensure_ascii=False))


class RichScreen(Screen):
    """Tables, and a bar while an import or a sync works."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, emoji=False)
        self._progress = Progress(console=self._console, transient=True)
        self._task: TaskID | None = None

    def notice(self, event: Event) -> None:
        match event:
            case PageStaged(staged=staged):
                self._bar(f"reading Xero: {staged:,} contacts", None, None)
            case PagePerformed(done=done, total=total):
                self._bar("writing", done, total)
            case RunEnded():
                self._stop_bar()
            case _:
                pass

    def opening(self, office: Office) -> None:
        place = tables.plain(str(office.directory))
        what = "A new practice" if office.new else f"The practice kept in {place}"
        self._console.print(f"[bold]{what}[/bold], and Xero at {office.xero.base_url}.")
        after = f"; another run in {place} goes on from there" if office.kept else ""
        self._console.print(f"Ctrl-C stops at any time{after}.\n", soft_wrap=True)

    def previewed(self, firm: str, preview: Preview) -> None:
        self._console.print(tables.preview_table(firm, preview))

    def imported(self, firm: str, done: RunRecord, issues: Sequence[MatchIssue]) -> None:
        self._console.print(tables.outcome_line(firm, done, len(issues)))
        if issues:
            self._console.print(tables.issue_table(firm, issues))

    def edited(self, firm: str, edits: Sequence[Edit]) -> None:
        self._console.print(tables.edited_line(firm, edits))

    def flowed(self, firm: Firm, pairs: Pairs, edits: Sequence[Edit]) -> None:
        self._console.print(tables.flow_table(firm, pairs, edits))

    def synced(self, firm: str, done: RunRecord) -> None:
        self._console.print(tables.quiet_line(firm, done))

    def proposed(self, firm: str, terms: HostTerms, proposals: Suggested) -> None:
        self._console.print(invoice_tables.proposal_table(firm, terms, proposals))

    def sent(self, firm: str, records: Sequence[InvoiceRecord]) -> None:
        self._console.print(invoice_tables.sent_line(firm, records))

    def held(self, firm: str, blocked: Sequence[BlockedInvoices]) -> None:
        self._console.print(invoice_tables.held_table(firm, blocked))

    def mended(self, firm: str, fixes: Sequence[str], retried: int) -> None:
        self._console.print(invoice_tables.mended_lines(firm, fixes, retried))

    def paid(self, firm: str, invoice: HostInvoice) -> None:
        self._console.print(invoice_tables.paid_line(firm, invoice))

    def finish(self, report: dict[str, Any]) -> None:
        self._console.print(tables.report_table(report))
        self._console.print(invoice_tables.end_table(report["invoices"]))

    def _bar(self, what: str, done: int | None, total: int | None) -> None:
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task(what, total=total)
        self._progress.update(self._task, description=what, completed=done, total=total)

    def _stop_bar(self) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._progress.stop()
            self._task = None
