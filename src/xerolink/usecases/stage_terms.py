"""Keep the index of suggestions whole: made anew when its rules change, gone where none is asked.

No decision of matching rests on it: a run that is cut short here goes on where it stopped.
"""

from collections.abc import Mapping

from attrs import evolve

from xerolink.domain.contacts.issues import MATCH_KINDS
from xerolink.domain.contacts.staged import IndexEntry
from xerolink.domain.contacts.terms import INDEX_VERSION
from xerolink.domain.identity import HostContactId, IssueId
from xerolink.domain.run import Phase, TermIndex
from xerolink.ports.host import Changed
from xerolink.ports.store import UnitOfWork
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
    whole = version == 0 or run.record.host_cursor is None
    record = evolve(run.record, terms=TermIndex(version, whole=whole))
    with run.transaction() as unit:
        unit.index.strip()
        unit.record.put(record)
    run.record = record


def complete_terms(run: Run) -> None:
    """Read every host contact's profile that is missing, a page of the feed at a time.

    Then the open match issues are due, so that they get their suggestions.
    """
    while not run.record.terms.whole:
        run.at(Phase.READING_HOST)
        run.before_call()
        feed = run.ports.host.changes(run.record.terms.cursor)
        named = {change.host_id for change in feed.changes if isinstance(change, Changed)}
        entries = host_entries(run, named, run.record.settings) if named else {}
        terms = evolve(run.record.terms, cursor=feed.cursor, whole=not feed.more)
        record = evolve(run.record, terms=terms)
        with run.transaction() as unit:
            _profile(unit, entries)
            if terms.whole:
                _wake_questions(unit)
            unit.record.put(record)
        run.record = record


def _profile(unit: UnitOfWork, entries: Mapping[HostContactId, IndexEntry]) -> None:
    """Give known entries their profile; whoever is not known yet, the next feed brings."""
    known = unit.index.get_many(list(entries))
    unit.index.put([evolve(known[i], profile=entries[i].profile) for i in known])


def _wake_questions(unit: UnitOfWork) -> None:
    after: IssueId | None = None
    while issues := unit.issues.page(tuple(MATCH_KINDS), after, _PAGE):
        after = issues[-1].issue_id
        wake(unit, issues)
