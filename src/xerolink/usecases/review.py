"""Review: the match issues as a person reads them."""

from collections.abc import Collection, Mapping

from attrs import field, frozen

from xerolink.domain.contacts.issues import (
    MATCH_KINDS,
    REFUSALS,
    CandidateReason,
    Issue,
    IssueKind,
    likelihood,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    FieldName,
    FieldValue,
    HostContact,
    XeroContact,
    veiled,
)
from xerolink.domain.contacts.normalise import same
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import (
    ConnectionId,
    HostContactId,
    IssueId,
    XeroContactId,
    xero_id_of,
)
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.host_rows import contacts_shown
from xerolink.usecases.resolve import BY_MATCHING, WHAT_TO_DO
from xerolink.usecases.run import Ports

WHY: Mapping[CandidateReason, str] = {
    CandidateReason.SAME_NAME_AND_EMAIL: "both the name and the billing email mean the same",
    CandidateReason.SAME_NAME: "the name means the same; the billing email differs or is missing",
    CandidateReason.SAME_EMAIL: "the billing email means the same; the name differs",
    CandidateReason.NEAR_NAME: "the name is nearly the same",
    CandidateReason.SUGGESTED: "other things than the name and the billing email are alike",
    CandidateReason.FORMER_PARTNER: "the two were synced before, until somebody stopped it",
    CandidateReason.MERGED_INTO: "in the host, the former partner was merged into this contact",
}
"""Why a host contact is a candidate, in words; no value of either side is repeated."""


@frozen
class Difference:
    """A field in which the two sides mean different things, or one does not say."""

    name: FieldName
    host: FieldValue = field(repr=veiled)
    xero: FieldValue = field(repr=veiled)


@frozen
class CandidateView:
    """A candidate as it stands now: why it is one, where it differs, and whether it is taken.

    *link*: the pair that it is in, or was until somebody stopped it; None: it never was in one.
    *probability* in thousandths, and the *reasons* in words, are of when the issue was written;
    None: nothing is suggested. Reasons may name a part of a name: show them, log them nowhere.
    """

    contact: HostContact
    reason: CandidateReason
    differences: tuple[Difference, ...]
    link: Link | None
    probability: int | None = None
    reasons: tuple[str, ...] = field(default=(), repr=veiled)

    @property
    def why(self) -> str:
        return WHY[self.reason]

    @property
    def likelihood(self) -> str:
        """The probability and the reasons, as a person reads them; "": it was not reckoned."""
        return likelihood(self.probability, self.reasons)

    @property
    def differs(self) -> tuple[FieldName, ...]:
        return tuple(difference.name for difference in self.differences)

    @property
    def linked_to(self) -> XeroContactId | None:
        """Its partner, or its former one."""
        return self.link.xero_id if self.link else None

    @property
    def taken(self) -> bool:
        """Whether it has a partner now; a former one does not keep a person from linking it."""
        return self.link is not None and self.link.state is not LinkState.PREVIOUSLY_SYNCED


@frozen
class Partner:
    """The host contact that the Xero contact is linked to, and where they differ."""

    link: Link
    contact: HostContact
    differences: tuple[Difference, ...]


@frozen
class MatchIssue:
    """An open issue with the Xero contact and the candidates that it is about.

    *partner*: of a contact that is linked, as one with a field conflict is; None: it is not, or
    the host no longer has it.
    """

    issue: Issue
    contact: XeroContact
    candidates: tuple[CandidateView, ...]
    partner: Partner | None = None

    @property
    def what_to_do(self) -> str:
        """What answers it, in words; the names are those of the front door's verbs."""
        if self.issue.kind in REFUSALS:
            return "mend what was refused, then retry; resolve_conflict gives the value up"
        return WHAT_TO_DO.get(self.issue.kind, BY_MATCHING)


def match_issues(
    ports: Ports,
    connection_id: ConnectionId,
    kinds: Collection[IssueKind] = MATCH_KINDS,
    after: IssueId | None = None,
    size: int = 50,
) -> tuple[MatchIssue, ...]:
    """At most *size* open issues of *kinds*, ordered by id, those after *after*; fewer: the last.

    One call to the host for the page. A candidate that the host no longer has is left out. So is
    the match issue of a contact that the filter now leaves out and that never had a partner
    (semantics row 10), and an issue without a staged Xero contact: `overview.issues` tells it.
    """
    with ports.store.reading(connection_id) as unit:
        shown = _shown(unit, kinds, after, size)
        links = unit.links.by_xero([row.contact.xero_id for _, row in shown])
        wanted = {c.host_id for issue, _ in shown for c in issue.candidates}
        taken = unit.links.by_host(wanted)
    wanted |= {link.host_id for link in links.values()}
    hosts = contacts_shown(ports.host, wanted)
    return tuple(
        MatchIssue(
            issue,
            row.contact,
            _candidates(issue, row.contact, hosts, taken),
            _partner(row.contact, links.get(row.contact.xero_id), hosts),
        )
        for issue, row in shown
    )


def _shown(
    unit: UnitOfWork, kinds: Collection[IssueKind], after: IssueId | None, size: int
) -> list[tuple[Issue, StagedContact]]:
    """A full page of issues that are not hidden, however many hidden ones lie between."""
    shown: list[tuple[Issue, StagedContact]] = []
    while len(shown) < size and (issues := unit.issues.page(kinds, after, size)):
        after = issues[-1].issue_id
        about = [(issue, i) for issue in issues if (i := xero_id_of(issue.subject)) is not None]
        ids = [xero_id for _, xero_id in about]
        rows, links = unit.staged.get_many(ids), unit.links.by_xero(ids)
        shown += [
            (issue, rows[i])
            for issue, i in about
            if i in rows and not _hidden(issue, rows[i], links.get(i))
        ]
    return shown[:size]


def _hidden(issue: Issue, row: StagedContact, link: Link | None) -> bool:
    """The filter hides what it keeps from being imported, never a pair or a former one."""
    return issue.kind in MATCH_KINDS and not row.admitted and link is None


def _candidates(
    issue: Issue,
    contact: XeroContact,
    hosts: Mapping[HostContactId, HostContact],
    taken: Mapping[HostContactId, Link],
) -> tuple[CandidateView, ...]:
    return tuple(
        CandidateView(
            host,
            candidate.reason,
            _differences(host, contact),
            taken.get(host.host_id),
            candidate.probability,
            candidate.reasons,
        )
        for candidate in issue.candidates
        if (host := hosts.get(candidate.host_id)) is not None
    )


def _partner(
    contact: XeroContact, link: Link | None, hosts: Mapping[HostContactId, HostContact]
) -> Partner | None:
    if link is None or link.host_id not in hosts:
        return None
    host = hosts[link.host_id]
    return Partner(link, host, _differences(host, contact))


def _differences(host: HostContact, contact: XeroContact) -> tuple[Difference, ...]:
    pairs = ((name, host.fields.get(name), contact.fields.get(name)) for name in FieldName)
    return tuple(Difference(n, here, there) for n, here, there in pairs if not same(n, here, there))
