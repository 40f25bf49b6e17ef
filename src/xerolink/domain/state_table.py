"""A table of states: which event leads from which state to which, and nothing else does."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from xerolink.domain.errors import IllegalTransitionError

S = TypeVar("S", bound=Enum)
E = TypeVar("E", bound=Enum)
StateTable = Mapping[S, Mapping[E, S]]


def step(table: StateTable[S, E], state: S, event: E) -> S:
    """The state after *event*; raises `IllegalTransitionError` if the table has no such row."""
    allowed = table[state]
    if event not in allowed:
        raise IllegalTransitionError(state.value, event.value, [e.value for e in allowed])
    return allowed[event]


def drawn(table: StateTable[S, E], initial: S) -> str:
    """The table as a Mermaid state diagram, which begins at *initial*."""
    named = {state: state.value.replace(" ", "_").replace("-", "_") for state in table}
    rows = [f"    [*] --> {named[initial]}"]
    for state, steps in table.items():
        rows += [f"    {named[state]} --> {named[to]}: {e.value}" for e, to in steps.items()]
        if not steps:
            rows.append(f"    {named[state]} --> [*]")
    return "\n".join(["stateDiagram-v2", *rows])
