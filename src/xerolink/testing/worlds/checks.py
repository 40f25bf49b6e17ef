"""What must hold in every world, named in one place.

Derived from the two sides and from what people did. Of the library's own state only that is
asked of which it is the subject: who is linked to whom, what is open, what the journal tells.

| what must hold | checked by |
|---|---|
| the two sides converge, and no one-sided edit is lost | `cases.judge`, for every field |
| nothing is created twice, nothing created is forgotten | `created_once`, `no_orphans` |
| an id of either side is in one pair at most | `one_link_each` |
| what a person separated or took back stays so | `stays_apart`, `stays_taken_back` |
| after quiet the sync comes to rest: no echo | `Story.quiet` |
| both contacts of a pair are alive, everybody is known | `pairs_are_alive`, `nobody_is_forgotten` |
| who is asked is asked about something, and all are asked | `issues_are_about_something`, … |
| what is refused moves nothing; a plan writes nothing | `moved_nothing`, `wrote_nothing` |
| the index is the host's book; a suggestion is true, and free | `reckoned.as_reckoned_now` |
| the journal has no gap, and tells every write and no other | `journal_tells_all`, `Story.end` |
| undo and plans write over nothing that people typed later | `undo_keeps_edits`, `kept_edits` |
| a cursor never passes what no reading has shown | `nothing_passed` |
| a cursor keeps up: no run reads everything for ever | `keeps_up` |
| a verb keeps within the calls that Xero allows | `asked_little` |
| two workers are not at work at once | `told_of_the_first` |
| one seed is one story | `schedules.of_seed` |
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from datetime import UTC, datetime, timedelta

from xerolink.domain.contacts.issues import MATCH_KINDS, Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, HostContact, XeroContact, XeroStatus
from xerolink.domain.contacts.normalise import email_key, fold, is_email
from xerolink.domain.identity import EntityKey, HostContactId, XeroContactId, xero_id_of
from xerolink.domain.journal import Entry, EntryKind
from xerolink.domain.settings import ContactTypeFilter
from xerolink.testing.edits import Edit, Side
from xerolink.testing.verdicts import canonical
from xerolink.testing.worlds.claims import claims
from xerolink.testing.worlds.scribe import Written, canonical_values
from xerolink.testing.worlds.steps import BrokenError
from xerolink.testing.worlds.world import SEVERAL_MINUTES

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LIVE = (LinkState.SYNCED, LinkState.SUSPENDED, LinkState.DORMANT)


def one_link_each(links: Iterable[Link]) -> None:
    """No contact of either side is in two pairs, a former one included."""
    standing = [link for link in links if link.state is not LinkState.ENDED]
    for ids in ([x.xero_id for x in standing], [x.host_id for x in standing]):
        if len(set(ids)) < len(ids):
            raise BrokenError("a contact is in two pairs")


def stays_apart(before: Iterable[Link], after: Iterable[Link]) -> None:
    """Nothing that a person stopped, or took back, is linked again by itself (row 26)."""
    now = {link.link_id: link for link in after}
    apart = [link for link in before if link.state is LinkState.PREVIOUSLY_SYNCED]
    for link in apart:
        if now[link.link_id].state is not LinkState.PREVIOUSLY_SYNCED:
            raise BrokenError(f"{link.xero_id[:4]}, {link.host_id}: linked again by itself")


def stays_taken_back(begun: Iterable[Link], taken_back: Collection[str]) -> None:
    """What a person took back is not linked, matched or made again by itself."""
    if again := [link.xero_id[:4] for link in begun if link.xero_id in taken_back]:
        raise BrokenError(f"taken back, and linked again by itself: {again}")


LATEST = timedelta(seconds=120 + SEVERAL_MINUTES + 60)
"""How far behind a cursor may be: the overlap, what a story waits after a run, and the run."""
MOST_CALLS = 60
"""What Xero allows in a minute (fact sheet 2); no verb over a handful of contacts needs it."""


def asked_little(requests: Sized) -> None:
    """One verb keeps within the calls that Xero allows, whatever goes wrong in it."""
    if len(requests) > MOST_CALLS:
        raise BrokenError(f"{len(requests)} calls to Xero for one verb")


def told_of_the_first(held: bool) -> None:
    """Nobody begins a run while another worker holds the lease."""
    if held:
        raise BrokenError("two workers were at work on one connection")


def nothing_passed(
    cursor: datetime, xeros: Iterable[XeroContact], shown: Mapping[XeroContactId, datetime]
) -> None:
    """Whatever changed in Xero before the cursor has been shown by a page at least once."""
    for one in xeros:
        if one.updated < cursor and one.updated > shown.get(one.xero_id, _LONG_AGO):
            raise BrokenError(f"the cursor has passed what changed in {one.xero_id[:4]}")


def keeps_up(cursor: datetime | None, now: datetime) -> None:
    """After quiet the next run asks for what is new, not for everything once more."""
    if cursor is None or cursor < now - LATEST:
        raise BrokenError("all is quiet, and the cursor stays behind")


def moved_nothing(before: object, after: object, what: str) -> None:
    """What was refused moved nothing."""
    if before != after:
        raise BrokenError(f"{what} was refused, and something moved")


def wrote_nothing(writes: Collection[Written], what: str) -> None:
    if writes:
        raise BrokenError(f"{what} wrote: {[(w.side.value, w.what) for w in writes]}")


def created_once(made: Mapping[str, Collection[str]], allowed: Mapping[str, int]) -> None:
    """*made*: what was created for each contact; once, and once more where a person asked."""
    for for_whom, contacts in made.items():
        if len(contacts) > 1 + allowed.get(for_whom, 0):
            raise BrokenError(f"{for_whom[:6]} got {len(contacts)} contacts made for it")


def no_orphans(made: Iterable[str], ever_linked: Collection[str]) -> None:
    """Whatever was created and is still there is, or was, in a pair."""
    if lost := [i for i in made if i not in ever_linked]:
        raise BrokenError(f"created and never linked: {lost}")


def pairs_are_alive(
    links: Iterable[Link],
    hosts: Mapping[HostContactId, HostContact],
    xeros: Mapping[XeroContactId, XeroContact],
) -> None:
    """A pair in sync has both its contacts, and Xero's is active (rows 21 to 25)."""
    taken = {link.xero_id for link in links if link.state is not LinkState.ENDED}
    for link in (link for link in links if link.state in LIVE):
        xero = xeros[link.xero_id]
        active = xero.status is XeroStatus.ACTIVE
        if link.host_id not in hosts:
            raise BrokenError(f"{link.host_id} is gone and its pair goes on")
        if link.state is LinkState.SUSPENDED and active:
            raise BrokenError(f"{link.xero_id[:4]} is active and its pair is suspended")
        collides = xero.merged_to is not None and _survivors(xero, xeros) & taken
        if link.state is LinkState.SYNCED and not active and not collides:
            raise BrokenError(f"{link.xero_id[:4]} is not active and its pair is in sync")


def _survivors(xero: XeroContact, xeros: Mapping[XeroContactId, XeroContact]) -> set[XeroContactId]:
    found: set[XeroContactId] = set()
    to = xero.merged_to
    while to is not None and to not in found:
        found.add(to)
        to = xeros[to].merged_to
    return found


def issues_are_about_something(
    issues: Iterable[Issue],
    links: Mapping[XeroContactId, Link],
    hosts: Mapping[HostContactId, HostContact],
    xeros: Mapping[XeroContactId, XeroContact],
) -> None:
    """No issue stays open that is answered."""
    for issue in issues:
        xero_id = xero_id_of(issue.subject)
        if xero_id is None:
            continue
        link, xero = links.get(xero_id), xeros[xero_id]
        apart = link is None or link.state is LinkState.PREVIOUSLY_SYNCED
        waits = apart and (link is not None or xero.status is XeroStatus.ACTIVE)
        if issue.kind in MATCH_KINDS and not waits:
            raise BrokenError(f"{issue.kind.value} of {xero_id[:4]} is open and answered")
        if issue.kind is IssueKind.FIELD_CONFLICT:
            _conflict_stands(issue, link, hosts, xero)


def _conflict_stands(
    issue: Issue,
    link: Link | None,
    hosts: Mapping[HostContactId, HostContact],
    xero: XeroContact,
) -> None:
    if link is None or link.state not in LIVE:
        raise BrokenError(f"a field conflict of {xero.xero_id[:4]}, which is in no pair")
    host = hosts.get(link.host_id)
    if link.state is not LinkState.SYNCED or host is None:
        return
    here, there = canonical_values(host.fields), canonical_values(xero.fields)
    if equal := [name.value for name in issue.fields if here[name] == there[name]]:
        raise BrokenError(f"a field conflict of {xero.xero_id[:4]} about {equal}, which is equal")


def conflicts_are_asked(
    held: Iterable[tuple[XeroContactId, FieldName]], issues: Iterable[Issue]
) -> None:
    """Each field that both sides changed is in an open issue."""
    asked = {
        (xero_id_of(issue.subject), name)
        for issue in issues
        if issue.kind is IssueKind.FIELD_CONFLICT
        for name in issue.fields
    }
    if silent := [(i[:4], name.value) for i, name in held if (i, name) not in asked]:
        raise BrokenError(f"both sides differ, and nobody is asked: {silent}")


def nobody_is_forgotten(
    xeros: Iterable[XeroContact],
    hosts: Iterable[HostContact],
    known: Collection[XeroContactId],
    asked: Collection[XeroContactId],
    chosen: ContactTypeFilter,
) -> None:
    """An active contact that the filter admits has a pair, or a person is asked about it."""
    names = {fold(c.fields.name or "") for c in hosts}
    emails = {email_key(c.fields.billing_email or "") for c in hosts}
    for one in xeros:
        admitted = chosen.admits(is_customer=one.is_customer, is_supplier=one.is_supplier)
        if not admitted or one.status is not XeroStatus.ACTIVE or one.xero_id in known:
            continue
        if one.xero_id in asked:
            continue
        email = email_key(one.fields.billing_email or "")
        hit = fold(one.fields.name or "") in names or (is_email(email) and email in emails)
        said = "matches, and nobody is asked" if hit else "matches nobody and was never imported"
        raise BrokenError(f"{one.xero_id[:4]} {said}")


def journal_tells_all(
    writes: Iterable[Written],
    entries: Iterable[Entry],
    edits: Iterable[Edit],
    *,
    unknowable: Collection[str],
    unseen: Collection[tuple[str, FieldName]] = (),
    archived: Collection[str] = (),
) -> None:
    """The journal's writes are the real ones: with people's edits they lead from start to end.

    *edits*: those that a lost answer may hide. Of a contact that was scrubbed it tells no values,
    of *unknowable* host contacts it may lack a write. Of an *unseen* field in Xero it tells
    another value before the write than the one that was there. Whoever archives a contact by an old
    reading, or again after a lost answer, cannot tell whether people in Xero did it first (a merge
    does too), nor whether they restored one that was archived.
    """
    listed = list(entries)
    scrubbed = {i for e in listed if e.values is None for i in (e.fact.host_id, e.fact.xero_id)}
    real = Counter(write for write in writes if write.contact_id not in scrubbed)
    told = Counter(c for e in listed for c in claims(e) if c.contact_id not in scrubbed)
    hidden = {(i, name.value) for i, name in unseen}
    excused = {excuse for edit in edits for excuse in _excuses(edit)}
    excused |= {(Side.XERO, i, "archived", None) for i in archived}
    silent = Counter(w for w in (real - told).elements() if w.contact_id not in unknowable)
    for what, one in (("is not in the journal", silent), ("never happened", told - real)):
        told_of = (w for w in one if w.side is Side.HOST or (w.contact_id, w.what) not in hidden)
        left = [w for w in told_of if (w.side, w.contact_id, w.what, w.after) not in excused]
        if left:
            raise BrokenError(f"a write {what}: {left[0]}")


def same_plan(plan: object, loaded: object) -> None:
    """A plan that was saved is the same when it is read again."""
    if plan != loaded:
        raise BrokenError("a saved plan is read as another one")


def left_alone(left_out: Collection[EntityKey], entries: Iterable[Entry]) -> None:
    """A row that was left out of a plan is not performed."""
    written = [e.fact for e in entries if e.fact.kind is EntryKind.WRITTEN]
    named = {key for fact in written for key in fact.about}
    if touched := named & set(left_out):
        raise BrokenError(f"left out of the plan, and performed: {sorted(touched)}")


def undo_keeps_edits(writes: Sequence[Written], since: int, edits: Sequence[Edit]) -> None:
    """Undo, whose *writes* begin at *since*, writes over nothing that people typed later.

    Who typed the very value that a run once wrote there is taken for that run.
    """
    ours = {(w.side, w.contact_id, w.what, w.after) for w in writes[:since]}
    typed = {(e.side, e.contact_id, e.field.value, canonical(e.field, e.after)) for e in edits}
    for one in writes[since:]:
        value = (one.side, one.contact_id, one.what, one.before)
        if value in typed and value not in ours:
            raise BrokenError(f"undo wrote over what people typed since: {one.what}")


def kept_edits(edits: Iterable[Edit], writes: Iterable[Written]) -> None:
    """What people typed after a plan was made is not written over by applying it."""
    typed = {(e.side, e.contact_id, e.field.value): canonical(e.field, e.after) for e in edits}
    for one in writes:
        value = typed.get((one.side, one.contact_id, one.what))
        if value is not None and one.before == value:
            raise BrokenError(f"applying a plan wrote over a later edit: {one.what}")


def _excuses(edit: Edit) -> Iterator[tuple[Side, str, str, object]]:
    """What people typed over, or typed themselves, while the answer was lost."""
    for value in (edit.before, edit.after):
        yield edit.side, edit.contact_id, edit.field.value, canonical(edit.field, value)
