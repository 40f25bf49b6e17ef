"""Match: what both books hold about a page of staged contacts; one look-up each, no row alone."""

from collections.abc import Collection, Mapping, Sequence

from attrs import evolve, frozen

from xerolink.domain.contacts.intent import CreateContact
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.matching import (
    Book,
    Conflict,
    FullMatch,
    MatchOutcome,
    NoMatch,
    match_contact,
)
from xerolink.domain.contacts.model import HostContact, XeroStatus
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.ports.store import UnitOfWork
from xerolink.ports.suggestions import SuggestionModel
from xerolink.usecases.brake import refuse_empty
from xerolink.usecases.enrich import enriched
from xerolink.usecases.heirs import CHAIN, heirs_of
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.run import Run

OPEN_CREATES = 1_000


@frozen
class Matched:
    """What was gathered about a page: the unlinked contacts' outcomes, the linked ones' pairs."""

    links: Mapping[XeroContactId, Link]
    outcomes: Mapping[XeroContactId, MatchOutcome]
    same_name: Mapping[XeroContactId, int]
    taken: frozenset[HostContactId]
    hosts: Mapping[HostContactId, HostContact]
    deleted: frozenset[HostContactId]
    survivors: Mapping[XeroContactId, XeroContactId]
    survivors_taken: frozenset[XeroContactId]
    quiet: frozenset[XeroContactId]
    """Contacts that are left out, with nothing open about them: there is nothing to decide."""
    awaited: frozenset[XeroContactId]
    """Contacts that carry the number of a create whose answer is outstanding: left alone.

    So are survivors of a merge to whom the pair of a loser comes (semantics row 23).
    """
    losers: frozenset[XeroContactId]
    """The linked losers of those merges that nobody was to decide about."""


def match_page(run: Run, rows: Sequence[StagedContact]) -> Matched:
    """Look everything up that deciding *rows* needs; the host is asked once."""
    with run.reading() as unit:
        found = look_up(unit, rows, run.ports.suggestions)
    return with_hosts(run, found)


def look_up(
    unit: UnitOfWork, rows: Sequence[StagedContact], model: SuggestionModel | None
) -> Matched:
    """What the store holds about *rows*; nothing is asked of the host, *hosts* is empty."""
    links = unit.links.by_xero([row.contact.xero_id for row in rows])
    free = [row for row in rows if row.contact.xero_id not in links]
    outcomes, same_name, taken = _match(unit, [row for row in free if row.admitted])
    outcomes = enriched(unit, model, [row for row in free if row.admitted], outcomes)
    outcomes |= {row.contact.xero_id: NoMatch() for row in free if not row.admitted}
    survivors = _survivors(unit, [row for row in rows if row.contact.xero_id in links])
    heirs = heirs_of(unit, [row for row in free if row.admitted])
    partners = [link.host_id for link in links.values()]
    indexed = unit.index.get_many(partners)
    return Matched(
        links,
        outcomes,
        same_name,
        taken,
        {},
        frozenset(i for i in partners if i not in indexed),
        survivors,
        frozenset(unit.links.by_xero(list(survivors.values()))),
        _quiet(unit, [row for row in free if not row.admitted]),
        _awaited(unit, free) | heirs.survivors,
        heirs.forgotten,
    )


def with_hosts(run: Run, found: Matched) -> Matched:
    """*found* with the host contacts that deciding needs, loaded at once.

    Raises as `refuse_empty` where the host has none of many that it never said were deleted.
    """
    partners = {link.host_id for link in found.links.values()}
    hosts = contacts_there(run, partners | _wanted(found.outcomes.values()))
    expected = partners - found.deleted
    if len(expected) > run.record.settings.mass_change.at_least and expected.isdisjoint(hosts):
        refuse_empty(run, "the host", f"it has none of {len(expected)} linked contacts")
    return evolve(found, hosts=hosts)


def _quiet(unit: UnitOfWork, rows: Sequence[StagedContact]) -> frozenset[XeroContactId]:
    """A filter made narrower only hides open issues; an archived contact's are answered (10)."""
    issues = unit.issues.open_for([xero_entity(row.contact.xero_id) for row in rows])
    return frozenset(
        row.contact.xero_id
        for row in rows
        if row.contact.status is XeroStatus.ACTIVE or xero_entity(row.contact.xero_id) not in issues
    )


def _awaited(unit: UnitOfWork, rows: Sequence[StagedContact]) -> frozenset[XeroContactId]:
    """An unknown contact that carries our number: its open intent links it (protocol, Cycle 4)."""
    bodies = (intent.body for intent in unit.intents.open(OPEN_CREATES))
    numbers = {body.draft.number for body in bodies if isinstance(body, CreateContact)}
    return frozenset(row.contact.xero_id for row in rows if row.contact.number in numbers)


def _match(
    unit: UnitOfWork, rows: Sequence[StagedContact]
) -> tuple[dict[XeroContactId, MatchOutcome], dict[XeroContactId, int], frozenset[HostContactId]]:
    keys = {key for row in rows for key in row.keys.present}
    host, xero = Book(unit.index.matching(keys)), Book(unit.staged.matching(keys))
    proposed = {HostContactId(i) for hits in host.hits.values() for i in hits.ids}
    taken = frozenset(unit.links.by_host(proposed))
    outcomes = {row.contact.xero_id: match_contact(row.keys, host, xero, taken) for row in rows}
    same_name = {row.contact.xero_id: xero.get(row.keys.name).total for row in rows}
    return outcomes, same_name, taken


def _wanted(outcomes: Collection[MatchOutcome]) -> set[HostContactId]:
    """The host contacts that a decision needs to look at: a partner, or a lone candidate."""
    wanted = set()
    for outcome in outcomes:
        if isinstance(outcome, FullMatch):
            wanted.add(outcome.host_id)
        elif isinstance(outcome, Conflict) and len(outcome.candidates) == 1:
            wanted.add(outcome.candidates[0].host_id)
    return wanted


def _survivors(
    unit: UnitOfWork, rows: Sequence[StagedContact]
) -> dict[XeroContactId, XeroContactId]:
    """Where each contact that lost a merge ended; one whose chain leaves the store is left out."""
    open_ends = {
        row.contact.xero_id: row.contact.merged_to for row in rows if row.contact.merged_to
    }
    ended: dict[XeroContactId, XeroContactId] = {}
    for _ in range(CHAIN):
        if not open_ends:
            break
        staged = unit.staged.get_many(list(open_ends.values()))
        ended |= {i: to for i, to in open_ends.items() if _active(staged.get(to))}
        open_ends = {
            i: further
            for i, to in open_ends.items()
            if to in staged and i not in ended and (further := staged[to].contact.merged_to)
        }
    return ended


def _active(row: StagedContact | None) -> bool:
    return row is not None and row.contact.status is XeroStatus.ACTIVE
