"""Perform: take the open decisions page by page (protocol, Cycle 6).

Three steps for each page: one transaction that stores links, issues and intents; the effects,
with no transaction open; one transaction that stores what came of them.
"""

from collections.abc import Mapping, Sequence

from xerolink.domain.contacts.decide import Decision, DecisionState, FollowMerge, LinkPair
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.take import Fresh, Standing, Taken, still_holds, take
from xerolink.domain.identity import (
    DecisionId,
    EntityKey,
    HostContactId,
    IntentId,
    IssueId,
    LinkId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.ports.observer import PagePerformed
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.finish import finish
from xerolink.usecases.plan import PAGE
from xerolink.usecases.run import Run


def perform(run: Run) -> None:
    """Perform every open decision; one whose ground moved is dropped, its contact stays due."""
    with run.reading() as unit:
        total = sum(unit.decisions.count_open().values())
    done, after = 0, None
    while page := _open(run, after):
        after = page[-1].decision_id
        finish(run, _take_page(run, page))
        done += len(page)
        run.notice(PagePerformed(run.connection_id, run.run.run_id, done, total))


def _open(run: Run, after: DecisionId | None) -> tuple[Decision, ...]:
    with run.reading() as unit:
        return unit.decisions.open(after, PAGE)


def _take_page(run: Run, page: Sequence[Decision]) -> list[Intent]:
    """Step one. The host's versions are read before the transaction, and only where needed."""
    hosts = _hosts(run, page)
    with run.transaction() as unit:
        standing = _standing(unit, page)
        sound = [d for d in page if _sound(d, standing, hosts)]
        taken = {d.decision_id: take(d, standing[d.xero_id], _fresh(run)) for d in sound}
        _store(unit, page, sound, taken)
    run.counts["stale"] += len(page) - len(sound)
    run.counts.update(decision.verdict.value for decision in sound)
    return [t.intent for t in taken.values() if t.intent is not None]


def _hosts(run: Run, page: Sequence[Decision]) -> Mapping[HostContactId, HostContact]:
    ids = {d.rests_on.host_id for d in page if d.rests_on.host_id is not None}
    if not ids:
        return {}
    run.before_call()
    return run.ports.host.get_many(ids)


def _standing(unit: UnitOfWork, page: Sequence[Decision]) -> dict[XeroContactId, Standing]:
    ids = [decision.xero_id for decision in page]
    rows, links = unit.staged.get_many(ids), unit.links.by_xero(ids)
    issues = unit.issues.open_for([xero_entity(i) for i in ids])
    engaged = _engaged(unit, page)
    return {
        i: Standing(row, links.get(i), issues.get(xero_entity(i), ()), i in engaged)
        for i, row in rows.items()
    }


def _engaged(unit: UnitOfWork, page: Sequence[Decision]) -> frozenset[XeroContactId]:
    """The contacts that cannot be taken now: an effect is open, or the partner is taken.

    Of two decisions that want one partner the first gets it; a survivor of a merge goes to its
    new pair before anything else is decided about it. Who is left out is decided anew.
    """
    wanted = {d.xero_id: entity for d in page if (entity := _wanted(d)) is not None}
    firsts: dict[EntityKey, XeroContactId] = {}
    for xero_id, entity in wanted.items():
        firsts.setdefault(entity, xero_id)
    outstanding = unit.intents.open_for([*(xero_entity(d.xero_id) for d in page), *firsts])
    gone = _linked(unit, page) | outstanding.keys()
    late = (i for i, entity in wanted.items() if entity in gone or firsts[entity] != i)
    own = ((d.xero_id, xero_entity(d.xero_id)) for d in page)
    return frozenset((*late, *(i for i, e in own if e in outstanding or e in firsts)))


def _wanted(decision: Decision) -> EntityKey | None:
    """The contact that *decision* would give a partner, besides its own."""
    match decision.action:
        case LinkPair(host_id=host_id):
            return host_entity(host_id)
        case FollowMerge(survivor=survivor):
            return xero_entity(survivor)
        case _:
            return None


def _linked(unit: UnitOfWork, page: Sequence[Decision]) -> set[EntityKey]:
    """Those of the wanted contacts that have a link."""
    hosts = unit.links.by_host([d.action.host_id for d in page if isinstance(d.action, LinkPair)])
    survivors = [d.action.survivor for d in page if isinstance(d.action, FollowMerge)]
    return {*map(host_entity, hosts), *map(xero_entity, unit.links.by_xero(survivors))}


def _sound(
    decision: Decision,
    standing: Mapping[XeroContactId, Standing],
    hosts: Mapping[HostContactId, HostContact],
) -> bool:
    host_id = decision.rests_on.host_id
    host = hosts.get(host_id) if host_id is not None else None
    version = host.version if host is not None else None
    return still_holds(decision, standing.get(decision.xero_id), version)


def _fresh(run: Run) -> Fresh:
    ids = run.ports.ids
    return Fresh(run.ports.clock.now(), LinkId(ids.new()), IssueId(ids.new()), IntentId(ids.new()))


def _store(
    unit: UnitOfWork,
    page: Sequence[Decision],
    sound: Sequence[Decision],
    taken: Mapping[DecisionId, Taken],
) -> None:
    unit.links.put([t.link for t in taken.values() if t.link])
    unit.issues.put([issue for t in taken.values() for issue in t.issues])
    unit.intents.put([t.intent for t in taken.values() if t.intent])
    unit.staged.settle({d.xero_id: d.rests_on.staged_revision for d in sound})
    unit.staged.touch([d.action.survivor for d in sound if isinstance(d.action, FollowMerge)])
    states = dict.fromkeys((d.decision_id for d in page), DecisionState.STALE)
    states |= dict.fromkeys((d.decision_id for d in sound), DecisionState.TAKEN)
    unit.decisions.close(states)
