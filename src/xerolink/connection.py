"""One organisation of one firm: everything that a host asks of it, each in one line."""

import asyncio
from collections.abc import Collection

from xerolink.domain.contacts.issues import MATCH_KINDS, Issue, IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.errors import RunningLoopError
from xerolink.domain.identity import (
    SYNC,
    Actor,
    ConnectionId,
    HostContactId,
    IssueId,
    XeroContactId,
)
from xerolink.domain.plan import Preview
from xerolink.domain.run import RunRecord
from xerolink.domain.settings import ContactSettings
from xerolink.usecases import import_contacts, overview, push, review, sync_contacts
from xerolink.usecases.connect import connect
from xerolink.usecases.overview import Client
from xerolink.usecases.push import Pushed
from xerolink.usecases.review import MatchIssue
from xerolink.usecases.run import Ports
from xerolink.usecases.run_once import run_once


class Connection:
    """The verbs of one connection. Cheap: make one for each unit of work.

    Every verb blocks until it is done and raises `RunningLoopError` on an event loop's own
    thread. A verb that runs takes the connection's lease and raises `BusyError` while another
    holds it.
    """

    def __init__(self, connection_id: ConnectionId, ports: Ports) -> None:
        self.connection_id = connection_id
        self._ports = ports

    def __repr__(self) -> str:
        return f"Connection({self.connection_id!r})"

    def change_settings(self, settings: ContactSettings, by: Actor) -> None:
        """Change the settings; what they concern is decided anew by the next run."""
        connect(self._called("change_settings"), self.connection_id, settings, by)

    def preview(self, by: Actor = SYNC) -> Preview:
        """Count what an import would do; see `usecases.import_contacts.preview`."""
        return import_contacts.preview(self._called("preview"), self.connection_id, by)

    def import_contacts(self, by: Actor = SYNC) -> RunRecord:
        """Perform the plan that was previewed; see `usecases.import_contacts`."""
        ports = self._called("import_contacts")
        return import_contacts.import_contacts(ports, self.connection_id, by)

    def sync_contacts(self, by: Actor = SYNC) -> RunRecord:
        """Let edits on either side flow; see `usecases.sync_contacts`."""
        ports = self._called("sync_contacts")
        return sync_contacts.sync_contacts(ports, self.connection_id, by)

    def run_once(self, by: Actor = SYNC) -> RunRecord | None:
        """One turn of a worker; see `usecases.run_once`. None: there was nothing to do."""
        return run_once(self._called("run_once"), self.connection_id, by)

    def create_xero_contact(self, host_id: HostContactId, by: Actor) -> Pushed:
        """Create a Xero contact from a host contact; see `usecases.push`."""
        ports = self._called("create_xero_contact")
        return push.create_xero_contact(ports, self.connection_id, host_id, by)

    def match_issues(
        self,
        kinds: Collection[IssueKind] = MATCH_KINDS,
        after: IssueId | None = None,
        size: int = 50,
    ) -> tuple[MatchIssue, ...]:
        """Open match issues with their candidates; see `usecases.review`."""
        ports = self._called("match_issues")
        return review.match_issues(ports, self.connection_id, kinds, after, size)

    def issues(
        self,
        kinds: Collection[IssueKind] = tuple(IssueKind),
        after: IssueId | None = None,
        size: int = 50,
    ) -> tuple[Issue, ...]:
        """Open issues of any kind, ordered by id, those after *after*."""
        ports = self._called("issues")
        return overview.issues(ports, self.connection_id, kinds, after, size)

    def client_list(
        self,
        states: Collection[LinkState] = (LinkState.SYNCED,),
        after: XeroContactId | None = None,
        size: int = 50,
    ) -> tuple[Client, ...]:
        """Linked contacts, ordered by Xero id; see `usecases.overview`."""
        ports = self._called("client_list")
        return overview.client_list(ports, self.connection_id, states, after, size)

    def latest_runs(self, size: int = 20) -> tuple[RunRecord, ...]:
        """The last runs with their counts, the newest first."""
        return overview.latest_runs(self._called("latest_runs"), self.connection_id, size)

    def _called(self, verb: str) -> Ports:
        refuse_on_loop(verb)
        return self._ports


def refuse_on_loop(verb: str) -> None:
    """Raise `RunningLoopError` where blocking would stop an event loop (architecture, law 11)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RunningLoopError(verb)
