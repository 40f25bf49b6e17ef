"""Previously Synced: the pairs that came apart, and what can be done about each (row 26)."""

from collections.abc import Mapping

from attrs import evolve, frozen

from xerolink.domain.contacts.differences import Change, changes
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import Link, Separation
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import HostContact, XeroStatus
from xerolink.domain.contacts.next_steps import NextStep, Situation, next_steps
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import (
    ConnectionId,
    EntityKey,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.host_rows import contacts_shown
from xerolink.usecases.overview import Client, client_of
from xerolink.usecases.run import Ports


@frozen
class FormerPair:
    """A pair that came apart: when, by whom and why, and what each side changed since.

    *host* None: the host no longer has the contact. *xero_status* None: it was never read.
    *issues*: the match issues of a re-match that wait for a person.
    """

    client: Client
    host: HostContact | None
    xero_status: XeroStatus | None
    changed_in_host: tuple[Change, ...]
    changed_in_xero: tuple[Change, ...]
    issues: tuple[Issue, ...]
    next_steps: tuple[NextStep, ...]

    @property
    def link(self) -> Link:
        return self.client.link

    @property
    def separated(self) -> Separation | None:
        """When, by whom and why."""
        return self.link.separated


def previously_synced(
    ports: Ports, connection_id: ConnectionId, after: XeroContactId | None = None, size: int = 50
) -> tuple[FormerPair, ...]:
    """At most *size* pairs that came apart, ordered by Xero id, those after *after*.

    One call to the host for the page; Xero's side is as it was last read. While the
    connection is paused or disconnected, no next step is offered.
    """
    with ports.store.reading(connection_id) as unit:
        record = unit.record.get()
        if record is None:
            raise UnknownConnectionError(connection_id)
        links = unit.links.page((LinkState.PREVIOUSLY_SYNCED,), after, size)
        rows = unit.staged.get_many([link.xero_id for link in links])
        issues = unit.issues.open_for([xero_entity(link.xero_id) for link in links])
        pending = _pending(unit, links)
        halted = record.disconnected_at is not None or unit.requests.paused() is not None
    hosts = contacts_shown(ports.host, {link.host_id for link in links})
    found = tuple(
        _former(
            client_of(record, link),
            hosts.get(link.host_id),
            rows.get(link.xero_id),
            issues.get(xero_entity(link.xero_id), ()),
            pending[link.xero_id],
        )
        for link in links
    )
    return tuple(evolve(one, next_steps=()) for one in found) if halted else found


def _pending(unit: UnitOfWork, links: tuple[Link, ...]) -> Mapping[XeroContactId, bool]:
    """Whether an effect on either contact of a pair is outstanding."""
    entities: dict[XeroContactId, tuple[EntityKey, ...]] = {
        link.xero_id: (xero_entity(link.xero_id), host_entity(link.host_id)) for link in links
    }
    found = unit.intents.open_for([entity for both in entities.values() for entity in both])
    return {i: any(entity in found for entity in both) for i, both in entities.items()}


def _former(
    client: Client,
    host: HostContact | None,
    row: StagedContact | None,
    issues: tuple[Issue, ...],
    pending: bool,
) -> FormerPair:
    link, status = client.link, row.contact.status if row else None
    kinds = frozenset(issue.kind for issue in issues)
    return FormerPair(
        client,
        host,
        status,
        changes(host.fields, link.base_host) if host else (),
        changes(row.contact.fields, link.base_xero) if row else (),
        issues,
        next_steps(Situation(link, host, status, kinds, pending)),
    )
