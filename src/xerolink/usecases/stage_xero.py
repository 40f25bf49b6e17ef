"""Stage, Xero side: read Xero's pages into the store; nothing is decided here."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from xerolink.domain.contacts.check import Problem, blocked, check_fields
from xerolink.domain.contacts.erased import erased
from xerolink.domain.contacts.filters import admits
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroContact, XeroStatus
from xerolink.domain.contacts.normalise import MatchKey
from xerolink.domain.contacts.staged import StagedContact, rival_keys, stage
from xerolink.domain.identity import EntityKey, XeroContactId, xero_entity
from xerolink.domain.run import ConnectionRecord, Phase
from xerolink.ports.observer import PageStaged
from xerolink.ports.store import UnitOfWork
from xerolink.ports.xero import PAGE, OddContact, XeroPage
from xerolink.usecases.brake import refuse_empty
from xerolink.usecases.problems import note_problems
from xerolink.usecases.run import Run
from xerolink.usecases.scrub import erased_ids, scrub

OVERLAP = timedelta(seconds=120)
"""How far a read goes back behind the last one (protocol, Cycle 7)."""


def stage_everything(run: Run) -> frozenset[XeroContactId]:
    """One full scan: every contact, archived ones included; the ids of all that it showed."""
    return _scan(run, None)


def stage_changes(run: Run) -> None:
    """What changed since the last scan; before the first one, everything."""
    _scan(run, run.record.xero_cursor)


def _scan(run: Run, since: datetime | None) -> frozenset[XeroContactId]:
    """The cursor is Xero's own time in the first answer, and moves only when all is staged.

    An answer from before *since* comes of a clock that was set back: what is edited now carries
    times that nobody would ask for, so everything is read. Pages whose total shrinks come of
    replicas that differ: a row between two of them may have been skipped, and the cursor stays.
    """
    number, staged, started, seen, totals = 1, 0, None, set[XeroContactId](), list[int]()
    while True:
        run.at(Phase.READING_XERO, staged)
        run.before_call()
        page = run.ports.xero.page(number, since)
        if number == 1 and since is None:
            _refuse_empty(run, page)
        if number == 1 and since is not None and page.at < since:
            return _scan(run, None)
        started = started or page.at
        staged += _stage_page(run, page)
        seen.update(_shown_by(page))
        totals += [] if page.total is None else [page.total]
        run.notice(PageStaged(run.connection_id, run.run.run_id, number, staged))
        if not page.more:
            break
        number += 1
    whole = totals == sorted(totals)
    _finish(run, started if whole else None, swept=whole and since is None)
    return frozenset(seen)


def _shown_by(page: XeroPage) -> Iterator[XeroContactId]:
    yield from (contact.xero_id for contact in page.contacts)
    yield from (odd.xero_id for odd in page.odd if odd.xero_id is not None)


def _refuse_empty(run: Run, page: XeroPage) -> None:
    """Xero deletes nothing: a full scan that finds nobody, after one that did, is none."""
    if page.contacts or page.odd or page.more:
        return
    with run.reading() as unit:
        known = bool(unit.staged.page(None, 1))
    if known:
        refuse_empty(run, "Xero", "a full scan found no contact, and an earlier one did")


def _finish(run: Run, started: datetime | None, *, swept: bool) -> None:
    """The cursor goes back with Xero's clock: what is seen twice is no news. None: it stays."""
    cursor = run.record.xero_cursor if started is None else started - OVERLAP
    now = run.ports.clock.now()
    swept_at = now if swept else run.record.swept_at
    record = evolve(run.record, xero_cursor=cursor, scanned_at=now, swept_at=swept_at)
    with run.transaction() as unit:
        unit.record.put(record)
    run.record = record


@frozen
class _Page:
    rows: tuple[StagedContact, ...]
    before: Mapping[XeroContactId, StagedContact]
    problems: Mapping[EntityKey, tuple[Problem, ...]] = field(repr=False)


def _stage_page(run: Run, page: XeroPage) -> int:
    if not page.contacts and not page.odd:
        return 0
    return stage_contacts(run, page.contacts, page.odd)


def stage_contacts(
    run: Run,
    contacts: Iterable[XeroContact],
    odd: Collection[OddContact] = (),
    also: Callable[[UnitOfWork], object] = lambda _: None,
) -> int:
    """Stage what was just read, and how many that is; *also* writes in the same transaction."""
    read = _newest(contacts)
    found = _gather(run, read, odd)
    with run.transaction() as unit:
        _write(unit, run, found)
        also(unit)
    return len(read)


def _newest(contacts: Iterable[XeroContact]) -> dict[XeroContactId, XeroContact]:
    """The contacts by id; of one that stands there twice, the newer reading."""
    return {c.xero_id: c for c in sorted(contacts, key=lambda contact: contact.updated)}


def _gather(
    run: Run, read: Mapping[XeroContactId, XeroContact], unread: Collection[OddContact]
) -> _Page:
    with run.reading() as unit:
        before = unit.staged.get_many(list(read))
        links = unit.links.by_xero([*read, *(o.xero_id for o in unread if o.xero_id)])
    problems = {i: () if erased(c) else check_fields(c.fields) for i, c in read.items()}
    usable = [contact for i, contact in read.items() if not blocked(problems[i])]
    rows = [stage(before.get(c.xero_id), c, run.record.settings) for c in usable]
    noted = {
        xero_entity(i): problems[i] if _shown(run.record, c, i in links) else ()
        for i, c in read.items()
    }
    odd = {xero_entity(o.xero_id): (o.problem,) for o in unread if o.xero_id}
    run.counts["unnamed_rows"] += sum(1 for o in unread if o.xero_id is None)
    return _Page(tuple(row for row in rows if row), before, {**noted, **odd})


def _shown(record: ConnectionRecord, contact: XeroContact, linked: bool) -> bool:
    """A contact that the filter leaves out is invisible, its problems too (semantics row 10)."""
    return linked or admits(record.settings.contact_filter, contact)


def _write(unit: UnitOfWork, run: Run, page: _Page) -> None:
    unit.staged.put(page.rows)
    scrub(unit, run, erased_ids(page.rows))
    unit.staged.touch_unlinked(_rivals(page))
    unit.staged.touch(_refused(unit, page))
    if any(_appeared(page.before.get(row.contact.xero_id), row) for row in page.rows):
        _wake_losers(unit)
    note_problems(unit, run, page.problems)


def _refused(unit: UnitOfWork, page: _Page) -> list[XeroContactId]:
    """Contacts that somebody touched in Xero, and no field, where Xero has refused something.

    What was in the way there may be mended: a contact restored before anybody saw it archived.
    """
    touched = [row.contact.xero_id for row in page.rows if not row.due]
    issues = unit.issues.open_for([xero_entity(xero_id) for xero_id in touched])
    kinds = {entity: {issue.kind for issue in found} for entity, found in issues.items()}
    return [i for i in touched if IssueKind.REFUSED in kinds.get(xero_entity(i), ())]


def _appeared(before: StagedContact | None, row: StagedContact) -> bool:
    return _active(row) and not (before and _active(before))


def _active(row: StagedContact) -> bool:
    return row.contact.status is XeroStatus.ACTIVE


def _wake_losers(unit: UnitOfWork) -> None:
    """What appeared may be the survivor that a suspended pair waits for (semantics row 23)."""
    after: XeroContactId | None = None
    while links := unit.links.page((LinkState.SUSPENDED,), after, PAGE):
        after = links[-1].xero_id
        rows = unit.staged.get_many([link.xero_id for link in links])
        unit.staged.touch([i for i, row in rows.items() if row.contact.merged_to])


def _rivals(page: _Page) -> frozenset[MatchKey]:
    before = page.before
    return frozenset().union(*(rival_keys(before.get(r.contact.xero_id), r) for r in page.rows))
