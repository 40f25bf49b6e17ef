"""The laws of the link's states, as the table's own docstring numbers them."""

from itertools import product

import pytest

from xerolink.domain.contacts.link_state import (
    AUTOMATIC,
    INITIAL,
    TRANSITIONS,
    LinkEvent,
    LinkState,
    advance,
    diagram,
)
from xerolink.domain.errors import IllegalTransitionError

STEPS = {(state, event): to for state, row in TRANSITIONS.items() for event, to in row.items()}
ILLEGAL = [step for step in product(LinkState, LinkEvent) if step not in STEPS]


@pytest.mark.parametrize(("state", "event"), STEPS)
def test_a_row_of_the_table_is_a_step(state: LinkState, event: LinkEvent) -> None:
    """Law 1."""
    assert advance(state, event) is STEPS[state, event]


@pytest.mark.parametrize(("state", "event"), ILLEGAL)
def test_anything_else_raises(state: LinkState, event: LinkEvent) -> None:
    """Law 1."""
    with pytest.raises(IllegalTransitionError):
        advance(state, event)


def test_an_illegal_step_says_what_is_possible() -> None:
    with pytest.raises(IllegalTransitionError) as caught:
        advance(LinkState.DORMANT, LinkEvent.RELINKED)
    assert caught.value.allowed == ("reconnected",)


def test_every_state_can_be_reached_from_a_new_link() -> None:
    """Law 2."""
    reached, edge = {INITIAL}, {INITIAL}
    while edge := {to for state in edge for to in TRANSITIONS[state].values()} - reached:
        reached |= edge
    assert reached == set(LinkState)


def test_ended_is_the_only_state_without_a_way_out() -> None:
    """Law 3."""
    assert {state for state, row in TRANSITIONS.items() if not row} == {LinkState.ENDED}


def test_nothing_automatic_leaves_previously_synced() -> None:
    """Law 4: a person separated the pair."""
    assert not AUTOMATIC & set(TRANSITIONS[LinkState.PREVIOUSLY_SYNCED])


def test_what_befell_one_side_is_automatic_and_what_people_do_is_not() -> None:
    sides = ("in xero", "in host")
    assert {event for event in LinkEvent if event.value.endswith(sides)} == AUTOMATIC


def test_every_state_has_a_row() -> None:
    assert set(TRANSITIONS) == set(LinkState)


def test_every_event_can_happen_to_some_link() -> None:
    assert {event for _, event in STEPS} == set(LinkEvent)


def test_every_pair_can_be_forgotten_while_its_organisation_is_connected() -> None:
    """While it is not, no verb is possible: a dormant pair only waits."""
    ways = {state for state, event in STEPS if event is LinkEvent.FORGOTTEN}
    assert ways == set(LinkState) - {LinkState.ENDED, LinkState.DORMANT}


def test_a_dormant_pair_only_wakes() -> None:
    assert dict(TRANSITIONS[LinkState.DORMANT]) == {LinkEvent.RECONNECTED: LinkState.SYNCED}


def test_the_diagram_draws_each_row_of_the_table_once() -> None:
    drawn = sorted(line.strip() for line in diagram().splitlines() if ": " in line)
    rows = (f"{state.value} --> {to.value}: {e.value}" for (state, e), to in STEPS.items())
    assert drawn == sorted(rows)


def test_the_diagram_begins_with_a_new_link_and_ends_with_an_ended_one() -> None:
    assert [line for line in diagram().splitlines() if ": " not in line] == [
        "stateDiagram-v2",
        "    [*] --> synced",
        "    ended --> [*]",
    ]
