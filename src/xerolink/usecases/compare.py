"""Compare: what both sides of every pair hold now, page by page."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import frozen

from xerolink.domain.contacts.decide_linked import Pair, merge_pair
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.differences import Difference, DifferenceKind, differences
from xerolink.domain.contacts.issues import REFUSALS, Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, HostContact, XeroStatus
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import EntityKey, HostContactId, XeroContactId, xero_entity
from xerolink.domain.run import Phase
from xerolink.usecases.brake import refuse_empty
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.plan import PAGE
from xerolink.usecases.run import Run

LINKED = (LinkState.SYNCED, LinkState.SUSPENDED, LinkState.DORMANT)
_GRAVEST = (DifferenceKind.DRIFT, DifferenceKind.HELD, DifferenceKind.AGREED)


@frozen
class Compared:
    """One pair and every known difference between what its two sides hold now.

    Of a pair that is suspended none is looked for: nothing flows. *refused*: a side would not take
    something, and a person has been told.
    """

    pair: Pair
    differences: tuple[Difference, ...] = ()
    refused: bool = False

    @property
    def link(self) -> Link:
        return self.pair.link

    @property
    def kind(self) -> DifferenceKind | None:
        """The gravest of its differences; None: both sides are equal."""
        kinds = {one.kind for one in self.differences}
        return next((kind for kind in _GRAVEST if kind in kinds), None)

    def fields(self, kind: DifferenceKind) -> tuple[FieldName, ...]:
        """The fields that differ in that way."""
        return tuple(one.name for one in self.differences if one.kind is kind)


@frozen
class Missing:
    """A pair of which one side does not show the contact; that unlinks nothing (semantics 20)."""

    link: Link
    side: Side


def compared_pages(
    run: Run, seen: Collection[XeroContactId] | None = None
) -> Iterator[Sequence[Compared | Missing]]:
    """Every pair that is linked, in the order of its Xero id, a page at a time.

    *seen*: what a full scan has just shown; None: there was none. One call to the host for each
    page. Raises `EmptySideError` where the host has none of many.
    """
    with run.reading() as unit:
        total = sum(n for state, n in unit.links.count().items() if state in LINKED)
    after, done = None, 0
    while links := _links(run, after):
        run.at(Phase.DECIDING, done, total)
        after, done = links[-1].xero_id, done + len(links)
        yield _page(run, links, seen)


def _links(run: Run, after: XeroContactId | None) -> tuple[Link, ...]:
    with run.reading() as unit:
        return unit.links.page(LINKED, after, PAGE)


@frozen
class _Found:
    rows: Mapping[XeroContactId, StagedContact]
    hosts: Mapping[HostContactId, HostContact]
    issues: Mapping[EntityKey, tuple[Issue, ...]]
    seen: Collection[XeroContactId] | None

    def of(self, link: Link) -> tuple[Issue, ...]:
        return self.issues.get(xero_entity(link.xero_id), ())


def _page(
    run: Run, links: Sequence[Link], seen: Collection[XeroContactId] | None
) -> Sequence[Compared | Missing]:
    hosts = contacts_there(run, [link.host_id for link in links])
    if not hosts and len(links) > run.record.settings.mass_change.at_least:
        refuse_empty(run, "the host", f"it has none of {len(links)} linked contacts")
    with run.reading() as unit:
        ids = [link.xero_id for link in links]
        issues = unit.issues.open_for([xero_entity(xero_id) for xero_id in ids])
        found = _Found(unit.staged.get_many(ids), hosts, issues, seen)
    return [_compared(link, found) for link in links]


def _compared(link: Link, found: _Found) -> Compared | Missing:
    row, host = found.rows.get(link.xero_id), found.hosts.get(link.host_id)
    if row is None or (found.seen is not None and link.xero_id not in found.seen):
        return Missing(link, Side.XERO)
    if host is None:
        return Missing(link, Side.HOST)
    pair = Pair(row, link, host)
    if row.contact.status is not XeroStatus.ACTIVE or link.state is LinkState.SUSPENDED:
        return Compared(pair)
    issues = found.of(link)
    held = [n for issue in issues if issue.kind is IssueKind.FIELD_CONFLICT for n in issue.fields]
    known = differences(link, host.fields, row.contact.fields, held)
    return Compared(pair, known, any(issue.kind in REFUSALS for issue in issues))


def wake(run: Run, compared: Sequence[Compared | Missing]) -> None:
    """Pairs with an edit that should have flowed, and that nobody was to decide about, are due."""
    late = [one for one in compared if isinstance(one, Compared) and _late(run, one)]
    if late:
        with run.transaction() as unit:
            out = unit.decisions.left_out([one.link.xero_id for one in late])
            unit.staged.touch([p.link.xero_id for p in late if not _is_out(p, out)])


def _is_out(one: Compared, left_out: Mapping[XeroContactId, int]) -> bool:
    """Whether a person left out of a plan what is to be done about this pair as it stands."""
    return left_out.get(one.link.xero_id) == one.pair.row.revision


def _late(run: Run, one: Compared) -> bool:
    """What a side refused waits for a person; of an archived contact the link's state is late."""
    pair, host = one.pair, one.pair.host
    if pair.row.due or one.refused or host is None or pair.link.state is LinkState.DORMANT:
        return False
    if (pair.row.contact.status is XeroStatus.ACTIVE) is not pair.link.live:
        return True
    if one.kind is not DifferenceKind.DRIFT:
        return False
    merged, _ = merge_pair(pair, host, run.record.settings)
    return merged.writes or bool(merged.agreed)
