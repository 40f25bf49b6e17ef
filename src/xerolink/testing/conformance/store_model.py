"""The simplest thing that keeps the promises about rows: plain lists, each call a walk.

It knows nothing of transactions, leases, indexes or paging by a database; that is its worth.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from attrs import define, evolve, field

from xerolink.domain.contacts.decide import Decision, DecisionState
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.normalise import MatchKey
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import DecisionId, HostContactId, XeroContactId, host_entity
from xerolink.domain.journal import Entry
from xerolink.ports.books import SHOWN_HITS

V = TypeVar("V")


@define
class Model:
    """What one connection should hold. A `put` says whether it was allowed."""

    links: list[Link] = field(factory=list)
    issues: list[Issue] = field(factory=list)
    staged: list[StagedContact] = field(factory=list)
    index: list[IndexEntry] = field(factory=list)
    decisions: list[tuple[Decision, DecisionState]] = field(factory=list)
    intents: list[Intent] = field(factory=list)
    journal: list[Entry] = field(factory=list)

    def put_links(self, links: Iterable[Link]) -> bool:
        after = laid(self.links, links, "link_id")
        standing = [link for link in after if link.state is not LinkState.ENDED]
        if not distinct(x.xero_id for x in standing) or not distinct(x.host_id for x in standing):
            return False
        self.links = after
        return True

    def put_issues(self, issues: Iterable[Issue]) -> bool:
        after = laid(self.issues, issues, "issue_id")
        if not distinct((x.subject, x.family) for x in after if x.closed is None):
            return False
        self.issues = after
        return True

    def put_intents(self, intents: Iterable[Intent]) -> bool:
        after = laid(self.intents, intents, "intent_id")
        if not distinct(intent.entity for intent in after if intent.open):
            return False
        self.intents = after
        return True

    def put_staged(self, rows: Iterable[StagedContact]) -> None:
        for row in rows:
            others = [x for x in self.staged if x.contact.xero_id != row.contact.xero_id]
            self.staged = [*others, row]

    def settle(self, revisions: Mapping[XeroContactId, int]) -> None:
        self.staged = [
            row.with_due(False) if revisions.get(row.contact.xero_id) == row.revision else row
            for row in self.staged
        ]

    def touch(self, ids: Collection[XeroContactId]) -> None:
        self.staged = [
            evolve(row, due=True, revision=row.revision + 1) if row.contact.xero_id in ids else row
            for row in self.staged
        ]

    def touch_unlinked(self, keys: Collection[MatchKey]) -> None:
        carriers = [row for row in self.staged if set(row.keys.present) & set(keys)]
        self.touch([x.contact.xero_id for x in carriers if not self.linked(x)])

    def put_index(self, entries: Iterable[IndexEntry]) -> None:
        self.index = laid(self.index, entries, "host_id")

    def remove(self, ids: Collection[HostContactId]) -> None:
        self.index = [entry for entry in self.index if entry.host_id not in ids]

    def put_decisions(self, decisions: Iterable[Decision]) -> None:
        for fresh in decisions:
            self.decisions = [
                (old, DecisionState.STALE)
                if old.entity == fresh.entity and state is DecisionState.OPEN
                else (old, state)
                for old, state in self.decisions
            ]
            self.decisions.append((fresh, DecisionState.OPEN))

    def close(self, states: Mapping[DecisionId, DecisionState]) -> None:
        self.decisions = [(d, states.get(d.decision_id, state)) for d, state in self.decisions]

    def append(self, entries: Iterable[Entry]) -> None:
        self.journal = [*self.journal, *entries]

    def scrub(self, host: HostContactId) -> None:
        self.journal = [
            evolve(entry, values=None, salt=None)
            if host_entity(host) in entry.fact.about
            else entry
            for entry in self.journal
        ]

    def prune(self, up_to: int) -> None:
        kept = [entry for entry in self.journal if entry.sequence > up_to]
        self.journal = kept or self.journal[-1:]

    def linked(self, row: StagedContact) -> bool:
        standing = [x.xero_id for x in self.links if x.state is not LinkState.ENDED]
        return row.contact.xero_id in standing

    def open_decisions(self) -> list[Decision]:
        return [decision for decision, state in self.decisions if state is DecisionState.OPEN]

    def undecided(self) -> list[StagedContact]:
        decided = {(d.xero_id, d.rests_on.staged_revision) for d in self.open_decisions()}
        due = [x for x in self.staged if x.due]
        return [x for x in due if (x.contact.xero_id, x.revision) not in decided]

    def excluded(self) -> int:
        active = [x for x in self.staged if x.contact.status is XeroStatus.ACTIVE]
        return sum(not row.admitted and not self.linked(row) for row in active)

    def staged_hits(self) -> dict[MatchKey, Hits]:
        return _hits((x.contact.xero_id, x.keys.present) for x in self.staged if x.admitted)

    def bearers(self) -> dict[Term, set[HostContactId]]:
        """Who bears which term."""
        found: dict[Term, set[HostContactId]] = {}
        for entry in self.index:
            for term in terms(entry.profile) if entry.profile else ():
                found[term] = {*found.get(term, ()), entry.host_id}
        return found

    def strip(self) -> None:
        self.index = [evolve(entry, profile=None) for entry in self.index]

    def index_hits(self) -> dict[MatchKey, Hits]:
        return _hits((entry.host_id, entry.keys.present) for entry in self.index)


def laid(rows: list[V], fresh: Iterable[V], key: str) -> list[V]:
    """*rows* with *fresh* laid over those of the same *key*, each in its first place."""
    laid: dict[Any, V] = {getattr(row, key): row for row in rows}
    for row in fresh:
        laid[getattr(row, key)] = row
    return list(laid.values())


def distinct(values: Iterable[object]) -> bool:
    return all(number == 1 for number in Counter(values).values())


def _hits(rows: Iterable[tuple[str, tuple[MatchKey, ...]]]) -> dict[MatchKey, Hits]:
    found: dict[MatchKey, list[str]] = {}
    for row_id, keys in rows:
        for key in keys:
            found[key] = [*found.get(key, []), row_id]
    return {key: Hits(len(ids), tuple(sorted(ids)[:SHOWN_HITS])) for key, ids in found.items()}
