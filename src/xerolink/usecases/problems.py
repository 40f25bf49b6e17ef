"""Contacts that cannot be used, as issues that open and close with what is read."""

from collections.abc import Mapping

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.raised import continued
from xerolink.domain.identity import SYNC, EntityKey, IssueId
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.run import Run


def note_problems(
    unit: UnitOfWork, run: Run, read: Mapping[EntityKey, tuple[Problem, ...]]
) -> None:
    """Bring the INVALID issues of everything in *read* up to date; no problem: closed."""
    standing = unit.issues.open_for(list(read))
    written = [
        issue
        for subject, problems in read.items()
        for issue in _change(run, subject, problems, _invalid(standing.get(subject, ())))
    ]
    run.counts["problems"] += sum(1 for issue in written if issue.closed is None)
    unit.issues.put(written)


def _invalid(issues: tuple[Issue, ...]) -> Issue | None:
    return next((issue for issue in issues if issue.kind is IssueKind.INVALID), None)


def _change(
    run: Run, subject: EntityKey, problems: tuple[Problem, ...], standing: Issue | None
) -> tuple[Issue, ...]:
    if not problems:
        return (standing.close(run.ports.clock.now(), SYNC),) if standing else ()
    why = "; ".join(problem.why for problem in problems)
    if standing is not None and standing.why == why:
        return ()
    fields = tuple({p.field: None for p in problems if p.field is not None})
    issue = Issue(
        IssueId(run.ports.ids.new()),
        IssueKind.INVALID,
        subject,
        run.ports.clock.now(),
        why,
        fields=fields,
    )
    return (continued(issue, (standing,) if standing else ()),)
