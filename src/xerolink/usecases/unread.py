"""Host contacts that were not handed over: remembered by their issues, and read again."""

from collections.abc import Iterator

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.identity import HostContactId, IssueId, host_id_of
from xerolink.ports.host import Changed, HostFeed
from xerolink.usecases.groups import groups
from xerolink.usecases.host_rows import MOST
from xerolink.usecases.run import Run

WHY = "its adapter cannot hand it over"
FIX = "mend it in the host, or the adapter; every run reads it again"
_PAGE = 500


def unread_problem(said: str) -> Problem:
    """Why a host contact stays out, of which its adapter *said* so when it was read."""
    return Problem(f"{WHY}: {said}; {FIX}", blocks=True)


def unread_before(run: Run) -> Iterator[HostFeed]:
    """The contacts that were not handed over before, as pages of a feed that stands still.

    The feed has passed them, and the adapter may be mended without a change of theirs. One that
    is read from the beginning brings them by itself.
    """
    cursor = run.record.host_cursor
    if cursor is None:
        return
    for ids in groups(_unread(run), MOST):
        yield HostFeed(tuple(map(Changed, ids)), cursor, more=True)


def _unread(run: Run) -> list[HostContactId]:
    found, after = list[HostContactId](), None
    while issues := _invalid(run, after):
        after = issues[-1].issue_id
        found += [i for issue in issues if not issue.fields and (i := host_id_of(issue.subject))]
    return found


def _invalid(run: Run, after: IssueId | None) -> tuple[Issue, ...]:
    """What is wrong with the whole of a host contact, with no field of it, is that it is unread."""
    with run.reading() as unit:
        return unit.issues.page((IssueKind.INVALID,), after, _PAGE)
