"""A store against a simple model, as a Hypothesis state machine."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from xerolink.domain.contacts.decide import Decision, DecisionState
from xerolink.domain.contacts.intent import Intent, IntentState
from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.identity import (
    ConnectionId,
    DecisionId,
    HostContactId,
    XeroContactId,
    host_entity,
)
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_journal import entries, note
from xerolink.testing.conformance.store_model import Model
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
    staged,
    subject,
    xero_id,
)

T = TypeVar("T")
K = TypeVar("K")
Write = Callable[[UnitOfWork], object]
Modelled = Callable[[Model], object]

_EXAMPLES = count(1)
_FEW = range(5)
_N = st.sampled_from(_FEW)
_KEYS = [key for n in _FEW for key in keys(n).present]
_SIDE = st.integers(0, 1)
_FAILS = st.sampled_from((False, False, False, True))


def _lists(one: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    return st.lists(one, max_size=4)


_LINKS = st.builds(
    lambda n, x, h, state: link(n, xero_id=xero_id(x), host_id=host_id(h), state=state),
    _N,
    _N,
    _N,
    st.sampled_from(LinkState),
)
_ISSUES = st.builds(
    lambda n, s, kind, closed: issue(n, subject=subject(s), kind=kind, closed=closed),
    _N,
    _N,
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
    _N,
    _N,
    st.sampled_from(XeroStatus),
    st.booleans(),
    st.booleans(),
    st.integers(1, 2),
)
_ENTRIES = st.builds(lambda n, k: entry(n, keys=keys(k)), _N, _N)
_DECIDED = st.tuples(_N, st.integers(1, 2))
_INTENTS = st.builds(
    lambda n, e, state: intent(n, entity=subject(e), state=state),
    _N,
    _N,
    st.sampled_from(IntentState),
)
_CLOSED = st.sampled_from([state for state in DecisionState if state is not DecisionState.OPEN])


class _BlockFailedError(Exception):
    """Raised by the machine inside a block."""


class StoreMachine(RuleBasedStateMachine):
    """Two connections with equal ids, each with its model; some transactions fail at their end."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        example = next(_EXAMPLES)
        self.store = store
        self.sides = [ConnectionId(f"machine-{example}-{side}") for side in "ab"]
        self.leases = [claimed(store, side) for side in self.sides]
        self.models = [Model(), Model()]
        self.decided = count()

    def both(self, side: int, write: Write, modelled: Modelled, fails: bool = False) -> None:
        """Write to the store and to the model; a refusal or a failure changes neither."""
        after = copy(self.models[side])
        refused = modelled(after) is False
        expected = [StaleVersionError] * refused + [_BlockFailedError] * fails
        if not expected:
            self.commit(side, write, fails)
            self.models[side] = after
            return
        with pytest.raises(expected[0]):
            self.commit(side, write, fails)

    def commit(self, side: int, write: Write, fails: bool) -> None:
        with self.store.transaction(self.leases[side]) as unit:
            write(unit)
            if fails:
                raise _BlockFailedError

    @rule(side=_SIDE, links=_lists(_LINKS), fails=_FAILS)
    def put_links(self, side: int, links: Sequence[Link], fails: bool) -> None:
        self.both(side, lambda u: u.links.put(links), lambda m: m.put_links(links), fails)

    @rule(side=_SIDE, issues=_lists(_ISSUES), fails=_FAILS)
    def put_issues(self, side: int, issues: Sequence[Issue], fails: bool) -> None:
        self.both(side, lambda u: u.issues.put(issues), lambda m: m.put_issues(issues), fails)

    @rule(side=_SIDE, rows=_lists(_STAGED), fails=_FAILS)
    def put_staged(self, side: int, rows: Sequence[StagedContact], fails: bool) -> None:
        self.both(side, lambda u: u.staged.put(rows), lambda m: m.put_staged(rows), fails)

    @rule(side=_SIDE, revisions=st.dictionaries(_N.map(xero_id), st.integers(1, 3)))
    def settle(self, side: int, revisions: Mapping[XeroContactId, int]) -> None:
        self.both(side, lambda u: u.staged.settle(revisions), lambda m: m.settle(revisions))

    @rule(side=_SIDE, ids=_lists(_N.map(xero_id)))
    def touch(self, side: int, ids: Collection[XeroContactId]) -> None:
        self.both(side, lambda u: u.staged.touch(ids), lambda m: m.touch(ids))

    @rule(side=_SIDE, n=_N, fails=_FAILS)
    def touch_unlinked(self, side: int, n: int, fails: bool) -> None:
        these = keys(n).present
        self.both(
            side,
            lambda u: u.staged.touch_unlinked(these),
            lambda m: m.touch_unlinked(these),
            fails,
        )

    @rule(side=_SIDE, entries=_lists(_ENTRIES), fails=_FAILS)
    def put_index(self, side: int, entries: Sequence[IndexEntry], fails: bool) -> None:
        self.both(side, lambda u: u.index.put(entries), lambda m: m.put_index(entries), fails)

    @rule(side=_SIDE, ids=_lists(_N.map(host_id)), fails=_FAILS)
    def remove(self, side: int, ids: Collection[HostContactId], fails: bool) -> None:
        self.both(side, lambda u: u.index.remove(ids), lambda m: m.remove(ids), fails)

    @rule(side=_SIDE, about=_lists(_DECIDED), fails=_FAILS)
    def put_decisions(self, side: int, about: Iterable[tuple[int, int]], fails: bool) -> None:
        made = [decision(next(self.decided), contact=n, revision=r) for n, r in about]
        self.both(side, lambda u: u.decisions.put(made), lambda m: m.put_decisions(made), fails)

    @rule(side=_SIDE, states=st.dictionaries(st.integers(0, 20), _CLOSED, max_size=4))
    def close(self, side: int, states: Mapping[int, DecisionState]) -> None:
        named = {decision(n).decision_id: state for n, state in states.items()}
        self.both(side, lambda u: u.decisions.close(named), lambda m: m.close(named))

    @rule(side=_SIDE, intents=_lists(_INTENTS), fails=_FAILS)
    def put_intents(self, side: int, intents: Sequence[Intent], fails: bool) -> None:
        self.both(side, lambda u: u.intents.put(intents), lambda m: m.put_intents(intents), fails)

    @rule(side=_SIDE, numbers=_lists(_N), fails=_FAILS)
    def append(self, side: int, numbers: Sequence[int], fails: bool) -> None:
        before = self.models[side].journal
        made = entries([note(n) for n in numbers], before[-1].place if before else None)
        self.both(side, lambda u: u.journal.append(made), lambda m: m.append(made), fails)

    @rule(side=_SIDE, host=_N.map(host_id), fails=_FAILS)
    def scrub(self, side: int, host: HostContactId, fails: bool) -> None:
        self.both(side, lambda u: u.journal.scrub([host], []), lambda m: m.scrub(host), fails)

    @rule(side=_SIDE, up_to=st.integers(0, 9), fails=_FAILS)
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
    assert unit.links.by_xero([xero_id(n) for n in _FEW]) == {x.xero_id: x for x in standing}
    assert unit.links.by_host([host_id(n) for n in _FEW]) == {x.host_id: x for x in standing}
    in_order = sorted(standing, key=lambda x: x.xero_id)
    states = set(LinkState) - {LinkState.ENDED}
    pages = _pages(lambda after: unit.links.page(states, after, 2), lambda x: x.xero_id)
    assert pages == in_order
    assert sum(unit.links.count().values()) == len(model.links)
    open_issues = sorted((x for x in model.issues if not x.closed), key=lambda x: x.issue_id)
    issues = _pages(lambda after: unit.issues.page(list(IssueKind), after, 2), lambda x: x.issue_id)
    assert issues == open_issues
    found = unit.issues.open_for([subject(n) for n in _FEW])
    assert found == {
        x.subject: tuple(y for y in open_issues if y.subject == x.subject) for x in open_issues
    }


def _compare_books(unit: UnitOfWork, model: Model) -> None:
    rows = sorted(model.staged, key=_of_row)
    assert _pages(lambda after: unit.staged.page(after, 2), _of_row) == rows
    due = sorted(model.undecided(), key=_of_row)
    assert _pages(lambda after: unit.staged.undecided(after, 2), _of_row) == due
    assert unit.staged.get_many([xero_id(n) for n in _FEW]) == {_of_row(x): x for x in rows}
    assert unit.staged.matching(_KEYS) == model.staged_hits()
    assert unit.staged.excluded() == model.excluded()
    assert unit.index.get_many([host_id(n) for n in _FEW]) == {x.host_id: x for x in model.index}
    assert unit.index.matching(_KEYS) == model.index_hits()


def _compare_work(unit: UnitOfWork, model: Model) -> None:
    standing = sorted(model.open_decisions(), key=_of_decision)
    assert _pages(lambda after: unit.decisions.open(after, 2), _of_decision) == standing
    became = sorted(model.decisions, key=lambda row: _of_decision(row[0]))
    assert list(unit.decisions.of_run(RUN, None, 999)) == became
    assert sum(unit.decisions.count_open().values()) == len(standing)
    open_intents = [x for x in model.intents if x.open]
    assert list(unit.intents.open(99)) == open_intents
    by_entity = {x.entity: x for x in open_intents}
    assert unit.intents.open_for([subject(n) for n in _FEW]) == by_entity


def _compare_journal(unit: UnitOfWork, model: Model) -> None:
    head = model.journal[-1].place if model.journal else None
    assert unit.journal.head() == head
    pages = _pages(lambda after: unit.journal.page(after or 0, 2), lambda entry: entry.sequence)
    assert pages == model.journal
    for n in _FEW:
        told = [entry for entry in model.journal if host_entity(host_id(n)) in entry.fact.about]
        assert list(unit.journal.page(0, 99, host_id=host_id(n))) == told


def _of_row(row: StagedContact) -> XeroContactId:
    return row.contact.xero_id


def _of_decision(made: Decision) -> DecisionId:
    return made.decision_id


def _pages(page: Callable[[K | None], Sequence[T]], key: Callable[[T], K]) -> list[T]:
    """Every row of every page, the last of which is empty."""
    rows, after = list[T](), None
    while found := page(after):
        rows += found
        after = key(found[-1])
    return rows
