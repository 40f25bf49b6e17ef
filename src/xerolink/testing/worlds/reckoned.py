"""What is told beside an open issue, after quiet: as if it were reckoned now, of the two contacts.

The index that it rests on is held against one that is built anew of the host's book.
"""

from collections.abc import Collection, Iterator

from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.issues import MATCH_KINDS, Candidate, CandidateReason, Issue
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.reasons import reasons
from xerolink.domain.identity import xero_id_of
from xerolink.ports.store import UnitOfWork
from xerolink.testing.worlds.anew import outdated
from xerolink.testing.worlds.steps import BrokenError
from xerolink.testing.worlds.world import World

_OF_THE_BOOK = "shared mailbox of "
"""It counts others, and is of when the issue was written."""
_MANY = 1_000


def as_reckoned_now(world: World, left_alone: Collection[str]) -> None:
    """Raises `BrokenError` where the index or an open issue tells what is not so any more.

    *left_alone*: whom a person left out of a plan; what is asked about those stays as it was.
    """
    with world.store.reading(world.connection_id) as unit:
        record = unit.record.get()
        if record is None or record.imported_at is None:
            return
        if old := list(outdated(world, unit, record)):
            raise BrokenError(f"the index is not what the host's book says: {old}")
        for issue in unit.issues.page(tuple(MATCH_KINDS), None, _MANY):
            if xero_id_of(issue.subject) not in left_alone:
                _is_of_the_two(unit, world, issue)


def _is_of_the_two(unit: UnitOfWork, world: World, issue: Issue) -> None:
    """An issue that the filter hides is not brought up to date, and shown to nobody."""
    xero_id = xero_id_of(issue.subject)
    row = unit.staged.get_many([xero_id]).get(xero_id) if xero_id else None
    if row is None or not row.admitted or world.suggestions is None:
        return
    asked = Profile.of(row.contact.fields)
    taken = unit.links.by_host([c.host_id for c in issue.candidates])
    for candidate in issue.candidates:
        problems = list(_problems(world, candidate, candidate.host_id in taken, asked))
        if problems:
            told = f"{candidate.host_id} ({candidate.reason.value})"
            raise BrokenError(f"{told} beside {row.contact.xero_id[:4]}: {problems}")


def _problems(world: World, candidate: Candidate, taken: bool, asked: Profile) -> Iterator[str]:
    suggested = candidate.reason is CandidateReason.SUGGESTED
    host = world.host.contacts().get(candidate.host_id)
    if suggested and taken:
        yield "it has a partner"
    if host is None:
        yield from ("it is gone",) if suggested else ()
        return
    now = _reasons(world, asked, Profile.of(host.fields))
    told = (why for why in candidate.reasons if not why.startswith(_OF_THE_BOOK))
    yield from (f"it is told: {why}" for why in told if why not in now)


def _reasons(world: World, asked: Profile, other: Profile) -> tuple[str, ...]:
    assert world.suggestions is not None
    alone = Asked(asked, {}, 0)
    compared = Comparison(alone, world.suggestions.weights, world.suggestions.distance)
    return reasons(alone, compared.measure(other))
