"""Overview: the client list, and what the runs did."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import quote

from attrs import field, frozen

from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import veiled
from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import ConnectionId, IssueId, XeroContactId
from xerolink.domain.run import ConnectionRecord, RunRecord
from xerolink.domain.settings import ContactSettings, Direction
from xerolink.usecases.run import Ports

LISTED = (LinkState.SYNCED, LinkState.DORMANT)
"""Linked contacts; those of a connection that was disconnected are still shown (semantics 41)."""


@frozen
class Client:
    """A linked contact, under the name that Xero last gave, with its page in Xero."""

    link: Link
    name: str = field(repr=veiled)
    xero_url: str

    @property
    def state(self) -> LinkState:
        return self.link.state

    @property
    def direction(self) -> Direction:
        return self.link.direction

    @property
    def last_sync(self) -> datetime:
        """When values last flowed or were agreed, or the two were linked."""
        return self.link.last_sync


def client_list(
    ports: Ports,
    connection_id: ConnectionId,
    states: Collection[LinkState] = LISTED,
    after: XeroContactId | None = None,
    size: int = 50,
    *,
    search: str = "",
) -> tuple[Client, ...]:
    """At most *size* links in one of *states*, ordered by Xero id, those after *after*.

    With *search*, those alone whose name or billing email, as either side last held it, contains
    that, in any case.
    """
    with ports.store.reading(connection_id) as unit:
        record = unit.record.get()
        if record is None:
            raise UnknownConnectionError(connection_id)
        links = unit.links.page(states, after, size, search)
    return tuple(client_of(record, link) for link in links)


def client_of(record: ConnectionRecord, link: Link) -> Client:
    """*link* as the client list shows it."""
    url = xero_url(record.organisation.short_code, link.xero_id)
    return Client(link, link.base_xero.name or "", url)


def xero_url(short_code: str, xero_id: XeroContactId) -> str:
    """The contact's page in Xero, in the right organisation (fact sheet 3.5)."""
    path = f"/Contacts/View/{xero_id}"
    base = "https://go.xero.com/organisationlogin/default.aspx"
    return f"{base}?shortcode={quote(short_code)}&redirecturl={quote(path)}"


def issues(
    ports: Ports,
    connection_id: ConnectionId,
    kinds: Collection[IssueKind],
    after: IssueId | None,
    size: int,
) -> tuple[Issue, ...]:
    """At most *size* open issues of *kinds*, ordered by id, those after *after*."""
    with ports.store.reading(connection_id) as unit:
        return unit.issues.page(kinds, after, size)


def latest_runs(ports: Ports, connection_id: ConnectionId, size: int) -> tuple[RunRecord, ...]:
    """The last *size* runs, the newest first."""
    with ports.store.reading(connection_id) as unit:
        return unit.runs.latest(size)


def settings(ports: Ports, connection_id: ConnectionId) -> ContactSettings:
    """The settings of the connection as they stand."""
    with ports.store.reading(connection_id) as unit:
        record = unit.record.get()
    if record is None:
        raise UnknownConnectionError(connection_id)
    return record.settings
