"""Brake: what a run that nobody watches leaves to a person (semantics rows 19 and 20)."""

from collections import Counter
from typing import NoReturn

from xerolink.domain.brakes import WATCHING, ChangeKind, brake, change_kinds
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.errors import EmptySideError
from xerolink.domain.identity import DecisionId
from xerolink.domain.run import UNATTENDED
from xerolink.domain.settings import SyncMode
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.run import Run

PAGE = 500


class RunHeld(Exception):  # noqa: N818  # no error: the run has planned, and a person goes on
    """Ends a run as HELD; it never leaves `running`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def unattended(run: Run) -> bool:
    """Whether the brakes are for this run; what a person does is exempt."""
    return run.run.kind in UNATTENDED


def watching(run: Run) -> bool:
    """Whether this run may only plan."""
    return unattended(run) and run.record.settings.mode is SyncMode.WATCH


def hold_back(run: Run) -> None:
    """To be called between deciding and performing; raises `RunHeld` where a person is to look.

    Everything that is decided and not done counts, also what earlier runs left. Nothing of the
    run was done yet, so that the links are those of its start.
    """
    if not unattended(run):
        return
    if watching(run):
        raise RunHeld(WATCHING)
    with run.reading() as unit:
        counts = _counted(unit)
        links = unit.links.count().get(LinkState.SYNCED, 0) if counts else 0
    why = brake(counts, links, run.record.settings.mass_change)
    if why is not None:
        raise RunHeld(why)


def _counted(unit: UnitOfWork) -> Counter[ChangeKind]:
    counts: Counter[ChangeKind] = Counter()
    after: DecisionId | None = None
    while page := unit.decisions.open(after, PAGE):
        after = page[-1].decision_id
        counts.update(kind for decision in page for kind in change_kinds(decision))
    return counts


def refuse_empty(run: Run, side: str, why: str) -> NoReturn:
    """A side that looks emptied unlinks nothing: the run ends, and no cursor moves past it.

    Raises `EmptySideError`; in an unattended run `RunHeld`, for the same reason.
    """
    error = EmptySideError(side, why)
    if unattended(run):
        raise RunHeld(str(error))
    raise error
