"""What a connection does by itself or when it is told to: import, sync, a worker's turn."""

from xerolink.connection.verbs import Verbs
from xerolink.domain.identity import SYNC, Actor, RunId
from xerolink.domain.plan import Preview
from xerolink.domain.run import RunKind, RunRecord
from xerolink.domain.settings import ContactSettings
from xerolink.ports.requests import Paused
from xerolink.usecases import change_settings, import_contacts, pause, runs, sync_contacts
from xerolink.usecases.given import one_of
from xerolink.usecases.reconcile import Reconciled, reconcile
from xerolink.usecases.run_once import run_once


class Work(Verbs):
    """Runs over the whole connection."""

    def change_settings(self, settings: ContactSettings, by: Actor) -> None:
        """Change the settings unseen; `plan_settings` shows first what that does."""
        ports, wanted = (
            self._called("change_settings"),
            one_of(ContactSettings, settings, "settings"),
        )
        change_settings.change_settings(ports, self.connection_id, wanted, by)

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

    def reconcile(self, by: Actor = SYNC) -> Reconciled:
        """Compare both sides whole; see `usecases.reconcile`."""
        return reconcile(self._called("reconcile"), self.connection_id, by)

    def run_once(self, by: Actor = SYNC) -> RunRecord | None:
        """One turn of a worker; see `usecases.run_once`. None: there was nothing to do."""
        return run_once(self._called("run_once"), self.connection_id, by)

    def start(self, kind: RunKind, by: Actor) -> RunId:
        """Queue a run for a worker's `run_once`, in any process; see `usecases.runs`."""
        return runs.start(self._called("start"), self.connection_id, kind, by)

    def cancel(self, run_id: RunId, by: Actor) -> None:
        """End a run at its next safe point; see `usecases.runs`."""
        runs.cancel(self._called("cancel"), self.connection_id, run_id, by)

    def pause(self, by: Actor, why: str = "") -> None:
        """Write nothing to either side until `resume`; see `usecases.pause`."""
        ports = self._called("pause")
        pause.pause(ports.store, ports.clock, self.connection_id, by, why)

    def paused(self) -> Paused | None:
        """Who paused this connection, or all of them; None: nobody."""
        return pause.paused(self._called("paused").store, self.connection_id)

    def resume(self, by: Actor) -> None:
        """End the pause of this connection; one of all connections goes on."""
        ports = self._called("resume")
        pause.resume(ports.store, ports.observer, self.connection_id, by)
