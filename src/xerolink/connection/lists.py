"""What a connection shows: nothing here writes anything."""

from collections.abc import Collection
from typing import TextIO

from xerolink.connection.verbs import Verbs
from xerolink.domain.contacts.issues import MATCH_KINDS, Issue, IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import HostContactId, IssueId, RunId, XeroContactId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.journal import Entry, Head
from xerolink.domain.journal_verify import Broken
from xerolink.domain.run import RunRecord, RunState
from xerolink.domain.settings import ContactSettings
from xerolink.usecases import client_section, journal, overview, review, runs
from xerolink.usecases import doctor as doctors
from xerolink.usecases import export_journal as exports
from xerolink.usecases import previously_synced as former
from xerolink.usecases import why as whys
from xerolink.usecases.checks import Check
from xerolink.usecases.client_section import XeroClient
from xerolink.usecases.export_journal import ExportForm
from xerolink.usecases.given import an_id, each_of, one_of
from xerolink.usecases.overview import Client
from xerolink.usecases.previously_synced import FormerPair
from xerolink.usecases.review import MatchIssue
from xerolink.usecases.why import Why


class Lists(Verbs):
    """The lists that a screen shows, each a page at a time."""

    def settings(self) -> ContactSettings:
        """The settings as they stand; change them from these, with `attrs.evolve`."""
        return overview.settings(self._called("settings"), self.connection_id)

    def match_issues(
        self,
        kinds: Collection[IssueKind] = MATCH_KINDS,
        after: IssueId | None = None,
        size: int = 50,
    ) -> tuple[MatchIssue, ...]:
        """Open match issues with their candidates; see `usecases.review`."""
        ports = self._called("match_issues")
        chosen = each_of(IssueKind, kinds, "kinds")
        return review.match_issues(ports, self.connection_id, chosen, after, size)

    def issues(
        self,
        kinds: Collection[IssueKind] = tuple(IssueKind),
        after: IssueId | None = None,
        size: int = 50,
    ) -> tuple[Issue, ...]:
        """Open issues of any kind, ordered by id, those after *after*."""
        ports = self._called("issues")
        chosen = each_of(IssueKind, kinds, "kinds")
        return overview.issues(ports, self.connection_id, chosen, after, size)

    def client_list(
        self,
        states: Collection[LinkState] = overview.LISTED,
        after: XeroContactId | None = None,
        size: int = 50,
        *,
        search: str = "",
    ) -> tuple[Client, ...]:
        """Linked contacts, ordered by Xero id; see `usecases.overview`."""
        ports = self._called("client_list")
        chosen = each_of(LinkState, states, "states")
        return overview.client_list(ports, self.connection_id, chosen, after, size, search=search)

    def previously_synced(
        self, after: XeroContactId | None = None, size: int = 50
    ) -> tuple[FormerPair, ...]:
        """Pairs that came apart: when, by whom, why, and what changed since."""
        ports = self._called("previously_synced")
        return former.previously_synced(ports, self.connection_id, after, size)

    def xero_client(self, host_id: HostContactId) -> XeroClient:
        """The Xero Client section of one host contact; see `usecases.client_section`."""
        ports = self._called("xero_client")
        return client_section.xero_client(ports, self.connection_id, an_id(host_id, "host_id"))

    def why(self, xero_id: XeroContactId, host_id: HostContactId | None = None) -> Why:
        """Why it is linked, or not linked to *host_id*, with the keys; see `usecases.why`."""
        return whys.why(self._called("why"), self.connection_id, xero_id, host_id)

    def latest_runs(self, size: int = 20) -> tuple[RunRecord, ...]:
        """The last runs with their counts, the newest first."""
        return overview.latest_runs(self._called("latest_runs"), self.connection_id, size)

    def runs(
        self,
        after: RunId | None = None,
        size: int = 50,
        states: Collection[RunState] = tuple(RunState),
    ) -> tuple[RunRecord, ...]:
        """Runs in one of *states*, the newest first, those older than *after*."""
        chosen = each_of(RunState, states, "states")
        return runs.runs(self._called("runs"), self.connection_id, after, size, chosen)

    def run(self, run_id: RunId) -> RunRecord:
        """One run as it stands, its progress while it runs; raises `NoSuchRunError`."""
        return runs.run_of(self._called("run"), self.connection_id, run_id)

    def doctor(self) -> tuple[Check, ...]:
        """What may be wrong, each with its fix; see `usecases.doctor`."""
        return doctors.doctor(self._called("doctor"), self.connection_id)

    def journal(
        self,
        after: int = 0,
        size: int = 50,
        *,
        run_id: RunId | None = None,
        host_id: HostContactId | None = None,
        xero_id: XeroContactId | None = None,
        invoice_id: HostInvoiceId | None = None,
    ) -> tuple[Entry, ...]:
        """Entries of the journal in their order; see `usecases.journal`."""
        ports = self._called("journal")
        return journal.journal(
            ports,
            self.connection_id,
            after,
            size,
            run_id=run_id,
            host_id=host_id,
            xero_id=xero_id,
            invoice_id=invoice_id,
        )

    def journal_head(self) -> Head | None:
        """The last entry's place, to be kept elsewhere; None: the journal is empty."""
        return journal.journal_head(self._called("journal_head"), self.connection_id)

    def verify_journal(self, head: Head | None = None) -> tuple[Broken, ...]:
        """Where the journal is not as it was written; see `usecases.journal`."""
        return journal.verify_journal(self._called("verify_journal"), self.connection_id, head)

    def export_journal(self, form: ExportForm, out: TextIO) -> Head | None:
        """Write the journal as CSV or JSON lines; see `usecases.export_journal`."""
        ports, chosen = self._called("export_journal"), one_of(ExportForm, form, "form")
        return exports.export_journal(ports, self.connection_id, chosen, out)
