"""Reconcile: read both sides whole and say, pair by pair, what is equal and what is not."""

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from xerolink.domain.contacts.differences import DifferenceKind
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.run import RunKind, RunRecord
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.compare import Compared, Missing, compared_pages, wake
from xerolink.usecases.plan import PAGE
from xerolink.usecases.plans import reconsider
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_everything

COUNTED = 1_000
"""How many open effects are counted at most."""


@frozen
class Waiting:
    """What is not done yet, or waits for a person.

    *undecided*: contacts that are due and not decided; *decisions*: those that the next import or
    sync performs; *effects*: calls whose answers were lost, at most `COUNTED` of them.
    """

    undecided: int
    decisions: int
    issues: Mapping[IssueKind, int]
    effects: int


@frozen
class Reconciled:
    """What a full sweep of both sides found; *run* has the counts too.

    Each of the *linked* pairs is one of: *identical*, *suspended*, in *drifting*, *held*,
    *agreed*, by its gravest difference, or in *missing*. *excluded*: active contacts that the
    filter leaves out.
    """

    run: RunRecord
    identical: int
    suspended: int
    drifting: tuple[Compared, ...]
    held: tuple[Compared, ...]
    agreed: tuple[Compared, ...]
    missing: tuple[Missing, ...]
    waiting: Waiting
    excluded: int

    @property
    def linked(self) -> int:
        """How many pairs there are, suspended and dormant ones included."""
        found = (self.drifting, self.held, self.agreed, self.missing)
        return self.identical + self.suspended + sum(map(len, found))


def reconcile(ports: Ports, connection_id: ConnectionId, by: Actor) -> Reconciled:
    """Read both sides whole and compare every pair; neither side is written to.

    One call to Xero for each 1,000 contacts, one to the host for each `PAGE` of pairs. Contacts
    whose flags changed are decided anew (semantics row 10), and so are pairs where an edit has
    not flowed that should have; the next sync performs that. Raises `EmptySideError` where a side
    shows nothing at all while pairs exist (row 20).
    """
    with running(ports, connection_id, RunKind.RECONCILE, by) as run:
        found = sweep(run)
    return evolve(found, run=run.run)


def sweep(run: Run) -> Reconciled:
    """What a reconcile does, in a run; its counts are the run's too."""
    stage_host(run)
    seen = stage_everything(run)
    identical, suspended, apart, missing = 0, 0, list[Compared](), list[Missing]()
    for pairs in compared_pages(run, seen):
        wake(run, pairs)
        equal = [one for one in pairs if isinstance(one, Compared) and one.kind is None]
        asleep = [one for one in equal if one.link.state is LinkState.SUSPENDED]
        identical, suspended = identical + len(equal) - len(asleep), suspended + len(asleep)
        apart += [one for one in pairs if isinstance(one, Compared) and one.kind is not None]
        missing += [one for one in pairs if isinstance(one, Missing)]
    reconsider(run)
    found = _told(run, (identical, suspended), apart, tuple(missing))
    run.counts.update(_counts(found))
    return found


def _told(
    run: Run, equal: tuple[int, int], apart: Sequence[Compared], missing: tuple[Missing, ...]
) -> Reconciled:
    by_kind = {kind: tuple(one for one in apart if one.kind is kind) for kind in DifferenceKind}
    with run.reading() as unit:
        waiting, excluded = _waiting(unit), unit.staged.excluded()
    return Reconciled(
        run.run,
        *equal,
        by_kind[DifferenceKind.DRIFT],
        by_kind[DifferenceKind.HELD],
        by_kind[DifferenceKind.AGREED],
        missing,
        waiting,
        excluded,
    )


def _waiting(unit: UnitOfWork) -> Waiting:
    return Waiting(
        _undecided(unit),
        sum(unit.decisions.count_open().values()),
        unit.issues.count(),
        len(unit.intents.open(COUNTED)),
    )


def _undecided(unit: UnitOfWork) -> int:
    number, after = 0, None
    while rows := unit.staged.undecided(after, PAGE):
        number, after = number + len(rows), rows[-1].contact.xero_id
    return number


def _counts(found: Reconciled) -> dict[str, int]:
    """Under the names of the answer; what is zero is left out."""
    counts = {
        "linked": found.linked,
        "identical": found.identical,
        "suspended": found.suspended,
        "drifting": len(found.drifting),
        "held": len(found.held),
        "agreed": len(found.agreed),
        "missing": len(found.missing),
        "excluded": found.excluded,
    }
    return {name: number for name, number in counts.items() if number}
