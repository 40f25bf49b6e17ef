"""The two books in memory: the staged Xero side, and the index of the host side."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from attrs import evolve

from xerolink.adapters.memory.store_shelf import Shelf, hits_of, page_of
from xerolink.domain.contacts.decide import DecisionState
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.normalise import MatchKey
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.shortlist import LISTED
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.ports.books import HostIndex, Staged


class MemoryStaged(Staged):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._rows = shelf.staged

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, StagedContact]:
        return {i: self._rows[i] for i in ids if i in self._rows}

    def put(self, rows: Iterable[StagedContact]) -> None:
        self._rows.update({_xero_id(row): row for row in rows})

    def undecided(self, after: XeroContactId | None, size: int) -> tuple[StagedContact, ...]:
        decided = self._decided()
        due = (
            row
            for row in self._rows.values()
            if row.due and (_xero_id(row), row.revision) not in decided
        )
        return page_of(due, _xero_id, after, size)

    def settle(self, revisions: Mapping[XeroContactId, int]) -> None:
        for row in self.get_many(revisions).values():
            if row.revision == revisions[_xero_id(row)]:
                self.put([evolve(row, due=False)])

    def touch(self, ids: Collection[XeroContactId]) -> None:
        rows = self.get_many(ids).values()
        self.put([evolve(row, due=True, revision=row.revision + 1) for row in rows])

    def touch_unlinked(self, keys: Collection[MatchKey]) -> None:
        wanted = frozenset(keys)
        self.touch([_xero_id(row) for row in self._unlinked(lambda r: _carries(r, wanted))])

    def matching(self, keys: Collection[MatchKey]) -> Mapping[MatchKey, Hits]:
        admitted = ((_xero_id(r), r.keys) for r in self._rows.values() if r.admitted)
        return hits_of(admitted, keys)

    def page(self, after: XeroContactId | None, size: int) -> tuple[StagedContact, ...]:
        return page_of(self._rows.values(), _xero_id, after, size)

    def losers(
        self, ids: Collection[XeroContactId]
    ) -> Mapping[XeroContactId, tuple[XeroContactId, ...]]:
        wanted, found = frozenset(ids), defaultdict[XeroContactId, list[XeroContactId]](list)
        for xero_id, row in self._rows.items():
            survivor = row.contact.merged_to
            if survivor is not None and survivor in wanted:
                found[survivor].append(xero_id)
        return {survivor: tuple(sorted(losers)) for survivor, losers in found.items()}

    def excluded(self) -> int:
        return len(self._unlinked(_is_excluded))

    def _decided(self) -> frozenset[tuple[XeroContactId | None, int]]:
        """The contacts with an open decision, and the revision that it rests on."""
        return frozenset(
            (decision.xero_id, decision.rests_on.staged_revision)
            for decision, state in self._shelf.decisions.values()
            if state is DecisionState.OPEN
        )

    def _unlinked(self, chosen: Callable[[StagedContact], bool]) -> list[StagedContact]:
        links = self._shelf.links.values()
        linked = {link.xero_id for link in links if link.state is not LinkState.ENDED}
        rows = self._rows.values()
        return [row for row in rows if _xero_id(row) not in linked and chosen(row)]


def _xero_id(row: StagedContact) -> XeroContactId:
    return row.contact.xero_id


def _carries(row: StagedContact, keys: frozenset[MatchKey]) -> bool:
    return not keys.isdisjoint(row.keys.present)


def _is_excluded(row: StagedContact) -> bool:
    return row.contact.status is XeroStatus.ACTIVE and not row.admitted


class MemoryIndex(HostIndex):
    def __init__(self, shelf: Shelf) -> None:
        self._rows, self._terms = shelf.index, shelf.terms

    def get_many(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, IndexEntry]:
        return {i: self._rows[i] for i in ids if i in self._rows}

    def put(self, entries: Iterable[IndexEntry]) -> None:
        fresh = {entry.host_id: entry for entry in entries}
        self.remove([i for i in fresh if i in self._terms])
        self._rows.update(fresh)
        profiles = ((i, entry.profile) for i, entry in fresh.items())
        self._terms.update({i: frozenset(terms(p)) for i, p in profiles if p is not None})

    def remove(self, ids: Collection[HostContactId]) -> None:
        for host_id in ids:
            self._rows.pop(host_id, None)
            self._terms.pop(host_id, None)

    def matching(self, keys: Collection[MatchKey]) -> Mapping[MatchKey, Hits]:
        return hits_of(((e.host_id, e.keys) for e in self._rows.values()), keys)

    def profiles(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Profile]:
        found = ((i, entry.profile) for i, entry in self.get_many(ids).items())
        return {i: profile for i, profile in found if profile is not None}

    def profiled(self) -> int:
        return len(self._terms)

    def bearing(self, terms: Collection[Term], listed: int = LISTED) -> Mapping[Term, Hits]:
        asked, found = frozenset(terms), defaultdict[Term, list[HostContactId]](list)
        for host_id, borne in self._terms.items():
            for term in asked & borne:
                found[term].append(host_id)
        return {
            term: Hits(len(ids), tuple(ids) if len(ids) <= listed else ())
            for term, ids in found.items()
        }

    def strip(self) -> None:
        self._terms.clear()
        self._rows.update({i: evolve(row, profile=None) for i, row in self._rows.items()})
