"""Suggestions that are shown: whose they are, and when they are reckoned anew."""

from collections.abc import Collection, Iterable

from xerolink.domain.contacts.issues import MATCH_KINDS, CandidateReason, Issue
from xerolink.domain.identity import HostContactId, xero_id_of
from xerolink.ports.store import UnitOfWork


def wake_asked_about(unit: UnitOfWork, ids: Collection[HostContactId]) -> None:
    """Whoever was asked about with one of *ids* as a suggestion is decided anew.

    Candidates of the exact rule are found by their keys.
    """
    wanted = frozenset(ids)
    wake(unit, [issue for issue in unit.issues.naming(wanted) if _suggests(issue, wanted)])


def wake_outdated(unit: UnitOfWork, issues: Iterable[Issue]) -> None:
    """*issues* were decided a while ago: who was suggested then may have a partner now."""
    suggested = (c for i in issues for c in i.candidates if c.reason is CandidateReason.SUGGESTED)
    if ids := {candidate.host_id for candidate in suggested}:
        wake_asked_about(unit, list(unit.links.by_host(ids)))


def wake(unit: UnitOfWork, issues: Iterable[Issue]) -> None:
    """The Xero contacts of match *issues* are due, but for those that have a pair, or had one."""
    about = (xero_id_of(issue.subject) for issue in issues if issue.kind in MATCH_KINDS)
    ids = [xero_id for xero_id in about if xero_id is not None]
    linked = unit.links.by_xero(ids)
    unit.staged.touch([xero_id for xero_id in ids if xero_id not in linked])


def _suggests(issue: Issue, ids: Collection[HostContactId]) -> bool:
    return any(
        candidate.reason is CandidateReason.SUGGESTED and candidate.host_id in ids
        for candidate in issue.candidates
    )
