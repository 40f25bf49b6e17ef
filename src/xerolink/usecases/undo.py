"""Undo: compensating writes for what a run did, as a plan; refuses what somebody edited since."""

from collections.abc import Collection, Mapping, Sequence

from attrs import evolve

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.deeds import Deed, deeds
from xerolink.domain.errors import NoSuchRunError
from xerolink.domain.identity import DecisionId, HostContactId, RunId, XeroContactId
from xerolink.domain.journal import Entry
from xerolink.domain.plan import Impossible
from xerolink.domain.run import RunRecord
from xerolink.domain.undo import beyond, forgotten, take_back
from xerolink.domain.undo_link import Ground
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.given import one_of
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run

PAGE = 1_000


def draw_undo(run_id: RunId, only: Collection[DecisionId] = ()) -> Draw:
    """What takes back everything that the run did, the last first; *only*: of these decisions.

    A run that did nothing has nothing to take back. What the journal no longer keeps of it, and
    what no undo takes back, is said. Raises `NoSuchRunError`.
    """

    one_of(str, run_id, "run_id")

    def draw(run: Run) -> Drawn:
        _freshen(run, run_id)
        entries, lost = entries_of(run, run_id)
        chosen = [e for e in entries if not only or e.fact.decision_id in only]
        drawn = _drawn(run, deeds(chosen)) if chosen else Drawn(())
        said = () if only else beyond(entries)
        open_yet = _open_yet(run, run_id)
        return evolve(drawn, impossible=(*drawn.impossible, *said, *lost, *open_yet))

    return draw


def _freshen(run: Run, run_id: RunId) -> None:
    """Read both sides before the journal: a contact that is erased by now loses its values."""
    entries, _ = entries_of(run, run_id)
    freshen(run, {i for entry in entries if (i := entry.fact.xero_id) is not None})


def entries_of(run: Run, run_id: RunId) -> tuple[list[Entry], tuple[Impossible, ...]]:
    """What the journal tells of the run, and that it does not tell all, if it was pruned.

    Raises `NoSuchRunError`.
    """
    found: list[Entry] = []
    with run.reading() as unit:
        done = unit.runs.get(run_id)
        if done is None:
            raise NoSuchRunError(run_id)
        oldest = unit.journal.page(0, 1)
        while page := unit.journal.page(found[-1].sequence if found else 0, PAGE, run_id=run_id):
            found += page
    cut = any(_cut(done, first, found) for first in oldest)
    return found, (forgotten(run_id),) if cut else ()


def _open_yet(run: Run, run_id: RunId) -> tuple[Impossible, ...]:
    """The effects of the run whose answers were lost."""
    with run.reading() as unit:
        intents = unit.intents.open(PAGE)
    why = "its outcome is not known yet; the next run finds out first"
    return tuple(Impossible(i.entity, why) for i in intents if i.run_id == run_id)


def _cut(done: RunRecord, oldest: Entry, found: Sequence[Entry]) -> bool:
    """Whether something of the run may have stood before the *oldest* entry that is kept."""
    own = oldest.fact.run_id == done.run_id
    before = not found and done.started <= oldest.fact.at
    return oldest.sequence > 1 and (own or before)


def _drawn(run: Run, done: Sequence[Deed]) -> Drawn:
    found = [
        take_back(deed, ground, run.stamp())
        for deed, ground in zip(done, _grounds(run, done), strict=True)
    ]
    return Drawn(
        tuple(back.decision for back in found if back.decision is not None),
        tuple(said for back in found for said in back.impossible),
    )


def _grounds(run: Run, done: Sequence[Deed]) -> list[Ground]:
    """The ground of each deed, in order; one look-up for all, and one call to the host a page."""
    ids = [deed.xero_id for deed in done if deed.xero_id is not None]
    with run.reading() as unit:
        rows, links = unit.staged.get_many(ids), unit.links.by_xero(ids)
        rivals = [_rivals(unit, deed) for deed in done]
    hosts: dict[HostContactId, HostContact] = {}
    partners = sorted({link.host_id for link in links.values()})
    for start in range(0, len(partners), PAGE):
        hosts |= contacts_there(run, partners[start : start + PAGE])
    grounds = [_ground(deed.xero_id, rows, links, hosts) for deed in done]
    return [evolve(g, rivals=found) for g, found in zip(grounds, rivals, strict=True)]


def _rivals(unit: UnitOfWork, deed: Deed) -> tuple[Link, ...]:
    """Who has the contacts of the tombstones that ended now; few deeds have such."""
    apart = [x for x in deed.before.values() if x.state is LinkState.PREVIOUSLY_SYNCED]
    if not apart:
        return ()
    of_host = unit.links.by_host([link.host_id for link in apart])
    of_xero = unit.links.by_xero([link.xero_id for link in apart])
    return (*of_host.values(), *of_xero.values())


def _ground(
    xero_id: XeroContactId | None,
    rows: Mapping[XeroContactId, StagedContact],
    links: Mapping[XeroContactId, Link],
    hosts: Mapping[HostContactId, HostContact],
) -> Ground:
    if xero_id is None:
        return Ground(None, None, None)
    link = links.get(xero_id)
    return Ground(rows.get(xero_id), hosts.get(link.host_id) if link else None, link)
