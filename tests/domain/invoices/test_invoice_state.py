"""The laws of an invoice's life, as the table's own docstring numbers them."""

from itertools import product

import pytest

from xerolink.domain.errors import IllegalTransitionError
from xerolink.domain.invoices.invoice_state import (
    IN_XERO,
    INITIAL,
    TRANSITIONS,
    InvoiceEvent,
    InvoiceState,
    advance,
    diagram,
)

STEPS = {(state, event): to for state, row in TRANSITIONS.items() for event, to in row.items()}
ILLEGAL = [step for step in product(InvoiceState, InvoiceEvent) if step not in STEPS]


@pytest.mark.parametrize(("state", "event"), STEPS)
def test_a_row_of_the_table_is_a_step(state: InvoiceState, event: InvoiceEvent) -> None:
    """Law 1."""
    assert advance(state, event) is STEPS[state, event]


@pytest.mark.parametrize(("state", "event"), ILLEGAL)
def test_anything_else_raises(state: InvoiceState, event: InvoiceEvent) -> None:
    """Law 1."""
    with pytest.raises(IllegalTransitionError):
        advance(state, event)


def test_an_illegal_step_says_what_is_possible() -> None:
    with pytest.raises(IllegalTransitionError) as caught:
        advance(InvoiceState.SYNCED, InvoiceEvent.WITHDRAWN)
    assert caught.value.allowed == ("paid", "paid in part", "voided")


def test_every_state_can_be_reached_from_a_draft() -> None:
    """Law 2."""
    reached, edge = {INITIAL}, {INITIAL}
    while edge := {to for state in edge for to in TRANSITIONS[state].values()} - reached:
        reached |= edge
    assert reached == set(InvoiceState)


def test_what_was_voided_is_never_made_again() -> None:
    """Law 3."""
    assert {state for state, row in TRANSITIONS.items() if not row} == {InvoiceState.VOIDED}


def test_only_its_creation_leads_into_xero() -> None:
    """Law 4."""
    ways = {event for (state, event), to in STEPS.items() if to in IN_XERO and state not in IN_XERO}
    assert ways == {InvoiceEvent.CREATED}


def test_what_is_in_xero_leaves_it_by_being_voided() -> None:
    ways = {event for (state, event), to in STEPS.items() if state in IN_XERO and to not in IN_XERO}
    assert ways == {InvoiceEvent.VOIDED}


def test_only_what_was_sent_is_created() -> None:
    froms = {state for state, event in STEPS if event is InvoiceEvent.CREATED}
    assert froms == {InvoiceState.AWAITING_PAYMENT}


def test_every_state_has_a_row() -> None:
    assert set(TRANSITIONS) == set(InvoiceState)


def test_every_event_can_happen_to_some_invoice() -> None:
    assert {event for _, event in STEPS} == set(InvoiceEvent)


def test_everything_can_be_voided_once() -> None:
    voided = {state for state, event in STEPS if event is InvoiceEvent.VOIDED}
    assert voided == set(InvoiceState) - {InvoiceState.VOIDED}


def drawn(state: InvoiceState) -> str:
    return state.value.replace(" ", "_").replace("-", "_")


def test_the_diagram_draws_each_row_of_the_table_once() -> None:
    lines = sorted(line.strip() for line in diagram().splitlines() if ": " in line)
    rows = (f"{drawn(state)} --> {drawn(to)}: {e.value}" for (state, e), to in STEPS.items())
    assert lines == sorted(rows)


def test_the_diagram_begins_with_a_draft_and_ends_with_a_voided_one() -> None:
    assert [line for line in diagram().splitlines() if ": " not in line] == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    voided --> [*]",
    ]
