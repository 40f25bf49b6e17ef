"""Scrub: take the values of erased contacts out of everything that is stored (semantics row 22)."""

from collections.abc import Collection, Iterable

from xerolink.domain.contacts.erased import erased, without_values
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.normalise import NO_KEYS
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.identity import (
    EntityKey,
    HostContactId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.journal import scrub_journal
from xerolink.usecases.run import Run

ERASED = "erased in Xero (GDPRREQUEST)"


def erased_ids(rows: Iterable[StagedContact | None]) -> list[XeroContactId]:
    """The contacts of *rows* that are erased."""
    return [row.contact.xero_id for row in rows if row is not None and erased(row.contact)]


def scrub(unit: UnitOfWork, run: Run, xero_ids: Collection[XeroContactId]) -> None:
    """Links keep their ids, decisions and closed effects go, the journal keeps its chain.

    An effect that is open is scrubbed when it ends. The linked host contact is still the host's,
    but what it is matched by goes too, so that nothing here tells who it was.
    """
    if not xero_ids:
        return
    links = unit.links.history(xero_ids)
    partners = sorted({x.host_id for x in links if x.state is not LinkState.ENDED})
    unit.links.put([without_values(link) for link in links])
    known = unit.index.get_many(partners)
    unit.index.put([IndexEntry(host_id, NO_KEYS) for host_id in known])
    entities = _entities(xero_ids, partners)
    _scrub_issues(unit, entities, partners)
    unit.decisions.forget(entities)
    unit.intents.forget(entities)
    scrub_journal(unit, run, partners, xero_ids, ERASED)


def _scrub_issues(
    unit: UnitOfWork, entities: Collection[EntityKey], partners: Collection[HostContactId]
) -> None:
    """Why somebody is a candidate is told in words of both; a closed issue has none."""
    own = [issue for found in unit.issues.open_for(entities).values() for issue in found]
    own += unit.issues.naming(partners)
    unit.issues.put([i.without_reasons() for i in dict.fromkeys(own)])


def forget_decisions(unit: UnitOfWork, rows: Iterable[StagedContact | None]) -> None:
    """Decisions about erased contacts are not kept: they hold what the host holds."""
    if ids := erased_ids(rows):
        unit.decisions.forget(_entities(ids, ()))


def erased_partners(unit: UnitOfWork, links: Iterable[Link]) -> frozenset[HostContactId]:
    """The host contacts of those *links* whose Xero contact is erased.

    One that was erased just now may still be in sync: nothing was decided about the pair yet.
    """
    partners = {link.xero_id: link.host_id for link in links}
    rows = unit.staged.get_many(list(partners)).values()
    return frozenset(partners[xero_id] for xero_id in erased_ids(rows))


def silence(unit: UnitOfWork, links: Iterable[Link]) -> None:
    """Whoever got the pair of an erased contact is matched by nothing, as its partner was."""
    known = unit.index.get_many(erased_partners(unit, links))
    unit.index.put([IndexEntry(host_id, NO_KEYS) for host_id in known])


def _entities(
    xero_ids: Iterable[XeroContactId], host_ids: Iterable[HostContactId]
) -> list[EntityKey]:
    return [*map(xero_entity, xero_ids), *map(host_entity, host_ids)]
