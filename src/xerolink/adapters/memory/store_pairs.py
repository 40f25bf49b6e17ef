"""Links and issues in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.memory.store_shelf import Shelf, page_of, put_unique
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import EntityKey, HostContactId, IssueId, XeroContactId
from xerolink.ports.store import Issues, Links


class MemoryLinks(Links):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.links

    def by_xero(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, Link]:
        wanted = frozenset(ids)
        return {link.xero_id: link for link in self._standing() if link.xero_id in wanted}

    def by_host(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Link]:
        wanted = frozenset(ids)
        return {link.host_id: link for link in self._standing() if link.host_id in wanted}

    def history(self, ids: Collection[XeroContactId]) -> tuple[Link, ...]:
        wanted = frozenset(ids)
        found = (link for link in self._rows.values() if link.xero_id in wanted)
        return tuple(sorted(found, key=lambda link: link.link_id))

    def put(self, links: Iterable[Link]) -> None:
        put_unique(self._rows, {link.link_id: link for link in links}, _both_ids, "a link")

    def page(
        self,
        states: Collection[LinkState],
        after: XeroContactId | None,
        size: int,
        search: str = "",
    ) -> tuple[Link, ...]:
        by_id = sorted(self._rows.values(), key=lambda link: link.link_id)
        chosen = (link for link in by_id if link.state in states and link.found_by(search))
        return page_of(chosen, lambda link: link.xero_id, after, size)

    def count(self) -> Mapping[LinkState, int]:
        return dict(Counter(link.state for link in self._rows.values()))

    def _standing(self) -> Iterable[Link]:
        return (link for link in self._rows.values() if link.state is not LinkState.ENDED)


def _both_ids(link: Link) -> tuple[tuple[str, str], ...]:
    if link.state is LinkState.ENDED:
        return ()
    return (("xero", link.xero_id), ("host", link.host_id))


class MemoryIssues(Issues):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.issues

    def get(self, issue_id: IssueId) -> Issue | None:
        return self._rows.get(issue_id)

    def open_for(self, subjects: Collection[EntityKey]) -> Mapping[EntityKey, tuple[Issue, ...]]:
        found: dict[EntityKey, tuple[Issue, ...]] = {}
        wanted = frozenset(subjects)
        for issue in sorted(self._open(), key=lambda issue: issue.issue_id):
            if issue.subject in wanted:
                found[issue.subject] = (*found.get(issue.subject, ()), issue)
        return found

    def naming(self, ids: Collection[HostContactId]) -> tuple[Issue, ...]:
        wanted = frozenset(ids)
        found = (i for i in self._open() if not wanted.isdisjoint(c.host_id for c in i.candidates))
        return tuple(sorted(found, key=lambda issue: issue.issue_id))

    def put(self, issues: Iterable[Issue]) -> None:
        put_unique(self._rows, {issue.issue_id: issue for issue in issues}, _family, "an issue")

    def page(
        self, kinds: Collection[IssueKind], after: IssueId | None, size: int
    ) -> tuple[Issue, ...]:
        chosen = (issue for issue in self._open() if issue.kind in kinds)
        return page_of(chosen, lambda issue: issue.issue_id, after, size)

    def count(self) -> Mapping[IssueKind, int]:
        return dict(Counter(issue.kind for issue in self._open()))

    def _open(self) -> Iterable[Issue]:
        return (issue for issue in self._rows.values() if issue.closed is None)


def _family(issue: Issue) -> tuple[tuple[str, str], ...]:
    return ((issue.subject, issue.family),) if issue.closed is None else ()
