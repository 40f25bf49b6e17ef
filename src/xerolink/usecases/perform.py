"""Perform: take decisions page by page (protocol, Cycle 6).

Three steps for each page: one transaction that stores links, issues and intents; the effects,
with no transaction open; one transaction that stores what came of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from xerolink.domain.contacts.decide import (
    Decision,
    DecisionState,
    FollowMerge,
    MergePair,
    MoveLink,
    TakeOver,
)
from xerolink.domain.contacts.ground import still_holds
from xerolink.domain.contacts.intent import Intent, IntentState
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.settle import Settled
from xerolink.domain.contacts.take import Fresh, Standing, Taken, take
from xerolink.domain.identity import (
    DecisionId,
    HostContactId,
    IntentId,
    IssueId,
    LinkId,
    XeroContactId,
)
from xerolink.domain.journal import Note
from xerolink.domain.run import Phase
from xerolink.ports.observer import PagePerformed
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.finish import fallen, finish
from xerolink.usecases.heard_again import hear_again
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.invoices.wake import wake_waiting
from xerolink.usecases.journal import record
from xerolink.usecases.notes import taken_note
from xerolink.usecases.plan import PAGE
from xerolink.usecases.run import Run
from xerolink.usecases.scrub import forget_decisions
from xerolink.usecases.standing import standing_of
from xerolink.usecases.suggested import wake_asked_about, wake_outdated

RESUMING = frozenset({LinkEvent.RELINKED, LinkEvent.RECONNECTED})
Hosts = Mapping[HostContactId, HostContact]


@frozen
class Performed:
    """What became of decisions, about contacts or invoices, as `Applied` tells it.

    One with an effect is *done* when all of that is.
    """

    done: tuple[DecisionId, ...] = ()
    moved: tuple[DecisionId, ...] = ()
    refused: Mapping[DecisionId, str] = field(factory=dict, repr=False)
    uncertain: tuple[DecisionId, ...] = ()

    def plus(self, other: "Performed") -> "Performed":
        return Performed(
            (*self.done, *other.done),
            (*self.moved, *other.moved),
            {**self.refused, **other.refused},
            (*self.uncertain, *other.uncertain),
        )


def perform(run: Run, wanted: Callable[[Decision], bool] = lambda _: True) -> None:
    """Perform every open decision that is *wanted*, and leave the others open.

    One whose ground moved is dropped, its contact stays due.
    """
    with run.reading() as unit:
        total = sum(unit.decisions.count_open().values())
    done = 0
    for page in _open_pages(run):
        run.at(Phase.WRITING, done, total)
        _perform_page(run, [d for d in page if wanted(d)], given=False)
        done += len(page)
        _tell(run, done, total)


def perform_these(run: Run, decisions: Sequence[Decision]) -> Performed:
    """Perform a person's *decisions*, in their order; an open one about the same contact goes.

    Whoever shares a key with a contact that they concern is then decided anew.
    """
    performed = _perform_all(run, decisions, alone=True)
    for start in range(0, len(decisions), PAGE):
        with run.transaction() as unit:
            _touch(unit, decisions[start : start + PAGE])
    return performed


def perform_planned(run: Run, decisions: Sequence[Decision]) -> Performed:
    """Perform the rows of a plan over a whole book, in their order.

    They were decided together: none of them makes another be decided anew.
    """
    return _perform_all(run, decisions, alone=False)


def _perform_all(run: Run, decisions: Sequence[Decision], *, alone: bool) -> Performed:
    """*alone*: what else is new of a pair stays due, also for whoever recovers this run."""
    performed = Performed()
    for start in range(0, len(decisions), PAGE):
        run.at(Phase.WRITING, start, len(decisions))
        page = decisions[start : start + PAGE]
        performed = performed.plus(_perform_page(run, page, given=True, alone=alone))
        _tell(run, start + len(page), len(decisions))
    return performed


def _tell(run: Run, done: int, total: int) -> None:
    run.notice(PagePerformed(run.connection_id, run.run.run_id, done, total))


def _open_pages(run: Run) -> Iterator[tuple[Decision, ...]]:
    after: DecisionId | None = None
    while True:
        with run.reading() as unit:
            page = unit.decisions.open(after, PAGE)
        if not page:
            return
        after = page[-1].decision_id
        yield page


def _stamped(run: Run, decision: Decision) -> Decision:
    """A decision keeps its id; who performs it, and by which run, is told of the present."""
    stamp = evolve(decision.stamp, run_id=run.run.run_id, actor=run.run.actor)
    return evolve(decision, stamp=stamp)


def _perform_page(
    run: Run, decided: Sequence[Decision], *, given: bool, alone: bool = False
) -> Performed:
    """One page; *given*: the decisions come from a person's plan and are not stored yet."""
    page = [_stamped(run, decision) for decision in decided]
    hosts = _hosts(run, page)
    with run.transaction() as unit:
        standing = standing_of(unit, page)
        sound = [d for d in page if _sound(d, standing, hosts)]
        taken = {d.decision_id: take(d, standing[d.decision_id], _fresh(run)) for d in sound}
        if given:
            unit.decisions.put(page)
        _store(unit, page, sound, taken)
        hear_again(unit, run, [link for t in taken.values() for link in t.links])
        unit.staged.touch(_merged(sound) if alone else [])
        record(unit, run, _notes(run, sound, standing, taken))
        forget_decisions(unit, [found.row for found in standing.values()])
    run.counts["stale"] += len(page) - len(sound)
    run.counts.update(decision.verdict.value for decision in sound)
    intents = [t.intent for t in taken.values() if t.intent is not None]
    return _outcome(page, sound, intents, finish(run, intents))


def _hosts(run: Run, page: Sequence[Decision]) -> Hosts:
    """The host's versions are read before the transaction, and only where needed."""
    ids = {d.rests_on.host_id for d in page if d.rests_on.host_id is not None}
    return contacts_there(run, ids)


def _sound(decision: Decision, standing: Mapping[DecisionId, Standing], hosts: Hosts) -> bool:
    host_id = decision.rests_on.host_id
    host = hosts.get(host_id) if host_id is not None else None
    version = host.version if host is not None else None
    return still_holds(decision, standing.get(decision.decision_id), version)


def _fresh(run: Run) -> Fresh:
    ids = run.ports.ids
    return Fresh(run.ports.clock.now(), LinkId(ids.new()), IssueId(ids.new()), IntentId(ids.new()))


def _store(
    unit: UnitOfWork,
    page: Sequence[Decision],
    sound: Sequence[Decision],
    taken: Mapping[DecisionId, Taken],
) -> None:
    links = [link for t in taken.values() for link in t.links]
    unit.links.put(links)
    wake_waiting(unit, links)
    wake_asked_about(unit, [link.host_id for link in links])
    issues = [issue for t in taken.values() for issue in t.issues]
    unit.issues.put(issues)
    wake_outdated(unit, issues)
    unit.intents.put([t.intent for t in taken.values() if t.intent])
    unit.staged.settle({d.xero_id: d.rests_on.staged_revision for d in sound if d.xero_id})
    unit.staged.touch([i for d in sound for i in _followed(d, taken[d.decision_id])])
    unit.staged.touch([link.xero_id for t in taken.values() for link in t.freed])
    unit.staged.touch([d.xero_id for d in sound if d.xero_id and _resumes(d)])
    states = dict.fromkeys((d.decision_id for d in page), DecisionState.STALE)
    states |= dict.fromkeys((d.decision_id for d in sound), DecisionState.TAKEN)
    unit.decisions.close(states)


def _followed(decision: Decision, taken: Taken) -> list[XeroContactId]:
    """The contacts whose links moved with a merge: they are decided next."""
    moved = isinstance(decision.action, FollowMerge | TakeOver)
    return [link.xero_id for link in taken.links] if moved else []


def _resumes(decision: Decision) -> bool:
    """A pair that is linked again as it stood: what was edited meanwhile is decided next."""
    return isinstance(decision.action, MoveLink) and decision.action.event in RESUMING


def _touch(unit: UnitOfWork, decisions: Sequence[Decision]) -> None:
    """A person decides about values; what else is new of a pair is still to be decided, too."""
    rows = unit.staged.get_many([d.xero_id for d in decisions if d.xero_id is not None])
    hosts = unit.index.get_many([d.host_id for d in decisions if d.host_id is not None])
    carried = [*(row.keys for row in rows.values()), *(entry.keys for entry in hosts.values())]
    unit.staged.touch_unlinked({key for keys in carried for key in keys.present})
    unit.staged.touch(_merged(decisions))


def _merged(decisions: Sequence[Decision]) -> list[XeroContactId]:
    pairs = (d for d in decisions if isinstance(d.action, MergePair))
    return [d.xero_id for d in pairs if d.xero_id is not None]


def _notes(
    run: Run,
    sound: Sequence[Decision],
    standing: Mapping[DecisionId, Standing],
    taken: Mapping[DecisionId, Taken],
) -> list[Note]:
    told = ((d, taken[d.decision_id]) for d in sound)
    return [
        taken_note(run, d, standing[d.decision_id], t)
        for d, t in told
        if t.links or t.issues or t.intent
    ]


def _outcome(
    page: Sequence[Decision],
    sound: Sequence[Decision],
    intents: Sequence[Intent],
    settled: Sequence[Settled],
) -> Performed:
    pending = {i.decision_id for i in intents}
    ends = {s.intent.decision_id: s for s in settled if s.intent.decision_id is not None}
    held = {d.decision_id for d in sound}
    plain = [i for i in held if i not in pending]
    done = {i for i, s in ends.items() if s.intent.state is IntentState.DONE and not s.problems}
    late = {i for i, s in ends.items() if fallen(s) is DecisionState.STALE}
    return Performed(
        tuple(d.decision_id for d in page if d.decision_id in {*plain, *done}),
        tuple(i for d in page if (i := d.decision_id) not in held or i in late),
        {i: "; ".join(p.why for p in s.problems) for i, s in ends.items() if s.problems},
        tuple(i for i, s in ends.items() if s.intent.open),
    )
