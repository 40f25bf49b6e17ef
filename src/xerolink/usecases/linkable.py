"""What is known of contacts that a person gives partners to, and what stands in the way."""

from collections.abc import Collection, Mapping

from attrs import frozen

from xerolink.domain.contacts.check import blocked, check_fields
from xerolink.domain.contacts.intent import CreateContact
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import HostContact, XeroStatus
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import (
    AlreadyLinkedError,
    NotPossibleError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.identity import EntityKey, HostContactId, XeroContactId, xero_entity
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.match import OPEN_CREATES
from xerolink.usecases.run import Run


@frozen
class Linkable:
    """What the store and the host hold about some contacts of either side.

    *awaited*: numbers of contacts that are being created in Xero and not seen there yet.
    """

    rows: Mapping[XeroContactId, StagedContact]
    by_xero: Mapping[XeroContactId, Link]
    by_host: Mapping[HostContactId, Link]
    issues: Mapping[EntityKey, tuple[Issue, ...]]
    awaited: frozenset[str]
    hosts: Mapping[HostContactId, HostContact]

    def row(self, xero_id: XeroContactId) -> StagedContact:
        """The Xero contact, if it can get a partner now.

        Raises `AlreadyLinkedError`, or `NotPossibleError`: it is unknown, not active, unusable,
        or being created from a host contact.
        """
        _refuse_linked(self.by_xero.get(xero_id))
        row = self.rows.get(xero_id)
        if row is None:
            raise _refused(xero_id, "it was never read from Xero", "sync_contacts, then again")
        if row.contact.status is not XeroStatus.ACTIVE:
            raise _refused(xero_id, "it is archived in Xero", "restore it there, then again")
        for issue in self.issues.get(xero_entity(xero_id), ()):
            if issue.kind is IssueKind.INVALID:
                raise _refused(xero_id, issue.why, "mend it in Xero, then again")
        if row.contact.number in self.awaited:
            why = "it is being created from a host contact"
            raise _refused(xero_id, why, "sync_contacts, which links the two")
        return row

    def host(self, host_id: HostContactId) -> HostContact:
        """The host contact, if it can get a partner now.

        Raises `AlreadyLinkedError`, `UnknownContactError` or `UnusableContactError`.
        """
        _refuse_linked(self.by_host.get(host_id))
        contact = self.hosts.get(host_id)
        if contact is None:
            raise UnknownContactError(host_id)
        problems = check_fields(contact.fields)
        if blocked(problems):
            raise UnusableContactError(host_id, [problem.why for problem in problems])
        return contact


def linkable(
    run: Run, xero_ids: Collection[XeroContactId], host_ids: Collection[HostContactId]
) -> Linkable:
    """Gather it; the host is asked once."""
    hosts = contacts_there(run, host_ids)
    with run.reading() as unit:
        return Linkable(
            unit.staged.get_many(xero_ids),
            unit.links.by_xero(xero_ids),
            unit.links.by_host(host_ids),
            unit.issues.open_for([xero_entity(xero_id) for xero_id in xero_ids]),
            _awaited(unit),
            hosts,
        )


def _awaited(unit: UnitOfWork) -> frozenset[str]:
    bodies = (intent.body for intent in unit.intents.open(OPEN_CREATES))
    return frozenset(body.draft.number for body in bodies if isinstance(body, CreateContact))


def _refuse_linked(link: Link | None) -> None:
    if link is not None and link.state is not LinkState.PREVIOUSLY_SYNCED:
        raise AlreadyLinkedError(link.host_id, link.xero_id)


def _refused(xero_id: XeroContactId, why: str, instead: str) -> NotPossibleError:
    return NotPossibleError(xero_entity(xero_id), why, [instead])
