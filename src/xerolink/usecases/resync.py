"""Re-sync: what a person does about a pair that was stopped (semantics rows 27 to 29)."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from xerolink.domain.contacts.classify import UNCLASSIFIED, Classification
from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.decide_push import create_in_xero
from xerolink.domain.contacts.decide_resync import Rematch, create_in_host, relink, rematch
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.matching import Book, FullMatch, Hits, MatchOutcome, match_contact
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.domain.plan import Impossible
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.enrich import enriched
from xerolink.usecases.given import one_of
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.pairs import Pairs, draw_each, pairs_of
from xerolink.usecases.plan import classify
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run

NO_MATCH = (
    "neither the current name nor the billing email is known in the host; it stays where it is. "
    "Possible: create_new_contact from Xero's data, create_new_contact from the host's data"
)


def draw_relink(xero_ids: Sequence[XeroContactId]) -> Draw:
    """Link former partners again, in the direction that they had; what differs since flows.

    Raises `NotLinkedError`, `IllegalTransitionError`, or `NotPossibleError` while the host
    contact is gone or Xero's is not active; of many such are `Impossible`.
    """

    def draw(run: Run) -> Drawn:
        freshen(run, xero_ids)
        found, settings = pairs_of(run, xero_ids), run.record.settings

        def decide(xero_id: XeroContactId) -> Decision:
            pair = found.pair(xero_id, LinkEvent.RELINKED)
            return relink(pair, settings, run.stamp())

        return draw_each(xero_ids, xero_entity, decide)

    return draw


def draw_rematch(xero_ids: Sequence[XeroContactId]) -> Draw:
    """Match each again by its current name and billing email, two-way from then on.

    A Conflict opens a match issue, No Match is `Impossible` and leaves the pair where it is. The
    filter does not count here (row 10). Raises as `draw_relink`.
    """

    def draw(run: Run) -> Drawn:
        freshen(run, xero_ids)
        found, settings = pairs_of(run, xero_ids), run.record.settings
        seen = _rematched(run, found)

        def decide(xero_id: XeroContactId) -> Decision | Impossible:
            pair = found.pair(xero_id, LinkEvent.RELINKED)
            made = rematch(pair, seen[xero_id], settings, run.stamp())
            return made or Impossible(xero_entity(xero_id), NO_MATCH)

        return draw_each(xero_ids, xero_entity, decide)

    return draw


def draw_create_new(
    xero_ids: Sequence[XeroContactId], source: Side = Side.XERO, name: str | None = None
) -> Draw:
    """Make another contact in place of the former partner, of Xero's data or of the host's.

    *name*: of a new Xero contact, where the old name is taken; raises `ValueError` for more than
    one contact, or with Xero's data. Raises `NotLinkedError`, `IllegalTransitionError`,
    `NotPossibleError`, `NameTakenError`, `UnknownContactError` or `UnusableContactError`; of many
    such are `Impossible`.
    """
    one_of(Side, source, "source")
    if name is not None and (source is Side.XERO or len(xero_ids) != 1):
        raise ValueError("a name is for exactly one new Xero contact, made of the host's data")

    def draw(run: Run) -> Drawn:
        freshen(run, xero_ids)
        found, settings = pairs_of(run, xero_ids), run.record.settings
        kinds = _kinds(run, found) if source is Side.XERO else {}

        def decide(xero_id: XeroContactId) -> Decision:
            pair = found.pair(xero_id, LinkEvent.REPLACED)
            if source is Side.HOST:
                return create_in_xero(pair, name, settings, run.stamp())
            kind = kinds.get(xero_id, UNCLASSIFIED)
            return create_in_host(pair, kind, settings, run.stamp())

        return draw_each(xero_ids, xero_entity, decide)

    return draw


def _kinds(run: Run, found: Pairs) -> Mapping[XeroContactId, Classification]:
    return classify(run, [row for i, row in found.rows.items() if i in found.links])


def _rematched(run: Run, found: Pairs) -> Mapping[XeroContactId, Rematch]:
    rows = {i: row for i, row in found.rows.items() if i in found.links}
    with run.reading() as unit:
        outcomes = _match(unit, rows, found.links)
        outcomes = enriched(unit, run.ports.suggestions, list(rows.values()), outcomes)
    partners = {o.host_id for o in outcomes.values() if isinstance(o, FullMatch)}
    hosts = {**found.hosts, **contacts_there(run, partners - found.hosts.keys())}
    return {xero_id: Rematch(outcome, hosts) for xero_id, outcome in outcomes.items()}


def _match(
    unit: UnitOfWork,
    rows: Mapping[XeroContactId, StagedContact],
    links: Mapping[XeroContactId, Link],
) -> dict[XeroContactId, MatchOutcome]:
    """As an import counts, but that a pair's own tombstone does not make its partner taken."""
    keys = {key for row in rows.values() for key in row.keys.present}
    host, xero = Book(unit.index.matching(keys)), Book(unit.staged.matching(keys))
    taken = unit.links.by_host({HostContactId(i) for hits in host.hits.values() for i in hits.ids})
    return {
        xero_id: match_contact(row.keys, host, _with(xero, row), _others(taken, links[xero_id]))
        for xero_id, row in rows.items()
    }


def _others(taken: Mapping[HostContactId, Link], own: Link) -> frozenset[HostContactId]:
    return frozenset(taken) - {own.host_id}


def _with(xero: Book, row: StagedContact) -> Book:
    """*xero* with *row* counted, which the filter may leave out (semantics row 10)."""
    if row.admitted:
        return xero
    both, xero_id = row.keys.both, row.contact.xero_id
    if both is None:
        return xero
    others = xero.get(both)
    return evolve(xero, hits={**xero.hits, both: Hits(others.total + 1, (*others.ids, xero_id))})
