"""What `Intents`, `Runs` and `Record` promise."""

import pytest

from xerolink.domain.contacts.intent import Intent, IntentState
from xerolink.domain.run import RunState
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import Store, UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures, claimed
from xerolink.testing.conformance.store_values import (
    HERE,
    START,
    THERE,
    intent,
    merge_body,
    record,
    run,
    subject,
)

_OPEN = [IntentState.INTENDED, IntentState.SENT, IntentState.UNCERTAIN]
_OVER = [IntentState.DONE, IntentState.REFUSED]


def _done(n: int) -> Intent:
    return intent(n, state=IntentState.DONE)


class IntentsPromises(StoreFixtures):
    def test_open_intents_come_in_the_order_of_their_first_put(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(3), intent(1)])
        unit.intents.put([intent(2)])
        assert unit.intents.open(9) == (intent(3), intent(1), intent(2))

    def test_forgetting_leaves_open_intents(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(1), _done(2)])
        unit.intents.forget([subject(1), subject(2), subject(9)])
        assert unit.intents.open(9) == (intent(1),)

    def test_a_changed_intent_keeps_its_place(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(3), intent(1)])
        sent = intent(3, state=IntentState.SENT, attempts=1)
        unit.intents.put([sent])
        assert unit.intents.open(9) == (sent, intent(1))

    def test_at_most_so_many_open_intents(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(3), intent(1), intent(2)])
        assert unit.intents.open(2) == (intent(3), intent(1))

    @pytest.mark.parametrize("state", _OPEN)
    def test_an_effect_that_is_not_over_is_open(self, unit: UnitOfWork, state: IntentState) -> None:
        unit.intents.put([intent(1, state=state)])
        assert unit.intents.open(9) == (intent(1, state=state),)

    @pytest.mark.parametrize("state", _OVER)
    def test_an_effect_that_is_over_is_not_open(self, unit: UnitOfWork, state: IntentState) -> None:
        unit.intents.put([intent(1)])
        unit.intents.put([intent(1, state=state)])
        assert (unit.intents.open(9), unit.intents.open_for([subject(1)])) == ((), {})

    def test_open_for_answers_the_entities_that_have_one(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(1), intent(2), _done(3)])
        found = unit.intents.open_for([subject(1), subject(3), subject(9)])
        assert found == {subject(1): intent(1)}

    def test_no_entities_have_no_intents(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(1)])
        assert unit.intents.open_for([]) == {}

    @pytest.mark.parametrize("state", _OPEN)
    def test_a_second_open_intent_of_an_entity_is_refused(
        self, unit: UnitOfWork, state: IntentState
    ) -> None:
        unit.intents.put([intent(1, state=state)])
        with pytest.raises(StaleVersionError):
            unit.intents.put([intent(2, entity=subject(1))])

    def test_two_open_intents_of_an_entity_in_one_put_are_refused(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.intents.put([intent(1), intent(2, entity=subject(1))])

    def test_a_refused_put_writes_none_of_its_intents(self, unit: UnitOfWork) -> None:
        unit.intents.put([intent(1)])
        with pytest.raises(StaleVersionError):
            unit.intents.put([intent(1, attempts=5), intent(3), intent(2, entity=subject(1))])
        assert unit.intents.open(9) == (intent(1),)

    def test_within_one_put_the_order_of_an_intents_end_and_the_next_is_free(
        self, unit: UnitOfWork
    ) -> None:
        unit.intents.put([intent(1)])
        unit.intents.put([intent(2, entity=subject(1)), _done(1)])
        assert unit.intents.open(9) == (intent(2, entity=subject(1)),)

    def test_a_body_comes_back_as_it_was_put(self, unit: UnitOfWork) -> None:
        """Values in it may be text, a phone, an address, empty or unknown."""
        unit.intents.put([intent(1, body=merge_body(1))])
        assert unit.intents.open(1) == (intent(1, body=merge_body(1)),)


class RunsPromises(StoreFixtures):
    def test_the_latest_runs_come_first(self, unit: UnitOfWork) -> None:
        for n in (2, 3, 1):
            unit.runs.put(run(n))
        assert unit.runs.latest(9) == (run(1), run(3), run(2))

    def test_at_most_so_many_runs(self, unit: UnitOfWork) -> None:
        for n in (2, 3, 1):
            unit.runs.put(run(n))
        assert unit.runs.latest(2) == (run(1), run(3))

    def test_a_changed_run_keeps_its_place(self, unit: UnitOfWork) -> None:
        ended = run(1, state=RunState.FAILED, ended=START, failure="UnavailableError")
        unit.runs.put(run(1))
        unit.runs.put(run(2))
        unit.runs.put(ended)
        assert unit.runs.latest(9) == (run(2), ended)

    def test_counting_on_does_not_change_what_was_put(self, unit: UnitOfWork) -> None:
        counts = {"no_match": 1}
        unit.runs.put(run(1, counts=counts))
        counts["no_match"] = 2
        assert unit.runs.latest(1)[0].counts == {"no_match": 1}

    def test_without_runs_there_is_no_latest(self, unit: UnitOfWork) -> None:
        assert unit.runs.latest(9) == ()


class RecordPromises(StoreFixtures):
    def test_there_is_no_record_at_first(self, unit: UnitOfWork) -> None:
        assert unit.record.get() is None

    def test_the_record_comes_back_as_it_was_put(self, unit: UnitOfWork) -> None:
        unit.record.put(record(HERE))
        assert unit.record.get() == record(HERE)

    def test_put_replaces_the_record(self, unit: UnitOfWork) -> None:
        unit.record.put(record(HERE))
        unit.record.put(record(HERE, cursor="8"))
        assert unit.record.get() == record(HERE, cursor="8")

    def test_connections_are_those_with_a_record_in_order(self, store: Store) -> None:
        for connection_id in (THERE, HERE):
            with store.transaction(claimed(store, connection_id)) as unit:
                unit.record.put(record(connection_id))
        assert store.connections() == (HERE, THERE)

    def test_a_lease_makes_no_connection(self, store: Store) -> None:
        claimed(store, HERE)
        assert store.connections() == ()
