"""The Xero Client section of one host contact, as data."""

from enum import Enum

from attrs import frozen

from xerolink.domain.contacts.differences import Difference, DifferenceKind, differences
from xerolink.domain.contacts.issues import MATCH_KINDS, Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.next_steps import NextStep, Situation, next_steps
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import UnknownConnectionError, UnknownContactError
from xerolink.domain.identity import (
    ConnectionId,
    HostContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.run import ConnectionRecord
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.overview import Client, client_of
from xerolink.usecases.run import Ports


class SectionState(Enum):
    """What a host contact is to Xero."""

    UNLINKED = "unlinked"
    LINKED = "linked"
    PREVIOUSLY_SYNCED = "previously_synced"
    BEING_CREATED = "being_created"
    """A creation in Xero is outstanding; what came of it is found before anything else."""


@frozen
class XeroClient:
    """What one host contact shows about its link.

    *client*: the link with its last sync and its page in Xero; None while unlinked. *differences*
    are those between the host's present values and Xero's as last read. *issues*: open ones of
    either contact, and match issues of which this contact is a candidate.
    """

    state: SectionState
    host: HostContact
    client: Client | None
    differences: tuple[Difference, ...]
    issues: tuple[Issue, ...]
    next_steps: tuple[NextStep, ...]


def xero_client(ports: Ports, connection_id: ConnectionId, host_id: HostContactId) -> XeroClient:
    """The section of *host_id*; raises `UnknownContactError` if the host does not have it.

    Each of its next steps would be accepted now, and every other refused: there is none while the
    connection, or every one, is paused, and none while it is disconnected. A contact edited or
    archived in Xero since it was last read may still refuse, and so may a run that is at work.
    """
    host = ports.host.get_many([host_id]).get(host_id)
    if host is None:
        raise UnknownContactError(host_id)
    with ports.store.reading(connection_id) as unit:
        record = unit.record.get()
        if record is None:
            raise UnknownConnectionError(connection_id)
        halted = record.disconnected_at is not None or unit.requests.paused() is not None
        return _section(record, host, _stored(unit, host_id), halted)


@frozen
class _Stored:
    link: Link | None
    row: StagedContact | None
    own: tuple[Issue, ...]
    of_pair: tuple[Issue, ...]
    about: tuple[Issue, ...]
    creating: bool
    pending: bool


def _stored(unit: UnitOfWork, host_id: HostContactId) -> _Stored:
    link = unit.links.by_host([host_id]).get(host_id)
    own, pair = host_entity(host_id), xero_entity(link.xero_id) if link else None
    entities = [own, pair] if pair else [own]
    issues, pending = unit.issues.open_for(entities), unit.intents.open_for(entities)
    return _Stored(
        link,
        unit.staged.get_many([link.xero_id]).get(link.xero_id) if link else None,
        issues.get(own, ()),
        issues.get(pair, ()) if pair else (),
        _about(unit, host_id),
        own in pending,
        bool(pending),
    )


def _about(unit: UnitOfWork, host_id: HostContactId) -> tuple[Issue, ...]:
    """The match issues of Xero contacts of which it is a candidate, by their subject."""
    found = (issue for issue in unit.issues.naming([host_id]) if issue.kind in MATCH_KINDS)
    return tuple(sorted(found, key=lambda issue: issue.subject))


def _section(
    record: ConnectionRecord, host: HostContact, stored: _Stored, halted: bool
) -> XeroClient:
    link, row = stored.link, stored.row
    found = _differences(host, stored)
    situation = Situation(
        link,
        host,
        row.contact.status if row else None,
        frozenset(issue.kind for issue in stored.of_pair),
        stored.pending,
        bool(stored.about),
        any(one.kind is DifferenceKind.DRIFT for one in found),
        halted,
    )
    return XeroClient(
        _state(stored),
        host,
        client_of(record, link) if link else None,
        found,
        tuple(dict.fromkeys((*stored.own, *stored.of_pair, *stored.about))),
        next_steps(situation),
    )


def _differences(host: HostContact, stored: _Stored) -> tuple[Difference, ...]:
    if stored.link is None or stored.row is None:
        return ()
    conflicts = (i for i in stored.of_pair if i.kind is IssueKind.FIELD_CONFLICT)
    held = [name for issue in conflicts for name in issue.fields]
    return differences(stored.link, host.fields, stored.row.contact.fields, held)


def _state(stored: _Stored) -> SectionState:
    if stored.creating:
        return SectionState.BEING_CREATED
    if stored.link is None:
        return SectionState.UNLINKED
    if stored.link.state is LinkState.PREVIOUSLY_SYNCED:
        return SectionState.PREVIOUSLY_SYNCED
    return SectionState.LINKED
