"""Why: is this contact linked, why, and why not, from the rules and from the journal."""

from attrs import frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.matching import Book
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.why import ComparedKey, Grounds, compared, reasons
from xerolink.domain.errors import NotPossibleError, UnknownContactError
from xerolink.domain.identity import ConnectionId, HostContactId, XeroContactId, xero_entity
from xerolink.domain.journal import Entry
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.run import Ports

SHOWN = 50
"""How many entries of the journal are shown; the rest is in the journal itself."""


@frozen
class Why:
    """*reasons* in words, the weightiest first; *keys* as they were compared.

    *history*: the first entries of the journal about the Xero contact, the oldest first. What the
    journal no longer keeps is not there.
    """

    link: Link | None
    reasons: tuple[str, ...]
    keys: tuple[ComparedKey, ...]
    history: tuple[Entry, ...]


def why(
    ports: Ports,
    connection_id: ConnectionId,
    xero_id: XeroContactId,
    host_id: HostContactId | None = None,
) -> Why:
    """Why the Xero contact is linked, or is not linked to *host_id*; None: to anybody.

    Both sides as they were last read; the host is asked for one contact. Raises
    `NotPossibleError` for a Xero contact that was never read, and `UnknownContactError`.
    """
    with ports.store.reading(connection_id) as unit:
        link = unit.links.by_xero([xero_id]).get(xero_id)
        history = unit.journal.page(0, SHOWN, xero_id=xero_id)
    asked = host_id or (link.host_id if link else None)
    host = ports.host.get_many([asked]).get(asked) if asked else None
    if host_id is not None and host is None:
        raise UnknownContactError(host_id)
    with ports.store.reading(connection_id) as unit:
        grounds = _grounds(unit, xero_id, host, link)
    return Why(link, reasons(grounds), compared(grounds), history)


def _grounds(
    unit: UnitOfWork, xero_id: XeroContactId, host: HostContact | None, link: Link | None
) -> Grounds:
    row = unit.staged.get_many([xero_id]).get(xero_id)
    record = unit.record.get()
    if row is None or record is None:
        why = "the Xero contact was never read"
        raise NotPossibleError(xero_entity(xero_id), why, ["preview", "sync_contacts"])
    host_link = unit.links.by_host([host.host_id]).get(host.host_id) if host else None
    return Grounds(
        row,
        host,
        Book(unit.index.matching(row.keys.present)),
        Book(unit.staged.matching(row.keys.present)),
        link,
        host_link,
        record.settings,
    )
