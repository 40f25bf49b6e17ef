"""Steps two and three of a page: the effects, then what came of them (protocol).

The same code finishes an intent for the first time and after a crash: the host's key makes a
repeated write the first one's answer, and Xero is read before it is written.
"""

from collections.abc import Mapping, Sequence

from xerolink.domain.contacts.decide import DecisionState
from xerolink.domain.contacts.effects import HostRemoved, HostStored, XeroStored
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    ImportContact,
    Intent,
    IntentState,
    MergeContact,
    RemoveContact,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import HostContact, XeroContact
from xerolink.domain.contacts.raised import issues_after
from xerolink.domain.contacts.settle import Answer, Settled, news, settle
from xerolink.domain.contacts.staged import StagedContact, index_entry, rival_keys, stage
from xerolink.domain.identity import DecisionId, HostContactId, IntentId, IssueId, XeroContactId
from xerolink.domain.run import RunKind
from xerolink.ports.errors import PortError
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.ask_host import ask_host
from xerolink.usecases.ask_xero import ask_xero
from xerolink.usecases.heard_again import hear_again
from xerolink.usecases.invoices.wake import wake_waiting
from xerolink.usecases.journal import record
from xerolink.usecases.notes import written_note
from xerolink.usecases.run import Run
from xerolink.usecases.scrub import erased_ids, scrub
from xerolink.usecases.suggested import wake_asked_about

Answers = dict[IntentId, Answer]


def finish(run: Run, intents: Sequence[Intent]) -> Sequence[Settled]:
    """Attempt *intents* and store their outcomes; what was answered before a failure is kept.

    Raises the `PortError` that cut the calls short, once the outcomes are stored.
    """
    if not intents:
        return ()
    answers: Answers = {intent.intent_id: Answer() for intent in intents}
    failure: PortError | None = None
    try:
        ask_host(run, intents, answers)
        ask_xero(run, intents, answers)
    except PortError as error:
        failure = error
    settled = _record(run, intents, answers)
    if failure is not None:
        raise failure
    return settled


def _record(run: Run, intents: Sequence[Intent], answers: Answers) -> Sequence[Settled]:
    with run.transaction() as unit:
        standing = _links(unit, intents)
        settled = [_settled(i, answers[i.intent_id], standing[i.intent_id]) for i in intents]
        changed = {s.intent.intent_id: _changed(s, standing[s.intent.intent_id]) for s in settled}
        links = [link for _, after in changed.values() for link in after]
        unit.links.put(links)
        wake_waiting(unit, links)
        unit.intents.put([s.intent for s in settled])
        _put_issues(unit, run, settled)
        _put_books(unit, run, settled, answers)
        hear_again(unit, run, links)
        _wake(unit, run, [s for s in settled if _is_new(s, standing)])
        unit.staged.touch(_freed(links))
        wake_asked_about(unit, [link.host_id for link in links])
        ended = [s for s in settled if not s.intent.open]
        unit.decisions.close(_fallen(ended))
        notes = [
            written_note(
                run,
                s,
                _answer(s, answers),
                _trigger(unit, run, s.intent),
                changed[s.intent.intent_id],
            )
            for s in ended
        ]
        record(unit, run, notes)
        _scrub(unit, run, ended)
    run.counts.update(_counted(settled, answers))
    return settled


def _trigger(unit: UnitOfWork, run: Run, intent: Intent) -> RunKind:
    """What the run was asked for that decided *intent*; this one may only finish it."""
    if intent.run_id == run.run.run_id:
        return run.trigger
    begun = unit.runs.get(intent.run_id)
    return begun.kind if begun else run.trigger


def _scrub(unit: UnitOfWork, run: Run, ended: Sequence[Settled]) -> None:
    """An effect that was open when its contact was erased has just left values again."""
    ids = [xero_id for s in ended if (xero_id := _xero_id(s.intent)) is not None]
    scrub(unit, run, erased_ids(unit.staged.get_many(ids).values()))


def _fallen(ended: Sequence[Settled]) -> dict[DecisionId, DecisionState]:
    """The decisions that were taken and not done, or not all of it."""
    found = ((s.intent.decision_id, fallen(s)) for s in ended)
    return {i: state for i, state in found if i is not None and state is not None}


def fallen(settled: Settled) -> DecisionState | None:
    """What its decision is now; None: it stays TAKEN.

    STALE: somebody edited the host contact between the check and the write; nothing was written.
    """
    if settled.problems:
        return DecisionState.REFUSED
    return DecisionState.STALE if settled.intent.state is IntentState.REFUSED else None


def _freed(after: Sequence[Link]) -> set[XeroContactId]:
    """The Xero contacts whose pair ended and that got no other: they are decided anew."""
    linked = {link.xero_id for link in after if link.state is not LinkState.ENDED}
    return {link.xero_id for link in after} - linked


def _is_new(settled: Settled, standing: Mapping[IntentId, Sequence[Link]]) -> bool:
    known = {link.link_id for link in standing[settled.intent.intent_id]}
    return settled.link is not None and settled.link.link_id not in known


def _wake(unit: UnitOfWork, run: Run, begun: Sequence[Settled]) -> None:
    """A pair that begins late, for a crash, is decided anew: what was read of its two contacts
    meanwhile, in Xero or from the host's feed, was news of no pair then.
    """
    links = {s.link.xero_id: s.link for s in begun if s.link is not None}
    late = {s.link.xero_id for s in begun if s.link and s.intent.run_id != run.run.run_id}
    rows = unit.staged.get_many(list(links))
    unit.staged.touch([i for i, row in rows.items() if i in late or news(row.contact, links[i])])


def _answer(settled: Settled, answers: Answers) -> Answer:
    return answers[settled.intent.intent_id]


def _settled(intent: Intent, answer: Answer, standing: Sequence[Link]) -> Settled:
    """Beside the links that it replaces, a pair has one: its own, or one it got meanwhile.

    A pair that ended has none; what stands of its contacts are tombstones of other pairs.
    """
    if isinstance(intent.body, MergeContact) and intent.body.link.state is LinkState.ENDED:
        return settle(intent, answer, None)
    own = [link for link in standing if link.link_id not in intent.replaces]
    return settle(intent, answer, own[0] if own else None)


def _changed(settled: Settled, standing: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """The links before and after; those that make room come first."""
    if settled.link is None:
        return [], []
    replaced = [link for link in standing if link.link_id in settled.intent.replaces]
    before = [link for link in standing if link.link_id == settled.link.link_id]
    ended = [link.after(LinkEvent.REPLACED) for link in replaced]
    return [*replaced, *before], [*ended, settled.link]


def _links(unit: UnitOfWork, intents: Sequence[Intent]) -> dict[IntentId, tuple[Link, ...]]:
    """The links of each intent's contacts as they stand: its own copy may be older."""
    xero = {i.intent_id: xero_id for i in intents if (xero_id := _xero_id(i)) is not None}
    host = {i.intent_id: host_id for i in intents if (host_id := _new_partner(i)) is not None}
    by_xero, by_host = unit.links.by_xero(xero.values()), unit.links.by_host(host.values())
    found = {}
    for intent in intents:
        of_xero = by_xero.get(xero[intent.intent_id]) if intent.intent_id in xero else None
        of_host = by_host.get(host[intent.intent_id]) if intent.intent_id in host else None
        known = (link for link in (of_xero, of_host) if link is not None)
        found[intent.intent_id] = tuple(dict.fromkeys(known))
    return found


def _new_partner(intent: Intent) -> HostContactId | None:
    """The host contact that gets a partner by this intent, where it is known before."""
    match intent.body:
        case CreateContact(host_id=host_id):
            return host_id
        case MergeContact(link=link) | RemoveContact(link=link):
            return link.host_id
        case _:
            return None


def _put_issues(unit: UnitOfWork, run: Run, settled: Sequence[Settled]) -> None:
    standing = unit.issues.open_for([s.intent.entity for s in settled])
    now, ids = run.ports.clock.now(), run.ports.ids
    unit.issues.put(
        [
            issue
            for s in settled
            for issue in issues_after(
                s, s.intent.entity, standing.get(s.intent.entity, ()), IssueId(ids.new()), now
            )
        ]
    )


def _put_books(unit: UnitOfWork, run: Run, settled: Sequence[Settled], answers: Answers) -> None:
    """Keep both books as current as the answers: our own echo is then no news.

    A host contact that was updated is left to the feed, which finds whom its new keys concern. So
    is the profile of one that was created: it has a partner, and is suggested to nobody. If the
    feed has brought it already, what that said is no older than a late answer, and has a profile.
    """
    created = [s.intent.intent_id for s in settled if isinstance(s.intent.body, ImportContact)]
    hosts = {host.host_id: host for i in created if (host := _host_contact(answers[i]))}
    known = unit.index.get_many(list(hosts))
    fresh = [host for host_id, host in hosts.items() if host_id not in known]
    unit.index.put([index_entry(host, run.record.settings) for host in fresh])
    seen = {
        contact.xero_id: (contact, s.link)
        for s in settled
        if (contact := _xero_contact(answers[s.intent.intent_id])) is not None
        and (s.link is not None or isinstance(s.intent.body, ArchiveContact))
    }
    before = unit.staged.get_many(list(seen))
    found = (_restaged(run, before.get(i), c, link) for i, (c, link) in seen.items())
    rows = [row for row in found if row is not None]
    unit.staged.put(rows)
    rivals = (rival_keys(before.get(row.contact.xero_id), row) for row in rows)
    unit.staged.touch_unlinked(frozenset().union(*rivals))
    unit.staged.touch([xero_id for s in settled if s.again and (xero_id := _xero_id(s.intent))])


def _restaged(
    run: Run, before: StagedContact | None, contact: XeroContact, link: Link | None
) -> StagedContact | None:
    """What was due stays due: somebody may have been heard of while the effect was open."""
    row = stage(before, contact, run.record.settings)
    noticed = before is not None and before.due
    return row and row.with_due(noticed or (link is not None and news(contact, link)))


def _host_contact(answer: Answer) -> HostContact | None:
    return answer.host.contact if isinstance(answer.host, HostStored) else None


def _xero_contact(answer: Answer) -> XeroContact | None:
    if isinstance(answer.xero, XeroStored):
        return answer.xero.contact
    return answer.landing.current if answer.landing else None


def _xero_id(intent: Intent) -> XeroContactId | None:
    match intent.body:
        case ImportContact(xero_id=xero_id):
            return xero_id
        case MergeContact(link=link) | RemoveContact(link=link) | ArchiveContact(link=link):
            return link.xero_id
        case CreateContact():
            return None


def _counted(settled: Sequence[Settled], answers: Answers) -> list[str]:
    """What was written where, by side; "uncertain" and "refused" by intent."""
    return [
        word
        for s in settled
        for word, is_so in (
            ("host_written", isinstance(_answer(s, answers).host, HostStored | HostRemoved)),
            ("xero_written", isinstance(answers[s.intent.intent_id].xero, XeroStored)),
            ("uncertain", s.intent.open),
            ("refused", bool(s.problems)),
        )
        if is_so
    ]
