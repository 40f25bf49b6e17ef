"""The laws of an intent's states (protocol, Finishing an intent)."""

from datetime import UTC, datetime
from itertools import product

import pytest
from attrs import evolve

from xerolink.domain.contacts.effects import XeroDraft
from xerolink.domain.contacts.intent import (
    OPEN_STATES,
    STEPS,
    CreateContact,
    Intent,
    IntentState,
)
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.errors import IllegalTransitionError
from xerolink.domain.identity import SYNC, HostContactId, IntentId, LinkId, RunId, host_entity
from xerolink.domain.settings import Direction

PAIRS = tuple(product(IntentState, IntentState))
LEGAL = [pair for pair in PAIRS if pair[1] in STEPS[pair[0]]]
ILLEGAL = [pair for pair in PAIRS if pair not in LEGAL]
HOST = HostContactId("h-1")
INTENT = Intent(
    IntentId("i-1"),
    host_entity(HOST),
    LinkId("l-1"),
    CreateContact(HOST, XeroDraft(IntentId("i-1"), SyncedFields("Ann"), ""), Direction.FROM_XERO),
    RunId("r-1"),
    SYNC,
    datetime(2026, 1, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(("state", "to"), LEGAL)
def test_a_row_of_the_table_is_a_step_that_counts_as_an_attempt(
    state: IntentState, to: IntentState
) -> None:
    before = evolve(INTENT, state=state, attempts=3)
    assert before.become(to) == evolve(before, state=to, attempts=4)


@pytest.mark.parametrize(("state", "to"), ILLEGAL)
def test_anything_else_raises(state: IntentState, to: IntentState) -> None:
    with pytest.raises(IllegalTransitionError):
        evolve(INTENT, state=state).become(to)


def test_an_illegal_step_says_what_is_possible() -> None:
    with pytest.raises(IllegalTransitionError) as refused:
        evolve(INTENT, state=IntentState.UNCERTAIN).become(IntentState.SENT)
    said = IllegalTransitionError("uncertain", "sent", ["done", "refused", "uncertain"])
    assert str(refused.value) == str(said)


def test_the_table_has_these_rows() -> None:
    assert sorted(f"{state.value} -> {to.value}" for state, to in LEGAL) == [
        "intended -> sent",
        "sent -> done",
        "sent -> refused",
        "sent -> uncertain",
        "uncertain -> done",
        "uncertain -> refused",
        "uncertain -> uncertain",
    ]


def test_done_and_refused_are_the_only_ends() -> None:
    ends = {state for state, steps in STEPS.items() if not steps}
    assert ends == {IntentState.DONE, IntentState.REFUSED}


def test_an_intent_is_open_until_it_ends() -> None:
    assert {state for state, steps in STEPS.items() if steps} == OPEN_STATES


@pytest.mark.parametrize("state", IntentState)
def test_open_says_what_the_state_says(state: IntentState) -> None:
    assert evolve(INTENT, state=state).open is (state in OPEN_STATES)


def test_no_call_leaves_before_the_intent_says_so() -> None:
    """An outcome is reached by way of SENT only."""
    assert STEPS[IntentState.INTENDED] == {IntentState.SENT}


def test_an_uncertain_intent_is_never_simply_sent_again() -> None:
    """It is read first: done, refused, or still uncertain (protocol)."""
    assert IntentState.SENT not in STEPS[IntentState.UNCERTAIN]


def test_every_state_can_be_reached_from_a_new_intent() -> None:
    reached, edge = {IntentState.INTENDED}, {IntentState.INTENDED}
    while edge := {to for state in edge for to in STEPS[state]} - reached:
        reached |= edge
    assert reached == set(IntentState)
