"""A table of states is stepped through and drawn as it stands, whatever its states are."""

from enum import Enum

import pytest

from xerolink.domain.errors import IllegalTransitionError
from xerolink.domain.state_table import StateTable, drawn, step


class Door(Enum):
    """The states of a door."""

    OPEN = "wide open"
    SHUT = "half-shut"


class Push(Enum):
    """What happens to it."""

    PUSHED = "pushed"
    PULLED = "pulled"


TABLE: StateTable[Door, Push] = {Door.OPEN: {Push.PUSHED: Door.SHUT}, Door.SHUT: {}}


def test_an_event_of_the_table_leads_on() -> None:
    assert step(TABLE, Door.OPEN, Push.PUSHED) is Door.SHUT


def test_another_event_is_refused_with_what_is_possible() -> None:
    with pytest.raises(IllegalTransitionError, match=r"pulled.*wide open.*pushed"):
        step(TABLE, Door.OPEN, Push.PULLED)


def test_the_drawing_has_each_row_and_each_end_in_names_that_mermaid_takes() -> None:
    assert drawn(TABLE, Door.OPEN).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> wide_open",
        "    wide_open --> half_shut: pushed",
        "    half_shut --> [*]",
    ]
