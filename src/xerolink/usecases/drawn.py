"""Whole-book plans: what an import, a sync, or other settings would do, as rows to read.

Drawing one writes to neither side, links nobody, opens no match issue and decides nothing for
good: the staged scan and the open decisions are its memory (architecture, law 4). Reading is
reading as in every run: a contact that cannot be used gets its issue, and a link follows a merge
in the host.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from xerolink.domain.contacts.decide import Decision, Leave
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.errors import NotImportedError
from xerolink.domain.identity import DecisionId, HostContactId, XeroContactId
from xerolink.domain.run import Phase
from xerolink.domain.settings import ContactSettings
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.change_settings import restage_all
from xerolink.usecases.excluded import Excluded, excluded
from xerolink.usecases.host_keys import other_keys
from xerolink.usecases.import_contacts import is_planned, stage_for_import
from xerolink.usecases.match import Matched, look_up, with_hosts
from xerolink.usecases.plan import PAGE, decided, open_decisions, plan_due
from xerolink.usecases.plans import Draw, Drawn
from xerolink.usecases.run import Run
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes, stage_everything


def draw_import() -> Draw:
    """What an import would do: pairs, creations and questions, over everything in both books."""

    def draw(run: Run) -> Drawn:
        waiting = is_planned(run)
        stage_host(run)
        stage_for_import(run, waiting)
        return _open_rows(run)

    return draw


def draw_sync() -> Draw:
    """What a sync would do now, what a brake held back included.

    Raises `NotImportedError` before the first import.
    """

    def draw(run: Run) -> Drawn:
        _require_import(run)
        stage_host(run)
        stage_changes(run)
        return _open_rows(run)

    return draw


def draw_settings(settings: ContactSettings) -> Draw:
    """What would be done under other *settings*, which stay as they are until that is applied.

    Another filter reads everything anew (semantics row 10). Before the first import there are no
    rows: what the import does is seen in its own plan.
    """

    def draw(run: Run) -> Drawn:
        stage_host(run)
        if settings.contact_filter is run.record.settings.contact_filter:
            stage_changes(run)
        else:
            stage_everything(run)
        rows, out = _supposed(run, settings)
        return Drawn(rows, (), settings, out.contacts, out.without_invoice)

    return draw


def _require_import(run: Run) -> None:
    if run.record.imported_at is None:
        raise NotImportedError(run.connection_id)


def _open_rows(run: Run) -> Drawn:
    plan_due(run)
    with run.reading() as unit:
        rows = tuple(_acting(open_decisions(unit)))
        out = excluded(unit, run.record.settings)
    return Drawn(rows, (), None, out.contacts, out.without_invoice)


def _acting(decisions: Iterator[Decision]) -> Iterator[Decision]:
    """Without those that find nothing to do."""
    return (d for d in decisions if not isinstance(d.action, Leave))


@frozen
class _Supposed:
    """What the store would hold: decisions that stand, pages to decide, and who is left out."""

    standing: tuple[Decision, ...]
    pages: tuple[tuple[tuple[StagedContact, ...], Matched], ...]
    out: Excluded


class _TakenBack(Exception):  # noqa: N818  # no error: it ends a transaction that was never meant
    """Rolls a transaction back, and carries out of it what was seen there."""

    def __init__(self, found: _Supposed) -> None:
        self.found = found


def _supposed(run: Run, settings: ContactSettings) -> tuple[tuple[Decision, ...], Excluded]:
    found = _suppose(run, settings, other_keys(run, settings))
    if run.record.imported_at is None:
        return (), found.out
    fresh = [d for rows, seen in found.pages for d in _decide_page(run, rows, seen, settings)]
    return (*found.standing, *_acting(iter(fresh))), found.out


def _suppose(
    run: Run, settings: ContactSettings, entries: Mapping[HostContactId, IndexEntry]
) -> _Supposed:
    """Restage in a transaction that is taken back; one that writes waits for other writers."""
    try:
        with run.transaction() as unit:
            unit.index.put(entries.values())
            restage_all(unit, run.record.settings, settings)
            raise _TakenBack(_look_round(unit, run, settings))
    except _TakenBack as back:
        return back.found


def _look_round(unit: UnitOfWork, run: Run, settings: ContactSettings) -> _Supposed:
    standing = tuple(_acting(_still_open(unit)))
    pages, after = [], None
    while rows := unit.staged.undecided(after, PAGE):
        after = rows[-1].contact.xero_id
        pages.append((rows, look_up(unit, rows, run.ports.suggestions)))
    return _Supposed(standing, tuple(pages), excluded(unit, settings))


def _still_open(unit: UnitOfWork) -> Iterator[Decision]:
    """The open decisions whose contact is still due on the revision that they rest on."""
    after: DecisionId | None = None
    while page := unit.decisions.open(after, PAGE):
        after = page[-1].decision_id
        rows = unit.staged.get_many([d.xero_id for d in page if d.xero_id is not None])
        yield from (d for d in page if _rests(d, rows))


def _rests(decision: Decision, rows: Mapping[XeroContactId, StagedContact]) -> bool:
    row = rows.get(decision.xero_id) if decision.xero_id is not None else None
    return row is not None and row.due and row.revision == decision.rests_on.staged_revision


def _decide_page(
    run: Run, rows: Sequence[StagedContact], seen: Matched, settings: ContactSettings
) -> list[Decision]:
    run.at(Phase.DECIDING)
    return decided(run, rows, with_hosts(run, seen), settings)
