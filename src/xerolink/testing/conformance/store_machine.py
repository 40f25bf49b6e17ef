"""A store against a simple model, as a Hypothesis state machine."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from xerolink.domain.contacts.decide import Decision, DecisionState
from xerolink.domain.contacts.intent import Intent, IntentState
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.contacts.terms import terms
from xerolink.domain.identity import (
    DecisionId,
    HostContactId,
    XeroContactId,
    host_entity,
)
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_journal import entries, note
from xerolink.testing.conformance.store_model import Model
from xerolink.testing.conformance.store_two_sides import FAILS, FEW, SIDE, N, TwoSides, lists, pages
from xerolink.testing.conformance.store_values import (
    RUN,
    START,
    contact,
    decision,
    entry,
    host_id,
    intent,
    issue,
    keys,
    link,
    profile,
    staged,
    subject,
    xero_id,
)

_KEYS = [key for n in FEW for key in keys(n).present]

_LINKS = st.builds(
    lambda n, x, h, state: link(n, xero_id=xero_id(x), host_id=host_id(h), state=state),
    N,
    N,
    N,
    st.sampled_from(LinkState),
)
_ISSUES = st.builds(
    lambda n, s, kind, closed: issue(n, subject=subject(s), kind=kind, closed=closed),
    N,
    N,
    st.sampled_from([IssueKind.NAME_ONLY, IssueKind.SPLIT, IssueKind.UNCERTAIN]),
    st.sampled_from([None, START]),
)
_STAGED = st.builds(
    lambda n, k, status, admitted, due, revision: staged(
        n,
        contact=contact(n, status=status),
        keys=keys(k),
        admitted=admitted,
        due=due,
        revision=revision,
    ),
    N,
    N,
    st.sampled_from(XeroStatus),
    st.booleans(),
    st.booleans(),
    st.integers(1, 2),
)
_ENTRIES = st.builds(
    lambda n, k, p: entry(n, keys=keys(k), profile=p), N, N, st.none() | N.map(profile)
)
_TERMS = [term for n in FEW for term in terms(profile(n))]
_DECIDED = st.tuples(N, st.integers(1, 2))
_INTENTS = st.builds(
    lambda n, e, state: intent(n, entity=subject(e), state=state),
    N,
    N,
    st.sampled_from(IntentState),
)
_CLOSED = st.sampled_from([state for state in DecisionState if state is not DecisionState.OPEN])


class StoreMachine(TwoSides[Model]):
    """Everything about contacts."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, Model)
        self.decided = count()

    @rule(side=SIDE, links=lists(_LINKS), fails=FAILS)
    def put_links(self, side: int, links: Sequence[Link], fails: bool) -> None:
        self.both(side, lambda u: u.links.put(links), lambda m: m.put_links(links), fails)

    @rule(side=SIDE, issues=lists(_ISSUES), fails=FAILS)
    def put_issues(self, side: int, issues: Sequence[Issue], fails: bool) -> None:
        self.both(side, lambda u: u.issues.put(issues), lambda m: m.put_issues(issues), fails)

    @rule(side=SIDE, rows=lists(_STAGED), fails=FAILS)
    def put_staged(self, side: int, rows: Sequence[StagedContact], fails: bool) -> None:
        self.both(side, lambda u: u.staged.put(rows), lambda m: m.put_staged(rows), fails)

    @rule(side=SIDE, revisions=st.dictionaries(N.map(xero_id), st.integers(1, 3)))
    def settle(self, side: int, revisions: Mapping[XeroContactId, int]) -> None:
        self.both(side, lambda u: u.staged.settle(revisions), lambda m: m.settle(revisions))

    @rule(side=SIDE, ids=lists(N.map(xero_id)))
    def touch(self, side: int, ids: Collection[XeroContactId]) -> None:
        self.both(side, lambda u: u.staged.touch(ids), lambda m: m.touch(ids))

    @rule(side=SIDE, n=N, fails=FAILS)
    def touch_unlinked(self, side: int, n: int, fails: bool) -> None:
        these = keys(n).present
        self.both(
            side,
            lambda u: u.staged.touch_unlinked(these),
            lambda m: m.touch_unlinked(these),
            fails,
        )

    @rule(side=SIDE, entries=lists(_ENTRIES), fails=FAILS)
    def put_index(self, side: int, entries: Sequence[IndexEntry], fails: bool) -> None:
        self.both(side, lambda u: u.index.put(entries), lambda m: m.put_index(entries), fails)

    @rule(side=SIDE, ids=lists(N.map(host_id)), fails=FAILS)
    def remove(self, side: int, ids: Collection[HostContactId], fails: bool) -> None:
        self.both(side, lambda u: u.index.remove(ids), lambda m: m.remove(ids), fails)

    @rule(side=SIDE, fails=FAILS)
    def strip(self, side: int, fails: bool) -> None:
        self.both(side, lambda u: u.index.strip(), lambda m: m.strip(), fails)

    @rule(side=SIDE, about=lists(_DECIDED), fails=FAILS)
    def put_decisions(self, side: int, about: Iterable[tuple[int, int]], fails: bool) -> None:
        made = [decision(next(self.decided), contact=n, revision=r) for n, r in about]
        self.both(side, lambda u: u.decisions.put(made), lambda m: m.put_decisions(made), fails)

    @rule(side=SIDE, states=st.dictionaries(st.integers(0, 20), _CLOSED, max_size=4))
    def close(self, side: int, states: Mapping[int, DecisionState]) -> None:
        named = {decision(n).decision_id: state for n, state in states.items()}
        self.both(side, lambda u: u.decisions.close(named), lambda m: m.close(named))

    @rule(side=SIDE, intents=lists(_INTENTS), fails=FAILS)
    def put_intents(self, side: int, intents: Sequence[Intent], fails: bool) -> None:
        self.both(side, lambda u: u.intents.put(intents), lambda m: m.put_intents(intents), fails)

    @rule(side=SIDE, numbers=lists(N), fails=FAILS)
    def append(self, side: int, numbers: Sequence[int], fails: bool) -> None:
        before = self.models[side].journal
        made = entries([note(n) for n in numbers], before[-1].place if before else None)
        self.both(side, lambda u: u.journal.append(made), lambda m: m.append(made), fails)

    @rule(side=SIDE, host=N.map(host_id), fails=FAILS)
    def scrub(self, side: int, host: HostContactId, fails: bool) -> None:
        self.both(side, lambda u: u.journal.scrub([host], []), lambda m: m.scrub(host), fails)

    @rule(side=SIDE, up_to=st.integers(0, 9), fails=FAILS)
    def prune(self, side: int, up_to: int, fails: bool) -> None:
        self.both(side, lambda u: u.journal.prune(up_to), lambda m: m.prune(up_to), fails)

    @invariant()
    def both_sides_are_as_modelled(self) -> None:
        for side, model in zip(self.sides, self.models, strict=True):
            with self.store.reading(side) as unit:
                _compare_pairs(unit, model)
                _compare_books(unit, model)
                _compare_work(unit, model)
                _compare_journal(unit, model)


def _compare_pairs(unit: UnitOfWork, model: Model) -> None:
    standing = [x for x in model.links if x.state is not LinkState.ENDED]
    assert unit.links.by_xero([xero_id(n) for n in FEW]) == {x.xero_id: x for x in standing}
    assert unit.links.by_host([host_id(n) for n in FEW]) == {x.host_id: x for x in standing}
    in_order = sorted(standing, key=lambda x: x.xero_id)
    states = set(LinkState) - {LinkState.ENDED}
    standing_pages = pages(lambda after: unit.links.page(states, after, 2), lambda x: x.xero_id)
    assert standing_pages == in_order
    assert sum(unit.links.count().values()) == len(model.links)
    open_issues = sorted((x for x in model.issues if not x.closed), key=lambda x: x.issue_id)
    issues = pages(lambda after: unit.issues.page(list(IssueKind), after, 2), lambda x: x.issue_id)
    assert issues == open_issues
    assert list(unit.issues.naming([host_id(n) for n in FEW])) == open_issues
    found = unit.issues.open_for([subject(n) for n in FEW])
    assert found == {
        x.subject: tuple(y for y in open_issues if y.subject == x.subject) for x in open_issues
    }


def _compare_books(unit: UnitOfWork, model: Model) -> None:
    rows = sorted(model.staged, key=_of_row)
    assert pages(lambda after: unit.staged.page(after, 2), _of_row) == rows
    due = sorted(model.undecided(), key=_of_row)
    assert pages(lambda after: unit.staged.undecided(after, 2), _of_row) == due
    assert unit.staged.get_many([xero_id(n) for n in FEW]) == {_of_row(x): x for x in rows}
    assert unit.staged.matching(_KEYS) == model.staged_hits()
    assert unit.staged.excluded() == model.excluded()
    assert unit.index.get_many([host_id(n) for n in FEW]) == {x.host_id: x for x in model.index}
    assert unit.index.matching(_KEYS) == model.index_hits()
    borne = {term: hits.ids for term, hits in unit.index.bearing(_TERMS).items()}
    assert {term: set(ids) for term, ids in borne.items()} == model.bearers()
    counted = {term: hits.total for term, hits in unit.index.bearing(_TERMS).items()}
    assert counted == {term: len(ids) for term, ids in borne.items()}
    assert unit.index.profiled() == sum(x.profile is not None for x in model.index)


def _compare_work(unit: UnitOfWork, model: Model) -> None:
    standing = sorted(model.open_decisions(), key=_of_decision)
    assert pages(lambda after: unit.decisions.open(after, 2), _of_decision) == standing
    became = sorted(model.decisions, key=lambda row: _of_decision(row[0]))
    assert list(unit.decisions.of_run(RUN, None, 999)) == became
    assert sum(unit.decisions.count_open().values()) == len(standing)
    open_intents = [x for x in model.intents if x.open]
    assert list(unit.intents.open(99)) == open_intents
    by_entity = {x.entity: x for x in open_intents}
    assert unit.intents.open_for([subject(n) for n in FEW]) == by_entity


def _compare_journal(unit: UnitOfWork, model: Model) -> None:
    head = model.journal[-1].place if model.journal else None
    assert unit.journal.head() == head
    told_pages = pages(lambda after: unit.journal.page(after or 0, 2), lambda entry: entry.sequence)
    assert told_pages == model.journal
    for n in FEW:
        told = [entry for entry in model.journal if host_entity(host_id(n)) in entry.fact.about]
        assert list(unit.journal.page(0, 99, host_id=host_id(n))) == told


def _of_row(row: StagedContact) -> XeroContactId:
    return row.contact.xero_id


def _of_decision(made: Decision) -> DecisionId:
    return made.decision_id
