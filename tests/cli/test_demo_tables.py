"""What somebody typed on either side is shown by the demo, and does nothing to the terminal."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from unicodedata import category

import pytest
from attrs import evolve
from rich.console import Console, RenderableType

from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.host_invoices import SqliteHostInvoices
from xerolink.cli.demo_invoice_tables import held_table, proposal_table
from xerolink.cli.demo_office import Firm, Office
from xerolink.cli.demo_screen import RichScreen
from xerolink.cli.demo_tables import flow_table, issue_table, plain
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.identity import ConnectionId, HostContactId, IssueId, XeroContactId
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, InvoiceIssue
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.domain.invoices.proposals import Confidence, RateProposal
from xerolink.domain.invoices.record import UNKNOWN, InvoiceRecord
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms
from xerolink.domain.invoices.suggest_mapping import Suggested
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.testing.edits import Edit, Side
from xerolink.testing.simulator import XeroSimulator
from xerolink.testing.strategies import HOSTILE
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.testing.worlds.world import START
from xerolink.usecases.invoices.lists import BlockedInvoices
from xerolink.usecases.review import MatchIssue

OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
NAMES = (*HOSTILE, "\x1b]52;c;aGk=\x07", "Kauri\rForged", "\x9b2J", "\ud800", "\\\x1b[1m", "A\x1b")
every_hostile = pytest.mark.parametrize("name", NAMES, ids=ascii)


def drawn(*shown: RenderableType) -> str:
    console = Console(file=StringIO(), width=200, highlight=False, emoji=False)
    console.print(*shown)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def obeyed(text: str) -> list[str]:
    """What a terminal would do something for, beside beginning a line."""
    return [c for c in text if c != "\n" and category(c) in OBEYED]


@pytest.fixture(scope="module")
def issue() -> MatchIssue:
    """Of a contact with one candidate."""
    world = World()
    world.xero.add(fields("Kauri", "kauri@x.example"))
    world.host.add(fields("Kauri"))
    (issue,) = world.imported().match_issues()
    return issue


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """One that has one contact on each side."""
    organisation = XeroSimulator(seed=1).add_organisation("Firm", [{"Name": "Kauri"}])
    path = tmp_path / "host.db"
    with closing(SqliteHostBook(path, "firm")) as host, SqliteHostInvoices(path, "firm") as bills:
        host.add(fields("Kauri"))
        yield Firm("Firm", ConnectionId("firm"), organisation, host, bills, World().sides())


@every_hostile
def test_an_issue_moves_no_cursor_and_turns_no_writing(issue: MatchIssue, name: str) -> None:
    contact = evolve(issue.contact, fields=fields(name, name))
    candidate = evolve(
        issue.candidates[0], contact=evolve(issue.candidates[0].contact, fields=fields(name, name))
    )
    why = evolve(issue.issue, why=name)
    told = evolve(candidate, probability=970, reasons=(name,))
    nasty = evolve(issue, contact=contact, candidates=(candidate, told), issue=why)
    assert obeyed(drawn(issue_table(name, [nasty]))) == []


def test_a_candidate_is_shown_with_its_probability_and_reasons(issue: MatchIssue) -> None:
    told = evolve(issue.candidates[0], probability=974, reasons=("same phone", "[b]ill = william"))
    table = issue_table("Firm", [evolve(issue, candidates=(told,))])
    assert "(97%: same phone, [b]ill = william" in drawn(table)


@every_hostile
def test_an_edit_moves_no_cursor_and_turns_no_writing(firm: Firm, name: str) -> None:
    """Of a name and of a phone, before, after and on the other side."""
    host_id, xero_id = next(iter(firm.host.contacts())), next(iter(firm.organisation.contacts))
    firm.host.edit(host_id, {FieldName.NAME: name, FieldName.PRIMARY_PHONE: Phone(name)})
    edits = [
        Edit(Side.XERO, xero_id, FieldName.NAME, name, name),
        Edit(Side.XERO, xero_id, FieldName.PRIMARY_PHONE, Phone(name), Phone(name)),
        Edit(Side.HOST, host_id, FieldName.NAME, name, name),
    ]
    table = flow_table(evolve(firm, name=name), {XeroContactId(xero_id): host_id}, edits)
    assert obeyed(drawn(table)) == []


@every_hostile
def test_what_is_held_moves_no_cursor_and_turns_no_writing(name: str) -> None:
    cause = Cause(CauseKind.INVALID, CauseThing("1"), name, name)
    issue = InvoiceIssue(IssueId("1"), cause, START)
    row = InvoiceRecord(HostInvoiceId("1"), HostContactId("1"), InvoiceNumber(name), UNKNOWN)
    assert obeyed(drawn(held_table(name, [BlockedInvoices(issue, 1, (row,))]))) == []


@every_hostile
def test_a_proposal_moves_no_cursor_and_turns_no_writing(name: str) -> None:
    rate = RateProposal(XeroTaxType(name), Confidence.SURE, name)
    terms = HostTerms((HostTaxRate(HostTaxRateId("1"), name),))
    table = proposal_table(name, terms, Suggested(tax_rates={HostTaxRateId("1"): rate}))
    assert obeyed(drawn(table)) == []


@every_hostile
def test_a_name_makes_no_line_and_no_style_of_its_own(name: str) -> None:
    """Markup stands as it was typed, and what cannot be shown as its code."""
    codes = "".join(f"<{ord(c):04X}>" if category(c) in OBEYED else c for c in name)
    assert drawn(plain(f"{name} ")) == f"{codes} \n"


@pytest.mark.parametrize("name", [":smile:", "[/]", "\x1b[2J", "\r"], ids=ascii)
def test_the_screen_shows_a_folder_by_its_name(
    name: str, firm: Firm, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither as an emoji nor as markup, and without doing what it says."""
    with XeroSimulator(seed=1) as xero:
        office = Office(Path(f"data{name}"), False, True, xero, World().app(), (firm,))
        RichScreen().opening(office)
    codes = "".join(f"<{ord(c):04X}>" if category(c) in OBEYED else c for c in name)
    assert f"another run in data{codes} goes on" in capsys.readouterr().out


def test_a_preview_is_told_of_a_firm_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    world = World()
    RichScreen().previewed("A\x1b[2JB", world.connect().preview(ANNA))
    assert "A<001B>[2JB: what an import would do" in capsys.readouterr().out
