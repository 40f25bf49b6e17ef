"""The verbs that store nothing, each called in one small world: no crash can hurt them."""

from collections.abc import Callable, Mapping
from io import StringIO

from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.billing_world import MAPPED
from xerolink.testing.kills.billed import FIRST
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.pairs import conflict, last_run, linked
from xerolink.testing.kills.scene import Verb
from xerolink.testing.kills.scenes_app import consent
from xerolink.usecases.export_journal import ExportForm

Look = Callable[[Firm], object]


def small_world() -> Firm:
    """A pair, an issue, an invoice that is held, and tokens of its own."""
    world = Firm()
    consent(world)
    conflict(world, "Kauri")
    _, host_id = linked(world)
    world.set_up(MAPPED)
    world.bill(host_id, total="115.01")
    world.send()
    return world


def about_a_pair(look: Callable[[Connection, XeroContactId, HostContactId], object]) -> Look:
    def called(firm: Firm) -> object:
        ((xero_id, host_id),) = firm.pairs().items()
        return look(firm.connection(), xero_id, host_id)

    return called


LOOKS: Mapping[Verb, Look] = {
    Connection.settings: lambda f: f.connection().settings(),
    Connection.match_issues: lambda f: f.connection().match_issues(),
    Connection.issues: lambda f: f.connection().issues(),
    Connection.client_list: lambda f: f.connection().client_list(),
    Connection.previously_synced: lambda f: f.connection().previously_synced(),
    Connection.xero_client: about_a_pair(lambda c, _, h: c.xero_client(h)),
    Connection.why: about_a_pair(Connection.why),
    Connection.latest_runs: lambda f: f.connection().latest_runs(),
    Connection.runs: lambda f: f.connection().runs(),
    Connection.run: lambda f: f.connection().run(last_run(f)),
    Connection.doctor: lambda f: f.connection().doctor(),
    Connection.journal: lambda f: f.connection().journal(),
    Connection.journal_head: lambda f: f.connection().journal_head(),
    Connection.verify_journal: lambda f: f.connection().verify_journal(),
    Connection.export_journal: lambda f: f.connection().export_journal(ExportForm.CSV, StringIO()),
    Connection.catalogue: lambda f: f.connection().catalogue(),
    Connection.invoice: lambda f: f.connection().invoice(FIRST),
    Connection.invoice_issues: lambda f: f.connection().invoice_issues(),
    Connection.invoice_settings: lambda f: f.connection().invoice_settings(),
    Connection.invoices: lambda f: f.connection().invoices(),
    Connection.suggest_mapping: lambda f: f.connection().suggest_mapping(),
    Connection.paused: lambda f: f.connection().paused(),
    Xerolink.connection: lambda f: f.connection(),
    Xerolink.connections: lambda f: f.app().connections(),
    Xerolink.token_set: lambda f: f.app().token_set(f.connection_id),
    Xerolink.refuse_webhook: lambda f: f.app().refuse_webhook(),
}
