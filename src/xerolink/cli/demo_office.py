"""The demo's world: a simulated Xero, a host application's book and our store, in one folder."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from attrs import frozen

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.host_invoices import SqliteHostInvoices
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import (
    XeroApiCatalogue,
    XeroApiContacts,
    XeroApiInvoices,
    XeroApiOrganisation,
    XeroClient,
)
from xerolink.app import Sides, Xerolink
from xerolink.domain.errors import RefusedError
from xerolink.domain.identity import ConnectionId, TenantId
from xerolink.ports.observer import Observer
from xerolink.testing.edits import Edit, load_edits, save_edits
from xerolink.testing.practice import practice
from xerolink.testing.simulator import Organisation, XeroSimulator
from xerolink.usecases.run import InvoiceSides

FIRMS = ("Kauri Accounting", "Harbour & Hill")
XERO_CONTACTS = 500
HOST_CONTACTS = 300
BEFORE, NOW = "xero-before.json", "xero.json"


class StrangeFolderError(RefusedError):
    """The folder holds something that is not a demo's."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        super().__init__(
            f"the folder {directory} holds other files; give an empty one, or a demo's own"
        )


@frozen
class Firm:
    """One firm of the host application, and its organisation."""

    name: str
    connection_id: ConnectionId
    organisation: Organisation
    host: SqliteHostBook
    bills: SqliteHostInvoices
    sides: Sides


@frozen
class Office:
    """Everything the demo plays with; *new* if the folder was empty, *kept* if it will stay."""

    directory: Path
    new: bool
    kept: bool
    xero: XeroSimulator
    app: Xerolink
    firms: tuple[Firm, ...]

    def save(self) -> None:
        """Keep what Xero holds; our store and the host's book keep themselves."""
        self.xero.save(self.directory / NOW)

    def edits(self, firm: Firm) -> tuple[Edit, ...]:
        """The log of what people of *firm* edited so far, on either side."""
        path = self._log_of(firm)
        return load_edits(path) if path.exists() else ()

    def edited(self, firm: Firm) -> bool:
        """Whether the people of *firm* have had their day."""
        return self._log_of(firm).exists()

    def before(self) -> tuple[Organisation, ...]:
        """The organisations as they were before the first import, in the order of the firms."""
        return XeroSimulator.load(self.directory / BEFORE).organisations

    def keep_edits(self, firm: Firm, edits: tuple[Edit, ...]) -> None:
        """Add *edits* to the log."""
        save_edits(self._log_of(firm), (*self.edits(firm), *edits))

    def _log_of(self, firm: Firm) -> Path:
        return self.directory / f"edits-{firm.connection_id}.json"


@contextmanager
def open_office(directory: Path, seed: int, observer: Observer, *, kept: bool) -> Iterator[Office]:
    """The office in *directory*, made up if that is empty; raises `StrangeFolderError`."""
    directory.mkdir(parents=True, exist_ok=True)
    new = not any(directory.iterdir())
    if not new and not (directory / NOW).exists():
        raise StrangeFolderError(directory)
    with ExitStack() as open_things:
        xero = _organisations(directory, seed, new)
        open_things.enter_context(xero)
        store = open_things.enter_context(
            closing(SqliteStore(directory / "xerolink.sqlite", SystemClock()))
        )
        ports = (store, SystemClock(), RandomIds(), EmbeddedClassifier(), observer)
        app = Xerolink(*ports, suggestions=embedded_suggestions())
        firms = tuple(
            _firm(open_things, directory, xero, organisation) for organisation in xero.organisations
        )
        office = Office(directory, new, kept, xero, app, firms)
        if new:
            _fill_hosts(office, seed)
        open_things.callback(office.save)
        yield office


def _organisations(directory: Path, seed: int, new: bool) -> XeroSimulator:
    if not new:
        return XeroSimulator.load(directory / NOW)
    xero = XeroSimulator(seed)
    for number, name in enumerate(FIRMS):
        rows = practice(seed + number, XERO_CONTACTS, HOST_CONTACTS).xero
        xero.add_organisation(name, contacts=rows)
    xero.save(directory / BEFORE)
    xero.save(directory / NOW)
    return xero


def _firm(
    open_things: ExitStack, directory: Path, xero: XeroSimulator, organisation: Organisation
) -> Firm:
    connection_id = ConnectionId(organisation.name.split()[0].lower())
    host = SqliteHostBook(directory / "host.sqlite", connection_id)
    open_things.enter_context(closing(host))
    bills = open_things.enter_context(SqliteHostInvoices(directory / "host.sqlite", connection_id))
    tenant, token = TenantId(organisation.tenant_id), organisation.access_token
    client = XeroClient(lambda: token, tenant, base_url=xero.base_url)
    invoices = InvoiceSides(bills, XeroApiInvoices(client), XeroApiCatalogue(client))
    sides = Sides(XeroApiContacts(client), XeroApiOrganisation(client), host, invoices=invoices)
    return Firm(organisation.name, connection_id, organisation, host, bills, sides)


def _fill_hosts(office: Office, seed: int) -> None:
    for number, firm in enumerate(office.firms):
        for row in practice(seed + number, XERO_CONTACTS, HOST_CONTACTS).host:
            firm.host.add(row.fields, row.kind, row.contact_type)
