"""What `Decisions` promises."""

from attrs import evolve

from xerolink.domain.contacts.decide import (
    Action,
    AskPerson,
    CreateInXero,
    Decision,
    DecisionState,
    Leave,
    MergePair,
    Verdict,
)
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.identity import DecisionId, HostContactId, RunId, host_entity
from xerolink.domain.settings import Direction
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import (
    RUN,
    conflict,
    decision,
    host_id,
    of_run,
    subject,
    xero_id,
)

_OPEN, _TAKEN, _STALE = DecisionState.OPEN, DecisionState.TAKEN, DecisionState.STALE


_WHY = ("initial J = Jane",)


def _id(n: int) -> DecisionId:
    return decision(n).decision_id


def _asking(n: int, *ids: HostContactId) -> Decision:
    """Decision *n* to ask a person about *ids*, with why each is a candidate."""
    listed = tuple(Candidate(i, CandidateReason.SAME_NAME, 900, _WHY) for i in ids)
    action: Action = AskPerson(IssueKind.NAME_ONLY, listed, 0)
    return decision(n, verdict=Verdict.CONFLICT, action=action)


def _candidates(made: Decision) -> tuple[Candidate, ...]:
    assert isinstance(made.action, AskPerson)
    return made.action.candidates


class DecisionsPromises(StoreFixtures):
    def test_open_decisions_come_in_the_order_of_their_ids(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(3), decision(1)])
        unit.decisions.put([decision(2)])
        assert unit.decisions.open(None, 9) == (decision(1), decision(2), decision(3))

    def test_pages_of_open_decisions_hold_each_once(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(3), decision(1), decision(2)])
        first, second = unit.decisions.open(None, 2), unit.decisions.open(_id(2), 2)
        assert (first, second) == ((decision(1), decision(2)), (decision(3),))

    def test_a_later_decision_makes_the_open_one_stale(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1)])
        unit.decisions.put([decision(2, contact=1)])
        assert unit.decisions.of_run(RUN, None, 9) == (
            (decision(1), _STALE),
            (decision(2, contact=1), _OPEN),
        )

    def test_of_two_at_once_about_one_contact_the_last_stands(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(2, contact=1), decision(1)])
        assert unit.decisions.of_run(RUN, None, 9) == (
            (decision(1), _OPEN),
            (decision(2, contact=1), _STALE),
        )

    def test_a_taken_decision_stays_taken(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1)])
        unit.decisions.close({_id(1): _TAKEN})
        unit.decisions.put([decision(2, contact=1)])
        assert unit.decisions.of_run(RUN, None, 1) == ((decision(1), _TAKEN),)

    def test_closed_decisions_are_not_open(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1), decision(2), decision(3)])
        unit.decisions.close({_id(1): _TAKEN, _id(3): _STALE})
        assert unit.decisions.open(None, 9) == (decision(2),)

    def test_a_run_says_what_became_of_its_decisions(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1), decision(2), decision(3)])
        unit.decisions.close({_id(1): _TAKEN, _id(3): _STALE})
        assert [state for _, state in unit.decisions.of_run(RUN, None, 9)] == [
            _TAKEN,
            _OPEN,
            _STALE,
        ]

    def test_of_what_was_left_out_the_latest_revision_is_known(self, unit: UnitOfWork) -> None:
        rests = [evolve(decision(1).rests_on, staged_revision=n) for n in (3, 7, 9)]
        left = [evolve(decision(n, contact=1), rests_on=r) for n, r in enumerate(rests, 1)]
        unit.decisions.put([*left, decision(4, contact=2)])
        out = DecisionState.LEFT_OUT
        unit.decisions.close({_id(1): out, _id(2): out, _id(3): _STALE, _id(4): _TAKEN})
        asked = [xero_id(1), xero_id(2), xero_id(3)]
        assert unit.decisions.left_out(asked) == {xero_id(1): 7}

    def test_what_was_left_out_of_others_is_not_told(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1)])
        unit.decisions.close({_id(1): DecisionState.LEFT_OUT})
        assert unit.decisions.left_out([xero_id(2)]) == {}

    def test_what_became_of_a_decision_is_known_by_its_id(self, unit: UnitOfWork) -> None:
        """An id that was never put is absent."""
        unit.decisions.put([decision(1), decision(2), decision(3)])
        unit.decisions.close({_id(1): _TAKEN, _id(3): _STALE})
        found = unit.decisions.states([_id(1), _id(2), _id(9)])
        assert dict(found) == {_id(1): _TAKEN, _id(2): _OPEN}

    def test_closing_an_unknown_decision_is_no_error(self, unit: UnitOfWork) -> None:
        unit.decisions.close({_id(1): _TAKEN})
        assert unit.decisions.of_run(RUN, None, 9) == ()

    def test_forgotten_decisions_are_gone_whatever_became_of_them(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1), decision(2)])
        unit.decisions.close({_id(1): _TAKEN})
        unit.decisions.put([decision(4, contact=1), decision(5, contact=3)])
        unit.decisions.forget([subject(1), subject(2), subject(9)])
        assert unit.decisions.of_run(RUN, None, 9) == ((decision(5, contact=3), _OPEN),)

    def test_forgotten_decision_about_a_host_contact_is_gone(self, unit: UnitOfWork) -> None:
        push = CreateInXero(host_id(1), Direction.FROM_XERO)
        unit.decisions.put([decision(1, xero_id=None, action=push), decision(2)])
        unit.decisions.forget([host_entity(host_id(1))])
        assert unit.decisions.open(None, 9) == (decision(2),)

    def test_a_question_about_a_forgotten_candidate_keeps_no_reason(self, unit: UnitOfWork) -> None:
        """Whatever became of it: the words may name a part of the candidate's name."""
        unit.decisions.put([_asking(1, host_id(1), host_id(2)), _asking(2, host_id(3))])
        unit.decisions.close({_id(1): _TAKEN})
        unit.decisions.forget([subject(9), host_entity(host_id(2))])
        told = [
            [(c.host_id, c.reasons) for c in _candidates(found)]
            for found, _ in unit.decisions.of_run(RUN, None, 9)
        ]
        assert told == [[(host_id(1), ()), (host_id(2), ())], [(host_id(3), _WHY)]]

    def test_a_run_has_its_own_decisions_in_order(self, unit: UnitOfWork) -> None:
        other = RunId("run-2")
        unit.decisions.put([of_run(3, other), of_run(2, RUN), of_run(1, other)])
        found = unit.decisions.of_run(other, None, 9)
        assert found == ((of_run(1, other), _OPEN), (of_run(3, other), _OPEN))

    def test_pages_of_a_run_hold_each_decision_once(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(3), decision(1), decision(2)])
        pages = unit.decisions.of_run(RUN, None, 2), unit.decisions.of_run(RUN, _id(2), 2)
        assert [[found.decision_id for found, _ in page] for page in pages] == [
            [_id(1), _id(2)],
            [_id(3)],
        ]

    def test_open_decisions_are_counted_by_verdict(self, unit: UnitOfWork) -> None:
        unit.decisions.put([decision(1), decision(2), decision(4)])
        unit.decisions.put([conflict(3, IssueKind.SPLIT)])
        unit.decisions.close({_id(4): _TAKEN})
        assert dict(unit.decisions.count_open()) == {Verdict.NO_MATCH: 2, Verdict.CONFLICT: 1}

    def test_conflicts_are_counted_by_the_kind_of_issue(self, unit: UnitOfWork) -> None:
        unit.decisions.put([conflict(1, IssueKind.SPLIT), conflict(2, IssueKind.NAME_ONLY)])
        unit.decisions.put([conflict(3, IssueKind.SPLIT), conflict(4, IssueKind.SPLIT)])
        unit.decisions.close({_id(4): _STALE})
        assert dict(unit.decisions.count_conflicts()) == {
            IssueKind.SPLIT: 2,
            IssueKind.NAME_ONLY: 1,
        }

    def test_a_merge_that_holds_a_field_asks_a_person(self, unit: UnitOfWork) -> None:
        merge = MergePair(host_id(1), None, {}, {}, (), (FieldName.NAME,))
        unit.decisions.put([decision(1, verdict=Verdict.UPDATE, action=merge)])
        assert dict(unit.decisions.count_conflicts()) == {IssueKind.FIELD_CONFLICT: 1}

    def test_decisions_that_ask_nobody_are_no_conflicts(self, unit: UnitOfWork) -> None:
        agreed = MergePair(host_id(1), None, {}, {}, (FieldName.NAME,), ())
        unit.decisions.put([decision(1, action=agreed), decision(2), decision(3, action=Leave())])
        assert dict(unit.decisions.count_conflicts()) == {}

    def test_a_decision_comes_back_as_it_was_put(self, unit: UnitOfWork) -> None:
        """Its fields tell unknown, empty and filled apart."""
        before = decision(1).xero_before or SyncedFields()
        told = evolve(before, billing_email="", primary_phone=None)
        unit.decisions.put([decision(1, xero_before=told)])
        assert unit.decisions.open(None, 1) == (decision(1, xero_before=told),)
