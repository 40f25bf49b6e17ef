"""Decisions in SQLite."""

from collections.abc import Collection, Iterable, Mapping

from xerolink.adapters.asked import asked, without_reasons
from xerolink.adapters.codec import decode, encode
from xerolink.adapters.sqlite.session import Session, Value, listed
from xerolink.domain.contacts.decide import Decision, DecisionState, Verdict
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.identity import (
    ConnectionId,
    DecisionId,
    EntityKey,
    RunId,
    XeroContactId,
    host_id_of,
    xero_id_of,
)
from xerolink.ports.store import Decisions

_OUTDATE = """
update decision set state = 'stale'
 where connection_id = ? and state = 'open' and xero_id in (select value from json_each(?))
"""
_PUT = """
insert into decision (
  connection_id, decision_id, run_id, xero_id, staged_revision, verdict, asks, state, body)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (connection_id, decision_id) do update set
  run_id = excluded.run_id, xero_id = excluded.xero_id,
  staged_revision = excluded.staged_revision, verdict = excluded.verdict,
  asks = excluded.asks, state = excluded.state, body = excluded.body
"""
_OPEN = """
select body from decision
 where connection_id = ? and state = 'open' and decision_id > coalesce(?, '')
 order by decision_id limit ?
"""
_CLOSE = "update decision set state = ? where connection_id = ? and decision_id = ?"
_STATES = """
select decision_id, state from decision
 where connection_id = ? and decision_id in (select value from json_each(?))
"""
_LEFT_OUT = """
select xero_id, max(staged_revision) from decision indexed by decision_left_out
 where connection_id = ? and state = 'left_out' and xero_id in (select value from json_each(?))
 group by xero_id
"""
_COUNT_OPEN = """
select verdict, count(*) from decision indexed by decision_open
 where connection_id = ? and state = 'open' group by verdict
"""
_COUNT_CONFLICTS = """
select asks, count(*) from decision indexed by decision_open
 where connection_id = ? and state = 'open' and asks is not null group by asks
"""
_OF_RUN = """
select body, state from decision
 where connection_id = ? and run_id = ? and decision_id > coalesce(?, '')
 order by decision_id limit ?
"""

_FORGET = """
delete from decision where connection_id = ? and xero_id in (select value from json_each(?))
"""
_ASKING = """
select body from decision, json_each(decision.body, '$.action.candidates') as candidate
 where connection_id = ? and asks is not null
   and json_extract(candidate.value, '$.host_id') in (select value from json_each(?))
 group by decision_id
"""
_REWORD = "update decision set body = ? where connection_id = ? and decision_id = ?"


class SqliteDecisions(Decisions):
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def put(self, decisions: Iterable[Decision]) -> None:
        fresh = {decision.decision_id: decision for decision in decisions}
        last = {_about(decision): decision.decision_id for decision in fresh.values()}
        self._session.run(_OUTDATE, self._id, listed(last))
        standing = set(last.values())
        rows = [self._row(d, i in standing) for i, d in fresh.items()]
        self._session.run_many(_PUT, rows)

    def open(self, after: DecisionId | None, size: int) -> tuple[Decision, ...]:
        found = self._session.rows(_OPEN, self._id, after, size)
        return tuple(decode(body, Decision) for (body,) in found)

    def close(self, states: Mapping[DecisionId, DecisionState]) -> None:
        rows = [(state.value, self._id, decision_id) for decision_id, state in states.items()]
        self._session.run_many(_CLOSE, rows)

    def states(self, ids: Collection[DecisionId]) -> Mapping[DecisionId, DecisionState]:
        found = self._session.rows(_STATES, self._id, listed(ids))
        return {DecisionId(i): DecisionState(state) for i, state in found}

    def left_out(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, int]:
        found = self._session.rows(_LEFT_OUT, self._id, listed(ids))
        return {XeroContactId(i): revision for i, revision in found}

    def count_open(self) -> Mapping[Verdict, int]:
        return {Verdict(v): n for v, n in self._session.rows(_COUNT_OPEN, self._id)}

    def count_conflicts(self) -> Mapping[IssueKind, int]:
        return {IssueKind(k): n for k, n in self._session.rows(_COUNT_CONFLICTS, self._id)}

    def of_run(
        self, run_id: RunId, after: DecisionId | None, size: int
    ) -> tuple[tuple[Decision, DecisionState], ...]:
        found = self._session.rows(_OF_RUN, self._id, run_id, after, size)
        return tuple((decode(body, Decision), DecisionState(state)) for body, state in found)

    def forget(self, entities: Collection[EntityKey]) -> None:
        self._session.run(_FORGET, self._id, listed(xero_id_of(e) or e for e in entities))
        hosts = [host_id for e in entities if (host_id := host_id_of(e)) is not None]
        found = self._session.rows(_ASKING, self._id, listed(hosts)) if hosts else ()
        bare = [without_reasons(decode(body, Decision)) for (body,) in found]
        rows = [(encode(d), self._id, d.decision_id) for d in bare]
        self._session.run_many(_REWORD, rows)

    def _row(self, decision: Decision, stands: bool) -> tuple[Value, ...]:
        state = DecisionState.OPEN if stands else DecisionState.STALE
        kind = asked(decision)
        return (
            self._id,
            decision.decision_id,
            decision.stamp.run_id,
            _about(decision),
            decision.rests_on.staged_revision,
            decision.verdict.value,
            kind and kind.value,
            state.value,
            encode(decision),
        )


def _about(decision: Decision) -> str:
    """The Xero contact; of a decision that is to create one, its entity."""
    return decision.xero_id or decision.entity
