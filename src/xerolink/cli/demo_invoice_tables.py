"""The tables of the demo's second act. Every text from either side is made `plain` here too."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

from xerolink.cli.demo_tables import plain
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.model import HostInvoice
from xerolink.domain.invoices.proposals import AccountProposal, RateProposal
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.domain.invoices.settings import HostTerms
from xerolink.domain.invoices.suggest_mapping import Suggested
from xerolink.usecases.invoices.lists import BlockedInvoices

SHOWN_INVOICES = 2
Row = tuple[str, AccountProposal | RateProposal]


def proposal_table(firm: str, terms: HostTerms, proposals: Suggested) -> Table:
    title = f"{plain(firm)}: where its invoices might go in Xero"
    table = Table(title=title, title_justify="left")
    for heading in ("in the host", "in Xero", "sure?", "why"):
        table.add_column(heading, overflow="fold")
    for name, one in _rows(terms, proposals):
        target = one.code if isinstance(one, AccountProposal) else one.tax_type
        table.add_row(plain(name), plain(target), one.confidence.value, plain(one.reason))
    table.caption = "what nobody can tell is chosen by a person"
    return table


def _rows(terms: HostTerms, proposals: Suggested) -> Iterator[Row]:
    if proposals.revenue_account:
        yield "services", proposals.revenue_account
    if proposals.expense_account:
        yield "expenses", proposals.expense_account
    for service, one in proposals.service_accounts.items():
        yield terms.service_types[service], one
    for expense, one in proposals.expense_accounts.items():
        yield terms.expense_types[expense], one
    for rate, found in proposals.tax_rates.items():
        yield terms.rate_of[rate].name, found


def sent_line(firm: str, records: Sequence[InvoiceRecord]) -> str:
    in_xero = sum(one.in_xero is not None for one in records)
    held = sum(bool(one.causes) for one in records)
    waiting = sum(one.waits for one in records)
    left_out = sum(one.not_eligible is not None for one in records)
    return (
        f"{plain(firm)}: {len(records)} invoices sent to clients; {in_xero} are in Xero, {held} "
        f"are held, {waiting} wait for a contact in review, {left_out} are from before the start "
        "date."
    )


def held_table(firm: str, blocked: Sequence[BlockedInvoices]) -> Table:
    title = f"{plain(firm)}: what is held, and why"
    table = Table(title=title, title_justify="left", show_lines=True)
    for heading in ("held", "invoices", "why", "to do"):
        table.add_column(heading, overflow="fold")
    for alike in _by_kind(blocked):
        cause = alike[0].issue.cause
        why, fix = (plain("\n".join(told)) for told in zip(*cause.problems, strict=True))
        table.add_row(cause.kind.value, _invoices(alike), why, fix)
    table.caption = "of several causes of one kind the first is shown"
    return table


def _by_kind(blocked: Sequence[BlockedInvoices]) -> Collection[list[BlockedInvoices]]:
    found: dict[CauseKind, list[BlockedInvoices]] = {}
    for one in blocked:
        found.setdefault(one.issue.cause.kind, []).append(one)
    return found.values()


def _invoices(alike: Sequence[BlockedInvoices]) -> str:
    shown = [record for one in alike for record in one.invoices][:SHOWN_INVOICES]
    more = sum(one.count for one in alike) - len(shown)
    rest = [f"[dim]and {more} more[/dim]"] if more > 0 else []
    return "\n".join([*(plain(one.number) for one in shown), *rest])


def mended_lines(firm: str, fixes: Sequence[str], retried: int) -> str:
    lines = "".join(f"  {plain(fix)}\n" for fix in fixes)
    return f"{plain(firm)}: mended\n{lines}Tried again: {retried} more are in Xero."


def paid_line(firm: str, invoice: HostInvoice) -> str:
    return (
        f"{plain(firm)}: {plain(invoice.number)} is paid in Xero; "
        f"the host shows it as {invoice.status.value}."
    )


def end_table(invoices: Mapping[str, Any]) -> Table:
    title = "Invoices read back from Xero, compared to the cent"
    table = Table(title=title, title_justify="left", show_header=False)
    for name, value in invoices.items():
        table.add_row(name.replace("_", " "), plain(_counted(value)))
    return table


def _counted(value: int | Mapping[str, int]) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return ", ".join(f"{key} {number:,}" for key, number in value.items()) or "none"
