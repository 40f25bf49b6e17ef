"""Stage, host side: drain the change feed into the match index, and mark what became due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from xerolink.domain.brakes import emptied
from xerolink.domain.contacts.check import Problem, check_fields
from xerolink.domain.contacts.intent import CreateContact
from xerolink.domain.contacts.issues import REFUSALS, Candidate, CandidateReason, Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.normalise import NO_KEYS, MatchKey, differs
from xerolink.domain.contacts.raised import continued
from xerolink.domain.contacts.staged import IndexEntry
from xerolink.domain.identity import (
    EntityKey,
    HostContactId,
    IssueId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.journal import EntryKind, Note, Values
from xerolink.domain.run import Phase
from xerolink.ports.host import Deleted, HostFeed, Merged
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.brake import refuse_empty, unattended
from xerolink.usecases.feed import moving
from xerolink.usecases.host_keys import host_entry
from xerolink.usecases.host_rows import Rows, read_contacts
from xerolink.usecases.invoices.wake import wake_waiting
from xerolink.usecases.journal import record
from xerolink.usecases.problems import note_problems
from xerolink.usecases.run import Run
from xerolink.usecases.scrub import erased_partners, silence
from xerolink.usecases.stage_terms import begin_terms, complete_terms
from xerolink.usecases.suggested import wake_asked_about
from xerolink.usecases.unread import unread_before, unread_problem


def stage_host(run: Run) -> None:
    """Read the feed to its head. The cursor moves in the transaction of the page it stands for.

    The whole feed is looked at before any of it counts, so that no cursor moves past a side that
    was emptied (semantics row 20); it raises as `refuse_empty` then.
    """
    run.at(Phase.READING_HOST)
    begin_terms(run)
    feeds = [*unread_before(run), *_feeds(run)]
    _refuse_emptied(run, feeds)
    read = 0
    for feed in feeds:
        run.at(Phase.READING_HOST, read)
        _stage_page(run, feed)
        read += len(feed.changes)
    complete_terms(run)


def _feeds(run: Run) -> Iterator[HostFeed]:
    cursor, more = run.record.host_cursor, True
    while more:
        run.before_call()
        feed = moving(run.ports.host.changes(cursor), cursor)
        cursor, more = feed.cursor, feed.more
        if feed.changes or more:
            yield feed


def _refuse_emptied(run: Run, feeds: Sequence[HostFeed]) -> None:
    """For a run that nobody watches: nearly all linked contacts gone at once, or a blank book."""
    if not unattended(run):
        return
    gone = {c.host_id for feed in feeds for c in feed.changes if isinstance(c, Deleted)}
    limit = run.record.settings.mass_change
    blank = run.record.host_cursor is None and not feeds
    if not blank and len(gone) <= limit.at_least:
        return
    with run.reading() as unit:
        links = unit.links.count().get(LinkState.SYNCED, 0)
        lost = sum(link.live for link in unit.links.by_host(gone).values())
    if blank and links:
        refuse_empty(run, "the host", f"its feed begins with no contact, and {links} are linked")
    if emptied(lost, links, limit):
        why = f"{lost} of {links} linked contacts are gone at once; if they are, apply plan_sync()"
        refuse_empty(run, "the host", why)


def _stage_page(run: Run, feed: HostFeed) -> None:
    gone = {c.host_id for c in feed.changes if isinstance(c, Deleted)}
    merges = {c.from_id: c.into_id for c in feed.changes if isinstance(c, Merged)}
    named = {c.host_id for c in feed.changes if not isinstance(c, Merged)} - gone
    asked = named | set(merges.values())
    rows = read_contacts(run, asked)
    if not rows.found and len(asked) > run.record.settings.mass_change.at_least:
        refuse_empty(run, "the host", f"it has none of {len(asked)} contacts of its own feed")
    page = _gather(run, rows, gone, merges)
    record = evolve(run.record, host_cursor=feed.cursor)
    with run.transaction() as unit:
        _write(unit, run, page)
        unit.record.put(record)
    run.record = record


@frozen
class _Page:
    contacts: Mapping[HostContactId, HostContact]
    unread: frozenset[HostContactId]
    gone: frozenset[HostContactId]
    merges: Mapping[HostContactId, HostContactId]
    before: Mapping[HostContactId, IndexEntry]
    links: Mapping[HostContactId, Link]
    problems: Mapping[EntityKey, tuple[Problem, ...]] = field(repr=False)
    erased: frozenset[HostContactId]


def _gather(
    run: Run,
    rows: Rows[HostContactId, HostContact],
    gone: Iterable[HostContactId],
    merges: Mapping[HostContactId, HostContactId],
) -> _Page:
    contacts, unread = rows.found, frozenset(rows.unread)
    out = frozenset(gone) | frozenset(merges)
    with run.reading() as unit:
        before = unit.index.get_many([*contacts, *unread, *out])
        links = unit.links.by_host([*contacts, *out, *merges.values()])
        erased = erased_partners(unit, links.values())
    problems = {host_entity(i): check_fields(c.fields) for i, c in contacts.items()}
    problems |= {host_entity(i): (unread_problem(why),) for i, why in rows.unread.items()}
    problems |= {host_entity(i): () for i in out}
    return _Page(contacts, unread, out, merges, before, links, problems, erased)


def _write(unit: UnitOfWork, run: Run, page: _Page) -> None:
    entries = {i: host_entry(run, c, run.record.settings) for i, c in page.contacts.items()}
    entries |= {i: IndexEntry(i, NO_KEYS) for i in page.erased & entries.keys()}
    # An unread contact keeps the keys that it had: nobody is created in its place.
    entries |= {i: IndexEntry(i, NO_KEYS) for i in page.unread - page.before.keys()}
    fresh = [entry for i, entry in entries.items() if page.before.get(i) != entry]
    unit.index.put(fresh)
    unit.index.remove(page.gone)
    news = [entry for entry in fresh if _is_news(page.before.get(entry.host_id), entry)]
    unit.staged.touch_unlinked(_keys(page, news))
    _follow_merges(unit, run, page)
    _follow_creates(unit, page.merges)
    moved = (link.xero_id for i, link in page.links.items() if _moved(page, i, link))
    unit.staged.touch([*moved, *_held(unit, page)])
    wake_asked_about(unit, [*(entry.host_id for entry in fresh), *page.gone])
    note_problems(unit, run, page.problems)


def _is_news(before: IndexEntry | None, entry: IndexEntry) -> bool:
    """A profile that was not kept yet changes nothing for whoever shares a key."""
    return before is None or evolve(before, profile=before.profile or entry.profile) != entry


def _held(unit: UnitOfWork, page: _Page) -> list[XeroContactId]:
    """Pairs with a field that both sides changed, or that a side refused.

    Whoever goes back frees the other's edit, and asks nobody for anything any more.
    """
    seen = {xero_entity(x.xero_id): x for i, x in page.links.items() if i in page.contacts}
    open_issues = unit.issues.open_for(list(seen))
    return [seen[s].xero_id for s, found in open_issues.items() if any(map(_waits, found))]


def _waits(issue: Issue) -> bool:
    return issue.kind is IssueKind.FIELD_CONFLICT or issue.kind in REFUSALS


def _keys(page: _Page, fresh: Iterable[IndexEntry]) -> frozenset[MatchKey]:
    """Every key that a host contact gained or lost: whoever carries one is decided anew."""
    changed = [entry.host_id for entry in fresh]
    lost = (page.before[i] for i in (*changed, *page.gone) if i in page.before)
    return frozenset(key for entry in (*fresh, *lost) for key in entry.keys.present)


def _moved(page: _Page, host_id: HostContactId, link: Link) -> bool:
    """Whether the host's side of a pair differs from its base; our own echo does not."""
    contact = page.contacts.get(host_id)
    if contact is None:
        return host_id in page.gone
    return differs(contact.fields, link.base_host)


def _follow_merges(unit: UnitOfWork, run: Run, page: _Page) -> None:
    """The link of a contact that was merged away goes to the survivor, if that has none (25).

    In the order of the feed: a survivor may be merged away, or be a second one's survivor, too.
    """
    links = dict(page.links)
    collided = {}
    for from_id, into_id in page.merges.items():
        link = links.get(from_id)
        if link is None or link.state is LinkState.PREVIOUSLY_SYNCED:
            continue
        if into_id in links:
            collided[link.xero_id] = _collision(run, link, into_id)
        else:
            links[into_id] = links.pop(from_id).held_by(into_id)
    moved = [link for i, link in links.items() if page.links.get(i) is not link]
    unit.links.put(moved)
    silence(unit, moved)
    wake_waiting(unit, moved)
    before = {link.link_id: link for link in page.links.values()}
    record(unit, run, [_followed(run, before[link.link_id], link) for link in moved])
    standing = unit.issues.open_for([issue.subject for issue in collided.values()])
    unit.issues.put([continued(i, standing.get(i.subject, ())) for i in collided.values()])


def _follow_creates(unit: UnitOfWork, merges: Mapping[HostContactId, HostContactId]) -> None:
    """So does a create in Xero whose answer is outstanding: the survivor gets the pair."""
    named = [host_entity(i) for ids in merges.items() for i in ids]
    found = dict(unit.intents.open_for(named))
    for from_id, into_id in merges.items():
        intent = found.get(host_entity(from_id))
        if intent and isinstance(intent.body, CreateContact) and host_entity(into_id) not in found:
            del found[intent.entity]
            body = evolve(intent.body, host_id=into_id)
            found[host_entity(into_id)] = evolve(intent, entity=host_entity(into_id), body=body)
    unit.intents.put(found.values())


def _followed(run: Run, before: Link, after: Link) -> Note:
    return Note(
        EntryKind.FOLLOWED,
        run.ports.clock.now(),
        run.run.actor,
        run.trigger,
        run.run.run_id,
        "FollowMerge",
        "its host contact was merged into another one",
        "done",
        after.host_id,
        after.xero_id,
        after.link_id,
        values=Values(links_before=(before,), links_after=(after,)),
    )


def _collision(run: Run, link: Link, into_id: HostContactId) -> Issue:
    """Both were linked: the pair that lost its host contact ends, and a person is asked."""
    return Issue(
        IssueId(run.ports.ids.new()),
        IssueKind.HOST_MERGE,
        xero_entity(link.xero_id),
        run.ports.clock.now(),
        "its host contact was merged into one that is linked to another Xero contact",
        (Candidate(into_id, CandidateReason.MERGED_INTO),),
    )
