"""Steps two and three of a page: the effects, then what came of them (protocol).

The same code finishes an intent for the first time and after a crash: the host's key makes a
repeated write the first one's answer, and Xero is read before it is written.
"""

from collections.abc import Sequence

from xerolink.domain.contacts.effects import HostStored, XeroStored
from xerolink.domain.contacts.intent import CreateContact, ImportContact, Intent, MergeContact
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import HostContact, XeroContact
from xerolink.domain.contacts.settle import Answer, Settled, issues_after, news, settle
from xerolink.domain.contacts.staged import StagedContact, index_entry, rival_keys, stage
from xerolink.domain.identity import IntentId, IssueId, XeroContactId
from xerolink.ports.errors import PortError
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.ask_host import ask_host
from xerolink.usecases.ask_xero import ask_xero
from xerolink.usecases.run import Run

Answers = dict[IntentId, Answer]


def finish(run: Run, intents: Sequence[Intent]) -> None:
    """Attempt *intents* and store their outcomes; what was answered before a failure is kept.

    Raises the `PortError` that cut the calls short, once the outcomes are stored.
    """
    if not intents:
        return
    answers: Answers = {intent.intent_id: Answer() for intent in intents}
    failure: PortError | None = None
    try:
        ask_host(run, intents, answers)
        ask_xero(run, intents, answers)
    except PortError as error:
        failure = error
    _record(run, intents, answers)
    if failure is not None:
        raise failure


def _record(run: Run, intents: Sequence[Intent], answers: Answers) -> None:
    with run.transaction() as unit:
        links = _links(unit, intents)
        settled = [settle(i, answers[i.intent_id], links.get(i.intent_id)) for i in intents]
        unit.links.put([s.link for s in settled if s.link is not None])
        unit.intents.put([s.intent for s in settled])
        _put_issues(unit, run, settled)
        _put_books(unit, run, settled, answers)
    run.counts.update(_counted(settled, answers))


def _links(unit: UnitOfWork, intents: Sequence[Intent]) -> dict[IntentId, Link]:
    """The links as they stand now: an intent's own copy may be older."""
    merges = {i.intent_id: i.body.link for i in intents if isinstance(i.body, MergeContact)}
    creates = {i.intent_id: i.body.host_id for i in intents if isinstance(i.body, CreateContact)}
    by_xero = unit.links.by_xero([link.xero_id for link in merges.values()])
    by_host = unit.links.by_host(list(creates.values()))
    found = {i: by_xero.get(link.xero_id) for i, link in merges.items()}
    found |= {i: by_host.get(host_id) for i, host_id in creates.items()}
    return {i: link for i, link in found.items() if link is not None}


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

    A host contact that was updated is left to the feed, which finds whom its new keys concern.
    """
    created = [s.intent.intent_id for s in settled if isinstance(s.intent.body, ImportContact)]
    hosts = [host for i in created if (host := _host_contact(answers[i]))]
    unit.index.put([index_entry(host, run.record.settings) for host in hosts])
    seen = {
        contact.xero_id: (contact, s.link)
        for s in settled
        if s.link is not None and (contact := _xero_contact(answers[s.intent.intent_id]))
    }
    before = unit.staged.get_many(list(seen))
    found = (_restaged(run, before.get(i), c, link) for i, (c, link) in seen.items())
    rows = [row for row in found if row is not None]
    unit.staged.put(rows)
    rivals = (rival_keys(before.get(row.contact.xero_id), row) for row in rows)
    unit.staged.touch_unlinked(frozenset().union(*rivals))
    unit.staged.touch([xero_id for s in settled if s.again and (xero_id := _xero_id(s.intent))])


def _restaged(
    run: Run, before: StagedContact | None, contact: XeroContact, link: Link
) -> StagedContact | None:
    row = stage(before, contact, run.record.settings)
    return row and row.with_due(news(contact, link))


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
        case MergeContact(link=link):
            return link.xero_id
        case CreateContact():
            return None


def _counted(settled: Sequence[Settled], answers: Answers) -> list[str]:
    """What was written where, by side; "uncertain" and "refused" by intent."""
    return [
        word
        for s in settled
        for word, is_so in (
            ("host_written", isinstance(answers[s.intent.intent_id].host, HostStored)),
            ("xero_written", isinstance(answers[s.intent.intent_id].xero, XeroStored)),
            ("uncertain", s.intent.open),
            ("refused", bool(s.problems)),
        )
        if is_so
    ]
