"""Decisions, intents, runs and the connection's own record, in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import dropwhile, islice

from attrs import evolve

from xerolink.adapters.asked import asked, names_one_of, without_reasons
from xerolink.adapters.memory.store_shelf import Shelf, page_of, put_unique
from xerolink.domain.contacts.decide import Decision, DecisionState, Verdict
from xerolink.domain.contacts.intent import Intent
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.identity import DecisionId, EntityKey, RunId, XeroContactId
from xerolink.domain.run import ConnectionRecord, RunRecord, RunState
from xerolink.ports.runs import Record, Runs
from xerolink.ports.store import Decisions, Intents


class MemoryDecisions(Decisions):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.decisions

    def put(self, decisions: Iterable[Decision]) -> None:
        decided = {d.entity: i for i, (d, s) in self._rows.items() if s is DecisionState.OPEN}
        for decision in decisions:
            if decision.entity in decided:
                self.close({decided[decision.entity]: DecisionState.STALE})
            decided[decision.entity] = decision.decision_id
            self._rows[decision.decision_id] = (decision, DecisionState.OPEN)

    def open(self, after: DecisionId | None, size: int) -> tuple[Decision, ...]:
        return page_of(self._open(), lambda decision: decision.decision_id, after, size)

    def close(self, states: Mapping[DecisionId, DecisionState]) -> None:
        for decision_id, state in states.items():
            if decision_id in self._rows:
                self._rows[decision_id] = (self._rows[decision_id][0], state)

    def states(self, ids: Collection[DecisionId]) -> Mapping[DecisionId, DecisionState]:
        return {i: self._rows[i][1] for i in ids if i in self._rows}

    def left_out(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, int]:
        found: dict[XeroContactId, int] = {}
        for decision, state in self._rows.values():
            about = decision.xero_id
            if state is DecisionState.LEFT_OUT and about is not None and about in ids:
                found[about] = max(found.get(about, 0), decision.rests_on.staged_revision)
        return found

    def count_open(self) -> Mapping[Verdict, int]:
        return dict(Counter(decision.verdict for decision in self._open()))

    def count_conflicts(self) -> Mapping[IssueKind, int]:
        kinds = map(asked, self._open())
        return dict(Counter(kind for kind in kinds if kind is not None))

    def of_run(
        self, run_id: RunId, after: DecisionId | None, size: int
    ) -> tuple[tuple[Decision, DecisionState], ...]:
        chosen = (row for row in self._rows.values() if row[0].stamp.run_id == run_id)
        return page_of(chosen, lambda row: row[0].decision_id, after, size)

    def forget(self, entities: Collection[EntityKey]) -> None:
        gone = frozenset(entities)
        for decision_id in [i for i, (d, _) in self._rows.items() if d.entity in gone]:
            del self._rows[decision_id]
        asking = [(d, state) for d, state in self._rows.values() if names_one_of(d, gone)]
        self._rows.update({d.decision_id: (without_reasons(d), state) for d, state in asking})

    def _open(self) -> Iterable[Decision]:
        return (decision for decision, s in self._rows.values() if s is DecisionState.OPEN)


class MemoryIntents(Intents):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.intents

    def put(self, intents: Iterable[Intent]) -> None:
        fresh = {intent.intent_id: intent for intent in intents}
        put_unique(self._rows, fresh, lambda i: (i.entity,) if i.open else (), "an intent")

    def open(self, size: int) -> tuple[Intent, ...]:
        return tuple(islice(self._open(), size))

    def open_for(self, entities: Collection[EntityKey]) -> Mapping[EntityKey, Intent]:
        wanted = frozenset(entities)
        return {intent.entity: intent for intent in self._open() if intent.entity in wanted}

    def forget(self, entities: Collection[EntityKey]) -> None:
        gone = frozenset(entities)
        closed = [i for i in self._rows.values() if i.entity in gone and not i.open]
        for intent in closed:
            del self._rows[intent.intent_id]

    def _open(self) -> Iterable[Intent]:
        return (intent for intent in self._rows.values() if intent.open)


class MemoryRuns(Runs):
    def __init__(self, shelf: Shelf) -> None:
        self._rows = shelf.runs

    def put(self, run: RunRecord) -> None:
        # Whoever counts goes on counting in the same mapping: what was put must not grow with it.
        self._rows[run.run_id] = evolve(run, counts=dict(run.counts))

    def latest(self, size: int) -> tuple[RunRecord, ...]:
        return tuple(islice(reversed(self._rows.values()), size))

    def get(self, run_id: RunId) -> RunRecord | None:
        return self._rows.get(run_id)

    def page(
        self, states: Collection[RunState], after: RunId | None, size: int
    ) -> tuple[RunRecord, ...]:
        rest = reversed(self._rows.values())
        if after is not None:
            rest = iter([*dropwhile(lambda run: run.run_id != after, rest)][1:])
        return tuple(islice((run for run in rest if run.state in states), size))


class MemoryRecord(Record):
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def get(self) -> ConnectionRecord | None:
        return self._shelf.record

    def put(self, record: ConnectionRecord) -> None:
        self._shelf.record = record
