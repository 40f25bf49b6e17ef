"""Review: the match issues as a person reads them."""

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from xerolink.domain.contacts.issues import MATCH_KINDS, CandidateReason, Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, HostContact, XeroContact
from xerolink.domain.contacts.normalise import same
from xerolink.domain.identity import (
    ConnectionId,
    EntityKey,
    HostContactId,
    IssueId,
    XeroContactId,
    xero_entity,
)
from xerolink.usecases.run import Ports


@frozen
class CandidateView:
    """A candidate as it stands now: why it is one, where it differs, and whether it is taken."""

    contact: HostContact
    reason: CandidateReason
    differs: tuple[FieldName, ...]
    linked_to: XeroContactId | None


@frozen
class MatchIssue:
    """An open issue with the Xero contact and the candidates that it is about."""

    issue: Issue
    contact: XeroContact
    candidates: tuple[CandidateView, ...]


def match_issues(
    ports: Ports,
    connection_id: ConnectionId,
    kinds: Collection[IssueKind] = MATCH_KINDS,
    after: IssueId | None = None,
    size: int = 50,
) -> tuple[MatchIssue, ...]:
    """At most *size* open match issues of *kinds*, ordered by id, those after *after*.

    One call to the host for the page. A candidate that the host no longer has is left out, and
    so is the issue of a contact that the filter now leaves out (semantics row 10).
    """
    with ports.store.reading(connection_id) as unit:
        issues = unit.issues.page(kinds, after, size)
        subjects = _xero_ids([issue.subject for issue in issues])
        rows = unit.staged.get_many(list(subjects.values()))
        wanted = {candidate.host_id for issue in issues for candidate in issue.candidates}
        links = unit.links.by_host(wanted)
    hosts = ports.host.get_many(wanted) if wanted else {}
    return tuple(
        _view(issue, row.contact, hosts, links)
        for issue in issues
        if (row := rows.get(subjects[issue.subject])) is not None and row.admitted
    )


def _xero_ids(subjects: Sequence[EntityKey]) -> dict[EntityKey, XeroContactId]:
    prefix = xero_entity(XeroContactId(""))
    return {subject: XeroContactId(subject.removeprefix(prefix)) for subject in subjects}


def _view(
    issue: Issue,
    contact: XeroContact,
    hosts: Mapping[HostContactId, HostContact],
    links: Mapping[HostContactId, Link],
) -> MatchIssue:
    candidates = tuple(
        CandidateView(
            host,
            candidate.reason,
            _differences(host, contact),
            links[host.host_id].xero_id if host.host_id in links else None,
        )
        for candidate in issue.candidates
        if (host := hosts.get(candidate.host_id)) is not None
    )
    return MatchIssue(issue, contact, candidates)


def _differences(host: HostContact, contact: XeroContact) -> tuple[FieldName, ...]:
    return tuple(n for n in FieldName if not same(n, host.fields.get(n), contact.fields.get(n)))
