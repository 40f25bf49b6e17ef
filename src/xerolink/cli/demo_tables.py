"""The demo's tables. Every text from either side is made `plain` before it reaches the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from xerolink.cli.demo_office import Firm
from xerolink.domain.contacts.decide import Verdict
from xerolink.domain.contacts.model import FieldValue, SyncedFields
from xerolink.domain.contacts.normalise import same
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.plan import Preview
from xerolink.domain.plan_text import printable
from xerolink.domain.run import RunRecord
from xerolink.testing.edits import Edit, Side, read_xero
from xerolink.usecases.review import CandidateView, MatchIssue

SHOWN_ISSUES = 6
SHOWN_EDITS = 10
SHOWN_TEXT = 16
_WHAT_HAPPENS = {
    Verdict.FULL_MATCH: ("Full Match", "linked; Xero's phone and address overwrite"),
    Verdict.CONFLICT: ("Conflict", "a match issue; nothing is written"),
    Verdict.NO_MATCH: ("No Match", "created in the host and linked"),
    Verdict.UPDATE: ("Update", "edits flow between linked contacts"),
    Verdict.STATE: ("State", "archived, restored, merged or deleted"),
}


def plain(text: str) -> str:
    """*text* for a terminal, to be read and to do nothing: neither as markup nor as controls."""
    return escape(printable(text))


def preview_table(firm: str, preview: Preview) -> Table:
    table = Table(title=f"{plain(firm)}: what an import would do", title_justify="left")
    table.add_column("outcome")
    table.add_column("contacts", justify="right")
    table.add_column("what happens")
    for verdict, (name, what) in _WHAT_HAPPENS.items():
        if count := preview.count(verdict):
            table.add_row(name, f"{count:,}", what)
            _add_conflicts(table, preview if verdict is Verdict.CONFLICT else Preview())
    left_out = "not of the chosen type; listed nowhere"
    table.add_row("[dim]excluded[/dim]", f"{preview.excluded:,}", f"[dim]{left_out}[/dim]")
    return table


def _add_conflicts(table: Table, preview: Preview) -> None:
    for kind, count in sorted(preview.conflicts.items(), key=lambda item: -item[1]):
        table.add_row(f"[dim]  {kind.value}[/dim]", f"[dim]{count:,}[/dim]", "")


def outcome_line(firm: str, done: RunRecord, open_issues: int) -> str:
    host = done.counts.get("host_written", 0)
    return (
        f"{plain(firm)}: imported; {host:,} host contacts created or updated, "
        f"{open_issues:,} match issues open.\n"
    )


def issue_table(firm: str, issues: Sequence[MatchIssue]) -> Table:
    title = f"{plain(firm)}: {min(SHOWN_ISSUES, len(issues))} of its match issues"
    table = Table(title=title, title_justify="left", show_lines=True)
    for heading in ("kind", "in Xero", "candidates in the host", "why"):
        table.add_column(heading, overflow="fold")
    for issue in _one_of_each_kind(issues)[:SHOWN_ISSUES]:
        candidates = "\n".join(map(_candidate, issue.candidates[:3]))
        more = len(issue.candidates) - 3
        candidates += f"\n[dim]and {more} more[/dim]" if more > 0 else ""
        contact = _contact(issue.contact.fields)
        table.add_row(issue.issue.kind.value, contact, candidates, plain(issue.issue.why))
    return table


def _one_of_each_kind(issues: Sequence[MatchIssue]) -> list[MatchIssue]:
    """The issues, the first of each kind before the others."""
    firsts = {issue.issue.kind: issue for issue in reversed(issues)}.values()
    return [*firsts, *(issue for issue in issues if issue not in firsts)]


def _candidate(view: CandidateView) -> str:
    taken = "; linked already" if view.linked_to else ""
    told = plain(view.likelihood or view.reason.value)
    return f"{_contact(view.contact.fields)} [dim]({told}{taken})[/dim]"


def _contact(fields: SyncedFields) -> str:
    email = f" <{fields.billing_email}>" if fields.billing_email else ""
    return plain(f"{fields.name or ''}{email}")


def edited_line(firm: str, edits: Sequence[Edit]) -> str:
    in_host = sum(edit.side is Side.HOST for edit in edits)
    return (
        f"{plain(firm)}: people edit {in_host} fields in the host "
        f"and {len(edits) - in_host} in Xero."
    )


def flow_table(
    firm: Firm, pairs: Mapping[XeroContactId, HostContactId], edits: Sequence[Edit]
) -> Table:
    title = f"{plain(firm.name)}: where they went"
    table = Table(title=title, title_justify="left", expand=True)
    table.add_column("edited", no_wrap=True, min_width=12)
    for heading in ("before", "after", "the other side now"):
        table.add_column(heading, overflow="ellipsis", no_wrap=True, ratio=1)
    for edit in edits[:SHOWN_EDITS]:
        other = _other_side(firm, pairs, edit)
        arrived = same(edit.field, other, edit.after)
        now = f"[green]{_shown(other)}[/green]" if arrived else "[yellow]held[/yellow]"
        what = f"{edit.side.value} {edit.field.value.rpartition('_')[2]}"
        table.add_row(what, _shown(edit.before), _shown(edit.after), now)
    table.caption = "[yellow]held[/yellow]: both sides changed it differently; a person decides"
    return table


def _other_side(firm: Firm, pairs: Mapping[XeroContactId, HostContactId], edit: Edit) -> FieldValue:
    if edit.side is Side.XERO:
        host_id = pairs[XeroContactId(edit.contact_id)]
        return firm.host.contacts()[host_id].fields.get(edit.field)
    xero_id = next(x for x, h in pairs.items() if h == edit.contact_id)
    return read_xero(firm.organisation.contacts[xero_id], edit.field)


def _shown(value: FieldValue) -> str:
    """The value, a long one by its beginning and its end, where most edits are."""
    text = printable(str(value or ""))
    short = text if len(text) <= SHOWN_TEXT else f"{text[:5]}…{text[6 - SHOWN_TEXT :]}"
    return escape(short) or "[dim]empty[/dim]"


def quiet_line(firm: str, done: RunRecord) -> str:
    host, xero = done.counts.get("host_written", 0), done.counts.get("xero_written", 0)
    return f"{plain(firm)}: another sync writes {host} to the host and {xero} to Xero."


def report_table(report: Mapping[str, Any]) -> Table:
    title = "Both sides read back and compared"
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_row("converged", "[green]yes[/green]" if report["converged"] else "[red]no[/red]")
    table.add_row("compared", f"{report['compared']:,} fields of {report['linked']:,} pairs")
    for name in ("outcomes", "match_issues", "excepted", "written", "calls"):
        counts = ", ".join(f"{key} {value:,}" for key, value in report[name].items())
        table.add_row(name.replace("_", " "), plain(counts) or "none")
    return table
