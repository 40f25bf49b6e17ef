"""Settings: what a change of them makes due, and the step that makes it."""

from collections.abc import Mapping

from attrs import evolve

from xerolink.domain.contacts.staged import IndexEntry, restage, rival_keys
from xerolink.domain.identity import Actor, ConnectionId, HostContactId, XeroContactId
from xerolink.domain.journal import EntryKind, Note
from xerolink.domain.run import ConnectionRecord, RunKind, RunRecord
from xerolink.domain.settings import ContactSettings
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.journal import record
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running

PAGE = 1_000


def change_settings(
    ports: Ports, connection_id: ConnectionId, settings: ContactSettings, by: Actor
) -> RunRecord:
    """Change the settings; what they concern is decided anew by the next run, under its brake.

    Another filter lets the next run read everything (semantics row 10). To see first what a
    change does, make a plan of it: `draw_settings`. The same settings again change nothing.
    """
    with running(ports, connection_id, RunKind.SETTINGS, by) as run:
        with run.transaction() as unit:
            after = set_settings(unit, run, settings)
        run.record = after
    return run.run


def set_settings(
    unit: UnitOfWork,
    run: Run,
    settings: ContactSettings,
    keys: Mapping[HostContactId, IndexEntry] | None = None,
) -> ConnectionRecord:
    """Set them, make what they concern due, and tell the journal; the record from then on.

    *keys*: both sides were read for them already, and these are the host's under their matching,
    so that the next run need not read everything again.
    """
    before = run.record
    if settings == before.settings:
        return before
    after = under(before, settings) if keys is None else evolve(before, settings=settings)
    unit.record.put(after)
    unit.index.put((keys or {}).values())
    restage_all(unit, before.settings, settings)
    record(unit, run, [_note(run, before.settings, settings)])
    return after


def under(known: ConnectionRecord, settings: ContactSettings) -> ConnectionRecord:
    """The record with *settings*, and with the cursors of what is to be read again for them.

    Other keys need every host contact: the index is made anew by the next run, which first reads
    what the feed tells since its cursor, for a feed that is read from the beginning need not tell
    who was deleted or merged. Another filter needs Xero's side from the beginning, for the flags
    may change without moving UpdatedDateUTC (semantics row 10).
    """
    same_keys = settings.matching is known.settings.matching
    same_filter = settings.contact_filter is known.settings.contact_filter
    return evolve(
        known,
        settings=settings,
        terms=known.terms if same_keys else evolve(known.terms, cursor=None, whole=False),
        xero_cursor=known.xero_cursor if same_filter else None,
    )


def restage_all(unit: UnitOfWork, before: ContactSettings, after: ContactSettings) -> None:
    """In the transaction of the settings, so that the rows never lag behind them."""
    last: XeroContactId | None = None
    while rows := unit.staged.page(last, PAGE):
        last = rows[-1].contact.xero_id
        changed = [(old, new) for old in rows if (new := restage(old, after))]
        unit.staged.put([new for _, new in changed])
        if _decided_otherwise(before, after):
            unit.staged.touch([row.contact.xero_id for row in rows])
        keys = (rival_keys(old, new) for old, new in changed)
        unit.staged.touch_unlinked(frozenset().union(*keys))


def _decided_otherwise(before: ContactSettings, after: ContactSettings) -> bool:
    """Whether a contact that both let in may be decided about in another way."""
    silent = evolve(
        before,
        contact_filter=after.contact_filter,
        pushed_link_direction=after.pushed_link_direction,
        mass_change=after.mass_change,
        mode=after.mode,
        keep_journal_days=after.keep_journal_days,
    )
    return silent != after


def _note(run: Run, before: ContactSettings, after: ContactSettings) -> Note:
    changed = (
        f"{name}: {_word(old)} became {_word(getattr(after, name))}"
        for name, old in ((n, getattr(before, n)) for n in ContactSettings.__match_args__)
        if old != getattr(after, name)
    )
    now, actor, kind = run.ports.clock.now(), run.run.actor, run.trigger
    why = "; ".join(changed)
    return Note(EntryKind.SETTINGS, now, actor, kind, run.run.run_id, "Settings", why, "done")


def _word(value: object) -> str:
    return str(getattr(value, "value", value))
