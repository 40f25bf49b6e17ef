"""Settle a merge: two pairs became one contact, and a person says which pair stands.

In Xero, the contact of one pair was merged into that of another (`MERGE_COLLISION`, semantics
row 23); in the host likewise (`HOST_MERGE`, row 25). The pair that stands gets the contacts that
are left; the other one is stopped.
"""

from attrs import evolve, frozen

from xerolink.domain.contacts.decide import (
    Action,
    Decision,
    Leave,
    MoveLink,
    RestsOn,
    TakeOver,
    Verdict,
)
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link, Separation
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import HostContact, XeroStatus
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import NotLinkedError, NotPossibleError, UnknownContactError
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.usecases.given import an_id
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.match import match_page
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run

MERGES = frozenset({IssueKind.MERGE_COLLISION, IssueKind.HOST_MERGE})


@frozen
class _Case:
    """The pair *link* that the issue is about, the *other* one, and the contacts that are left."""

    kind: IssueKind
    row: StagedContact
    link: Link
    other: Link | None
    host_id: HostContactId
    survivor: XeroContactId
    host: HostContact | None

    @property
    def choices(self) -> tuple[XeroContactId, ...]:
        """The Xero contacts by which the two pairs are named."""
        return (self.link.xero_id, *((self.other.xero_id,) if self.other else ()))


def draw_settle_merge(xero_id: XeroContactId, keep: XeroContactId) -> Draw:
    """Let the pair of Xero contact *keep* stand: that of the issue about *xero_id*, or the other.

    The bases of the pair that stands stay, so that what now differs flows. The other pair is
    stopped and its tombstone holds what the first leaves behind. Raises `NotPossibleError` where
    no such issue is open, *keep* names neither pair, or a contact that is left is not usable;
    `NotLinkedError`, `UnknownContactError`.
    """
    an_id(xero_id, "xero_id")
    an_id(keep, "keep")

    def draw(run: Run) -> Drawn:
        freshen(run, [xero_id])
        case = _case(run, xero_id)
        if keep not in case.choices:
            why = f"{keep} is in neither of the two pairs"
            raise NotPossibleError(xero_entity(xero_id), why, [f"keep {i}" for i in case.choices])
        return Drawn((_stands(run, case) if keep == xero_id else _gives_way(run, case),))

    return draw


def _case(run: Run, xero_id: XeroContactId) -> _Case:
    subject = xero_entity(xero_id)
    with run.reading() as unit:
        row = unit.staged.get_many([xero_id]).get(xero_id)
        issues = unit.issues.open_for([subject]).get(subject, ())
    issue = next((issue for issue in issues if issue.kind in MERGES), None)
    if row is None or issue is None:
        raise NotPossibleError(subject, "no merge waits for a decision about it", ["issues"])
    found = match_page(run, [row])
    if xero_id not in found.links:
        raise NotLinkedError(xero_id)
    link = found.links[xero_id]
    if issue.kind is IssueKind.HOST_MERGE:
        return _in_host(run, row, link, issue)
    return _in_xero(run, row, link, found.survivors.get(xero_id))


def _in_host(run: Run, row: StagedContact, link: Link, issue: Issue) -> _Case:
    host_id = issue.candidates[0].host_id
    with run.reading() as unit:
        other = unit.links.by_host([host_id]).get(host_id)
    host = contacts_there(run, [host_id]).get(host_id)
    return _Case(issue.kind, row, link, other, host_id, link.xero_id, host)


def _in_xero(run: Run, row: StagedContact, link: Link, survivor: XeroContactId | None) -> _Case:
    if survivor is None:
        why = "it is active in Xero again, or what it was merged into is not"
        raise NotPossibleError(xero_entity(link.xero_id), why, ["sync_contacts"])
    with run.reading() as unit:
        other = unit.links.by_xero([survivor]).get(survivor)
    host = contacts_there(run, [link.host_id]).get(link.host_id)
    kind = IssueKind.MERGE_COLLISION
    return _Case(kind, row, link, other, link.host_id, survivor, host)


def _stands(run: Run, case: _Case) -> Decision:
    """The other pair is stopped: its tombstone holds its own contact that no pair has now."""
    _refuse_unusable(case)
    action = TakeOver(case.host_id, case.survivor)
    reason = "a person kept this pair after a merge"
    if case.other is None:
        return _decision(run, case, action, reason)
    why = f"a merge: a person kept the pair of Xero contact {case.link.xero_id}"
    apart = Separation(run.ports.clock.now(), run.run.actor, why)
    rest = evolve(case.other, separated=apart)
    if case.kind is IssueKind.HOST_MERGE:
        rest = evolve(rest, host_id=case.link.host_id)
    else:
        rest = evolve(rest, xero_id=case.link.xero_id)
    made = _decision(run, case, action, reason)
    warning = f"the pair of Xero contact {case.other.xero_id} is stopped"
    replaced = (case.other.link_id,)
    return evolve(made, replaces=replaced, restores=(rest,), warnings=(warning,))


def _refuse_unusable(case: _Case) -> None:
    if case.host is None:
        raise UnknownContactError(case.host_id)
    archived = case.row.contact.status is not XeroStatus.ACTIVE
    if archived and case.kind is IssueKind.HOST_MERGE:
        why = "it is archived in Xero"
        raise NotPossibleError(xero_entity(case.survivor), why, ["restore it there, then again"])


def _gives_way(run: Run, case: _Case) -> Decision:
    """A pair that came apart with the merge already only has its issue answered."""
    action: Action = Leave()
    if case.link.state is not LinkState.PREVIOUSLY_SYNCED:
        action = MoveLink(case.link.host_id, LinkEvent.STOPPED)
    return _decision(run, case, action, "a person kept the other pair after a merge")


def _decision(run: Run, case: _Case, action: Action, reason: str) -> Decision:
    host, xero = case.host.fields if case.host else None, case.row.contact.fields
    return Decision(
        run.stamp(),
        case.link.xero_id,
        Verdict.STATE,
        action,
        reason,
        RestsOn(case.row.revision, link_id=case.link.link_id, link_revision=case.link.revision),
        host,
        host,
        xero,
        xero,
        answers=(case.kind,),
    )
