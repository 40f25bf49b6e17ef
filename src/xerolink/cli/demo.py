"""The demo's story: connect, preview, import, a day of edits on both sides, sync; then invoices.

In the end both sides are read back and compared.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from xerolink.adapters.system.clock import SystemClock
from xerolink.cli.demo_invoices import Act
from xerolink.cli.demo_office import Firm, Office, open_office
from xerolink.cli.demo_report import InvoiceReport, Report
from xerolink.cli.demo_screen import Screen
from xerolink.connection import Connection
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import Actor, HostContactId, XeroContactId
from xerolink.domain.plan import Preview
from xerolink.domain.run import RunRecord
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.bills import Days
from xerolink.testing.convergence import compare
from xerolink.testing.edits import carry_out, office_day
from xerolink.usecases.review import MatchIssue

ANNA = Actor.person("anna")
SETTINGS = ContactSettings(
    contact_filter=ContactTypeFilter.SUPPLIERS_AND_CUSTOMERS, default_contact_type="Client"
)
PAGE = 200

Pairs = dict[XeroContactId, HostContactId]


def run_demo(directory: Path | None, seed: int, screen: Screen) -> Report:
    """Play the story in *directory*, or in a temporary one; edits only where it is new."""
    with (
        _folder(directory) as path,
        open_office(path, seed, screen, kept=directory is not None) as office,
    ):
        return _play(office, seed, screen)


@contextmanager
def _folder(directory: Path | None) -> Iterator[Path]:
    if directory is not None:
        yield directory
        return
    with TemporaryDirectory(prefix="xerolink-demo-") as temporary:
        yield Path(temporary)


@frozen
class _Client:
    firm: Firm
    connection: Connection


def _play(office: Office, seed: int, screen: Screen) -> Report:
    report = Report()
    host_before = _host_written(office)
    screen.opening(office)
    clients = [_import(office, firm, report, screen) for firm in office.firms]
    office.save()
    _office_days(office, clients, seed, report, screen)
    for client in clients:
        screen.synced(client.firm.name, client.connection.sync_contacts(ANNA))
    report.calls = _calls(office)
    report.invoices = _second_act(clients[0], seed, screen)
    report.invoices.calls = _calls(office) - report.calls
    _compare(office, clients, report)
    report.written = {
        "host": _host_written(office) - host_before,
        "xero": office.xero.requests.written(),
    }
    return report


def _host_written(office: Office) -> int:
    return sum(firm.host.written + firm.bills.marked for firm in office.firms)


def _calls(office: Office) -> Counter[str]:
    return Counter(request.operation for request in office.xero.requests)


def _second_act(client: _Client, seed: int, screen: Screen) -> InvoiceReport:
    """The first firm bills; the other keeps its invoices to itself."""
    days = Days(SystemClock().now().date())
    return Act(client.firm, client.connection, ANNA, seed, days, screen).play()


def _import(office: Office, firm: Firm, report: Report, screen: Screen) -> _Client:
    connection = office.app.connect(firm.connection_id, firm.sides, ANNA, SETTINGS)
    preview = connection.preview(ANNA)
    screen.previewed(firm.name, preview)
    done = connection.import_contacts(ANNA)
    issues = _match_issues(connection)
    _count(report, preview, done)
    report.match_issues.update(issue.issue.kind.value for issue in issues)
    screen.imported(firm.name, done, issues)
    return _Client(firm, connection)


def _match_issues(connection: Connection) -> list[MatchIssue]:
    """All that are open, by the name of the contact."""
    found: list[MatchIssue] = []
    while page := connection.match_issues(after=found[-1].issue.issue_id if found else None):
        found += page
    return sorted(found, key=lambda issue: issue.contact.fields.name or "")


def _count(report: Report, preview: Preview, done: RunRecord) -> None:
    """The preview counted the decisions that the import then performed."""
    report.outcomes.update({verdict.value: n for verdict, n in preview.verdicts.items()})
    report.outcomes["excluded"] += preview.excluded
    report.outcomes["stale"] += done.counts.get("stale", 0)


def _office_days(
    office: Office, clients: Sequence[_Client], seed: int, report: Report, screen: Screen
) -> None:
    """A day of edits for each firm that has had none; one that was cut short has its day."""
    for number, client in enumerate(clients):
        if office.edited(client.firm):
            continue
        firm, pairs = client.firm, _pairs(client.connection)
        xero, host = firm.organisation, firm.host
        edits = office_day(seed + number, _sides(pairs), host.contacts(), xero.contacts)
        carry_out(edits, host.edit, xero.people.edit)
        office.keep_edits(firm, edits)
        office.save()
        report.edits += len(edits)
        screen.edited(firm.name, edits)
        client.connection.sync_contacts(ANNA)
        screen.flowed(firm, pairs, edits)


def _pairs(connection: Connection) -> Pairs:
    """Every pair that is linked, suspended ones too."""
    found: Pairs = {}
    after: XeroContactId | None = None
    while page := connection.client_list((LinkState.SYNCED, LinkState.SUSPENDED), after, PAGE):
        found |= {client.link.xero_id: client.link.host_id for client in page}
        after = page[-1].link.xero_id
    return found


def _sides(pairs: Pairs) -> list[tuple[HostContactId, XeroContactId]]:
    return [(host_id, xero_id) for xero_id, host_id in pairs.items()]


def _compare(office: Office, clients: Sequence[_Client], report: Report) -> None:
    """Read both sides back; the reasons for differences come from the log of people's edits."""
    for client, before in zip(clients, office.before(), strict=True):
        pairs, firm = _pairs(client.connection), client.firm
        host, xero = firm.host.contacts(), firm.organisation.contacts
        log, then = office.edits(firm), before.contacts
        found = compare(_sides(pairs), host, xero, log, xero_when_linked=then)
        report.linked += len(pairs)
        report.compared += found.compared
        report.excepted.update({reason.value: n for reason, n in found.excepted.items()})
        report.broken += [str(one) for one in found.broken]
