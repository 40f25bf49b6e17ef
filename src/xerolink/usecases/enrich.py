"""Enrich: whom else a contact may be, of all that the index knows; a few look-ups for a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from attrs import field, frozen

from xerolink.domain.contacts.evidence import Asked
from xerolink.domain.contacts.matching import Conflict, Hits, MatchOutcome, NoMatch
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.rank import WORTH_A_LOOK, known, ranked
from xerolink.domain.contacts.shortlist import AT_MOST, shortlist, telling
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.contacts.suggest import Suggestion, suggest
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.ports.store import UnitOfWork
from xerolink.ports.suggestions import SuggestionModel

BESIDE_A_CONFLICT = AT_MOST
"""How many of a shortlist are looked at closely, where a person will see the best of them."""
BESIDE_A_NO_MATCH = 2
"""And where one alone counts, if it is likely: most are new clients, and nobody is like them."""

Outcomes = Mapping[XeroContactId, MatchOutcome]


@frozen
class _Wanted:
    """Whom one contact may be: its profile, its terms, and those that the exact rule found."""

    profile: Profile
    terms: tuple[Term, ...] = field(repr=False)
    known: tuple[HostContactId, ...]
    no_match: bool

    @property
    def at_most(self) -> int:
        """How many others are looked at."""
        return BESIDE_A_NO_MATCH if self.no_match else BESIDE_A_CONFLICT


def enriched(
    unit: UnitOfWork,
    model: SuggestionModel | None,
    rows: Sequence[StagedContact],
    outcomes: Outcomes,
) -> dict[XeroContactId, MatchOutcome]:
    """*outcomes* of *rows* with their candidates ranked, and with suggestions.

    Without a *model* the candidates stay as the exact rule found them; those that resemble, yet
    are some other Xero contact's by their very name, are left out in either case.
    """
    found = _suggestions(unit, model, rows, outcomes) if model is not None else {}
    free = _free(unit, outcomes.values(), found.values())
    return {i: ranked(outcome, found.get(i, ()), free) for i, outcome in outcomes.items()}


def _suggestions(
    unit: UnitOfWork, model: SuggestionModel, rows: Sequence[StagedContact], outcomes: Outcomes
) -> dict[XeroContactId, tuple[Suggestion, ...]]:
    wanted = {
        row.contact.xero_id: _wanted(row, outcome)
        for row in rows
        if isinstance(outcome := outcomes.get(row.contact.xero_id), Conflict | NoMatch)
    }
    counted = unit.index.bearing({term for one in wanted.values() for term in one.terms}, listed=0)
    chosen = {i: telling(one.terms, counted) for i, one in wanted.items()}
    bearers = unit.index.bearing(set(chain.from_iterable(chosen.values())))
    book = unit.index.profiled()
    listed = {i: _listed(one, chosen[i], bearers, book) for i, one in wanted.items()}
    profiles = unit.index.profiles({i for ids in listed.values() for i in ids})
    return {
        xero_id: suggest(
            Asked(one.profile, counted, book, one.no_match),
            {i: profiles[i] for i in listed[xero_id] if i in profiles},
            model.weights,
            model.distance,
            least=WORTH_A_LOOK,
            beside=one.known,
        )
        for xero_id, one in wanted.items()
    }


def _wanted(row: StagedContact, outcome: MatchOutcome) -> _Wanted:
    profile = Profile.of(row.contact.fields)
    beside = tuple(c.host_id for c in known(outcome))
    return _Wanted(profile, terms(profile), beside, isinstance(outcome, NoMatch))


def _listed(
    one: _Wanted, chosen: Sequence[Term], bearers: Mapping[Term, Hits], book: int
) -> tuple[HostContactId, ...]:
    nearest = shortlist(chosen, bearers, book, one.at_most)[: one.at_most]
    return tuple(dict.fromkeys((*one.known, *nearest)))


def _free(
    unit: UnitOfWork,
    outcomes: Iterable[MatchOutcome],
    found: Iterable[Sequence[Suggestion]],
) -> frozenset[HostContactId]:
    """Those who resemble somebody, are free, and are not another's by their very name."""
    near = {c.host_id for o in outcomes if isinstance(o, NoMatch) for c in o.near}
    likely = {one.host_id for many in found for one in many if one.probability >= WORTH_A_LOOK}
    return _unclaimed(unit, near | likely)


def _unclaimed(unit: UnitOfWork, ids: Collection[HostContactId]) -> frozenset[HostContactId]:
    if not ids:
        return frozenset()
    taken = unit.links.by_host(ids)
    entries = unit.index.get_many([i for i in ids if i not in taken])
    same = unit.staged.matching([e.keys.name for e in entries.values() if e.keys.name])
    return frozenset(i for i, entry in entries.items() if entry.keys.name not in same)
