"""Keep the host's index whole: made anew when its rules change, its profiles gone where none asks.

The rules are those of suggestions, and `matching`. Nothing is decided before it is whole: a run
that is cut short here goes on where it stopped.
"""

from collections.abc import Mapping

from attrs import evolve

from xerolink.domain.contacts.issues import MATCH_KINDS
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.staged import IndexEntry
from xerolink.domain.contacts.terms import INDEX_VERSION
from xerolink.domain.identity import HostContactId, IssueId, XeroContactId
from xerolink.domain.run import Phase, TermIndex
from xerolink.ports.host import Changed, HostFeed
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.brake import refuse_empty
from xerolink.usecases.feed import moving
from xerolink.usecases.host_keys import host_entries
from xerolink.usecases.run import Run
from xerolink.usecases.suggested import wake

_PAGE = 500


def begin_terms(run: Run) -> None:
    """To be called before the feed is read: what other rules, or none, have left is forgotten.

    A feed that is about to be read from its beginning brings every profile by itself.
    """
    version = INDEX_VERSION if run.ports.suggestions is not None else 0
    if run.record.terms.version == version:
        return
    whole = run.record.host_cursor is None or (version == 0 and run.record.terms.whole)
    record = evolve(run.record, terms=TermIndex(version, whole=whole))
    with run.transaction() as unit:
        unit.index.strip()
        unit.record.put(record)
    run.record = record


def complete_terms(run: Run) -> None:
    """Read every host contact anew where that is due, a page of the feed at a time.

    Then the open match issues are due, so that they get their suggestions. Raises as
    `refuse_empty` where the host tells of nobody, or has none of many that it told of.
    """
    while not run.record.terms.whole:
        run.at(Phase.READING_HOST)
        run.before_call()
        asked = run.record.terms.cursor
        feed = moving(run.ports.host.changes(asked), asked)
        entries = _read_anew(run, feed)
        terms = evolve(run.record.terms, cursor=feed.cursor, whole=not feed.more)
        record = evolve(run.record, terms=terms)
        with run.transaction() as unit:
            _make_anew(unit, entries)
            if terms.whole:
                _wake_questions(unit)
            unit.record.put(record)
        run.record = record


def _read_anew(run: Run, feed: HostFeed) -> Mapping[HostContactId, IndexEntry]:
    """The entries of a page; an emptied host would let nobody be found, and all be made again."""
    named = {change.host_id for change in feed.changes if isinstance(change, Changed)}
    entries = host_entries(run, named, run.record.settings) if named else {}
    if not entries and len(named) > run.record.settings.mass_change.at_least:
        refuse_empty(run, "the host", f"it has none of {len(named)} contacts of its own feed")
    blank = run.record.terms.cursor is None and not feed.changes and not feed.more
    if blank and _some_are_linked(run):
        refuse_empty(run, "the host", "its feed begins with no contact, and some are linked")
    return entries


def _some_are_linked(run: Run) -> bool:
    """Whether a contact of a pair is in the index: the host never told that it is gone."""
    after: XeroContactId | None = None
    with run.reading() as unit:
        while links := unit.links.page((LinkState.SYNCED,), after, _PAGE):
            after = links[-1].xero_id
            if unit.index.get_many([link.host_id for link in links]):
                return True
    return False


def _make_anew(unit: UnitOfWork, entries: Mapping[HostContactId, IndexEntry]) -> None:
    """Write the entries of known contacts; whoever is not known yet, the next feed brings.

    Who carries a key that a contact gained or lost is decided anew.
    """
    known = unit.index.get_many(list(entries))
    fresh = [(before, entries[i]) for i, before in known.items() if entries[i] != before]
    unit.index.put([entry for _, entry in fresh])
    moved = (one.keys.present for pair in fresh if pair[0].keys != pair[1].keys for one in pair)
    unit.staged.touch_unlinked(frozenset().union(*moved))


def _wake_questions(unit: UnitOfWork) -> None:
    after: IssueId | None = None
    while issues := unit.issues.page(tuple(MATCH_KINDS), after, _PAGE):
        after = issues[-1].issue_id
        wake(unit, issues)
