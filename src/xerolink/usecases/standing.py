"""What the store holds about the contacts of a page of decisions, as they are taken."""

from collections.abc import Mapping, Sequence

from xerolink.domain.contacts.decide import (
    CreateInXero,
    Decision,
    FollowMerge,
    LinkPair,
    TakeOver,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.take import Standing
from xerolink.domain.identity import (
    DecisionId,
    EntityKey,
    HostContactId,
    LinkId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.ports.store import UnitOfWork


def standing_of(unit: UnitOfWork, page: Sequence[Decision]) -> dict[DecisionId, Standing]:
    """The standing of each decision; one whose staged row is gone is left out."""
    xero_ids = [d.xero_id for d in page if d.xero_id is not None]
    rows = unit.staged.get_many(xero_ids)
    by_xero = unit.links.by_xero([*xero_ids, *_survivors(page)])
    by_host = unit.links.by_host([i for d in page if (i := _partner(d)) is not None])
    issues = unit.issues.open_for([d.entity for d in page])
    engaged = _engaged(unit, page)
    known = {link.link_id: link for link in (*by_xero.values(), *by_host.values())}
    beside = {d.decision_id: _beside(d, _replaced(d, known)) for d in page}
    others = unit.issues.open_for([about for found in beside.values() for about in found])
    return {
        d.decision_id: Standing(
            rows.get(d.xero_id) if d.xero_id else None,
            by_xero.get(d.xero_id) if d.xero_id else None,
            issues.get(d.entity, ()),
            d.decision_id in engaged,
            _replaced(d, known),
            tuple(issue for i in beside[d.decision_id] for issue in others.get(i, ())),
        )
        for d in page
    }


def _beside(decision: Decision, replaced: tuple[Link, ...]) -> tuple[EntityKey, ...]:
    """The other contacts whose issues a decision answers: its partner, and a pair that gave way."""
    match decision.action:
        case LinkPair(host_id=host_id):
            return (host_entity(host_id),)
        case TakeOver():
            return tuple(xero_entity(link.xero_id) for link in replaced)
        case _:
            return ()


def _replaced(decision: Decision, known: Mapping[LinkId, Link]) -> tuple[Link, ...]:
    return tuple(known[i] for i in decision.replaces if i in known)


def _engaged(unit: UnitOfWork, page: Sequence[Decision]) -> frozenset[DecisionId]:
    """The decisions that cannot be taken now: an effect is open, or the partner is taken.

    Of two decisions that want one partner the first gets it; a survivor of a merge goes to its
    new pair before anything else is decided about it. Who is left out is decided anew.
    """
    wanted = {d.decision_id: entity for d in page if (entity := _wanted(d)) is not None}
    firsts: dict[EntityKey, DecisionId] = {}
    for decision_id, entity in wanted.items():
        firsts.setdefault(entity, decision_id)
    outstanding = unit.intents.open_for([*(d.entity for d in page), *firsts])
    gone = _linked(unit, page) | outstanding.keys()
    late = (i for i, entity in wanted.items() if entity in gone or firsts[entity] != i)
    own = ((d.decision_id, d.entity) for d in page)
    others = (i for i, e in own if e in outstanding or firsts.get(e, i) != i)
    return frozenset((*late, *others, *_unfree(unit, page)))


def _unfree(unit: UnitOfWork, page: Sequence[Decision]) -> list[DecisionId]:
    """The decisions with a tombstone that cannot stand again: one of its two got another link."""
    asked = [d for d in page if d.restores]
    if not asked:
        return []
    by_host = unit.links.by_host([link.host_id for d in asked for link in d.restores])
    by_xero = unit.links.by_xero([link.xero_id for d in asked for link in d.restores])

    def free(decision: Decision, link: Link) -> bool:
        own = {decision.rests_on.link_id, *decision.replaces}
        held = (by_host.get(link.host_id), by_xero.get(link.xero_id))
        return all(one is None or one.link_id in own for one in held)

    return [d.decision_id for d in asked if not all(free(d, link) for link in d.restores)]


def _wanted(decision: Decision) -> EntityKey | None:
    """The contact that *decision* would give a partner, besides its own."""
    survivor, host_id = _survivor(decision), _partner(decision)
    if survivor is not None:
        return xero_entity(survivor)
    return host_entity(host_id) if host_id is not None else None


def _survivor(decision: Decision) -> XeroContactId | None:
    match decision.action:
        case FollowMerge(survivor=survivor) | TakeOver(survivor=survivor):
            return survivor if survivor != decision.xero_id else None
        case _:
            return None


def _survivors(page: Sequence[Decision]) -> list[XeroContactId]:
    return [i for d in page if (i := _survivor(d)) is not None]


def _partner(decision: Decision) -> HostContactId | None:
    match decision.action:
        case LinkPair(host_id=host_id) | CreateInXero(host_id=host_id):
            return host_id
        case TakeOver(host_id=host_id) if _survivor(decision) is None:
            return host_id
        case _:
            return None


def _linked(unit: UnitOfWork, page: Sequence[Decision]) -> set[EntityKey]:
    """Those of the wanted contacts that have a link which no decision replaces."""
    partners = [i for d in page if (i := _partner(d)) is not None]
    replaced = {i for d in page for i in d.replaces}
    by_host, by_xero = unit.links.by_host(partners), unit.links.by_xero(_survivors(page))
    hosts = {host_entity(i) for i, link in by_host.items() if link.link_id not in replaced}
    return hosts | {xero_entity(i) for i, link in by_xero.items() if link.link_id not in replaced}
